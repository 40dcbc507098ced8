package handover

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
	"piramide/sim/finance"
)

// least is the smallest amount per inhabitant and year that tables and waterfalls
// of parties show, in EUR: half a cent.
const least = 0.005

// moneyOfPlans draws the money of every compared plan, or of the only one.
func (l illustrator) moneyOfPlans(add func(name string, size figure.Size, f *figure.Figure, err error)) {
	for i, p := range l.c.Plans {
		if i == 0 && len(l.c.Plans) > 1 {
			continue
		}
		f, err := l.euros(i)
		add("euros-"+p.ID, figure.Slide, f, err)
		if i > 0 {
			f, err = l.payers(i)
			add("payers-"+p.ID, figure.Slide, f, err)
			f, err = l.providers(i)
			add("providers-"+p.ID, figure.Slide, f, err)
		}
	}
}

// unseen is the share of the plan's money below which an instrument is no band.
const unseen = 0.002

// euros follows the money of the plan's own instruments: who pays, through which
// instrument, who receives. Within an instrument a party stands where its net is,
// so that what a receiver passes on stands with whoever gets it. There is no
// picture when the plan has no money of its own.
func (l illustrator) euros(plan int) (*figure.Figure, error) {
	head, _ := l.years()
	id := l.c.Plans[plan].ID
	var instruments []string
	for _, e := range l.c.Entries(id, head) {
		if e.Plan && e.Euros.Mean != 0 && !slices.Contains(instruments, e.Instrument) {
			instruments = append(instruments, e.Instrument)
		}
	}
	nets := map[[2]string]float64{}
	net := func(instrument, party string) float64 { // received less paid, mean EUR; cents of rounding are nothing
		at := [2]string{instrument, party}
		x, known := nets[at]
		if !known {
			x = l.c.LineSpread(id, "", head, false, within(instrument, party)).Mean
			if math.Abs(x) < least {
				x = 0
			}
			nets[at] = x
		}
		return x
	}
	size := func(instrument string) (sum float64) { // what parties receive through it
		for p := range finance.Party(finance.NumParties) {
			sum += max(net(instrument, p.String()), 0)
		}
		return sum
	}
	total := 0.0
	for _, i := range instruments {
		total += size(i)
	}
	instruments = slices.DeleteFunc(instruments, func(i string) bool { return size(i) <= unseen*total })
	slices.SortStableFunc(instruments, func(a, b string) int { return cmp.Compare(size(b), size(a)) })
	var payers, receivers []string
	for p := range finance.Party(finance.NumParties) {
		if slices.ContainsFunc(instruments, func(i string) bool { return net(i, p.String()) < 0 }) {
			payers = append(payers, p.String())
		}
		if slices.ContainsFunc(instruments, func(i string) bool { return net(i, p.String()) > 0 }) {
			receivers = append(receivers, p.String())
		}
	}
	if len(payers) == 0 {
		return nil, nil
	}
	// Receivers stand near the instruments that pay them, so that bands cross little.
	height := func(party string) (mean float64) {
		all := 0.0
		for i, name := range instruments {
			x := max(net(name, party), 0)
			mean, all = mean+x*float64(i), all+x
		}
		return mean / all
	}
	slices.SortStableFunc(receivers, func(a, b string) int { return cmp.Compare(height(a), height(b)) })

	unit, scale, decimals := "million", 1e-6, 2
	if total < 1e6 {
		unit, scale, decimals = "thousand", 1e-3, 0
	}
	say := func(id string, args ...any) string { return l.w.Say("ledger.figure."+id, args...) }
	d := figure.Euros{
		Heads:  [3]string{say("euros.payers"), say("euros.instruments"), say("euros.receivers")},
		Format: l.w.Number, Decimals: decimals,
	}
	through := func(party string, sign float64) figure.EuroNode {
		of := slices.DeleteFunc(slices.Clone(instruments), func(i string) bool { return sign*net(i, party) <= 0 })
		return figure.EuroNode{Name: l.w.Say("party." + party), Amount: rangeOf(l.c.LineSpread(id, "", head, false, func(e outputs.Entry) float64 {
			if !e.Plan || !slices.Contains(of, e.Instrument) {
				return 0
			}
			return sign * e.Flow(party)
		}), scale)}
	}
	for _, p := range payers {
		d.Payers = append(d.Payers, through(p, -1))
		row := make([]float64, len(instruments))
		for i, name := range instruments {
			row[i] = scale * max(-net(name, p), 0)
		}
		d.In = append(d.In, row)
	}
	for _, p := range receivers {
		d.Receivers = append(d.Receivers, through(p, 1))
	}
	for _, name := range instruments {
		row := make([]float64, len(receivers))
		for k, p := range receivers {
			row[k] = scale * max(net(name, p), 0)
		}
		d.Out = append(d.Out, row)
		getters := slices.DeleteFunc(slices.Clone(receivers), func(p string) bool { return net(name, p) <= 0 })
		d.Instruments = append(d.Instruments, figure.EuroNode{
			Name: words.Capital(outputs.InstrumentName(l.w, name)),
			Amount: rangeOf(l.c.LineSpread(id, "", head, false, func(e outputs.Entry) (sign float64) {
				for _, p := range getters {
					sign += within(name, p)(e)
				}
				return sign
			}), scale),
		})
	}
	return figure.NewEuros(l.frame(say("euros.title", "plan", l.title(plan)),
		say("euros.subtitle", "unit", say(unit), "years", words.Years(head.First, head.Last), "prices", l.c.PricesIn(l.w))), d)
}

