package sim

import (
	"math/bits"

	"piramide/sim/finance"
)

// Probe: what every citizen lived in a month, for who sets two plans beside each
// other, citizen by citizen.
//
// Decided: nothing. Read: what the phases do to a citizen. Written: the months that
// are handed over. A world without a probe compares a pointer with nil and does no
// more. Source: ADR 18 (results of citizens are replayed, not stored).

// Probe is told every month of the accounts. The list has one element per slot and is
// overwritten by the next month; an element without a key is an empty slot. Who dies or
// leaves stands in the list of that month.
type Probe struct {
	Month func(month int, lives []Lived)

	lives []Lived
	home  []int32 // days at home of the year that earlier months have told, by slot
}

// Spent says on what money goes for a citizen.
type Spent int

// The kinds of care whose price is known per citizen; the payer's part and the
// citizen's part together.
const (
	OnResidual Spent = iota
	OnHomeNursing
	OnContacts
	OnVisits
	OnStays // the fixed part of stays that are avoided included
	OnNursingHome
	OnServices // of P3
	NumSpent
)

// Marks of a month.
const (
	IsMember       uint16 = 1 << iota // of the closed cohort
	IsResident                        // lived in a nursing home
	InNeed                            // in need at home, at the end of the month
	IsKnown                           // of whom the need was known
	IsPlaced                          // held a place: coach, case manager, specialist team or P3
	IsWaiting                         // waited for a place
	IsBarred                          // gave up or was discharged less than a year ago, or refuses: does not ask
	HasCarer                          // in need, with an informal carer
	IsOverburdened                    // who is overloaded
	HasDied
	HasLeft        // the region
	EntersResident // moved to a nursing home
	WithCoach
	WithCase
	WithSpecialist
	WithP3
)

// Bits of Lived.Status, as a register knows them.
const (
	HasVT uint8 = 1 << iota
	HasGMD
	HasChronic
)

// Lived is a month of a citizen: the class in which it was lived and what happened.
type Lived struct {
	Key                                uint64
	Spent                              [NumSpent]int32 // cents
	Own                                int32           // cents of them that count in the own share of the year
	QALY                               int32           // micro
	Home                               int16           // days at home, as the closed cohort counts them
	BedDays                            int16
	Marks                              uint16
	Buurt                              uint16
	Days                               uint8 // lived in the region
	Status                             uint8 // HasVT, HasGMD, HasChronic
	Age, Sex, Tier                     uint8
	Ends                               uint8 // the tier at the end of the month; of who dies or leaves, the last one
	Visits, Stays, Unplanned, Contacts uint8
	VT, Fifth                          uint8 // 1 = increased reimbursement; socio-economic fifth, 0 the lowest
	Asked, GivenUp, Began              uint8 // requests, at any desk; places begun
	Found                              uint8 // 1 + the route by which an unknown need became known; 0 = none did
	closed                             bool  // the year of this citizen ended
}

// Is says whether a month has a mark.
func (l *Lived) Is(mark uint16) bool { return l.Marks&mark != 0 }

// Watch makes a world that has not lived its accounts tell a probe what it lives.
func (w *World) Watch(p *Probe) {
	p.lives, p.home = make([]Lived, len(w.people)), make([]int32, len(w.people))
	w.probe = p
}

// begin opens the month of the slots from lo up to hi, of a buurt, at what their citizens
// accrue.
func (p *Probe) begin(w *World, b, lo, hi int) {
	for i := lo; i < hi; i++ {
		p.lives[i] = Lived{}
		who := &w.people[i].who
		if who.class == vacant {
			continue
		}
		row, r := &w.m.rows[who.class], w.rateOf(i)
		l := &p.lives[i]
		l.Key, l.Days, l.QALY = who.key, daysPerMonth, r.qaly
		l.Spent[OnResidual], l.Spent[OnHomeNursing] = r.residual, r.nursingAll
		l.Buurt, l.Status = uint16(b), uint8(who.flags>>vtBit&7)
		l.Age, l.Sex, l.Tier = uint8(w.m.age(who.class)), uint8(row.cell&1), row.tier
		l.Ends, l.VT, l.Fifth = row.tier, uint8(who.flags>>vtBit&1), uint8(w.quintile(i))
		if who.flags&inCohort != 0 {
			l.Marks |= IsMember
		}
		if row.bits&rowAway != 0 {
			l.Marks |= IsResident
		}
	}
}

