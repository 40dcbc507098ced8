// Package forecast predicts short series of yearly counts, several at a time,
// with intervals that say how little a few years tell. It is there for the volumes
// of Protocol 3 (P3): fitted on the years that are known, tried on the last of
// them, and committed for years that nobody here has seen.
//
// It is a statistical model of national totals beside the simulation, never an
// input of it: what it needs from the world are rows of the register.
//
// Main types: [Series] (what was counted), [Prior] (what was thought before),
// [Posterior] (what [Fit] makes of both), [Prediction] (a year to come), [Trial]
// (a year predicted, beside what was observed and two naive rules).
// Read series.go, model.go, predict.go, trial.go, in that order.
package forecast
