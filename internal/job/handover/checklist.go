package handover

import (
	"fmt"
	"strings"

	"piramide/internal/job"
	"piramide/outputs"
	"piramide/outputs/report"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// A checklist asks what a report of a simulation should say. Each demand is answered
// from the run itself: what the report says and where, and what it lacks.

// demand is one item of a checklist.
type demand struct {
	id    string   // checklist.LIST.ID.name and .ask
	where []string // anchors of the sections that answer it
	rows  []string // rows of the register with the source of the demand
	fill  func(*filler)
}

// filler collects the answer to a demand from the run.
type filler struct {
	illustrator
	r             *report.Report
	reg           *evidence.Register
	params        *model.Parameters
	list, id      string
	said, lacking []string
}

// say adds to the answer: the message checklist.LIST.ID.KEY.
func (f *filler) say(key string, args ...any) {
	f.said = append(f.said, f.w.Say("checklist."+f.list+"."+f.id+"."+key, args...))
}

// lacks says what is missing, or departs from the demand.
func (f *filler) lacks(key string, args ...any) {
	f.lacking = append(f.lacking, f.w.Say("checklist."+f.list+"."+f.id+"."+key, args...))
}

// common adds an answer that several demands share: the message checklist.common.KEY.
func (f *filler) common(key string, args ...any) {
	f.said = append(f.said, f.w.Say("checklist.common."+key, args...))
}

// lacksCommon is lacks with a message that several demands share.
func (f *filler) lacksCommon(key string, args ...any) {
	f.lacking = append(f.lacking, f.w.Say("checklist.common."+key, args...))
}

// state is whether a demand is met: given, partly or missing.
func (f *filler) state() string {
	switch {
	case f.said == nil:
		return "missing"
	case f.lacking != nil:
		return "partly"
	}
	return "given"
}

// checklists are the ODD protocol, CHEERS 2022 and the reference case of the KCE, each
// filled from this run. They come last: they look at what the report holds.
func (l illustrator) checklists(r *report.Report) []report.Part {
	reg, params, err := job.Defaults()
	if err != nil {
		return nil // the register cannot be read, and nothing of it is in the report
	}
	lists := []struct {
		id      string
		demands []demand
	}{{"odd", oddElements}, {"cheers", cheersItems}, {"kce", kceDemands}}
	for _, list := range lists {
		r.Checklists = append(r.Checklists, report.Part{ID: list.id}) // they refer to each other
	}
	var parts []report.Part
	for _, list := range lists {
		f := filler{illustrator: l, r: r, reg: reg, params: params, list: list.id}
		parts = append(parts, f.checklist(list.demands))
	}
	return parts
}

// checklist answers every demand of a list.
func (f *filler) checklist(demands []demand) report.Part {
	say := func(key string, args ...any) string { return f.w.Say("checklist."+f.list+"."+key, args...) }
	t := report.Table{Title: say("title"), Folded: true, Columns: []report.Column{
		{Head: say("item"), Width: 24}, {Head: f.w.Say("checklist.head.state"), Width: 10}, {Head: f.w.Say("checklist.head.answer")}, {Head: f.w.Say("checklist.head.where"), Width: 15},
	}}
	count := map[string]int{}
	for i, d := range demands {
		f.id, f.said, f.lacking = d.id, nil, nil
		d.fill(f)
		state := f.state()
		count[state]++
		answer := report.Text{Lines: f.said}
		if f.lacking != nil {
			lacks := f.w.Say("checklist."+lackWord(f.list), "what", strings.Join(f.lacking, f.w.Say("compare.between")))
			if f.said == nil {
				answer = report.Text{Lines: []string{lacks}, Warn: true}
			} else {
				answer.Lines = append(answer.Lines, lacks)
			}
		}
		where := report.Text{}
		for _, at := range d.where {
			if link, there := f.r.Section(at); there {
				where.Links = append(where.Links, link)
			}
		}
		t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
			{Lines: []string{fmt.Sprintf("%d. %s", i+1, say(d.id+".name"))}, Under: strings.TrimSpace(say(d.id+".ask") + " " + f.sources(d.rows))},
			{Lines: []string{f.w.Say("checklist.state." + f.list + "_" + state)}, Warn: state == "missing"},
			answer, where,
		}})
	}
	return report.Part{
		ID:     f.list,
		Intro:  []string{say("intro"), f.w.Say("checklist.count."+f.list, "given", count["given"], "partly", count["partly"], "missing", count["missing"], "all", len(demands))},
		Tables: []report.Table{t}, Notes: []string{say("source")},
	}
}

// lackWord is how a list says what is missing: a reference case is departed from.
func lackWord(list string) string {
	if list == "kce" {
		return "departs"
	}
	return "lacks"
}

// sources names where a demand of the KCE is written, and which of it was recalled and
// not looked up.
func (f *filler) sources(rows []string) string {
	var said []string
	for _, id := range rows {
		if row, known := f.reg.Row(id); known && row.Kind == evidence.Assumption {
			said = append(said, f.w.Say("checklist.recalled", "source", evidence.In(f.w.Lang(), row.Source)))
		}
	}
	return strings.Join(said, " ")
}

// row is an indicator in the first period, nil when no plan has it.
func (f *filler) row(id string) *outputs.Row {
	if r := f.c.Row(id, f.c.Periods[0].ID); r != nil && exists(r) {
		return r
	}
	return nil
}

// uncertain says whether the run tells anything of the uncertainty of parameters.
func (f *filler) uncertain() bool { return !f.c.ChanceOnly && f.c.Draws > 1 }

// unsourced counts the parameters of the run: all, and those without a source.
func (f *filler) unsourced() (all, without int) {
	for _, e := range f.c.Result.Register {
		if all++; e.Kind == "assumption" {
			without++
		}
	}
	return all, without
}

// under counts the parameters whose path starts with one of some words, and those of
// them without a source.
func (f *filler) under(prefixes ...string) (all, without int) {
	for _, e := range f.c.Result.Register {
		for _, prefix := range prefixes {
			if strings.HasPrefix(e.Path, prefix) {
				if all++; e.Kind == "assumption" {
					without++
				}
			}
		}
	}
	return all, without
}

// rate writes a yearly discount rate.
func (f *filler) rate(x float64) string { return f.w.Share(x) }

// quoted is a title between quotation marks.
func (f *filler) quote(i int) string { return f.w.Say("page.quote", "text", f.title(i)) }

// others names the plans that are compared with the first.
func (f *filler) othersNamed() string {
	var names []string
	for i := range f.c.Plans[1:] {
		names = append(names, f.quote(i+1))
	}
	return strings.Join(names, ", ")
}
