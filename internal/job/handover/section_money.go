package handover

import (
	"math"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/report"
)

// kindsOfMoney parts the net cost of each plan: programme money by nature and the rest
// of care, so that one-off and recurrent stand beside each other, and says what a QALY
// costs.
func (l illustrator) kindsOfMoney() (part report.Part) {
	w := l.w
	head, all := l.years()
	for i, p := range l.c.Plans[1:] {
		t := report.Table{Title: l.title(i + 1), Columns: []report.Column{
			{Head: w.Say("report.money.what"), Width: 34},
			{Head: w.Say("report.money.million", "from", head.First, "to", head.Last), Number: true, Plan: i + 1},
			{Head: w.Say("report.interval", "count", l.c.Draws*l.c.Replicates), Number: true, Plan: i + 1},
		}}
		if all != head {
			t.Columns = append(t.Columns, report.Column{Head: w.Say("report.money.million", "from", all.First, "to", all.Last), Number: true, Plan: i + 1})
		}
		known := false
		for _, kind := range moneyKinds {
			weight := func(e outputs.Entry) float64 {
				if _, sign := e.Cost(); kind.counts(e) {
					return sign
				}
				return 0
			}
			s := l.c.LineSpread(p.ID, l.c.Base, head, false, weight)
			known = known || !math.IsNaN(s.Mean)
			row := report.TableRow{Sum: kind.id == "sum", Cells: []report.Text{
				report.Plain(w.Say("report.money." + kind.id)), report.Plain(l.inMillions(s.Mean)),
				report.Plain(w.Say("compare.from_to", "low", l.inMillions(s.Low95), "high", l.inMillions(s.High95))),
			}}
			if all != head {
				row.Cells = append(row.Cells, report.Plain(l.inMillions(l.c.LineSpread(p.ID, l.c.Base, all, false, weight).Mean)))
			}
			t.Rows = append(t.Rows, row)
		}
		if known {
			part.Tables = append(part.Tables, t)
		}
	}
	if part.Tables == nil {
		return report.Part{}
	}
	part.ID = "money"
	part.Intro = []string{w.Say("report.money.intro", "plan", l.title(0)) + " " + words.Capital(l.c.PricesIn(w)) + "."}
	for i := range l.c.Plans[1:] {
		part.Notes = append(part.Notes, l.costOfQALY(i))
	}
	return part
}

// moneyKinds are the parts of the net cost; the last holds them all.
var moneyKinds = []struct {
	id     string
	counts func(outputs.Entry) bool
}{
	{"recurrent", func(e outputs.Entry) bool { return e.Plan && e.Nature == "recurrent" }},
	{"one_off", func(e outputs.Entry) bool { return e.Plan && e.Nature == "one_off" }},
	{"care", func(e outputs.Entry) bool { return !e.Plan }},
	{"sum", func(outputs.Entry) bool { return true }},
}

// inMillions writes EUR in millions with two decimals, so that parts add up.
func (l illustrator) inMillions(eur float64) string { return l.w.Signed(eur/1e6, 2) }

// costOfQALY says what a QALY costs over the whole horizon, or why that has no answer: a
// ratio over a difference that is too small to matter or of unsure sign is no price.
func (l illustrator) costOfQALY(i int) string {
	w, present := l.w, l.c.Present[i]
	cost, qaly := present.Costs, present.QALYs
	id := "vague"
	switch {
	case qaly.Cells == 0 || cost.Cells == 0 || l.c.ChanceOnly || qaly.Cells < 2:
		id = "absent"
	case qaly.Mean == 0 && qaly.Low == 0 && qaly.High == 0:
		id = "same"
	case !l.weighsQALY(i):
	case qaly.Mean > 0 && cost.Mean > 0:
		id = "ratio"
	case qaly.Mean > 0:
		id = "dominant"
	case cost.Mean > 0:
		id = "dominated"
	default:
		id = "saves"
	}
	args := []any{"plan", l.title(i + 1), "cost", w.Euro(math.Abs(cost.Mean), 0), "qaly", w.Number(math.Abs(qaly.Mean), 2)}
	if id == "ratio" {
		args = append(args, "ratio", w.Euro(plain.Rounded(1000*cost.Mean/qaly.Mean), 0))
	}
	return w.Say("report.qaly."+id, args...)
}

// weighsQALY says whether the QALYs of a plan over the whole horizon can bear a ratio.
func (l illustrator) weighsQALY(i int) bool {
	_, all := l.years()
	row := l.c.Row("qaly", all.ID)
	return row != nil && row.Plans[i].Weighs(&row.Indicator)
}
