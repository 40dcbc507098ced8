package scenarios

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// mixes are the examples of each kind, in testdata.
var mixes = []string{"capitation", "bundle", "bundle-episode", "pooled-budget", "prefinancing"}

// Each example checks clean, survives a round trip, and says each instrument in a
// sentence; an amount without a source is noted.
func TestMixesInSentences(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, name := range mixes {
			s := planOf(t, filepath.ToSlash(filepath.Join("testdata", name+".yaml")))
			if p := s.Check(); len(p) > 0 {
				t.Errorf("%s: %v", name, p)
			}
			again, err := Parse(name+".yaml", s.Normalised())
			if err != nil || !again.Equal(s) {
				t.Errorf("%s does not survive a round trip: %v\n%s", name, err, s.Normalised())
			}
			out.WriteString("# " + s.Title.In(lang) + "\n")
			for _, m := range s.Sentences() {
				if m.ID == "scenarios.sentence" || m.ID == "scenarios.say_cap" {
					out.WriteString(w.Tell(m) + "\n")
				}
			}
			_, _, notes := plansOf(t, s, onTime)
			for _, n := range notes {
				if strings.Contains(n.Path, "voor") || name != "prefinancing" { // not those of the plan it extends
					out.WriteString("! " + w.Tell(n.Message) + "\n")
				}
			}
			out.WriteString("\n")
		}
		golden(t, "testdata/mixes."+lang+".txt", out.String())
	}
}

// A change of one value of each is told in words.
func TestMixesChange(t *testing.T) {
	w := english()
	for _, c := range []struct{ file, path, value, want string }{
		{"capitation", "financing.new-deal.registered", "20 %", "Changed – New Deal for GPs, share registered: 20 % instead of 10 %."},
		{"capitation", "financing.new-deal.weights.vt", "150 %", "Changed – New Deal for GPs, weights, increased reimbursement: 150 % instead of 197 %."},
		{"bundle", "financing.bundel.own_share", "unchanged", "Changed – bundel, own share: unchanged instead of none."},
		{"pooled-budget", "financing.pot.rest", "carry_over", "Changed – pot, what is left: carried over to the next year instead of back to the sources."},
		{"pooled-budget", "financing.pot.sources.local", "2 EUR/inhabitant/year", "Changed – pot, sources, local authorities: 2 EUR per inhabitant per year instead of 1 EUR per inhabitant per year."},
		{"prefinancing", "financing.voorschot.recoup.over", "1 year", "Changed – voorschot, paid back, spread over: 1 year instead of 3 years."},
	} {
		s := planOf(t, "testdata/"+c.file+".yaml")
		changed, err := s.Set(c.path, c.value)
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		var told []string
		for _, m := range Diff(s, changed) {
			told = append(told, strings.ReplaceAll(w.Tell(m), "\u00a0", " "))
		}
		if diff := cmp.Diff([]string{c.want}, told); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.path, diff)
		}
	}
}

