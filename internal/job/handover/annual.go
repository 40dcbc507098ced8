package handover

import (
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/workbook"
)

// annualUnits are the units of what an annual plan watches: the message id
// annual.unit_UNIT, the factor from what is stored, and the decimals that are shown.
var annualUnits = map[string]struct {
	unit     string
	scale    float64
	decimals int
}{
	"posts_asked": {"fte", 1, 1}, "posts_filled": {"fte", 1, 1}, "requests": {"requests", 1, 0}, "served": {"people", 1, 0}, "in_place": {"people", 1, 0},
	"waiting": {"requests", 1, 0}, "waiting_months": {"person_months", 1, 0}, "given_up": {"requests", 1, 0}, "reached_in_time": {"share", 100, 1},
	"within_30_days": {"share", 100, 0}, "wait_median": {"months", 1, 1}, "wait_p90": {"months", 1, 1}, "programme_euros": {"euros", 0.001, 0},
}

// annualChecks are what to count and to check, in the order of the tables.
var annualChecks = []string{"posts", "requests", "served", "in_place", "waiting", "given_up", "reached_in_time", "programme_euros"}

// annualPlan is what every plan expects of its first years, to lay beside what is
// observed: quarters, years, what should alarm, and what to check then.
func (l illustrator) annualPlan(made string) *document.Document {
	w, c := l.w, l.c
	d := l.document(made)
	d.Title = w.Say("annual.title", "region", l.where)
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	head := func(id string) { add(document.Heading{Level: 1, Text: w.Say("annual." + id)}) }
	if c.ChanceOnly {
		add(document.Paragraph{Text: w.Say("report.only_chance"), Style: document.Warning})
	}
	cells := c.Draws * c.Replicates
	add(document.Paragraph{Text: w.Say("annual.intro"), Style: document.Lead}, document.Paragraph{Text: l.annualHow(cells), Style: document.Note})
	if said := l.ownNumbers(ownShown); said != "" {
		add(document.Paragraph{Text: said, Style: document.Note})
	}
	if cells < words.FewSimulations {
		add(document.Paragraph{Text: w.Say("annual.few_cells", "count", cells), Style: document.Warning})
	}
	head("alarm")
	add(document.List{Items: []string{w.Say("annual.alarm_year"), l.alarmOfQuarter(), w.Say("annual.alarm_first")}})
	head("weighs")
	add(document.Paragraph{Text: w.Say("annual.weighs_intro")})
	for i, p := range c.Plans {
		add(document.Heading{Level: 1, Text: plain.Letter(i) + ". " + l.title(i)})
		a := c.Annual(p.ID)
		if a == nil {
			add(document.Paragraph{Text: w.Say("annual.no_posts")})
			continue
		}
		add(document.Paragraph{Text: w.Say("annual.starts", "year", strconv.Itoa(a.First))})
		for year := a.First; year < a.First+a.Years; year++ {
			if t := l.expectedTable(a, func(e outputs.Expected) bool { return e.Quarter > 0 && e.Year == year }); t.Rows != nil {
				t.Caption = w.Say("annual.quarters", "number", year-a.First+1, "year", strconv.Itoa(year))
				add(t)
			}
		}
		t := l.expectedTable(a, func(e outputs.Expected) bool { return e.Quarter == 0 })
		t.Caption = w.Say("annual.years")
		add(t, document.Heading{Level: 2, Text: w.Say("annual.weighs")}, document.List{Items: l.signals(a)})
	}
	head("check")
	add(l.checkTable())
	head("beyond")
	beyond := document.List{}
	for _, id := range []string{"criteria", "actions", "governance", "evaluation"} {
		beyond.Items = append(beyond.Items, w.Say("annual.beyond_"+id))
	}
	add(beyond, document.Paragraph{Text: w.Say("annual.beyond_source"), Style: document.Note})
	return d
}

// annualHow says what is expected and what the limits are; few simulations give rough ones.
func (l illustrator) annualHow(cells int) string {
	if cells < words.FewSimulations {
		return l.w.Say("annual.how_few", "count", cells)
	}
	return l.w.Say("annual.how", "count", cells)
}

// alarmOfQuarter says when a quarter alarms, and how often a figure is out by chance.
func (l illustrator) alarmOfQuarter() string {
	return l.w.Say("annual.alarm_quarter", "chance", l.w.Say("annual.alarm_chance", "count", outputs.OutOfTwenty(l.c.Draws*l.c.Replicates)))
}

// watchedName names a quantity.
func (l illustrator) watchedName(x outputs.Watched) string {
	if x.Role != "" {
		return l.w.Say("annual.name."+x.ID, "role", l.w.Say("role."+x.Role))
	}
	return l.w.Say("annual.name." + x.ID)
}

