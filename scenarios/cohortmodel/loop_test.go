package cohortmodel

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"piramide/sim"
)

// The loop over citizens agrees with the exact calculation on 200 random models: who is
// where halfway and at the end, what the simulator itself counts of a life, and the mean
// and the variance between citizens of every total as the file counts it: its reward
// convention, its discounting, its transitions. All checks together
// raise a false alarm with a probability under 10⁻⁶, by Chernoff's and Bernstein's
// inequalities, which hold for any number of citizens. `make long` takes 50 times
// as many citizens.
func TestLoopAgreesOnRandomModels(t *testing.T) {
	t.Parallel()
	citizens := 2000
	if os.Getenv("PIRAMIDE_LONG") != "" {
		citizens = 100_000
	}
	const models = 200
	for seed := range uint64(models) {
		text := randomModel(rand.New(rand.NewPCG(seed, 7)), citizens)
		for _, fault := range disagrees(t, text, seed, models, 1) {
			t.Errorf("model %d: %s\n%s", seed, fault, text)
		}
	}
}

// The same checks see a loop whose hazards are a fifth too high: in most models with
// few citizens, and where they do not, nothing but the number of citizens hides it.
func TestLoopChecksSeeAnError(t *testing.T) {
	t.Parallel()
	seen := 0
	const models = 20
	for seed := range uint64(models) {
		text := randomModel(rand.New(rand.NewPCG(seed, 7)), 20_000)
		if len(disagrees(t, text, seed, models, 1.2)) > 0 {
			seen++
		}
	}
	if seen < models*3/4 {
		t.Errorf("hazards a fifth too high are seen in %d of %d models", seen, models)
	}
}

