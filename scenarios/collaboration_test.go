package scenarios

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// changed gives a library plan with other values.
func changed(t *testing.T, id string, set map[string]string) *Scenario {
	t.Helper()
	s := planOf(t, id)
	for path, text := range set {
		next, err := s.Set(path, text)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return s
}

// Every key arrives in the plan as it was written.
func TestCollaborationIsRead(t *testing.T) {
	s := changed(t, "full-proposal", map[string]string{
		"collaboration":                "{start: 2028-01, coverage: 60 %, integrator: {people: 40, time: 20 %, from: hospitals}, time: 2 hours/month, paid_by: sickness_funds}",
		"labour":                       "{sources: {other_services: 30 %, training: 40 %}}",
		"buurtteams.audits":            "3 months",
		"buurtteams.nursing_home_team": "{posts: 1 FTE/network, start: 2028-06}",
		"buurtteams.carer_support":     "{posts: 2 FTE/region, start: 2028-07}",
	})
	_, schedule, notes := plansOf(t, s, onTime)
	p := schedule[len(schedule)-1].Plan
	if want := (sim.Collaboration{Start: at(2028, 1), Coverage: 0.6, People: 40, Time: 0.2, From: finance.Hospitals, Hours: 2, Paid: true, Payer: finance.SicknessFunds}); p.Collaboration != want {
		t.Errorf("%+v", p.Collaboration)
	}
	if want := (sim.Hiring{Set: true, FromCare: 0.3, FromTraining: 0.4}); p.Hiring != want {
		t.Errorf("%+v", p.Hiring)
	}
	if p.Audits != 4 || p.CarerSupport != (sim.Posts{FTE: 2, Start: at(2028, 7)}) || p.NursingHomeTeam.Start != at(2028, 6) || p.NursingHomeTeam.FTE == 0 {
		t.Errorf("audits %g, %+v, %+v", p.Audits, p.CarerSupport, p.NursingHomeTeam)
	}
	said := false
	for _, n := range notes {
		said = said || n.Message.ID == "scenarios.note_provider_hour"
	}
	if !said {
		t.Error("nothing says that the note names no price for an hour")
	}
	_, plain, _ := plansOf(t, planOf(t, "full-proposal"), onTime)
	if p := plain[len(plain)-1].Plan; p.Collaboration != (sim.Collaboration{}) || p.Hiring.Set || p.Audits != 0 || p.CarerSupport != (sim.Posts{}) || p.NursingHomeTeam != (sim.Posts{}) {
		t.Error("full-proposal has something that it does not write")
	}
}

// What has no effect is said: posts that no instrument pays, pay without hours,
// audits without data, a coalition without teams.
func TestCollaborationWithoutEffect(t *testing.T) {
	for text, want := range map[string]string{
		"buurtteams: {nursing_home_team: {posts: funded}}":                                                          "no instrument pays",
		"buurtteams: {carer_support: {posts: funded}}":                                                              "no instrument pays",
		"collaboration: {integrator: {people: 4, from: local}, paid_by: federal}":                                   "no hours to pay",
		"buurtteams: {waves: {all: {buurten: all, start: 2028-01}}, audits: 6 months}":                              "no data to audit",
		"collaboration: {coverage: 50 %}":                                                                           "no buurtteam",
		"buurtteams: {waves: {all: {buurten: all, start: 2028-01}}}":                                                "",
		"buurtteams: {carer_support: {posts: 1 FTE/region}}\ncollaboration: {integrator: {people: 4, from: local}}": "",
	} {
		s, err := Parse("plan.yaml", []byte("format: 1\nname: idle\nextends: reference\ntitle: {nl: Niets}\n"+strings.ReplaceAll(strings.ReplaceAll(text, "\nphm: null", ""), "\np3: null", "")+"\n"))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		found := s.Check()
		if got := found.Error(); want == "" && len(found) > 0 || want != "" && !strings.Contains(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// A plan says which preconditions it lacks, in its description and among its notes;
// full-proposal lacks none.
func TestLackingIsSaid(t *testing.T) {
	if m := planOf(t, "full-proposal").Lacking(); len(m) != 0 {
		t.Errorf("full-proposal lacks %v", m)
	}
	if m := planOf(t, "reference").Lacking(); len(m) != 0 {
		t.Errorf("a plan without teams lacks %v", m)
	}
	for path, word := range map[string]string{
		"buurtteams.coach":     "neighbourhood team coach",
		"phm.managers":         "population managers",
		"phm":                  "population management",
		"financing.integratie": "integration management",
	} {
		s := changed(t, "full-proposal", map[string]string{path: "null"})
		w, err := words.For("en")
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(s.Describe(w), "\n"); !strings.Contains(said, "missing here: ") || !strings.Contains(said, word) {
			t.Errorf("without %s: %s", path, said)
		}
		_, _, notes := plansOf(t, s, onTime)
		noted := false
		for _, n := range notes {
			noted = noted || n.Message.ID == "scenarios.say_lacking"
		}
		if !noted {
			t.Errorf("without %s no note says so", path)
		}
	}
	for path, none := range map[string]string{"buurtteams.coach": "0 FTE/buurt", "phm.managers": "0 FTE/network", "financing.integratie.amount": "0 EUR/network/year"} {
		if m := changed(t, "full-proposal", map[string]string{path: none}).Lacking(); len(m) == 0 {
			t.Errorf("%s of %s lacks nothing", path, none)
		}
	}
	if _, schedule, _ := plansOf(t, changed(t, "full-proposal", map[string]string{"buurtteams.coach": "0 FTE/buurt"}), onTime); schedule[len(schedule)-1].Plan.Teams[0].Coach {
		t.Error("no posts, and a buurtteamcoach is there unpaid")
	}
	seconded := changed(t, "full-proposal", map[string]string{"financing.integratie": "null", "collaboration": "{integrator: {people: 40, from: hospitals}}"})
	if m := seconded.Lacking(); len(m) != 0 {
		t.Errorf("with people seconded the plan lacks %v", m)
	}
}

// No instrument funds outreach by name: funded posts are none, whatever the
// collaboration receives, and the check says so.
func TestOutreachIsSet(t *testing.T) {
	s := changed(t, "full-proposal", map[string]string{"outreach": "{posts: funded}"})
	if found := s.Check(); !slices.ContainsFunc(found, func(p Problem) bool { return p.Path == "outreach.posts" }) {
		t.Errorf("funded outreach is nobody, and the check says %v", found)
	}
}

// Every part has a sentence in each language.
func TestCollaborationInSentences(t *testing.T) {
	s := changed(t, "full-proposal", map[string]string{
		"collaboration":                "{coverage: 60 %, integrator: {people: 40, time: 20 %, from: hospitals}, time: 2 hours/month, paid_by: federal}",
		"labour":                       "{sources: {other_services: 30 %, training: 40 %}}",
		"buurtteams.audits":            "3 months",
		"buurtteams.nursing_home_team": "{posts: 1 FTE/network, start: 2028-06}",
		"buurtteams.carer_support":     "{posts: 2 FTE/region}",
	})
	var out strings.Builder
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString("# " + lang + "\n")
		for _, m := range Diff(planOf(t, "full-proposal"), s) {
			out.WriteString(w.Tell(m) + "\n")
		}
		unpaid := changed(t, "leuven-100", map[string]string{"collaboration": "{integrator: {people: 40, from: hospitals}, time: 1 hour/month}"})
		for _, m := range Diff(planOf(t, "leuven-100"), unpaid) {
			out.WriteString(w.Tell(m) + "\n")
		}
	}
	golden(t, "testdata/collaboration.txt", out.String())
}
