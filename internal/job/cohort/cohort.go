package cohort

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/validate"
	"piramide/internal/words"
	"piramide/scenarios/cohortmodel"
)

// Cohort is a published state-transition model, calculated without chance.
type Cohort struct {
	Name       string            `json:"name"`
	Title      map[string]string `json:"title,omitempty"`
	Source     string            `json:"source,omitempty"`
	Currency   string            `json:"currency"`
	Rewards    string            `json:"rewards"`
	Cycles     int               `json:"cycles"`
	PerYear    int               `json:"cycles_per_year"`
	Discount   [2]float64        `json:"discount_costs_outcomes"`
	PerCycle   bool              `json:"discount_per_cycle,omitempty"`
	Citizens   int               `json:"citizens,omitempty"` // who lived it; 0 = nobody
	States     []State           `json:"states"`             // without death
	Strategies []Strategy        `json:"strategies"`
}

// State is the name of a state.
type State struct {
	Name  string            `json:"name"`
	Title map[string]string `json:"title,omitempty"`
}

// Strategy is what a strategy gives a citizen.
type Strategy struct {
	Name   string            `json:"name,omitempty"`
	Title  map[string]string `json:"title,omitempty"`
	Totals []Total           `json:"totals"`
	// Trace is the share of each state, then of death, after each cycle; 0 is the start.
	Trace [][]float64 `json:"trace"`
}

// Total is a total over the horizon: the mean over citizens and the standard
// deviation between them.
type Total struct {
	Of        string   `json:"of"`
	Mean      float64  `json:"mean"`
	SD        float64  `json:"sd"`
	Published *float64 `json:"published,omitempty"`
	Agrees    *bool    `json:"agrees,omitempty"` // to the last printed digit
	// Lived is what citizens lived; nil = nobody did.
	Lived *Lived `json:"lived,omitempty"`
}

// Lived is a total as citizens lived it, and how far their mean may lie from the
// exact one by chance.
type Lived struct {
	Mean    float64 `json:"mean"`
	SD      float64 `json:"sd"`
	Allowed float64 `json:"allowed"`
}

// Calculate reads a model, a file or by name, and calculates every strategy.
func Calculate(name string) (*Cohort, error) {
	m, err := cohortmodel.Load(name)
	if err != nil {
		return nil, err
	}
	return calculated(m), nil
}

// Live is [Calculate], and beside it what simulated citizens live in the loop
// that carries the Belgian model.
func Live(ctx context.Context, name string, seed uint64) (*Cohort, error) {
	m, err := cohortmodel.Load(name)
	if err != nil {
		return nil, err
	}
	c := calculated(m)
	z := distuv.UnitNormal.Quantile(1 - validate.FalseAlarm/2/float64(len(c.Strategies)*len(cohortmodel.Totals)))
	for s := range c.Strategies {
		lived, err := m.Live(ctx, s, seed)
		if err != nil {
			return nil, err
		}
		c.Citizens = lived.Citizens
		for t := range c.Strategies[s].Totals {
			total := &c.Strategies[s].Totals[t]
			se := total.SD / math.Sqrt(float64(lived.Citizens))
			// The loop rounds probabilities to 24 bits, and sums have an end.
			total.Lived = &Lived{Mean: lived.Mean[t], SD: math.Sqrt(lived.Var[t]), Allowed: z*se + 1e-6*math.Abs(total.Mean)}
		}
	}
	return c, nil
}

// strays is how many totals that were lived lie further from the exact one than chance
// can do, and of how many.
func (c *Cohort) strays() (off, all int) {
	for _, s := range c.Strategies {
		for _, t := range s.Totals {
			if t.Lived == nil {
				continue
			}
			if all++; math.Abs(t.Lived.Mean-t.Mean) > t.Lived.Allowed {
				off++
			}
		}
	}
	return off, all
}

// Verdict is a [fault.Error] when what was lived does not agree with what was calculated.
func (c *Cohort) Verdict() error {
	if off, all := c.strays(); off > 0 {
		return fault.New(fault.GateFailed, nil, "gates", "count", off, "all", all)
	}
	return nil
}

