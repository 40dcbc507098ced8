package sim

import (
	"math"
	"slices"
)

// Queue: who stands before whom in the line of a desk.
//
// Decided: the rank of a request, once, when it is made. Read: what is known of
// the citizen: tier, statuses, conditions, carer, hazards of the class. Written:
// tickets. Source: docs/model.md 7.7 (ties break on a plan-independent key),
// `own_queue_equity_weight`.

// Queue is the order in which requests are served. In every order who asked first
// stands first among equals.
type Queue struct {
	Order   Order
	Equity  float64  // EquityWeighted: rows of the pyramid that VT or the lowest quintile weighs
	Weights []Weight // Weighted: the score
}

// Order is a rule that says who comes first.
type Order int

// The orders.
const (
	FirstCome        Order = iota
	HighestKnownRisk       // the highest tier
	ExpectedBenefit        // what the effects of care are expected to avoid, × tier
	EquityWeighted         // the tier, and Equity rows more with VT or in the lowest quintile
	ProgrammeFirst         // the priority group of the programme, then the highest tier
	Weighted               // a score of the plan's own
)

// OrderNames are the ids of the orders in files; a score of the plan's own has none.
var OrderNames = [Weighted]string{"first_come", "highest_known_risk", "expected_benefit", "equity_weighted", "programme_first"}

// Weight is what one unit of a column counts for in a score.
type Weight struct {
	Column Column
	Each   float64
}

// Column is something that is known of who asks. Above the names below it is the
// index of a condition.
type Column int

const (
	columnTier Column = iota
	columnVT
	columnLowestQuintile
	columnAge65
	columnAge80
	columnNoCarer
	columnCarerOverloaded
	columnStay
	columnWaiting
	numColumns
)

var columnNames = [numColumns]string{
	"tier", "vt", "lowest_quintile", "age_65", "age_80", "no_carer", "carer_overloaded", "unplanned_stay", "waiting_months",
}

// QueueColumns are the columns of a score that are no conditions.
func QueueColumns() []string { return columnNames[:] }

// QueueColumn finds a column of a score by name: one of [QueueColumns] or a condition.
func (c *Config) QueueColumn(name string) (Column, bool) {
	if k := slices.Index(columnNames[:], name); k >= 0 {
		return Column(k), true
	}
	k := slices.IndexFunc(c.Conditions, func(x Condition) bool { return x.Name == name })
	return numColumns + Column(k), k >= 0
}

// rank gives a request its place: the score in thousandths, less what one day of
// waiting is worth for every day of the date, so that who asked earlier gains on who
// asked later and no line is ever sorted again.
func (w *World) rank(i, seat int, asked int32) uint64 {
	q := &w.plan.Queue
	if seat != seatCoach {
		q = &w.plan.CaseQueue
	}
	score, month := w.score(q, i, seat)
	const thousandths, most = 1000, 1 << 61
	points := float64(score*thousandths*daysPerMonth) - float64(month*thousandths*float64(asked))
	return uint64(most - int64(math.Min(math.Max(math.Round(points), -most), most)))
}

// score is what is known of a citizen by the rule of a queue, and what a month of
// waiting adds.
func (w *World) score(q *Queue, i, seat int) (score, month float64) {
	tier := float64(w.m.rows[w.people[i].class].tier)
	switch q.Order {
	case HighestKnownRisk:
		return tier, 0
	case EquityWeighted:
		return tier + q.Equity*float64(one(w.column(i, columnVT)+w.column(i, columnLowestQuintile) > 0)), 0
	case ProgrammeFirst:
		const first = MaxStates // above every tier
		return tier + first*float64(one(w.inGroup(i, w.plan.Frail))), 0
	case ExpectedBenefit:
		if w.m.noBenefit[seat] { // nobody gains: need decides
			return tier, 0
		}
		return w.benefit(i, seat) * tier, 0
	case Weighted:
		for _, x := range q.Weights {
			if x.Column == columnWaiting {
				month = x.Each
				continue
			}
			score += float64(x.Each * w.column(i, x.Column))
		}
	}
	return score, month
}

