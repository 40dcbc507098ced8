package handover

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/outputs"
	"piramide/outputs/report"
	"piramide/scenarios/model"
)

// The indicators whose drivers are shown, and how many of them.
var drivenRows = []string{"reached_in_time", "net_cost", "qaly"}

const driversShown = 5

// drivers says what moves the differences so much that it stands out from chance, and
// with 100 draws or more which part of the spread it explains.
func (l illustrator) drivers(p outputs.Period) report.Part {
	w := l.w
	part := report.Part{ID: "drivers"}
	m := &l.c.Result.Manifest
	if l.c.ChanceOnly {
		part.Intro = []string{w.Say("report.drivers.fixed")}
		return part
	}
	divided := false
	for i, plan := range l.c.Plans[1:] {
		t := report.Table{Title: l.title(i + 1), Columns: []report.Column{
			{Head: w.Say("report.indicator"), Width: 16},
			{Head: w.Say("report.parameter"), Plan: i + 1},
			{Head: w.Say("report.range"), Number: true, Plan: i + 1},
			{Head: w.Say("report.drivers.share"), Plan: i + 1},
		}}
		add := func(indicator string, paths []string, assumed bool, said string) {
			name := l.parameter(paths[0])
			if more := len(paths) - 1; more > 0 {
				name = w.Say("report.drivers.family", "name", name, "count", more)
			}
			cell := report.Text{Lines: []string{name}, Warn: assumed}
			t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
				{Lines: []string{w.Say("indicator." + indicator + ".name")}, Term: indicator}, cell, report.Plain(l.rangeOf(paths[0])), report.Plain(said),
			}})
		}
		for _, indicator := range drivenRows {
			drivers := l.c.Drivers(plan.ID, []string{indicator}, p)
			divided = divided || drivers != nil
			list := l.c.Associations(plan.ID, indicator, p)
			for _, a := range list[:min(len(list), driversShown)] {
				id := "report.drivers.up"
				if a.Rho < 0 {
					id = "report.drivers.down"
				}
				said := w.Say(id, "rho", w.Signed(a.Rho, 2))
				if at := slices.IndexFunc(drivers, func(d outputs.Driver) bool { return d.Paths[0] == a.Paths[0] }); at >= 0 {
					said = w.Say("report.drivers.explains", "said", said, "share", drivers[at].Share)
				}
				add(indicator, a.Paths, a.Assumption, said)
			}
		}
		if t.Rows != nil {
			part.Tables = append(part.Tables, t)
		}
	}
	part.Intro = []string{w.Say("report.drivers.none", "count", m.Draws)}
	if part.Tables != nil {
		part.Intro = []string{w.Say("report.drivers.associated", "count", m.Draws)}
	}
	if !divided {
		part.Notes = []string{w.Say("report.drivers.more", "command", l.again("--draws", "100"))}
	}
	return part
}

// again is the command of this result with other flags.
func (l illustrator) again(flags ...string) string {
	m := &l.c.Result.Manifest
	list := slices.Clone(m.Command)
	for k := 0; k < len(flags); k += 2 {
		if at := slices.Index(list, flags[k]); at >= 0 && at+1 < len(list) {
			list[at+1] = flags[k+1]
		} else {
			list = append(list, flags[k], flags[k+1])
		}
	}
	return "piramide " + strings.Join(plain.Quoted(list), " ")
}

// wantedShown is how many missing numbers are named.
const wantedShown = 6

