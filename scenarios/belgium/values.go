package belgium

import (
	"fmt"
	"math"
	"strings"

	"piramide/scenarios/evidence"
	"piramide/sim"
)

// Values gives the value of each parameter of the Belgian model in one draw,
// by path; [piramide/scenarios/model.Values] is one. Get and Table are in the
// unit of the row, Euro in constant prices.
type Values interface {
	Get(path string) float64
	Table(path string) evidence.Table
	Euro(path string) float64
}

// byTier reads the four values of a path ending in .t0 to .t3.
func byTier(v Values, path string) (out [tiers]float64) {
	for t := range out {
		out[t] = v.Get(fmt.Sprintf("%s.t%d", path, t))
	}
	return out
}

// blend is a draw whose tier multipliers, and whose prices, are shrunk towards
// the base: 1 is the draw, 0 the base.
type blend struct {
	base, drawn         Values
	multipliers, prices float64
}

func (b blend) mixed(path string, drawn, base float64) float64 {
	k := 1.0
	switch {
	case strings.HasPrefix(path, "tier."):
		k = b.multipliers
	case strings.HasPrefix(path, "price."), strings.HasPrefix(path, "gmd.fee"), strings.HasPrefix(path, "home_nursing."):
		k = b.prices
	}
	return base + float64(k*(drawn-base))
}

func (b blend) Get(path string) float64 {
	return b.mixed(path, b.drawn.Get(path), b.base.Get(path))
}

func (b blend) Euro(path string) float64 {
	return b.mixed(path, b.drawn.Euro(path), b.base.Euro(path))
}

func (b blend) Table(path string) evidence.Table { return b.drawn.Table(path) }

// perClass makes a table of the simulator from a function of age, sex and state.
func perClass(f func(age, sex, state int) float64) sim.Table {
	out := make(sim.Table, sim.Ages*sim.Sexes*states)
	for age := range sim.Ages {
		for sex := range sim.Sexes {
			for s := range states {
				out[sim.Class(age, sex, s, states)] = f(age, sex, s)
			}
		}
	}
	return out
}

func logit(p float64) float64    { return math.Log(p / (1 - p)) }
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// root finds where a rising function is zero, between lo and hi, to 1e-13, by
// bisection.
func root(lo, hi float64, f func(float64) float64) float64 {
	for hi-lo > 1e-13 {
		mid := (lo + hi) / 2
		if f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}
