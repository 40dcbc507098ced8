package sim

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// Effects together by hand (docs/model.md 7.8). A client of a coach, who gives the half hour
// beside a case manager, half of dose 1, in a team that works at half its design; and of
// that case manager, who gives half of dose 1;
// the effect of the coach is a, that of the case manager b, on unplanned stays.
func TestOverlapByHand(t *testing.T) {
	const coached, managed = 0.5 * 0.5, 0.5
	a, b, harm := math.Log(0.8), math.Log(0.6), math.Log(1.5)
	for name, x := range map[string]struct {
		second    Effect
		managers  float64 // FTE
		strongest float64
		multiply  float64
	}{
		"two effects at different doses": {Effect{Name: "b", LogHR: []float64{b}}, 1, b * managed, a*coached + b*managed},
		"the second one has no dose":     {Effect{Name: "b", LogHR: []float64{b}}, 0, a * coached, a * coached},
		"they pull apart":                {Effect{Name: "b", LogHR: []float64{harm}}, 1, harm * managed, a*coached + harm*managed},
		"one effect, given twice":        {Effect{Name: "a", LogHR: []float64{a}}, 1, a * managed, a * managed},
		"one effect, half as much":       {Effect{Name: "a", LogHR: []float64{a / 2}}, 1, a * coached, a * coached},
		"no effect":                      {Effect{Name: "b", LogHR: []float64{0}}, 1, a * coached, a * coached},
	} {
		for rule, want := range map[Overlap]float64{Strongest: x.strongest, Multiply: x.multiply} {
			c := testConfig(2000)
			c.Before.P3, c.Schedule[0].Plan.P3, c.Calendar.BurnIn = 0, 0, 0
			c.Care.DoseHours[Casemanager] = 4 // a case manager gives 2 hours
			x.second.Role, x.second.Event = Casemanager, "stay"
			c.Effects = []Effect{{Name: "a", Role: Zorgcoach, Event: "stay", LogHR: []float64{a}}, x.second}
			c.Overlap = rule
			w := opened(t, c)
			w.cycle = 40
			e := client(t, w, 2, w.cycle-9)
			e.began[seatCase] = e.began[seatCoach]
			workers(w, 1)
			w.buurten[0].mature = 0.5
			w.staff.areas[Casemanager][0].posts = []post{{fte: x.managers, since: -1000, away: w.m.cfg.Labour.Absence}}
			w.staff.areas[Casemanager][0].now = int32(w.cycle)
			w.follow()
			if got := float64(e.effects[onUnplanned]); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s, rule %d: log hazard ratio %.4f, by hand %.4f", name, rule, got, want)
			}
		}
	}
}

// Care, support for the carer and a pathway on the entry to a nursing home: the strongest
// is 0.6, the product 0.9 × 0.8 × 0.6. No product passes the cap.
func TestOverlapOfCareCarersAndPathways(t *testing.T) {
	for rule, want := range map[Overlap]float64{Strongest: 0.6, Multiply: 0.9 * 0.8 * 0.6} {
		c := pathConfig(2000, 1, PathwayEffect{Event: "nursing_home", LogHR: math.Log(0.6), Part: 1, Among: 1})
		c.Overlap, c.Care.CarerHelp = rule, CarerHelp{Hours: 3, NursingHome: math.Log(0.8)}
		w := opened(t, c)
		w.openPathways()
		at := slices.IndexFunc(w.people, func(p citizen) bool { return p.class != vacant })
		for !w.takesPart(at, PathHeartFailure) || w.people[at].episode != none {
			at++
		}
		e := w.openEpisode(at, 0)
		e.effects[onNursingHome] = float32(math.Log(0.9))
		w.helped.put(at)
		if got := w.effectOn(at, onNursingHome, 2); math.Abs(got-want) > 1e-6 {
			t.Errorf("rule %d: entry × %.4f, by hand %.4f", rule, got, want)
		}
		if got := w.effectOn(at, onDeath, 2); got != 1 {
			t.Errorf("rule %d: death × %.4f", rule, got)
		}
		e.effects[onNursingHome] = float32(math.Log(9))
		if got := w.effectOn(at, onNursingHome, 2); got > 2 {
			t.Errorf("rule %d: entry × %.4f, over the cap", rule, got)
		}
	}
}

// Effects that together can raise an event over its cap are refused when the model is
// compiled, one effect that two give is not twice; and the rule moves no bound, so that
// under both a citizen has the same candidate points.
func TestOverlapAndTheCap(t *testing.T) {
	harm := func(second string, rule Overlap) Config {
		c := testConfig(500)
		c.Overlap = rule
		c.Effects = []Effect{
			{Name: "a", Role: Zorgcoach, Event: "nursing_home", LogHR: []float64{-1, math.Log(1.15)}},
			{Name: second, Role: Casemanager, Event: "nursing_home", LogHR: []float64{math.Log(1.15)}},
		}
		return c // its cap is 1.2
	}
	for _, rule := range []Overlap{Strongest, Multiply} {
		_, err := Compile(harm("b", rule))
		if err == nil || !strings.Contains(err.Error(), "event nursing_home") || !strings.Contains(err.Error(), "factor of 1.322,") || !strings.Contains(err.Error(), "modifier, 1.2 ") {
			t.Errorf("rule %d: 1.15 × 1.15 under a cap of 1.2: %v", rule, err)
		}
	}
	one, err := Compile(harm("a", Strongest))
	if err != nil {
		t.Fatal(err)
	}
	other, err := Compile(harm("a", Multiply))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one.boundEx, other.boundEx) || !slices.Equal(one.boundRec, other.boundRec) {
		t.Error("the rule moves a bound")
	}
}
