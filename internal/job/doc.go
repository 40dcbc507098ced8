// Package job does what the command line (and later the web) asks for: it
// composes scenarios, sim, calibrate and outputs, and holds no science and no screen.
//
// Every job is a function; its file has its name, and files that begin alike belong
// together:
//
//   - running plans: [Compare] and [Run] (compare*.go, equal.go), [Solve] (solve.go,
//     search.go, root.go), [RunSweep] and its siblings (sweep*.go), [SavingsLuck] (luck*.go),
//     [EvaluateBeforeAfter] (before_after*.go), [EvaluateDesigns] (evaluate*.go);
//   - the model against the world: [Validate] (validate.go, known.go, persons.go), [HoldBounds]
//     (bounds.go), [ForecastP3] (p3.go), [Calibrate] and [SBC] (calibrate*.go), [CalculateCohort]
//     (cohort.go);
//   - reading a result: [ShowResult] (outcome.go), [Explain] (explain*.go, replay.go), [Decide]
//     (decide*.go), [ShowLedger] (ledger.go), [ListResults] (results.go);
//   - what is handed over: [WriteReport] (report.go: page.go, onepage.go, annual.go, slides.go,
//     workbook.go, section*.go, checklist*.go), [Plot] (plot.go, figures.go);
//   - plans and numbers: [ListPlans] and its siblings (plans.go), [ListEvidence] and its siblings
//     (numbers.go), [NewNumbers] (own_numbers.go), [Describe] (describe.go).
//
// request.go is what is asked, checked once. experiment.go is the runner: it lives every cell
// of a comparison and stores it as it finishes. trials.go lives a plan at several values of a
// dial, for a search and for plans at equal budget. Whatever a person can do about a
// failure is an [Error] (error.go), which is said in the reader's language and has a [Fault]
// that decides the exit code.
package job
