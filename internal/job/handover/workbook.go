package handover

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/workbook"
	"piramide/scenarios/evidence"
	"piramide/sim/finance"
)

// workbook is the comparison as a spreadsheet.
func (l illustrator) workbook(made string) *workbook.Book {
	w, c := l.w, l.c
	head, _ := l.years()
	doc := l.onePage(made)
	say := func(id string) string { return w.Say("workbook." + id) }
	b := &workbook.Book{
		Lang: doc.Lang, Title: doc.Title, Caveat: doc.Caveat, Source: doc.Source + " · " + doc.Caveat,
		Names: workbook.Names{
			Page: say("sheet.page"), Inputs: say("sheet.inputs"), Money: say("sheet.money"), Indicators: say("sheet.indicators"), Ledger: say("sheet.ledger"), Assumptions: say("sheet.assumptions"),
			Instrument: say("instrument"), Price: say("price"), Inhabitants: say("inhabitants"), Years: say("years"),
			Payer: say("payer"), Cost: say("cost"), PerHead: say("per_head"), Difference: w.Say("report.difference"), Total: say("total"),
			Indicator: w.Say("report.indicator"), Unit: say("unit"), Period: say("period"), Plan: w.Say("report.plan"), Mean: say("mean"), Low: say("low"), High: say("high"), Verdict: w.Say("report.verdict"),
			From: words.Capital(w.Say("ledger.head.from")), To: words.Capital(w.Say("ledger.head.to")), Reason: say("reason"), Nature: words.Capital(w.Say("ledger.head.nature")), Euros: say("euros"), Recomputed: say("recomputed"), Programme: say("programme"), Yes: say("yes"),
			MoneyChart: w.Say("workbook.money_chart", "plan", l.title(0)), IndicatorChart: say("indicator_chart"), PerYear: say("per_year"), DifferenceLow: say("difference_low"), DifferenceHigh: say("difference_high"),
		},
		Page: pageRows(doc), Inhabitants: math.Round(l.people()), Years: head.Last - head.First + 1, Period: l.period(head),
		OnlyEuros: say("only_euros"), HowToChange: say("how_to_change"), NotPaid: l.lostCare(head),
		Means: w.Say("workbook.means", "count", c.Draws*c.Replicates), Limits: w.Say("workbook.limits", "limits", w.CentralSimulations(0.95, c.Draws*c.Replicates)),
	}
	for i := range c.Plans {
		b.Plans = append(b.Plans, l.title(i))
	}
	l.lines(b, head)
	for p := range finance.Party(finance.NumParties) {
		name := w.Say("party." + p.String())
		if p.Payer() && slices.ContainsFunc(b.Lines, func(x workbook.Line) bool { return x.Payer == name }) {
			b.Payers = append(b.Payers, name)
		}
	}
	l.levels(b)
	for _, row := range onePageRows[:1] {
		if r := c.Row(row.id, head.ID); r != nil {
			b.IndicatorOfChart, b.UnitOfChart = w.Say(r.Indicator.TitleID()), "%" // what is drawn is a share
		}
	}
	b.AssumptionHead = []string{w.Say("report.parameter"), w.Say("report.value"), say("low"), say("high"), say("unit"), w.Say("report.source"), say("code")}
	reg, _, err := job.Defaults()
	for _, e := range c.Result.Register {
		one := workbook.Assumption{
			ID: e.Path, Quantity: w.Parameter(e.Path), Unit: cmp.Or(w.Unit(e.Unit), e.Unit), Source: l.sourceOf(&e),
			Sourced: e.Kind != "assumption" || e.Own, Value: six(e.Value), Low: math.NaN(), High: math.NaN(),
		}
		if row, known := reg.Row(e.EvidenceID); err == nil && known && one.Quantity == "" {
			one.Quantity = evidence.In(w.Lang(), row.Quantity)
		}
		if !one.Sourced {
			one.Source = w.Say("report.unsourced")
		}
		if e.Low != nil && e.High != nil && *e.Low != *e.High {
			one.Low, one.High = six(*e.Low), six(*e.High)
		}
		b.Assumptions = append(b.Assumptions, one)
	}
	return b
}

// six rounds to six digits: what a product of parameters has more was never known.
func six(x float64) float64 {
	if x == 0 {
		return 0
	}
	step := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*step) / step
}

