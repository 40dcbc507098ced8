package scenarios

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim"
)

// desksRegion is the small region with the conditions that scores may name and effects
// of a strength.
func desksRegion(stay, dementia float64) *sim.Config {
	cfg := region()
	cfg.Conditions = nil
	for _, name := range scoreConditions {
		cfg.Conditions = append(cfg.Conditions, sim.Condition{Name: name})
	}
	cfg.Effects = []sim.Effect{
		{Name: "coordination_stay", Role: sim.Zorgcoach, Event: "stay", LogHR: []float64{stay}},
		{Name: "dementia", Role: sim.Casemanager, Event: "nursing_home", LogHR: []float64{dementia}},
	}
	return cfg
}

func deskPlan(t *testing.T, s *Scenario, cfg *sim.Config) (sim.Plan, []Note) {
	t.Helper()
	v := values{pathCallToStart: 13, pathPlanned: 13, pathWeek: 38, pathEquity: 1.5, pathFallback: 3}
	for _, name := range sim.ExpertiseNames {
		v[pathExpert+name] = 0.2
	}
	_, schedule, notes, err := s.Plans(cfg, v)
	if err != nil {
		t.Fatal(err)
	}
	return schedule[len(schedule)-1].Plan, notes
}

// The levers of the desks become what the simulator asks.
func TestLeversOfTheDesks(t *testing.T) {
	cfg := desksRegion(-0.1, 0)
	s, err := Load("testdata/desks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, notes := deskPlan(t, s, cfg)
	column := func(name string) sim.Column {
		c, ok := cfg.QueueColumn(name)
		if !ok {
			t.Fatalf("no column %s", name)
		}
		return c
	}
	want := []sim.Weight{{Column: column("tier"), Each: 3}, {Column: column("vt"), Each: 1}, {Column: column("carer_overloaded"), Each: 1.5}, {Column: column("waiting_months"), Each: 0.5}}
	if q := p.Queue; q.Order != sim.Weighted || !slices.Equal(q.Weights, want) {
		t.Errorf("the score is %+v", q)
	}
	if p.Zorgcoach.Cover != sim.Neighbours || math.Abs(p.Zorgcoach.Week-36.0/38) > 1e-12 {
		t.Errorf("coaches are %+v", p.Zorgcoach)
	}
	if p.CaseQueue.Order != sim.ExpectedBenefit || p.Casemanagers.Cover != sim.PaidCover || !p.Casemanagers.Funded {
		t.Errorf("case managers are %+v, in order %v", p.Casemanagers, p.CaseQueue.Order)
	}
	if want := (sim.Pool{Expertise: [sim.NumExpertise]float64{0.4, 0.15, 0, 0, 0.3}, Fallback: 2}); p.Pool != want {
		t.Errorf("the pool is %+v", p.Pool)
	}
	// 800 people are 800/600,000 of a network of two posts.
	if x := p.Specialist; x.Start != at(2029, 1) || x.Cover != sim.PaidCover || math.Abs(x.FTE-2*800/600_000.0) > 1e-12 {
		t.Errorf("the specialist team is %+v", x)
	}
	has := func(id, path string) bool {
		return slices.ContainsFunc(notes, func(n Note) bool { return n.Message.ID == "scenarios."+id && n.Path == path })
	}
	if !has("note_no_benefit", "casemanagement.queue") {
		t.Error("that no effect of a case manager acts is not said")
	}
	if has("note_outside", "zorgcoach.week") {
		t.Error("a week of 36 hours lies within what the sector knows")
	}
	if long, err := s.Set("zorgcoach.week", "40 hours/week"); err != nil {
		t.Error(err)
	} else if _, notes = deskPlan(t, long, cfg); !has("note_outside", "zorgcoach.week") {
		t.Error("hours beyond the sector's at the same wage come without a note")
	}
	if has("note_outside", "casemanagement.expertise.dementia") || !has("note_outside", "casemanagement.expertise.parkinson") {
		t.Errorf("40 %% dementia lies in its range, 15 %% Parkinson outside: %v", notes)
	}
	if _, notes := deskPlan(t, s, desksRegion(0, -0.5)); slices.ContainsFunc(notes, func(n Note) bool { return n.Message.ID == "scenarios.note_no_benefit" }) {
		t.Error("an effect of case managers acts, and the note says none does")
	}
	if !slices.Equal(scoreConditions, names(cfg.Conditions)) {
		t.Error("conditions of scores")
	}
}

func names(list []sim.Condition) (out []string) {
	for _, c := range list {
		out = append(out, c.Name)
	}
	return out
}

// Words of the file and the parameter where it is silent.
func TestOrdersAndPools(t *testing.T) {
	for set, check := range map[[2]string]func(p sim.Plan) bool{
		{"zorgcoach.queue", "equity_weighted"}: func(p sim.Plan) bool { return p.Queue.Order == sim.EquityWeighted && p.Queue.Equity == 1.5 },
		{"zorgcoach.queue", "first_come"}:      func(p sim.Plan) bool { return p.Queue.Order == sim.FirstCome },
		{"casemanagement.expertise", "register"}: func(p sim.Plan) bool {
			return p.Pool == sim.Pool{Expertise: [sim.NumExpertise]float64{0.2, 0.2, 0.2, 0.2, 0.2}, Fallback: 3}
		},
		{"casemanagement", "{place: in_team, posts: 4 FTE/region}"}: func(p sim.Plan) bool { return p.Pool.InTeam && p.Casemanagers.FTE == 0.5 },
		{"casemanagement.posts", "4 FTE/region"}:                    func(p sim.Plan) bool { return !p.Pool.InTeam && p.Casemanagers.FTE == 4 },
		{"programmes", "{frail: {priority: broad}}"}:                func(p sim.Plan) bool { return p.Frail == sim.PriorityBroad },
	} {
		s, err := planOf(t, "full-proposal").Set(set[0], set[1])
		if err != nil {
			t.Errorf("%v: %v", set, err)
			continue
		}
		if p, _ := deskPlan(t, s, desksRegion(-0.1, -0.1)); !check(p) {
			t.Errorf("%v: queue %+v, pool %+v, case managers %+v, frail %v", set, p.Queue, p.Pool, p.Casemanagers, p.Frail)
		}
	}
	// Saying what holds without saying it is the same plan.
	said, err := planOf(t, "full-proposal").Set("casemanagement", "{posts: funded, place: external, replacement: none, queue: first_come}")
	if err != nil {
		t.Fatal(err)
	}
	if said, err = said.Set("zorgcoach.replacement", "none"); err != nil {
		t.Fatal(err)
	}
	a, _ := deskPlan(t, said, desksRegion(0, 0))
	b, _ := deskPlan(t, planOf(t, "full-proposal"), desksRegion(0, 0))
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("the default, written out, is another plan:\n%s", diff)
	}
	// A plan that says nothing of all this has nothing of it.
	p, _ := deskPlan(t, planOf(t, "full-proposal"), desksRegion(0, 0))
	if p.Pool != (sim.Pool{}) || p.Specialist != (sim.Posts{}) || p.Zorgcoach.Cover != sim.NoCover || p.Zorgcoach.Week != 0 || p.Frail != sim.NoPriority || p.CaseQueue.Order != sim.FirstCome {
		t.Errorf("the full proposal has %+v", p)
	}
}

