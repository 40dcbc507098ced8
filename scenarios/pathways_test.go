package scenarios

import (
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

const pathsPlan = `format: 1
name: paths
extends: full-proposal
title: Zorgpaden
care_plan: {start: 2028-07, held_by: [zorgcoach, casemanagement, buurtteam], shared: yes, review: 1 year}
pathways:
  heart_failure: {start: 2028-01, coverage: 50 %, by: nurse, hours: 1 hour/month}
  depression: {start: 2029-01, coverage: 30 %, by: social_worker}
  self_management: {start: 2028-01, coverage: 20 %, hours: 0.5 hour/week, groups: yes}
shared_record: {start: 2028-01, coverage: 80 %}
programmes:
  pregnancy: {start: 2028-01, places: 40 places/elz}
  youth_obesity: {start: 2028-06, places: 300 place/network}
financing:
  zorgpaden: {kind: convention_services, payer: federal, payee: gp_practices, services: [pathway, self_management, shared_record, plan_meeting], start: 2028-01}
  programmas: {kind: convention_services, payer: federal, payee: other_providers, services: [perinatal_coaching, youth_obesity], start: 2028-01}
timeline:
  - {at: 2031-01, set: {pathways.heart_failure.coverage: 70 %, pathways.depression: null}}
`

func parsed(t *testing.T, text string) *Scenario {
	t.Helper()
	s, err := Parse("paths.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What the file says of pathways and programmes is what the simulator is told, from
// the dates that it says, slip included.
func TestPathwaysOfAPlan(t *testing.T) {
	cfg := region()
	cfg.Pathways[sim.PathDepression] = sim.Pathway{By: sim.Psychologist, Gain: 0.27}
	_, schedule, notes, err := parsed(t, pathsPlan).Plans(cfg, onTime)
	if err != nil {
		t.Fatal(err)
	}
	p := schedule[0].Plan
	want := sim.PathwayPlan{Start: at(2028, 1), Coverage: 0.5, By: sim.Nurse, Hours: 12}
	if p.Pathways[sim.PathHeartFailure] != want {
		t.Errorf("heart failure: %+v", p.Pathways[sim.PathHeartFailure])
	}
	if x := p.Pathways[sim.PathDepression]; x.By != sim.SocialWorker || x.Hours != 0 || x.Start != at(2029, 1) {
		t.Errorf("depression: %+v", x)
	}
	if x := p.Pathways[sim.PathSelfManagement]; !x.Groups || math.Abs(x.Hours-0.5*365.25/7) > 1e-9 {
		t.Errorf("self-management: %+v", x)
	}
	if p.Pathways[sim.PathCOPD] != (sim.PathwayPlan{}) {
		t.Errorf("a pathway that the plan does not name: %+v", p.Pathways[sim.PathCOPD])
	}
	if !p.CarePlan || !p.PlanShared || p.PlanReview != 12 || p.CarePlanFrom != at(2028, 7) {
		t.Errorf("care plan: %v %v %d %d", p.CarePlan, p.PlanShared, p.PlanReview, p.CarePlanFrom)
	}
	if p.Record != (sim.RecordPlan{Start: at(2028, 1), Coverage: 0.8}) {
		t.Errorf("record: %+v", p.Record)
	}
	// 800 people are one ELZ and 800/600,000 of the network.
	if p.Programmes[sim.ProgPregnancy] != (sim.ProgrammePlan{Start: at(2028, 1), Places: 40, ByELZ: true}) {
		t.Errorf("pregnancy: %+v", p.Programmes[sim.ProgPregnancy])
	}
	if x := p.Programmes[sim.ProgYouth]; x.ByELZ || math.Abs(x.Places-300*800./600_000) > 1e-9 {
		t.Errorf("youth obesity: %+v", x)
	}
	if i := slices.IndexFunc(notes, func(n Note) bool { return n.Path == "pathways.depression.by" }); i < 0 {
		t.Error("nobody says that the trials were of another profession")
	}
	last := schedule[len(schedule)-1]
	if last.From != at(2031, 1) || last.Plan.Pathways[sim.PathHeartFailure].Coverage != 0.7 || last.Plan.Pathways[sim.PathDepression].Start != 0 {
		t.Errorf("from %s: %+v", FormatMonth(last.From), last.Plan.Pathways)
	}
	_, schedule, _, err = parsed(t, pathsPlan).Plans(cfg, slow)
	if slip := sim.Month(Slip(slow)); err != nil || slip == 0 || schedule[0].Plan.Pathways[sim.PathHeartFailure].Start != at(2028, 1)+slip ||
		schedule[0].Plan.Programmes[sim.ProgPregnancy].Start != at(2028, 1)+slip {
		t.Error("slip does not move pathways and programmes", err)
	}
}

// Who does the work of a service is a choice of its own; people of the region without a
// word, which a note says once for each part of the plan, and describe too.
func TestStaffOfServices(t *testing.T) {
	text := strings.ReplaceAll(pathsPlan, "places: 40 places/elz", "places: 40 places/elz, staff: outside")
	text = strings.ReplaceAll(text, "coverage: 30 %", "coverage: 30 %, staff: outside")
	text = strings.ReplaceAll(text, "\nfinancing:", "\noutreach: {access: {buurten: all, start: 2028-01, hours: 12 hour/week, staff: outside}}\nfinancing:")
	access := values{pathAccessHours: 20, pathWorkingHours: 1600}
	for k, v := range onTime {
		access[k] = v
	}
	s := parsed(t, text)
	_, schedule, notes, err := s.Plans(region(), access)
	if err != nil {
		t.Fatal(err)
	}
	p := &schedule[0].Plan
	if p.Pathways[sim.PathHeartFailure].External || !p.Pathways[sim.PathDepression].External ||
		!p.Programmes[sim.ProgPregnancy].External || p.Programmes[sim.ProgYouth].External || !p.Access.External {
		t.Errorf("%+v %+v %+v", p.Pathways, p.Programmes, p.Access)
	}
	if math.Abs(p.Access.Hours-12*52./12) > 1e-9 {
		t.Errorf("an access point asks %g hours a month", p.Access.Hours)
	}
	said := map[string]int{}
	for _, n := range notes {
		if n.Message.ID == "scenarios.note_staff_region" {
			part, _, _ := strings.Cut(n.Path, ".")
			said[part]++
		}
	}
	if len(said) != 2 || said["pathways"] != 1 || said["programmes"] != 1 {
		t.Errorf("notes of workers of the region: %v", said)
	}
	var ids []string
	for _, part := range []string{"pathways", "programmes"} {
		for _, m := range sayPaths(part, s.root.get(part)) {
			if strings.HasPrefix(m.ID, "scenarios.say_staff") {
				ids = append(ids, m.ID)
			}
		}
	}
	if want := []string{"scenarios.say_staff_outside", "scenarios.say_staff_regional", "scenarios.say_staff_outside", "scenarios.say_staff_regional"}; !slices.Equal(ids, want) {
		t.Errorf("said: %v", ids)
	}
}

// The names of the grammar stand in the order of the simulator.
func TestPathwayNamesAreTheSimulators(t *testing.T) {
	if len(pathwayNames) != int(sim.NumPathways) || len(programmeNames) != int(sim.NumProgrammes) || len(professionNames) != int(sim.NumProfessions) {
		t.Fatal("a name is missing")
	}
	for i, want := range map[sim.PathwayID]string{sim.PathDiabetes: "diabetes", sim.PathHeartFailure: "heart_failure", sim.PathCOPD: "copd", sim.PathDepression: "depression", sim.PathFrailty: "frailty", sim.PathSelfManagement: "self_management"} {
		if pathwayNames[i] != want {
			t.Errorf("%d is %s", i, pathwayNames[i])
		}
	}
	if programmeNames[sim.ProgPregnancy] != "pregnancy" || programmeNames[sim.ProgYouth] != "youth_obesity" ||
		professionNames[sim.OccupationalTherapist] != "occupational_therapist" || professionNames[sim.Psychologist] != "psychologist" {
		t.Error("names of programmes or professions are in another order")
	}
}

// The short and the long care plan are one key: a longer one replaces the short one of
// what a plan extends, and both survive a round trip.
func TestCarePlanHasTwoForms(t *testing.T) {
	head := "format: 1\nname: plan\nextends: full-proposal\ntitle: Zorgplan\n"
	for text, shared := range map[string]bool{"": false, "care_plan: yes\n": false, "care_plan: {review: 6 months}\n": false} {
		s := parsed(t, head+text)
		_, schedule, _ := plansOf(t, s, onTime)
		if p := schedule[0].Plan; !p.CarePlan || p.PlanShared != shared {
			t.Errorf("%q: %v %v", text, p.CarePlan, p.PlanShared)
		}
		again, err := Parse("again.yaml", s.Normalised())
		if err != nil || !again.Equal(s) {
			t.Errorf("%q changes on a round trip: %v", text, err)
		}
	}
	_, schedule, _ := plansOf(t, parsed(t, head+"care_plan: no\n"), onTime)
	if schedule[0].Plan.CarePlan {
		t.Error("care_plan: no leaves a care plan")
	}
}

// Who may hold the care plan is told to the simulator; a plan that is silent has it held
// by the coach. What is shared must be paid from when the first of them can draw one up.
func TestHoldersOfTheCarePlan(t *testing.T) {
	head := "format: 1\nname: plan\nextends: full-proposal\ntitle: Zorgplan\ncollaboration: {start: 2029-01, time: 2 hours/month}\ncare_plan: "
	for text, want := range map[string]sim.Holders{
		"yes":                               0,
		"{review: 6 months}":                sim.HeldByCoach,
		"{held_by: [casemanagement]}":       sim.HeldByCaseManager,
		"{held_by: [buurtteam]}":            sim.HeldByTeam,
		"{held_by: [buurtteam, zorgcoach]}": sim.HeldByCoach | sim.HeldByTeam,
		"{held_by: [zorgcoach, casemanagement, buurtteam]}": sim.HeldByCoach | sim.HeldByCaseManager | sim.HeldByTeam,
	} {
		s := parsed(t, head+text+"\n")
		_, schedule, _ := plansOf(t, s, onTime)
		if p := schedule[0].Plan; !p.CarePlan || p.PlanHolders != want {
			t.Errorf("%s: holders %b, not %b", text, p.PlanHolders, want)
		}
		again, err := Parse("again.yaml", s.Normalised())
		if err != nil || !again.Equal(s) {
			t.Errorf("%s changes on a round trip: %v", text, err)
		}
	}
	for text, want := range map[string]sim.Month{
		"{held_by: [buurtteam]}":                      at(2029, 1), // the time that the collaboration gives
		"{held_by: [buurtteam, zorgcoach]}":           at(2028, 1),
		"{held_by: [casemanagement], start: 2030-01}": at(2030, 1),
	} {
		if got := carePlanStart(parsed(t, head+text+"\n").steps[0].root); got != want {
			t.Errorf("%s: care plans from %s, not %s", text, FormatMonth(got), FormatMonth(want))
		}
	}
	// Case managers in the team take a client over, and with it nobody the plan, unless they may.
	for text, noted := range map[string]bool{
		"yes": true, "{held_by: [zorgcoach]}": true, "no": false,
		"{held_by: [zorgcoach, casemanagement]}": false, "{held_by: [zorgcoach, buurtteam]}": false,
	} {
		for place, inTeam := range map[string]bool{"in_team": true, "external": false} {
			_, _, notes := plansOf(t, parsed(t, head+text+"\ncasemanagement: {place: "+place+"}\n"), onTime)
			if got := slices.ContainsFunc(notes, func(n Note) bool { return n.Path == "care_plan" }); got != (noted && inTeam) {
				t.Errorf("%s, %s: noted %v", text, place, got)
			}
		}
	}
	for _, text := range []string{"{held_by: []}", "{held_by: [huisarts]}", "{held_by: [zorgcoach, zorgcoach]}", "{held_by: zorgcoach}"} {
		if _, err := Parse("bad.yaml", []byte(head+text+"\n")); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// Every part of the plan is told in every language, and a difference names what it is.
func TestPathwaysAreTold(t *testing.T) {
	s := parsed(t, pathsPlan)
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, m := range append(s.Sentences(), Diff(planOf(t, "reference"), s)...) {
			all.WriteString(w.Tell(m) + "\n")
		}
		golden(t, "testdata/pathways."+lang+".txt", all.String())
	}
}

// All money of a plan is turned by turning its places as well.
func TestPlacesTurnWithTheMoney(t *testing.T) {
	s := planOf(t, "youth-obesity-programme")
	if len(s.ownMoney()) != 1 || same(s.scaled(1), s.scaled(2)) {
		t.Fatal("the plan has no dial")
	}
	half, err := s.rebuilt(s.scaled(0.5))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := half.Value("programmes.youth_obesity.places"); got != "150 place/network" {
		t.Errorf("half of 300 places is %s", got)
	}
}

// Places may follow a budget, which is then what the programme costs.
func TestFundedPlaces(t *testing.T) {
	s := parsed(t, `format: 1
name: funded
extends: reference
title: Budget
programmes:
  youth_obesity: {start: 2028-01, places: funded}
financing:
  jeugd: {kind: fixed_budget, payer: flanders, payee: collaboration, amount: 100000 EUR/elz/year, for: youth_obesity, start: 2028-01}
`)
	if problems := s.Check(); len(problems) > 0 {
		t.Error(problems)
	}
	_, schedule, _ := plansOf(t, s, onTime)
	p := schedule[0].Plan
	if p.Programmes[sim.ProgYouth] != (sim.ProgrammePlan{Start: at(2028, 1), Funded: true}) {
		t.Errorf("%+v", p.Programmes[sim.ProgYouth])
	}
	if terms := instrumentOf(t, p.Instruments, "jeugd").Terms.(finance.FixedBudget); terms.Reason != finance.ForYouth {
		t.Errorf("%+v", terms)
	}
}

// So is the coverage of pathways, now and later; nothing covers more than all.
func TestCoverageTurnsWithTheMoney(t *testing.T) {
	s := parsed(t, pathsPlan)
	for k, want := range map[float64][3]string{0.5: {"25 %", "40 %", "35 %"}, 1: {"50 %", "80 %", "70 %"}, 3: {"100 %", "100 %", "100 %"}} {
		turned, err := s.rebuilt(s.scaled(k))
		if err != nil {
			t.Fatal(err)
		}
		now, _ := turned.Value("pathways.heart_failure.coverage")
		record, _ := turned.Value("shared_record.coverage")
		later := turned.steps[len(turned.steps)-1].root.at(splitPath("pathways.heart_failure.coverage"))
		if got := [3]string{now, record, word(later)}; k != 3 && got != want || now != want[0] || record != want[1] {
			t.Errorf("times %g: %v, want %v", k, got, want)
		}
	}
}

// A care plan that nobody draws up and a pathway or programme that reaches nobody are
// levers without effect.
func TestPathwaysWithoutEffect(t *testing.T) {
	s := parsed(t, `format: 1
name: idle
extends: reference
title: Niets
care_plan: yes
pathways:
  copd: {start: 2028-01, coverage: 0 %}
  frailty: {start: 2028-01, coverage: 10 %, hours: 0 hour/year}
programmes:
  pregnancy: {start: 2028-01, places: 0 place/elz}
financing:
  zorgpad: {kind: convention_services, payer: federal, payee: gp_practices, services: [pathway, perinatal_coaching]}
  jeugd: {kind: fixed_budget, payer: federal, payee: collaboration, amount: 100000 EUR/elz/year, for: youth_obesity}
`)
	var got []string
	for _, p := range s.Check() {
		got = append(got, p.Path+" "+p.Reason.ID)
	}
	want := []string{
		"care_plan scenarios.effect_no_coach", "pathways.copd.coverage scenarios.effect_nobody",
		"pathways.frailty.hours scenarios.effect_nobody", "programmes.pregnancy.places scenarios.effect_nobody",
		"financing.jeugd.for scenarios.effect_unused_budget",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, id := range []string{"pregnancy-programme", "youth-obesity-programme"} {
		if p := planOf(t, id).Check(); len(p) > 0 && !strings.Contains(p[0].Error(), "library") {
			t.Errorf("%s: %v", id, p)
		}
	}
}

// The buurt actions of a plan are those of its teams; none is said as 0.
func TestBuurtActionsOfAPlan(t *testing.T) {
	for text, want := range map[string]float64{"12 actions/year": 12, "0 action/year": -1} {
		s, err := planOf(t, "leuven-100").Set("buurtteams.buurt_actions", text)
		if err != nil {
			t.Fatal(err)
		}
		_, schedule, _ := plansOf(t, s, onTime)
		if got := schedule[0].Plan.BuurtActions; got != want {
			t.Errorf("%s: %g", text, got)
		}
	}
	if _, err := planOf(t, "leuven-100").Set("buurtteams.buurt_actions", "400 actions/year"); err == nil {
		t.Error("more than one action a day is taken")
	}
}

// The two programmes of the library are paid by the federal payer, start in 2028 and
// add nothing else to care as today.
func TestProgrammePlansAddOneThing(t *testing.T) {
	for id, p := range map[string]sim.ProgrammeID{"pregnancy-programme": sim.ProgPregnancy, "youth-obesity-programme": sim.ProgYouth} {
		before, schedule, _ := plansOf(t, planOf(t, id), onTime)
		if len(schedule) != 1 {
			t.Fatalf("%s: %d steps", id, len(schedule))
		}
		plan := schedule[0].Plan
		if plan.Programmes[p].Start != at(2028, 1) || plan.Programmes[1-p] != (sim.ProgrammePlan{}) {
			t.Errorf("%s: %+v", id, plan.Programmes)
		}
		own := 0
		for _, in := range plan.Instruments {
			if in.Plan {
				own++
				if terms, ok := in.Terms.(finance.ConventionServices); !ok || in.Payer != finance.Federal || in.Start != finance.Month(at(2028, 1)) || len(terms.Services) != 1 {
					t.Errorf("%s: %+v", id, in)
				}
			}
		}
		if own != 1 || plan.P3 != before.P3 || plan.Zorgcoach != before.Zorgcoach || plan.CarePlan {
			t.Errorf("%s adds something else", id)
		}
	}
}