// The terms that the examples become, for the region of 800 people in eight buurten.
func TestMixesAsTerms(t *testing.T) {
	terms := func(file, name string) finance.Instrument {
		_, schedule, _ := plansOf(t, planOf(t, "testdata/"+file+".yaml"), slow)
		return instrumentOf(t, schedule[len(schedule)-1].Plan.Instruments, name)
	}
	gp := []finance.Service{finance.GPContact}
	for _, c := range []struct {
		got  finance.Instrument
		want finance.Instrument
	}{
		{terms("capitation", "new-deal"), finance.Instrument{
			Name: "new-deal", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true, Start: finance.Date(2028, 11),
			Terms: finance.Capitation{
				Registered: 0.1, PerYear: 6600, Age: [finance.NumAgeGroups]float64{1, 1, 1, 1.55}, VT: 1.97, Chronic: 1,
				Services: gp, FeeShare: 0.53, OwnShare: finance.OwnShareUnchanged, Premium: 800_000,
			},
		}},
		{terms("bundle", "bundel"), finance.Instrument{
			Name: "bundel", Payer: finance.Flanders, Payee: finance.Buurtteams, Plan: true, Start: finance.Date(2028, 11), Cap: 200_000_000,
			Terms: finance.Bundle{
				PerTier:  [finance.NumTiers]finance.Cents{finance.TierHighRisk: 30_000, finance.TierComplex: 60_000},
				Services: []finance.Service{finance.P3CaseManagement, finance.P3NightVisit},
				Split:    []finance.Share{{To: finance.ZorgcoachPosts, Reason: finance.ForCoordination, Share: 0.6}, {To: finance.CasemanagementPool, Reason: finance.ForCaseManagement, Share: 0.2}},
			},
		}},
		{terms("bundle-episode", "traject"), finance.Instrument{
			Name: "traject", Payer: finance.Federal, Payee: finance.HomeCare, Plan: true, Start: finance.Date(2028, 11),
			Terms: finance.Bundle{Basis: finance.ByEpisode, Episode: 40_000, Services: []finance.Service{finance.P3NightVisit}, OwnShare: finance.OwnShareUnchanged},
		}},
		// 60 % and 30 % of 1.5 million, EUR 800 of the municipality; 20 % and 10 % of all that.
		{terms("pooled-budget", "pot"), finance.Instrument{
			Name: "pot", Payer: finance.Flanders, Payee: finance.Collaboration, Plan: true, Start: finance.Date(2028, 11), End: finance.Date(2034, 1),
			Terms: finance.PooledBudget{
				Sources: []finance.PoolSource{{Payer: finance.Flanders, PerYear: 45_000_000}, {Payer: finance.Federal, PerYear: 90_000_000}, {Payer: finance.Local, PerYear: 80_000}},
				Uses: []finance.PoolUse{
					{To: finance.ZorgcoachPosts, Reason: finance.ForCoordination, PerYear: 90_000_000},
					{To: finance.Collaboration, Reason: finance.ForIntegration, PerYear: 13_508_000},
					{To: finance.Buurtteams, Reason: finance.ForBuurtAction, PerYear: 27_016_000},
				},
				Rest: finance.ReturnRest,
			},
		}},
		{terms("prefinancing", "voorschot"), finance.Instrument{
			Name: "voorschot", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Start: finance.Date(2028, 11),
			Terms: finance.Prefinancing{Advance: 10_000_000, Installments: 12, RecoupAfter: 24, RecoupMonths: 36},
		}},
		{terms("prefinancing", "voorschot-teams"), finance.Instrument{
			Name: "voorschot-teams", Payer: finance.Local, Payee: finance.Buurtteams, Plan: true, Start: finance.Date(2028, 11), End: finance.Date(2033, 1),
			Terms: finance.Prefinancing{Advance: 4_000_000, Installments: 1, From: "populatiebudget", Share: 0.25},
		}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.want.Name, diff)
		}
	}
}

// Two instruments that pay the same thing are refused, with the place of both.
func TestTwiceNamesBothPlaces(t *testing.T) {
	s, err := Parse("t.yaml", []byte(`
format: 1
name: twice
extends: coordination-60-40
title: twice
financing:
  pot: {kind: pooled_budget, payee: collaboration, sources: {local: 1000 EUR/year}, uses: {coordination: 50 %}, start: 2028-01}
  wgc: {kind: capitation, payer: federal, payee: gp_practices, registered: 60 %, amount: 180 EUR/person/year, services: [gp_contact]}
  deal: {kind: capitation, payer: federal, payee: gp_practices, registered: 50 %, amount: 66 EUR/person/year, services: [gp_contact]}
  zelf: {kind: prefinancing, payer: federal, payee: federal, amount: 10 EUR, recoup: {from: niets}}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = s.Plans(region(), onTime)
	want := `t.yaml:7:8: financing.pot: regio and pot both pay zorgcoach_posts for coordination; the other instrument, regio, stands at library/coordination-60-40.yaml:18:5 (hint: end one before the other starts, or lower one to what the other leaves)
t.yaml:8:121: financing.wgc.services: deal, wgc together pay gp_contact for 110% of the citizens; the other instrument, deal, stands at t.yaml:9:9 (hint: take the service out of one, or register fewer citizens)
t.yaml:10:53: financing.zelf.payee: federal would pay itself (hint: name another payer or payee)
t.yaml:10:93: financing.zelf.recoup.from: there is no instrument niets (hint: name one of the financing map)`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
