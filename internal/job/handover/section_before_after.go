package handover

import (
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/outputs"
	"piramide/outputs/report"
	"piramide/scenarios"
	"piramide/sim"
)

// evaluated is what a before–after evaluation would have reported: the table of each
// plan for which the result holds one, or the command that makes it.
func (l illustrator) evaluated() report.Part {
	w := l.w
	part := report.Part{ID: "before_after", Intro: []string{w.Say("report.before_after.intro")}}
	said := l.evaluations()
	switch {
	case l.c.ChanceOnly:
		said = []string{w.Say("report.before_after.fixed")}
	case said == nil:
		said = []string{w.Say("report.before_after.nobody")}
	}
	part.Intro = append(part.Intro, said...)
	for i, p := range l.c.Plans[1:] {
		b, found := l.evaluationOf(p.ID)
		if !found {
			continue
		}
		b.Words = w
		t := report.Table{Title: w.Say("before_after.title", "plan", l.title(i+1), "versus", l.title(0)), Columns: []report.Column{{Head: w.Say("report.before_after.whom"), Width: 25}, {Head: w.Say("before_after.head.measure"), Width: 16, Plan: i + 1}}}
		for _, id := range []string{"before", "after", "claimed", "without", "truth"} {
			t.Columns = append(t.Columns, report.Column{Head: w.Say("before_after.head." + id), Number: true, Plan: i + 1})
		}
		for _, g := range b.Groups {
			for _, r := range g.Rows {
				t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
					report.Plain(w.Say("before_after.group."+g.ID, "people", w.Number(plain.Rounded(g.People.Middle()), 0))), report.Plain(w.Say("before_after.measure." + r.ID)),
					report.Plain(b.Level(r.ID, r.Before)), report.Plain(b.Level(r.ID, r.After)), report.Plain(b.Change(r.Claimed)),
					report.Plain(b.Level(r.ID, r.Without)), report.Plain(b.Change(r.True)),
				}})
			}
		}
		part.Tables = append(part.Tables, t)
		part.Notes = []string{w.Say("before_after.limits")}
	}
	return part
}

// evaluationOf reads the evaluation of a plan in the result, when it is of this very
// plan, region and assumptions.
func (l illustrator) evaluationOf(plan string) (*reading.BeforeAfter, bool) {
	root, err := os.OpenRoot(l.c.Result.Dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	b, ok := reading.BeforeAfterIn(root.FS(), path.Join(outputs.DirSolved, reading.BeforeAfterPrefix+plan, reading.FileBeforeAfter), l.w)
	return b, ok && l.about(b, plan)
}

// evaluations are what the report says of before–after evaluations: what was found for
// the very plans it compares, or which command finds it.
func (l illustrator) evaluations() (said []string) {
	m := &l.c.Result.Manifest
	if l.c.ChanceOnly {
		return nil
	}
	for i, p := range l.c.Plans[1:] {
		if all := reading.WholeHorizon(l.c); !l.c.Employs(p.ID, sim.Zorgcoach, all) || l.c.Lives[p.ID] == 1 || len(reading.EqualNotes(l.c, &p, l.w)) > 0 {
			continue
		}
		if b, ok := l.evaluationOf(p.ID); ok {
			said = append(said, l.w.Say("before_after.report.answer", "plan", l.title(i+1), "text", strings.Join(b.Sentences(), " ")))
			continue
		}
		list := append([]string{"before-after", scenarios.Argument(p.ID), "--versus", scenarios.Argument(l.c.Base), "--region", m.Region, "--seed", strconv.FormatUint(m.Seed, 10), "--draws", strconv.Itoa(m.Draws)}, "--out", l.w.Say("cli.arg.folder")+"/"+outputs.DirSolved+"/"+reading.BeforeAfterPrefix+p.ID)
		list = append(list, l.asked(p.ID)...)
		if sets := m.Assumed(); sets != "" {
			list = append(list, "--assumptions", sets)
		}
		if m.Numbers != nil {
			list = append(list, "--numbers", m.Numbers.File)
		}
		said = append(said, l.w.Say("before_after.report.command", "plan", l.title(i+1), "command", strings.Join(plain.Quoted(list), " ")))
	}
	return said
}

// about says whether an evaluation is of a plan, region and assumptions of this result.
func (l illustrator) about(b *reading.BeforeAfter, plan string) bool {
	m := &l.c.Result.Manifest
	return b.Digest == m.Inputs["plan/"+plan] && b.Versus == l.c.Base && b.Assumed == m.Assumed() && b.Numbers.Same(m.Numbers) && b.Region == filepath.Base(m.Region)
}
