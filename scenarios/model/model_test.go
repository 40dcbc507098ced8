package model

import (
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/scenarios/evidence"

	"github.com/google/go-cmp/cmp"
)

func load(t *testing.T) (*evidence.Register, *Parameters) {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	ps, err := Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	return reg, ps
}

// Roles and defaults say the same: a row is a value exactly when one default
// takes it, and a default names all rows that answer its question.
func TestRolesAgreeWithDefaults(t *testing.T) {
	reg, ps := load(t)
	takenBy := map[string]string{}
	for _, p := range ps.List() {
		for _, id := range p.evidenceIDs(reg) {
			takenBy[id] = p.Path
		}
		want := reg.Alternatives(p.Evidence)
		got := slices.Clone(p.Alternatives)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Errorf("belgium.yaml:%d: %s: alternatives differ from roles.csv (-roles +default):\n%s", p.Line, p.Path, diff)
		}
	}
	for _, r := range reg.Rows() {
		role, _ := reg.Role(r.ID)
		path, taken := takenBy[r.ID]
		switch {
		case taken && role.Use != evidence.Value:
			t.Errorf("%s is the default of %s, yet its role is %s", r.ID, path, role.Use)
		case !taken && role.Use == evidence.Value:
			t.Errorf("%s: %s has role value, yet no default takes it", r.Where(), r.ID)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	reg, _ := load(t)
	for name, c := range map[string]struct{ entry, want string }{
		"no row":             {"x: {row: hours_client_crsis, kind: assumption, draw: fixed}", `bad.yaml:3: x: no row "hours_client_crsis" in the register (did you mean "hours_client_crisis"?)`},
		"no evidence":        {"x: {kind: assumption, draw: fixed}", "bad.yaml:3: x: a default needs either row or table"},
		"bare number":        {"x: 0.4", "bad.yaml:3: x: a default is an entry such as"},
		"number inside":      {"x: {row: gp_fee_2023, value: 3, kind: measured, draw: fixed}", `bad.yaml:3: x: unknown key "value"`},
		"one row, two paths": {"x: {row: gp_fee_2023, kind: measured, draw: fixed}\n  y: {row: gp_fee_2023, kind: measured, draw: fixed}", "bad.yaml:4: y: gp_fee_2023 is already the value of x"},
		"cell of a table":    {"x: {table: vt_fl, kind: measured, draw: fixed}\n  y: {row: vt_fl_m_0_4, kind: measured, draw: fixed}", "bad.yaml:4: y: vt_fl_m_0_4 is already the value of x"},
		"same path twice":    {"x: {row: gp_fee_2023, kind: measured, draw: fixed}\n  x: {row: gp_copay_gmd, kind: measured, draw: fixed}", "bad.yaml:4: x: this path is already at line 3"},
		"recalled, measured": {"x: {row: gmd_fee_2024, kind: measured, draw: fixed}", "gmd_fee_2024 is an assumption at care_and_financing.csv:"},
		"drawn lever":        {"x: {row: seed_buurtteam_size, kind: lever, draw: gamma}", "a lever is chosen, not drawn"},
		"unknown kind":       {"x: {row: gp_fee_2023, kind: guess, draw: fixed}", `kind is "guess"`},
		"unknown draw":       {"x: {row: gp_fee_2023, kind: measured, draw: cauchy}", `draw "cauchy" does not go with`},
		"beta of money":      {"x: {row: gp_fee_2023, kind: measured, draw: beta}", `draw "beta" does not go with 30`},
		"draw without range": {"x: {row: copay_gp_gmd, kind: measured, draw: normal}", "does not go with 4 (4 to 4): see its range"},
		"no such family":     {"x: {table: vt_fl_m, kind: measured, draw: fixed}", `no rows of family "vt_fl_m"`},
		"bad alternative":    {"x: {row: gp_fee_2023, kind: measured, draw: fixed, alternatives: [gp_fee_2032]}", `no row "gp_fee_2032"`},
		"unknown top key":    {"x: {row: gp_fee_2023, kind: measured, draw: fixed}\nextra: 1", "extra"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("bad.yaml", []byte("format: 1\nparameters:\n  "+c.entry+"\n"), reg)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v\nwant it to say %s", err, c.want)
			}
		})
	}
	if _, err := Parse("bad.yaml", []byte("format: 2\nparameters: {}\n"), reg); err == nil {
		t.Error("format 2 is accepted")
	}
	if _, err := Parse("bad.yaml", []byte("format: 1\nparameters: {}\n"), reg); err == nil {
		t.Error("a file without parameters is accepted")
	}
}

