// Package model holds every default of the Belgian model: belgium.yaml names,
// for each path, a row of the evidence register, and says whether it is a
// lever, an assumption or measured, and how it is drawn.
//
// Main types: [Parameters] (all defaults, never changed after loading),
// [Parameter] (one of them), [Values] (their values in one draw), [Draw] (a
// family of distributions). Read parameter.go, load.go, draw.go, values.go.
//
// A draw is a pure function of (seed, draw number, family or path), so that
// adding a parameter leaves all others as they were. Draw 0 is the base: every
// parameter at the value of its row.
package model
