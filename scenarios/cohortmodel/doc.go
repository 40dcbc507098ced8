// Package cohortmodel reads a published state-transition model from a file and
// makes a configuration of the simulator of it, so that a model of up to
// sixteen states with a cycle of a month or a year runs in the same loop as the
// Belgian one and can be held against its exact cohort.
//
// Reading order: [Load], [Parse] (load.go); the rules of the file (read.go); how
// probabilities per cycle become competing hazards (build.go).
package cohortmodel
