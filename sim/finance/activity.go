package finance

// Action is a concrete action of a buurtteam that can open the inclusion fee.
type Action uint8

// The actions the Zorgzaam Leuven note names in section 2.
const (
	ActionInclusion       Action = iota // citizen included in a care programme
	ActionGroupAttendance               // citizen present at a group session
	ActionPHM                           // population-management action undertaken
	ActionBuurt                         // neighbourhood action supported
	NumActions            = int(iota)
)

var actionIDs = []string{"inclusions", "group_attendance", "phm_actions", "buurt_actions"}

// ParseAction finds an action by id; false when there is none.
func ParseAction(id string) (Action, bool) {
	i, known := find(id, actionIDs)
	return Action(i), known
}

// String returns the action's id.
func (a Action) String() string { return name("action", int(a), actionIDs) }

// AgeGroup is an age group of a capitation. Source of the bounds: the groups of which
// the New Deal tariffs are known (evidence rows newdeal_capitation_25_60 and
// newdeal_capitation_75_vt); what lies between is a group of its own.
type AgeGroup uint8

// The age groups, by the age from which they run.
const (
	Age0 AgeGroup = iota
	Age25
	Age60
	Age75
	NumAgeGroups = int(iota)
)

var ageGroupIDs = []string{"from_0", "from_25", "from_60", "from_75"}

// String returns the age group's id.
func (g AgeGroup) String() string { return name("age group", int(g), ageGroupIDs) }

// AgeGroupOf returns the group of an age in years.
func AgeGroupOf(age int) AgeGroup {
	switch {
	case age >= 75:
		return Age75
	case age >= 60:
		return Age60
	case age >= 25:
		return Age25
	}
	return Age0
}

// Tier is a tier of the risk pyramid, as a bundle pays it.
type Tier uint8

// The tiers of the programme.
const (
	TierGeneral Tier = iota
	TierChronic
	TierHighRisk
	TierComplex
	NumTiers = int(iota)
)

var tierIDs = []string{"general", "chronic", "high_risk", "complex"}

// String returns the tier's id.
func (t Tier) String() string { return name("tier", int(t), tierIDs) }

// Activity is what one month held, per buurt: heads at the end of the month, and
// what was done during it. The simulator fills it and [Settlement.Settle] reads it.
// All slices have one element per buurt.
type Activity struct {
	// Heads: stocks.
	Enrolled [2][2][]int32 // citizens with a GMD by chronic status (0, 1) and VT (0, 1)
	Raised   []int32       // those of them with a right to the raised GMD fee (chronic status, 30 to 85)
	Included []int32       // citizens a buurtteam has included (see InclusionFee)

	// Heads that only some kinds read; a simulator may leave them empty without such an instrument.
	Classes [NumAgeGroups][2][2][]int32 // citizens with a GMD by age group, chronic status and VT (see Capitation)
	AtHome  [NumTiers][]int32           // citizens at home, by tier as far as it is known (see Bundle)

	// Flows of the month.
	Actions [NumActions][]int32
	Starts  []int32 // citizens whose coordination by a buurtteam or case manager began (see Bundle)
	Units   [NumServices][]int32
	Citizen [NumServices][]Cents // own shares, as OwnShare gave them
	Payer   [NumServices][]Cents // the rest of the fees

	Exposure

	heads, counts []int32 // what the slices above lie in
	cents         []Cents
}

// NewActivity returns an empty month for a region of so many buurten.
func NewActivity(buurten int) *Activity {
	a := &Activity{
		heads:  make([]int32, (6+4*NumAgeGroups+NumTiers)*buurten),
		counts: make([]int32, (1+NumActions+NumServices)*buurten),
		cents:  make([]Cents, 2*NumServices*buurten),

		Exposure: newExposure(buurten),
	}
	heads, counts, cents := a.heads, a.counts, a.cents
	stocks := []*[]int32{&a.Enrolled[0][0], &a.Enrolled[0][1], &a.Enrolled[1][0], &a.Enrolled[1][1], &a.Raised, &a.Included}
	for g := range a.Classes {
		stocks = append(stocks, &a.Classes[g][0][0], &a.Classes[g][0][1], &a.Classes[g][1][0], &a.Classes[g][1][1])
	}
	for t := range a.AtHome {
		stocks = append(stocks, &a.AtHome[t])
	}
	for _, s := range stocks {
		*s, heads = heads[:buurten:buurten], heads[buurten:]
	}
	a.Starts, counts = counts[:buurten:buurten], counts[buurten:]
	for i := range a.Actions {
		a.Actions[i], counts = counts[:buurten:buurten], counts[buurten:]
	}
	for i := range a.Units {
		a.Units[i], counts = counts[:buurten:buurten], counts[buurten:]
		a.Citizen[i], cents = cents[:buurten:buurten], cents[buurten:]
		a.Payer[i], cents = cents[:buurten:buurten], cents[buurten:]
	}
	return a
}

// Buurten returns the number of buurten.
func (a *Activity) Buurten() int { return len(a.Included) }

// Reset empties heads and flows, for a month that counts everyone again.
func (a *Activity) Reset() {
	clear(a.heads)
	a.Exposure.reset()
	a.ResetFlows()
}

// ResetFlows empties the flows and keeps the heads, for a simulator that keeps the heads up to date.
func (a *Activity) ResetFlows() {
	clear(a.counts)
	clear(a.cents)
	a.Exposure.resetFlows()
}

// Enrol counts one citizen with a GMD; raised says whether the practice may ask the raised fee.
func (a *Activity) Enrol(buurt int, chronic, vt, raised bool) {
	a.Enrolled[index(chronic)][index(vt)][buurt]++
	if raised {
		a.Raised[buurt]++
	}
}

// Serve counts one unit of a service with the two parts that [OwnShare] returned.
func (a *Activity) Serve(s Service, buurt int, citizen, payer Cents) {
	a.Units[s][buurt]++
	a.Citizen[s][buurt] += citizen
	a.Payer[s][buurt] += payer
}

// EnrolledHeads returns the citizens of a buurt with a GMD.
func (a *Activity) EnrolledHeads(buurt int) int64 {
	return int64(a.Enrolled[0][0][buurt]) + int64(a.Enrolled[0][1][buurt]) +
		int64(a.Enrolled[1][0][buurt]) + int64(a.Enrolled[1][1][buurt])
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}
