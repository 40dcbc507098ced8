package sim

import (
	"context"
	"math"
	"slices"
	"testing"
)

// dementiaCourse is the effect of a trial of 36 months: the hazard ratios that give
// risk ratios of 0.61 over 18 months and 0.94 over 36, from an untreated risk of 0.3.
func dementiaCourse() (list []float64, base float64) {
	base = -math.Log(1-0.3) / 18
	first := math.Log(1-0.61*0.3) / math.Log(1-0.3)
	all := -math.Log(1 - 0.94*(1-math.Exp(-36*base)))
	for range 18 {
		list = append(list, math.Log(first))
	}
	for range 18 {
		list = append(list, math.Log((all-18*base*first)/(18*base)))
	}
	return append(list, 0), base
}

// followed gives a citizen with dementia and complex need case management in the months
// that in names, at so many of the hours of dose 1, and returns the factor on entry into
// a nursing home in each month after the first contact, as the illness phase meets it.
func followed(t *testing.T, dose float64, months int, in func(month int) bool) (factors []float64) {
	t.Helper()
	c := poolConfig(3000)
	list, _ := dementiaCourse()
	c.Effects = []Effect{{Name: "dementia", Role: Casemanager, Event: "nursing_home", Condition: "dementia", LogHR: list, CatchUp: 18}}
	capByCare(&c, "nursing_home")
	c.Care.StartupHours, c.Care.IntensiveHours, c.Care.DoseHours[Casemanager] = 2, 2, 2/dose
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
	w := opened(t, c)
	w.staff.areas[Casemanager][0].posts = []post{{fte: 1, since: -1000}}
	at := none
	for i := w.buurten[0].lo; at == none; i++ {
		if class := w.people[i].class; class != vacant && w.m.state(class) == 3 && w.hasCondition(i, 0) {
			at = i
		}
	}
	w.care.asked[seatCase] = make([]float64, len(w.buurten))
	for month := range months {
		w.cycle, w.month = month, c.Calendar.Start+Month(month)
		if month > 0 {
			factors = append(factors, w.effectOn(at, onNursingHome, 100))
		}
		e := w.episodeOf(at)
		switch {
		case in(month) && e == nil:
			e = w.openEpisode(at, 0)
			e.line, e.began[seatCase] = general, w.today(0)
			w.deskOf(e, seatCase).occupied++
			w.handOver(e, seatCase, w.today(0))
		case !in(month) && e != nil:
			w.vacate(e, seatCase, w.today(0))
			w.closeIfEmpty(int(w.people[at].episode))
		}
		w.follow()
	}
	return factors
}

// capByCare gives an event the cap that its effects of care need.
func capByCare(c *Config, event string) {
	for k := range c.Exclusive {
		if e := &c.Exclusive[k]; e.Name == event {
			e.Caps[ByCare] = c.MostCare(event)
		}
	}
}

// Who stays in case management has both published ratios over the trial's horizon, and
// nothing is left after it.
func TestWholeCourseHasBothRatios(t *testing.T) {
	list, base := dementiaCourse()
	factors := followed(t, 1, 50, func(int) bool { return true })
	var hazard float64
	for k, f := range factors {
		if want := math.Exp(list[min(k, len(list)-1)]); math.Abs(f-want) > 1e-5 {
			t.Errorf("month %d has a factor of %.4f, the trials %.4f", k, f, want)
		}
		hazard += base * f
		for _, x := range []struct {
			months int
			want   float64
		}{{18, 0.61}, {36, 0.94}} {
			if k+1 != x.months {
				continue
			}
			if got := (1 - math.Exp(-hazard)) / (1 - math.Exp(-base*float64(x.months))); math.Abs(got-x.want) > 1e-4 {
				t.Errorf("risk ratio over %d months %.4f, published %.2f", x.months, got, x.want)
			}
		}
	}
}

