package model

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Draw is a family of distributions, fixed by the value and range of a row.
//
// Low and high are read as the 2.5th and 97.5th percentile, also where the
// register calls them a plausible range: a range of ours is then no tighter
// than a printed interval. Only triangular and uniform take them as limits.
type Draw string

// The families. The right one follows from the number: shares are beta,
// ratios and times lognormal, amounts of money gamma, differences normal,
// judgements with hard limits triangular or uniform, levers and conventions fixed.
const (
	Fixed      Draw = "fixed"      // always the value
	Lognormal  Draw = "lognormal"  // median = value
	Beta       Draw = "beta"       // mean = value, between 0 and 1
	Gamma      Draw = "gamma"      // mean = value, positive
	Normal     Draw = "normal"     // mean = value
	Triangular Draw = "triangular" // mode = value, between low and high
	Uniform    Draw = "uniform"    // between low and high
)

// width95 is the width of the central 95 % of a normal distribution in
// standard deviations: 2 × 1.96.
var width95 = 2 * distuv.UnitNormal.Quantile(0.975)

// Misfit is why a family of distributions cannot have a value and range. Code is
// the family that asks for something else; "range" when there is no range to draw
// from, "family" when there is no such family.
type Misfit struct {
	Draw             Draw
	Code             string
	Value, Low, High float64
}

// Error says it for the makers of belgium.yaml.
func (m *Misfit) Error() string {
	return fmt.Sprintf("draw %q does not go with %g (%g to %g): see its %s", m.Draw, m.Value, m.Low, m.High, m.Code)
}

// Check says why the family cannot have this value and range, as a [Misfit]; nil
// when it can.
func (d Draw) Check(value, low, high float64) error {
	no := func(code string) error { return &Misfit{d, code, value, low, high} }
	sd := (high - low) / width95
	switch d {
	case Fixed:
		return nil
	case Lognormal:
		if low <= 0 {
			return no("lognormal")
		}
	case Beta:
		if low < 0 || high > 1 || value <= 0 || value >= 1 || sd*sd >= value*(1-value) {
			return no("beta")
		}
	case Gamma:
		if low < 0 || value <= 0 {
			return no("gamma")
		}
	case Normal, Triangular, Uniform:
	default:
		return no("family")
	}
	if low >= high {
		return no("range")
	}
	return nil
}

// Quantile returns the value below which the share u of draws lies, 0 < u < 1.
// It panics where [Draw.Check] would fail.
func (d Draw) Quantile(value, low, high, u float64) float64 {
	if err := d.Check(value, low, high); err != nil {
		panic("model: Quantile: " + err.Error())
	}
	sd := (high - low) / width95
	switch d {
	case Lognormal:
		return distuv.LogNormal{Mu: math.Log(value), Sigma: math.Log(high/low) / width95}.Quantile(u)
	case Beta:
		size := value*(1-value)/(sd*sd) - 1
		return distuv.Beta{Alpha: value * size, Beta: (1 - value) * size}.Quantile(u)
	case Gamma:
		return distuv.Gamma{Alpha: value * value / (sd * sd), Beta: value / (sd * sd)}.Quantile(u)
	case Normal:
		return distuv.Normal{Mu: value, Sigma: sd}.Quantile(u)
	case Triangular:
		return distuv.NewTriangle(low, high, value, nil).Quantile(u)
	case Uniform:
		return distuv.Uniform{Min: low, Max: high}.Quantile(u)
	default:
		return value
	}
}
