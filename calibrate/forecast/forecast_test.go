package forecast

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/scenarios/evidence"
)

func p3(t *testing.T) ([]Series, Prior) {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	series, err := P3(reg)
	if err != nil {
		t.Fatal(err)
	}
	prior, err := P3Prior(reg, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return series, prior
}

// logs makes a series of which Poisson counting says next to nothing.
func logs(y ...float64) Series {
	s := Series{Type: "x", First: 2000}
	for _, l := range y {
		s.Counts = append(s.Counts, math.Exp(l))
		s.Covered = append(s.Covered, 1)
	}
	return s
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.6g, want %.6g ± %g", what, got, want, tolerance)
	}
}

// normalAhead holds a prediction to a normal on the log scale.
func normalAhead(t *testing.T, p *Posterior, year int, mean, variance float64) {
	t.Helper()
	d := p.Predict(0, year)
	sd := math.Sqrt(variance)
	for _, x := range []struct {
		what   string
		got, z float64
	}{{"the median", d.Median, 0}, {"low 80", d.Low80, -1.2815516}, {"high 80", d.High80, 1.2815516}, {"low 95", d.Low95, -1.9599640}, {"high 95", d.High95, 1.9599640}} {
		near(t, x.what, math.Log(x.got), mean+x.z*sd, 1e-4)
	}
}

func TestWalkIsExact(t *testing.T) {
	// Steps alone: the last value, and as many variances as years.
	p, err := Fit([]Series{logs(20, 20.4, 20.1)}, Prior{ShockYear: 1900, Step: 0.3})
	if err != nil {
		t.Fatal(err)
	}
	normalAhead(t, p, 2003, 20.1, 0.09)
	normalAhead(t, p, 2006, 20.1, 4*0.09)
}

func TestGrowthIsExact(t *testing.T) {
	// With a growth of variance w over a common and an own part, and steps of
	// variance v, n differences of mean d leave the growth normal with precision
	// 1/w + n/v around (n·d/v) of it.
	const step, common, own = 0.2, 0.15, 0.1
	p, err := Fit([]Series{logs(20, 20.5, 20.8)}, Prior{ShockYear: 1900, Step: step, Growth: common, GrowthBetween: own})
	if err != nil {
		t.Fatal(err)
	}
	w, v := common*common+own*own, step*step
	left := 1 / (1/w + 2/v)
	growth := left * 2 * 0.4 / v
	normalAhead(t, p, 2003, 20.8+growth, left+v)
	normalAhead(t, p, 2005, 20.8+3*growth, 9*left+3*v)
}

func TestTypesShareGrowth(t *testing.T) {
	// Each type says its own mean difference with variance own² + step²/2; the
	// common growth is what is left of its prior and of those.
	const step, common, own = 0.2, 0.15, 0.1
	p, err := Fit([]Series{logs(20, 20.5, 20.8), logs(22, 22.1, 22), logs(18, 18.1, 18.4)}, Prior{ShockYear: 1900, Step: step, Growth: common, GrowthBetween: own})
	if err != nil {
		t.Fatal(err)
	}
	of := own*own + step*step/2
	left := 1 / (1/(common*common) + 3/of)
	mean, sd := p.Growth()
	near(t, "the common growth", mean, left*(0.4+0+0.2)/of, 1e-6)
	near(t, "its standard deviation", sd, math.Sqrt(left), 1e-6)
}

func TestShockIsExact(t *testing.T) {
	// A shock in the last year, next to a step: what is seen of the change, c, is
	// their sum, and the shock is the part of it that its variance is of the whole.
	const step, common, own = 0.2, 0.3, 0.5
	p, err := Fit([]Series{logs(20, 19.2)}, Prior{ShockYear: 2001, Step: step, Shock: common, ShockBetween: own})
	if err != nil {
		t.Fatal(err)
	}
	part := common * common / (common*common + own*own + step*step)
	mean, sd := p.Shock()
	near(t, "the common shock", mean, -0.8*part, 1e-5)
	near(t, "its standard deviation", sd, common*math.Sqrt(1-part), 1e-5)
	if p.Predict(0, 2004).Median <= p.Predict(0, 2002).Median {
		t.Error("a fall by a shock that fades is not made good again")
	}
}

