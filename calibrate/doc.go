// Package calibrate looks for the values of parameters under which a model agrees with
// what was observed, and says how sure that is.
//
// Main types: [Problem] (free parameters, targets and a model that predicts them),
// [Target] with its [Likelihood], [Free] with its prior. A method takes a problem and
// gives a value; none knows Belgium, opens a file or prints.
//
// Every method works on scores: a free parameter is its prior's quantile function of
// Φ(z), so that the prior of all scores is standard normal and independent, no point
// can leave the prior, and a method that knows no bounds needs none.
//
// Read problem.go and likelihood.go (with likelihood_count.go, likelihood_share.go), then
// evaluate.go (points side by side, stored), wave.go (the first wave, and what nothing
// reaches), best.go with cmaes.go and local.go (the best fit), imis.go and abc.go (the
// posterior, posterior.go), diagnose.go with emulate.go (what may be said of it), and
// sbc.go (whether a method may be believed). docs/adr/0022-calibration.md says why these.
package calibrate
