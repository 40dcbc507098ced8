package outputs

import (
	"math"
	"strconv"

	"piramide/sim"
	"piramide/sim/finance"
)

// The perspectives that belong to no single payer; the others go by the id of the
// payer. ViewRegion is the collaboration with all that hold the plan's posts.
const (
	ViewKCE      = "kce"
	ViewRegion   = "region"
	ViewResource = "resource"
	ViewSociety  = "society"
)

// regionParties hold the money of a collaboration; their cost is what they spend
// beyond what they receive, so that unspent money is a negative cost.
var regionParties = []finance.Party{finance.Buurtteams, finance.ZorgcoachPosts, finance.CasemanagementPool, finance.Collaboration}

// Perspective is the cost of a plan as one party sees it, in EUR (docs/model.md 7.9).
// Everything but Level is a difference with the first plan; for the first plan
// itself only Level is known.
//
// KCE is government and patient: all payers. A payer's cost is what it pays less
// what it receives, other payers included, so that the payers add up to KCE.
// Resource is what is used, work in kind included. Society is that and the time of
// informal carers.
type Perspective struct {
	Plan         string   `json:"plan"`
	View         string   `json:"perspective"`
	Level        Estimate `json:"eur_per_inhabitant_year"` // of the plan itself, first years, constant prices
	PerHead      Estimate `json:"difference_eur_per_inhabitant_year"`
	Impact       Estimate `json:"budget_impact"`        // first years, undiscounted, constant prices
	Nominal      Estimate `json:"nominal"`              // the same at the prices of each year
	Present      Estimate `json:"present_value"`        // whole horizon, at the discount rate for costs
	Undiscounted Estimate `json:"undiscounted_horizon"` // whole horizon at 0 %
}

// Health is what a plan does to the citizens alive at branch over the whole
// horizon, QALYs per 1,000 of them, difference with the first plan.
type Health struct {
	Plan         string   `json:"plan"`
	Discounted   Estimate `json:"discounted"` // at the discount rate for outcomes
	Undiscounted Estimate `json:"undiscounted"`
}

// Perspectives gives every perspective of every plan, plan by plan. A payer that
// no plan uses is left out, and so is society where the folder has no value of
// carers' time.
func (c *Comparison) Perspectives() []Perspective {
	var views []string
	for id := range finance.Party(finance.NumParties) {
		if id.Payer() && c.Result.uses(id) {
			views = append(views, id.String())
		}
	}
	if len(views) == 0 { // no ledger at all
		return nil
	}
	views = append([]string{ViewKCE}, append(views, ViewRegion, ViewResource, ViewSociety)...)
	worth := map[string][][]float64{} // of carers' time, by plan
	for _, p := range c.Plans {
		worth[p.ID] = c.Result.carerMonth(p.ID)
	}
	var list []Perspective
	for _, p := range c.Plans {
		for _, view := range views {
			if x := c.perspective(p.ID, view, worth); x.Level.Cells > 0 {
				list = append(list, x)
			}
		}
	}
	return list
}

func (c *Comparison) perspective(plan, view string, worth map[string][][]float64) Perspective {
	r, draw := c.Result, c.Result.draws()
	head, all := c.Periods[0], c.wholeHorizon()
	rates, index := r.Manifest.Discount, r.healthIndex()
	euros := func(of string, p Period, weight func(s *summary, month int) float64) []float64 {
		cells := r.cells[of]
		v := make([]float64, len(cells))
		for i, s := range cells {
			cost := s.costs(view, worth[of])
			if cost == nil {
				v[i] = math.NaN()
				continue
			}
			start := int(s.first) / 12
			for m := (p.First - start) * s.perYear; m < s.end(p.Last-start); m++ {
				v[i] += float64(cost(m) * weight(s, m) / 100)
			}
		}
		return v
	}
	plain := func(*summary, int) float64 { return 1 }
	nominal := func(s *summary, m int) float64 { return index(int(s.first)/12 + m/s.perYear) }
	discounted := func(s *summary, m int) float64 {
		return math.Pow(1+rates.Costs, -(float64(m)+0.5)/float64(s.perYear))
	}
	perHead := func(of string) []float64 {
		v := euros(of, head, plain)
		for i, s := range r.cells[of] {
			start := int(s.first) / 12
			v[i] /= s.inhabitantYears(head.First-start, head.Last-start)
		}
		return v
	}
	x := Perspective{Plan: plan, View: view, Level: estimate(perHead(plan), draw)}
	if plan == c.Base {
		return x
	}
	more := func(p Period, weight func(*summary, int) float64) Estimate {
		return estimate(subtract(euros(plan, p, weight), euros(c.Base, p, weight)), draw)
	}
	x.PerHead = estimate(subtract(perHead(plan), perHead(c.Base)), draw)
	x.Impact, x.Nominal = more(head, plain), more(head, nominal)
	x.Present, x.Undiscounted = more(all, discounted), more(all, plain)
	return x
}

