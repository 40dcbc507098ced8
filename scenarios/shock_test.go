package scenarios

import (
	"math"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// defaults are the base values of the model.
func defaults(t *testing.T) *model.Values {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	parameters, err := model.Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	v := parameters.Values(1, 0) // draw zero
	return v
}

// The usual sizes of an epidemic follow from the P3 table: a year whose first two
// months are as before and whose other ten have the ratio comes out at 2020 against
// 2019 × 4/3, in which the first column is three quarters. That is −39 % new patients,
// −76 % occupational therapy in group and +14 % services.
func TestEpidemicFollowsFromTheTable(t *testing.T) {
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := defaults(t)
	row := func(id string) float64 {
		r, ok := reg.Row(id)
		if !ok {
			t.Fatalf("no row %s", id)
		}
		return r.Value
	}
	year := func(name string) float64 {
		return row("seed_p3_"+name+"_2020") / (row("seed_p3_"+name+"_2019_t2_t4") * 4 / 3)
	}
	paths := map[string]string{"new_patients": "shock.epidemic.new_clients"}
	for _, name := range p3ServicePath {
		paths[name] = "shock.epidemic.units." + name
	}
	for name, path := range paths {
		if got, want := (2+10*v.Get(path))/12, year(name); math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: a year with a wave of ten months comes to %.4f, the table has %.4f", name, got, want)
		}
	}
	var before, after float64
	for _, name := range p3ServicePath {
		before += row("seed_p3_" + name + "_2019_t2_t4")
		after += row("seed_p3_" + name + "_2020")
	}
	if before != row("seed_p3_total_2019_t2_t4") || after != row("seed_p3_total_2020") {
		t.Errorf("the services add up to %g and %g", before, after)
	}
	for name, want := range map[string]float64{"new_patients": -0.39, "occupational_therapy_group": -0.76, "total": 0.14} {
		if got := year(name) - 1; math.Abs(got-want) > 0.005 {
			t.Errorf("%s: %+.3f, expected %+.2f", name, got, want)
		}
	}
}

// Shocks stand in the plan in their months and in no other, at the usual size or the
// plan's own; two kinds at once act together; preparing the plan moves none.
func TestShocksOfAPlan(t *testing.T) {
	s, err := Parse("schokken.yaml", []byte(`
format: 1
name: schokken
extends: full-proposal
title: {nl: Schokken, fr: Chocs, en: Shocks}
shocks:
  golf: {kind: epidemic, start: 2029-03, length: 10 months, absence: 150 %, services: {night_visit: 80 %}}
  schaarste: {kind: staff_shortage, start: 2029-06, length: 2 years, pool: 30 %}
  ontslag: {kind: early_discharge, start: 2033-01, length: 1 year, stay_days: 80 %}
  stop: {kind: p3_stop, start: 2036-07, length: 6 months}
labour: {pool: 80 %, hiring_lag: 8 months, turnover: 15 %, wages: 104 %}
timeline:
  - {at: 2034-01, set: {labour.wages: 110 %}}
`))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("again.yaml", s.Normalised())
	if err != nil || !again.Equal(s) {
		t.Errorf("no round trip: %v", err)
	}
	v := defaults(t)
	cfg := region()
	cfg.Labour.HireLag, cfg.Labour.Turnover = 5, 0.12
	_, schedule, notes, err := s.Plans(cfg, v)
	if err != nil {
		t.Fatal(err)
	}
	in := func(m sim.Month) *sim.Plan {
		var p *sim.Plan
		for k := range schedule {
			if schedule[k].From <= m {
				p = &schedule[k].Plan
			}
		}
		return p
	}
	for m, want := range map[sim.Month]func(s *sim.Shock) bool{
		at(2029, 2): nil,
		at(2029, 3): func(s *sim.Shock) bool {
			return s.Absence == 1.5 && s.P3Entries == v.Get("shock.epidemic.new_clients") && s.P3Units[5] == 0.8 &&
				s.P3Units[2] == v.Get("shock.epidemic.units.occupational_therapy_group") && s.P3Kept == 1 && s.Contacts == 1 && s.Stays == 1 && s.Pool == 1
		},
		at(2029, 6): func(s *sim.Shock) bool {
			return s.Absence == 1.5 && s.Pool == 0.3 && s.Turnover == v.Get("shock.staff.turnover")
		},
		at(2029, 12): func(s *sim.Shock) bool { return s.Absence == 1.5 && s.Pool == 0.3 },
		at(2030, 1):  func(s *sim.Shock) bool { return s.Absence == 1 && s.P3Entries == 1 && s.Pool == 0.3 },
		at(2031, 6):  nil,
		at(2033, 6): func(s *sim.Shock) bool {
			return s.StayDays == 0.8 && s.NursingDay == 2100 && !s.P3Stopped
		},
		at(2034, 1):  nil,
		at(2036, 12): func(s *sim.Shock) bool { return s.P3Stopped },
	} {
		got := in(m).Shock
		if (want == nil) != (got == nil) || want != nil && !want(got) {
			t.Errorf("%s: %+v", FormatMonth(m), got)
		}
	}
	if got, want := *in(at(2028, 1)).Market, (sim.Market{Pool: 0.8, HireLag: 8, Turnover: 0.15, Wages: 1.04}); got != want {
		t.Errorf("labour market %+v, expected %+v", got, want)
	}
	if got := in(at(2036, 1)).Market; got.Wages != 1.1 || got.Pool != 0.8 {
		t.Errorf("labour market %+v at the end", got)
	}
	told := 0
	for _, n := range notes {
		if strings.HasPrefix(n.Path, "labour.") {
			told++
		}
	}
	if told != 2 {
		t.Errorf("%d of the two values that replace evidence are noted: %v", told, notes)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		if said := s.Describe(w); len(said) < 12 {
			t.Errorf("%s: %v", lang, said)
		}
	}
}

