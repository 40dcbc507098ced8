package outputs

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// Each plan has its own sentence of how sure it is; what rests on assumptions in one of
// them is told whatever plan reaches most.
func TestHowSureOfEachPlan(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 7)
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for assumed := range c.Plans[1:] { // in one plan at a time
			for i := range c.Rows {
				for k := range c.Rows[i].Plans {
					c.Rows[i].Plans[k].Origin = ""
					if d := &c.Rows[i].Plans[k]; k == assumed && d.Mark != Identical {
						d.Origin = Assumption
					}
				}
			}
			page := strings.Join(Closing(c, w, "report.html"), "\n")
			for _, p := range c.Plans[1:] {
				line, _ := c.surePlan(w, p.ID)
				if !strings.Contains(line, p.TitleIn(lang)) || strings.Count(page, line) != 1 {
					t.Errorf("%s: %q stands not once in\n%s", lang, line, page)
				}
			}
			for _, said := range []string{page, strings.Join(ShortClosing(c, w), "\n")} {
				if !strings.Contains(said, w.Say("compare.sure.origin")) {
					t.Errorf("%s: the assumptions of plan %s are not told:\n%s", lang, letter(assumed+1), said)
				}
			}
		}
	}
}

// A difference under what matters is not called unproven: it may be sure, and small.
func TestSmallIsNotUnproven(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 7)
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	row := c.Row(Indicators[0].ID, c.Periods[0].ID)
	for _, x := range []struct {
		marks [2]Mark
		says  string
	}{
		{[2]Mark{Identical, NoDifference}, "noemenswaardig meer mensen"},
		{[2]Mark{NoDifference, Unclear}, "aantoonbaar meer mensen"},
	} {
		for k := range row.Plans {
			row.Plans[k].Mark = x.marks[k]
		}
		if said := Closing(c, w, "report.html")[0]; !strings.Contains(said, x.says) || strings.Contains(said, "minder dan 2 procentpunt") != (x.says[0] == 'n') {
			t.Errorf("%v: %s", x.marks, said)
		}
	}
}
