package job

import (
	"fmt"
	"io"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/sim"
)

// Describe writes the month as it is lived, phase by phase, and the dictionary
// of the data that a run leaves.
func Describe(out io.Writer, w *words.Words) error {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	p("%s\n\n", w.Say("describe.month"))
	for i, phase := range sim.Phases {
		p("%2d. %s – %s\n", i+1, w.Say("phase."+phase.Name+".name"), w.Say("phase."+phase.Name+".explain"))
		p("    %-10s %s\n    %-10s %s\n    %-10s %s\n", w.Say("describe.scope"), w.Say("scope."+phase.Scope),
			w.Say("describe.reads"), phase.Reads, w.Say("describe.writes"), phase.Writes)
	}
	p("\n%s\n\n", w.Say("describe.indicators"))
	for i := range outputs.Indicators {
		ind := &outputs.Indicators[i]
		p("%-22s %s (%s; %s)\n%-22s %s\n", ind.ID, w.Say(ind.TitleID()), w.Say(ind.UnitID()), w.Say("aim."+string(ind.Aim)), "", w.Say(ind.ExplainID()))
	}
	p("\n%s\n\n", w.Say("describe.series"))
	for _, id := range outputs.SeriesIDs() {
		explain, role := outputs.SeriesExplainID(id)
		var args []any
		if role != "" {
			args = []any{"role", w.Say(role)}
		}
		p("%-36s %s (%s)\n", id, w.Say(explain, args...), w.Say("indicators.unit."+outputs.SeriesUnit(id)))
	}
	p("\n%s\n\n", w.Say("describe.groups"))
	for _, g := range sim.GroupNames {
		p("%-22s %s\n", g, w.Say("group."+g))
	}
	p("\n%s\n\n", w.Say("describe.files"))
	for _, f := range []string{
		outputs.FileCompare, outputs.FileYearly, outputs.FileMonthly, outputs.FileLedger, outputs.FileOutcomes, outputs.FileFlows, outputs.FilePyramid,
		"report.html", "figures/", "cells/", "manifest.json", "plans.json", "region.csv", "replay.json", "register.json", "indicators.json", "parameters.parquet", "digests.json", "journal.jsonl",
	} {
		id := strings.NewReplacer(".", "_", "/", "").Replace(f)
		p("%-22s %s\n", f, w.Say("describe.file."+id))
	}
	_, err := io.WriteString(out, b.String())
	return err
}
