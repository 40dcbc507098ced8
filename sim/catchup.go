package sim

import (
	"fmt"
	"math"
)

// Catch-up: what case management puts off for a while comes back later.
//
// Decided: how much of an event was put off for a citizen, and how much more often it
// happens when that is caught up. Read: the first contact with case management, the
// dose of each month. Written: clocks. Source: `cm_dementia_ltc_rr_lt18m`,
// `cm_dementia_ltc_rr_all`; docs/adr/0016.
//
// Trials count from the first contact and keep who stopped. So the clock starts once in
// a life here and runs on after discharge; a later episode neither restarts it nor stops
// it. What comes back is in proportion to what was put off: who was discharged early had
// less of the one and gets less of the other, and who had the whole course has both
// published ratios.

// clock is what is kept of a citizen's case management until death or departure.
type clock struct {
	first int16                // cycle of the first contact
	off   [numAffected]float32 // part of what a whole course at full dose puts off, 0 to 1
}

// In course.episode an index of a clock stands below none: a citizen with a clock and
// without an episode. During an episode the episode holds it.
func shelved(k int32) int32 { return none - 1 - k }

// clockOf is the clock of a citizen, or nil without a first contact.
func (w *World) clockOf(i int) *clock {
	k := w.people[i].episode
	switch {
	case k >= 0:
		k = w.care.episodes[k].clock
	case k < none:
		k = shelved(k)
	}
	if k == none {
		return nil
	}
	return &w.care.clocks[k]
}

// startClock starts the clock of a client at the first contact of a life with case
// management; where no effect catches up nothing is kept.
func (w *World) startClock(e *episode) {
	if e.clock != none || len(w.m.catchUps) == 0 {
		return
	}
	c := &w.care
	if n := len(c.idle); n > 0 {
		e.clock, c.idle = c.idle[n-1], c.idle[:n-1]
	} else {
		e.clock = int32(len(c.clocks))
		c.clocks = append(c.clocks, clock{})
	}
	c.clocks[e.clock] = clock{first: int16(w.cycle)}
}

// dropClock forgets the clock of a citizen who dies or leaves.
func (w *World) dropClock(i int) {
	if k := w.people[i].episode; k < none {
		w.care.idle = append(w.care.idle, shelved(k))
		w.people[i].episode = none
	}
}

// compileCatchUp adds up what the first months of an effect put off at full dose.
func (f *effect) compileCatchUp() {
	for k := range f.CatchUp {
		f.putOff += 1 - math.Exp(f.at(k))
	}
}

// gives says whether an effect gives back in a month since the first contact what its
// first months put off. What goes on in their direction is an effect of care like them.
func (f *effect) gives(month int) bool {
	return f.CatchUp > 0 && month >= f.CatchUp && f.putOff*f.at(month) > 0
}

// at is the log hazard ratio in a month since the onset; the last one lasts.
func (f *effect) at(month int) float64 { return f.LogHR[min(month, len(f.LogHR)-1)] }

// putOff keeps how much of an event a month of care put off, of a whole course.
func (c *clock) putOff(f *effect, month int, logHR float64) {
	if month < f.CatchUp && f.putOff != 0 {
		c.off[f.on] += float32((1 - math.Exp(logHR)) / f.putOff)
	}
}

// caughtUp is the factor on an event of a citizen, in care or not, of what is caught up
// this month; 1 when nothing is.
func (w *World) caughtUp(i, on int) float64 {
	for _, f := range w.m.catchUps {
		if f.on != on {
			continue
		}
		if c := w.clockOf(i); c != nil {
			// What the effect phase of a month decides acts in the next one.
			if month := w.cycle - 1 - int(c.first) - f.Onset; f.gives(month) {
				return 1 + float64((math.Exp(f.at(month))-1)*float64(c.off[on]))
			}
		}
	}
	return 1
}

// sinceFirst is the months since a citizen's first contact with case management; 0
// before it.
func (w *World) sinceFirst(i int) int {
	if c := w.clockOf(i); c != nil {
		return w.cycle - int(c.first)
	}
	return 0
}

// checkCatchUps refuses what one clock of case management cannot keep.
func checkCatchUps(effects []Effect) error {
	var taken [numAffected]string
	for k := range effects {
		e := &effects[k]
		if e.CatchUp == 0 {
			continue
		}
		if e.Role != Casemanager || e.P3 != 0 || e.CatchUp < 0 {
			return fmt.Errorf("sim: effect %s: only what case management does is caught up, after a number of months", e.Name)
		}
		for on, name := range affectedNames {
			if e.Event != name {
				continue
			}
			if taken[on] != "" {
				return fmt.Errorf("sim: effects %s and %s on %s are both caught up; one clock keeps one of them", taken[on], e.Name, name)
			}
			taken[on] = e.Name
		}
	}
	return nil
}
