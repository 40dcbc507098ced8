package cohortmodel

import (
	"context"
	"slices"
	"strings"

	"piramide/sim"
)

// Lived is a strategy as simulated citizens lived it.
type Lived struct {
	Citizens int
	// Mean and Var are, per total (see [Totals]), the mean over citizens and the variance
	// between them; kinds of citizen are weighted as the file says.
	Mean, Var [NumTotals]float64
}

// Live lives a strategy in the loop of the simulator and counts what every citizen's life
// costs and is worth as the file says: states by its reward convention, transitions once,
// discounted. The exact calculation knows nothing of it; two strategies with the same luck
// are lived by the same citizens. Errors are those of [Model.Config], and of ctx.
func (m *Model) Live(ctx context.Context, strategy int, luck uint64) (*Lived, error) {
	out := &Lived{}
	profiles := m.profiles()
	parts := make([]*lives, len(profiles))
	for k, l := range profiles {
		n := max(2, int(l.share*float64(m.citizens)+0.5)) // a variance takes two
		var err error
		if parts[k], err = m.live(ctx, strategy, l, n, luck, nil); err != nil {
			return nil, err
		}
		out.Citizens += len(parts[k].total)
	}
	for t := range NumTotals {
		for k, p := range parts {
			mean, _ := p.moments(t)
			out.Mean[t] += profiles[k].share * mean
		}
		for k, p := range parts {
			mean, variance := p.moments(t)
			out.Var[t] += profiles[k].share * (variance + (mean-out.Mean[t])*(mean-out.Mean[t]))
		}
	}
	return out, nil
}

// lives are the lives of citizens of one kind, as far as they have been lived.
type lives struct {
	chain *chain
	place map[uint64]int // of a citizen in the list below
	total [][NumTotals]float64
}

// live lives a kind of citizen; bend changes the configuration first, where not nil.
func (m *Model) live(ctx context.Context, strategy int, l levels, citizens int, luck uint64, bend func(*sim.Config)) (*lives, error) {
	c := m.chain(strategy, l)
	cfg, err := m.config(strategy, l, c, citizens)
	if err != nil {
		return nil, err
	}
	cfg.Region = strings.Join(append([]string{m.Name}, l.names...), "/") // kinds have luck of their own
	cfg.Luck = luck
	if bend != nil {
		bend(&cfg)
	}
	compiled, err := sim.Compile(cfg)
	if err != nil {
		return nil, err
	}
	w, err := compiled.Start(ctx)
	if err != nil {
		return nil, err
	}
	keys := w.Keys()
	out := &lives{chain: c, place: make(map[uint64]int, len(keys)), total: make([][NumTotals]float64, len(keys))}
	for k, key := range keys {
		out.place[key] = k
	}
	w.Watch(&sim.Probe{Month: out.cycle})
	_, err = w.Run(ctx, []sim.Dated{{From: cfg.Calendar.Start}}, nil)
	return out, err
}

// cycle counts what a cycle, 0 the first, brought everybody who began it.
func (x *lives) cycle(cycle int, lived []sim.Lived) {
	st := &x.chain.steps[cycle]
	for i := range lived {
		l := &lived[i]
		if l.Key == 0 {
			continue
		}
		sum := &x.total[x.place[l.Key]]
		from, to := int(l.Tier), int(l.Ends)
		if l.Is(sim.HasDied) {
			to = -1
		}
		for t, v := range x.chain.value[cycle][from] {
			sum[t] += v
		}
		if cycle == len(x.chain.steps)-1 && to >= 0 {
			for t, v := range x.chain.value[cycle+1][to] {
				sum[t] += v
			}
		}
		if k := slices.IndexFunc(st.moves[from], func(mv move) bool { return mv.to == to }); k >= 0 {
			for t := range sum {
				sum[t] += st.moves[from][k].once.of(t) * st.value[t]
			}
		}
	}
}

// moments are the mean of a total over citizens and the variance between them.
func (x *lives) moments(t int) (mean, variance float64) {
	n := float64(len(x.total))
	for _, v := range x.total {
		mean += v[t] / n
	}
	for _, v := range x.total {
		variance += (v[t] - mean) * (v[t] - mean) / (n - 1)
	}
	return mean, variance
}
