// Package job does what the command line (and later the web) asks for: it
// composes scenarios, sim and outputs, and holds no science and no screen.
//
// Main functions, in reading order:
//
//   - [Compare] (compare.go): plans side by side into a result folder;
//   - [Run] (run.go): the same with one plan;
//   - [Solve] (solve.go, search.go): for which value of a dial a plan reaches a goal;
//   - [Validate] (validate.go): the model against what was observed;
//   - [Describe] (describe.go): the month, its phases and the data dictionary;
//   - the questions about plans, results and evidence (plans.go, results.go,
//     evidence.go).
//
// experiment.go is the runner: it lives every cell of a comparison and stores it
// as it finishes. trials.go lives a plan at several values of a dial, for a search
// and for plans at equal budget (equal.go). Whatever a person can do about a failure is an [Error], which
// is said in the reader's language and has a [Fault] that decides the exit code.
package job
