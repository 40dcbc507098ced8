package sim

import (
	"math"

	"piramide/internal/draw"
)

// Staff: funded posts become people.
//
// Decided: vacancies, hires, learning, leaving, notice, absence (absence.go). Read: funded posts, last
// month's load. Written: posts. Source: `hiring_lag_months`,
// `rampup_new_worker_months`, `turnover_care_staff`, `overload_turnover_multiplier`,
// `own_notice_months`.

// staffState holds the posts of every role and area (buurten for roles of a
// team, one region for the others and for the crews of services, see crew.go).
type staffState struct {
	areas  [allRoles][]area
	pool   []float64 // people of each qualification who can be hired now
	gaps   []gap     // posts of home nursing that a hire of the plan left empty
	missed float64   // their FTE
	freed  []float64 // FTE of each qualification on the market because P3 ended or shrank
}

type area struct {
	key    uint64
	target float64 // FTE funded or set this month
	posts  []post
	load   float64 // hours asked / hours available, last month
	now    int32   // cycle that is being lived
}

// post is one place of work; the last one of an area may be a part.
type post struct {
	fte    float64
	since  int32 // cycle in which the worker began; none while vacant
	opens  int32 // cycle in which a vacant post will be filled
	ends   int32 // cycle in which the notice of its worker ends; none while the post goes on
	hires  int32 // how many people held it, for the keys of their luck
	source bool  // the worker came from another care service

	gone, back float64 // days of the present or last spell of absence
	away       float64 // share of this month absent
	cover      float64 // share of this month for which a replacement is paid
}

// maxPosts bounds the posts of one area.
const maxPosts = 4096

func (w *World) startStaff() {
	w.staff.pool = make([]float64, len(w.m.cfg.Labour.Pool))
	w.staff.gaps = make([]gap, 0, 256)
	w.staff.freed = make([]float64, len(w.m.cfg.Labour.Pool))
	for q := range w.staff.pool {
		w.staff.pool[q] = w.poolSize(q)
	}
	for r := range allRoles {
		n := 1
		if r.ofTeam() || r == Casemanager { // case managers may work in the teams
			n = len(w.buurten)
		}
		w.staff.areas[r] = make([]area, n)
		for a := range w.staff.areas[r] {
			w.staff.areas[r][a] = area{
				posts: make([]post, 0, 16),
				key:   draw.Key(w.m.cfg.Seed, w.m.cfg.Luck, draw.KeyString(w.m.cfg.Region), r.key(), uint64(a)),
			}
		}
	}
}

func (s *staffState) clone() staffState {
	c := staffState{pool: append([]float64(nil), s.pool...), gaps: append(make([]gap, 0, max(256, cap(s.gaps))), s.gaps...), missed: s.missed, freed: append([]float64(nil), s.freed...)}
	for r := range s.areas {
		c.areas[r] = append([]area(nil), s.areas[r]...)
		for a := range c.areas[r] {
			c.areas[r][a].posts = append(make([]post, 0, max(16, cap(s.areas[r][a].posts))), s.areas[r][a].posts...)
		}
	}
	return c
}