// The five priority plans have the same posts and the same money as the plan that they
// extend; only whom the coaches serve first differs.
func TestPriorityPlansCostTheSame(t *testing.T) {
	base, _ := deskPlan(t, planOf(t, "full-proposal"), desksRegion(-0.1, -0.1))
	for g := sim.PriorityDementia; g < sim.NumPriority; g++ {
		s := planOf(t, "kp-"+strings.ReplaceAll(sim.PriorityNames[g], "_", "-"))
		if err := s.Check(); len(err) > 0 {
			t.Errorf("%s: %v", s.Name, err)
		}
		p, _ := deskPlan(t, s, desksRegion(-0.1, -0.1))
		if p.Frail != g || p.Queue.Order != sim.ProgrammeFirst {
			t.Errorf("%s serves %v in order %v", s.Name, p.Frail, p.Queue.Order)
		}
		if p.Zorgcoach != base.Zorgcoach || p.Casemanagers != base.Casemanagers || p.Buurtteamcoach != base.Buurtteamcoach || p.Outreach != base.Outreach {
			t.Errorf("%s has other posts", s.Name)
		}
		for k := range base.Instruments {
			if p.Instruments[k].Name != base.Instruments[k].Name || !same(s.root.get("financing"), planOf(t, "full-proposal").root.get("financing")) {
				t.Errorf("%s has other money", s.Name)
			}
		}
	}
}

