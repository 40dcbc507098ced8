package outputs

import (
	"math"
	"strings"
	"testing"

	"piramide/internal/words"
)

// A plan that changes after the years shown says so with its date; one that changes
// within them does not.
func TestChangesAfterTheYearsShown(t *testing.T) {
	run := fakeRun(2, 1)
	run.Plans[1].Changes = []string{"2028-11", "2031-12"}
	run.Plans[2].Changes = []string{"2028-11", "2032-11"}
	c := fakeComparison(t, run, 7)
	months := map[string]string{"nl": "november 2032", "fr": "novembre 2032", "en": "November 2032"}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		lines := c.ChangesAfter(c.Periods[0], w)
		if len(lines) != 1 || !strings.Contains(lines[0], months[lang]) || !strings.Contains(lines[0], run.Plans[2].TitleIn(lang)) || strings.Contains(lines[0], "2028") {
			t.Errorf("%s: %q", lang, lines)
		}
		if page := strings.Join(Closing(c, w, "report.html"), "\n"); len(lines) == 1 && !strings.Contains(page, lines[0]) {
			t.Errorf("%s: the closing lines do not tell it:\n%s", lang, page)
		}
		if late := c.ChangesAfter(Period{First: 2027, Last: 2033}, w); late != nil {
			t.Errorf("%s: all years are shown, and still %q", lang, late)
		}
	}
}

// The cost of a full year leaves out the months before the money of the plan begins.
func TestCostOfFullYears(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 7)
	head := c.Periods[0]
	if _, _, later := c.fullYears("full-proposal", head); later {
		t.Error("a plan that pays from the first month has its full years from the start")
	}
	want := 0.0
	for i, s := range c.Result.cells["full-proposal"] {
		clear(s.programme[:22-i%2]) // most cells begin in November 2028
		for month := 24; month < 60; month++ {
			want += float64(s.programme[month]-c.Result.cells["reference"][i].programme[month]) / 100 / 10_000 / 3 / 3
		}
	}
	first, cost, later := c.fullYears("full-proposal", head)
	if !later || first != 2029 || math.Abs(cost.Mean-want) > 1e-9*want || cost.Low > cost.Mean || cost.High < cost.Mean {
		t.Errorf("from %d on %+v (%v); want from 2029 on %v", first, cost, later, want)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	if page := strings.Join(Closing(c, w, "report.html"), "\n"); !strings.Contains(page, "Per volledig jaar vanaf 2029: +") {
		t.Error(page)
	}
	for _, s := range c.Result.cells["full-proposal"] {
		clear(s.programme[:58])
	}
	if _, _, later := c.fullYears("full-proposal", head); later {
		t.Error("money that begins in the last year leaves no full year")
	}
}
