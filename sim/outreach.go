package sim

import (
	"math"

	"piramide/internal/draw"
)

// Outreach: people go and look for need that nobody knows.
//
// Decided: whom outreach workers and link workers meet, who sends them away, who
// takes up increased reimbursement; who refuses an offer. Read: needs of the month,
// hours of staff, quintile, VT, GMD. Written: flag known, the trail. Source:
// `own_outreach_*`, `outreach_refusal_older`, `outreach_nonparticipant_*`,
// `outreach_accept_ses_or`, `outreach_men_decline_or_phone`, `own_link_hours`,
// `nontakeup_increased_reimbursement`, `outreach_takeup_multiplier_be`.

// Reach says whom outreach looks for, and how it announces itself.
type Reach struct {
	MinAge    int
	VT, NoGMD bool // only people with increased reimbursement; only people without a GMD
	Phone     bool // by telephone; otherwise by a letter with a proposed date
}

// lowQuintiles is how many quintiles of position, from the lowest, welfare links
// look in: the social sector signals need where it works.
const lowQuintiles = 2

// outreach meets people whose need nobody knew, those with the lowest keyed word
// first, as far as its hours and its ceiling go; also people without a GMD. Who
// declines stays unknown: the hours are spent, and nobody comes back for this need.
func (w *World) outreach() {
	n := w.quota(Outreach, &w.care.outreach, w.m.cfg.Finding.OutreachReach)
	if n == 0 {
		return
	}
	reach, f := &w.plan.Reach, &w.m.cfg.Finding
	c := &w.care
	c.pool = c.pool[:0]
	for k := range w.needs {
		i := int(w.needs[k].slot)
		p := &w.people[i].who
		if p.flags&known != 0 || w.trail[i]&trailTried != 0 || w.m.age(p.class) < reach.MinAge ||
			reach.VT && p.flags&hasVT == 0 || reach.NoGMD && p.flags&hasGMD != 0 {
			continue
		}
		word := draw.Word(p.key, w.month, draw.OutreachFind)
		if f.OutreachCeiling == 0 || draw.Unit(word) < f.OutreachCeiling {
			c.pool = append(c.pool, drawn{int32(k), word})
		}
	}
	c.lowest(n)
	shift := 0.0
	if reach.Phone && f.PhoneMenOR > 0 {
		shift = math.Log(f.PhoneMenOR)
	}
	for _, d := range c.pool[:min(n, len(c.pool))] {
		w.meets(int(w.needs[d.slot].buurt), int(w.needs[d.slot].slot), ByOutreach, shift)
	}
}

// welfare lets link workers meet people of the lower quintiles whose need nobody
// knew. Who has no increased reimbursement and is entitled to it may take it up;
// that is counted and changes nothing else.
func (w *World) welfare() {
	n := w.quota(LinkWorker, &w.care.links, w.m.cfg.Finding.LinkReach)
	if n == 0 {
		return
	}
	c := &w.care
	c.pool = c.pool[:0]
	for k := range w.needs {
		i := int(w.needs[k].slot)
		if w.people[i].flags&known == 0 && w.trail[i]&trailTried == 0 && w.quintile(i) < lowQuintiles {
			c.pool = append(c.pool, drawn{int32(k), draw.Word(w.people[i].key, w.month, draw.WelfareFind)})
		}
	}
	c.lowest(n)
	for _, d := range c.pool[:min(n, len(c.pool))] {
		b, i := int(w.needs[d.slot].buurt), int(w.needs[d.slot].slot)
		if !w.meets(b, i, ByWelfare, 0) || w.people[i].flags&hasVT != 0 {
			continue
		}
		if draw.Unit(draw.Word(w.people[i].key, w.month, draw.VTTakeUp)) < w.m.entitled[w.quintile(i)]*w.m.cfg.Finding.TakeUp {
			w.count(b, i, VTTakenUp, 1)
		}
	}
}

// quota is how many people the hours of a role can meet this month; what is too
// little for one counts next month.
func (w *World) quota(r Role, left *float64, perHour float64) int {
	*left += w.hours(r, 0) * perHour
	n := math.Floor(*left)
	*left -= n
	return int(n)
}

// meets lets somebody come to the door of an unknown need, and says whether the
// citizen accepts: then the need is known.
func (w *World) meets(b, i int, by Route, menShift float64) bool {
	shift := 0.0
	if w.man(i) {
		shift = menShift
	}
	if w.declines(i, shift) {
		w.trail[i] |= trailTried
		return false
	}
	w.becomesKnown(b, i, by)
	return true
}

// man says whether a citizen is a man.
func (w *World) man(i int) bool { return int(w.people[i].class)/w.m.n%Sexes == 0 }

// refused says whether a citizen refuses a proactive offer.
func (w *World) refused(i int) bool { return w.declines(i, 0) }

// declines says whether a citizen refuses an offer or a visit, once per need: who
// accepts the visit accepts the offer that follows. More need and a lower position
// refuse more (`outreach_nonparticipant_*`, `outreach_accept_ses_or`); shift moves
// the odds, on the log scale.
func (w *World) declines(i int, shift float64) bool {
	f := &w.m.cfg.Finding
	p := f.Refusal
	if w.m.rows[w.people[i].class].tier >= 3 {
		p *= f.RefusalNeed
	}
	share := tilt(refusalBy(f, p, w.quintile(i)), shift)
	return draw.Unit(draw.Word(w.people[i].key, Month(w.people[i].needSince), draw.Refusal)) < share
}

// refusalBy is the share that refuses in a quintile.
func refusalBy(f *Finding, p float64, quintile int) float64 {
	return tilt(min(p, 0.95), byQuintile(quintile, f.RefusalLowSES))
}

// byQuintile is the logarithm of a ratio between the lowest and the highest quintile,
// spread evenly over the five, mean about 0.
func byQuintile(quintile int, ratio float64) float64 {
	return math.Log(max(ratio, 1e-9)) * (2 - float64(quintile)) / (Quintiles - 1)
}

// entitledWithoutVT is, per quintile, the share of people without increased
// reimbursement who are entitled to it, when NonTakeUp of the entitled do not have
// it in every quintile.
func (m *Model) entitledWithoutVT() (share [Quintiles]float64) {
	p, n := &m.cfg.Population, m.cfg.Finding.NonTakeUp
	var people, vt float64
	for b := range p.Buurten {
		for age := range Ages {
			for sex := range Sexes {
				for s := range m.n {
					class := Class(age, sex, s, m.n)
					here := p.Buurten[b].Count[age][sex] * p.State[class]
					people += here
					vt += float64(here * p.VT[class])
				}
			}
		}
	}
	if people == 0 || n >= 1 {
		return share
	}
	for q := range share {
		with := vt / people * p.SESByVT[1][q]
		all := with + float64((1-vt/people)*p.SESByVT[0][q])
		if with < all {
			share[q] = math.Min(1, n*with/((1-n)*(all-with)))
		}
	}
	return share
}
