package sim

import (
	"math"
	"testing"
)

// crew gives a world with so many coaches in the first buurt who never leave.
func crew(t *testing.T, n int, change func(*Config, *Plan)) *World {
	t.Helper()
	c := testConfig(1000)
	c.Calendar.BurnIn, c.Labour.Turnover, c.Labour.HireLag, c.Labour.Pool = 0, 0, 1e-9, nil
	p := fullPlan(c.Calendar.Start)
	p.Zorgcoach = Posts{FTE: float64(n), Start: c.Calendar.Start}
	if change != nil {
		change(&c, &p)
	}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return opened(t, c)
}

// months lives the staff phase alone.
func months(w *World, n int, each func()) {
	for range n {
		w.teams()
		w.hire()
		each()
		w.cycle++
		w.month++
	}
}

// In the long run the share of Labour.Absence is missing, in spells of the mean length:
// of present and absent days in turn the share is that of the means. 200 workers over 20
// years after the first; the standard error of the share is that of the alternating
// process, √(2 a (1−a)² D / days), and the band five of them: a false alarm under 10⁻⁵.
func TestAbsenceInTheLongRun(t *testing.T) {
	const people, years = 200, 20
	w := crew(t, people, nil)
	a, d := w.m.cfg.Labour.Absence, w.m.cfg.Labour.AbsenceDays
	var away, spells, whole float64
	backs := make([]float64, people)
	months(w, 12*(years+1), func() {
		if w.cycle < 12 {
			return
		}
		for k := range people {
			p := &w.staff.areas[Zorgcoach][0].posts[k]
			if p.away < 0 || p.away > 1+1e-9 || p.since == none {
				t.Fatalf("month %d: a worker is away for %.3f of it", w.cycle, p.away)
			}
			away += p.away
			whole += float64(one(p.away > 0.999))
			if p.back != backs[k] { // short spells within one month count once: hence the wide bounds below
				spells, backs[k] = spells+1, p.back
			}
		}
	})
	days := float64(people * years * daysPerYear)
	if got, se := away*daysPerMonth/days, math.Sqrt(2*a*(1-a)*(1-a)*d/days); math.Abs(got-a) > 5*se {
		t.Errorf("%.4f of the time is missing, not %.4f (band %.4f)", got, a, 5*se)
	}
	if mean := away * daysPerMonth / spells; mean < d*0.95 || mean > d*1.2 {
		t.Errorf("a spell lasts about %.1f days, not %.0f", mean, d)
	}
	if whole == 0 {
		t.Error("nobody is ever away for a whole month: that is no spell")
	}
}

// A post more leaves the absence of the others as it was; and it is the same under
// another plan.
func TestAbsenceBelongsToThePost(t *testing.T) {
	few, many := crew(t, 3, nil), crew(t, 4, func(_ *Config, p *Plan) { p.Queue = Queue{}; p.Zorgcoach.Cover = PaidCover })
	var seen [36][3]float64
	months(few, 36, func() {
		for k := range 3 {
			seen[few.cycle][k] = few.staff.areas[Zorgcoach][0].posts[k].away
		}
	})
	some := false
	months(many, 36, func() {
		for k := range 3 {
			some = some || seen[many.cycle][k] > 0
			if got := many.staff.areas[Zorgcoach][0].posts[k].away; got != seen[many.cycle][k] {
				t.Fatalf("month %d, post %d: away %.3f, with a colleague more %.3f", many.cycle, k, seen[many.cycle][k], got)
			}
		}
	})
	if !some {
		t.Error("nobody was away: nothing was tried")
	}
}

// Absence by hand: of two experienced coaches one is away for 12 of 30 days, which
// takes 0.4 of the hours of one; a replacement who starts after 5 days and works at half
// output gives 7/30 · 0.5 of them back, and its wage is paid for 7/30.
func TestHoursOfAnAbsentWorker(t *testing.T) {
	w := crew(t, 2, nil)
	ar := &w.staff.areas[Zorgcoach][0]
	w.m.cfg.Labour.CoverOutput = 0.5
	ar.posts = []post{{fte: 1, since: -1000}, {fte: 1, since: -1000, away: 0.4}}
	if got, want := w.hours(Zorgcoach, 0), 85*1.6; math.Abs(got-want) > 1e-9 {
		t.Errorf("%.2f hours, by hand %.2f", got, want)
	}
	ar.posts[1].cover = 7.0 / 30
	if got, want := w.hours(Zorgcoach, 0), 85*(1.6+3.5/30); math.Abs(got-want) > 1e-9 {
		t.Errorf("with a replacement %.2f hours, by hand %.2f", got, want)
	}
	if got, want := ar.cover(), 7.0/30; math.Abs(got-want) > 1e-12 {
		t.Errorf("a replacement of %.3f FTE is paid, by hand %.3f", got, want)
	}
	if got, want := ar.missing(w.m), 85*(0.4-3.5/30); math.Abs(got-want) > 1e-9 {
		t.Errorf("%.2f hours are missing, by hand %.2f", got, want)
	}
	w.plan.Zorgcoach.Week = 36.0 / 38
	if got, want := w.hours(Zorgcoach, 0), 85*(1.6+3.5/30)*36/38; math.Abs(got-want) > 1e-9 {
		t.Errorf("at 36 of 38 hours a week %.2f hours, by hand %.2f", got, want)
	}
}

