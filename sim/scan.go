package sim

import (
	"math/bits"

	"piramide/internal/draw"
)

// The scan: the common month of a citizen.
//
// Decided: whom something may happen to this month. Read: who, the bounds of the
// classes. Written: lists. Source: ADR 2 and ADR 12.

// stretch is how many citizens are scanned before what the scan found happens: few
// enough that they stay in the cache meanwhile.
const stretch = 2048

// lists are the slots of a stretch whom something may happen to this month.
type lists struct {
	exclusive, recurrent, few, renew list
	costs                            []int64 // scratch of turnYear
}

// list is slots, in order; the scan marks them first as a set of bits.
type list struct {
	set  []uint64
	slot []int32
}

func newLists(n int) lists {
	some := func() list { return list{make([]uint64, (n+63)/64), make([]int32, n)} }
	return lists{some(), some(), some(), some(), make([]int64, n)}
}

// slots turns the marks of the n slots from lo into a list.
func (l *list) slots(lo, n int) []int32 {
	slot := l.slot[:0]
	for j, set := range l.set[:(n+63)/64] {
		for first := int32(lo + j*64); set != 0; set &= set - 1 {
			slot = append(slot, first+int32(bits.TrailingZeros64(set)))
		}
	}
	return slot
}

// scan marks whom something may happen to. It is the common month of a citizen:
// one word, and no branch that depends on chance. 64 citizens are passed twice,
// each time with few enough numbers in hand for the registers; their contacts with the
// GP, which are many, happen at once, while they lie in the nearest cache.
func (w *World) scan(lo, hi int) {
	l, moment, cycle := &w.lists, draw.At(w.month, draw.MonthEvents), int16(w.cycle)
	var word [64]uint64
	var contacts contactSums
	for from := lo; from < hi; from += 64 {
		people := w.people[from:min(from+64, hi)]
		at, rest := (from-lo)/64, 64-len(people)
		few, ren := wordsAndFew(people, &word, moment, cycle)
		l.few.set[at], l.renew.set[at] = few>>rest, ren>>rest
		con, ex, rec := events(w.scanned, people, &word)
		l.exclusive.set[at], l.recurrent.set[at] = ex>>rest, rec>>rest
		if w.probe != nil {
			w.probe.contacts(w, from, con>>rest, -1)
		}
		w.gpContacts(from, people, con>>rest, &word, &contacts)
		if w.probe != nil {
			w.probe.contacts(w, from, con>>rest, +1)
		}
	}
	w.rec.tally.bookContacts(&contacts, &w.m.contact)
}

// wordsAndFew draws the month's word of n ≤ 64 citizens, and marks who is looked at in
// any case, and whose passing factor is drawn anew. Marks of n citizens are the highest
// n bits, here and below.
func wordsAndFew(people []citizen, word *[64]uint64, moment draw.Moment, cycle int16) (few, renew uint64) {
	for k := range people {
		p := &people[k]
		word[k&63] = moment.Word(p.key)
		few = bits.RotateLeft64(few|mark(uint16(p.look)|p.flags&overloaded != 0), -1)
		renew = bits.RotateLeft64(renew|mark(p.renew <= cycle), -1)
	}
	return few, renew
}

// events marks who sees the GP, and who has a candidate point of an exclusive or a
// recurrent event.
func events(rows *scanRows, people []citizen, word *[64]uint64) (contact, exclusive, recurrent uint64) {
	for k := range people {
		p, u := &people[k], word[k&63]
		r := &rows[p.class&vacant]
		contact = bits.RotateLeft64(contact|mark(uint32(u>>48) >= r.noContact[contactKind(p.flags)&3]), -1)
		exclusive = bits.RotateLeft64(exclusive|mark(uint32(u)&bits24 >= r.noneExclusive), -1)
		recurrent = bits.RotateLeft64(recurrent|mark(uint32(u>>24)&bits24 >= r.noneRecurrent[p.band%bands]), -1)
	}
	return contact, exclusive, recurrent
}

// mark is the bit of true; the compiler makes no branch of it.
func mark(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// fetch reads the citizens of a stretch in order: a loop so short brings a large
// population into the cache several times faster than the scan or the events of the
// month do, which wait for one line after the other.
func (w *World) fetch(lo, n int) {
	var sum int32
	for i := lo; i < lo+n; i++ {
		sum += int32(w.people[i].flags)
	}
	w.fetched = sum // so that the compiler keeps the reads
}

// group is how many citizens are read ahead of a loop that jumps between them.
const group = 32

// ahead reads, at every group of the needs of the month, who comes next: one after the
// other they would each wait for their own line.
func (w *World) ahead(k int) {
	if k%group != 0 {
		return
	}
	var sum int32
	for _, n := range w.needs[k:min(k+group, len(w.needs))] {
		sum += w.people[n.slot].episode
	}
	w.fetched = sum
}