// Overrides in a scenario are nested keys: a path may not be the start of another.
func TestNoPathIsInsideAnother(t *testing.T) {
	_, ps := load(t)
	for _, p := range ps.List() {
		parts := strings.Split(p.Path, ".")
		for n := 1; n < len(parts); n++ {
			stem := strings.Join(parts[:n], ".")
			if _, clash := ps.at[stem]; clash {
				t.Errorf("%s lies inside %s", p.Path, stem)
			}
		}
		if _, clash := ps.at[p.Family]; clash && p.Family != "" {
			t.Errorf("family %s is also a path", p.Family)
		}
	}
}

func TestEffectsSayTheirOrigin(t *testing.T) {
	_, ps := load(t)
	want := map[string]Origin{
		"effect.coordination.stay":              Assumed,
		"effect.dementia_cm.nursing_home_lt18m": Foreign,
		"effect.phm.stay":                       Foreign,
		"effect.p3.nursing_home":                Assumed,
		"effect.carer_support.nursing_home":     Assumed,
		"effect.dementia_cm.nursing_home_all":   Foreign,
		"effect.coordination.nursing_home":      Assumed,
		"effect.job_satisfaction_smd":           Foreign,
		"effect.tier_move":                      Assumed,
		"effect.decline":                        Assumed,
		"effect.coordination.death":             Assumed,
		"effect.experience_smd":                 Assumed,
		"effect.carer_support.relief":           Assumed,
		"effect.nursing_home_team.unplanned":    Assumed,
		"effect.phm.bed_days":                   Foreign,
		"effect.dementia_cm.stay":               Foreign,
		"effect.phm.ed":                         Foreign,
		"effect.phm.outpatient":                 Foreign,
		"effect.pathway.diabetes.stay":          Foreign,
		"effect.pathway.diabetes.death":         Assumed,
		"effect.pathway.heart_failure.stay":     Foreign,
		"effect.pathway.heart_failure.death":    Foreign,
		"effect.pathway.copd.stay":              Foreign,
		"effect.pathway.frailty.adl":            Foreign,
		"effect.pathway.depression.mood":        Foreign,
	}
	for _, p := range ps.List() {
		if p.Effect && want[p.Path] != p.Origin() {
			t.Errorf("effect %s: origin %s, want %q", p.Path, p.Origin(), want[p.Path])
		}
		if !p.Effect && want[p.Path] != "" {
			t.Errorf("%s is not marked as an effect", p.Path)
		}
	}
	if p, _ := ps.Parameter("vt.ed_ratio"); p.Origin() != Belgian {
		t.Errorf("vt.ed_ratio comes from %s, not from Belgian data", p.Origin())
	}
	if p, _ := ps.Parameter("effect.tier_move"); p.Draw != Fixed || p.Base != 1 {
		t.Errorf("tier moves stay at 1 and are not drawn; they are %g, %s", p.Base, p.Draw)
	}
}