// What transitions bring is part of that: exact answers that leave it out are seen to
// differ from lives that count it.
func TestLoopChecksSeeTransitions(t *testing.T) {
	t.Parallel()
	seen := 0
	const models = 20
	for seed := range uint64(models) {
		m := mustParse(t, randomModel(rand.New(rand.NewPCG(seed, 7)), 20_000))
		l := m.profiles()[0]
		x, err := m.live(t.Context(), 0, l, m.citizens, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		c := m.chain(0, l)
		for s := range c.steps {
			for i := range c.steps[s].moves {
				for j := range c.steps[s].moves[i] {
					c.steps[s].moves[i][j].once = once{}
				}
			}
		}
		if len(counted(x, c, logOdds(models))) > 0 {
			seen++
		}
	}
	if seen < models*3/4 {
		t.Errorf("transitions left out are seen in %d of %d models", seen, models)
	}
}

// logOdds is the logarithm of one over the chance that each check of a number of models
// may raise a false alarm, on either side.
func logOdds(models int) float64 {
	checks := 2*(sim.MaxStates+1) + 2 + 2*NumTotals
	return math.Log(2 / (1e-6 / float64(models*checks)))
}

// disagrees lives a model with its hazards multiplied by wrong, and lists where it
// differs from the exact calculation by more than chance.
func disagrees(t *testing.T, text string, seed uint64, models int, wrong float64) (faults []string) {
	t.Helper()
	m := mustParse(t, text)
	strategy, profile := int(seed)%len(m.strategies), int(seed/2)%len(m.profiles())
	cfg, err := m.Config(strategy, profile)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	bend := func(cfg *sim.Config) {
		for k := range cfg.Exclusive {
			for class := range cfg.Exclusive[k].Hazard {
				cfg.Exclusive[k].Hazard[class] *= wrong
			}
		}
	}
	bend(&cfg)
	cfg.Luck = seed
	cfg.Schedule = []sim.Dated{{From: cfg.Calendar.Start}}
	r, err := sim.Run(context.Background(), cfg)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	n := float64(m.citizens)
	l := m.profiles()[profile]
	c := m.chain(strategy, l)
	years := m.cycles / m.perYear
	logOdds := logOdds(models)

	x := slices.Clone(c.start)
	got := make([]float64, len(x))
	for i, share := range c.start {
		got[i] = n * share
	}
	for cycle, st := range c.steps {
		next := make([]float64, len(x))
		for i, moves := range st.moves {
			for _, mv := range moves {
				if mv.to >= 0 {
					next[mv.to] += x[i] * mv.p
				}
			}
		}
		if x = next; (cycle+1)%m.perYear != 0 {
			continue
		}
		year := cycle / m.perYear
		for from := range x {
			for to := range sim.FlowSize {
				moved := float64(r.Flows[(year*sim.FlowSize+from)*sim.FlowSize+to])
				got[from] -= moved
				if to < len(x) {
					got[to] += moved
				}
			}
		}
		if year+1 != years && year+1 != (years+1)/2 {
			continue
		}
		dead, died := 1.0, n
		for i := range x {
			dead, died = dead-x[i], died-got[i]
			if n*distance(got[i]/n, x[i]) > logOdds {
				faults = append(faults, fmt.Sprintf("cycle %d: %.0f in %s, exact %.1f", cycle+1, got[i], m.Places()[i], n*x[i]))
			}
		}
		if n*distance(died/n, dead) > logOdds {
			faults = append(faults, fmt.Sprintf("cycle %d: %.0f dead, exact %.1f", cycle+1, died, n*dead))
		}
	}
	lives, err := m.live(context.Background(), strategy, l, m.citizens, seed, bend)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	faults = append(faults, counted(lives, m.chain(strategy, l), logOdds)...)
	return append(faults, lived(m, c, cfg, r, logOdds)...)
}

// counted holds what citizens lived, as the file counts it, against the chain: the mean of
// every total, and the mean square of its distance from the exact mean.
func counted(x *lives, c *chain, logOdds float64) (faults []string) {
	n := float64(len(x.total))
	for k, total := range Totals {
		want := c.shape(k)
		widest := max(want.high-want.mean, want.mean-want.low)
		var mean, square float64
		for _, v := range x.total {
			mean += v[k] / n
			square += (v[k] - want.mean) * (v[k] - want.mean) / n
		}
		band := func(variance, widest float64) float64 { // Bernstein; the loop rounds probabilities to 24 bits
			return math.Sqrt(2*variance*logOdds/n) + 2*widest*logOdds/(3*n) + 1e-5*widest + 1e-9
		}
		if b := band(want.second, widest); math.Abs(mean-want.mean) > b {
			faults = append(faults, fmt.Sprintf("%s as the file counts it %.6g, exact %.6g ± %.2g", total, mean, want.mean, b))
		}
		if b := band(max(0, want.fourth-want.second*want.second), widest*widest); math.Abs(square-want.second) > b {
			faults = append(faults, fmt.Sprintf("variance of %s %.6g, exact %.6g ± %.2g", total, square, want.second, b))
		}
	}
	return faults
}

// shape is a distribution: its mean, central moments and ends.
type shape struct{ mean, second, third, fourth, low, high float64 }

// mixed is the distribution of what one of several draws brings, by its share.
func mixed(parts []shape, shares []float64) shape {
	out := shape{low: math.Inf(1), high: math.Inf(-1)}
	for i, p := range parts {
		if shares[i] > 0 {
			out.mean += shares[i] * p.mean
			out.low, out.high = min(out.low, p.low), max(out.high, p.high)
		}
	}
	for i, p := range parts {
		d := p.mean - out.mean
		out.second += shares[i] * (p.second + d*d)
		out.third += shares[i] * (p.third + 3*p.second*d + d*d*d)
		out.fourth += shares[i] * (p.fourth + 4*p.third*d + 6*p.second*d*d + d*d*d*d)
	}
	return out
}

func (s shape) plus(x float64) shape {
	s.mean, s.low, s.high = s.mean+x, s.low+x, s.high+x
	return s
}

// shape is the distribution of a total over citizens.
func (c *chain) shape(total int) shape {
	after := make([]shape, len(c.state))
	for i := range after {
		after[i] = shape{}.plus(c.value[len(c.steps)][i][total])
	}
	for k := len(c.steps) - 1; k >= 0; k-- {
		now := make([]shape, len(c.state))
		for i, moves := range c.steps[k].moves {
			var parts []shape
			var shares []float64
			for _, mv := range moves {
				p := shape{}
				if mv.to >= 0 {
					p = after[mv.to]
				}
				parts = append(parts, p.plus(mv.once.of(total)*c.steps[k].value[total]))
				shares = append(shares, mv.p)
			}
			if len(parts) > 0 { // nobody has been everywhere for so long
				now[i] = mixed(parts, shares).plus(c.value[k][i][total])
			}
		}
		after = now
	}
	return mixed(after, c.start)
}

// lived holds the mean cost and QALY of a citizen against the chain. The loop counts a
// cycle for who begins it, and for who dies in it the days lived: a transition that is
// worth as much less.
func lived(m *Model, c *chain, cfg sim.Config, r *sim.Result, logOdds float64) (faults []string) {
	n := float64(m.citizens)
	value := make([][2]float64, 0)
	for i := range c.state {
		class := sim.Class(m.age, 0, i, len(c.state)) // levels do not depend on age here
		value = append(value, [2]float64{cfg.Levels.Residual[class] / float64(m.perYear), cfg.Levels.Utility[class] / float64(m.perYear)})
	}
	highest := [2]float64{}
	for i, v := range value {
		for k := range v {
			highest[k] = max(highest[k], v[k])
		}
		for s := range c.steps {
			c.steps[s].value = [NumTotals]float64{1, 1, 1, 1, 1, 1}
			for j := range c.steps[s].moves[i] {
				mv := &c.steps[s].moves[i][j]
				if mv.once = (once{}); mv.to < 0 {
					_, hazard := c.out(s+1, i)
					lost := 1 - daysLived(hazard)/30
					mv.once = once{-lost * v[0], -lost * v[1]}
				}
			}
		}
		for k := range c.value {
			c.value[k][i] = [NumTotals]float64{}
			if k < len(c.steps) {
				c.value[k][i] = [NumTotals]float64{v[0], v[1]}
			}
		}
	}
	mean, vars := c.totals()
	start := slices.Index(c.start, 1)
	for k, series := range []sim.Series{sim.MonthCohortCost, sim.MonthCohortQALY} {
		var sum float64
		for _, x := range r.Months[series] {
			sum += float64(x)
		}
		got := sum / []float64{100, 1e6}[k] / n
		variance := vars[start][k] + highest[k]*highest[k]/12                       // the day of death
		widest := float64(m.cycles)*highest[k] + highest[k]                         // a life differs from the mean by less
		rounding := float64(m.cycles) * []float64{0.02, 2e-6}[k]                    // of a cycle, to the cent and to 10⁻⁶
		band := rounding + math.Sqrt(2*variance*logOdds/n) + 2*widest*logOdds/(3*n) // Bernstein
		if math.Abs(got-mean[start][k]) > band {
			faults = append(faults, fmt.Sprintf("%s of a life %.6g, exact %.6g ± %.2g", Totals[k], got, mean[start][k], band))
		}
	}
	return faults
}

// daysLived is the mean day, 0 to 29, on which the first of the events of a hazard over a
// cycle falls, when one does. The higher the hazard, the sooner.
func daysLived(hazard float64) (mean float64) {
	for day := range 30 {
		mean += float64(day) * (math.Exp(-hazard*float64(day)/30) - math.Exp(-hazard*float64(day+1)/30)) / -math.Expm1(-hazard)
	}
	return mean
}

// distance is Kullback and Leibler's of two shares: n of them bound the logarithm of the
// chance to find a share so far off among n citizens (Chernoff).
func distance(got, want float64) float64 {
	part := func(g, w float64) float64 {
		if g < 1e-12 {
			return 0
		}
		return g * math.Log(g/max(w, 1e-15))
	}
	return part(got, want) + part(1-got, 1-want)
}

// randomModel writes a model file with what the loop can live: any of the rules of rates,
// any dependence, and in a model of months only what does not pass.
func randomModel(g *rand.Rand, citizens int) string {
	n := 2 + g.IntN(4)
	yearly := g.IntN(3) > 0
	rule := rateRules[g.IntN(len(rateRules))]
	cycles, cycle := 4+g.IntN(10), "1 year"
	if !yearly {
		cycles, cycle = 12*(1+g.IntN(3)), "1 month"
	}
	reward := rewardRules[g.IntN(len(rewardRules))]
	if strings.HasPrefix(reward, "simpson") {
		cycles += cycles % 2
	}
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("format: 1\nname: random\ncycle: %s\ncycles: %d\ncitizens: %d\nage: %d\nrates: %s", cycle, cycles, citizens, 30+g.IntN(40), rule)
	p("rewards: %s\ndiscount: {costs: %.3f, outcomes: %.3f, per: %s}", reward, g.Float64()*0.06, g.Float64()*0.04, []string{"year", "cycle"}[g.IntN(2)])
	p("columns: {smoker: {yes: 30 %%, no: 70 %%}}\nstates:")
	begin := g.IntN(n)
	for s := range n {
		start := ""
		if s == begin {
			start = ", start: 100 %"
		}
		p("  S%d: {cost: %d EUR/year, utility: %.2f%s}", s, g.IntN(20_000), g.Float64(), start)
	}
	p("transitions:")
	deep := g.IntN(n) // the state in which time matters
	var moves []string
	for s := range n {
		rates := g.IntN(2) == 0
		leaf := func() string {
			x := g.Float64() * 0.8 / float64(n)
			switch {
			case rates && yearly && rule != "competing":
				return fmt.Sprintf("rate %.4f/year", x)
			case rates && yearly:
				return fmt.Sprintf("rate %.4f/year", 2*x)
			case rates:
				return fmt.Sprintf("rate %.4f/month", x/3)
			case yearly:
				return fmt.Sprintf("%.4f", x)
			}
			return fmt.Sprintf("%.4f per year", x)
		}
		value := func() string {
			switch k := g.IntN(7); {
			case k == 0:
				return fmt.Sprintf("{by: sex, man: %s, woman: %s}", leaf(), leaf())
			case k == 1:
				return fmt.Sprintf("{by: smoker, yes: %s, no: %s}", leaf(), leaf())
			case k == 2 && s == deep:
				return fmt.Sprintf("{by: time_in_state, 1: %s, 2: %s, 4: %s}", leaf(), leaf(), leaf())
			case k == 3 && yearly:
				return fmt.Sprintf("{by: age, 0: %s, 40: %s, 62: %s}", leaf(), leaf(), leaf())
			case k == 4 && yearly:
				return fmt.Sprintf("{by: cycle, 1: %s, 3: {by: sex, man: %s, woman: %s}}", leaf(), leaf(), leaf())
			case k == 5 && rates && yearly:
				return fmt.Sprintf("{weibull: {scale: %.4f, shape: %.2f, clock: cycle}}", g.Float64()*0.05, 0.7+g.Float64())
			}
			return leaf()
		}
		p("  S%d:\n    death: %s", s, value())
		moves = append(moves, fmt.Sprintf("S%d > death", s))
		for to := range n {
			if to != s && g.IntN(3) > 0 {
				p("    S%d: %s", to, value())
				moves = append(moves, fmt.Sprintf("S%d > S%d", s, to))
			}
		}
	}
	p("on_move:")
	bring := func(unit string, most float64) string {
		x := func() string { return fmt.Sprintf("%.3f%s", (g.Float64()*1.4-0.4)*most, unit) }
		switch {
		case g.IntN(4) == 0:
			return fmt.Sprintf("{by: sex, man: %s, woman: %s}", x(), x())
		case yearly && g.IntN(4) == 0:
			return fmt.Sprintf("{by: cycle, 1: %s, 3: %s}", x(), x())
		}
		return x()
	}
	for s := range n {
		var list []string
		for _, move := range moves {
			if from, to, _ := strings.Cut(move, " > "); from == fmt.Sprintf("S%d", s) && (to == "death" || g.IntN(3) > 0) {
				list = append(list, fmt.Sprintf("%s: {cost: %s, qaly: %s}", to, bring(" EUR", 30_000), bring("", 1)))
			}
		}
		p("  S%d: {%s}", s, strings.Join(list, ", "))
	}
	p("modifiers:\n  - {transitions: [%s], rate_times: %.2f, when: {smoker: yes}}", moves[g.IntN(len(moves))], 0.5+g.Float64())
	when := "sex: man"
	if yearly {
		when = fmt.Sprintf("cycle: 1-%d", 1+g.IntN(4))
	}
	p("treatments:\n  pill:\n    - {transitions: [%s, %s], rate_times: %.2f, move_cost_times: 3, move_qaly_plus: -0.2, when: {%s}}", moves[0], moves[len(moves)-1], g.Float64(), when)
	p("strategies: {none: [], pill: [pill]}")
	return b.String()
}
