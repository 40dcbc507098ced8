package scenarios

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// The money of stop-after-4-years lasts 48 months, also when the plan starts late,
// and then nothing of the plan is left.
func TestStopAfterFourYears(t *testing.T) {
	for _, v := range []values{onTime, slow} {
		plan := planOf(t, "stop-after-4-years")
		_, schedule, _ := plansOf(t, plan, v)
		last := schedule[len(schedule)-1]
		if want := sim.Month(2032*12) + sim.Month(Slip(v)); last.From != want {
			t.Errorf("ends in %s, expected %s", FormatMonth(last.From), FormatMonth(want))
		}
		p := last.Plan
		if slices.ContainsFunc(p.Teams, func(t sim.Team) bool { return t.Start != 0 }) || p.PHM.On || p.CarePlan ||
			p.Zorgcoach != (sim.Posts{}) || p.Casemanagers != (sim.Posts{}) || p.Buurtteamcoach != (sim.Posts{}) ||
			p.PopulationManager != (sim.Posts{}) || p.Outreach != (sim.Posts{}) {
			t.Errorf("something goes on without money: %+v", p)
		}
		if p.P3 != 1 {
			t.Errorf("P3 works at %g", p.P3)
		}
		some := 0
		for _, i := range p.Instruments {
			if i.Plan {
				some++
				if i.End-i.Start != 48 {
					t.Errorf("%s pays for %d months", i.Name, i.End-i.Start)
				}
			}
		}
		if some != 5 {
			t.Errorf("%d instruments of the plan", some)
		}
	}
}

// perYear is what an instrument pays in a year for the people of the test region.
func perYear(t *testing.T, i finance.Instrument) float64 {
	t.Helper()
	switch x := i.Terms.(type) {
	case finance.PopulationBudget: // 800 enrolled, half chronic, a quarter VT
		return 800*x.Base.Euro() + 400*x.Chronic.Euro() + 200*x.VT.Euro()
	case finance.RegionalConvention:
		return x.PerYear.Euro()
	case finance.FixedBudget:
		return x.PerYear.Euro()
	}
	t.Fatalf("%s is of another kind", i.Name)
	return 0
}

// cut-20 pays a fifth less for every part from 2030, to the cents per head that rounding leaves.
func TestCutTwenty(t *testing.T) {
	_, schedule, _ := plansOf(t, planOf(t, "cut-20"), onTime)
	before, after := map[string]float64{}, map[string]float64{}
	for _, i := range schedule[0].Plan.Instruments {
		switch {
		case i.Plan && i.Start == finance.Date(2028, 1) && i.End == finance.Date(2030, 1):
			before[i.Name] = perYear(t, i)
		case i.Plan && i.Start == finance.Date(2030, 1) && i.End == 0:
			after[i.Name] = perYear(t, i)
		case i.Plan:
			t.Errorf("%s runs from %s to %s", i.Name, i.Start, i.End)
		}
	}
	if len(before) != 5 || len(after) != 5 {
		t.Fatalf("parts before %v, after %v", before, after)
	}
	for name, sum := range before {
		if cut := 1 - after[name]/sum; cut < 0.1999 || cut > 0.2001 {
			t.Errorf("%s is cut by %.4f", name, cut)
		}
	}
	first, last := schedule[0].Plan, schedule[len(schedule)-1].Plan
	if first.Outreach.FTE == 0 || last.Outreach.FTE/first.Outreach.FTE != 0.8 {
		t.Errorf("outreach goes from %g to %g posts", first.Outreach.FTE, last.Outreach.FTE)
	}
}

