// Package job does what the command line (and later the web) asks for: it
// composes scenarios, sim, calibrate and outputs, and holds no science and no screen.
//
// This room lives plans; every job is a function, and files that begin alike belong together:
//
//   - [Compare] and [Run] (compare*.go, equal.go), [Solve] (solve.go, search*.go, root.go),
//     [RunSweep] and its siblings (sweep*.go), [SavingsLuck] (luck*.go);
//   - [Explain], which lives two lives of a result again (explain.go, replay.go);
//   - plans and numbers: [ListPlans] and its siblings (plans.go), [ListEvidence] and its siblings
//     (numbers.go), [NewNumbers] (own_numbers.go), [Describe] (describe.go), [ListResults].
//
// request.go is what is asked, checked once. experiment.go is the runner: an [Experiment] lives
// every cell of a comparison and stores it as it finishes. trials.go lives a plan at several
// values of a dial, for a search and for plans at equal budget.
//
// Rooms below know nothing of it: fault (what a person can do about a failure), plain (text
// for a terminal), reading (what lies in a result folder). Rooms above use it: decide, evaluate,
// fit, validate, cohort, and handover for all that leaves the tool.
package job
