package scenarios

import (
	"math"
	"slices"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// values are parameters given by hand; what is not given is 1.
type values map[string]float64

func (v values) Get(path string) float64 {
	if x, ok := v[path]; ok {
		return x
	}
	return 1
}

// onTime has no slip.
var onTime = values{pathCallToStart: 13, pathPlanned: 13}

// slow has the slip of the federal pilots: 24 months for 13 planned.
var slow = values{pathCallToStart: 24, pathPlanned: 13}

// region is a small Leuven: eight buurten of 100 women of 70, one state, all
// enrolled, half of them with chronic status, a quarter with VT.
func region() *sim.Config {
	cfg := &sim.Config{States: []sim.State{{Name: "general", Home: true}}}
	n := sim.Ages * sim.Sexes
	fill := func(x float64) sim.Table { return slices.Repeat(sim.Table{x}, n) }
	p := &cfg.Population
	p.State, p.GMD, p.Chronic, p.VT = fill(1), fill(1), fill(0.5), fill(0.25)
	for _, name := range []string{"b01", "b02", "b03", "b04", "b05", "b06", "b07", "b08"} {
		b := sim.Buurt{Name: name, Territory: finance.Flanders}
		b.Count[70][1] = 100
		p.Buurten = append(p.Buurten, b)
	}
	cfg.Labour.Wage = [sim.NumRoles]float64{78_000, 84_000, 73_000, 97_000, 70_000, sim.LinkWorker: 70_000}
	cfg.Labour.Overhead = 0.15
	cfg.Finding.Sources = []sim.Source{{Name: "claims"}, {Name: "efi"}, {Name: "risk_model"}, {Name: "contacts"}}
	cfg.Conditions = []sim.Condition{{Name: "diabetes"}, {Name: "dementia"}}
	return cfg
}

func plansOf(t *testing.T, s *Scenario, v Values) (sim.Plan, []sim.Dated, []Note) {
	t.Helper()
	before, schedule, notes, err := s.Plans(region(), v)
	if err != nil {
		t.Fatal(err)
	}
	return before, schedule, notes
}

func planOf(t *testing.T, id string) *Scenario {
	t.Helper()
	s, err := Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func instrumentOf(t *testing.T, list []finance.Instrument, name string) finance.Instrument {
	t.Helper()
	i := slices.IndexFunc(list, func(x finance.Instrument) bool { return x.Name == name })
	if i < 0 {
		t.Fatalf("no instrument %s", name)
	}
	return list[i]
}

func at(year, m int) sim.Month { return sim.Month(year*12 + m - 1) }

// The 60 % of the regional budget pays exactly one coach per buurt, and no
// other instrument pays a coach.
func TestFullProposalPaysACoachOnce(t *testing.T) {
	_, schedule, _ := plansOf(t, planOf(t, "full-proposal"), onTime)
	last := schedule[len(schedule)-1].Plan
	var coach float64
	for _, in := range last.Instruments {
		switch terms := in.Terms.(type) {
		case finance.RegionalConvention:
			for _, part := range terms.Split {
				if part.To == finance.ZorgcoachPosts {
					coach += terms.PerYear.Euro() * part.Share
				}
			}
		default:
			if in.Payee == finance.ZorgcoachPosts {
				t.Errorf("%s pays coaches too", in.Name)
			}
		}
	}
	if want := 8 * 78_000 * 1.15; math.Abs(coach-want) > 0.01 {
		t.Errorf("coaches receive EUR %.2f a year; one per buurt costs %.2f", coach, want)
	}
	if !last.Zorgcoach.Funded {
		t.Error("the coach must be paid from the money received")
	}
}

func TestSolvedAmounts(t *testing.T) {
	_, schedule, _ := plansOf(t, planOf(t, "full-proposal"), onTime)
	money := schedule[0].Plan.Instruments
	budget := instrumentOf(t, money, "populatiebudget").Terms.(finance.PopulationBudget)
	got := 800*budget.Base.Euro() + 400*budget.Chronic.Euro() + 200*budget.VT.Euro()
	// Three amounts per head, each rounded to a cent: at most half a cent on 1,400 head-parts.
	if want := 8 * 73_000 * 1.15; math.Abs(got-want) > 1400*0.005 {
		t.Errorf("population budget is EUR %.2f a year; a buurtteamcoach per buurt costs %.2f", got, want)
	}
	// 800 people are 800/600,000 of the note's region; they form one ELZ.
	if got, want := instrumentOf(t, money, "phm-regio").Terms.(finance.FixedBudget).PerYear, finance.Euro(97_000*1.15*800/600_000); got != want {
		t.Errorf("regional population manager: %d cents, want %d", got, want)
	}
	if got, want := instrumentOf(t, money, "phm-elz").Terms.(finance.FixedBudget).PerYear, finance.Euro(97_000*1.15); got != want {
		t.Errorf("population manager of the ELZ: %d cents, want %d", got, want)
	}
	_, schedule, _ = plansOf(t, planOf(t, "population-budget"), onTime)
	budget = instrumentOf(t, schedule[0].Plan.Instruments, "populatiebudget").Terms.(finance.PopulationBudget)
	got = 800*budget.Base.Euro() + 400*budget.Chronic.Euro() + 200*budget.VT.Euro()
	_, schedule100, _ := plansOf(t, planOf(t, "leuven-100"), onTime)
	limit := instrumentOf(t, first(schedule100), "honderd-euro").Cap.Euro()
	if math.Abs(got-limit) > 1400*0.005 {
		t.Errorf("population budget is EUR %.2f a year, not the EUR %.2f of leuven-100", got, limit)
	}
}

func first(schedule []sim.Dated) []finance.Instrument { return schedule[0].Plan.Instruments }

// Slip stretches twelve months of preparation by 24/13: ten months more.
func TestSlipMovesThePlanAndNotToday(t *testing.T) {
	before, schedule, notes := plansOf(t, planOf(t, "leuven-100"), slow)
	if len(schedule) != 2 || schedule[0].From != at(2027, 1) || schedule[1].From != at(2028, 11) {
		t.Fatalf("the plan starts at %v, want 2027-01 and 2028-11", schedule)
	}
	if team := schedule[0].Plan.Teams[0]; team.Start != 0 {
		t.Errorf("a team works before it starts: %v", team)
	}
	if team := schedule[1].Plan.Teams[7]; team.Start != at(2018, 11) || !team.Coach {
		t.Errorf("team of b08 is %+v; it is 120 months old with a coach", team)
	}
	money := schedule[1].Plan.Instruments
	fee := instrumentOf(t, money, "honderd-euro")
	if fee.Start != finance.Date(2028, 11) || !fee.Plan || fee.Cap != finance.Euro(208_333) {
		t.Errorf("inclusion fee is %+v", fee)
	}
	if today := instrumentOf(t, money, "huisarts"); today.Start != 0 || today.Plan {
		t.Errorf("care as today is %+v; it has no start and is not of the plan", today)
	}
	if len(before.Teams) > 0 && before.Teams[0].Start != 0 || before.P3 != 1 || len(before.Instruments) != 7 {
		t.Errorf("burn-in must run under reference: %+v", before)
	}
	if !slices.ContainsFunc(notes, func(n Note) bool { return n.Message.ID == "scenarios.note_late" }) {
		t.Error("the slip is not noted")
	}
}

func TestPilotMoneyEnds(t *testing.T) {
	_, schedule, _ := plansOf(t, planOf(t, "leuven-today"), slow)
	now := schedule[0].Plan
	if team := now.Teams[0]; team.Start != at(2018, 1) || team.End != at(2028, 1) {
		t.Errorf("pilot team is %+v", team)
	}
	money := instrumentOf(t, now.Instruments, "acties-piloot")
	if money.Start != finance.Date(2027, 1) || money.End != finance.Date(2028, 1) {
		t.Errorf("pilot money is %+v", money)
	}
	if len(schedule) != 1 {
		t.Errorf("%d plans; what ends by itself needs no second one", len(schedule))
	}
}

func TestNoCoordinationStopsP3(t *testing.T) {
	_, schedule, _ := plansOf(t, planOf(t, "no-coordination"), onTime)
	if schedule[0].Plan.P3 != 0 {
		t.Errorf("P3 is %v", schedule[0].Plan.P3)
	}
	for _, in := range first(schedule) {
		if in.Name == "p3" {
			t.Error("P3 is still paid")
		}
	}
}

func TestTimelineEndsOnePeriodAndBeginsTheNext(t *testing.T) {
	s, err := Parse("t.yaml", []byte(`
format: 1
name: later
extends: coordination-60-40
title: later
timeline:
  - {at: 2030-01, set: {financing.regio.split: {zorgcoordinatie: 70 %, casemanagement: 30 %}, zorgcoach.work: referral}}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, schedule, _ := plansOf(t, s, onTime)
	if n := len(schedule); n != 3 || !schedule[1].Plan.Proactive || schedule[2].Plan.Proactive {
		t.Fatalf("%d plans: %+v", n, schedule)
	}
	var periods []finance.Instrument
	for _, in := range schedule[2].Plan.Instruments {
		if in.Name == "regio" {
			periods = append(periods, in)
		}
	}
	if len(periods) != 2 || periods[0].End != finance.Date(2030, 1) || periods[1].Start != finance.Date(2030, 1) ||
		periods[1].Terms.(finance.RegionalConvention).Split[0].Share != 0.7 {
		t.Errorf("periods of the convention: %+v", periods)
	}
	again, err := Parse("again.yaml", s.Normalised())
	if err != nil || !again.Equal(s) {
		t.Errorf("the timeline does not survive a round trip: %v\n%s", err, s.Normalised())
	}
}
