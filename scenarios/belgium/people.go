package belgium

import (
	"math"

	"piramide/sim"
)

func (a ages) sum() (s float64) {
	for _, v := range a {
		s += v
	}
	return s
}

func (a ages) times(k float64) ages {
	for i := range a {
		a[i] *= k
	}
	return a
}

// wholePopulation is a population table in whole citizens by year of age.
func wholePopulation(v Values, path string) (out bySexAge) {
	t, q := v.Table(path), openDeaths(v)
	for s := range out {
		line, _ := countAges(t[s], &q[s])
		out[s] = wholeAges(line)
	}
	return out
}

// density is the number of citizens per year of age at each exact age, in the
// interpolation that gave the years of age.
func density(v Values, path string) (out bySexAge) {
	t, q := v.Table(path), openDeaths(v)
	for s := range out {
		_, out[s] = countAges(t[s], &q[s])
	}
	return out
}

// belgians is the scale of everything that is measured per head: the Belgian
// population by year of age.
func belgians(v Values) (w scale) {
	t, q := v.Table("pop.be"), openDeaths(v)
	for s := range w {
		w[s], _ = countAges(t[s], &q[s])
	}
	return w
}

// openDeaths is the yearly probability of death by age. The scale of its own
// interpolation takes it as flat in the open band: a first pass is enough.
func openDeaths(v Values) (out bySexAge) {
	t, q := v.Table("pop.be"), v.Table("qx")
	for s := range out {
		var flat ages
		for a := range flat {
			flat[a] = q[s][bands-1]
		}
		var w scale
		w[s], _ = countAges(t[s], &flat)
		out[s] = w.years(s, q[s])
	}
	return out
}

// countAges spreads counts of bands over years of age, and gives the density
// at each birthday. In the open band each year keeps 1 − q of the one before.
func countAges(counts [bands]float64, q *ages) (years, birthdays ages) {
	perYear := counts
	for b := range bands - 1 {
		perYear[b] /= 5
	}
	left, sum := 1.0, 0.0
	for a := openAge; a < sim.Ages; a++ {
		sum += left
		left *= 1 - q[a]
	}
	first := counts[bands-1] / sum // those of 95
	perYear[bands-1] = first
	w := even()
	line := w.curve(0, perYear)
	// Half a year before the middle of that year of age.
	line.edge[bands-1] = math.Min(first/math.Sqrt(1-q[openAge]), 3*perYear[bands-2])
	years, birthdays = line.years(), line.birthdays()
	for a := openAge; a < sim.Ages; a++ {
		years[a] = first
		birthdays[a] = first / math.Sqrt(1-q[a])
		first *= 1 - q[a]
	}
	return years, birthdays
}

// wholeAges rounds the running sum, so that sums over bands stay what they were.
func wholeAges(x ages) (out ages) {
	var sum, before float64
	for a, v := range x {
		sum += v
		now := math.Round(sum)
		out[a] = now - before
		before = now
	}
	return out
}

// smoothDensity is the density at each exact age of a population of which only
// the years of age are known: their mean on both sides.
func smoothDensity(people [sim.Sexes]ages) (out [sim.Sexes]ages) {
	for s := range out {
		out[s][0] = people[s][0]
		for a := 1; a < sim.Ages; a++ {
			out[s][a] = (people[s][a-1] + people[s][a]) / 2
		}
	}
	return out
}
