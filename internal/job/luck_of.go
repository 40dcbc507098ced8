package job

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"piramide/sim"
	"piramide/sim/finance"
)

// luck settles every area, world and accounting year under every benchmark; the first
// accounting year is that after the longest base.
func (a *areas) luck(worlds [][]sim.CostSpread, benchmarks []finance.Benchmark, minima []float64, first int) LuckOfOne {
	out := LuckOfOne{Area: a.kind, Areas: len(a.buurten)}
	noise := make([][sim.NumArounds]spreadOf, len(a.buurten))
	for area, buurten := range a.buurten {
		for around := range noise[area] {
			noise[area][around] = spreadIn(worlds, buurten, sim.Around(around))
			if around == int(sim.AroundPeople) {
				out.Citizens += noise[area][around].citizens / float64(len(a.buurten))
			}
		}
	}
	typical := spreadIn(worlds, allOf(a.buurten), sim.AroundPeople)
	out.Mean, out.SD, out.Auto = typical.Mean, typical.SD, typical.Auto
	for _, b := range benchmarks {
		if b.By == finance.ByNeighbours && len(a.neighbours(0)) == 0 {
			continue
		}
		out.Rows = append(out.Rows, a.row(worlds, noise, b, minima, first))
	}
	return out
}

// spreadOf is the noise of an area, its citizens, and the skewness of one's cost.
type spreadOf struct {
	finance.Noise
	citizens, skew float64
}

// spreadIn reads it from all worlds together.
func spreadIn(worlds [][]sim.CostSpread, buurten []int, around sim.Around) spreadOf {
	var s spreadOf
	var square, cube, years, actual float64
	var product, lived []float64
	for _, w := range worlds {
		for _, b := range buurten {
			d := &w[b].By[around]
			if product == nil {
				product, lived = make([]float64, len(d.Product)), make([]float64, len(d.Product))
			}
			square, cube = square+d.Square, cube+d.Cube
			for k, x := range d.Product {
				product[k] += x
			}
			for y, c := range w[b].Years {
				years += float64(c.Months) / 12
				actual += float64(c.Actual) / 100
				for k := range min(y, len(lived)) { // years that have one k+1 years before
					lived[k] += float64(c.Months) / 12
				}
			}
		}
	}
	s.citizens = years / float64(len(worlds)*len(worlds[0][0].Years))
	variance := square / years
	s.Mean, s.SD, s.skew = actual/years, math.Sqrt(variance), cube/years/math.Pow(variance, 1.5)
	for k := range product {
		s.Auto = append(s.Auto, product[k]/lived[k]/variance)
	}
	return s
}

func allOf(groups [][]int) (all []int) {
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

// row settles a benchmark.
func (a *areas) row(worlds [][]sim.CostSpread, noise [][sim.NumArounds]spreadOf, b finance.Benchmark, minima []float64, first int) LuckRow {
	row := LuckRow{By: b.By.String(), Years: b.Years, Cells: make([]LuckCell, len(minima))}
	around := sim.AroundPeople
	if b.By == finance.ByExpected || b.By == finance.ByOwnAdjusted {
		around = sim.AroundStatus
	}
	won := make([][]float64, len(minima)) // per minimum and world: share of areas and years
	for k := range won {
		won[k] = make([]float64, len(worlds))
	}
	trials := float64(len(a.buurten) * luckYears)
	for area, buurten := range a.buurten {
		others := a.neighbours(area)
		shown, ratios := make([]float64, 0, len(worlds)*luckYears), make([]float64, len(worlds))
		var promised, cost float64
		for i, w := range worlds {
			for y := first; y < first+luckYears; y++ {
				benchmark, actual := settled(w, buurten, others, b, y)
				shown = append(shown, float64(benchmark-actual)/float64(benchmark))
				promised, cost = promised+float64(benchmark), cost+float64(actual)
				ratios[i] += float64(benchmark) / float64(actual) / luckYears
				for k, m := range minima {
					t := finance.SharedSavings{Share: luckShare, MinSaving: m}
					if earned, v := t.Earned(benchmark, actual, 0); v == finance.Gained && earned > 0 {
						won[k][i] += 1 / trials
					}
				}
			}
		}
		off, se := promised/cost-1, stat.StdDev(ratios, nil)/math.Sqrt(float64(len(worlds)))
		row.Off += off / float64(len(a.buurten))
		row.Spread += stat.StdDev(shown, nil) / float64(len(a.buurten))
		for k, m := range minima {
			row.Cells[k].Minimum = m
			row.Cells[k].add(&noise[area][around], b, m, off, se, a.citizens(noise, others), float64(len(a.buurten)))
		}
	}
	for k := range row.Cells {
		c := &row.Cells[k]
		var sd float64
		c.Simulated, sd = stat.MeanStdDev(won[k], nil)
		n := float64(len(worlds))
		p := (c.Simulated*n + 0.5) / (n + 1) // what never or always happened is not certain
		c.SE = max(sd/math.Sqrt(n), math.Sqrt(p*(1-p)/n/trials))
	}
	return row
}

// citizens counts those of some buurten, by the areas' mean per buurt.
func (a *areas) citizens(noise [][sim.NumArounds]spreadOf, buurten []int) float64 {
	var sum float64
	for area := range noise {
		sum += noise[area][0].citizens
	}
	return sum / float64(len(allOf(a.buurten))) * float64(len(buurten))
}

// add adds the normal approximation of one of so many areas.
func (c *LuckCell) add(s *spreadOf, b finance.Benchmark, minimum, off, offSE, others, areas float64) {
	t := finance.SharedSavings{Share: luckShare, MinSaving: minimum, Yearly: finance.Yearly{Benchmark: b}}
	x := s.Noise
	alone, _ := t.ByLuck(s.citizens, others, x)
	x.Off = off
	chance, bonus := t.ByLuck(s.citizens, others, x)
	// How much the chance moves when the benchmark lies a standard error higher.
	x.Off = off + offSE
	higher, _ := t.ByLuck(s.citizens, others, x)
	c.Alone += alone / areas
	c.Normal += chance / areas
	c.Bonus += bonus / areas
	c.Error += (math.Abs(s.skew)/math.Sqrt(s.citizens)/15 + math.Abs(higher-chance)) / areas
}

// settled is the benchmark and the cost of an accounting year, whose base years lie
// right before it.
func settled(w []sim.CostSpread, buurten, others []int, b finance.Benchmark, year int) (benchmark, actual finance.Cents) {
	base := func(buurt int) (c finance.Counted) {
		for _, y := range w[buurt].Years[year-b.Years : year] {
			c.Months, c.Actual, c.Expected = c.Months+y.Months, c.Actual+y.Actual, c.Expected+y.Expected
		}
		return c
	}
	var list []finance.BuurtYear
	for _, k := range buurten {
		list = append(list, finance.BuurtYear{Base: base(k), Year: w[k].Years[year]})
		actual += w[k].Years[year].Actual
	}
	for _, k := range others {
		list = append(list, finance.BuurtYear{Base: base(k), Others: w[k].Years[year]})
	}
	benchmark, ok := b.Of(list, float64(1+b.Years)/2, 0)
	if !ok {
		panic("job: an area without people has no benchmark")
	}
	return benchmark, actual
}
