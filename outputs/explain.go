package outputs

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"

	"piramide/sim"
	"piramide/sim/finance"
)

// Explanation is where a headline difference comes from: parts that add up to it, the
// ledger lines or the events behind them, and two lives of the same citizens.
type Explanation struct {
	Indicator *Indicator `json:"-"`
	ID        string     `json:"indicator"`
	Unit      string     `json:"unit"`
	Plan      string     `json:"plan"`
	Base      string     `json:"first_plan"`
	Period    Period     `json:"period"`
	Headline  Difference `json:"headline"`

	// Parts add up to the mean of the headline. Those of single citizens are of one
	// simulation, Draw and Replicate; the last then says what the mean of all has more.
	Parts     []Part `json:"parts"`
	Replayed  bool   `json:"replayed"`
	Draw      int    `json:"draw"`
	Replicate int    `json:"replicate"`

	Lines  []Line     `json:"ledger_lines,omitempty"` // of money: they too add up to the headline
	Events []EventRow `json:"events"`

	Members int64      `json:"citizens_at_branch"`
	Same    int64      `json:"same_life"`
	Differ  int        `json:"citizens_who_differ"`
	Lives   []TwoLives `json:"two_lives"`
}

// Part is a part of a difference, in the unit of the indicator.
type Part struct {
	ID    string    `json:"id"`
	Value float64   `json:"value"`
	Of    []SubPart `json:"of,omitempty"` // what it is made of, adding up to it
}

// SubPart is a part of a part: a kind of care, a role.
type SubPart struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"`
}

// Line is a line of the ledger, EUR per inhabitant and year, mean over all simulations.
type Line struct {
	Entry
	PerHead float64 `json:"difference_eur_per_inhabitant_year"`
}

// EventRow counts an event a year under both plans, mean over all simulations.
type EventRow struct {
	ID   string  `json:"id"`
	Base float64 `json:"first_plan"`
	Plan float64 `json:"plan"`
}

// The parts that are no cause of single citizens.
const (
	partProgramme = "programme"   // the plan's own instruments
	partOtherwise = "otherwise"   // fees per head, other ways of paying, rounding
	partCounted   = "denominator" // over how many people or months is divided
	partOthers    = "others"      // the mean of all simulations beside the one replayed
)

// ErrNotExplained says that an indicator has no parts.
var ErrNotExplained = errors.New("this indicator has no parts that add up")

// noSum are the indicators that are a place in an order, which has no parts.
var noSum = []string{"wait_median", "wait_p90", "within_30_days"}