// Two plans that name the same shock meet it alike, whatever else they are.
func TestShocksDoNotDependOnThePlan(t *testing.T) {
	v := defaults(t)
	shocks := func(id string) (out []sim.Shock) {
		s, err := planOf(t, id).Set("shocks", "{golf: {kind: epidemic, start: 2029-03, length: 10 months}}")
		if err != nil {
			t.Fatal(err)
		}
		_, schedule, _ := plansOf(t, s, v)
		for _, d := range schedule {
			if d.Plan.Shock != nil {
				out = append(out, *d.Plan.Shock)
				if d.From < at(2029, 3) || d.From >= at(2030, 1) {
					t.Errorf("%s: a shock from %s", id, FormatMonth(d.From))
				}
			}
		}
		return out
	}
	a, b := shocks("reference"), shocks("coordination-60-40")
	if len(a) == 0 || len(b) == 0 || a[0] != b[0] {
		t.Errorf("%+v and %+v", a, b)
	}
}

// What a plan says of staff it does not have, of P3 that takes in nobody and of time
// beside teams that are not there has no effect, and the check says so.
func TestShocksWithoutEffect(t *testing.T) {
	s, err := Parse("leeg.yaml", []byte(`
format: 1
name: leeg
extends: reference
title: {nl: Leeg, fr: Vide, en: Empty}
p3: {size: 0 %, services: {psychology: 50 %}, overlap: 1 year}
labour: {pool: 80 %}
shocks:
  schaarste: {kind: staff_shortage, start: 2029-01, length: 1 year}
  stop: {kind: p3_stop, start: 2030-01, length: 1 year}
  golf: {kind: epidemic, start: 2031-01, length: 1 year}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := `leeg.yaml:6:27: p3.services: this has no effect: P3 takes in nobody (hint: give p3 a size, or leave it out)
leeg.yaml:6:56: p3.overlap: this has no effect: there is no buurtteam (hint: add a wave under buurtteams.waves)
leeg.yaml:7:16: labour.pool: this has no effect: the plan has no posts (hint: write posts, such as zorgcoach.posts: 1 FTE/buurt)
leeg.yaml:9:3: shocks: this has no effect: P3 takes in nobody (hint: give p3 a size, or leave it out)
leeg.yaml:9:3: shocks: this has no effect: the plan has no posts (hint: write posts, such as zorgcoach.posts: 1 FTE/buurt)`
	if got := s.Check().Error(); got != want {
		t.Errorf("the check says\n%s", got)
	}
}