// Discharge ends what case management puts off, and not what is caught up: the same
// share of it comes back in the same months, whenever it ended and however many hours
// were given.
func TestDischargeDoesNotEscapeCatchingUp(t *testing.T) {
	list, _ := dementiaCourse()
	later := math.Exp(list[18]) - 1
	share := 18 * later / (18 * (1 - math.Exp(list[0]))) // of what is put off comes back
	for name, x := range map[string]struct {
		dose  float64
		until int // months in case management
	}{
		"after half a year":   {1, 6},
		"at the first review": {1, 12},
		"after a month":       {1, 1},
		"half the hours":      {0.5, 12},
		"in the catching up":  {1, 24},
		"half, to the end":    {0.5, 50},
	} {
		factors := followed(t, x.dose, 50, func(m int) bool { return m < x.until })
		var off, back float64
		for k, f := range factors {
			switch {
			case k < min(x.until, 18):
				if want := math.Exp(list[0] * x.dose); math.Abs(f-want) > 1e-5 {
					t.Errorf("%s: in care, month %d has %.4f, by hand %.4f", name, k, f, want)
				}
				off += 1 - f
			case k < 18 || k >= 36:
				if f != 1 {
					t.Errorf("%s: month %d has %.4f, without care and nothing to catch up", name, k, f)
				}
			default:
				if want := 1 + later*off/(18*(1-math.Exp(list[0]))); f <= 1 || math.Abs(f-want) > 1e-5 {
					t.Errorf("%s: catching up, month %d has %.4f, by hand %.4f", name, k, f, want)
				}
				back += f - 1
			}
		}
		if math.Abs(back/off-share) > 1e-4 {
			t.Errorf("%s: %.3f of what was put off comes back, of the whole course %.3f", name, back/off, share)
		}
	}
}

// Who comes back has what is left of the months of the first contact, and no fresh ones.
func TestReturnGetsNoFreshMonths(t *testing.T) {
	list, _ := dementiaCourse()
	first := math.Exp(list[0])
	factors := followed(t, 1, 50, func(m int) bool { return m < 6 || m >= 14 })
	late := followed(t, 1, 60, func(m int) bool { return m < 6 || m >= 20 })
	for k, f := range factors {
		if helped := k < 6 || k >= 14 && k < 18; (f < 1) != helped || helped && math.Abs(f-first) > 1e-5 {
			t.Errorf("back in month 14: month %d has %.4f", k, f)
		}
	}
	for k, f := range late {
		if k >= 6 && f < 1 {
			t.Errorf("back in month 20: month %d has %.4f, a benefit for the second time", k, f)
		}
		if (f > 1) != (k >= 18 && k < 36) {
			t.Errorf("back in month 20: month %d has %.4f", k, f)
		}
	}
}

// What goes on in the direction of the first months is no catching up: it takes care.
func TestWhatGoesOnTakesCare(t *testing.T) {
	f := effect{Effect: &Effect{LogHR: []float64{-0.5, -0.5, -0.1, 0.2, 0}, CatchUp: 2}}
	f.compileCatchUp()
	for month, want := range []bool{false, false, false, true, false, false} {
		if got := f.gives(month); got != want {
			t.Errorf("month %d gives back: %v", month, got)
		}
	}
	null := effect{Effect: &Effect{LogHR: []float64{0, 0, 0.2}, CatchUp: 2}}
	if null.compileCatchUp(); null.gives(2) {
		t.Error("nothing was put off, and it comes back")
	}
}

// Every clock is held by one living citizen, and outlives episodes; where no effect
// catches up there is none.
func TestClocksBelongToTheLiving(t *testing.T) {
	for name, catchUp := range map[string]int{"caught up": 6, "for good": 0} {
		c := poolConfig(6000)
		c.Effects = testConfig(1).Effects
		c.Effects[2].CatchUp = catchUp
		c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
		w := opened(t, c)
		outlived := 0
		for range c.Calendar.Cycles {
			if err := w.live(context.Background()); err != nil {
				t.Fatal(err)
			}
			held := make([]int, len(w.care.clocks))
			for _, k := range w.care.idle {
				held[k]++
			}
			for i := range w.people {
				k := w.people[i].episode
				if w.people[i].class == vacant && k != none {
					t.Fatalf("%s: an empty slot holds entry %d", name, k)
				}
				if k < none {
					held[shelved(k)]++
					outlived++
				}
			}
			for k := range w.care.episodes {
				if e := &w.care.episodes[k]; e.open() && e.clock != none {
					held[e.clock]++
				} else if e.open() && catchUp > 0 && e.began[seatCase] != none {
					t.Fatalf("%s: case management without a clock", name)
				}
			}
			for k, n := range held {
				if n != 1 {
					t.Fatalf("%s: clock %d is held by %d", name, k, n)
				}
			}
		}
		if (len(w.care.clocks) > 0) != (catchUp > 0) || (outlived > 0) != (catchUp > 0) {
			t.Errorf("%s: %d clocks, %d months of clocks without an episode", name, len(w.care.clocks), outlived)
		}
	}
}

