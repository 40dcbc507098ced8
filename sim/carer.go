package sim

import (
	"math"

	"piramide/internal/draw"
)

// Carers: support for informal carers who are overloaded.
//
// Decided: whose carer is supported. Read: needs of the month, flags, hours of the
// posts. Written: who is supported next month. Source: `own_carer_support_hours`,
// `own_carer_support_relief`, `own_carer_support_nursing_home_hr`
// (`respite_burden_smd`, `family_meetings_nh_hr` beside them).

// CarerHelp is what support does for the citizens whose carer receives it, and for
// nobody else.
type CarerHelp struct {
	Hours       float64 // a month, per carer
	Relief      float64 // added, relative, to the hazard that an overloaded carer recovers
	NursingHome float64 // log hazard ratio of entry to a nursing home
}

// supportCarers gives the hours of the month to overloaded carers of people whose
// need is known, those with the lowest lasting word first, so that who is supported
// stays so while overloaded.
func (w *World) supportCarers() {
	w.helped.empty()
	help := &w.m.cfg.Care.CarerHelp
	hours := w.hours(CarerSupport, 0)
	if hours == 0 || help.Hours == 0 {
		return
	}
	c := &w.care
	c.pool = c.pool[:0]
	for k := range w.needs {
		i := int(w.needs[k].slot)
		if f := w.people[i].flags; f&known != 0 && f&overloaded != 0 && w.hasCarer(i) {
			c.pool = append(c.pool, drawn{int32(i), draw.Word(w.people[i].key, draw.Lasting, draw.CarerSupport)})
		}
	}
	n := min(int(hours/help.Hours+1e-9), len(c.pool))
	w.load(CarerSupport, hours, math.Min(hours, float64(len(c.pool))*help.Hours))
	c.lowest(n)
	for _, d := range c.pool[:n] {
		w.helped.put(int(d.slot))
	}
	w.rec.month[RoleSeries(CarerSupport, 4)] += int64(n)
}

// recovers is the chance that an overloaded carer recovers this month.
func (w *World) recovers(i int) float64 {
	p := w.m.relief[w.people[i].class]
	if w.helped.has(i) || w.p3Supports(i) {
		p = 1 - math.Pow(1-p, 1+w.m.cfg.Care.CarerHelp.Relief)
	}
	return p
}

// load counts hours and sets the load of a regional role that chooses whom it sees,
// so that no more is asked of it than it can do.
func (w *World) load(r Role, hours, asked float64) {
	w.staff.areas[r][0].load = asked / hours
	w.rec.month[RoleSeries(r, 2)] += int64(hours*100 + 0.5)
	w.rec.month[RoleSeries(r, 3)] += int64(asked*100 + 0.5)
}

// overworked counts the workers of a desk, of them those of whom more hours are asked
// than there are, and what working in a team does to their satisfaction: in proportion
// to how far the team works as designed, of a regional role all teams together.
func (w *World) overworked(r Role, a int) {
	ar := &w.staff.areas[r][a]
	fte := int64(ar.fte()*100 + 0.5)
	w.rec.month[MonthWorkers] += fte
	if ar.load > 1 {
		w.rec.month[MonthOverworked] += fte
	}
	mature := 0.0
	if r.ofTeam() {
		mature = w.buurten[a].mature
	} else {
		for b := range w.buurten {
			mature += w.buurten[b].mature / float64(len(w.buurten))
		}
	}
	w.rec.month[MonthSatisfaction] += int64(math.Round(ar.fte() * w.m.cfg.Care.SatisfactionSD * 1000 * mature))
}
