package sim

import (
	"cmp"
	"slices"
)

// desk is the queue for the places of one role in one area: tickets wait in
// order of rank and are served on the day on which a place is free. It knows
// no citizens, so that it can be held against queueing theory.
type desk struct {
	waiting  []ticket // in the order in which they will be served
	occupied int
	spare    float64     // hours for an intake that last month left over
	events   []deskEvent // of the month; cleared by month
	done     []deskEnd   // what month decided; overwritten by the next
}

// ticket is one request. Low ranks go first, then who asked first, then low ties.
type ticket struct {
	id       int32
	rank     uint64
	tie      uint64
	asked    int32 // absolute day
	deadline int32 // absolute day on which the request is given up
}

type deskEvent struct {
	day  int32
	kind deskEventKind
	t    ticket
}

type deskEventKind uint8

// Within a day places are freed first, then requests given up, then made.
const (
	placeFree deskEventKind = iota
	quits
	joins
)

// deskEnd is the end of a wait.
type deskEnd struct {
	t      ticket
	day    int32
	served bool
}

// join and free announce what happens in the coming month.
func (d *desk) join(t ticket)  { d.events = append(d.events, deskEvent{t.asked, joins, t}) }
func (d *desk) free(day int32) { d.events = append(d.events, deskEvent{day: day, kind: placeFree}) }

// rejoin moves a ticket of another line in on a day, with its place of before.
func (d *desk) rejoin(t ticket, day int32) { d.events = append(d.events, deskEvent{day, joins, t}) }
func (d *desk) length() int                { return len(d.waiting) }
func ticketOrder(a, b ticket) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.asked, b.asked), cmp.Compare(a.tie, b.tie), cmp.Compare(a.id, b.id))
}

// month lives the days first to first+length−1 with so many places, of which
// at most intake are given away. A month with fewer places than are occupied
// sends nobody away: it serves nobody.
func (d *desk) month(first, length int32, places, intake int) []deskEnd {
	d.done = d.done[:0]
	for _, t := range d.waiting {
		if t.deadline < first+length {
			d.events = append(d.events, deskEvent{max(t.deadline, first), quits, t})
		}
	}
	for k := range d.events {
		if e := d.events[k]; e.kind == joins && e.t.deadline < first+length {
			d.events = append(d.events, deskEvent{max(e.t.deadline, e.day), quits, e.t})
		}
	}
	slices.SortFunc(d.events, func(a, b deskEvent) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.kind, b.kind), ticketOrder(a.t, b.t))
	})
	intake = d.serve(first, places, intake)
	for _, e := range d.events {
		switch e.kind {
		case placeFree:
			d.occupied--
		case quits:
			if k, ok := slices.BinarySearchFunc(d.waiting, e.t, ticketOrder); ok {
				d.waiting = slices.Delete(d.waiting, k, k+1)
				d.done = append(d.done, deskEnd{e.t, e.day, false})
			}
		case joins:
			k, _ := slices.BinarySearchFunc(d.waiting, e.t, ticketOrder)
			d.waiting = slices.Insert(d.waiting, k, e.t)
		}
		intake = d.serve(e.day, places, intake)
	}
	d.events = d.events[:0]
	return d.done
}

// serve gives free places to the first in line.
func (d *desk) serve(day int32, places, intake int) int {
	n := min(places-d.occupied, intake, len(d.waiting))
	for k := range max(n, 0) {
		d.occupied++
		intake--
		d.done = append(d.done, deskEnd{d.waiting[k], day, true})
	}
	if n > 0 {
		d.waiting = slices.Delete(d.waiting, 0, n)
	}
	return intake
}

// drop takes a ticket out of the line before the month begins; it says whether it was there.
func (d *desk) drop(t ticket) bool {
	k, ok := slices.BinarySearchFunc(d.waiting, t, ticketOrder)
	if ok {
		d.waiting = slices.Delete(d.waiting, k, k+1)
	}
	return ok
}

// clone copies the line between two months.
func (d *desk) clone() desk {
	return desk{
		waiting: append(make([]ticket, 0, cap(d.waiting)), d.waiting...), occupied: d.occupied, spare: d.spare,
		events: append(make([]deskEvent, 0, cap(d.events)), d.events...), done: make([]deskEnd, 0, cap(d.done)),
	}
}
