package validate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"sync/atomic"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// FalseAlarm is the chance that a sound model fails any gate on simulated
// replicates (all of them together).
const FalseAlarm = 1e-4

// Check is one number of the model beside what was observed.
type Check struct {
	belgium.Target
	Replicates int     // 0: the exact cohort, without chance
	SE         float64 // of the mean over replicates
	Allowed    float64 // tolerance plus what chance may add
}

// OK says whether the model is close enough.
func (c Check) OK() bool { return math.Abs(c.Model-c.Target.Target) <= c.Allowed }

// followed says whether a check is of people who were followed.
func (c Check) followed() bool { return c.Reported && c.Replicates > 0 }

// Validation is every check of a region.
type Validation struct {
	Region  string
	Assumed string // names of the sets of assumptions; "" = what the evidence says
	Numbers *outputs.OwnNumbers
	Checks  []Check
}

// Validate holds the model against what was observed: on the exact cohort of
// constant hazards over ten years, and on simulated replicates of a year of care
// as today at the base values.
func Validate(ctx context.Context, r job.Request, progress job.Progress) (*Validation, error) {
	if r.Region == "" {
		r.Region = "leuven"
	}
	if r.Replicates == 0 {
		r.Replicates = job.ValidationReplicates
	}
	if r.Replicates < job.LeastReplicates {
		return nil, fault.New(fault.Usage, nil, "replicates_few", "count", r.Replicates, "least", job.LeastReplicates)
	}
	r.Draws, r.FixedParameters = 1, true
	r, err := r.Complete()
	if err != nil {
		return nil, err
	}
	r.Plans = []string{"reference"}
	plans, err := job.LoadPlans(r)
	if err != nil {
		return nil, err
	}
	reg, params, err := job.DefaultsOf(plans[0])
	if err != nil {
		return nil, err
	}
	v := &Validation{Region: filepath.Base(r.Region)}
	base := params.Values(r.Seed, 0)
	plans[0].Assume(base, r.Seed, 0)
	v.Assumed, v.Numbers = job.SetNames(plans[0]), job.OwnNumbers(plans[0])
	known := false
	for _, id := range belgium.RegionIDs {
		known = known || id == r.Region
	}
	if known {
		targets, err := belgium.Targets(reg, base, r.Region, plans[0].Population == scenarios.Ageing)
		if err != nil {
			return nil, err
		}
		for _, t := range targets {
			v.Checks = append(v.Checks, Check{Target: t, Allowed: t.Tolerance})
		}
	}
	if err := v.simulate(ctx, r, plans[0], reg, params, progress); err != nil {
		return nil, err
	}
	return v, nil
}

// simulate lives a year of replicates and adds their checks.
func (v *Validation) simulate(ctx context.Context, r job.Request, s *scenarios.Scenario, reg *evidence.Register, params *model.Parameters, progress job.Progress) error {
	x := &job.Experiment{Params: params, Plans: []*scenarios.Scenario{s}, Start: s.Start, Months: 12, Seed: r.Seed, Draws: 1, Replicates: r.Replicates, Fixed: true}
	var err error
	if x.Regions, err = job.Regions(s, params.Values(r.Seed, 0)); err != nil {
		return err
	}
	toFollow, err := followable(x)
	if err != nil {
		return err
	}
	later := int64(len(toFollow) * followedMonths)
	var first int64 // months of the worlds of a year
	results := make([]*sim.Result, r.Replicates)
	none := func(outputs.Cell) bool { return false }
	if err := x.Each(ctx, r.Workers, none, func(c outputs.Cell, res *sim.Result) error {
		results[c.Replicate] = res
		return nil
	}, func(done, total int64) {
		if atomic.StoreInt64(&first, total); progress != nil {
			progress(done, total+later)
		}
	}); err != nil {
		return err
	}
	observed, err := observations(x, v.Region, reg)
	if err != nil {
		return err
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(r.Replicates - 1)}
	z := t.Quantile(1 - FalseAlarm/2/float64(len(observed)))
	for _, o := range observed {
		values := make([]float64, len(results))
		for i, res := range results {
			values[i] = o.measure(res)
		}
		mean, sd := stat.MeanStdDev(values, nil)
		se := sd / math.Sqrt(float64(len(values)))
		o.Model = mean
		v.Checks = append(v.Checks, Check{Target: o.Target, Replicates: len(values), SE: se, Allowed: o.Tolerance + z*se})
	}
	return v.follow(ctx, x, toFollow, r.Workers, reg, func(done int64) {
		if progress != nil {
			progress(first+done, first+later)
		}
	})
}

// observation is a target with the way to read it from a year that was lived.
type observation struct {
	belgium.Target
	measure func(*sim.Result) float64
}