// What one clock cannot keep is refused.
func TestWhatCannotBeCaughtUp(t *testing.T) {
	good := testConfig(1).Effects[2]
	coach, twice := good, good
	coach.Role, twice.Name = Zorgcoach, "again"
	for name, effects := range map[string][]Effect{"a coach": {coach}, "two on one event": {good, twice}} {
		c := testConfig(500)
		c.Effects = effects
		if _, err := Compile(c); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
	for _, wanted := range []float64{math.Log(0.6), math.Log(1.2)} {
		if !slices.Contains(good.LogHR, wanted) {
			t.Errorf("the fixture has no month with %g", wanted)
		}
	}
}

// Whom case management has had for half of its months expects only the rest of them:
// the order by expected benefit does not take a return for a beginning.
func TestExpectedBenefitOfAReturn(t *testing.T) {
	list, _ := dementiaCourse()
	f := effect{Effect: &Effect{LogHR: list, CatchUp: 18}}
	f.compileCatchUp()
	for from, want := range map[int]float64{0: list[0], 6: list[0], 12: list[0] / 2, 18: 0, 30: 0} {
		if got := f.nextMonths(from, 12); math.Abs(got-want) > 1e-12 {
			t.Errorf("after %d months a year of case management is expected to bring %.3f, by hand %.3f", from, got, want)
		}
	}
}

// What is caught up stands beside other effects of care by the rule for effects together,
// with an episode or after it. The most that they can do together is the cap of the event,
// which is reached and never passed, also where the parts of a course, in single precision,
// add up to a hair more than one.
func TestCatchingUpBesideOtherEffects(t *testing.T) {
	const coached, again, carer = 1.1, 1.2, 1.15
	for rule, want := range map[Overlap]struct{ care, after, half float64 }{
		Strongest: {again, again, carer},
		Multiply:  {coached * again * carer, again * carer, coached * 1.1 * carer},
	} {
		c := poolConfig(3000)
		c.Overlap, c.Care.CarerHelp = rule, CarerHelp{Hours: 3, NursingHome: math.Log(carer)}
		c.Effects = []Effect{
			{Name: "coach", Role: Zorgcoach, Event: "nursing_home", LogHR: []float64{math.Log(coached)}},
			{Name: "dementia", Role: Casemanager, Event: "nursing_home", Condition: "dementia", LogHR: halfYears(0.6, again, 1), CatchUp: 6},
		}
		most := c.MostCare("nursing_home")
		if math.Abs(most-coached*again*carer) > 1e-12 {
			t.Fatalf("rule %d: care can raise an entry by %.4f, by hand %.4f", rule, most, coached*again*carer)
		}
		capByCare(&c, "nursing_home")
		c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
		w := opened(t, c)
		w.cycle = 20
		at := slices.IndexFunc(w.people, func(p citizen) bool { return p.class != vacant })
		w.care.clocks = append(w.care.clocks, clock{first: int16(w.cycle - 1 - 8)})
		held := int32(len(w.care.clocks) - 1)
		off := &w.care.clocks[held].off[onNursingHome]
		w.helped.put(at)

		w.people[at].episode = shelved(held)
		*off = 1
		if got := w.effectOn(at, onNursingHome, most); math.Abs(got-want.after) > 1e-6 {
			t.Errorf("rule %d, after discharge: entry × %.4f, by hand %.4f", rule, got, want.after)
		}
		w.people[at].episode = none
		e := w.openEpisode(at, 0)
		e.clock, e.effects[onNursingHome] = held, float32(math.Log(coached))
		for part, by := range map[float32]float64{1: want.care, 0.5: want.half} {
			*off = part
			if got := w.effectOn(at, onNursingHome, most); math.Abs(got-by) > 1e-6 {
				t.Errorf("rule %d, in care with %g put off: entry × %.4f, by hand %.4f", rule, part, got, by)
			}
		}
		*off = 1.000001
		if got := w.effectOn(at, onNursingHome, most); got > most {
			t.Errorf("rule %d: entry × %.7f, over the cap of %.7f", rule, got, most)
		}
	}
}
