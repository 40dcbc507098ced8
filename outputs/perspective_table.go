package outputs

import (
	"fmt"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// PerspectiveTable writes the perspectives for a terminal, side by side, with the
// health that goes with the costs.
func PerspectiveTable(c *Comparison, w *words.Words) string {
	views := c.Perspectives()
	if len(views) == 0 {
		return w.Say("ledger.none") + "\n"
	}
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, text.WrapSoft(s, TableWidth)) }
	line(w.Say("ledger.perspectives.title", "first", c.title(c.Base, w)))
	line(c.PerspectivePrices(w))
	c.cautions(&b, w)
	head := c.PerspectiveHead(w)
	first := levels(views, c.Base)
	for i, p := range c.Plans {
		if i == 0 && !c.single() {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n\n", w.Say("ledger.perspectives.plan", "letter", letter(i), "plan", p.TitleIn(w.Lang())))
		titles, rows := table.Row{}, []table.Row{}
		for k, h := range head {
			if k != 0 && k != 3 { // the interval has room enough
				h = stacked(h, 10)
			}
			titles = append(titles, h)
		}
		for k := range views {
			if x := &views[k]; x.Plan == p.ID {
				cells := table.Row{x.Name(w)}
				for _, s := range x.Cells(first[x.View], w) {
					cells = append(cells, s)
				}
				rows = append(rows, cells)
			}
		}
		b.WriteString(moneyTable(titles, rows, 28))
	}
	b.WriteString("\n")
	for _, s := range c.HealthIn(w) {
		line(s)
	}
	line(w.Say("ledger.perspectives.notes"))
	line(w.Say("caveat.simulation"))
	return trimLines(b.String())
}

func levels(views []Perspective, plan string) map[string]Estimate {
	m := map[string]Estimate{}
	for _, x := range views {
		if x.Plan == plan {
			m[x.View] = x.Level
		}
	}
	return m
}

// PerspectiveHead names the columns of [Perspective.Cells], that of the
// perspective itself first.
func (c *Comparison) PerspectiveHead(w *words.Words) []string {
	var head []string
	for _, id := range []string{"view", "first", "per_head", "interval", "impact", "nominal", "present", "undiscounted"} {
		head = append(head, w.Say("ledger.perspectives.head."+id, "years", c.Periods[0].years(), "horizon", c.wholeHorizon().years(), "rate", c.rate(w)))
	}
	return head
}

// rate is the discount rate for costs, in per cent.
func (c *Comparison) rate(w *words.Words) string {
	return percentage(w, c.Result.Manifest.Discount.Costs)
}

// percentage writes a rate in per cent, with a decimal where it needs one.
func percentage(w *words.Words, rate float64) string {
	if x := rate * 100; math.Abs(x-math.Round(x)) > 1e-9 {
		return w.Number(x, 1)
	}
	return w.Number(rate*100, 0)
}

// PerspectivePrices says how amounts are counted and in which prices.
func (c *Comparison) PerspectivePrices(w *words.Words) string {
	n, year := c.Draws*c.Replicates, c.Result.Manifest.PriceYear
	if year == 0 {
		return w.Say("ledger.perspectives.prices_unknown", "count", n)
	}
	last := c.Periods[0].Last
	return w.Say("ledger.perspectives.prices", "count", n, "price", fmt.Sprint(year), "year", fmt.Sprint(last), "index", c.Index(last))
}

// HealthIn says what the plans do to health, a sentence a plan.
func (c *Comparison) HealthIn(w *words.Words) []string {
	var list []string
	shape := Shape{&Indicator{Decimals: 2}, w}
	for _, h := range c.Health() {
		if h.Discounted.Cells == 0 {
			continue
		}
		middle, low, high, _ := shape.Difference(h.Discounted)
		plain, _, _, _ := shape.Difference(h.Undiscounted)
		list = append(list, w.Say("ledger.perspectives.health", "horizon", c.wholeHorizon().years(), "plan", c.title(h.Plan, w),
			"discounted", middle, "low", low, "high", high, "undiscounted", plain, "rate", percentage(w, c.Result.Manifest.Discount.Outcomes)))
	}
	return list
}

// Name is the perspective in words.
func (x *Perspective) Name(w *words.Words) string {
	if id := "ledger.perspective." + x.View; w.Has(id) {
		return w.Say(id)
	}
	return w.Say("party." + x.View)
}

// Cells writes the numbers of a perspective: the first plan's level, the
// difference per inhabitant and year with its interval, and in millions of EUR the
// budget impact, the same nominal, and over the horizon discounted and not. All
// are means, so that the payers add up.
func (x *Perspective) Cells(first Estimate, w *words.Words) []string {
	level := Shape{&Indicator{Decimals: 2}, w}
	list := []string{level.Value(first)}
	if x.PerHead.Cells == 0 { // the first plan itself
		_, low, high, _ := level.Level(x.Level)
		return append(list, "", w.Say("compare.from_to", "low", low, "high", high), "", "", "", "")
	}
	middle, low, high, _ := level.Difference(x.PerHead)
	list = append(list, middle, w.Say("compare.from_to", "low", low, "high", high))
	for _, e := range []Estimate{x.Impact, x.Nominal, x.Present, x.Undiscounted} {
		list = append(list, inMillions(w, e.Mean))
	}
	return list
}
