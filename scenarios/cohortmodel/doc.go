// Package cohortmodel reads a published state-transition model from a file,
// calculates it exactly, and makes configurations of the simulator of it, so that
// it runs in the same loop as the Belgian one and can be held against its cohort.
//
// Reading order: [Load], [Parse], [Model] (load.go); the rules of the file
// (read.go), values that depend on age, sex, cycle, time in state or a column
// (quantity.go), modifiers and treatments (change.go); from the file to the
// probabilities of a cycle (row.go) and a chain (chain.go); trace, totals and
// variance (exact.go); the loop (build.go).
package cohortmodel