// costs gives the cents of a month as a perspective sees them; nil when the cell
// does not know them. Worth is that of [Result.carerMonth].
func (s *summary) costs(view string, worth [][]float64) func(month int) float64 {
	if s.net == nil {
		return nil
	}
	net := func(m int, p finance.Party) float64 { return float64(s.net[m*finance.NumParties+int(p)]) }
	resource := func(m int) float64 {
		return net(m, finance.OtherProviders) + net(m, finance.Economy) + float64(s.inKind[m])
	}
	switch view {
	case ViewKCE:
		return func(m int) float64 { return float64(s.cost[m]) }
	case ViewRegion:
		return func(m int) (cents float64) {
			for _, p := range regionParties {
				cents -= net(m, p)
			}
			return cents
		}
	case ViewResource:
		return resource
	case ViewSociety:
		if worth == nil {
			return nil
		}
		care := s.carersTime(worth[s.cell.Draw])
		return func(m int) float64 { return resource(m) + care[m/s.perYear] }
	}
	p := partyByID[view]
	return func(m int) float64 { return -net(m, p) }
}

// carersTime is the value of the time of informal carers in a month of each year,
// in cents: months with a carer at home, by tier at the start of the year, times
// what such a month is worth.
func (s *summary) carersTime(worth []float64) []float64 {
	cents := make([]float64, s.years)
	for tier, each := range worth {
		for year := range cents {
			months := float64(s.year("carers_overloaded", year, sim.GroupGeneral+tier).Den)
			cents[year] += months * each / float64(s.end(year)-year*s.perYear)
		}
	}
	return cents
}

const weeksPerMonth = 365.25 / 12 / 7

// PerspectivePaths are the parameters that the perspectives read from a folder.
var PerspectivePaths = []string{
	"price.carer_hour", "carer.hours.t0", "carer.hours.t1", "carer.hours.t2", "carer.hours.t3", "price.index.2025", "price.index.later",
}

// carerMonth is what a month with a carer is worth by draw and tier, in cents:
// hours a week and the value of an hour, under the assumptions of a plan. It is
// nil when the folder lacks one of them.
func (r *Result) carerMonth(plan string) [][]float64 {
	paths := PerspectivePaths[:1+len(tierIDs)]
	values := make([][]float64, len(paths)) // [path][draw]
	for i, path := range paths {
		values[i] = r.parameter(plan, path)
		if values[i] == nil {
			return nil
		}
	}
	worth := make([][]float64, r.Manifest.Draws)
	for d := range worth {
		for tier := range tierIDs {
			worth[d] = append(worth[d], values[1+tier][d]*weeksPerMonth*values[0][d]*100)
		}
	}
	return worth
}

// parameter is the value of a parameter in every draw, under the assumptions of a
// plan; nil when the folder does not hold it.
func (r *Result) parameter(plan, path string) []float64 {
	var values []float64
	for _, own := range []string{"", plan} { // a plan's own assumption comes after what all share
		for _, p := range r.Parameters {
			if p.Path == path && p.Scenario == own && int(p.Draw) < r.Manifest.Draws {
				if values == nil {
					values = make([]float64, r.Manifest.Draws)
				}
				values[p.Draw] = p.Value
			}
		}
	}
	return values
}

// healthIndex gives the prices of a calendar year relative to those of the price
// year, by the growth of the health index that the register holds; 1 where it
// holds none.
func (r *Result) healthIndex() func(year int) float64 {
	growth := map[string]float64{}
	for _, e := range r.Register {
		growth[e.Path] = e.Value
	}
	return func(year int) float64 {
		x := 1.0
		for y := r.Manifest.PriceYear + 1; y <= year && r.Manifest.PriceYear > 0; y++ {
			g, known := growth["price.index."+strconv.Itoa(y)]
			if !known {
				g = growth["price.index.later"]
			}
			x *= 1 + g
		}
		return x
	}
}

// Index is the price level of a calendar year relative to the price year.
func (c *Comparison) Index(year int) float64 { return c.Result.healthIndex()(year) }

// Health gives the QALYs of every compared plan, discounted and not.
func (c *Comparison) Health() []Health {
	r, draw, all := c.Result, c.Result.draws(), c.wholeHorizon()
	var list []Health
	for _, p := range c.Plans[1:] {
		more := func(m measure) Estimate {
			return estimate(subtract(r.values(p.ID, m, all, sim.GroupAll), r.values(c.Base, m, all, sim.GroupAll)), draw)
		}
		list = append(list, Health{p.ID, more(discountedQALY), more(func(s *summary, from, to, _ int) float64 {
			if s.cohort == 0 {
				return math.NaN()
			}
			return s.present(only("cohort_qaly"), 0, from, to) / 1e6 / float64(s.cohort) * 1000
		})})
	}
	return list
}

func (c *Comparison) wholeHorizon() Period {
	first, years := c.Result.calendar()
	return Period{PeriodAll, first, first + years - 1}
}