// TestCoverage draws worlds from the prior and asks how often a year to come lies
// under 2.5, 10, 50, 90 and 97.5 % of its distribution: a sound forecast has counts
// that are binomial with these very rates. The whole test sounds a false alarm with
// probability 10⁻⁶.
func TestCoverage(t *testing.T) {
	_, full := p3(t)
	alone := full // no common growth or shock: quick, so that many worlds can be asked
	alone.Growth, alone.Shock = 0, 0
	levels := []float64{0.025, 0.1, 0.5, 0.9, 0.975}
	const rate = 1e-6
	share := rate / float64(2*2*len(levels)) // two priors, two horizons, five levels
	for _, c := range []struct {
		name   string
		prior  Prior
		worlds int
	}{{"own", alone, 2000}, {"shared", full, 80}} {
		r := rand.New(rand.NewPCG(7, 1))
		horizons := []int{1, 4}
		under := [2][]int{make([]int, len(levels)), make([]int, len(levels))}
		for range c.worlds {
			series, truth := world(r, c.prior, 2, 3, 4)
			p, err := Fit(series, c.prior)
			if err != nil {
				t.Fatal(err)
			}
			for h, ahead := range horizons {
				below := p.Below(0, series[0].Last()+ahead, truth[ahead-1])
				for k, level := range levels {
					if below < level {
						under[h][k]++
					}
				}
			}
		}
		for h, ahead := range horizons {
			for k, level := range levels {
				b := distuv.Binomial{N: float64(c.worlds), P: level}
				n := float64(under[h][k])
				if b.CDF(n) < share/2 || 1-b.CDF(n-1) < share/2 {
					t.Errorf("%s, %d years ahead: %.0f of %d worlds lie under their quantile of %.3f", c.name, ahead, n, c.worlds, level)
				}
				t.Logf("%s, %d years ahead: %.0f of %d under %.3f", c.name, ahead, n, c.worlds, level)
			}
		}
	}
}

// world draws types from a prior, the first year known in part, and the counts of the
// first type in the years after them.
func world(r *rand.Rand, p Prior, types, years, ahead int) (series []Series, truth []float64) {
	n := func(mean, sd float64) float64 { return mean + sd*r.NormFloat64() }
	growth, shock, keep := n(0, p.Growth), n(0, p.Shock), r.Float64()
	typical := n(math.Log(p.Step), p.StepLog)
	for i := range types {
		g, s, step := n(growth, p.GrowthBetween), n(shock, p.ShockBetween), math.Exp(n(typical, p.StepLogBetween))
		level := math.Log(300) + r.Float64()*math.Log(300)
		x := Series{Type: "x", First: p.ShockYear - 1}
		walk := 0.0
		for k := range years + ahead {
			if k > 0 {
				walk += n(0, step)
			}
			rate := math.Exp(level + g*float64(k) + s*kept(keep, x.First+k, p.ShockYear) + walk)
			covered := 1.0
			if k == 0 {
				covered, rate = 0.75, rate*math.Exp(n(0, p.Quarters))
			}
			count := max(1, distuv.Poisson{Lambda: rate * covered, Src: r}.Rand())
			if k < years {
				x.Counts, x.Covered = append(x.Counts, count), append(x.Covered, covered)
			}
			if i == 0 && k >= years {
				truth = append(truth, count)
			}
		}
		series = append(series, x)
	}
	return series, truth
}

