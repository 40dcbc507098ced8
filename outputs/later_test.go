package outputs

import (
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
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

// A plan at work for less than two years of those simulated is warned of with its dates;
// one that works longer, or is there from the start, is not.
func TestHardlyBegun(t *testing.T) {
	run := fakeRun(3, 1)
	run.Plans[1].Begins, run.Plans[1].Planned = "2033-01", "2033-01" // money from the first month all the same
	run.Plans[2].Begins, run.Plans[2].Planned = "2032-11", "2032-01"
	c := fakeComparison(t, run, 7) // 2027–2033
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	money := func(from int) {
		for _, s := range c.Result.cells["full-proposal"] {
			clear(s.programme[:from])
		}
	}
	money(60)
	if lines := c.HardlyBegun(w); lines != nil {
		t.Errorf("24 months are enough, and still %q", lines)
	}
	money(70)
	lines := c.HardlyBegun(w)
	if len(lines) != 1 || !strings.Contains(lines[0], "maar 14 maanden (start november 2032, gepland januari 2032)") {
		t.Errorf("%q", lines)
	}
	if page := strings.Join(Closing(c, w, "report.html"), "\n"); len(lines) == 1 && !strings.Contains(page, lines[0]) {
		t.Errorf("the closing lines do not tell it:\n%s", page)
	}
	money(84)
	if lines := c.HardlyBegun(w); lines != nil {
		t.Errorf("what begins within the years and costs nothing: %q", lines)
	}
	c.Plans[2].Begins = "2034-11"
	if lines := c.HardlyBegun(w); len(lines) != 1 || !strings.Contains(lines[0], "eindigt voor") || !strings.Contains(lines[0], "november 2034") {
		t.Errorf("%q", lines)
	}
}

// The years without teams are told, and what the first whole year with teams holds; a
// plan with teams from the start is not mentioned.
func TestStaffedYears(t *testing.T) {
	c := fakeComparison(t, fakeRun(4, 1), 7) // 2027–2033
	staff := func(plan string, from int) {
		for i, s := range c.Result.cells[plan] {
			for role := range sim.NumRoles {
				list := make([]int64, s.cycles)
				for m := max(from-i%2, 0); m < len(list); m++ {
					list[m] = 100
				}
				s.monthly[seriesID(sim.RoleSeries(role, filledPosts))] = list
			}
		}
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	c.Plans[1].FirstTeamYear = 2027
	staff("leuven-100", 0)
	staff("full-proposal", 30) // June or July 2029
	said := c.StaffedYears(c.Periods[0], w)
	if len(said) != 1 || !strings.HasPrefix(said[0], "Plan C heeft pas vanaf 2029 medewerkers in de teams; wat over 2027–2031 gezegd wordt, telt de jaren zonder teams (2027–2028) mee. In 2030, het eerste volle jaar met teams, ") {
		t.Fatalf("%q", said)
	}
	ind := &Indicators[Find(Indicators, "reached_in_time")]
	for i, plan := range []string{"reference", "full-proposal"} {
		e := estimate(c.Result.values(plan, ind.measure, Period{First: 2030, Last: 2030}, sim.GroupAll), c.Result.draws())
		if want := []string{"A", "C"}[i] + " " + w.Percent(e.Middle(), max(Shape{ind, w}.Digits(e), 0)); !strings.Contains(said[0], want) {
			t.Errorf("%q lacks %q", said[0], want)
		}
	}
	if short := c.FirstStaffedYears(c.Periods[0], w); len(short) != 1 || short[0] != "Medewerkers in de teams: plan C vanaf 2029; de jaren ervoor tellen mee in 2027–2031." {
		t.Errorf("%q", short)
	}
	if plans, count := c.StaffedFrom(2029, w); plans != "C" || count != 1 {
		t.Errorf("plan %s has staff from 2029", plans)
	}
	c.Plans[1].FirstTeamYear = 2029
	staff("leuven-100", 30)
	if said := c.StaffedYears(c.Periods[0], w); len(said) != 1 || !strings.HasPrefix(said[0], "Plannen B en C hebben pas vanaf 2029 ") {
		t.Errorf("%q", said)
	}
	if got := letters([]string{"B", "C", "D"}, w); got != "B, C en D" {
		t.Errorf("plans %s", got)
	}
	c.Plans[1].FirstTeamYear = 2027
	staff("leuven-100", 0)
	staff("full-proposal", 0)
	c.Plans[2].FirstTeamYear = 2027
	if said := c.StaffedYears(c.Periods[0], w); said != nil {
		t.Errorf("every plan has its teams from the start, and still %q", said)
	}
}

// A rate of the first plan in other years than those of the plan is nothing to compare
// with, and a plan without anything to ask for has no people who wait.
func TestRatesOfOtherYears(t *testing.T) {
	c := fakeComparison(t, fakeRun(4, 1), 7) // 2027–2033
	teams := func(plan string, first, last int) {
		for _, s := range c.Result.cells[plan] {
			n, mature := make([]int64, s.cycles), make([]int64, s.cycles)
			for m := 12 * (first - 2027); m < 12*(last-2026); m++ {
				n[m], mature[m] = 8, 4
			}
			s.monthly["teams"], s.monthly["teams_mature"] = n, mature
		}
	}
	head := c.Periods[0]
	of := func(indicator string) Row { return c.ByGroup(indicator, head, sim.GroupAll) }
	for _, x := range []struct {
		base, plan [2]int
		compared   bool
	}{
		{[2]int{2027, 2027}, [2]int{2029, 2033}, false}, // a pilot that is over
		{[2]int{2027, 2027}, [2]int{2027, 2033}, false}, // and goes on in the plan
		{[2]int{2029, 2033}, [2]int{2027, 2033}, true},
		{[2]int{2027, 2033}, [2]int{2030, 2033}, true},
	} {
		teams("reference", x.base[0], x.base[1])
		teams("full-proposal", x.plan[0], x.plan[1])
		row := of("team_maturity")
		d := row.of("full-proposal")
		if (d.Diff.Cells > 0) != x.compared || d.Value.Cells == 0 || (d.Mark != NoMark) != x.compared {
			t.Errorf("teams in %v against %v: %d cells, %q", x.plan, x.base, d.Diff.Cells, d.Mark)
		}
		ind := Indicators[Find(Indicators, "team_maturity")]
		if s := c.DifferenceSpread(&ind, "full-proposal", head); math.IsNaN(s.Mean) == x.compared {
			t.Errorf("teams in %v against %v: the figure shows %v", x.plan, x.base, s.Mean)
		}
	}
	for i, plan := range []string{"reference", "full-proposal"} {
		for _, s := range c.Result.cells[plan] {
			s.monthly["requests"] = slices.Repeat([]int64{int64(i)}, s.cycles)
			s.yearly["waiting_person_months"] = slices.Repeat([]sim.Ratio{{Num: int64(i), Den: 10}}, s.years*sim.NumGroups)
		}
	}
	row := of("waiting_person_months")
	if d := row.of("full-proposal"); row.Base.Cells != 0 || d.Value.Cells == 0 || d.Diff.Cells != 0 || d.Mark != NoMark {
		t.Errorf("nobody can ask, and yet %+v against %+v", d, row.Base)
	}
}
