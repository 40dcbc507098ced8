package sim

import (
	"context"
	"testing"
)

// What a probe is told adds up to what the world counts, to the unit.
func TestProbeAddsUp(t *testing.T) {
	c := testConfig(4000)
	w := started(t, c)
	var num [NumIndicators]int64
	var qaly, care, own int64
	months, members, moved, ofVT := 0, 0, 0, int64(0)
	ended := map[uint64]uint8{}
	w.Watch(&Probe{Month: func(month int, lives []Lived) {
		if month != months {
			t.Fatalf("month %d was told where %d was due", month, months)
		}
		months++
		for k := range lives {
			l := &lives[k]
			if l.Key == 0 {
				continue
			}
			for s, cents := range l.Spent {
				if Spent(s) != OnNursingHome {
					care += int64(cents)
				}
			}
			own += int64(l.Own)
			num[EDVisits] += int64(l.Visits)
			ofVT += int64(l.Visits) * int64(l.VT)
			if tier, ok := ended[l.Key]; ok && tier != l.Tier {
				t.Fatalf("month %d begins in tier %d, the one before ended in %d", month, l.Tier, tier)
			}
			if ended[l.Key] = l.Ends; l.Ends != l.Tier {
				moved++
			}
			num[UnplannedStays] += int64(l.Unplanned)
			num[BedDays] += int64(l.BedDays)
			num[GiveUps] += int64(l.GivenUp)
			count := func(x Indicator, mark uint16) { num[x] += int64(one(l.Is(mark))) }
			count(NursingHomeEntries, EntersResident)
			count(InCare, IsPlaced)
			count(Found, IsKnown)
			count(WaitMonths, IsWaiting)
			count(Carers, IsOverburdened)
			if l.Is(IsMember) {
				members++
				qaly += int64(l.QALY)
				num[DaysAtHome] += int64(l.Home)
				count(Deaths, HasDied)
				count(ReachedInTime, IsPlaced)
			}
			if l.Found != 0 {
				num[FoundByGP+Indicator(l.Found-1)]++
			}
		}
	}})
	r, err := w.Run(context.Background(), []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if moved == 0 || members == 0 || num[FoundByPHM] == 0 || num[DaysAtHome] == 0 {
		t.Fatal("nothing happened")
	}
	at := func(x Indicator) (sum int64) {
		for y := range r.Years {
			sum += r.At(x, y, 0, GroupAll).Num
		}
		return sum
	}
	for _, x := range []Indicator{
		EDVisits, UnplannedStays, BedDays, GiveUps, NursingHomeEntries, InCare, Found, WaitMonths, Carers, DaysAtHome, Deaths, ReachedInTime,
		FoundByGP, FoundByPHM, FoundByStay, FoundByNursingHome,
	} {
		if num[x] != at(x) {
			t.Errorf("indicator %d: the probe was told %d, the world counted %d", x, num[x], at(x))
		}
	}
	var wantVT int64
	for y := range r.Years {
		wantVT += r.At(EDVisits, y, 0, GroupVT).Num
	}
	if ofVT != wantVT {
		t.Errorf("emergency visits with VT: %d, counted %d", ofVT, wantVT)
	}
	if want := at(OwnShareCost); own != want {
		t.Errorf("own shares: %d, counted %d", own, want)
	}
	var counted int64
	for _, q := range r.Months[MonthCohortQALY] {
		counted += q
	}
	if qaly != counted {
		t.Errorf("QALY of the cohort: %d, counted %d", qaly, counted)
	}
}

// A probe changes nobody's life.
func TestProbeChangesNothing(t *testing.T) {
	c := testConfig(2000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	w := started(t, c)
	w.Watch(&Probe{Month: func(int, []Lived) {}})
	watched, err := w.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(run(t, c), watched); d != "" {
		t.Error(d)
	}
}