// hire lives the staff phase: targets, leaving, filling.
func (w *World) hire() {
	l := &w.m.cfg.Labour
	for q := range w.staff.pool { // a year's supply comes in twelfths
		full := w.poolSize(q)
		w.staff.pool[q] = math.Min(full, w.staff.pool[q]+w.monthlySupply(q))
	}
	w.refill()
	for r := range allRoles {
		n := len(w.staff.areas[r])
		for k := range n { // each month another area is first to hire
			ar := &w.staff.areas[r][(k+w.cycle%n+n)%n]
			a := (k + w.cycle%n + n) % n
			ar.now = int32(w.cycle)
			ar.target = w.target(r, a)
			w.fit(r, ar)
			for k := range ar.posts {
				p := &ar.posts[k]
				if p.since != none {
					mult := 1 + (l.OverloadLeave-1)*math.Min(math.Max((ar.load-1)/0.2, 0), 2)*(1-p.away) // who is absent carries no load
					if draw.Unit(w.postWord(r, ar, k, p, draw.PostLeaves)) < 1-math.Exp(-w.market.turnover*math.Max(mult, 0)/12) {
						p.since = none
						p.hires++
						w.open(r, ar, k, p)
					}
				} else if p.ends == none && p.opens <= int32(w.cycle) {
					if freed, ok := w.staff.take(w.qualification(r), p.fte); ok {
						p.since = int32(w.cycle)
						w.hired(r, ar, k, p, freed)
					}
				}
				w.absence(r, ar, k, p)
				if p.since != none && p.source {
					w.rec.month[MonthDisplaced] += int64(p.fte*l.workHours()*100 + 0.5)
				}
			}
			if c, ok := r.crew(); ok {
				w.crewPosts(c, ar)
				continue
			}
			w.rec.month[MonthNotice] += int64(ar.notice()*100 + 0.5)
			w.rec.month[RoleSeries(r, 0)] += int64(ar.target*100 + 0.5)
			w.rec.month[RoleSeries(r, 1)] += int64(ar.fte()*100 + 0.5)
		}
	}
	w.readyCrews()
}

// poolSize is how many people of a qualification can be hired within a year; a
// small region saves up until it finds one, unless nobody ever comes.
func (w *World) poolSize(q int) float64 {
	if supply := w.monthlySupply(q); supply > 0 {
		return math.Max(1, 12*supply)
	}
	return 0
}

// monthlySupply is the people of a qualification who come on the market in a month.
func (w *World) monthlySupply(q int) float64 {
	var people float64
	for b := range w.buurten {
		people += w.buurten[b].share
	}
	return w.m.cfg.Labour.Pool[q] * w.market.pool * people / 12
}

// take hires for a qualification, first whom P3 let go and then from the pool;
// where there is nobody the vacancy stays open until somebody can be hired. It gives the
// FTE that come from P3.
func (s *staffState) take(q int, fte float64) (freed float64, ok bool) {
	if q >= 0 && q < len(s.freed) {
		freed = math.Min(fte, s.freed[q])
	}
	if !s.takeFrom(q, fte-freed) {
		return 0, false
	}
	if freed > 0 {
		s.freed[q] -= freed
	}
	return freed, true
}

// takeFrom hires from the pool of a qualification.
func (s *staffState) takeFrom(q int, fte float64) bool {
	if q < 0 || q >= len(s.pool) {
		return true
	}
	if s.pool[q] < fte {
		return false
	}
	s.pool[q] -= fte
	return true
}

// holder names who holds a post now: the post and how many held it before;
// none while it is vacant or gone.
func (s *staffState) holder(r Role, a, k int) int32 {
	posts := s.areas[r][a].posts
	if k >= len(posts) || posts[k].since == none {
		return none
	}
	return posts[k].hires<<12 | int32(k)
}

// target is the posts of a role in an area this month, in FTE.
func (w *World) target(r Role, a int) float64 {
	if c, ok := r.crew(); ok {
		return w.crewTarget(c)
	}
	p := w.plan.posts(r)
	if w.month < p.Start || !w.place(r, a) {
		return 0
	}
	if p.Funded {
		return w.money.funded(w, r, a)
	}
	return p.FTE
}

// place says whether a role works in an area at all.
func (w *World) place(r Role, a int) bool {
	switch {
	case r.ofTeam(), r == Casemanager && w.plan.Pool.InTeam:
		return w.hasTeam(a)
	}
	return a == 0
}