// goes cuts a month short on a day.
func (p *Probe) goes(i, day int, part rate) {
	l := &p.lives[i]
	l.Days, l.QALY = uint8(day), part.qaly
	l.Spent[OnResidual], l.Spent[OnHomeNursing] = part.residual, part.nursingAll
}

// contacts sets the GP contacts of the citizens marked from a slot on against what was
// paid before (−1) and after (+1) them.
func (p *Probe) contacts(w *World, from int, marked uint64, sign int32) {
	for ; marked != 0; marked &= marked - 1 {
		i := from + bits.TrailingZeros64(marked)
		l, paid := &p.lives[i], &w.people[i].paid
		l.Spent[OnContacts] += sign * (paid.own + paid.payer)
		l.Own += sign * paid.own
		l.Contacts = *w.seen.at(i)
	}
}

// spend books one service.
func (p *Probe) spend(i int, s finance.Service, own, payer finance.Cents) {
	l := &p.lives[i]
	on := OnServices
	switch s {
	case finance.EDVisit:
		on = OnVisits
		l.Visits++
	case finance.Stay:
		on = OnStays
	}
	l.Spent[on] += int32(own + payer)
	l.Own += int32(own)
}

func (p *Probe) stay(i, days int, unplanned bool) {
	l := &p.lives[i]
	l.Stays++
	l.BedDays += int16(days)
	if unplanned {
		l.Unplanned++
	}
}

// mark marks the month of a citizen.
func (p *Probe) mark(i int, mark uint16) { p.lives[i].Marks |= mark }

// close ends the year of a citizen with so many days at home.
func (p *Probe) close(i int, home int64) {
	l := &p.lives[i]
	l.Home, l.closed = int16(home-int64(p.home[i])), true
	p.home[i] = 0
}

// need marks a citizen in need at home, as the indicators count it.
func (p *Probe) need(w *World, i int, placed bool, e *episode) {
	l, f := &p.lives[i], w.people[i].flags
	l.Marks |= InNeed
	if placed {
		l.Marks |= IsPlaced
	}
	if f&known != 0 {
		l.Marks |= IsKnown
	}
	if e != nil && e.asking() {
		l.Marks |= IsWaiting
	}
	if f&refuses != 0 || int(w.people[i].again) > w.cycle {
		l.Marks |= IsBarred
	}
	if w.hasCarer(i) {
		l.Marks |= HasCarer
		if f&overloaded != 0 {
			l.Marks |= IsOverburdened
		}
	}
}

// tell hands over a month that is over.
func (p *Probe) tell(w *World) {
	days := int32(w.monthOfYear()+1) * daysPerMonth
	for i := range p.lives {
		l := &p.lives[i]
		if l.Key == 0 {
			continue
		}
		if l.Is(IsMember) && !l.closed {
			home := days - int32(w.people[i].away)
			l.Home = int16(home - p.home[i])
			p.home[i] = home
		}
		if w.people[i].key != l.Key {
			continue
		}
		l.Ends = w.m.rows[w.people[i].class].tier
		if e := w.episodeOf(i); e != nil {
			for seat, mark := range [numSeats]uint16{WithCoach, WithCase, WithSpecialist} {
				if e.began[seat] != none {
					l.Marks |= mark
				}
			}
			if e.p3Active(w.cycle) {
				l.Marks |= WithP3
			}
		}
	}
	p.Month(w.cycle, p.lives)
}
