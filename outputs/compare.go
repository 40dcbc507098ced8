package outputs

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"piramide/sim"
)

// Estimate is a quantity over the cells of an experiment.
type Estimate struct {
	Mean, Median float64
	Low, High    float64 // central 95 % of the cells: parameters and chance
	SE           float64 // Monte-Carlo standard error of the mean: shrinks with more draws
	Cells        int     // cells in which the quantity exists
}

// Mark is the verdict on a difference (model.md section 8).
type Mark string

// The marks. NoMark is given in a chance-only run, which allows no conclusion,
// and where the quantity does not exist in either plan.
const (
	Clear        Mark = "clear"      // duidelijk: the sign holds in at least 95 % of cells
	Likely       Mark = "likely"     // waarschijnlijk: in 80 to 95 %
	Unclear      Mark = "indistinct" // niet te onderscheiden
	NoDifference Mark = "irrelevant" // geen verschil van betekenis: under the relevance
	Identical    Mark = "identical"  // the same in every cell
	NoMark       Mark = ""
)

// Origin says what the evidence behind a difference is, the weakest that matters.
type Origin string

// The origins.
const (
	Belgian    Origin = "belgian"    // measured in Belgium
	Foreign    Origin = "foreign"    // published abroad
	Assumption Origin = "assumption" // our own
)

// Reasons why a difference that holds in 95 % of cells is still not called clear.
const (
	CapNone        = ""
	CapAssumptions = "assumptions" // assumptions carry over half of the explained variance
	CapFew         = "few"         // too few cells to call a sign clear
	CapPath        = "path"        // under 100 draws, and an effect on the path is an assumption
)

// Difference is a plan minus the first plan, cell by cell with the same draw and luck.
type Difference struct {
	Plan   string
	Value  Estimate // the plan itself
	Diff   Estimate // plan minus first plan
	K, N   int      // cells in which the difference has the sign of its middle, of all
	Mark   Mark
	Cap    string // why Mark is not higher
	Origin Origin // "" when no evidence row on the path is known
	Better int    // +1 the plan is better, −1 worse, 0 the indicator has no direction or nothing differs
	// AssumptionShare is the part of the explained variance across draws that
	// assumptions carry; NaN under 100 draws.
	AssumptionShare float64
	// Pairing is 1 − Var(A−B)/(Var A + Var B): how much the shared luck helps.
	Pairing float64
	// Needed is how many cells would tell the mean difference from zero on
	// Monte-Carlo error alone; 0 when it already does or cannot be said.
	Needed int
}

// Period is a stretch of whole years of the accounts.
type Period struct {
	ID    string `json:"id"`    // years_1_5, years_1_10, first_team_year
	First int    `json:"first"` // calendar years, both included
	Last  int    `json:"last"`
}

// Row is one indicator in one period: the first plan, then the others.
type Row struct {
	Indicator Indicator    `json:"indicator"`
	Period    Period       `json:"period"`
	Base      Estimate     `json:"first_plan"`
	Plans     []Difference `json:"plans"`
	Group     string       `json:"group,omitempty"` // of citizens (sim.GroupNames); empty = all
}

// NetPresent is the present value over the whole horizon per citizen alive at
// branch, mid-month discounting, plan minus first plan.
type NetPresent struct {
	Plan  string   `json:"plan"`
	Costs Estimate `json:"costs"` // EUR per citizen alive at branch
	QALYs Estimate `json:"qalys"` // per 1,000 citizens alive at branch
}

// Balance says what a party gains or loses in a period: its net receipts
// (received − paid) against the first plan, EUR per inhabitant and year.
type Balance struct {
	Plan   string   `json:"plan"`
	Party  string   `json:"party"`
	Period Period   `json:"period"`
	Diff   Estimate `json:"difference"`
	Mark   Mark     `json:"mark"`
}

// Comparison is everything that can be said of plans against the first one.
type Comparison struct {
	Base       string             `json:"first_plan"`
	Plans      []Plan             `json:"plans"` // the first plan first
	Periods    []Period           `json:"periods"`
	Draws      int                `json:"draws"`
	Replicates int                `json:"replicates"`
	ChanceOnly bool               `json:"chance_only"` // fixed parameters: headed "alleen toeval", no conclusion
	Rows       []Row              `json:"rows"`
	Present    []NetPresent       `json:"net_present"`
	Parties    []PartyYear        `json:"parties"`
	Balances   []Balance          `json:"balances"`
	Lives      map[string]float64 `json:"identical_lives,omitempty"` // by plan: share of the cohort with an identical life; empty when not kept
	Result     *Result            `json:"-"`
}

// Row gives the row of an indicator in a period, nil when there is none.
func (c *Comparison) Row(indicator, period string) *Row {
	for i := range c.Rows {
		if c.Rows[i].Indicator.ID == indicator && c.Rows[i].Period.ID == period {
			return &c.Rows[i]
		}
	}
	return nil
}