// fit opens and closes posts until they sum to the target; the last post is the
// first to go. A vacant post goes at once; whoever holds one works out a notice, at
// the hours of the post. A post that comes back keeps its worker.
func (w *World) fit(r Role, ar *area) {
	n := min(int(math.Ceil(ar.target-1e-6)), maxPosts)
	for k := n; k < len(ar.posts); k++ {
		p := &ar.posts[k]
		if p.ends == none {
			p.ends = int32(w.cycle + w.m.cfg.Labour.NoticeMonths)
		}
		if int32(w.cycle) >= p.ends {
			p.since = none
		}
	}
	for last := len(ar.posts) - 1; last >= n && ar.posts[last].since == none; last-- {
		ar.posts = ar.posts[:last]
	}
	for len(ar.posts) < n {
		ar.posts = append(ar.posts, post{since: none, ends: none})
		k := len(ar.posts) - 1
		w.open(r, ar, k, &ar.posts[k])
	}
	for k := range n {
		p := &ar.posts[k]
		p.fte = math.Min(1, ar.target-float64(k))
		if p.ends != none && p.since == none {
			w.open(r, ar, k, p)
		}
		p.ends = none
	}
}

// open draws when a vacancy will be filled: exponential around the mean lag.
func (w *World) open(r Role, ar *area, k int, p *post) {
	u := draw.Unit(w.postWord(r, ar, k, p, draw.HireLag))
	p.opens = int32(w.cycle) + int32(math.Ceil(-math.Log(u)*w.market.hireLag))
}

// postWord is the luck of a post and of the person who holds it.
func (w *World) postWord(r Role, ar *area, k int, p *post, d draw.Decision) uint64 {
	if d == draw.PostLeaves {
		return draw.Word(draw.Post(r.key(), ar.key, k), w.month, d)
	}
	return draw.Word(draw.Post(r.key(), ar.key, k), draw.Lasting, d.At(int(p.hires)&0x7fff))
}

// fte is the filled posts of an area.
func (a *area) fte() (sum float64) {
	for k := range a.posts {
		if a.posts[k].since != none {
			sum += a.posts[k].fte
		}
	}
	return sum
}

// takesIn says whether somebody of a role is there who is not in notice.
func (w *World) takesIn(r Role, a int) bool {
	ending, _ := w.ends(r, a)
	return !ending && w.staff.filled(r, a) > 0
}

// ends says whether the plan pays no post of a role in an area any more, and whether
// the last worker has left as well.
func (w *World) ends(r Role, a int) (ending, ended bool) {
	ending = w.staff.areas[r][a].target == 0
	return ending, ending && w.staff.filled(r, a) == 0
}

// notice is the part of the filled posts whose worker is in notice.
func (a *area) notice() (sum float64) {
	for k := range a.posts {
		if p := &a.posts[k]; p.ends != none && p.since != none {
			sum += p.fte
		}
	}
	return sum
}

// filled is the filled posts of a role in an area, in FTE.
func (s *staffState) filled(r Role, a int) float64 {
	if a >= len(s.areas[r]) {
		a = 0
	}
	return s.areas[r][a].fte()
}

// hours is the direct hours that the filled posts can give this month: new
// workers grow from RampStart to a full load over RampMonths.
func (s *staffState) hours(m *Model, r Role, a int, week float64) (sum float64) {
	for k := range s.areas[r][a].posts {
		sum += s.areas[r][a].postHours(m, &s.areas[r][a].posts[k])
	}
	return sum * week
}

// postHours is those of one post at a full week: of the worker while present, and of
// who stands in.
func (a *area) postHours(m *Model, p *post) float64 {
	l := &m.cfg.Labour
	if p.since == none {
		return 0
	}
	skill := 1.0
	if l.RampMonths > 0 {
		skill = math.Min(1, l.RampStart+float64((1-l.RampStart)*float64(a.age(p))/l.RampMonths))
	}
	return p.fte * (float64(skill*(1-p.away)) + float64(l.CoverOutput*p.cover)) * l.DirectHours
}

// week is the hours of a full week over those of the norm.
func (p Posts) week() float64 {
	if p.Week == 0 {
		return 1
	}
	return p.Week
}

// age is the months a worker has held the post.
func (a *area) age(p *post) int32 { return a.now - p.since }
