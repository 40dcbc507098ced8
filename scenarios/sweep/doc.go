// Package sweep makes the points of a design of experiments: where in the unit cube each
// factor stands at every point.
//
// [Factorial], [LatinHypercube], [Sobol], [Saltelli] and [Morris] are pure functions of
// their arguments, so that the same sweep has the same points everywhere, and a longer
// Sobol' or Morris design begins with a shorter one. What the numbers mean (a share of
// posts, a quantile of an evidence range) is known in internal/job.
//
// Reading order: cube.go, sobol.go, numbers.go.
package sweep
