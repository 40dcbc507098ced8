package scenarios

import (
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

func loaded(t *testing.T, name string) *Scenario {
	t.Helper()
	s, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func under(t *testing.T, s *Scenario, sets ...string) *Scenario {
	t.Helper()
	out, err := s.Under(sets...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every file is a set, named by its file, told in three languages, and what only
// bounds results (Kinzigtal and other whole programmes) is put in by none.
func TestSetsAreWhole(t *testing.T) {
	files, err := fs.Glob(setFiles, setDir+"*.yaml")
	if err != nil || len(files) != len(setOrder) {
		t.Fatalf("%d files, %d sets; %v", len(files), len(setOrder), err)
	}
	for _, s := range Sets() {
		if !slices.Contains(files, setDir+s.Name+".yaml") {
			t.Errorf("the file of set %s has another name", s.Name)
		}
		for _, lang := range []string{"nl", "fr", "en"} {
			if s.Title[lang] == "" || s.Description[lang] == "" {
				t.Errorf("%s: no title or description in %s", s.Name, lang)
			}
		}
		if (len(s.Assumptions) == 0) != (s.Name == DefaultSet) {
			t.Errorf("%s holds %d assumptions", s.Name, len(s.Assumptions))
		}
		for _, a := range s.Assumptions {
			if role, ok := register().Role(a.Row); ok && role.Use != evidence.Value && role.Use != evidence.Alternative {
				t.Errorf("%s: %s stands on %s, whose role is %s", s.Name, a.Path, a.Row, role.Use)
			}
		}
	}
}

// The sceptic grants no effect that the evidence does not force: each that helps is
// null where its range holds that and the end nearest to null otherwise; what does
// harm stays. Every wage is at its high end. The set follows the list of parameters,
// so that a new effect is doubted too.
func TestScepticalGrantsNothing(t *testing.T) {
	v := parameters().Values(1, 3)
	before := parameters().Values(1, 3)
	under(t, loaded(t, "full-proposal"), "sceptical").Assume(v, 1, 3)
	wages := 0
	for _, p := range parameters().List() {
		x := v.Get(p.Path)
		null := 1.0
		if strings.Contains(p.Unit, "SMD") || strings.Contains(p.Unit, "standard deviation") {
			null = 0
		}
		switch {
		case staffCost(p):
			wages++
			if x != p.High {
				t.Errorf("%s is %g; the high end of its range is %g", p.Path, x, p.High)
			}
		case !p.Effect:
			if x != before.Get(p.Path) {
				t.Errorf("%s is no effect and no cost of staff, yet moves", p.Path)
			}
		case strings.HasPrefix(p.Path, "effect.phm."):
			if x != before.Get(p.Path) || p.Base <= 1 {
				t.Errorf("%s does harm and must stay", p.Path)
			}
		case p.Plausible(null):
			if x != null {
				t.Errorf("%s is %g; its range %g to %g holds %g", p.Path, x, p.Low, p.High, null)
			}
		case math.Abs(x-null) > min(math.Abs(p.Low-null), math.Abs(p.High-null))+1e-12:
			t.Errorf("%s is %g; an end of %g to %g lies nearer to %g", p.Path, x, p.Low, p.High, null)
		}
	}
	if wages < 5 {
		t.Errorf("%d costs of staff", wages)
	}
	if v.Get("effect.experience_smd") != 0.2 || v.Get("effect.coordination.nursing_home") != 1 {
		t.Errorf("experience %g, nursing home %g", v.Get("effect.experience_smd"), v.Get("effect.coordination.nursing_home"))
	}
}

// The coin of the optimistic set (docs/model.md 7.8): in a draw either all of its effects
// are exactly null or all are there, with the mean over the coin equal to the ratio
// that was drawn; in draw 0 the mean itself. Of 2000 draws the share that fails is
// that of its chance within five standard errors: a false alarm in 10⁶.
func TestCoinKeepsItsMean(t *testing.T) {
	s := under(t, loaded(t, "full-proposal"), "optimistic")
	tossed := []string{}
	for _, a := range s.Assumptions {
		if a.Coin {
			tossed = append(tossed, a.Path)
		} else if a.Path != "effect.coordination.death" {
			t.Errorf("%s has no coin", a.Path)
		}
	}
	if len(tossed) != 3 {
		t.Fatalf("the coin decides on %v", tossed)
	}
	const draws = 2000
	fails, expected, variance := 0, 0.0, 0.0
	for n := range draws + 1 {
		v := parameters().Values(7, n)
		p := v.Get(successPath)
		s.Assume(v, 7, n)
		failed := s.Fails(v, 7, n)
		if n == 0 {
			if failed || v.Get("effect.coordination.nursing_home") != 0.87 {
				t.Error("a coin falls at the base values")
			}
			continue
		}
		if failed {
			fails++
		}
		expected += 1 - p
		variance += p * (1 - p)
		for _, a := range s.Assumptions {
			if !a.Coin {
				continue
			}
			x := v.Get(a.Path)
			if failed != (x == 1) {
				t.Fatalf("draw %d: the programme fails: %v, yet %s is %g", n, failed, a.Path, x)
			}
			parameter, _ := parameters().Parameter(a.Path)
			want := model.Draw(a.Draw).Quantile(a.Value, a.Low, a.High, parameter.Unit01(7, n))
			if !failed && math.Abs(p*x+(1-p)-want) > 1e-12 {
				t.Fatalf("draw %d: the mean over the coin of %s is %g, drawn %g", n, a.Path, p*x+(1-p), want)
			}
		}
	}
	if z := (float64(fails) - expected) / math.Sqrt(variance); math.Abs(z) > 5 {
		t.Errorf("%d of %d fail, %.0f expected", fails, draws, expected)
	}
	if under(t, loaded(t, "leuven-100"), "optimistic").Tosses() {
		t.Error("a coin for a plan without coordination")
	}
}

// A plan's own assumption stands over that of a set, is noted, and goes on to do so
// when the plan is changed.
func TestOwnAssumptionBeatsTheSet(t *testing.T) {
	s := under(t, loaded(t, "testdata/effects.yaml"), "sceptical")
	s, err := s.Set("region", "leuven-10")
	if err != nil {
		t.Fatal(err)
	}
	v := parameters().Values(1, 0)
	notes := s.Assume(v, 1, 0)
	if v.Get("effect.coordination.stay") != 0.85 || v.Get("effect.decline") != 1 || v.Get("wage.nurse") == parameters().Values(1, 0).Get("wage.nurse") {
		t.Errorf("stay %g, decline %g, nurse %g", v.Get("effect.coordination.stay"), v.Get("effect.decline"), v.Get("wage.nurse"))
	}
	said := map[string]int{}
	for _, n := range notes {
		said[n.Message.ID]++
	}
	if said["scenarios.note_beats_set"] != 4 || said["scenarios.note_outside_reason"] != 2 || said["scenarios.note_override"] != 4 {
		t.Errorf("notes: %v", said)
	}
	if plain := loaded(t, "testdata/effects.yaml"); len(under(t, plain, "evidence").Sets()) != 0 {
		t.Error("the evidence changes a plan")
	}
}

func TestUnderRefuses(t *testing.T) {
	s := loaded(t, "reference")
	for _, c := range []struct {
		sets []string
		want string
	}{
		{[]string{"sceptic"}, `unknown set of assumptions "sceptic" (hint: did you mean sceptical?)`},
		{[]string{"zzzzzzzz"}, `(hint: choose from: evidence, optimistic, sceptical, multiply, chronic-29, chronic-50)`},
		{[]string{"chronic-29", "chronic-50"}, `condition.tier_ratio.t0: the sets of assumptions chronic-29 and chronic-50 do not go together`},
		{[]string{"optimistic", "sceptical"}, `effect.coordination.`},
	} {
		if _, err := s.Under(c.sets...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v\nwant %s", c.sets, err, c.want)
		}
	}
	if both := under(t, s, "evidence", "optimistic", "chronic-29", "optimistic"); len(both.Sets()) != 2 {
		t.Errorf("%d sets", len(both.Sets()))
	}
}

// The dial of an effect turns it in the plan, also where the plan has its own, and
// may leave the evidence.
func TestDialOfAnOwnEffect(t *testing.T) {
	for _, plan := range []string{"testdata/effects.yaml", "full-proposal"} {
		s := loaded(t, plan)
		d, err := s.Dial("effects.zorgcoach.unplanned_stay", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		turned, err := d.At(0.4)
		if err != nil {
			t.Fatal(err)
		}
		if turned, err = turned.Set("region", "leuven-10"); err != nil {
			t.Fatal(err)
		}
		v := parameters().Values(1, 2)
		turned.Assume(v, 1, 2)
		if v.Get("effect.coordination.stay") != 0.4 {
			t.Errorf("%s: turned to 0.4, is %g", plan, v.Get("effect.coordination.stay"))
		}
	}
}

// The wider pyramids hold the promised shares of Belgium; their tiers keep the age
// profile of the usual ones, at one ratio of odds for the chronic; and what a tier
// means is the mean over the same people, heaviest first. Rows have four digits.
func TestWiderPyramids(t *testing.T) {
	reg := register()
	names := [4]string{"t0_general", "t1_chronic_selfcare", "t2_high_risk", "t3_high_complexity"}
	read := func(family string) evidence.Table {
		out, err := reg.Bands(family)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	people := read("pop_be_2025")
	mean := func(x evidence.Table) float64 {
		var sum, n float64
		for s := range x {
			for b := range x[s] {
				sum += x[s][b] * people[s][b]
				n += people[s][b]
			}
		}
		return sum / n
	}
	var usual [4]evidence.Table
	var old [4]float64
	for k, name := range names {
		usual[k] = read("tier_share_" + name)
		old[k] = mean(usual[k])
	}
	for set, chronic := range map[string]float64{"chronic-29": 0.29, "chronic-50": 0.50} {
		v := parameters().Values(1, 0)
		under(t, loaded(t, "reference"), set).Assume(v, 1, 0)
		want := [4]float64{1 - chronic, 0.8 * chronic, 0.15 * chronic, 0.05 * chronic}
		var wide [4]evidence.Table
		for k := range names {
			wide[k] = v.Table([4]string{"tier.share.t0", "tier.share.t1", "tier.share.t2", "tier.share.t3"}[k])
			if got := mean(wide[k]); math.Abs(got-want[k]) > 2e-4 {
				t.Errorf("%s: %s holds %.4f of Belgium, %.4f promised", set, names[k], got, want[k])
			}
		}
		first, upper := 0.0, [4]float64{}
		for s := range wide[0] {
			for b := range wide[0][s] {
				c, was := 1-wide[0][s][b], 1-usual[0][s][b]
				odds := c / (1 - c) / (was / (1 - was))
				if first == 0 {
					first = odds
				}
				if math.Abs(odds/first-1) > 0.05 { // young shares have two digits
					t.Errorf("%s: odds of being chronic grow by %.3f in band %d, by %.3f in the first", set, odds, b, first)
				}
				for k := 2; k < 4; k++ {
					ratio := wide[k][s][b] / c / (usual[k][s][b] / was)
					if upper[k] == 0 {
						upper[k] = ratio
					}
					if math.Abs(ratio/upper[k]-1) > 0.05 {
						t.Errorf("%s: %s has another age profile in band %d", set, names[k], b)
					}
				}
			}
		}
		for _, family := range []string{"tier.cost_multiplier", "tier.stay_multiplier", "tier.ed_multiplier", "mortality.rr", "nursing_home.entry_rr", "gp.tier_ratio", "utility.tier"} {
			base := parameters().Values(1, 0)
			var x, y [4]float64
			for k := range names {
				path := family + ".t" + string(rune('0'+k))
				x[k], y[k] = base.Get(path), v.Get(path)
			}
			for k, got := range y {
				if by := regrouped(x, old, want, k); math.Abs(got-by) > 2e-3*math.Max(1, math.Abs(by)) {
					t.Errorf("%s: %s.t%d is %g, the mean over its people %g", set, family, k, got, by)
				}
			}
		}
	}
}

// regrouped is the mean of x over the people of a new tier: the heaviest are taken
// first.
func regrouped(x, old, fresh [4]float64, tier int) float64 {
	from := 0.0 // share of the people heavier than this tier
	for k := 3; k > tier; k-- {
		from += fresh[k]
	}
	sum, at := 0.0, 0.0
	for k := 3; k >= 0; k-- {
		overlap := math.Min(at+old[k], from+fresh[tier]) - math.Max(at, from)
		sum += x[k] * math.Max(0, overlap)
		at += old[k]
	}
	return sum / fresh[tier]
}