// observations are what a simulated year is held to: the exact expectation of
// that year, after the burn-in, where there is one, and observed numbers.
func observations(x *job.Experiment, id string, reg *evidence.Register) ([]observation, error) {
	var total float64
	var use belgium.Expected
	var people, deaths, nursing float64
	tiers := map[int]float64{}
	for i, region := range x.Regions {
		cfg, _, err := belgium.Build(x.Base(x.Plans[0]), region)
		if err != nil {
			return nil, err
		}
		trace, err := sim.Cohort(&cfg, job.BurnIn+12)
		if err != nil {
			return nil, err
		}
		e := belgium.Expect(&cfg)
		states := len(cfg.States)
		if i == 0 {
			use = belgium.Expected{Insurance: make(sim.Table, len(e.Insurance)), Visits: make(sim.Table, 1), Stays: make(sim.Table, 1)}
		}
		for class := range trace.People[0] {
			var n float64 // on average in the year that is lived
			for cycle := job.BurnIn; cycle < job.BurnIn+12; cycle++ {
				n += trace.People[cycle][class] / 12
			}
			people += n
			total += n * e.Insurance[class]
			use.Visits[0] += n * e.Visits[class]
			use.Stays[0] += n * e.Stays[class]
			tiers[cfg.States[class%states].Tier] += n
			if !cfg.States[class%states].Home {
				nursing += n
			}
		}
		for cycle := job.BurnIn + 1; cycle <= job.BurnIn+12; cycle++ {
			for _, d := range trace.Deaths[cycle] {
				deaths += d
			}
		}
	}
	months := func(r *sim.Result, s sim.Series) (sum float64) {
		for _, n := range r.Months[s] {
			sum += float64(n)
		}
		return sum
	}
	perThousand := func(s sim.Series) func(*sim.Result) float64 {
		return func(r *sim.Result) float64 { return 1000 * 12 * months(r, s) / months(r, sim.MonthPopulation) }
	}
	tierSeries := []sim.Series{sim.MonthGeneral, sim.MonthChronic, sim.MonthHighRisk, sim.MonthComplex}
	share := func(s sim.Series) func(*sim.Result) float64 {
		return func(r *sim.Result) float64 { // of those who were there at the start of the month
			all := 0.0
			for _, t := range tierSeries {
				all += months(r, t)
			}
			return months(r, s) / all
		}
	}
	row := func(id string) float64 {
		r, ok := reg.Row(id)
		if !ok {
			panic("job: no evidence row " + id)
		}
		return r.Value
	}
	var out []observation
	add := func(id string, quantity words.Message, unit string, target, tolerance float64, class string, f func(*sim.Result) float64) {
		out = append(out, observation{belgium.Target{ID: id, Quantity: quantity, Unit: belgium.UnitOf(unit), Target: target, Tolerance: tolerance, Class: class}, f})
	}
	wanted := total / people
	source := "cost.cell"
	switch {
	case id == "belgium":
		source, wanted = "riziv_per_capita_2024", row("riziv_per_capita_2024")
	case (id == "leuven" || id == "leuven-10") && x.Plans[0].Population == scenarios.Churn: // the observed one is of the base year
		source, wanted = "riziv_per_capita_leuven_expected", row("riziv_per_capita_leuven_expected")
	}
	add(source, belgium.QuantityOf("insurance_cost"), "euro_year", wanted, 0.02*wanted, belgium.Reproduced, func(r *sim.Result) float64 {
		x := r.At(sim.RIZIVCost, 0, 0, sim.GroupAll)
		return float64(x.Num) / 100 * 360 / float64(x.Den)
	})
	stays, visits := 1000*use.Stays[0]/people, 1000*use.Visits[0]/people
	add("stays", belgium.QuantityOf("stays_all"), "per_1000", stays, 0.05*stays, belgium.Reproduced, perThousand(sim.MonthStays))
	add("ed.visits", belgium.QuantityOf("emergency"), "per_1000", visits, 0.05*visits, belgium.Reproduced, perThousand(sim.MonthED))
	add("qx", belgium.QuantityOf("deaths"), "per_1000", 1000*deaths/people, 0.03*1000*deaths/people, belgium.Reproduced, perThousand(sim.MonthDeaths))
	add("nursing_home.share", belgium.QuantityOf("nursing_home"), "share", nursing/people, 0.05*nursing/people, belgium.Reproduced, share(sim.MonthNursingHome))
	for t, s := range tierSeries {
		add(fmt.Sprintf("tier.share.t%d", t), belgium.QuantityOf("tier", "tier", belgium.TierName(t)), "share", tiers[t]/people, 0.005, belgium.Reproduced, share(s))
	}
	add("conc_top1_mloz", belgium.QuantityOf("costliest", "share", 0.01), "share", row("conc_top1_mloz"), 0.03, belgium.Fitted, func(r *sim.Result) float64 { return r.Concentration[0].Top1 })
	add("conc_top5_be", belgium.QuantityOf("costliest", "share", 0.05), "share", row("conc_top5_be"), 0.03, belgium.Fitted, func(r *sim.Result) float64 { return r.Concentration[0].Top5 })
	add("conc_top10_mloz", belgium.QuantityOf("costliest", "share", 0.10), "share", row("conc_top10_mloz"), 0.03, belgium.Fitted, func(r *sim.Result) float64 { return r.Concentration[0].Top10 })
	return out, nil
}

