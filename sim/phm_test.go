package sim

import (
	"context"
	"math"
	"testing"
)

// Bits of the sources of the tests.
const (
	claimsBit   = 1 << iota // of the sickness funds
	efiBit                  // of the practices
	contactsBit             // of the buurtteams
)

// threeSources is the small world with the data of sickness funds, practices and
// buurtteams.
func threeSources(people int) Config {
	c := testConfig(people)
	c.Finding.Sources = []Source{
		{Name: "claims", Sensitivity: 0.48, Specificity: 0.8},
		{Name: "efi", Sensitivity: 0.84, Specificity: 0.78, NeedsGMD: true},
		{Name: "contacts", Sensitivity: 0.3, Specificity: 0.95, NeedsTeam: true},
	}
	return c
}

// fourLevels is what each level reads when all share, twice a year.
func fourLevels(start Month) (levels [NumLevels]PHMLevel) {
	for l, data := range [NumLevels][2]uint16{{efiBit, 0}, {contactsBit, efiBit}, {0, efiBit | contactsBit}, {0, efiBit | contactsBit | claimsBit}} {
		levels[l] = PHMLevel{On: true, Start: start, EveryMonths: 6, Own: data[0], Shared: data[1], MinAge: 65, Managers: Level(l) >= ELZLevel}
	}
	return levels
}

// seenBy gives whom runs of a level point out among people in need at home.
func seenBy(w *World, lv *PHMLevel, runs int) map[int]bool {
	seen := map[int]bool{}
	month := w.month
	for range runs {
		for b := range w.buurten {
			for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
				if class := w.people[i].class; class != vacant && w.m.rows[class].bits&rowNeed != 0 && w.covers(lv, i) {
					if g := w.glanceAt(i, b, true, month); g.points(g.reads(lv)) {
						seen[i] = true
					}
				}
			}
		}
		month += 12
	}
	return seen
}

// Law 12: ten runs on an unchanged population with ρ = 1 find no more than one, at
// every level and on combined sources.
func TestRepeatedScreeningFindsNoMore(t *testing.T) {
	c := threeSources(20000)
	for l := range NumLevels {
		found := func(rho float64, runs int) int {
			c.Finding.Rho = rho
			w := started(t, c)
			p := fullPlan(c.Calendar.Start)
			p.PHM.Levels, p.PHM.Consent = fourLevels(c.Calendar.Start), 0.8
			w.plan, w.month = &p, c.Calendar.Start+12
			return len(seenBy(w, &p.PHM.Levels[l], runs))
		}
		one, ten := found(1, 1), found(1, 10)
		if one == 0 || ten != one {
			t.Errorf("level %d: at ρ = 1 one run finds %d, ten find %d", l, one, ten)
		}
		if less := found(0.8, 10); less <= ten {
			t.Errorf("level %d: at ρ = 0.8 ten runs find %d, no more than at ρ = 1 (%d): the test would not notice", l, less, ten)
		}
	}
}

