package outputs

import (
	"slices"
	"strings"

	"piramide/sim"
)

// summary is the region-wide part of one cell, laid out for computing.
type summary struct {
	cell    Cell
	first   sim.Month
	years   int
	perYear int // months of a year, or 1 for a yearly model
	cycles  int // of the accounts; the last year may be cut short
	cohort  int64
	rates   Rates

	yearly  map[string][]sim.Ratio // [year][group]
	crossed []sim.Ratio            // [year][VT][class], nil when not recorded
	monthly map[string][]int64
	waits   map[waitKey]sim.Ratio

	cost, programme []int64    // KCE cost and the plan's part of it, cents by month; nil without a ledger
	parties         []partySum // [year][party]
	net             []int64    // [cycle][party]: received − paid, cents of money
	inKind          []int64    // work given without money, cents by cycle
	ledger          []ledgerLine
	flows           []FlowRow
	pyramid         []PyramidRow
	lives           []LifeRow
	outcomes        []OutcomeRow
	staffed         int // first cycle in which workload says something

	usage *usage // notes what measures read; nil unless asked
}

type waitKey struct {
	measure         string
	from, to, group int
}

// partySum is what went through one party in one year, in cents of money.
type partySum struct{ paid, received, cost, programme int64 }

// summarise lays out the rows of a cell. Rows of single buurten are skipped.
func summarise(t *CellTables, rates Rates) *summary {
	s := &summary{
		cell: t.Cell, first: t.First, years: t.Years, perYear: 12 / int(t.step()), cycles: t.Cycles, cohort: t.Cohort, rates: rates,
		yearly: map[string][]sim.Ratio{}, monthly: map[string][]int64{}, waits: map[waitKey]sim.Ratio{},
		flows: t.Flows, pyramid: t.Pyramid, lives: t.Lives, outcomes: t.Outcomes,
	}
	firstYear := int(t.First) / 12
	group := map[string]int{}
	for g, name := range sim.GroupNames {
		group[name] = g
	}
	for _, r := range t.Yearly {
		if r.Area != RegionArea {
			continue
		}
		year := r.Year - firstYear
		if g, known := group[r.Group]; known {
			if s.yearly[r.Measure] == nil {
				s.yearly[r.Measure] = make([]sim.Ratio, t.Years*sim.NumGroups)
			}
			s.yearly[r.Measure][year*sim.NumGroups+g] = sim.Ratio{Num: r.Num, Den: r.Den}
		} else if vt, class, ok := parseCrossed(r.Group); ok {
			if s.crossed == nil {
				s.crossed = make([]sim.Ratio, t.Years*2*sim.BandClasses)
			}
			s.crossed[(year*2+vt)*sim.BandClasses+class] = sim.Ratio{Num: r.Num, Den: r.Den}
		}
	}
	for _, r := range t.Monthly {
		if s.monthly[r.Series] == nil {
			s.monthly[r.Series] = make([]int64, t.Cycles)
		}
		s.monthly[r.Series][(r.Month-t.First)/t.step()] = r.Value
	}
	for _, r := range t.Waits {
		s.waits[waitKey{r.Measure, r.First - firstYear, r.Last - firstYear, group[r.Group]}] = sim.Ratio{Num: r.Num, Den: r.Den}
	}
	if len(t.Ledger) > 0 {
		s.book(t.Ledger, t.step())
		if cost := s.monthly[seriesCost]; cost != nil { // the ledger is kept by year
			s.cost, s.programme = cost, s.monthly[seriesProgramme]
		}
	}
	s.staffed = s.staffedFrom()
	return s
}

// step is how many months a cycle takes: 12 in a published model with a yearly cycle.
func (t *CellTables) step() sim.Month {
	if t.Cycles == t.Years {
		return 12
	}
	return 1
}

func (s *summary) year(name string, year, group int) sim.Ratio {
	if s.usage != nil {
		s.usage.yearly[name] = true
	}
	if list := s.yearly[name]; list != nil {
		return list[year*sim.NumGroups+group]
	}
	return sim.Ratio{}
}

func (s *summary) month(name string, month int) int64 {
	if s.usage != nil {
		s.usage.monthly[name] = true
	}
	if list := s.monthly[name]; list != nil {
		return list[month]
	}
	return 0
}

// over sums a series over the months of years from … to.
func (s *summary) over(x series, from, to int) float64 {
	total := 0.0
	for m := from * s.perYear; m < s.end(to); m++ {
		total += x(s, m)
	}
	return total
}

// end is the first cycle after a year.
func (s *summary) end(year int) int { return min((year+1)*s.perYear, s.cycles) }

// RegionArea is the area id of the region as a whole.
const RegionArea = "region"

// A crossed group is named STATUS/AGE/SEX/TIER, as in vt/age_80p/women/high_risk.
func crossedName(vt, class int) string {
	band, sex, tier := class/(sim.Sexes*sim.Tiers), class/sim.Tiers%sim.Sexes, class%sim.Tiers
	return strings.Join([]string{
		sim.GroupNames[sim.GroupNoVT+vt], sim.GroupNames[sim.GroupAge0+band],
		sim.GroupNames[sim.GroupMen+sex], TierID(tier),
	}, "/")
}

var crossedIndex = func() map[string]int {
	index := map[string]int{}
	for vt := range 2 {
		for class := range sim.BandClasses {
			index[crossedName(vt, class)] = vt*sim.BandClasses + class
		}
	}
	return index
}()

func parseCrossed(name string) (vt, class int, ok bool) {
	i, ok := crossedIndex[name]
	return i / sim.BandClasses, i % sim.BandClasses, ok
}

// tierIDs are the rows of the Belgian pyramid from its base.
var tierIDs = []string{"general", "chronic", "high_risk", "complex"}

// TierID names a row of the pyramid; a published model may have more than four.
func TierID(tier int) string {
	if tier < len(tierIDs) {
		return tierIDs[tier]
	}
	return "tier_" + string(rune('a'+tier-len(tierIDs)))
}

// place is the place of a value in a list, or its end.
func place(list []string, v string) int {
	if i := slices.Index(list, v); i >= 0 {
		return i
	}
	return len(list)
}
