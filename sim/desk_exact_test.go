package sim

import (
	"math"
	"testing"

	"piramide/internal/draw"
)

// The exact discrete-time queue (law 6): on each day places come free, then the day's
// requests join, then the first in line start. The tests below hold the desk to its
// transition matrix.

// maxInSystem is where the matrices are cut off; nothing that is checked comes near.
const maxInSystem = 160

// poissonBatch is the chance of k requests on a day.
func poissonBatch(mean float64) []float64 {
	p := make([]float64, maxInSystem+1)
	p[0] = math.Exp(-mean)
	for k := 1; k <= maxInSystem; k++ {
		p[k] = p[k-1] * mean / float64(k)
	}
	return p
}

// geometricBatch has the chance that k requests come on a day fall by q for each.
func geometricBatch(mean float64) []float64 {
	q := mean / (1 + mean)
	p := make([]float64, maxInSystem+1)
	for k := range p {
		p[k] = (1 - q) * math.Pow(q, float64(k))
	}
	return p
}

// draws n by inversion.
func drawFrom(p []float64, u float64) int {
	for k, x := range p {
		if u -= x; u < 0 {
			return k
		}
	}
	return len(p) - 1
}

func convolve(a, b []float64) []float64 {
	out := make([]float64, maxInSystem+1)
	for i, x := range a {
		for j, y := range b {
			out[min(i+j, maxInSystem)] += float64(x * y)
		}
	}
	return out
}

// afterHolding is who is left of n in the system when everybody who was served has
// gone: of fixed holding, one holding later.
func afterHolding(n []float64, c int) []float64 {
	out := make([]float64, maxInSystem+1)
	for k, x := range n {
		out[max(k-c, 0)] += x
	}
	return out
}

// Fixed holding: of those present at the end of a day all who hold a place are gone one
// holding later and nobody else is, so N(t + D) = max(N(t) − c, 0) + requests of D days.
// The last request of a day waits longer than k·D exactly when N > (k+1)·c. Each case
// compares the number in the system, the line and that wait at the end of a day,
// in independent runs: 3 cases × 13 checks share a false-alarm rate of 10⁻⁶, so that
// each allows 5.9 standard errors.
func TestDeskIsTheExactQueueWithFixedHolding(t *testing.T) {
	t.Parallel()
	const runs, holds, band = 20_000, 30, 5.9
	for name, x := range map[string]struct {
		c     int
		batch []float64
		mean  float64
		day   int // 30·k + r: requests begin on day 0 of an empty desk
	}{
		"one place":          {1, poissonBatch(0.03), 0.03, 167},
		"four, batches":      {4, geometricBatch(0.12), 0.12, 209},
		"twelve, overloaded": {12, poissonBatch(0.42), 0.42, 149},
	} {
		// N at the end of day r counts every request of r+1 days; then holding by holding.
		days := func(n int) []float64 {
			p := []float64{1}
			for range n {
				p = convolve(p, x.batch)
			}
			return p
		}
		some := append([]float64(nil), x.batch...) // a day with a request
		some[0] = 0
		for k := range some {
			some[k] /= 1 - x.batch[0]
		}
		before, tail := days(x.day%holds), days(holds-1) // before the requests of the last day
		for range x.day / holds {
			before = convolve(afterHolding(convolve(before, x.batch), x.c), tail)
		}
		system, tagged := convolve(before, x.batch), convolve(before, some)

		var inSystem, line, waits [5]float64
		var withLast float64
		for run := range runs {
			key := draw.Key(uint64(run), uint64(x.c))
			var d desk
			frees := map[int32]int{}
			id, last, lastStart := int32(0), int32(none), int32(math.MaxInt32)
			months := x.day/daysPerMonth + 6 // until the last is served, or surely later than 4 holdings
			for m := range months {
				first := int32(m * daysPerMonth)
				for day := first; day < first+daysPerMonth; day++ {
					n := drawFrom(x.batch, draw.Unit(draw.Word(key, day, draw.Arrivals)))
					for range n {
						d.join(ticket{id: id, tie: uint64(id), asked: day, deadline: math.MaxInt32})
						if int(day) == x.day {
							last = id
						}
						id++
					}
					for range frees[day] {
						d.free(day)
					}
				}
				for _, end := range d.month(first, daysPerMonth, x.c, math.MaxInt) {
					frees[end.day+holds]++
					if end.t.id == last {
						lastStart = end.day
					}
				}
				if m == x.day/daysPerMonth && x.day%daysPerMonth == daysPerMonth-1 {
					n := d.occupied + d.length()
					for k := range inSystem {
						inSystem[k] += float64(one(n > k*x.c/2))
						line[k] += float64(one(d.length() > k*x.c/4))
					}
				}
			}
			if last != none {
				withLast++
				for k := range waits {
					waits[k] += float64(one(int(lastStart)-x.day > k*holds))
				}
			}
		}
		above := func(p []float64, n int) (sum float64) {
			for k := n + 1; k < len(p); k++ {
				sum += p[k]
			}
			return sum
		}
		check := func(what string, k int, got, n, p float64) {
			if n == 0 {
				return
			}
			if se := math.Sqrt(p * (1 - p) / n); math.Abs(got/n-p) > band*se+1e-9 {
				t.Errorf("%s: %s %d: %.4f, exactly %.4f (band %.4f)", name, what, k, got/n, p, band*se)
			}
		}
		monthEnd := x.day%daysPerMonth == daysPerMonth-1
		for k := range 5 {
			if monthEnd {
				check("in the system more than half-places", k, inSystem[k], runs, above(system, k*x.c/2))
				check("in line more than quarter-places", k, line[k], runs, above(system, x.c+k*x.c/4))
			}
			if k < 3 {
				check("waits longer than holdings", k, waits[k], withLast, above(tagged, (k+1)*x.c))
			}
		}
		if withLast == 0 || !monthEnd && name == "twelve, overloaded" {
			t.Errorf("%s: nothing was compared", name)
		}
	}
}

