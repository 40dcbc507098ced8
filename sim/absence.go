package sim

import (
	"math"
	"slices"

	"piramide/internal/draw"
)

// Absence: workers are ill for a while, and somebody stands in or nobody does.
//
// Decided: spells of absence per post, paid replacement, hours lent between buurten.
// Read: posts, hours asked. Written: away and cover of posts, hours lent. Source:
// `absenteeism_care_nl_*`, `own_absence_spell_days`, `own_cover_*`; the share that is
// already in the productive hours has been put back (docs/model.md 7.6).
//
// Present and absent alternate: a worker who is there falls ill at a constant hazard
// and stays away for an exponential time, so that in the long run the share of
// Labour.Absence is missing, more in an epidemic (shock.go). Words are keyed by post and month: a post that one
// plan has more leaves the spells of the others as they were.

// Cover says who stands in for an absent worker beside the colleagues of the own
// area, who share its hours in any case.
type Cover int

// The ways to stand in.
const (
	NoCover    Cover = iota
	Neighbours       // coaches of other buurten lend what their clients leave
	PaidCover        // a replacement is paid from some days of absence on
)

// absence lives the month of one post.
func (w *World) absence(r Role, ar *area, k int, p *post) {
	l := &w.m.cfg.Labour
	p.away, p.cover = 0, 0
	if p.since == none {
		p.gone, p.back = 0, 0
		return
	}
	share := w.market.absence
	if l.AbsenceDays == 0 || share == 0 {
		p.away = share
		return
	}
	if p.since == int32(w.cycle) { // a new worker begins at work
		p.gone, p.back = 0, 0
	}
	key := draw.Post(r.key(), ar.key, k)
	paid := w.plan.posts(r).Cover == PaidCover
	first, last := float64(w.today(0)), float64(w.today(daysPerMonth))
	within := func(from, to float64) float64 {
		return math.Max(0, math.Min(to, last)-math.Max(from, first)) / daysPerMonth
	}
	add := func() {
		p.away += within(p.gone, p.back)
		if paid {
			p.cover += within(p.gone+l.CoverAfter, p.back)
		}
	}
	if p.back > first {
		add()
	}
	hazard := share / ((1 - share) * l.AbsenceDays) // a day, while present
	for n := 0; ; n += 2 {
		from := math.Max(first, p.back) - math.Log(draw.Unit(draw.Word(key, w.month, draw.Absence.At(n))))/hazard
		if from >= last {
			break
		}
		p.gone, p.back = from, from-math.Log(draw.Unit(draw.Word(key, w.month, draw.Absence.At(n+1))))*l.AbsenceDays
		add()
	}
	if slices.Index(seatRole[:], r) < 0 {
		return // nobody waits for the hours of the others
	}
	hours := p.fte * l.DirectHours * w.plan.posts(r).week() * 100
	w.rec.month[MonthAbsent] += int64(float64(hours*p.away) + 0.5)
	w.rec.month[MonthCovered] += int64(float64(hours*p.cover*l.CoverOutput) + 0.5)
}

// cover is the posts for which a replacement is paid this month, in FTE.
func (a *area) cover() (sum float64) {
	for k := range a.posts {
		if a.posts[k].since != none {
			sum += a.posts[k].fte * a.posts[k].cover
		}
	}
	return sum
}

// missing is the hours that absent workers of an area would have given.
func (a *area) missing(m *Model) (sum float64) {
	for k := range a.posts {
		p := a.posts[k]
		here := a.postHours(m, &p)
		p.away, p.cover = 0, 0
		sum += a.postHours(m, &p) - here
	}
	return sum
}

// lend shares hours between coaches of buurten: what the clients of one leave goes
// to another whose coach is absent and whose clients ask more than there is, in
// proportion, and no hour is given twice.
func (w *World) lend() {
	c := &w.care
	clear(c.lent)
	if w.plan.Zorgcoach.Cover != Neighbours {
		return
	}
	week := w.plan.Zorgcoach.week()
	var lack, spare float64
	need := func(b int) float64 {
		ar := &w.staff.areas[Zorgcoach][b]
		return math.Min(ar.missing(w.m)*week, c.asked[seatCoach][b]-w.hours(Zorgcoach, b))
	}
	left := func(b int) float64 { return w.hours(Zorgcoach, b) - c.asked[seatCoach][b] }
	for b := range c.lent {
		lack += math.Max(0, need(b))
		spare += math.Max(0, left(b))
	}
	given := math.Min(lack, spare)
	if given == 0 {
		return
	}
	for b := range c.lent {
		n, s := math.Max(0, need(b)), math.Max(0, left(b))
		if n > 0 {
			c.lent[b] = given * n / lack
		} else if s > 0 {
			c.lent[b] = -given * s / spare
		}
	}
	w.rec.month[MonthCovered] += int64(given*100 + 0.5)
}
