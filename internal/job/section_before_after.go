package job

import (
	"os"
	"path"

	"piramide/outputs"
	"piramide/outputs/report"
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
		b.words = w
		t := report.Table{Title: w.Say("before_after.title", "plan", l.title(i+1), "versus", l.title(0)), Columns: []report.Column{{Head: w.Say("report.before_after.whom"), Width: 25}, {Head: w.Say("before_after.head.measure"), Width: 16, Plan: i + 1}}}
		for _, id := range []string{"before", "after", "claimed", "without", "truth"} {
			t.Columns = append(t.Columns, report.Column{Head: w.Say("before_after.head." + id), Number: true, Plan: i + 1})
		}
		for _, g := range b.Groups {
			for _, r := range g.Rows {
				t.Rows = append(t.Rows, report.TableRow{Cells: []report.Text{
					report.Plain(w.Say("before_after.group."+g.ID, "people", w.Number(rounded(g.People.Middle()), 0))), report.Plain(w.Say("before_after.measure." + r.ID)),
					report.Plain(b.level(r.ID, r.Before)), report.Plain(b.level(r.ID, r.After)), report.Plain(b.change(r.Claimed)),
					report.Plain(b.level(r.ID, r.Without)), report.Plain(b.change(r.True)),
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
func (l illustrator) evaluationOf(plan string) (*BeforeAfter, bool) {
	root, err := os.OpenRoot(l.c.Result.Dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	b, ok := readBeforeAfter(root.FS(), path.Join(outputs.DirSolved, beforeAfterPrefix+plan, fileBeforeAfter), l.w)
	return b, ok && l.about(b, plan)
}