// What a level sees: without consent, or without sharing, only what its own source
// sees; with both, whoever any of its sources sees. Practice data show nobody without
// a GMD, a team's contacts nobody where no team works.
func TestLevelsSeeWhatIsShared(t *testing.T) {
	c := threeSources(20000)
	w := started(t, c)
	p := fullPlan(c.Calendar.Start)
	p.Teams[1] = Team{}
	p.PHM.Levels, p.PHM.Consent = fourLevels(c.Calendar.Start), 1
	w.plan, w.month = &p, c.Calendar.Start+12
	own := func(bits uint16) map[int]bool {
		return seenBy(w, &PHMLevel{Own: bits, MinAge: 65}, 1)
	}
	efi, contacts, claims := own(efiBit), own(contactsBit), own(claimsBit)
	same := func(what string, got map[int]bool, parts ...map[int]bool) {
		t.Helper()
		union := map[int]bool{}
		for _, part := range parts {
			for i := range part {
				union[i] = true
			}
		}
		for i := range union {
			if !got[i] {
				t.Errorf("%s: misses a citizen whom one of its sources sees", what)
				return
			}
		}
		if len(got) != len(union) {
			t.Errorf("%s: sees %d, its sources %d", what, len(got), len(union))
		}
	}
	same("practice", seenBy(w, &p.PHM.Levels[Practice], 1), efi)
	same("buurt, sharing", seenBy(w, &p.PHM.Levels[BuurtLevel], 1), efi, contacts)
	same("region, sharing", seenBy(w, &p.PHM.Levels[RegionLevel], 1), efi, contacts, claims)
	for i := range efi {
		if w.people[i].flags&hasGMD == 0 {
			t.Fatal("practice data show a citizen without a GMD")
		}
	}
	for i := range contacts {
		if buurtOf(w, i) == 1 {
			t.Fatal("a team sees a citizen of a buurt where it does not work")
		}
	}
	some := 0
	for i := range claims {
		some += int(one(w.people[i].flags&hasGMD == 0))
	}
	if some == 0 || len(contacts) == 0 {
		t.Error("the test sees nobody without a GMD, or nobody of a team")
	}
	p.PHM.Consent = 0
	same("buurt, no consent", seenBy(w, &p.PHM.Levels[BuurtLevel], 1), contacts)
	same("region, no consent", seenBy(w, &p.PHM.Levels[RegionLevel], 1))
	p.PHM.Consent, p.PHM.Levels[BuurtLevel].Shared = 1, 0
	same("buurt, no sharing", seenBy(w, &p.PHM.Levels[BuurtLevel], 1), contacts)
}

// The share of citizens who consent is that of the plan, and lasts: a lower share is
// part of a higher one. The band of ±4.9 standard deviations fails once in a million.
func TestConsentLasts(t *testing.T) {
	c := threeSources(20000)
	w := started(t, c)
	p := fullPlan(c.Calendar.Start)
	w.plan = &p
	lv := &PHMLevel{Shared: claimsBit}
	var n, low, high int
	for b := range w.buurten {
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			if w.people[i].class == vacant {
				continue
			}
			n++
			p.PHM.Consent = 0.6
			g := w.glanceAt(i, b, false, w.month)
			a := g.reads(lv) != 0
			p.PHM.Consent = 0.8
			g = w.glanceAt(i, b, false, w.month)
			z := g.reads(lv) != 0
			low, high = low+int(one(a)), high+int(one(z))
			if a && !z {
				t.Fatal("a citizen withdraws when more consent")
			}
		}
	}
	for share, got := range map[float64]int{0.6: low, 0.8: high} {
		if sd := math.Sqrt(share * (1 - share) * float64(n)); math.Abs(float64(got)-share*float64(n)) > 4.9*sd {
			t.Errorf("%d of %d consent, expected %g of them", got, n, share)
		}
	}
}

// One manager of one who leaves stops the runs; one of seven who leave slows them to
// 6/7. Managers who work alone lose the buurten of who left, and no others.
func TestVacancyStopsOneManagerAndSlowsATeam(t *testing.T) {
	for _, x := range []struct {
		name         string
		posts, empty int
		alone        bool
		want         [2]int // runs in the two buurten over 84 months after the first
	}{
		{"one of one", 1, 0, false, [2]int{14, 14}},
		{"none of one", 1, 1, false, [2]int{0, 0}},
		{"seven of seven", 7, 0, false, [2]int{14, 14}},
		{"six of seven", 7, 1, false, [2]int{12, 12}},
		{"one of two, alone", 2, 1, true, [2]int{0, 14}},
		{"one of two, together", 2, 1, false, [2]int{7, 7}},
	} {
		c := testConfig(200)
		w := opened(t, c)
		p := fullPlan(c.Calendar.Start)
		p.PHM.Levels[RegionLevel].EveryMonths, p.PHM.Alone = 6, x.alone
		w.plan = &p
		ar := &w.staff.areas[PopulationManager][0]
		ar.target = float64(x.posts)
		ar.posts = ar.posts[:0]
		for range x.posts {
			ar.posts = append(ar.posts, post{fte: 1, since: 0, ends: none})
		}
		w.month, w.cycle = c.Calendar.Start, 0
		w.runPHM()
		for k := range x.empty {
			ar.posts[k].since = none
		}
		var got [2]int
		for range 84 {
			w.month, w.cycle = w.month+1, w.cycle+1
			w.runPHM()
			for b := range got {
				got[b] += int(one(w.ranIn(b)))
			}
		}
		if got != x.want {
			t.Errorf("%s: %v runs, not %v", x.name, got, x.want)
		}
	}
}