func calculated(m *cohortmodel.Model) *Cohort {
	c := &Cohort{
		Name: m.Name, Title: m.Title, Source: m.Source, Currency: m.Currency, Rewards: m.Rewards(),
		Cycles: m.Cycles(), PerYear: m.PerYear(),
	}
	for k, name := range m.States() {
		c.States = append(c.States, State{name, m.StateTitle(k)})
	}
	c.Discount, c.PerCycle = m.Discount()
	for s, name := range m.Strategies() {
		a := m.Exact(s)
		one := Strategy{Name: name, Title: m.StrategyTitle(s), Trace: a.Trace}
		for t, of := range cohortmodel.Totals {
			total := Total{Of: of, Mean: a.Mean[t], SD: math.Sqrt(a.Var[t])}
			for _, p := range m.Reproduces {
				if p.Strategy == s && p.Of == of {
					agrees := math.Abs(total.Mean-p.Value) <= p.Within
					total.Published, total.Agrees = &p.Value, &agrees
				}
			}
			one.Totals = append(one.Totals, total)
		}
		c.Strategies = append(c.Strategies, one)
	}
	return c
}

// List writes the models that come with the tool.
func List(out io.Writer, w *words.Words) error {
	t := plain.Table(w.Say("cohort.head.model"), w.Say("cohort.head.title"))
	t.Text = 1
	for _, name := range cohortmodel.Names() {
		m, err := cohortmodel.Load(name)
		if err != nil {
			return err
		}
		t.Row(name, plain.TitleOf(m.Title, m.Name, w))
	}
	_, err := io.WriteString(out, t.String())
	return err
}

// Table writes totals, differences and the trace for a terminal.
func (c *Cohort) Table(w *words.Words) string {
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, plain.Wrap(s)) }
	line(plain.TitleOf(c.Title, c.Name, w))
	if c.Source != "" {
		line(w.Say("cohort.source", "source", c.Source))
	}
	line(w.Say("cohort.what", "count", c.Cycles, "cycle", w.Say("cohort.cycle."+map[int]string{1: "year", 12: "month"}[c.PerYear])))
	line(w.Say("cohort.rewards." + strings.ReplaceAll(c.Rewards, "-", "_")))
	per := "cohort.discount.year"
	if c.PerCycle {
		per = "cohort.discount.cycle"
	}
	line(w.Say(per, "costs", c.Discount[0], "outcomes", c.Discount[1]))
	fmt.Fprintf(&b, "\n%s\n%s", c.totals(w), c.differences(w))
	line(w.Say("cohort.sd"))
	if said := c.published(w); said != "" {
		line(said)
	}
	b.WriteString(c.lived(w))
	for _, s := range c.Strategies {
		fmt.Fprintln(&b)
		if s.Name != "" {
			line(w.Say("cohort.trace_of", "strategy", strategyName(s, w)))
		} else {
			line(w.Say("cohort.trace"))
		}
		b.WriteString(c.trace(s, w))
	}
	return plain.Trim(b.String())
}

func (c *Cohort) totals(w *words.Words) string {
	t := plain.Table(w.Say("cohort.head.strategy"), w.Say("cohort.head.cost", "currency", c.Currency), w.Say("cohort.head.sd"),
		w.Say("cohort.head.qaly"), w.Say("cohort.head.sd"), w.Say("cohort.head.life_years"), w.Say("cohort.head.sd"))
	t.Text = 7
	for _, s := range c.Strategies {
		cells := []string{strategyName(s, w)}
		for k, decimals := range []int{0, 3, 3} {
			cells = append(cells, w.Number(s.Totals[k].Mean, decimals), "±"+w.Number(s.Totals[k].SD, decimals))
		}
		t.Row(cells...)
	}
	return t.String()
}

func strategyName(s Strategy, w *words.Words) string {
	if s.Name == "" {
		return w.Say("cohort.only")
	}
	return plain.TitleOf(s.Title, s.Name, w)
}

// differences sets every strategy beside the first.
func (c *Cohort) differences(w *words.Words) string {
	if len(c.Strategies) < 2 {
		return ""
	}
	t := plain.Table(w.Say("cohort.head.versus", "strategy", strategyName(c.Strategies[0], w)), w.Say("cohort.head.cost", "currency", c.Currency),
		w.Say("cohort.head.qaly"), w.Say("cohort.head.life_years"), w.Say("cohort.head.per_qaly", "currency", c.Currency))
	for _, s := range c.Strategies[1:] {
		d := [3]float64{}
		for k := range d {
			d[k] = s.Totals[k].Mean - c.Strategies[0].Totals[k].Mean
		}
		ratio := w.Say("cohort.no_ratio")
		switch {
		case d[0] > 0 && d[1] > 0:
			ratio = w.Number(d[0]/d[1], 0)
		case d[0] < 0 && d[1] > 0:
			ratio = w.Say("cohort.better")
		case d[0] > 0 && d[1] < 0:
			ratio = w.Say("cohort.worse")
		}
		t.Row(strategyName(s, w), w.Signed(d[0], 0), w.Signed(d[1], 3), w.Signed(d[2], 3), ratio)
	}
	return t.String() + "\n"
}

