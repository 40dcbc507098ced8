package job

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
)

// answering is an answer about an indicator, as a search of values with decimals gives it.
func answering(t *testing.T, lang, indicator string, decimals int) *Answer {
	t.Helper()
	w, err := words.For(lang)
	if err != nil {
		t.Fatal(err)
	}
	ind, err := findIndicator(indicator)
	if err != nil {
		t.Fatal(err)
	}
	return &Answer{words: w, indicator: ind, Indicator: indicator, decimals: decimals, Unit: "FTE"}
}

// TestDecimalsOf: the decimals of a number are the least with which it reads back, to a
// ten-thousandth; one more tells nothing, one fewer is another number.
func TestDecimalsOf(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 0.1, 0.05, 12.5, 1e6, 1e6 + 0.25, 0.1 + 0.2, 1. / 3, -2.0001, 0.00004} {
		d := decimalsOf(x)
		back := func(digits int) float64 {
			v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', digits, 64), 64)
			return v
		}
		if d < 0 || d > 4 || math.Abs(back(d)-x) > 0.5e-4 {
			t.Errorf("%v with %d decimals is %v", x, d, back(d))
		}
		if d > 0 && math.Abs(back(d-1)-x) < 0.5e-4 {
			t.Errorf("%v needs %d decimals, not %d", x, d-1, d)
		}
	}
}

// TestPlainIsNoFinerThanTheLattice: a value on the lattice of a search reads back as
// itself, and no value is told finer than the search looked or than two decimals.
func TestPlainIsNoFinerThanTheLattice(t *testing.T) {
	for decimals := range 4 {
		a := answering(t, "en", "net_cost", decimals)
		step := math.Pow10(-decimals)
		for place := range 50 {
			x := float64(place) * step
			got, err := strconv.ParseFloat(a.plain(x), 64)
			if err != nil || math.Abs(got-x) > 1e-9 {
				t.Errorf("%v with %d decimals is told as %s", x, decimals, a.plain(x))
			}
		}
		if _, digits, _ := strings.Cut(a.plain(1./3), "."); len(digits) > max(decimals, 2) {
			t.Errorf("a third with %d decimals is told as %s", decimals, a.plain(1./3))
		}
	}
}

// TestAmountsHaveTheirUnit: a value of the dial carries its unit, one of one and many of
// many; the strength of an effect is a ratio and carries none.
func TestAmountsHaveTheirUnit(t *testing.T) {
	for _, lang := range words.Languages() {
		a := answering(t, lang, "net_cost", 1)
		a.Unit = "month"
		one, many := a.words.Say("scenarios.unit_month"), a.words.Say("scenarios.unit_months")
		if got := a.amount(1); !strings.HasSuffix(got, " "+one) {
			t.Errorf("%s: one is %s", lang, got)
		}
		for _, x := range []float64{0, 0.5, 2, 12} {
			if got := a.amount(x); got != a.plain(x)+" "+many {
				t.Errorf("%s: %v is %s", lang, x, got)
			}
		}
		a.Evidence = &Evidence{Low: 0.5, High: 1}
		if got := a.amount(2); got != a.plain(2) {
			t.Errorf("%s: an effect is %s", lang, got)
		}
	}
}

// TestResultsHaveTheirUnit: a share is told in per cent, with the sign once, and anything
// else in the unit of its indicator; the goal and the result use the same.
func TestResultsHaveTheirUnit(t *testing.T) {
	for _, lang := range words.Languages() {
		for i := range outputs.Indicators {
			a := answering(t, lang, outputs.Indicators[i].ID, 1)
			unit, goal := strings.TrimSpace(a.unitText()), a.goalText()
			if share := a.indicator.IsShare(); (unit == "%") != share || !share && unit != a.words.Say(a.indicator.UnitID()) {
				t.Errorf("%s: %s is in %q", lang, a.indicator.ID, unit)
			}
			if !strings.Contains(goal, unit) || strings.Count(goal, "%") > 1 && a.indicator.IsShare() {
				t.Errorf("%s: the goal of %s is %q, its result in %q", lang, a.indicator.ID, goal, unit)
			}
		}
	}
}

// TestIntervalSaysWhatIsKnown: an end of the interval that was not found is never told, and
// one that was found always.
func TestIntervalSaysWhatIsKnown(t *testing.T) {
	low, high := 3., 7.
	for _, lang := range words.Languages() {
		for _, ends := range [][2]*float64{{nil, nil}, {&low, nil}, {nil, &high}, {&low, &high}} {
			a := answering(t, lang, "net_cost", 0)
			a.Draws, a.Low, a.High = 20, ends[0], ends[1]
			said := a.intervalText()
			if strings.Contains(said, "3") != (ends[0] != nil) || strings.Contains(said, "7") != (ends[1] != nil) {
				t.Errorf("%s: of %v is said %q", lang, ends, said)
			}
			a.Draws = 1
			if one := a.intervalText(); strings.ContainsAny(one, "37") {
				t.Errorf("%s: of one draw is said %q", lang, one)
			}
		}
	}
}

// TestMomentIsOfThePlan: what marks the first staff is the first month of the accounts in
// which a compared plan has staff that it did not have before, not before its teams should
// start; a plan that nobody joins, or that had its staff from the start, has no moment.
func TestMomentIsOfThePlan(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	c := lives(t, "3 years", "reference", "leuven-today", "full-proposal")
	only := func(plans ...string) []int {
		kept := *c
		kept.Plans = nil
		for _, id := range plans {
			for _, p := range c.Plans {
				if p.ID == id {
					kept.Plans = append(kept.Plans, p)
				}
			}
		}
		var months []int
		for _, m := range (illustrator{c: &kept, w: w}).moments() {
			months = append(months, m.Month)
			if !strings.Contains(m.Name, "20") {
				t.Errorf("a moment without its month: %s", m.Name)
			}
		}
		return months
	}
	if m := only("reference"); m != nil {
		t.Errorf("care as today has new staff in month %v", m)
	}
	m := only("reference", "full-proposal")
	if len(m) != 1 {
		t.Fatalf("the full proposal has %d moments", len(m))
	}
	b, err := c.Result.Band("full-proposal", "posts_filled")
	if err != nil {
		t.Fatal(err)
	}
	plan := &c.Plans[2]
	start := max(0, 12*plan.FirstTeamYear-int(b.First))
	if at := m[0] / b.Step; m[0] < start || b.Median[at] <= 0 || at > 0 && m[0] > start && b.Median[at-1] > 0 {
		t.Errorf("the moment is month %d; teams start in month %d, with staff %v", m[0], start, b.Median)
	}
	later := *plan
	later.FirstTeamYear = plan.FirstTeamYear + 100
	kept := *c
	kept.Plans = []outputs.Plan{c.Plans[0], later}
	if m := (illustrator{c: &kept, w: w}).moments(); m != nil {
		t.Errorf("a plan whose teams never start has a moment: %v", m)
	}
}