// when is a quarter, or a year.
func (l illustrator) when(e outputs.Expected) string {
	if e.Quarter == 0 {
		return strconv.Itoa(e.Year)
	}
	return l.w.Say("annual.quarter", "quarter", e.Quarter)
}

// watched are the middle of an expectation and its limits as every form of the annual plan
// shows them, in the unit of the reader. Limits are rounded outwards: no observed value
// alarms by rounding, and the sheet judges by what the text says.
type watched struct {
	middle, low80, high80, low95, high95 float64
	decimals, finer                      int // of the limits, and of a middle that is small
}

func watchedOf(e outputs.Expected) watched {
	u, s := annualUnits[e.ID], e.Spread
	x := watched{decimals: u.decimals, finer: u.decimals}
	if x.finer == 0 && math.Abs(u.scale*s.Middle()) < 10 {
		x.finer = 1
	}
	to := func(value float64, decimals int, round func(float64) float64) float64 {
		k := math.Pow10(decimals)
		return round(math.Round(value*u.scale*k*1e6)/1e6) / k
	}
	x.middle = to(s.Middle(), x.finer, math.Round)
	x.low80, x.high80 = to(s.Low80, u.decimals, math.Floor), to(s.High80, u.decimals, math.Ceil)
	x.low95, x.high95 = to(s.Low95, u.decimals, math.Floor), to(s.High95, u.decimals, math.Ceil)
	return x
}

// figures puts the middle of an expectation and its limits of 80 and 95 % in words.
func (l illustrator) figures(e outputs.Expected) (middle, eighty, ninetyFive string) {
	x := watchedOf(e)
	say := func(value float64, decimals int) string {
		if math.IsInf(value, 0) {
			return l.w.Say("compare.unbounded")
		}
		return l.w.Number(value, decimals)
	}
	pair := func(low, high float64) string {
		switch {
		case math.IsNaN(low):
			return "–"
		case math.IsInf(low, 0):
			return say(low, x.decimals)
		}
		return l.w.Say("compare.from_to", "low", say(low, x.decimals), "high", say(high, x.decimals))
	}
	return say(x.middle, x.finer), pair(x.low80, x.high80), pair(x.low95, x.high95)
}