// Shares of one whole add up to one.
func TestSharesAddUp(t *testing.T) {
	_, ps := load(t)
	v := ps.Values(1, 0)
	for _, prefix := range []string{"home_nursing.share.", "ses.vt_share.", "care.expertise_share.", "budget.split."} {
		sum := 0.0
		for _, p := range ps.List() {
			if strings.HasPrefix(p.Path, prefix) {
				sum += p.Base
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s* add up to %g", prefix, sum)
		}
	}
	for sex := range 2 {
		for band := range evidence.Bands {
			sum := 0.0
			for _, tier := range []string{"t0", "t1", "t2", "t3"} {
				sum += v.Table("tier.share." + tier)[sex][band]
			}
			if math.Abs(sum-1) > 1e-3 { // rows are printed with three or four digits
				t.Errorf("tiers of sex %d, band %d add up to %g", sex, band, sum)
			}
		}
	}
}

// Every amount has a price year that the health index reaches.
func TestEveryAmountReachesThePriceYear(t *testing.T) {
	_, ps := load(t)
	v := ps.Values(1, 0)
	amounts := 0
	for _, p := range ps.List() {
		if strings.HasPrefix(p.Unit, "EUR") && !p.Table && !strings.HasPrefix(p.Path, "relevance.") {
			amounts++
			if got := v.Euro(p.Path); got < p.Base*0.9 || got > p.Base*1.3 {
				t.Errorf("%s: %g in prices of %s is %g in prices of %d", p.Path, p.Base, p.Row.Year, got, PriceYear)
			}
		}
	}
	if amounts < 30 {
		t.Errorf("only %d amounts found", amounts)
	}
	if got := v.PriceFactor(2018, 2024); math.Abs(got-1.2304) > 5e-4 { // price_factor_2018_2024
		t.Errorf("price factor 2018 to 2024 is %g, the register says 1.2304", got)
	}
	if got := v.PriceFactor(2025, 2024) * v.PriceFactor(2024, 2025); math.Abs(got-1) > 1e-12 {
		t.Errorf("there and back is %g", got)
	}
}

func TestWanted(t *testing.T) {
	_, ps := load(t)
	all := ps.Wanted(nil)
	for _, p := range all {
		if !p.Unsourced() || p.Kind == Lever {
			t.Errorf("%s is wanted, yet it is sourced or a lever", p.Path)
		}
	}
	first := ps.Wanted(map[string]float64{"gmd.fee": 2, "care.patience_months": 3})
	if len(first) != len(all) || first[0].Path != "care.patience_months" || first[1].Path != "gmd.fee" {
		t.Errorf("the most influential are %s and %s", first[0].Path, first[1].Path)
	}
	if got := first[1].AskWho(); got != "RIZIV tariff list code 102771 and successors" {
		t.Errorf("who could give gmd.fee: %q", got)
	}
	if p, _ := ps.Parameter("care.hours.light"); p.AskWho() != "" {
		t.Errorf("nobody is named for care.hours.light, yet AskWho says %q", p.AskWho())
	}
}

func TestCheck(t *testing.T) {
	_, ps := load(t)
	for _, c := range []struct {
		path  string
		value float64
		ok    bool
	}{
		{"care.review_discharge", 1, true},
		{"care.review_discharge", 1.4, false},
		{"care.review_discharge", -0.1, false},
		{"care.hours.startup", -1, false},
		{"care.hours.startup", 30, true}, // outside its range, not impossible
		{"utility.tier.t2", -0.4, true},
		{"price.stay", math.NaN(), false},
		{"tier.share.t3", 1.5, true}, // a factor on the table
	} {
		p, ok := ps.Parameter(c.path)
		if !ok {
			t.Fatalf("no parameter %s", c.path)
		}
		if err := p.Check(c.value); (err == nil) != c.ok {
			t.Errorf("Check(%s, %g) = %v", c.path, c.value, err)
		}
	}
	if p, _ := ps.Parameter("care.hours.startup"); p.Plausible(30) || !p.Plausible(5) {
		t.Error("care.hours.startup ranges from 4 to 10 hours")
	}
	if got := ps.Near("care.hours.strtup"); got != "care.hours.startup" {
		t.Errorf("Near: %q", got)
	}
}
