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

// wholePopulation is a population table in whole citizens by year of age; the
// open band follows the death rates of its ages.
func wholePopulation(v Values, path string) (out [sim.Sexes]ages) {
	t, q := v.Table(path), v.Table("qx")
	for s := range out {
		out[s] = wholeAges(populationAges(t[s], q[s][bands-1]))
	}
	return out
}

// populationAges spreads the counts of bands over years of age; in the open
// band each year keeps 1 − q of the one before.
func populationAges(counts [bands]float64, q float64) ages {
	perYear := counts
	for b := range bands - 1 {
		perYear[b] /= 5
	}
	left, sum := 1.0, 0.0
	for range sim.Ages - openAge {
		sum += left
		left *= 1 - q
	}
	perYear[bands-1] = counts[bands-1] / sum
	w := even()
	out := w.years(0, perYear)
	for a := openAge; a < sim.Ages; a++ {
		out[a] = perYear[bands-1] * math.Pow(1-q, float64(a-openAge))
	}
	return out
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

// density is the number of citizens per year of age at each exact age, of the
// interpolation that gave the years of age.
func density(v Values, people [sim.Sexes]ages, path string) (out [sim.Sexes]ages) {
	t, w := v.Table(path), even()
	for s := range out {
		perYear := t[s]
		for b := range bands - 1 {
			perYear[b] /= 5
		}
		perYear[bands-1] = people[s][openAge]
		out[s] = w.birthdays(s, perYear)
		for a := openAge + 1; a < sim.Ages; a++ {
			out[s][a] = math.Sqrt(people[s][a-1] * people[s][a])
		}
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
