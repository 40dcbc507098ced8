// Package draw gives every chance event its own number, so that two plans
// share every accident they do not change.
//
// A number is a pure function of who it concerns (a key), when (a calendar
// month) and what is decided (a [Decision]): there is no generator to pass
// around, no order of drawing, and nothing to reset. One citizen more, or one
// hazard less, therefore leaves every other number as it was.
//
// Main types and functions, in reading order:
//
//   - [Decision] (decisions.go): what a number is for, an append-only list.
//   - [Word] (word.go): the 64 random bits of one key, month and decision.
//   - [Key], [KeyString] and the constructors of keys.go: who it concerns.
//   - [Unit], [Norm], [Poisson] (variate.go): bits turned into variates.
//   - [Source] (source.go): a stream for gonum's distributions, used for
//     parameters and for building populations, not in the monthly loop.
//
// The choice of the mix, its speed and its test results are in
// docs/adr/0002-keyed-draws.md.
package draw