// A plan chooses the rules of its virtual budgets; what it is silent about comes from
// the register, and either way a reader is told that the note names no amounts.
func TestRulesOfTeamBudgets(t *testing.T) {
	v := values{pathCallToStart: 13, pathPlanned: 13, pathSession: 250, pathAction: 7000, pathQuality: 4000, pathCarryOver: 0.25, pathStartup: 15000}
	_, schedule, notes := plansOf(t, planOf(t, "leuven-100"), v)
	if got, want := schedule[0].Plan.TeamBudget, (sim.TeamBudget{GroupSession: 25_000, BuurtAction: 700_000, Quality: 400_000, CarryOver: 0.25, Startup: 1_500_000}); got != want {
		t.Errorf("rules %+v, expected %+v", got, want)
	}
	told := func(id string) bool {
		return slices.ContainsFunc(notes, func(n Note) bool { return strings.HasSuffix(n.Message.ID, id) })
	}
	if !told("note_team_budget") || told("note_team_start") {
		t.Errorf("notes: %v", notes)
	}
	if _, err := planOf(t, "leuven-100").Set("buurtteams.budget", "{buurt_action: 1500 EUR, quality: 100 EUR/buurt/month, carry_over: 100 %}"); err == nil {
		t.Error("an amount a month was accepted for a year")
	}
	s, err := planOf(t, "leuven-100").Set("buurtteams.budget", "{buurt_action: 1500 EUR, carry_over: 100 %}")
	if err != nil {
		t.Fatal(err)
	}
	_, schedule, notes = plansOf(t, s, v)
	if got := schedule[0].Plan.TeamBudget; got.BuurtAction != 150_000 || got.CarryOver != 1 || got.Quality != 400_000 {
		t.Errorf("rules %+v", got)
	}
	if !told("note_override") {
		t.Error("nobody is told that the plan has its own amount")
	}
	if _, _, notes = plansOf(t, planOf(t, "coordination-60-40"), v); told("note_team_budget") {
		t.Error("nobody pays these teams")
	}
}

// What ends on a date that its preparation does not reach in some draws never pays
// there and says so; only an end before the planned start is a mistake.
func TestEndBeforeSlippedStart(t *testing.T) {
	plan, err := Parse("kort.yaml", []byte(`
format: 1
name: kort
extends: reference
title: {nl: Kort, fr: Court, en: Short}
buurtteams: {waves: {w: {buurten: all, start: 2028-01, end: 2028-09}}}
financing:
  kort: {kind: fixed_budget, payer: federal, payee: collaboration, amount: 1200 EUR/year, for: integration, start: 2028-01, end: 2028-09}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, schedule, notes := plansOf(t, plan, onTime)
	if i := instrumentOf(t, first(schedule), "kort"); i.End-i.Start != 8 || len(notes) == 0 {
		t.Errorf("in time it pays for %d months, notes %v", i.End-i.Start, notes)
	}
	_, schedule, notes = plansOf(t, plan, slow)
	late := 0
	for _, n := range notes {
		if n.Message.ID == "scenarios.note_too_late" {
			late++
		}
	}
	if late != 2 {
		t.Errorf("%d notes of what begins too late, want wave and instrument: %v", late, notes)
	}
	for _, s := range schedule {
		for _, i := range s.Plan.Instruments {
			if i.Name == "kort" {
				t.Errorf("pays from %s to %s", i.Start, i.End)
			}
		}
		for b, team := range s.Plan.Teams {
			if team.Start != 0 {
				t.Errorf("the team of buurt %d is %+v", b, team)
			}
		}
	}
}

// case-management-first pays out the same regional budget as full-proposal in another
// split, and changes nothing else.
func TestCaseManagementFirst(t *testing.T) {
	for _, v := range []values{onTime, slow} {
		_, full, _ := plansOf(t, planOf(t, "full-proposal"), v)
		_, other, _ := plansOf(t, planOf(t, "case-management-first"), v)
		if len(full) != len(other) {
			t.Fatalf("%d and %d steps", len(full), len(other))
		}
		for i := range full {
			a, b := full[i].Plan, other[i].Plan
			x, y := instrumentOf(t, a.Instruments, "regio"), instrumentOf(t, b.Instruments, "regio")
			p, q := x.Terms.(finance.RegionalConvention), y.Terms.(finance.RegionalConvention)
			if d := p.PerYear - q.PerYear; d < -10 || d > 10 { // cents: the rounding of two thirds
				t.Errorf("the budget is %v and %v", p.PerYear, q.PerYear)
			}
			for k := range p.Split {
				if p.Split[k].Share+q.Split[k].Share != 1 {
					t.Errorf("shares of %v: %g and %g", p.Split[k].To, p.Split[k].Share, q.Split[k].Share)
				}
			}
			a.Instruments = slices.DeleteFunc(slices.Clone(a.Instruments), func(i finance.Instrument) bool { return i.Name == "regio" })
			b.Instruments = slices.DeleteFunc(slices.Clone(b.Instruments), func(i finance.Instrument) bool { return i.Name == "regio" })
			if !reflect.DeepEqual(a, b) {
				t.Errorf("something else changes:\n%+v\n%+v", a, b)
			}
		}
	}
}