// mind says what would change each verdict, and which evidence is missing.
func (l illustrator) mind(p outputs.Period) report.Part {
	w := l.w
	part := report.Part{ID: "mind", Intro: []string{w.Say("report.mind.intro")}}
	if l.c.ChanceOnly {
		part.Intro = []string{w.Say("report.mind.fixed")}
	}
	for i := range l.c.Plans[1:] {
		t := report.Table{Title: l.title(i + 1), Columns: []report.Column{
			{Head: w.Say("report.indicator"), Width: 20}, {Head: w.Say("report.mind.now"), Width: 26, Plan: i + 1}, {Head: w.Say("report.mind.turns"), Plan: i + 1},
		}}
		for _, row := range l.headlines(p) {
			if said := l.turns(row, i); said != nil {
				d := row.Plans[i]
				middle, _, _, _ := outputs.Shape{Indicator: &row.Indicator, Words: w}.Difference(d.Diff)
				t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
					{Lines: []string{w.Say(row.Indicator.TitleID())}, Term: row.Indicator.Term},
					report.Plain(w.Say("report.mind.verdict", "difference", middle, "verdict", l.verdict(d))),
					{Lines: said},
				}})
			}
		}
		if t.Rows != nil {
			part.Tables = append(part.Tables, t)
		}
	}
	if t := l.missingEvidence(); t.Rows != nil {
		part.Tables = append(part.Tables, t)
	}
	part.Notes = []string{w.Say("report.mind.sets", "sceptical", l.again("--assumptions", "sceptical"), "optimistic", l.again("--assumptions", "optimistic")), w.Say("report.mind.pilots")}
	return part
}

// turns says from which value on a verdict would be another, and what holds it back.
func (l illustrator) turns(row *outputs.Row, plan int) (said []string) {
	w, d := l.w, row.Plans[plan]
	shape := outputs.Shape{Indicator: &row.Indicator, Words: w}
	limit := plain.Scale(&row.Indicator) * row.Indicator.Relevance
	relevance := w.Say("report.mind.amount", "value", w.Short(limit), "unit", plain.DifferenceUnit(l.w, &row.Indicator))
	_, low, high, _ := shape.Difference(d.Diff)
	switch d.Mark {
	case outputs.Clear, outputs.Likely:
		if row.Indicator.Relevance > 0 {
			said = append(said, w.Say("report.mind.shrinks", "relevance", relevance))
		}
	case outputs.NoDifference:
		farthest := low
		if math.Abs(d.Diff.High) > math.Abs(d.Diff.Low) {
			farthest = high
		}
		said = append(said, w.Say("report.mind.grows", "relevance", relevance, "farthest", farthest))
	case outputs.Unclear:
		said = append(said, w.Say("report.mind.disagree", "k", d.K, "n", d.N))
	}
	switch d.Cap {
	case outputs.CapAssumptions:
		said = append(said, w.Say("report.mind.assumed", "share", d.AssumptionShare))
	case outputs.CapPath:
		var names []string
		for _, path := range row.Indicator.Effects {
			if e := l.entry(path); e != nil && e.Kind == "assumption" && len(names) < effectsNamed {
				names = append(names, l.parameter(path))
			}
		}
		said = append(said, w.Say("report.mind.capped", "list", strings.Join(names, w.Say("compare.between"))))
	case outputs.CapFew:
		said = append(said, w.Say("report.mind.few"))
	}
	if len(said) > 1 { // each goes on from the head of the column, also where they stand on one line
		for i := range said {
			said[i] = "… " + said[i]
		}
	}
	return said
}

// missingEvidence lists the effects without a source on the way to the headline
// indicators, those on most ways first, and who could give the number.
func (l illustrator) missingEvidence() report.Table {
	w := l.w
	t := report.Table{Title: w.Say("report.mind.wanted"), Columns: []report.Column{
		{Head: w.Say("report.parameter")}, {Head: w.Say("report.value"), Number: true, Width: 10}, {Head: w.Say("report.range"), Number: true, Width: 16}, {Head: w.Say("report.mind.who"), Width: 34},
	}}
	_, params, err := job.Defaults()
	for _, a := range l.assumptions() {
		if a.Source != "" || a.Influence == "" || len(t.Rows) == wantedShown {
			continue
		}
		who := w.Say("report.mind.nobody")
		var p model.Parameter
		if err == nil {
			p, _ = params.Parameter(a.Path)
		}
		if name := p.AskWho(); name != "" {
			who = couldGive(w, name)
		}
		t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
			{Lines: []string{l.parameter(a.Path)}, Under: a.Influence, Warn: true}, report.Plain(a.Value), report.Plain(a.Range), report.Plain(who),
		}})
	}
	return t
}