// Explainable lists the indicators that [Comparison.Explain] knows, in the order of
// the indicators.
func Explainable() (ids []string) {
	for i := range Indicators {
		if id := Indicators[i].ID; explains(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func explains(id string) bool {
	return slices.Contains([]string{"programme_cost", "workload", "fte", "vt_gap"}, id) || slices.Contains(noSum, id) || NeedsReplay(id)
}

// NeedsReplay says whether the parts of an indicator come from single citizens.
func NeedsReplay(id string) bool {
	return slices.ContainsFunc(quantities, func(q counted) bool { return q.id == id && !q.kind })
}

// Explain divides the difference of an indicator between a plan and the first plan of
// the comparison in a period. It takes a replay where the indicator needs one.
func (c *Comparison) Explain(ind *Indicator, plan string, p Period, replay *Replay) (*Explanation, error) {
	if !explains(ind.ID) {
		return nil, ErrNotExplained
	}
	x := &Explanation{Indicator: ind, ID: ind.ID, Unit: ind.Unit, Plan: plan, Base: c.Base, Period: p, Headline: c.headline(ind, plan, p)}
	x.Events = c.events(ind, plan, p)
	switch ind.ID {
	case "programme_cost":
		x.Lines = c.lineParts(plan, p, true)
		for _, l := range x.Lines {
			x.add(lineID(l.Entry), l.PerHead)
		}
	case "fte":
		for role, id := range RoleIDs {
			x.add("role."+id, c.meanDifference(monthlyMean(only(seriesID(sim.RoleSeries(sim.Role(role), filledPosts))), 0.01), plan, p))
		}
	case "workload":
		c.workloadParts(x)
	case "vt_gap":
		c.gapParts(x)
	case "wait_median", "wait_p90", "within_30_days": // a place in an order is no sum
	default:
		if replay == nil {
			return nil, ErrNotExplained
		}
		c.citizenParts(x, replay)
	}
	if ind.ID == "net_cost" {
		x.Lines = c.lineParts(plan, p, false)
	}
	if x.Headline.Diff.Cells == 0 { // the first plan has no such number: there is no difference to take apart
		x.Parts = nil
	}
	return x, nil
}

func (x *Explanation) add(id string, value float64) *Part {
	if value != 0 && !math.IsNaN(value) {
		x.Parts = append(x.Parts, Part{ID: id, Value: value})
		return &x.Parts[len(x.Parts)-1]
	}
	return &Part{}
}

// Sum is what the parts add up to.
func (x *Explanation) Sum() (sum float64) {
	for _, p := range x.Parts {
		sum += p.Value
	}
	return sum
}

// headline is the difference in any period.
func (c *Comparison) headline(ind *Indicator, plan string, p Period) Difference {
	row := c.Row(ind.ID, p.ID)
	if row == nil || row.Period != p {
		one := c.row(ind, p, sim.GroupAll, c.Result.inputs(drawsToDivide))
		row = &one
	}
	return row.Plans[slices.IndexFunc(row.Plans, func(d Difference) bool { return d.Plan == plan })]
}

// meanDifference is the mean over the cells of a measure's difference.
func (c *Comparison) meanDifference(m measure, plan string, p Period) float64 {
	r := c.Result
	return estimate(subtract(r.values(plan, m, p, sim.GroupAll), r.values(c.Base, m, p, sim.GroupAll)), r.draws()).Mean
}

// lineID names a line of the ledger among the parts.
func lineID(e Entry) string {
	return "line/" + e.Instrument + "/" + e.Reason + "/" + e.From + "/" + e.To
}

// lineParts are the lines of the ledger that make up the KCE cost or the programme
// cost, the largest difference first. Work that home nursing did not deliver, and that
// the net cost counts as paid, is a line too.
func (c *Comparison) lineParts(plan string, p Period, programme bool) (list []Line) {
	counts := func(e Entry) float64 {
		if programme && !e.Plan {
			return 0
		}
		_, sign := e.Cost()
		return sign
	}
	for _, e := range c.Entries(plan, p) {
		if counts(e) == 0 {
			continue
		}
		same := func(o Entry) float64 {
			if o.From != e.From || o.To != e.To || o.Instrument != e.Instrument || o.Reason != e.Reason || o.Nature != e.Nature || o.Plan != e.Plan {
				return 0
			}
			return counts(o)
		}
		if d := estimate(c.lineSums(plan, c.Base, p, true, same), c.Result.draws()).Mean; d != 0 {
			list = append(list, Line{e, d})
		}
	}
	if d := c.meanDifference(homeNursingUnpaid, plan, p); !programme && d != 0 {
		list = append(list, Line{Entry{Instrument: "unpaid", Reason: finance.ForHomeNursing.String(), Nature: "unpaid"}, d})
	}
	slices.SortStableFunc(list, func(a, b Line) int { return cmp.Compare(math.Abs(b.PerHead), math.Abs(a.PerHead)) })
	return list
}

// workloadParts divides a ratio: hours asked at the hours there were, by role, and
// then the hours there are.
func (c *Comparison) workloadParts(x *Explanation) {
	r := c.Result
	over := func(of string, s series) []float64 {
		return r.values(of, func(cell *summary, from, to, _ int) float64 { return cell.over(s, from, to) }, x.Period, 0)
	}
	mean := func(of func(k int) float64) float64 {
		v := make([]float64, len(r.cells[x.Plan]))
		for k := range v {
			v[k] = of(k)
		}
		return estimate(v, r.draws()).Mean
	}
	there, was := over(x.Plan, roleSums(hoursAvailable)), over(x.Base, roleSums(hoursAvailable))
	asked := over(x.Plan, roleSums(hoursAsked))
	for k := range was { // without hours there is no ratio to compare with
		if was[k] == 0 || there[k] == 0 {
			was[k] = math.NaN()
		}
	}
	for role, id := range RoleIDs {
		s := only(seriesID(sim.RoleSeries(sim.Role(role), hoursAsked)))
		more := subtract(over(x.Plan, s), over(x.Base, s))
		x.add("asked."+id, mean(func(k int) float64 { return more[k] / was[k] }))
	}
	x.add("available", mean(func(k int) float64 { return asked[k]/there[k] - asked[k]/was[k] }))
}

// gapParts divides the VT gap: who has VT, and the others.
func (c *Comparison) gapParts(x *Explanation) {
	for vt, id := range []string{"no_vt", "vt"} {
		sign := float64(2*vt - 1)
		x.add("gap."+id, sign*c.meanDifference(vtStandardised(vt), x.Plan, x.Period))
	}
}

// citizenParts divides a difference by cause, in the simulation that was replayed.
func (c *Comparison) citizenParts(x *Explanation, replay *Replay) {
	cell := func(of string) *summary {
		return c.Result.cell(Cell{Scenario: of, Draw: replay.Draw, Replicate: replay.Replicate})
	}
	plan, base := cell(x.Plan), cell(x.Base)
	start := int(base.first) / 12
	from, to := x.Period.First-start, x.Period.Last-start
	value := func(s *summary) float64 { return x.Indicator.measure(s, from, to, sim.GroupAll) }
	x.Replayed, x.Draw, x.Replicate = true, replay.Draw, replay.Replicate
	x.Members, x.Same, x.Differ = replay.Members, replay.Same, replay.Differ[x.ID]
	x.Lives = replay.of(x.ID)
	in := func(id string, cause Cause, weight func(month int) float64) (sum float64) {
		for _, m := range replay.Sums[id][cause] {
			if m.Month >= from*base.perYear && m.Month < base.end(to) {
				sum += float64(float64(m.N) * weight(m.Month))
			}
		}
		return sum
	}
	part := func(cause Cause) string {
		if cause == CauseRest {
			return "rest." + x.ID
		}
		return "cause." + string(cause)
	}
	switch x.ID {
	case "qaly":
		rate := base.rates.Outcomes
		for _, cause := range Causes {
			x.add(part(cause), in(x.ID, cause, func(m int) float64 {
				return math.Pow(1+rate, -(float64(m)+0.5)/float64(base.perYear)) / 1e6 / float64(base.cohort) * 1000
			}))
		}
	case "net_cost":
		people := base.inhabitantYears(from, to)
		each := func(int) float64 { return 1 / 100.0 / people }
		sum := func(s *summary, cents []int64) (sum float64) {
			for m := from * s.perYear; m < s.end(to); m++ {
				sum += float64(cents[m])
			}
			return sum / 100
		}
		x.add(partProgramme, (sum(plan, plan.programme)-sum(base, base.programme))/people)
		divided := 0.0
		for _, cause := range Causes {
			p := Part{ID: part(cause)}
			for _, kind := range careKinds {
				if v := in(careID(kind), cause, each); v != 0 {
					p.Of = append(p.Of, SubPart{"care." + kind, v})
					p.Value += v
				}
			}
			divided += p.Value
			if p.Value != 0 {
				x.Parts = append(x.Parts, p)
			}
		}
		unpaid := func(s *summary) float64 { return s.over(only("home_nursing_unpaid"), from, to) / 100 }
		net := func(s *summary) float64 { return sum(s, s.cost) + unpaid(s) }
		care := net(plan) - sum(plan, plan.programme) - net(base) + sum(base, base.programme)
		x.add(partOtherwise, care/people-divided)
		x.add(partCounted, value(plan)-net(plan)/people)
	default:
		n, d := numerator(plan, x.ID, from, to), numerator(base, x.ID, from, to)
		scale := 0.0
		for _, of := range []struct {
			s *summary
			r sim.Ratio
		}{{plan, n}, {base, d}} {
			if of.r.Num != 0 {
				scale = value(of.s) * float64(of.r.Den) / float64(of.r.Num)
			}
		}
		for _, cause := range Causes {
			x.add(part(cause), in(x.ID, cause, func(int) float64 { return scale / float64(d.Den) }))
		}
		if n.Den != d.Den {
			x.add(partCounted, float64(n.Num)*scale/float64(n.Den)-float64(n.Num)*scale/float64(d.Den))
		}
	}
	one := value(plan) - value(base)
	if others := x.Headline.Diff.Mean - one; math.Abs(others) > 1e-12*math.Max(1, math.Abs(one)) {
		x.add(partOthers, others)
	}
}

// numerator sums what an indicator counts over years.
func numerator(s *summary, id string, from, to int) (sum sim.Ratio) {
	for year := from; year <= to; year++ {
		r := s.year(id, year, sim.GroupAll)
		sum.Num, sum.Den = sum.Num+r.Num, sum.Den+r.Den
	}
	return sum
}

// events are what happened under both plans, a year: at the desks for indicators about
// places and waiting, in lives and stays for the others.
func (c *Comparison) events(ind *Indicator, plan string, p Period) (rows []EventRow) {
	add := func(id string, s func(cell *summary, from, to int) float64) {
		mean := func(of string) float64 {
			return estimate(c.Result.values(of, func(cell *summary, from, to, _ int) float64 {
				return s(cell, from, to) / float64(cell.end(to)-from*cell.perYear) * float64(cell.perYear)
			}, p, 0), c.Result.draws()).Mean
		}
		if r := (EventRow{id, mean(c.Base), mean(plan)}); r.Base != 0 || r.Plan != 0 {
			rows = append(rows, r)
		}
	}
	month := func(id string) {
		add(id, func(s *summary, from, to int) float64 { return s.over(only(id), from, to) / seriesScale(id) })
	}
	if ind.Kind == staff {
		for _, id := range []string{"posts_hired", "posts_hired_from_care"} {
			month(id)
		}
		return rows
	}
	if ind.Kind == process || ind.Kind == activity {
		month("newly_known")
		for _, id := range routeIDs {
			id = "found_by_" + id
			add(id, func(s *summary, from, to int) float64 { return float64(numerator(s, id, from, to).Num) })
		}
		for _, id := range []string{"requests", "served", "given_up"} {
			month(id)
		}
		month("deaths")
		return rows
	}
	for _, id := range []string{"deaths", "nursing_home_entries"} {
		month(id)
	}
	for _, up := range []bool{true, false} {
		id := "tier_down"
		if up {
			id = "tier_up"
		}
		add(id, func(s *summary, from, to int) float64 { return s.tierMoves(from, to, up) })
	}
	for _, id := range []string{"unplanned_stays", "stays", "ed_visits", "bed_days"} {
		month(id)
	}
	return rows
}

// tierMoves counts moves to a higher, or a lower, tier; of a nursing home too.
func (s *summary) tierMoves(from, to int, up bool) (n float64) {
	start := int(s.first) / 12
	for _, f := range s.flows {
		a, b := tierOf(f.From), tierOf(f.To)
		if f.Year-start >= from && f.Year-start <= to && a >= 0 && b >= 0 && a != b && (b > a) == up {
			n += float64(f.Citizens)
		}
	}
	return n
}

// tierOf is the tier of a state, at home or in a nursing home; −1 for what is no state.
func tierOf(state string) int {
	return slices.Index(tierIDs, strings.TrimSuffix(state, "_nh"))
}