// expectedTable lists quantities with an empty column for what is observed. What is
// nought throughout is left out; posts that are filled stand with those that are paid for.
func (l illustrator) expectedTable(a *outputs.Annual, want func(outputs.Expected) bool) document.Table {
	w := l.w
	t := document.Table{Columns: []document.Column{
		{Head: w.Say("annual.what"), Width: 1.5},
		{Head: w.Say("annual.when"), Width: 0.7},
		{Head: w.Say("annual.expected"), Width: 1.05, Number: true},
		{Head: w.Say("annual.within_80"), Width: 1, Number: true},
		{Head: w.Say("annual.within_95"), Width: 1.1, Number: true},
		{Head: w.Say("annual.observed"), Width: 0.95, Number: true},
	}}
	paid := map[[3]any]string{}
	groups := map[outputs.Watched][]outputs.Expected{}
	var order []outputs.Watched
	for _, e := range a.Expected {
		if !want(e) {
			continue
		}
		if e.ID == "posts_asked" {
			paid[[3]any{e.Role, e.Year, e.Quarter}], _, _ = l.figures(e)
			continue
		}
		if groups[e.Watched] == nil {
			order = append(order, e.Watched)
		}
		groups[e.Watched] = append(groups[e.Watched], e)
	}
	for _, x := range order {
		if !slices.ContainsFunc(groups[x], func(e outputs.Expected) bool { return e.Spread.Low95 < 0 || e.Spread.High95 > 0 }) {
			continue
		}
		for i, e := range groups[x] {
			middle, eighty, ninetyFive := l.figures(e)
			row := document.Row{Cells: []document.Cell{{}, {Text: l.when(e)}, {Text: middle}, {Text: eighty}, {Text: ninetyFive}, {}}}
			if i == 0 {
				row.Cells[0] = document.Cell{Text: words.Capital(l.watchedName(x)), Under: w.Say("annual.unit_" + annualUnits[x.ID].unit)}
			}
			if posts := paid[[3]any{e.Role, e.Year, e.Quarter}]; x.ID == "posts_filled" && posts != "" {
				row.Cells[2].Text = w.Say("annual.of_paid", "posts", middle, "paid", posts)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// signalsShown is how many figures are named for each outcome.
const signalsShown = 3

// signals say in sentences which early figure goes most with what the answer rests on.
func (l illustrator) signals(a *outputs.Annual) (said []string) {
	w, c := l.w, l.c
	if a.Draws < outputs.SignalDraws || c.Result.Manifest.FixedParameters {
		return []string{w.Say("annual.few_draws", "count", outputs.SignalDraws)}
	}
	_, all := l.years()
	for _, id := range outputs.Signalled {
		row := c.Row(id, all.ID)
		if row == nil || !exists(row) {
			continue
		}
		years := words.Years(all.First, all.Last)
		var shown []outputs.Watched
		for _, s := range a.Signals {
			if s.Indicator.ID != id || slices.Contains(shown, s.Watched) || len(shown) == signalsShown {
				continue
			}
			shown = append(shown, s.Watched)
			scale, number := plain.Scale(s.Indicator), w.Number
			unit := w.Say(s.Indicator.UnitID())
			if s.Difference {
				number, unit = w.Signed, plain.DifferenceUnit(l.w, s.Indicator)
			}
			digits := 1
			if math.Abs(scale*s.High) >= 100 {
				digits = 0
			}
			said = append(said, w.Say("annual.signal", "what", words.Capital(l.watchedName(s.Watched)), "year", strconv.Itoa(s.Year), "indicator", w.Say(s.Indicator.TitleID()), "years", years,
				"low", number(scale*s.Low, digits), "high", number(scale*s.High, digits), "unit", unit, "rho", w.Signed(s.Correlation, 2)))
		}
		if shown == nil {
			said = append(said, w.Say("annual.no_signal", "indicator", w.Say(row.Indicator.TitleID()), "years", years, "limit", w.Number(outputs.SignalLimit(a.Draws), 2)))
		}
	}
	return said
}

// checkTable says how to count, and what to check when a figure lies outside.
func (l illustrator) checkTable() document.Table {
	w := l.w
	t := document.Table{Columns: []document.Column{{Head: w.Say("annual.what"), Width: 1.3}, {Head: w.Say("annual.too_low"), Width: 1}, {Head: w.Say("annual.too_high"), Width: 1}}}
	for _, id := range annualChecks {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{
			{Text: words.Capital(w.Say("annual.about." + id)), Under: w.Say("annual.count." + id)}, {Text: w.Say("annual.low." + id)}, {Text: w.Say("annual.high." + id)},
		}})
	}
	return t
}

// annualSheet is the same as a sheet to fill in.
func (l illustrator) annualSheet(made string) *workbook.Follow {
	w, c := l.w, l.c
	d := l.document(made)
	say := func(id string) string { return w.Say("annual." + id) }
	f := &workbook.Follow{
		Lang: w.Lang(), Title: w.Say("annual.title", "region", l.where), Caveat: d.Caveat, Source: d.Source + " · " + d.Caveat, Sheet: say("sheet"),
		Notes: []string{say("how_to_fill"), say("alarm_year") + " " + l.alarmOfQuarter(), l.annualHow(c.Draws * c.Replicates)},
		Head: []string{
			say("plan_column"), say("what"), say("year_column"), say("when"), say("unit_column"), say("mean_column"), say("low80"), say("high80"), say("low95"), say("high95"),
			say("observed"), say("status"),
		},
		Below: say("below"), Above: say("above"), Inside: say("inside"),
	}
	if said := l.ownNumbers(ownShown); said != "" {
		f.Notes = append(f.Notes, said)
	}
	if cells := c.Draws * c.Replicates; cells < words.FewSimulations {
		f.Notes = append(f.Notes, w.Say("annual.few_cells", "count", cells))
	}
	for i, p := range c.Plans {
		a := c.Annual(p.ID)
		if a == nil {
			continue
		}
		for _, e := range a.Expected {
			k := annualUnits[e.ID]
			when := say("whole_year")
			if e.Quarter > 0 {
				when = w.Say("annual.quarter", "quarter", e.Quarter)
			}
			x := watchedOf(e)
			f.Rows = append(f.Rows, workbook.FollowRow{
				Texts: []string{plain.Letter(i) + ". " + l.title(i), l.watchedName(e.Watched), strconv.Itoa(e.Year), when, w.Say("annual.unit_" + k.unit)},
				Mean:  x.middle, Low80: x.low80, High80: x.high80, Low95: x.low95, High95: x.high95, Decimals: x.finer,
			})
		}
	}
	return f
}

// annualCSV writes the sheet as a spreadsheet set to Belgian conventions opens it: a
// mark that says UTF-8, semicolons, decimal commas.
func annualCSV(out io.Writer, f *workbook.Follow) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(out)
	c.Comma, c.UseCRLF = ';', true
	verdict := len(f.Head) - 1
	_ = c.Write(f.Head[:verdict]) // the error stays in c
	for _, r := range f.Rows {
		record := slices.Clone(r.Texts)
		for _, x := range []float64{r.Mean, r.Low80, r.High80, r.Low95, r.High95} {
			s := ""
			if !math.IsNaN(x) && !math.IsInf(x, 0) {
				s = strings.Replace(strconv.FormatFloat(x, 'g', 9, 64), ".", ",", 1)
			}
			record = append(record, s)
		}
		_ = c.Write(append(record, ""))
	}
	c.Flush()
	return c.Error()
}
