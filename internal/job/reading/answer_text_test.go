package reading

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
	ind, err := FindIndicator(indicator)
	if err != nil {
		t.Fatal(err)
	}
	return &Answer{Words: w, indicator: ind, Indicator: indicator, decimals: decimals, Unit: "FTE"}
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
		one, many := a.Words.Say("scenarios.unit_month"), a.Words.Say("scenarios.unit_months")
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
			unit, goal := strings.TrimSpace(a.unitText()), a.GoalText()
			if share := a.indicator.IsShare(); (unit == "%") != share || !share && unit != a.Words.Say(a.indicator.UnitID()) {
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