// published says how many of the published numbers the answer reproduces.
func (c *Cohort) published(w *words.Words) string {
	var all, same int
	var off []string
	for _, s := range c.Strategies {
		for _, t := range s.Totals {
			if t.Published == nil {
				continue
			}
			if all++; *t.Agrees {
				same++
				continue
			}
			off = append(off, w.Say("cohort.off", "strategy", strategyName(s, w), "total", w.Say("cohort.total."+t.Of), "mean", t.Mean, "published", *t.Published))
		}
	}
	switch {
	case all == 0:
		return ""
	case same == all:
		return w.Say("cohort.reproduced", "count", all)
	}
	return w.Say("cohort.partly", "same", same, "all", all) + " " + strings.Join(off, w.Say("compare.between")) + "."
}

// stateNames are the columns of a trace: the states and death.
func (c *Cohort) stateNames(w *words.Words) (names []string) {
	for _, s := range c.States {
		names = append(names, plain.TitleOf(s.Title, s.Name, w))
	}
	return append(names, w.Say("cohort.dead"))
}

// lived sets what citizens lived beside what was calculated, where they did.
func (c *Cohort) lived(w *words.Words) string {
	if c.Citizens == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n\n", plain.Wrap(w.Say("cohort.lived.what", "count", c.Citizens, "rate", "1/10 000")))
	t := plain.Table(w.Say("cohort.head.strategy"), w.Say("cohort.lived.exact"), w.Say("cohort.lived.lived"), w.Say("validate.head.difference"), w.Say("validate.head.allowed"), w.Say("cohort.lived.sd_exact"), w.Say("cohort.lived.sd_lived"))
	t.Text = 7
	for _, s := range c.Strategies {
		t.Row(strategyName(s, w), "", "", "", "", "", "")
		for k, total := range s.Totals[:3] {
			n := func(x float64) string { return w.Number(x, []int{0, 4, 4}[k]) }
			t.Row("  "+w.Say("cohort.total."+total.Of), n(total.Mean), n(total.Lived.Mean), w.Signed(total.Lived.Mean-total.Mean, []int{0, 4, 4}[k]), "±"+n(total.Lived.Allowed), n(total.SD), n(total.Lived.SD))
		}
	}
	off, all := c.strays()
	said := w.Say("cohort.lived.agrees", "count", all)
	if off > 0 {
		said = w.Say("cohort.lived.strays", "count", off, "all", all)
	}
	fmt.Fprintf(&b, "%s\n%s\n", t, plain.Wrap(said))
	return b.String()
}

// traceRows is about how many cycles a table of the terminal shows.
const traceRows = 12

func (c *Cohort) trace(s Strategy, w *words.Words) string {
	head := append([]string{w.Say("cohort.head.cycle")}, c.stateNames(w)...)
	t := plain.Table(head...)
	t.Text = len(head)
	step := 1
	for (len(s.Trace)-1)/step > traceRows {
		step = map[int]int{1: 2, 2: 5, 5: 10}[step]
		if step == 0 {
			step = (len(s.Trace) + traceRows - 1) / traceRows
		}
	}
	for k, shares := range s.Trace {
		if k%step != 0 && k != len(s.Trace)-1 {
			continue
		}
		cells := []string{w.Number(float64(k), 0)}
		for _, x := range shares {
			cells = append(cells, w.Percent(x, 2))
		}
		t.Row(cells...)
	}
	return t.String()
}

// CSV writes the trace as a spreadsheet set to Belgian conventions opens it.
func (c *Cohort) CSV(out io.Writer, w *words.Words) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	t := csv.NewWriter(out)
	t.Comma, t.UseCRLF = ';', true
	_ = t.Write(append([]string{w.Say("cohort.head.strategy"), w.Say("cohort.head.cycle")}, c.stateNames(w)...)) // the error stays in t
	for _, s := range c.Strategies {
		for k, shares := range s.Trace {
			record := []string{strategyName(s, w), strconv.Itoa(k)}
			for _, x := range shares {
				record = append(record, strings.Replace(strconv.FormatFloat(x, 'g', 12, 64), ".", ",", 1))
			}
			_ = t.Write(record)
		}
	}
	t.Flush()
	return t.Error()
}

// JSON writes the answer for a program.
func (c *Cohort) JSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(c)
}