// lines fills the ledger of every plan, with whose cost a line is.
func (l illustrator) lines(b *workbook.Book, head outputs.Period) {
	w, c := l.w, l.c
	for i, p := range c.Plans {
		for _, e := range c.Entries(p.ID, head) {
			if e.Euros.Mean == 0 {
				continue
			}
			name := outputs.InstrumentName(w, e.Instrument)
			line := workbook.Line{
				Plan: i, From: w.Say("party." + e.From), To: w.Say("party." + e.To), Instrument: name, Reason: outputs.ReasonName(w, e.Reason),
				Nature: w.Say("ledger.nature." + e.Nature), Programme: e.Plan, Euros: e.Euros.Mean,
			}
			if payer, sign := e.Cost(); payer != "" {
				line.Payer, line.Sign = w.Say("party."+payer), sign
				if !slices.Contains(b.Instruments, name) {
					b.Instruments = append(b.Instruments, name)
				}
			}
			b.Lines = append(b.Lines, line)
		}
	}
	slices.Sort(b.Instruments)
}

// levels fills the indicators of every period.
func (l illustrator) levels(b *workbook.Book) {
	w := l.w
	for i := range l.c.Rows {
		r := &l.c.Rows[i]
		if !exists(r) {
			continue
		}
		scale, shape := plain.Scale(&r.Indicator), outputs.Shape{Indicator: &r.Indicator, Words: w}
		level := func(e outputs.Estimate) workbook.Level {
			if e.Cells == 0 {
				return workbook.Level{Mean: math.NaN(), Low: math.NaN(), High: math.NaN(), DifferLow: math.NaN(), DifferHigh: math.NaN()}
			}
			return workbook.Level{Mean: scale * e.Middle(), Low: scale * e.Low, High: scale * e.High}
		}
		ind := workbook.Indicator{Name: w.Say(r.Indicator.TitleID()), Unit: w.Say(r.Indicator.UnitID()), Period: l.period(r.Period), Levels: []workbook.Level{level(r.Base)}}
		if r.Indicator.Relative {
			ind.Levels[0] = workbook.Level{}
		}
		for _, d := range r.Plans {
			x := level(d.Value)
			if r.Indicator.Relative {
				x = level(d.Diff)
			}
			x.DifferLow, x.DifferHigh, x.Verdict = scale*d.Diff.Low, scale*d.Diff.High, l.verdict(d)
			if d.Diff.Cells == 0 {
				x.DifferLow, x.DifferHigh = math.NaN(), math.NaN()
			}
			ind.Levels = append(ind.Levels, x)
		}
		ind.Digits = shape.Digits(r.Base)
		for _, d := range r.Plans {
			ind.Digits = max(ind.Digits, shape.Digits(d.Diff))
		}
		b.Indicators = append(b.Indicators, ind)
	}
}

// pageRows lays the one page out in rows of a sheet.
func pageRows(d *document.Document) (rows []workbook.PageRow) {
	add := func(style workbook.Style, text string) {
		for _, line := range strings.Split(text, "\n") {
			if line != "" {
				rows = append(rows, workbook.PageRow{Text: line, Style: style})
			}
		}
	}
	add(workbook.Title, d.Title)
	add(workbook.Note, d.Subtitle)
	add(workbook.Note, d.Caveat)
	for _, b := range d.Blocks {
		switch x := b.(type) {
		case document.Heading:
			add(workbook.Heading, x.Text)
		case document.Paragraph:
			if x.Style == document.Note {
				add(workbook.Note, x.Text)
			} else {
				add(workbook.Plain, x.Text)
			}
		case document.Beside:
			style, mark := workbook.Plain, ""
			if x.Style == document.Note {
				style = workbook.Note
			}
			if x.Point {
				mark = "– "
			}
			add(style, mark+x.Left)
			add(style, mark+x.Right)
		case document.List:
			for _, item := range x.Items {
				add(workbook.Plain, "– "+item)
			}
		case document.Table:
			add(workbook.Heading, x.Caption)
			head := workbook.PageRow{Style: workbook.Head}
			for _, c := range x.Columns {
				head.Cells = append(head.Cells, c.Head)
			}
			rows = append(rows, head)
			for _, r := range x.Rows {
				row := workbook.PageRow{}
				for _, c := range r.Cells {
					row.Cells = append(row.Cells, strings.TrimSpace(c.Text+"\n"+c.Under))
				}
				rows = append(rows, row)
			}
		}
	}
	add(workbook.Note, d.Source)
	return rows
}