// Hours are lent by hand: the coach of the first buurt is away half the month while
// clients ask 60 hours of the 42.5 left; the second has 25 hours that nobody asks.
func TestLentHours(t *testing.T) {
	w := crew(t, 1, func(_ *Config, p *Plan) { p.Zorgcoach.Cover = Neighbours; p.Teams[1].Start = p.Teams[0].Start })
	set := func(b int, away, asked float64) {
		w.staff.areas[Zorgcoach][b].posts = []post{{fte: 1, since: -1000, away: away}}
		w.care.asked[seatCoach][b] = asked
	}
	for name, x := range map[string]struct{ away, asked, other, want float64 }{
		"all that is short":        {0.5, 60, 60, 17.5},
		"all that is left":         {0.5, 60, 75, 10},
		"no more than absent":      {0.1, 200, 0, 8.5},
		"nobody absent":            {0, 200, 0, 0},
		"absent and not asked for": {0.5, 20, 60, 0},
	} {
		set(0, x.away, x.asked)
		set(1, 0, x.other)
		w.lend()
		if a, b := w.care.lent[0], w.care.lent[1]; math.Abs(a-x.want) > 1e-9 || math.Abs(a+b) > 1e-9 {
			t.Errorf("%s: %.2f hours lent and %.2f given, by hand %.2f", name, a, -b, x.want)
		}
	}
	w.plan.Zorgcoach.Cover = NoCover
	set(0, 0.5, 60)
	w.lend()
	if w.care.lent[0] != 0 {
		t.Error("hours are lent without the lever")
	}
}

// Each way of standing in moves its indicator and leaves who falls ill: a paid
// replacement and neighbours give hours back, the first for money; continuity falls
// with absence, whoever stands in.
func TestCoverMovesHours(t *testing.T) {
	result := func(cover Cover, absence float64) *Result {
		c := testConfig(6000)
		c.Labour.Turnover, c.Labour.Pool, c.Labour.HireLag, c.Labour.Absence = 0, nil, 0.5, absence
		c.Effects = nil
		p := fullPlan(c.Calendar.Start)
		p.Teams[1].Start, p.Instruments = p.Teams[0].Start, careAsToday() // no money left over from which a replacement could be paid
		p.Zorgcoach, p.Casemanagers = Posts{FTE: 1, Start: c.Calendar.Start, Cover: cover}, Posts{}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	total := func(r *Result, s Series) (sum int64) {
		for _, x := range r.Months[s] {
			sum += x
		}
		return sum
	}
	same := func(r *Result) float64 {
		var n Ratio
		for year := range r.Years {
			x := r.At(Continuity, year, 0, GroupAll)
			n.Num, n.Den = n.Num+x.Num, n.Den+x.Den
		}
		return float64(n.Num) / float64(n.Den)
	}
	base := result(NoCover, 0.2)
	if total(base, MonthCovered) != 0 || total(base, MonthAbsent) == 0 {
		t.Fatalf("without cover %d centi-hours are made up of %d", total(base, MonthCovered), total(base, MonthAbsent))
	}
	for name, cover := range map[string]Cover{"neighbours": Neighbours, "paid": PaidCover} {
		r := result(cover, 0.2)
		if total(r, MonthAbsent) != total(base, MonthAbsent) {
			t.Errorf("%s: others fall ill", name)
		}
		if covered := total(r, MonthCovered); covered <= 0 || covered >= total(r, MonthAbsent) {
			t.Errorf("%s: %d of %d centi-hours are made up", name, covered, total(r, MonthAbsent))
		}
		extra := r.Ledger.ProgrammeCost(0, 36) - base.Ledger.ProgrammeCost(0, 36)
		if (extra > 0) != (cover == PaidCover) || cover == Neighbours && extra != 0 {
			t.Errorf("%s: the programme costs %d cents more", name, extra)
		}
	}
	if ill, healthy := same(base), same(result(NoCover, 0)); ill >= healthy-0.1 || math.Abs(healthy-0.85) > 1e-9 {
		t.Errorf("continuity is %.3f with absence of a fifth and %.3f without", ill, healthy)
	}
}

// The hours that are missed follow the week of the posts, as the hours that are given do.
func TestMissedHoursFollowTheWeek(t *testing.T) {
	missed := func(week float64) float64 {
		w := crew(t, 20, func(_ *Config, p *Plan) { p.Zorgcoach.Week = week })
		sum := 0.0
		months(w, 24, func() { sum, w.rec.month[MonthAbsent] = sum+float64(w.rec.month[MonthAbsent]), 0 })
		return sum
	}
	whole, long := missed(0), missed(1.2)
	if whole == 0 || math.Abs(long/whole-1.2) > 1e-3 {
		t.Errorf("%g hours are missed at a usual week, %g at one a fifth longer", whole/100, long/100)
	}
}
