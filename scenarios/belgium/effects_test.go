package belgium

import (
	"math"
	"testing"

	"piramide/sim"
)

// The piecewise hazards of dementia case management give back both published
// risk ratios.
func TestDementiaReproducesBothFollowUps(t *testing.T) {
	v := base(t)
	rrEarly, rrAll := v.Get("effect.dementia_cm.nursing_home_lt18m"), v.Get("effect.dementia_cm.nursing_home_all")
	p0, months := v.Get("effect.dementia_cm.untreated_risk_18m"), int(v.Get("effect.dementia_cm.followup_months"))
	if rrEarly != 0.61 || rrAll != 0.94 {
		t.Fatalf("cm_dementia_ltc_rr_lt18m and _all are %g and %g", rrEarly, rrAll)
	}
	list := effectNamed(t, effects(v), "dementia_nursing_home").LogHR
	base := -math.Log(1-p0) / 18
	risk := func(upTo int, treated bool) float64 {
		var h float64
		for k := range upTo {
			x := base
			if treated {
				x *= math.Exp(list[min(k, len(list)-1)])
			}
			h += x
		}
		return 1 - math.Exp(-h)
	}
	if got := risk(18, true) / risk(18, false); math.Abs(got-rrEarly) > 1e-12 {
		t.Errorf("risk ratio over 18 months %.4f, published %.2f", got, rrEarly)
	}
	if got := risk(months, true) / risk(months, false); math.Abs(got-rrAll) > 1e-12 {
		t.Errorf("risk ratio over %d months %.4f, published %.2f", months, got, rrAll)
	}
	if list[len(list)-1] != 0 {
		t.Errorf("an effect of %g lasts for ever", list[len(list)-1])
	}
	if catchUp := math.Exp(list[18]); catchUp <= 1 {
		t.Errorf("no catching up after 18 months: hazard ratio %.3f", catchUp)
	}
}

func effectNamed(t *testing.T, list []sim.Effect, name string) sim.Effect {
	t.Helper()
	for _, e := range list {
		if e.Name == name && e.Role == sim.Casemanager && e.Condition == "dementia" {
			return e
		}
	}
	t.Fatalf("no effect %s of case managers on people with dementia", name)
	return sim.Effect{}
}

func TestHazardRatio(t *testing.T) {
	const rr, p0 = 0.8, 0.3
	hr := hazardRatio(rr, p0)
	if got := (1 - math.Pow(1-p0, hr)) / p0; math.Abs(got-rr) > 1e-12 {
		t.Errorf("hazard ratio %.4f gives risk ratio %.4f, want %.1f", hr, got, rr)
	}
}
