package outputs

import "piramide/sim"

// Cause says in which kind of months a difference between two plans arises: what the
// same citizen is in, or has, under one plan and not under the other. The first that
// holds counts, so that every difference has one cause (docs/model.md 7.12).
type Cause string

// The causes. The four of the desk divide what is otherwise CauseRest, for indicators
// about places: the step at which who has no place stands.
const (
	CauseLeft        Cause = "left"         // left the region under one plan only
	CauseDeath       Cause = "death"        // alive under one plan only, or fewer days of the month
	CauseNursingHome Cause = "nursing_home" // in a nursing home under one plan only
	CauseTier        Cause = "tier"         // in another tier of the pyramid
	CauseUnknown     Cause = "unknown"      // the need is not known
	CauseStopped     Cause = "stopped"      // gave up, refused, or was discharged
	CauseWaiting     Cause = "waiting"      // waits
	CauseNoRequest   Cause = "no_request"   // known, and nobody asked yet
	CauseRest        Cause = "rest"         // the same state: stays, visits, care
)

// Causes lists them in the order in which they are told.
var Causes = []Cause{CauseDeath, CauseLeft, CauseNursingHome, CauseTier, CauseUnknown, CauseNoRequest, CauseWaiting, CauseStopped, CauseRest}

// counted is a quantity that a month of a citizen adds to.
type counted struct {
	id     string // of the indicator, or of a kind of care
	member bool   // counts the closed cohort alone
	desk   bool   // divided by the step at the desk
	kind   bool   // a kind of care, no indicator
	of     func(*sim.Lived) int64
}

// careKinds are the ids of the kinds of care whose price is known per citizen.
var careKinds = [sim.NumSpent]string{
	sim.OnResidual: "residual", sim.OnHomeNursing: "home_nursing", sim.OnContacts: "gp_contact", sim.OnVisits: "ed_visit",
	sim.OnStays: "stay", sim.OnNursingHome: "nursing_home_day", sim.OnServices: "p3_service",
}

func marked(mark uint16) func(*sim.Lived) int64 {
	return func(l *sim.Lived) int64 { return int64(bit(l.Is(mark))) }
}

func spent(l *sim.Lived) (sum int64) {
	for _, c := range l.Spent {
		sum += int64(c)
	}
	return sum
}

// quantities are the indicators whose differences are divided citizen by citizen, and
// after them the kinds of care, in cents.
var quantities = func() []counted {
	list := []counted{
		{id: "reached_in_time", member: true, desk: true, of: marked(sim.IsPlaced)},
		{id: "days_at_home", member: true, of: func(l *sim.Lived) int64 { return int64(l.Home) }},
		{id: "carers_overloaded", of: marked(sim.IsOverburdened)},
		{id: "net_cost", of: spent},
		{id: "qaly", member: true, of: func(l *sim.Lived) int64 { return int64(l.QALY) }},
		{id: "deaths", member: true, of: marked(sim.HasDied)},
		{id: "give_ups", of: func(l *sim.Lived) int64 { return int64(l.GivenUp) }},
		{id: "unplanned_stays", of: func(l *sim.Lived) int64 { return int64(l.Unplanned) }},
		{id: "ed_visits", of: func(l *sim.Lived) int64 { return int64(l.Visits) }},
		{id: "bed_days", of: func(l *sim.Lived) int64 { return int64(l.BedDays) }},
		{id: "nursing_home_entries", of: marked(sim.EntersResident)},
		{id: "own_share", of: func(l *sim.Lived) int64 { return int64(l.Own) }},
		{id: "waiting_person_months", of: marked(sim.IsWaiting)},
		{id: "in_care", desk: true, of: marked(sim.IsPlaced)},
		{id: "found", of: marked(sim.IsKnown)},
	}
	for kind, id := range careKinds {
		list = append(list, counted{id: careID(id), kind: true, of: func(l *sim.Lived) int64 { return int64(l.Spent[kind]) }})
	}
	return list
}()

// careID is the id of a kind of care among the quantities.
func careID(kind string) string { return "care/" + kind }

// lifeCause is why two months of a citizen differ; nil is a month that was not lived.
func lifeCause(a, b *sim.Lived) Cause {
	switch {
	case a == nil || b == nil || a.Days != b.Days:
		return CauseDeath
	case a.Is(sim.IsResident) != b.Is(sim.IsResident):
		return CauseNursingHome
	case a.Tier != b.Tier:
		return CauseTier
	}
	return CauseRest
}

// deskCause is the step at which who has no place stands, when the other has one.
func deskCause(a, b *sim.Lived) Cause {
	if a.Is(sim.IsPlaced) == b.Is(sim.IsPlaced) {
		return CauseRest
	}
	without := a
	if a.Is(sim.IsPlaced) {
		without = b
	}
	switch {
	case !without.Is(sim.InNeed): // the move came in this very month
		return CauseTier
	case !without.Is(sim.IsKnown):
		return CauseUnknown
	case without.Is(sim.IsWaiting):
		return CauseWaiting
	case without.Is(sim.IsBarred):
		return CauseStopped
	}
	return CauseNoRequest
}

