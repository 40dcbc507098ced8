package scenarios

import (
	"math"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// Bits of the sources of the test region.
const (
	claimsBit = 1 << iota
	efiBit
	riskBit
	contactsBit
)

// The short form is one run of the population managers on one source.
func TestPHMInShort(t *testing.T) {
	s, err := Parse("short.yaml", []byte(`
format: 1
name: short
extends: coordination-60-40
title: short
phm: {start: 2028-01, every: 6 months, source: efi, min_age: 65 years, managers: 1 FTE/network}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, schedule, _ := plansOf(t, s, onTime)
	got := schedule[0].Plan
	var want [sim.NumLevels]sim.PHMLevel
	want[sim.RegionLevel] = sim.PHMLevel{On: true, Start: at(2028, 1), EveryMonths: 6, Own: efiBit, MinAge: 65, Managers: true}
	if got.PHM.Levels != want || !got.PHM.On || got.PHM.Start != at(2028, 1) || got.PHM.Alone {
		t.Errorf("%+v", got.PHM)
	}
}

// Levels: who holds which data, what is shared, who runs it, and what each says
// otherwise than the whole.
func TestPHMLevels(t *testing.T) {
	_, schedule, notes := plansOf(t, second2(Load("testdata/phm.yaml")), values{pathCallToStart: 13, pathPlanned: 13, pathGrant: 50_000, pathAccessHours: 20, pathWorkingHours: 1600})
	p := schedule[0].Plan
	want := [sim.NumLevels]sim.PHMLevel{
		sim.Practice:    {On: true, Start: at(2028, 1), EveryMonths: 6, Own: efiBit, Conditions: 1},
		sim.BuurtLevel:  {On: true, Start: at(2028, 1), EveryMonths: 3, Own: contactsBit, Shared: efiBit, MinAge: 65},
		sim.ELZLevel:    {On: true, Start: at(2028, 1), EveryMonths: 6, MinAge: 65, Managers: true},
		sim.RegionLevel: {On: true, Start: at(2029, 1), EveryMonths: 6, Shared: riskBit | efiBit | contactsBit, MinAge: 65, ChronicOnly: true, Managers: true},
	}
	for l := range want {
		if p.PHM.Levels[l] != want[l] {
			t.Errorf("level %s:\n got %+v\nwant %+v", levelNames[l], p.PHM.Levels[l], want[l])
		}
	}
	if p.PHM.Consent != 0.7 || !p.PHM.Alone {
		t.Errorf("consent %g, alone %v", p.PHM.Consent, p.PHM.Alone)
	}
	// 800 citizens: an ELZ and 800/600,000 of a network.
	if posts := p.PopulationManager; posts.Funded || math.Abs(posts.FTE-(1+800./600_000)) > 1e-9 || posts.Start != at(2028, 1) {
		t.Errorf("population managers: %+v", posts)
	}
	if r := p.Reach; !r.NoGMD || r.VT || !r.Phone || r.MinAge != 75 {
		t.Errorf("outreach: %+v", r)
	}
	if l := p.LinkWorkers; l.FTE != 1 || l.Start != at(2028, 6) {
		t.Errorf("link workers: %+v", l)
	}
	c := p.Caring
	if c.Start != at(2028, 1) || c.End != at(2031, 1) || !c.Buurten[1] || c.Buurten[2] || c.PerYear != finance.Euro(40_000) || c.Dose != 0.8 || !c.Territory {
		t.Errorf("caring neighbourhoods: %+v", c)
	}
	a := p.Access
	if want := finance.Euro(10 * 52 * 70_000 * 1.15 / 1600); a.End != at(2030, 1) || a.Buurten != nil || a.PerYear != want || a.Dose != 0.5 || a.Payer != finance.Federal || a.Territory {
		t.Errorf("access points: %+v, cost %d wanted", a, want)
	}
	if len(notes) == 0 || !strings.Contains(noteText(t, notes), "access point costs €26,162") {
		t.Errorf("no note says what an access point costs: %s", noteText(t, notes))
	}
}

func second2(s *Scenario, err error) *Scenario {
	if err != nil {
		panic(err)
	}
	return s
}

func noteText(t *testing.T, notes []Note) string {
	t.Helper()
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(w.Tell(n.Message) + "\n")
	}
	return b.String()
}

// What a plan does to find people, in sentences of three languages.
func TestFindingInSentences(t *testing.T) {
	s := second2(Load("testdata/phm.yaml"))
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/phm."+lang+".txt", strings.Join(s.Describe(w), "\n")+"\n")
	}
	again, err := Parse("again.yaml", s.Normalised())
	if err != nil || !again.Equal(s) {
		t.Errorf("it does not survive a round trip: %v\n%s", err, s.Normalised())
	}
}

// A plan that takes the money of PHM away and keeps managers to be paid from it is
// caught by the check, and consent to nothing too.
func TestPHMWithoutEffect(t *testing.T) {
	s, err := Parse("idle.yaml", []byte(`
format: 1
name: idle
extends: full-proposal
title: idle
phm: {consent: 90 %, levels: {buurt: {shared: null}, elz: null, region: null}}
financing: {phm-regio: null, phm-elz: null}
`))
	if err != nil {
		t.Fatal(err)
	}
	got := s.Check().Error()
	for _, want := range []string{"phm.consent: this has no effect: no level reads shared data", "phm.managers: this has no effect: no instrument pays these posts"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