// column is the value of a column for a citizen.
func (w *World) column(i int, c Column) float64 {
	p := &w.people[i].who
	var yes bool
	switch c {
	case columnTier:
		return float64(w.m.rows[p.class].tier)
	case columnVT:
		yes = p.flags&hasVT != 0
	case columnLowestQuintile:
		yes = w.quintile(i) == 0
	case columnAge65:
		yes = w.m.age(p.class) >= 65
	case columnAge80:
		yes = w.m.age(p.class) >= 80
	case columnNoCarer:
		yes = !w.hasCarer(i)
	case columnCarerOverloaded:
		yes = w.hasCarer(i) && p.flags&overloaded != 0
	case columnStay:
		yes = w.stayed.has(i)
	case columnWaiting:
		return 0 // at the moment of asking
	default:
		yes = w.hasCondition(i, int(c-numColumns))
	}
	return float64(one(yes))
}

// benefitYears is how long the benefit of care is looked ahead.
const benefitYears = 1

// benefit is the events that care at a desk is expected to avoid in its first year:
// unplanned stays, nursing-home entries, deaths and tier moves count alike. It looks
// at hazards by class and by what a worker can know, never at personal luck, and
// takes the effects of the run for true.
func (w *World) benefit(i, seat int) (avoided float64) {
	var on [numAffected]float64
	for k := range w.m.effects {
		f := &w.m.effects[k]
		if f.seat != seat || f.condition != none && !w.hasCondition(i, f.condition) ||
			f.state != none && w.m.state(w.people[i].class) != f.state {
			continue
		}
		from := 0
		if f.CatchUp > 0 {
			from = w.sinceFirst(i)
		}
		on[f.on] = w.m.cfg.Overlap.join(on[f.on], f.nextMonths(from, benefitYears*w.m.cycles))
	}
	for _, list := range [2][]event{w.m.exclusive, w.m.recurrent} {
		for k := range list {
			e := &list[k]
			if e.effect == none || on[e.effect] == 0 || e.To != nil && !e.possible(w.m.state(w.people[i].class)) {
				continue
			}
			h := e.bound[w.people[i].class] * e.accept * float64(benefitYears*w.m.cycles) * w.knownModifiers(i, e)
			if e.Kind == Visit {
				h *= w.m.cfg.Levels.AdmittedED[w.people[i].class]
			}
			avoided += float64(h * (1 - math.Exp(on[e.effect])))
		}
	}
	return avoided
}

// knownModifiers is the product of the modifiers that a worker can see.
func (w *World) knownModifiers(i int, e *event) float64 {
	carer := 0
	switch {
	case !w.hasCarer(i):
		carer = 1
	case w.people[i].flags&overloaded != 0:
		carer = 2
	}
	demented := w.m.demented != none && w.hasCondition(i, w.m.demented)
	return e.factor(ByVT, bit(w.people[i].flags&hasVT)) * e.factor(BySES, w.quintile(i)) *
		e.factor(ByDementia, int(one(demented))) * e.factor(ByCarer, carer)
}

// nextMonths is the mean log hazard ratio of care over so many months, of which the
// first is month from of the effect. What is caught up is none of it: it comes anyway.
func (f *effect) nextMonths(from, months int) (sum float64) {
	for k := range months {
		if at := from + k - f.Onset; at >= 0 && !f.gives(at) {
			sum += f.at(at)
		}
	}
	return sum / float64(months)
}

// compileBenefit says at which desks no effect of care acts at all.
func (m *Model) compileBenefit() {
	for s := range m.noBenefit {
		m.noBenefit[s] = !slices.ContainsFunc(m.effects, func(f effect) bool {
			return f.seat == s && slices.ContainsFunc(f.LogHR, func(l float64) bool { return l != 0 })
		})
	}
}