func TestGridIsFine(t *testing.T) {
	series, prior := p3(t)
	series = []Series{series[0].Until(2021), series[3].Until(2021), series[6].Until(2021)} // steady, falling, erratic
	coarse, err := fit(series, prior, 1)
	if err != nil {
		t.Fatal(err)
	}
	fine, err := fit(series, prior, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range series {
		total := 0.0
		for _, c := range coarse.types[i] {
			total += c.weight
		}
		near(t, s.Type+": what is left of all weights", total, 1, 4e-6)
		for _, q := range []float64{0.025, 0.5, 0.975} { // of the logs: a difference of 0.002 is 2 per mille
			near(t, s.Type, coarse.ahead(i, 2026).quantile(q), fine.ahead(i, 2026).quantile(q), 0.002)
		}
	}
}

func TestTrialsByHand(t *testing.T) {
	s := []Series{
		{Type: "a", First: 2000, Counts: []float64{75, 120, 140, 150}, Covered: []float64{0.75, 1, 1, 1}},
		{Type: "b", First: 2000, Counts: []float64{300, 200, 10, 50}, Covered: []float64{1, 1, 1, 1}},
	}
	_, prior := p3(t)
	trials, err := Trials(s, prior, 2003)
	if err != nil {
		t.Fatal(err)
	}
	// The line of a through 100, 120, 140 goes on to 160; that of b falls to −120, and stops at 0.
	if trials[0].Trend != 160 || trials[1].Trend != 0 || trials[0].Last != 140 || trials[1].Last != 10 || trials[0].Observed != 150 {
		t.Errorf("the rules say %+v", trials)
	}
	near(t, "the error of the last value", WAPE(trials, func(t Trial) float64 { return t.Last }), 50.0/200, 1e-12)
	near(t, "the error of the line", WAPE(trials, func(t Trial) float64 { return t.Trend }), 60.0/200, 1e-12)

	changed := []Series{s[0], {Type: "b", First: 2000, Counts: []float64{300, 200, 10, 5e6}, Covered: s[1].Covered}}
	again, err := Trials(changed, prior, 2003)
	if err != nil {
		t.Fatal(err)
	}
	if again[0].Prediction != trials[0].Prediction || again[1].Prediction != trials[1].Prediction {
		t.Error("the year that is predicted was looked at")
	}
	if _, err := Trials(s, prior, 2004); err == nil || !strings.Contains(err.Error(), "a has no 2004") {
		t.Errorf("a year that is not there: %v", err)
	}
}

func TestP3IsRead(t *testing.T) {
	series, _ := p3(t)
	for k, want := range []float64{108682, 165330, 205495, 197605} { // the printed totals
		total := 0.0
		for _, s := range series {
			if s.Type != NewPatients {
				total += s.Counts[k]
			}
		}
		near(t, "a total of services", total, want, 0)
	}
	near(t, "new patients of 2019, as a whole year", series[len(series)-1].Yearly()[0], 2675*4/3.0, 1e-9)
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reg.Group("seed_p3_volumes") {
		if !strings.HasPrefix(r.ID, "seed_p3_") {
			continue
		}
		for _, year := range []string{"2023", "2024", "2025", "2026"} {
			if strings.Contains(r.ID, year) || strings.HasPrefix(r.Year, year) {
				t.Errorf("%s is a year that is kept back to judge the forecast", r.ID)
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	_, good := p3(t)
	for want, c := range map[string]struct {
		series []Series
		prior  Prior
	}{
		"no series":                   {nil, good},
		"counts 0 in 2001":            {[]Series{{Type: "x", First: 2000, Counts: []float64{5, 0}, Covered: []float64{1, 1}}}, good},
		"covers 1.5 of 2000":          {[]Series{{Type: "x", First: 2000, Counts: []float64{5}, Covered: []float64{1.5}}}, good},
		"2 counts and 1 covered":      {[]Series{{Type: "x", First: 2000, Counts: []float64{5, 6}, Covered: []float64{1}}}, good},
		"own_p3_forecast_step is NaN": {[]Series{logs(5)}, Prior{Step: math.NaN()}},
		"must be above 0":             {[]Series{logs(5)}, Prior{}},
	} {
		if _, err := Fit(c.series, c.prior); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, have %v", want, err)
		}
	}
}