// within weighs what a party receives (+) and pays (−) through an instrument of
// the plan.
func within(instrument, party string) func(outputs.Entry) float64 {
	return func(e outputs.Entry) float64 {
		if !e.Plan || e.Instrument != instrument {
			return 0
		}
		return e.Flow(party)
	}
}

// stepsShown is how many items a payer of the waterfall shows by name.
const stepsShown = 5

// payers goes from what every payer pays under the first plan to what it pays
// under another, item by item.
func (l illustrator) payers(plan int) (*figure.Figure, error) {
	return l.waterfall(plan, "payers", finance.Party.Payer, func(party string) func(outputs.Entry) float64 {
		return func(e outputs.Entry) float64 { return -e.Flow(party) }
	})
}

// providers does the same for what care providers receive; what they pass on to
// staff and suppliers is left out.
func (l illustrator) providers(plan int) (*figure.Figure, error) {
	ofCare := func(p finance.Party) bool { return p >= finance.GPPractices && p <= finance.OtherProviders }
	return l.waterfall(plan, "providers", ofCare, func(party string) func(outputs.Entry) float64 {
		return func(e outputs.Entry) float64 {
			if e.To == finance.Economy.String() {
				return 0
			}
			return e.Flow(party)
		}
	})
}

// waterfall draws the parties that a plan touches. There is no picture when there
// are none.
func (l illustrator) waterfall(plan int, id string, shown func(finance.Party) bool, weight func(party string) func(outputs.Entry) float64) (*figure.Figure, error) {
	head, _ := l.years()
	name := l.c.Plans[plan].ID
	say := func(part string, args ...any) string { return l.w.Say("ledger.figure."+part, args...) }
	d := figure.Waterfall{Signed: l.w.Signed, Decimals: 2, Total: words.Capital(say("waterfall.total"))}
	for p := range finance.Party(finance.NumParties) {
		if !shown(p) {
			continue
		}
		of := weight(p.String())
		total := l.c.LineSpread(name, l.c.Base, head, true, of)
		if steps := l.steps(name, head, of); len(steps) > 0 && !math.IsNaN(total.Mean) {
			level := func(plan string) string { return l.w.Euro(l.c.LineSpread(plan, "", head, true, of).Mean, 2) }
			d.Panels = append(d.Panels, figure.WaterfallPanel{
				Name:   words.Capital(l.w.Say("party." + p.String())),
				Levels: say("waterfall.levels", "first", level(l.c.Base), "second", level(name)),
				Steps:  steps, Total: rangeOf(total, 1),
			})
		}
	}
	if len(d.Panels) == 0 {
		return nil, nil
	}
	return figure.NewWaterfall(l.frame(say(id+".title", "plan", l.title(plan)),
		say("waterfall.subtitle", "first", l.title(0), "years", words.Years(head.First, head.Last), "prices", l.c.PricesIn(l.w))), d)
}

// steps are the items in which a party pays more or less, the plan's own
// instruments first, then the largest; what is small is taken together.
func (l illustrator) steps(plan string, p outputs.Period, weight func(outputs.Entry) float64) []figure.WaterfallStep {
	type item struct {
		name string
		own  bool
		by   outputs.Spread
	}
	var items []item
	for _, e := range l.c.Entries(plan, p) {
		name := l.item(e)
		if weight(e) == 0 || slices.ContainsFunc(items, func(i item) bool { return i.name == name }) {
			continue
		}
		items = append(items, item{name, e.Plan, l.c.LineSpread(plan, l.c.Base, p, true, func(e outputs.Entry) float64 {
			if l.item(e) != name {
				return 0
			}
			return weight(e)
		})})
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(math.Abs(b.by.Mean), math.Abs(a.by.Mean)) })
	var steps []figure.WaterfallStep
	var rest []string
	for k, i := range items {
		switch {
		case i.by.Mean == 0 && i.by.Low95 == 0 && i.by.High95 == 0:
			items[k].name = ""
		case math.Abs(i.by.Mean) < least || k >= stepsShown:
			rest = append(rest, i.name)
			items[k].name = ""
		}
	}
	for _, own := range []bool{true, false} {
		for _, i := range items {
			if i.own == own && i.name != "" {
				steps = append(steps, figure.WaterfallStep{Name: i.name, Value: rangeOf(i.by, 1)})
			}
		}
	}
	if len(rest) == 0 || len(steps) == 0 {
		return steps
	}
	others := l.c.LineSpread(plan, l.c.Base, p, true, func(e outputs.Entry) float64 {
		if !slices.Contains(rest, l.item(e)) {
			return 0
		}
		return weight(e)
	})
	if max(math.Abs(others.Mean), math.Abs(others.Low95), math.Abs(others.High95)) < least {
		return steps
	}
	return append(steps, figure.WaterfallStep{Name: words.Capital(l.w.Say("ledger.figure.waterfall.others")), Value: rangeOf(others, 1)})
}

// item names a line for a payer: a plan's instrument by its name, care by what it
// is, and an own share by both.
func (l illustrator) item(e outputs.Entry) string {
	switch {
	case e.Plan:
		return words.Capital(outputs.InstrumentName(l.w, e.Instrument))
	case e.Reason == finance.ForOwnShare.String():
		return words.Capital(strings.Join([]string{outputs.ReasonName(l.w, e.Reason), outputs.InstrumentName(l.w, e.Instrument)}, " – "))
	}
	return words.Capital(outputs.ReasonName(l.w, e.Reason))
}
