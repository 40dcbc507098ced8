package job

import (
	"fmt"
	"io"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/sim"
)

// describeTopics are the parts of the description, by what a person asks for.
var describeTopics = []struct {
	id    string
	write func(p func(format string, args ...any), w *words.Words)
}{
	{"month", describeMonth}, {"indicators", describeIndicators}, {"series", describeSeries}, {"groups", describeGroups}, {"files", describeFiles},
}

// Describe writes the month as it is lived, phase by phase, and the dictionary of the
// data that a run leaves; or one topic of these, by its id or its name in any language.
func Describe(out io.Writer, topic string, w *words.Words) error {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	var names []string
	for _, t := range describeTopics {
		asked := topic == "" || reading.Plainly(topic) == t.id
		for _, lang := range words.Languages() {
			if other, err := words.For(lang); err == nil && reading.Plainly(topic) == reading.Plainly(other.Say("describe.topic."+t.id)) {
				asked = true
			}
		}
		names = append(names, t.id)
		if !asked {
			continue
		}
		if b.Len() > 0 {
			p("\n")
		}
		p("%s\n\n", w.Say("describe."+t.id))
		t.write(p, w)
	}
	if b.Len() == 0 {
		return fault.New(fault.Usage, nil, "describe_topic", "topic", topic, "names", strings.Join(names, ", "))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func describeMonth(p func(format string, args ...any), w *words.Words) {
	for i, phase := range sim.Phases {
		p("%2d. %s – %s\n", i+1, w.Say("phase."+phase.Name+".name"), w.Say("phase."+phase.Name+".explain"))
		p("    %-10s %s\n    %-10s %s\n    %-10s %s\n", w.Say("describe.scope"), w.Say("scope."+phase.Scope),
			w.Say("describe.reads"), w.Say("describe.phase."+phase.Name+".reads"), w.Say("describe.writes"), w.Say("describe.phase."+phase.Name+".writes"))
	}
}

func describeIndicators(p func(format string, args ...any), w *words.Words) {
	for i := range outputs.Indicators {
		ind := &outputs.Indicators[i]
		p("%-22s %s (%s; %s)\n%-22s %s\n", ind.ID, w.Say(ind.TitleID()), w.Say(ind.UnitID()), w.Say("aim."+string(ind.Aim)), "", w.Say(ind.ExplainID()))
	}
}

func describeSeries(p func(format string, args ...any), w *words.Words) {
	for _, id := range outputs.SeriesIDs() {
		explain, role := outputs.SeriesExplainID(id)
		var args []any
		if role != "" {
			args = []any{"role", w.Say(role)}
		}
		p("%-36s %s (%s)\n", id, w.Say(explain, args...), w.Say("indicators.unit."+outputs.SeriesUnit(id)))
	}
}

func describeGroups(p func(format string, args ...any), w *words.Words) {
	for _, g := range sim.GroupNames {
		p("%-22s %s\n", g, w.Say("group."+g))
	}
}

func describeFiles(p func(format string, args ...any), w *words.Words) {
	for _, f := range []string{
		outputs.FileCompare, outputs.FileYearly, outputs.FileMonthly, outputs.FileLedger, outputs.FileOutcomes, outputs.FileFlows, outputs.FilePyramid,
		"report.html", "figures/", "cells/", "manifest.json", "plans.json", "region.csv", "replay.json", "register.json", "indicators.json", "parameters.parquet", "digests.json", "journal.jsonl",
	} {
		id := strings.NewReplacer(".", "_", "/", "").Replace(f)
		p("%-22s %s\n", f, w.Say("describe.file."+id))
	}
}
