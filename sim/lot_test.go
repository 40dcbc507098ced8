package sim

import (
	"context"
	"math"
	"strings"
	"testing"
)

// drawnWorld lives the full plan under a lot and gives who ever held a place, the
// result, and the buurt of everybody.
func drawnWorld(t *testing.T, people int, set func(p *Plan)) (placed map[uint64]bool, buurt map[uint64]int, r *Result) {
	t.Helper()
	c := testConfig(people)
	c.Care.P3Inflow = 0
	w := started(t, c)
	placed, buurt = map[uint64]bool{}, map[uint64]int{}
	w.NoteEntries()
	w.Watch(&Probe{Month: func(_ int, lives []Lived) {
		for k := range lives {
			if l := &lives[k]; l.Key != 0 {
				if buurt[l.Key] = int(l.Buurt); l.Marks&(WithCoach|WithCase|WithSpecialist) != 0 {
					placed[l.Key] = true
				}
			}
		}
	}})
	p := fullPlan(c.Calendar.Start)
	set(&p)
	r, err := w.Run(context.Background(), []Dated{{c.Calendar.Start, p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return placed, buurt, r
}

// Nobody whom the lot leaves out holds a place, both arms are drawn at the share of the
// lot, and who is let in does get places. The share is checked against the binomial
// band of 5 standard deviations: a sound coin fails it once in a million.
func TestLotDividesCitizens(t *testing.T) {
	placed, _, r := drawnWorld(t, 8000, func(p *Plan) { p.Lot = Lot{Drawn: true, Share: 0.4} })
	in, served := 0, 0
	for _, d := range r.Drawn {
		if d.In {
			in++
		}
		if placed[d.Key] {
			if served++; !d.In {
				t.Fatal("a citizen whom the lot leaves out holds a place")
			}
		}
	}
	n := float64(len(r.Drawn))
	if got, band := float64(in)/n, 5*math.Sqrt(0.4*0.6/n); n < 300 || math.Abs(got-0.4) > band {
		t.Errorf("of %.0f the lot lets in %.3f, not 0.4 ± %.3f", n, got, band)
	}
	if served < in/3 {
		t.Errorf("%d of the %d let in hold a place", served, in)
	}
}

// In a shut buurt nobody holds a place and no list of PHM is made; elsewhere life goes on.
func TestLotShutsABuurt(t *testing.T) {
	c := testConfig(10)
	n := len(c.Population.Buurten)
	placed, buurt, r := drawnWorld(t, 8000, func(p *Plan) {
		p.Lot.Shut = make([]bool, n)
		p.Lot.Shut[0] = true
	})
	per := make([]int, n)
	for key := range placed {
		per[buurt[key]]++
	}
	if per[0] != 0 || per[n-1] == 0 {
		t.Errorf("places by buurt: %v; the first is shut", per)
	}
	for y := range r.Years {
		if got := r.At(FlaggedInNeed, y, 1, GroupAll).Den; got != 0 {
			t.Errorf("year %d: PHM pointed out %d people in the shut buurt", y+1, got)
		}
	}
}

func TestLotOutOfBoundsIsRefused(t *testing.T) {
	for want, lot := range map[string]Lot{
		"a lot lets in a share of 1.5":  {Drawn: true, Share: 1.5},
		"a lot names 1 buurten of":      {Shut: []bool{true}},
		"a lot lets in a share of NaN":  {Drawn: true, Share: math.NaN()},
		"a lot lets in a share of -0.1": {Drawn: true, Share: -0.1},
	} {
		c := testConfig(500)
		p := fullPlan(c.Calendar.Start)
		p.Lot = lot
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		if _, err := Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", lot, err)
		}
	}
}
