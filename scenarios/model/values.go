package model

import (
	"fmt"
	"strings"

	"piramide/internal/draw"
	"piramide/scenarios/evidence"
)

// Values are the values of all parameters in one draw.
type Values struct {
	ps     *Parameters
	scalar []float64              // of a table: the factor on all its cells
	tables map[int]evidence.Table // tables that stand instead of those of the parameters
}

// Values returns the parameters in a draw. Draw 0 is the base. In any other
// draw, one uniform number keyed by seed, draw and family (or path, without
// family) is put through the quantile function of each parameter.
func (ps *Parameters) Values(seed uint64, n int) *Values {
	v := &Values{ps: ps, scalar: make([]float64, len(ps.list))}
	for i, p := range ps.list {
		v.scalar[i] = p.Base
		if n > 0 && p.Draw != Fixed {
			v.scalar[i] = p.Draw.Quantile(p.Base, p.Low, p.High, p.Unit01(seed, n))
		}
	}
	return v
}

// Unit01 is the uniform number of the parameter in a draw; a family shares it.
func (p Parameter) Unit01(seed uint64, n int) float64 {
	name := p.Path
	if p.Family != "" {
		name = p.Family
	}
	return draw.Unit(draw.Word(draw.Parameter(seed, n, name), draw.Lasting, draw.ParameterValue))
}

// Get returns the value of a parameter, in the unit of its row. For a table it
// is the factor on all its cells. It panics on an unknown path.
func (v *Values) Get(path string) float64 { return v.scalar[v.index(path)] }

// Table returns an age table in this draw. Cells of shares and probabilities
// stay at most 1. It panics when the path is not a table.
func (v *Values) Table(path string) evidence.Table {
	p := v.ps.list[v.index(path)]
	if !p.Table {
		panic(fmt.Sprintf("model: parameter %q is no table", path))
	}
	factor, t := v.Get(path), p.cells
	if other, ok := v.tables[v.index(path)]; ok {
		t = other
	}
	for sex := range t {
		for band := range t[sex] {
			t[sex][band] *= factor
			if IsShare(p.Unit) {
				t[sex][band] = min(t[sex][band], 1)
			}
		}
	}
	return t
}

// Euro returns an amount in constant prices of 2024: the value of its row,
// moved from the row's price year by the health index (price.index.*). It
// panics when the parameter is no single amount in EUR with a price year.
func (v *Values) Euro(path string) float64 {
	p := v.ps.list[v.index(path)]
	year, ok := p.Row.PriceYear()
	if !ok || p.Table || !strings.HasPrefix(p.Unit, "EUR") {
		panic(fmt.Sprintf("model: parameter %q is no single amount in EUR with a price year", path))
	}
	return v.Get(path) * v.PriceFactor(year, PriceYear)
}

// PriceYear is the year whose prices the model counts in.
const PriceYear = 2024

// PriceFactor is the health index of year to over that of year from. Years
// before 2019 have no row and are an unknown path; years after the last row
// grow at the planning value.
func (v *Values) PriceFactor(from, to int) float64 {
	factor := 1.0
	for y := min(from, to) + 1; y <= max(from, to); y++ {
		path := fmt.Sprintf("price.index.%d", y)
		if y > lastIndexYear {
			path = "price.index.later"
		}
		factor *= 1 + v.Get(path)
	}
	if to < from {
		return 1 / factor
	}
	return factor
}

const lastIndexYear = 2025

// Override sets a parameter; for a table, the factor on all its cells. It
// panics on an unknown path or an impossible value: callers check first, with
// [Parameter.Check].
func (v *Values) Override(path string, value float64) {
	i := v.index(path)
	if err := v.ps.list[i].Check(value); err != nil {
		panic("model: Override: " + err.Error())
	}
	v.scalar[i] = value
}

// OverrideTable puts another age table of the register in the place of a
// parameter's own: an alternative answer to the same question. It panics when the
// parameter is no table or the family no full one in its unit: callers check
// first, with [Parameter.Alternative].
func (v *Values) OverrideTable(path, family string, reg *evidence.Register) {
	i := v.index(path)
	t, err := v.ps.list[i].Alternative(family, reg)
	if err != nil {
		panic("model: OverrideTable: " + err.Error())
	}
	if v.tables == nil {
		v.tables = map[int]evidence.Table{}
	}
	v.tables[i] = t
}

func (v *Values) index(path string) int {
	i, ok := v.ps.at[path]
	if !ok {
		panic(fmt.Sprintf("model: unknown parameter %q%s", path, hint(v.ps.Near(path))))
	}
	return i
}