// Pairing sets the months of two plans beside each other, citizen by citizen. The
// second plan is the one that the first is compared with. Its sums are integers, so
// that order does not matter.
type Pairing struct {
	From, To int // months in which differences of single citizens are added up: From ≤ month < To

	sums    [][]map[Cause]int64 // [quantity][month]
	members map[uint64]int32    // place by key of who was alive at branch under both plans
	keys    []uint64            // their keys, in order of place
	gone    [2]map[uint64]bool  // who left the region, under the plan and under the other
	differs []bool
	diffs   [][]int64 // [quantity][place]
	left    map[uint64]int32
}

// NewPairing makes room for so many months.
func NewPairing(months, from, to int) *Pairing {
	p := &Pairing{From: from, To: to, sums: make([][]map[Cause]int64, len(quantities)), left: map[uint64]int32{}, gone: [2]map[uint64]bool{{}, {}}}
	for q := range p.sums {
		p.sums[q] = make([]map[Cause]int64, months)
	}
	return p
}

// Month adds one month of both plans.
func (p *Pairing) Month(month int, plan, base []sim.Lived) {
	if p.members == nil {
		p.enrol(plan, base)
	}
	clear(p.left)
	for i := range plan {
		a := &plan[i]
		if i < len(base) && a.Key == base[i].Key {
			if a.Key != 0 && *a != base[i] {
				p.pair(month, a, &base[i])
			}
			continue
		}
		if a.Key != 0 {
			p.left[a.Key] = int32(i)
		}
	}
	for i := range base {
		b := &base[i]
		if b.Key == 0 || i < len(plan) && plan[i].Key == b.Key {
			continue
		}
		if at, ok := p.left[b.Key]; ok {
			if a := &plan[at]; *a != *b {
				p.pair(month, a, b)
			}
			delete(p.left, b.Key)
			continue
		}
		p.pair(month, nil, b)
	}
	for i := range plan { // in order, not that of the map
		if at, ok := p.left[plan[i].Key]; ok && int(at) == i {
			p.pair(month, &plan[i], nil)
		}
	}
}

// enrol lists who was alive at branch under both plans.
func (p *Pairing) enrol(plan, base []sim.Lived) {
	under := make(map[uint64]bool, len(base))
	for i := range base {
		if base[i].Is(sim.IsMember) {
			under[base[i].Key] = true
		}
	}
	p.members = make(map[uint64]int32, len(under))
	for i := range plan {
		if a := &plan[i]; a.Is(sim.IsMember) && under[a.Key] {
			p.members[a.Key] = int32(len(p.keys))
			p.keys = append(p.keys, a.Key)
		}
	}
	p.differs = make([]bool, len(p.keys))
	p.diffs = make([][]int64, len(quantities))
	for q := range p.diffs {
		p.diffs[q] = make([]int64, len(p.keys))
	}
}

// pair adds what differs between two months of a citizen.
func (p *Pairing) pair(month int, a, b *sim.Lived) {
	one := a
	if one == nil {
		one = b
	}
	place, member := int32(-1), one.Is(sim.IsMember)
	if member {
		if at, ok := p.members[one.Key]; ok {
			place, p.differs[at] = at, true
		}
	}
	life := lifeCause(a, b)
	left := [2]bool{p.leaves(0, a, one.Key), p.leaves(1, b, one.Key)}
	if shorter := bit(b == nil || a != nil && b.Days < a.Days); life == CauseDeath && left[shorter] {
		life = CauseLeft
	}
	for q := range quantities {
		x := &quantities[q]
		if x.member && !member {
			continue
		}
		var d int64
		if a != nil {
			d += x.of(a)
		}
		if b != nil {
			d -= x.of(b)
		}
		if d == 0 {
			continue
		}
		cause := life
		if x.desk && life == CauseRest {
			cause = deskCause(a, b)
		}
		if p.sums[q][month] == nil {
			p.sums[q][month] = map[Cause]int64{}
		}
		p.sums[q][month][cause] += d
		if place >= 0 && month >= p.From && month < p.To {
			p.diffs[q][place] += d
		}
	}
}

// bit is 1 for true.
func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}

// leaves says whether a citizen leaves the region under a plan, this month or before.
func (p *Pairing) leaves(side int, l *sim.Lived, key uint64) bool {
	if l != nil && l.Is(sim.HasLeft) {
		p.gone[side][key] = true
	}
	return p.gone[side][key]
}

// candidates are the citizens alive at branch for whom an indicator differs.
func (p *Pairing) candidates(q, region int) (list []candidate) {
	for place, d := range p.diffs[q] {
		if d != 0 {
			list = append(list, candidate{region, p.keys[place], d})
		}
	}
	return list
}

// same is how many of who was alive at branch live precisely the same life.
func (p *Pairing) same() (same, all int64) {
	for _, d := range p.differs {
		if !d {
			same++
		}
	}
	return same, int64(len(p.differs))
}