// Verdict is a [fault.Error] when a gate failed.
func (v *Validation) Verdict() error {
	failed, gates := 0, 0
	for _, c := range v.Checks {
		if c.Reported {
			continue
		}
		if gates++; !c.OK() {
			failed++
		}
	}
	if failed > 0 {
		return fault.New(fault.GateFailed, nil, "gates", "count", failed, "all", gates)
	}
	return nil
}

// Table writes the checks for a terminal.
func (v *Validation) Table(w *words.Words) string {
	var b strings.Builder
	b.WriteString(w.Say("validate.title", "region", plain.RegionName(v.Region, w)) + "\n")
	if v.Assumed != "" || v.Numbers != nil {
		b.WriteString(w.Say("compare.assumptions", "sets", v.Numbers.Under(plain.SetTitles(v.Assumed, w.Lang()), w.Lang())) + "\n")
	}
	for _, said := range v.Numbers.Sentences(w) {
		b.WriteString("  " + said + "\n")
	}
	for _, part := range []struct {
		id                  string
		simulated, followed bool
	}{{"validate.cohort", false, false}, {"validate.simulated", true, false}, {"validate.followed", true, true}} {
		n := 0
		t := plain.Table(w.Say("validate.head.quantity"), w.Say("validate.head.target"), w.Say("validate.head.model"), w.Say("validate.head.difference"), w.Say("validate.head.allowed"), w.Say("validate.head.class"), "")
		for _, c := range v.Checks {
			if c.Replicates > 0 != part.simulated || c.followed() != part.followed {
				continue
			}
			n = max(n, c.Replicates)
			t.Row(w.Tell(c.Quantity)+", "+w.Tell(c.Unit)+" ["+c.ID+"]", plain.Significant(w, c.Target.Target, c.Tolerance), plain.Significant(w, c.Model, c.Tolerance),
				plain.Significant(w, c.Model-c.Target.Target, c.Tolerance), "±"+plain.Significant(w, c.Allowed, c.Tolerance), w.Say("validate.class."+strings.ReplaceAll(c.Class, " ", "_")), c.Verdict(w))
		}
		if len(t.Rows) > 1 {
			fmt.Fprintf(&b, "\n%s\n\n%s", plain.Wrap(w.Say(part.id, "count", n, "rate", "1/10 000", "years", followedYears)), t)
		}
	}
	off, reported, followed := 0, 0, false
	for _, c := range v.Checks {
		followed = followed || c.followed()
		if c.Reported {
			if reported++; !c.OK() {
				off++
			}
		}
	}
	fmt.Fprintln(&b)
	if !followed {
		fmt.Fprintln(&b, plain.Wrap(w.Say("validate.not_followed", "most", mostFollowed)))
	}
	if off > 0 {
		fmt.Fprintln(&b, plain.Wrap(w.Say("validate.off_count", "count", off, "all", reported)))
	}
	fmt.Fprintln(&b, plain.Wrap(w.Say("validate.elsewhere")))
	return b.String()
}

// JSON writes the checks for a program; what is compared is said in English,
// whatever the language of the reader.
func (v *Validation) JSON(out io.Writer) error {
	w, err := words.For("en")
	if err != nil {
		return err
	}
	list := make([]map[string]any, len(v.Checks))
	for i, c := range v.Checks {
		list[i] = map[string]any{
			"id": c.ID, "quantity": w.Tell(c.Quantity), "unit": w.Tell(c.Unit), "target": c.Target.Target, "model": c.Model,
			"tolerance": c.Tolerance, "allowed": c.Allowed, "class": c.Class, "replicates": c.Replicates, "standard_error": c.SE, "ok": c.OK(), "reported": c.Reported,
		}
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	said := map[string]any{"region": v.Region, "assumptions": cmp.Or(v.Assumed, scenarios.DefaultSet), "checks": list}
	if v.Numbers != nil {
		said["numbers"] = v.Numbers
	}
	return e.Encode(said)
}