// Compare sets every plan of a result against the first one, base ("" takes the
// first of the manifest).
func Compare(r *Result, base string) (*Comparison, error) {
	if base == "" {
		base = r.Manifest.Scenarios[0]
	}
	if r.cells[base] == nil {
		return nil, fmt.Errorf("the result holds no plan %q (hint: it holds %s)", base, strings.Join(r.Manifest.Scenarios, ", "))
	}
	c := &Comparison{
		Base: base, Draws: r.Manifest.Draws, Replicates: r.Manifest.Replicates, ChanceOnly: r.Manifest.FixedParameters,
		Periods: r.periods(), Lives: map[string]float64{}, Result: r,
	}
	for _, p := range r.Plans {
		if p.ID == base {
			c.Plans = slices.Insert(c.Plans, 0, p)
		} else {
			c.Plans = append(c.Plans, p)
		}
	}
	for _, p := range c.Plans[1:] {
		if share, kept := r.sameLives(p.ID, base); kept {
			c.Lives[p.ID] = share
		}
	}
	in := r.inputs(drawsToDivide)
	for _, period := range c.Periods {
		for i := range r.Indicators {
			c.Rows = append(c.Rows, c.row(&r.Indicators[i], period, sim.GroupAll, in))
		}
		c.balances(period)
	}
	c.parties()
	for _, p := range c.Plans[1:] {
		c.Present = append(c.Present, c.present(p.ID))
	}
	return c, nil
}

// ByGroup is an indicator among one group of citizens (sim.GroupNames). Nothing exists
// of an indicator that is not counted by group, or of a group without anybody.
func (c *Comparison) ByGroup(indicator string, p Period, group int) Row {
	i := Find(c.Result.Indicators, indicator)
	row := c.row(&c.Result.Indicators[i], p, group, c.Result.inputs(drawsToDivide))
	row.Group = sim.GroupNames[group]
	return row
}

func (c *Comparison) row(ind *Indicator, period Period, group int, in *inputs) Row {
	r, draw := c.Result, c.Result.draws()
	base := r.values(c.Base, ind.measure, period, group)
	row := Row{Indicator: *ind, Period: period, Base: estimate(base, draw)}
	for _, p := range c.Plans[1:] {
		v := r.values(p.ID, ind.measure, period, group)
		diff := c.difference(p.ID, ind.measure, period, group)
		d := Difference{Plan: p.ID, Value: estimate(v, draw), Diff: estimate(diff, draw), Pairing: pairing(v, base, diff)}
		d.Needed = needed(d.Diff)
		r.judge(&d, ind, diff, in, c.Lives[p.ID] == 1)
		if ind.Relative {
			d.Value = d.Diff
		}
		row.Plans = append(row.Plans, d)
	}
	if ind.Relative && row.Base.Cells > 0 { // nothing to be on its own
		row.Base = Estimate{Cells: row.Base.Cells}
	}
	return row
}

// difference is a measure of a plan minus that of the first plan, cell by cell. It does
// not exist where the first plan has the quantity in fewer than half of the years in which
// the plan has it: a rate of a pilot that ends before the teams of the plan begin is of
// another time, and not what the plan is better or worse than.
func (c *Comparison) difference(plan string, m measure, p Period, group int) []float64 {
	r := c.Result
	diff := subtract(r.values(plan, m, p, group), r.values(c.Base, m, p, group))
	in := func(plan string, year int) []float64 {
		return r.values(plan, m, Period{First: year, Last: year}, group)
	}
	if !slices.ContainsFunc(diff, known) || p.First == p.Last || all(in(c.Base, p.First), known) && all(in(c.Base, p.Last), known) {
		return diff // nothing to take away, or the first plan has it throughout
	}
	years, apart := 0, 0
	for year := p.First; year <= p.Last; year++ {
		base := in(c.Base, year)
		for i, x := range in(plan, year) {
			if known(x) {
				years++
				if !known(base[i]) {
					apart++
				}
			}
		}
	}
	if 2*apart > years {
		for i := range diff {
			diff[i] = math.NaN()
		}
	}
	return diff
}

func known(x float64) bool { return !math.IsNaN(x) }

func all(v []float64, is func(float64) bool) bool {
	return !slices.ContainsFunc(v, func(x float64) bool { return !is(x) })
}

// present values costs and QALYs of the closed cohort over the whole horizon.
func (c *Comparison) present(plan string) NetPresent {
	r, draw := c.Result, c.Result.draws()
	first, years := r.calendar()
	horizon := Period{First: first, Last: first + years - 1}
	difference := func(m measure) Estimate {
		return estimate(subtract(r.values(plan, m, horizon, sim.GroupAll), r.values(c.Base, m, horizon, sim.GroupAll)), draw)
	}
	return NetPresent{
		Plan:  plan,
		Costs: difference(presentCost),
		QALYs: difference(discountedQALY),
	}
}

// SameLives is the share of the cohort with an identical life under a plan and the
// first, if lives were kept; never so near to one that it is written as 100,0 %.
func (c *Comparison) SameLives(plan string) (share float64, kept bool) {
	if share, kept = c.Lives[plan]; share < 1 {
		share = min(share, 0.999)
	}
	return share, kept
}

// sameLives is the share of kept citizens of the cohort whose lives are identical
// under two plans, over all cells; 1 only when those of the whole cohort are.
func (r *Result) sameLives(plan, base string) (share float64, kept bool) {
	same, all, everybody := 0, 0, true
	for i, s := range r.cells[plan] {
		other := r.cells[base][i].lives
		for k, life := range s.lives {
			if k < len(other) && other[k].Citizen == life.Citizen {
				if life.Citizen == allLives {
					everybody = everybody && other[k].Digest == life.Digest
					continue
				}
				all++
				if other[k].Digest == life.Digest {
					same++
				}
			}
		}
	}
	if all == 0 {
		return 0, false
	}
	if same == all && !everybody {
		return 1 - 0.5/float64(all), true
	}
	return float64(same) / float64(all), true
}
