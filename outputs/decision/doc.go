// Package decision turns outcomes of plans over cells into what a decision asks: which plan
// at which price, how sure, what more research could be worth, what the answer hangs on, and
// where it breaks. It is plain numbers in, plain numbers out; it opens no file and chooses
// no words.
//
// Central types:
//
//   - [Option]: a plan with its cost and effect in every cell; [NetBenefit] of it
//   - [Rung] (frontier.go): dominance and the incremental ratios
//   - [Curve] (benefit.go): acceptability curves and their frontier
//   - [Info] (information.go): EVPI and EVPPI with error and bias
//   - [Index], [Elementary], [Swing], [Split]: what the variance comes from
//   - [Box] (prim.go): where in the space of inputs a plan fails
//
// Reading order: benefit.go, frontier.go, regret.go, information.go with smooth.go,
// tornado.go, twoway.go, sobol.go, morris.go, variance.go, precision.go, equity.go, prim.go.
// Formulas, sources and when not to use each: docs/decisions.md.
package decision
