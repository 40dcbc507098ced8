package sim

// Screen: the lists that runs of PHM leave.
//
// Decided: who is pointed out by which level, who is new on a list, who leaves it,
// whom the coaches must look up. Read: what phm.go sees. Written: flag screened,
// the list in the trail, hours of checks. Source: `own_flag_check_hours`; what a run
// itself does to use is in illness.go (`risk_strat_*`).

// screen runs the levels of a set in a buurt. A citizen stands on one list, that of
// the nearest level that points out; fresh says that no other run of the last year
// stands.
func (w *World) screen(b, due int, fresh bool) {
	var done [NumLevels]float64 // of the lists that these runs replace
	for l := range NumLevels {
		if due>>l&1 == 0 {
			continue
		}
		if w.phm.checks[l][b] > 0 {
			done[l] = w.phm.checked[l][b] / w.phm.checks[l][b]
		}
		w.rec.month[MonthRuns]++
	}
	var from [NumLevels]uint16 // class from which a level looks: classes go by age
	youngest := uint16(vacant)
	for l := range NumLevels {
		if due>>l&1 != 0 {
			from[l] = uint16(w.plan.PHM.Levels[l].MinAge * Sexes * w.m.n)
			youngest = min(youngest, from[l])
		}
	}
	var asks [NumLevels]int
	nb := &w.buurten[b]
	for i := nb.lo; i < nb.hi; i++ {
		p := &w.people[i].who
		if p.class == vacant {
			continue
		}
		if fresh {
			p.flags &^= screened
		}
		if p.class < youngest && w.trail[i]&trailList == 0 {
			continue
		}
		listed := w.trail[i] & trailList >> listAt // 1 + level, or 0
		home, flagged := uint8(0), false
		if listed != 0 && due>>(listed-1)&1 == 0 && w.listed(Level(listed-1), b) {
			home = listed // of a level that does not run now: it stays
		}
		if r := &w.m.rows[p.class]; r.bits&rowAway != 0 {
			home = 0
		} else {
			need := r.bits&rowNeed != 0
			g := glance{}
			for l := range NumLevels {
				if due>>l&1 == 0 || p.class < from[l] || !w.covers(&w.plan.PHM.Levels[l], i) {
					continue
				}
				if g.w == nil {
					g = w.glanceAt(i, b, need, w.month)
				}
				sources := g.reads(&w.plan.PHM.Levels[l])
				if sources == 0 {
					continue
				}
				p.flags |= screened
				if !g.points(sources) {
					continue
				}
				flagged = true
				w.rec.month[LevelSeries(l, 0)]++
				w.rec.month[LevelSeries(l, 1)] += int64(one(!need))
				if home == 0 {
					home = uint8(l) + 1
				}
			}
			if flagged {
				w.pointedOut(b, i, need)
			}
		}
		w.rec.month[MonthListed] += int64(one(listed == 0 && home != 0))
		w.rec.month[MonthUnlisted] += int64(one(listed != 0 && home == 0))
		w.trail[i] = w.trail[i]&^trailList | home<<listAt
		// Who is known needs no check, nor who was looked up on the list before.
		if flagged && home != 0 && due>>(home-1)&1 != 0 && p.flags&known == 0 &&
			!(listed != 0 && w.placeOn(i, b, Level(listed-1)) < done[listed-1]) {
			asks[home-1]++
		}
	}
	for l := range NumLevels {
		if due>>l&1 != 0 {
			w.phm.checks[l][b], w.phm.checked[l][b] = float64(asks[l])*w.m.cfg.Finding.CheckHours, 0
			left := w.phm.work[l][b] - float64(w.plan.PHM.Levels[l].EveryMonths)
			if w.phm.last[l][b] == never || left < 0 {
				left = 0
			}
			w.phm.work[l][b], w.phm.last[l][b] = left, int32(w.cycle)
		}
	}
}

// pointedOut counts who is pointed out by at least one level this month.
func (w *World) pointedOut(b, i int, need bool) {
	w.rec.month[MonthFlagged]++
	w.rec.month[MonthFalseFlags] += int64(one(!need))
	w.countDen(b, i, FlaggedInNeed, 1)
	w.count(b, i, FlaggedInNeed, int64(one(need)))
}