// geometricSteps is the distribution of the number in the system of the queue in which
// a client leaves on each day with chance p, after so many days from empty.
func geometricSteps(batch []float64, c int, p float64, days int) []float64 {
	leave := make([][]float64, c+1) // of j clients, how many leave
	for j := range leave {
		leave[j] = make([]float64, j+1)
		for k := range leave[j] {
			leave[j][k] = math.Exp(logChoose(j, k)) * math.Pow(p, float64(k)) * math.Pow(1-p, float64(j-k))
		}
	}
	n := make([]float64, maxInSystem+1)
	n[0] = 1
	for range days {
		left := make([]float64, maxInSystem+1)
		for k, x := range n {
			for gone, y := range leave[min(k, c)] {
				left[k-gone] += float64(x * y)
			}
		}
		n = convolve(left, batch)
	}
	return n
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// Geometric holding, day by day, against its transition matrix: 12 shares in 20,000
// independent runs, at a false-alarm rate of 10⁻⁶ together (5.7 standard errors each).
func TestDeskIsTheExactQueueWithGeometricHolding(t *testing.T) {
	t.Parallel()
	const runs, c, p, mean, days = 20_000, 3, 0.05, 0.13, 90
	want := geometricSteps(poissonBatch(mean), c, p, days)
	var more [12]float64
	for run := range runs {
		key := draw.Key(uint64(run), 77)
		var d desk
		frees := map[int32]int{}
		for day := range int32(days) {
			for range draw.Poisson(draw.Word(key, day, draw.Arrivals), mean) {
				d.join(ticket{tie: uint64(len(d.events)), asked: day, deadline: math.MaxInt32})
			}
			for range frees[day] {
				d.free(day)
			}
			for k, end := range d.month(day, 1, c, math.MaxInt) {
				u := draw.Unit(draw.Word(draw.Key(key, uint64(k)), day, draw.LengthOfStay))
				frees[end.day+max(1, int32(math.Ceil(math.Log(u)/math.Log(1-p))))]++
			}
		}
		for k := range more {
			more[k] += float64(one(d.occupied+d.length() > k))
		}
	}
	for k := range more {
		var x float64
		for n := k + 1; n < len(want); n++ {
			x += want[n]
		}
		if se := math.Sqrt(x * (1 - x) / runs); math.Abs(more[k]/runs-x) > 5.7*se+1e-9 {
			t.Errorf("more than %d in the system: %.4f, exactly %.4f", k, more[k]/runs, x)
		}
	}
}

// As the step shrinks the discrete queue becomes M/M/c: the mean line of its
// stationary matrix goes to that of Erlang C, halving its distance with the step.
// No chance plays here.
func TestDiscreteQueueBecomesErlang(t *testing.T) {
	t.Parallel()
	const c, load, holds = 3, 0.7, 4.0 // places, load, mean holding in days
	a := c * load
	term, total := 1.0, 0.0
	for k := range c {
		total += term
		term *= a / float64(k+1)
	}
	wait := term / (1 - load)
	want := wait / (total + wait) * load / (1 - load)
	var off [3]float64
	for k := range off {
		steps := math.Pow(2, float64(k)) // a day
		n := geometricSteps(poissonBatch(a/holds/steps), c, 1/(holds*steps), int(250*steps))
		line := 0.0
		for j := c + 1; j < len(n); j++ {
			line += float64(j-c) * n[j]
		}
		off[k] = math.Abs(line - want)
	}
	for k := 1; k < len(off); k++ {
		if ratio := off[k] / off[k-1]; ratio < 0.4 || ratio > 0.6 {
			t.Errorf("half the step leaves %.2f of the distance to Erlang C (%.5f of a line of %.3f)", ratio, off[k], want)
		}
	}
	if off[2] > 0.05*want {
		t.Errorf("a quarter of a day is %.4f away from a line of %.4f", off[2], want)
	}
}
