package finance

import "math"

// Noise is what a citizen's yearly cost does by chance: what the benchmark does not
// explain. For ByExpected and ByOwnAdjusted it is the cost within cells of age, sex,
// VT and chronic status; for the others all of it. Mean and SD share a unit, such as
// euro per citizen-year.
//
// Auto[k−1] is the correlation of a citizen's cost in one year with that of the same
// place k years before, 0 beyond its end. Who came or left in between counts with
// correlation 0, so that a region with much moving about has less of it.
//
// Off is what the benchmark lies above the cost it should foresee, as a part of it: a
// fault of the benchmark, not chance. 0.01 means that a region that saves nothing is
// told it saves 1 %.
type Noise struct {
	Mean, SD float64
	Auto     []float64
	Off      float64
}

// auto is the correlation over k years.
func (x *Noise) auto(k int) float64 {
	switch {
	case k == 0:
		return 1
	case k > len(x.Auto):
		return 0
	}
	return x.Auto[k-1]
}

// ByLuck returns the chance that a region of so many citizens earns a bonus in a
// year in which nothing was saved, and what the bonus then expected is per citizen,
// in the unit of the noise, with quality in full and no cap; others are the citizens
// of the neighbouring buurten, where the benchmark asks them.
//
// By the normal approximation: the year's mean cost A has mean μ and variance σ²/n. A
// bonus needs A ≤ (1−m)·B with B the benchmark and m the minimum rate, that is
// D = A − (1−m)·B ≤ 0, where D has mean δ·μ with δ = 1 − (1−m)·(1+Off), which is m
// for a benchmark that is right. So
//
//	chance = Φ(−δ·μ/√Var D)
//	Var D  = σ²/n                                         B known: expected, fixed
//	       = σ²/n · (1 + (1−m)²·V − 2·(1−m)·C)             B the mean of k base years
//	       + (1−m)²·σ²/N · (1 + V − 2·C)                   and trended by N neighbours
//
// with V = Σᵢⱼ ρ(|i−j|)/k² the variance of the base's mean relative to a year's, and
// C = Σₗ₌₁…ₖ ρ(l)/k its correlation with the accounting year. The expected bonus is
// share·(√Var D·φ(z) − δ·μ·Φ(−z)) above the minimum, with z = δ·μ/√Var D, and from the
// first euro also share·m·(1+Off)·μ·Φ(−z).
//
// Error: a skewed cost makes the chance wrong by about γ/15, where γ is the skewness
// of the region's mean, a citizen's divided by √n.
func (t *SharedSavings) ByLuck(citizens, others float64, x Noise) (chance, bonus float64) {
	m := t.MinSaving
	unit := x.SD * x.SD / citizens
	variance := unit
	if k := t.Benchmark.Years; t.Benchmark.By.looksBack() && k > 0 {
		var v, c float64
		for i := range k {
			c += x.auto(i+1) / float64(k)
			for j := range k {
				v += x.auto(max(i-j, j-i)) / float64(k*k)
			}
		}
		variance = unit * (1 + (1-m)*(1-m)*v - 2*(1-m)*c)
		if t.Benchmark.By == ByNeighbours {
			variance += (1 - m) * (1 - m) * x.SD * x.SD / others * (1 + v - 2*c)
		}
	}
	sd := math.Sqrt(variance)
	benchmark := x.Mean * (1 + x.Off)
	short := x.Mean - float64((1-m)*benchmark) // what must be saved by luck
	z := short / sd
	chance = math.Erfc(z/math.Sqrt2) / 2
	bonus = sd*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi) - short*chance
	if t.Threshold == FromFirstEuro {
		bonus += m * benchmark * chance
	}
	return chance, t.Share * bonus
}
