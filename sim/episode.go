package sim

// The life of an episode: opened at the first request or at P3, closed when no
// place and no request is left.

// episodeOf is the open episode of a citizen, or nil.
func (w *World) episodeOf(i int) *episode {
	if k := w.people[i].episode; k >= 0 {
		return &w.care.episodes[k]
	}
	return nil
}

// openEpisode returns the episode of a citizen, opening one if there is none.
func (w *World) openEpisode(i, b int) *episode {
	if e := w.episodeOf(i); e != nil {
		return e
	}
	c := &w.care
	var k int32
	if n := len(c.free); n > 0 {
		k, c.free = c.free[n-1], c.free[:n-1]
	} else {
		k = int32(len(c.episodes))
		c.episodes = append(c.episodes, episode{})
	}
	had := int32(none)
	if past := w.people[i].episode; past < none {
		had = shelved(past)
	}
	w.people[i].episode = k
	c.episodes[k] = episode{
		slot: int32(i), buurt: int16(b), began: [numSeats]int32{none, none, none}, caseDay: none, clock: had, worker: none,
		p3From: never, p3Until: never, p3Cut: never, planned: never,
	}
	return &c.episodes[k]
}

// vacate ends a place on a day.
func (w *World) vacate(e *episode, seat int, day int32) {
	if e.began[seat] == none {
		return
	}
	e.began[seat] = none
	w.deskOf(e, seat).free(day)
}

// withdraw takes a waiting request out of the line.
func (w *World) withdraw(e *episode, seat int, how WaitEnd) {
	if !e.waits[seat] {
		return
	}
	e.waits[seat] = false
	w.deskOf(e, seat).drop(e.ticket[seat])
	w.rec.month[DeskSeries(seat, 3)]++
	w.waited(e, seat, e.ticket[seat].asked, w.today(0), how)
}

// closeIfEmpty closes an episode in which nothing is left: no place, no request, no P3,
// no care plan of the team.
func (w *World) closeIfEmpty(k int) {
	e := &w.care.episodes[k]
	if !e.open() || e.asking() || e.inPlace(w.cycle) || int(e.p3Cut) > w.cycle || w.teamHolds(e) {
		return
	}
	w.close(k)
}

func (w *World) close(k int) {
	e := &w.care.episodes[k]
	if w.people[e.slot].episode = none; e.clock != none {
		w.people[e.slot].episode = shelved(e.clock)
	}
	if w.people[e.slot].needSince == never {
		w.people[e.slot].flags &^= known | refuses
	}
	e.slot = none
	w.care.free = append(w.care.free, int32(k))
}

// endEpisode ends everything at once: death, departure, nursing home.
func (w *World) endEpisode(i int, day int32, how WaitEnd) {
	k := w.people[i].episode
	if k < 0 {
		return
	}
	e := &w.care.episodes[k]
	for s := range numSeats {
		w.withdraw(e, s, how)
		w.vacate(e, s, day)
	}
	e.p3Until, e.p3Cut = never, never
	w.close(int(k))
}

// escalate counts a client of the own team who becomes complex.
func (w *World) escalate(i int, from, to uint16) {
	e := w.episodeOf(i)
	if e == nil || e.began[seatCoach] == none || w.m.rows[to].tier < 3 || w.m.rows[from].tier >= 3 {
		return
	}
	w.count(int(e.buurt), i, Escalations, 1)
	e.back = false // more than a light follow-up is asked again
}
