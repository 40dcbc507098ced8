// Package stats holds the few statistics that comparing plans needs and gonum
// does not have in this form. It is a leaf: plain numbers in, plain numbers out.
//
//   - [Quantile], [Mean], [StdErr], [Variance] (summary.go)
//   - [AalenJohansen] and [Curve] (competing.go): waiting with competing ends
//   - [Ranks], [Spearman], [RankRegression] (rank.go): which inputs carry the variance
package stats