// A lever of the desks that does nothing is said.
func TestDesksWithoutEffect(t *testing.T) {
	for set, want := range map[[2]string]string{
		{"zorgcoach.queue", "programme_first"}:             "effect_no_programme",
		{"programmes", "{frail: {priority: dementia}}"}:    "effect_no_priority",
		{"casemanagement", "{fallback: 3 months}"}:         "effect_no_profile",
		{"casemanagement", "{queue: {weighted: {vt: 1}}}"}: "",
	} {
		s, err := planOf(t, "full-proposal").Set(set[0], set[1])
		if err != nil && set[0] == "casemanagement" { // set replaces: keep the posts
			s, err = planOf(t, "full-proposal").Set(set[0], "{posts: funded, "+strings.TrimPrefix(set[1], "{"))
		}
		if err != nil {
			t.Errorf("%v: %v", set, err)
			continue
		}
		found := ""
		for _, p := range s.Check() {
			found += p.Reason.ID
		}
		if (want == "") != (found == "") || !strings.Contains(found, want) {
			t.Errorf("%v: %q, want %q", set, found, want)
		}
	}
}

// Where every effect of a desk is null, an order by expected benefit says so; at the
// values of the register one acts.
func TestNothingToExpect(t *testing.T) {
	for part, paths := range benefitPaths {
		for _, path := range paths {
			if p, ok := parameters().Parameter(path); !ok || !p.Effect {
				t.Errorf("%s: %s is no effect of care", part, path)
			}
		}
	}
	benefit, err := planOf(t, "full-proposal").Set("zorgcoach.queue", "expected_benefit")
	if err != nil {
		t.Fatal(err)
	}
	if found := benefit.Check(); len(found) > 0 {
		t.Errorf("%v", found)
	}
	null, err := benefit.Set("assumptions.effect.coordination.nursing_home", "1")
	if err != nil {
		t.Fatal(err)
	}
	if found := null.Check(); len(found) != 1 || found[0].Reason.ID != "scenarios.effect_no_benefit" {
		t.Errorf("%v", found)
	}
	drawn, err := null.Set("assumptions.effect.coordination.stay", "{value: 0.95, low: 0.93, high: 1, draw: lognormal}")
	if err != nil {
		t.Fatal(err)
	}
	if found := drawn.Check(); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

func TestDesksInSentences(t *testing.T) {
	s, err := Load("testdata/desks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	team, err := planOf(t, "full-proposal").Set("casemanagement", "{posts: funded, place: in_team, specialist: {posts: 1 FTE/region}}")
	if err != nil {
		t.Fatal(err)
	}
	register, err := planOf(t, "full-proposal").Set("casemanagement.expertise", "register")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		out := strings.Join(s.Describe(w), "\n") + "\n"
		for _, x := range []*Scenario{s, team, register, planOf(t, "kp-broad")} {
			out += "\n# " + x.Name + "\n"
			for _, m := range Diff(planOf(t, "full-proposal"), x) {
				out += w.Tell(m) + "\n"
			}
		}
		golden(t, "testdata/desks."+lang+".txt", out)
	}
}
