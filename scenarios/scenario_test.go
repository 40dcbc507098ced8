package scenarios

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"piramide/internal/words"
	"piramide/scenarios/model"
)

func TestLeversWithoutEffect(t *testing.T) {
	for _, s := range Library() {
		if p := s.Check(); len(p) > 0 {
			t.Errorf("%s:\n%v", s.Name, p)
		}
	}
	s, err := Parse("idle.yaml", []byte(`
format: 1
name: idle
extends: reference
title: idle
zorgcoach: {posts: funded}
outreach: {posts: funded}
financing: {p3: null, regio: {kind: regional_convention, payer: federal, payee: home_care, amount: 1000 EUR/year, split: {zorgcoordinatie: 0 %, casemanagement: 100 %}}}
timeline: [{at: 2030-01, set: {zorgcoach.posts: funded}}]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := `idle.yaml:6:20: zorgcoach.posts: this has no effect: there is no buurtteam (hint: add a wave under buurtteams.waves)
idle.yaml:7:19: outreach.posts: this has no effect: no instrument pays these posts (hint: add an instrument under financing, or write posts such as 1 FTE/buurt)
idle.yaml:8:161: financing.regio.split.casemanagement: this money has no effect: it pays no posts (hint: write posts: funded for this role)
idle.yaml:9:12: timeline: this change changes nothing
library/reference.yaml:12:12 (extended by idle.yaml): p3.size: P3 works, but no instrument pays it (hint: add an instrument under financing, or write posts such as 1 FTE/buurt)`
	if diff := cmp.Diff(want, s.Check().Error()); diff != "" {
		t.Errorf("(- want, + got)\n%s", diff)
	}
}

func TestNewPlanChecksClean(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, base := range libraryOrder {
			text, err := New("mijn-plan", "Mijn plan", base, w)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Parse("mijn-plan.yaml", text)
			if err != nil || len(s.Check()) > 0 || len(Diff(planOf(t, base), s)) > 0 {
				t.Errorf("%s: %v %v", base, err, s)
			}
			// What is commented out is a plan that loads and that Leuven can carry.
			_, levers, _ := strings.Cut(string(text), "\n#\n")
			levers, _, _ = strings.Cut(levers, "\n\n")
			levers = strings.ReplaceAll("\n"+levers, "\n# ", "\n")
			s, err = Parse("levers.yaml", append(text, levers...))
			if err != nil {
				t.Fatalf("%s\n%v", levers, err)
			}
			if _, _, _, err := s.Plans(region(), onTime); err != nil {
				t.Errorf("%s: %v", base, err)
			}
		}
	}
	if _, err := New("Mijn Plan", "Mijn plan", "reference", words1(t)); err == nil {
		t.Error("a name that is no name must be refused")
	}
}

func words1(t *testing.T) *words.Words {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestSet(t *testing.T) {
	s := planOf(t, "coordination-60-40")
	digest := s.Digest()
	next, err := s.Set("financing.regio.split", "{zorgcoordinatie: 70 %, casemanagement: 30 %}")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := next.Value("financing.regio.split.casemanagement"); got != "30 %" {
		t.Errorf("split is %s", got)
	}
	if s.Digest() != digest || next.Digest() == digest {
		t.Error("Set must leave the first scenario as it was and give another")
	}
	for path, text := range map[string]string{
		"zorgcoach.post": "funded", "zorgcoach.posts": "1", "financing.regio.split.casemanagement": "50 %",
		"p3.size": "31.439 %", "care_plan": "null", "region": "{", "financing": "a\nb: c",
	} {
		if _, err := s.Set(path, text); err == nil {
			t.Errorf("%s = %s must be refused", path, text)
		} else {
			t.Log(err)
		}
	}
	for _, s := range Library() {
		for _, path := range s.Paths() {
			text, ok := s.Value(path)
			if !ok {
				t.Fatalf("%s: no value", path)
			}
			again, err := s.Set(path, text)
			if err != nil || !again.Equal(s) {
				t.Errorf("%s: %s = %s gives another plan: %v", s.Name, path, text, err)
			}
		}
	}
}

func TestAssumptions(t *testing.T) {
	s, err := Parse("t.yaml", []byte(`
format: 1
name: sure
extends: reference
title: sure
assumptions:
  staff.absence: 30 %
  staff.hiring_lag: 4
  effect.coordination.stay: cm_frail_hospital_rr_12m
  care.patience_months: {value: 3, low: 2, high: 5, draw: uniform}
`))
	if err != nil {
		t.Fatal(err)
	}
	v := parameters().Values(1, 0)
	notes := s.Assume(v, 1, 0)
	row, _ := register().Row("cm_frail_hospital_rr_12m")
	for path, want := range map[string]float64{"staff.absence": 0.3, "staff.hiring_lag": 4, "effect.coordination.stay": row.Value, "care.patience_months": 3} {
		if got := v.Get(path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	// Four overrides; 30 % absence lies outside what any row allows.
	outside := 0
	for _, n := range notes {
		if n.Message.ID == "scenarios.note_outside" {
			outside++
		}
	}
	if len(notes)-outside != 4 || outside != 1 {
		t.Errorf("notes: %v", notes)
	}
	drawn := func(n int) float64 {
		v := parameters().Values(1, n)
		s.Assume(v, 1, n)
		return v.Get("care.patience_months")
	}
	if a, b := drawn(1), drawn(2); a == b || a < 2 || a > 5 || drawn(1) != a {
		t.Errorf("draws %v and %v of a uniform between 2 and 5", a, b)
	}
}

// A conduct is switched off by a word, average cost has its name; elsewhere the
// words mean nothing.
func TestAssumptionWords(t *testing.T) {
	const plan = "format: 1\nname: sure\nextends: reference\ntitle: sure\nassumptions: "
	s, err := Parse("t.yaml", []byte(plan+"{conduct.upcoding: off, conduct.capitation.ed: off, price.stay_marginal_share: average}"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		v := parameters().Values(1, n)
		s.Assume(v, 1, n)
		for path, want := range map[string]float64{"conduct.upcoding": 0, "conduct.capitation.ed": 1, "price.stay_marginal_share": 1} {
			if got := v.Get(path); got != want {
				t.Errorf("draw %d: %s is %v, want %v", n, path, got, want)
			}
		}
	}
	again, err := Parse("t.yaml", s.Normalised())
	if err != nil || !again.Equal(s) {
		t.Errorf("what is written does not read back: %v", err)
	}
	for _, wrong := range []string{"staff.absence: off", "conduct.upcoding: average"} {
		if _, err := Parse("t.yaml", []byte(plan+"{"+wrong+"}")); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
}

// What Plans and Assume ask of the model exists there.
func TestParametersExist(t *testing.T) {
	var v Values = (*model.Values)(nil)
	_ = v
	for _, path := range append([]string{pathCallToStart, pathPlanned, pathMaturity, pathLevel, pathNoCoach}, pathUse[:]...) {
		if _, ok := parameters().Parameter(path); !ok {
			t.Errorf("the model has no %s", path)
		}
	}
}

func TestQuantityRoundTrip(t *testing.T) {
	units := []string{"", "%", "EUR/person/year", "EUR/buurt/year", "month", "year", "FTE/network", "zorgcoach/buurt"}
	rapid.Check(t, func(t *rapid.T) {
		q := Quantity{rapid.Float64Range(-largest, largest).Draw(t, "value"), rapid.SampledFrom(units).Draw(t, "unit")}
		got, err := ParseQuantity(q.String())
		if err != nil || got != q {
			t.Fatalf("%v is written %q and read %v, %v", q, q.String(), got, err)
		}
	})
}

func TestQuantitySpellings(t *testing.T) {
	for text, want := range map[string]Quantity{
		"40 %": {40, "%"}, "40%": {40, "%"}, "12,5 EUR/person/year": {12.5, "EUR/person/year"}, "12.5 €/jaar/persoon": {12.5, "EUR/person/year"},
		"30 maanden": {30, "month"}, "10 ans": {10, "year"}, "1 vte/buurt": {1, "FTE/buurt"}, "0.125 %": {0.125, "%"}, "3500000 EUR/year": {3.5e6, "EUR/year"},
		"1234.567 EUR": {1234.567, "EUR"}, "12": {12, ""},
	} {
		if got, err := ParseQuantity(text); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"31.439 EUR": "ambiguous: 31439 or 31.4390", "31,439": "ambiguous", "1.234.567": "write 1234567", "010": "starts with a zero", "NaN %": "finite",
		"-Inf": "finite", "1e9": "unknown unit", "5 decades": "unknown unit", "": "not a number", "1. %": "not a number", "--3": "not a number", "9999999999999999": "too large",
	} {
		if _, err := ParseQuantity(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}

func FuzzQuantity(f *testing.F) {
	for _, s := range []string{"40 %", "31.439", "1 FTE/buurt", "-0 month", "1 /", "1 EUR//year"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuantity(text)
		if err != nil {
			return
		}
		if again, err := ParseQuantity(q.String()); err != nil || again != q {
			t.Errorf("%q is %v, written %q, read %v, %v", text, q, q.String(), again, err)
		}
	})
}

// Nothing makes Parse panic, and what it accepts survives a round trip.
func FuzzParse(f *testing.F) {
	for _, id := range libraryOrder {
		text, err := library.ReadFile("library/" + id + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("format: 1\nname: x\nextends: full-proposal\ntitle: \"\\x85\"\ntimeline: [{at: 2030-01, set: {care_plan: null, zorgcoach.posts: 2 FTE/elz}}]\nassumptions: {care.plan_hours: 3}\n"))
	f.Add([]byte("&a [*a]"))
	for _, file := range []string{"desks.yaml", "queue-score.bad.yaml", "expertise-over-100.bad.yaml"} {
		text, err := os.ReadFile("testdata/" + file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Parse("fuzz.yaml", text)
		if err != nil {
			if len(problems(t, err)) == 0 || err.Error() == "" {
				t.Error("an error that says nothing")
			}
			return
		}
		again, err := Parse("again.yaml", s.Normalised())
		if err != nil {
			t.Fatalf("%v\n%s", err, s.Normalised())
		}
		if !again.Equal(s) {
			t.Errorf("another plan after a round trip:\n%s\n%s", s.Normalised(), again.Normalised())
		}
		s.Check()
		if _, _, _, err := s.Plans(region(), slow); err != nil && len(problems(t, err)) == 0 {
			t.Error("an error that says nothing")
		}
		for _, line := range s.Describe(words2) {
			_ = line
		}
		if len(Diff(s, again)) > 0 {
			t.Errorf("a plan differs from itself: %v", Diff(s, again))
		}
	})
}

var words2, _ = words.For("nl")

// A new plan is named after its title, or titled after its name.
func TestNamed(t *testing.T) {
	for text, want := range map[string][2]string{
		"mijn-plan": {"mijn-plan", "Mijn plan"}, "Méér  coaches!": {"meer-coaches", "Méér coaches!"}, "Plan_A": {"plan_a", "Plan_A"},
		"L'équipe d’Overijse": {"lequipe-doverijse", "L'équipe d’Overijse"}, "2030": {"2030", "2030"},
		strings.Repeat("lang ", 30): {strings.TrimSuffix(strings.Repeat("lang-", 12)+"lang", "-"), strings.TrimSpace(strings.Repeat("lang ", 30))},
	} {
		if name, title, err := Named(text); err != nil || name != want[0] || title != want[1] {
			t.Errorf("%q is called %q and titled %q (%v)", text, name, title, err)
		}
	}
	for _, text := range []string{"", "!?", "—", "full-proposal", "Reference"} {
		if name, _, err := Named(text); err == nil {
			t.Errorf("%q is called %q", text, name)
		}
	}
}