// A level that reads what another already read in the same month finds nobody more,
// and asks no check twice; the practice's list comes first.
func TestLevelsOnTheSameDataAddNothing(t *testing.T) {
	c := threeSources(8000)
	flagged := func(levels ...Level) *Result {
		p := fullPlan(c.Calendar.Start)
		p.PHM.Consent = 1
		for l := range p.PHM.Levels {
			p.PHM.Levels[l] = PHMLevel{}
		}
		for _, l := range levels {
			p.PHM.Levels[l] = PHMLevel{On: true, Start: c.Calendar.Start, EveryMonths: 6, Own: efiBit, MinAge: 65, Managers: true}
		}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	one, two := flagged(Practice), flagged(Practice, RegionLevel)
	for s, x := range one.Months {
		if Series(s) == MonthRuns || Series(s) == MonthFlaggedRegion || Series(s) == MonthFalseRegion {
			continue
		}
		for m := range x {
			if two.Months[s][m] != x[m] {
				t.Fatalf("month %d: series %d is %d with a second level on the same data, %d without", m, s, two.Months[s][m], x[m])
			}
		}
	}
	if total(one, MonthFlagged) == 0 || total(two, MonthFlaggedRegion) != total(one, MonthFlaggedPractice) {
		t.Errorf("the practice points out %d, the region on the same data %d", total(one, MonthFlaggedPractice), total(two, MonthFlaggedRegion))
	}
}

// Lists balance: who came on them and has not left stands on one, or is gone.
func TestListsBalance(t *testing.T) {
	c := threeSources(6000)
	p := fullPlan(c.Calendar.Start)
	p.PHM.Levels, p.PHM.Consent = fourLevels(c.Calendar.Start), 0.8
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	w := opened(t, c)
	var came, left, gone int64
	for w.cycle < 30 {
		before := append([]uint8(nil), w.trail...)
		keys := append([]citizen(nil), w.people...)
		if err := w.live(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i := range before {
			if before[i]&trailList != 0 && w.people[i].key != keys[i].key {
				gone++
			}
		}
		came, left = 0, 0
		for m := range w.cycle {
			came, left = came+w.rec.months[MonthListed][m], left+w.rec.months[MonthUnlisted][m]
		}
		on := int64(0)
		for i := range w.trail {
			on += int64(one(w.trail[i]&trailList != 0))
		}
		if came-left-gone != on {
			t.Fatalf("month %d: %d came, %d left, %d are gone, %d stand on a list", w.cycle, came, left, gone, on)
		}
	}
	if came == 0 || left == 0 || gone == 0 {
		t.Errorf("%d came, %d left, %d are gone: the test would not notice", came, left, gone)
	}
}

// The share of those pointed out who are in need is what sensitivity, specificity and
// the share in need say, at one source and without selection. The band of ±4.9
// standard deviations fails once in a million.
func TestPredictiveValueIsBayes(t *testing.T) {
	c := threeSources(20000)
	c.Finding.Rho = 1
	p := Plan{P3: 1, PopulationManager: Posts{FTE: 1, Start: c.Calendar.Start}, Instruments: careAsToday()}
	p.PHM = PHM{On: true, Start: c.Calendar.Start}
	p.PHM.Levels[RegionLevel] = PHMLevel{On: true, Start: c.Calendar.Start, EveryMonths: 120, Own: claimsBit, Managers: true}
	c.Schedule, c.Labour.HireLag, c.Calendar.Cycles = []Dated{{c.Calendar.Start, p}}, 0, 12
	r := run(t, c)
	at := func(s Series) float64 { return float64(r.Months[s][1]) }
	in, out := at(MonthNeedHome), at(MonthPopulation)-at(MonthNursingHome)-at(MonthNeedHome)
	ratio := r.At(FlaggedInNeed, 0, 0, GroupAll)
	if ratio.Den == 0 || float64(ratio.Den) != at(MonthFlagged) {
		t.Fatalf("%d pointed out, series %g", ratio.Den, at(MonthFlagged))
	}
	for what, x := range map[string][3]float64{"in need": {float64(ratio.Num), in, 0.48}, "not in need": {float64(ratio.Den - ratio.Num), out, 0.2}} {
		if sd := math.Sqrt(x[1] * x[2] * (1 - x[2])); math.Abs(x[0]-x[1]*x[2]) > 4.9*sd+0.01*x[1]*x[2] {
			t.Errorf("%s: %g of %g pointed out, expected %g", what, x[0], x[1], x[1]*x[2])
		}
	}
}

// A run finds nobody whom it does not look at: without a GMD where it reads practice
// data, and without the condition where it looks for one; and looking at fewer finds
// fewer.
func TestRunsFindWhomTheyLookAt(t *testing.T) {
	c := threeSources(8000)
	find := func(lv PHMLevel) *Result {
		p := fullPlan(c.Calendar.Start)
		lv.On, lv.Start, lv.EveryMonths, lv.Managers = true, c.Calendar.Start, 6, true
		p.PHM.Consent, p.PHM.Levels = 1, [NumLevels]PHMLevel{RegionLevel: lv}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	n := func(r *Result, group int) (sum int64) {
		for y := range r.Years {
			sum += r.At(FoundByPHM, y, 0, group).Num
		}
		return sum
	}
	practice, funds := find(PHMLevel{Own: efiBit}), find(PHMLevel{Shared: claimsBit})
	if n(practice, GroupGMD) == 0 || n(practice, GroupNoGMD) != 0 {
		t.Errorf("practice data find %d with a GMD and %d without", n(practice, GroupGMD), n(practice, GroupNoGMD))
	}
	if n(funds, GroupNoGMD) == 0 {
		t.Error("the data of the sickness funds find nobody without a GMD: the test would not notice")
	}
	old := find(PHMLevel{Own: efiBit, MinAge: 65})
	if n(old, GroupAge18) != 0 || n(old, GroupAge80) == 0 || n(practice, GroupAge18) == 0 {
		t.Error("a run from 65 finds younger people, or the test would not notice")
	}
	demented := find(PHMLevel{Own: efiBit, Conditions: 1})
	if all, some := total(practice, MonthFlagged), total(demented, MonthFlagged); some == 0 || some >= all/2 {
		t.Errorf("of people with dementia %d are pointed out, of all %d", some, all)
	}
	w := opened(t, c)
	for b := range w.buurten {
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			if w.people[i].class != vacant && w.covers(&PHMLevel{Conditions: 1}, i) != w.hasCondition(i, 0) {
				t.Fatal("a run for people with dementia looks at others, or not at all of them")
			}
		}
	}
}

// Fewer who consent are fewer who are found, where data are shared; where a level
// reads its own, consent changes nothing.
func TestConsentLimitsWhatSharingAdds(t *testing.T) {
	c := threeSources(8000)
	flagged := func(consent float64, lv PHMLevel) int64 {
		p := fullPlan(c.Calendar.Start)
		lv.On, lv.Start, lv.EveryMonths, lv.Managers = true, c.Calendar.Start, 6, true
		p.PHM.Consent, p.PHM.Levels = consent, [NumLevels]PHMLevel{RegionLevel: lv}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return total(run(t, c), MonthFlagged)
	}
	none, half, all := flagged(0, PHMLevel{Shared: claimsBit}), flagged(0.5, PHMLevel{Shared: claimsBit}), flagged(1, PHMLevel{Shared: claimsBit})
	if none != 0 || half == 0 || half >= all {
		t.Errorf("pointed out with nobody's consent %d, half %d, all %d", none, half, all)
	}
	if a, b := flagged(0, PHMLevel{Own: claimsBit}), flagged(1, PHMLevel{Own: claimsBit}); a != b || a != all {
		t.Errorf("own data point out %d without consent, %d with; shared by all %d", a, b, all)
	}
}
