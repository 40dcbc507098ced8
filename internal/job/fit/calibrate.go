package fit

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"runtime"
	"slices"

	"piramide/calibrate"
	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/model"
	"piramide/sim"
)

// Request asks for a calibration.
type Request struct {
	File        string // or the name of one of the tool; "" = belgium
	Method      string // best, imis or abc; "" = as the file says, like the next three
	Evaluations int
	Draws       int
	Seed        uint64
	Workers     int                 // evaluations side by side; 0 = one per processor
	Out         string              // folder; "" = made of the name
	Said        func(words.Message) // is told at once which targets cannot be reached; nil = nobody
}

// Calibration is what a calibration found.
type Calibration struct {
	File        *scenarios.Calibration
	Folder      string
	Best        *calibrate.Fit
	Targets     []calibrate.TargetFit   // of the best fit
	Start       []calibrate.TargetFit   // where every number that is fitted stands at the middle of its prior; nil = no world there
	Moves       []bool                  // whether what is fitted moves the numbers of a target at all
	Unreachable []calibrate.Unreachable // numbers that nothing in the prior comes near
	Posterior   *calibrate.Posterior    // nil of a best fit, like the next
	Diagnosis   *calibrate.Diagnosis
	Rows        [][]float64 // of the posterior, equally likely
	Evaluations int         // of the model, different ones, whether asked now or stored before; the first wave included

	problem *calibrate.Problem
	seen    [][]float64 // predictions of the first wave, of the middle and of the best values
}

// knownQuantity tells the grammar of calibrations what the Belgian model predicts.
func knownQuantity(name string) (int, string) {
	q, ok := belgium.QuantityNamed(name)
	if !ok {
		return 0, belgium.NearQuantity(name)
	}
	return q.Numbers, ""
}

// Calibrate fits the model to what was observed. What it finds, and every evaluation of
// the model, is kept in a folder, from which it goes on when it was stopped.
func Calibrate(ctx context.Context, r Request, progress job.Progress) (_ *Calibration, err error) {
	c, err := loadCalibration(&r)
	if err != nil {
		return nil, err
	}
	digest, err := problemDigest(c.File)
	if err != nil {
		return nil, err
	}
	store, err := openEvaluations(c.Folder, digest)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := c.solve(ctx, store, workersOf(r.Workers), r.Said, progress); err != nil {
		return nil, err
	}
	return c, c.write()
}

// loadCalibration reads what is asked and makes the problem.
func loadCalibration(r *Request) (*Calibration, error) {
	if r.Workers < 0 {
		return nil, fault.New(fault.Usage, nil, "at_least_one", "flag", "--workers", "value", r.Workers)
	}
	if r.Said == nil {
		r.Said = func(words.Message) {}
	}
	file, err := scenarios.LoadCalibration(cmp.Or(r.File, "belgium"), knownQuantity)
	if err != nil {
		return nil, err
	}
	if r.Method != "" {
		if r.Method, err = fault.OneOf("calibrate_method", r.Method, scenarios.Methods()); err != nil {
			return nil, err
		}
	}
	read := file
	file = file.With(r.Method, r.Evaluations, r.Draws, r.Seed)
	if least := leastEvaluations(file); file.Evaluations < least {
		if r.Evaluations == 0 {
			few := read.MethodProblem("evaluations", calibrateMsg("too_few", "count", file.Evaluations), calibrateMsg("evaluations_least", "least", least))
			return nil, scenarios.Problems{few}
		}
		return nil, fault.New(fault.Usage, nil, "calibrate_few", "count", file.Evaluations, "least", least)
	}
	c := &Calibration{File: file, Folder: cmp.Or(r.Out, "kalibratie-"+file.Name)}
	c.problem, err = problemOf(file)
	return c, err
}

// leastEvaluations is how many a method needs to begin: a search looks at a dozen points
// at a time, or two for each free number, and two searches share half of the evaluations
// with their polish; a sample takes as many again.
func leastEvaluations(file *scenarios.Calibration) int {
	least := 4 * max(12, 2*len(file.Free))
	if file.Method != scenarios.MethodBest {
		least *= 2
	}
	return least
}

func workersOf(n int) int { return cmp.Or(n, runtime.GOMAXPROCS(0)) }

// problemDigest says what evaluations belong to: the model with its numbers, and what is
// asked of it. The method, and how long it may take, have no part in it.
func problemDigest(file *scenarios.Calibration) (string, error) {
	reg, params, err := job.Defaults()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", sim.Engine, file.ProblemDigest())
	for _, r := range reg.Rows() {
		fmt.Fprintf(h, "%s %g %g %g\n", r.ID, r.Value, r.Low, r.High)
	}
	for _, p := range params.List() {
		fmt.Fprintf(h, "%s %s %s %s\n", p.Path, p.Evidence, p.Draw, p.Family)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// problemOf is a calibration as the methods take it.
func problemOf(file *scenarios.Calibration) (*calibrate.Problem, error) {
	plan, err := scenarios.Load("reference")
	if err != nil {
		return nil, err
	}
	if plan, err = plan.Under(file.Sets...); err != nil {
		return nil, err
	}
	_, params, err := job.DefaultsOf(plan)
	if err != nil {
		return nil, err
	}
	p := &calibrate.Problem{}
	for _, f := range file.Free {
		p.Free = append(p.Free, calibrate.Free{Name: f.Name, Quantile: f.Quantile})
	}
	var names []string
	var problems scenarios.Problems
	for _, t := range file.Targets {
		like, err := likelihoodOf(t)
		if wrong := new(calibrate.Mistake); errors.As(err, &wrong) {
			problems = append(problems, file.Problem(t, calibrateMsg("mistake_"+wrong.Code, "number", wrong.Number)))
			continue
		}
		names = append(names, t.Quantity)
		p.Targets = append(p.Targets, calibrate.Target{Name: t.Name, Source: t.Source, Numbers: len(t.Values), Likelihood: like})
	}
	if len(problems) > 0 {
		return nil, problems
	}
	p.Model = func(ctx context.Context, values []float64, luck uint64) ([]float64, error) {
		v := params.Values(0, 0)
		plan.Assume(v, 0, 0)
		if err := put(v, params, file.Free, values); err != nil {
			return nil, err
		}
		out, err := belgium.Predict(ctx, v, names, luck)
		if err != nil {
			return nil, err
		}
		for i, x := range out {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, fmt.Errorf("number %d of the targets is %g", i+1, x)
			}
		}
		return out, nil
	}
	return p, nil
}

// put sets the parameters that are fitted.
func put(v *model.Values, params *model.Parameters, free []scenarios.CalibrationFree, values []float64) error {
	for i, f := range free {
		for k, x := range f.Values(values[i]) {
			p, _ := params.Parameter(f.Paths[k])
			if err := p.Check(x); err != nil {
				return err
			}
			v.Override(f.Paths[k], x)
		}
	}
	return nil
}

// likelihoodOf is what a target says about a prediction.
func likelihoodOf(t scenarios.CalibrationTarget) (calibrate.Likelihood, error) {
	x := t.Values[0]
	switch t.Likelihood {
	case scenarios.LikelyLognormal:
		return calibrate.Lognormal(x, t.SD)
	case scenarios.LikelyBinomial:
		return calibrate.Binomial(x, t.Trials)
	case scenarios.LikelyPoisson:
		return calibrate.Poisson(x, t.Exposure)
	case scenarios.LikelyNegative:
		return calibrate.NegativeBinomial(x, t.Exposure, t.Size)
	case scenarios.LikelyDirichlet:
		return calibrate.Dirichlet(whole(t.Values), t.Weight)
	}
	return calibrate.Normal(x, t.SD)
}

// whole makes shares that were rounded when they were published add up to 1.
func whole(shares []float64) []float64 {
	sum := 0.0
	for _, x := range shares {
		sum += x
	}
	if math.Abs(sum-1) > 0.01 {
		return shares
	}
	out := slices.Clone(shares)
	for i := range out {
		out[i] /= sum
	}
	return out
}

// solve runs the method of the file.
func (c *Calibration) solve(ctx context.Context, store *evaluations, workers int, said func(words.Message), progress job.Progress) error {
	s := calibrate.Settings{
		Seed: c.File.Seed, Luck: c.File.Luck, Workers: workers, Budget: c.File.Evaluations, Store: store,
	}
	s.Progress = func(p calibrate.Progress) {
		if total := int64(c.File.Evaluations + c.firstWave()); progress != nil {
			progress(min(int64(c.Evaluations+p.Done), total), total)
		}
	}
	middle, err := c.middle(ctx, store)
	if err != nil {
		return err
	}
	if middle.Predicted != nil {
		c.Start = c.problem.Fits(middle.Predicted)
		c.seen = append(c.seen, middle.Predicted)
	}
	if err := c.method(ctx, s, said); err != nil {
		return err
	}
	c.seen = append(c.seen, c.Best.Predicted)
	c.Evaluations = store.used()
	c.Targets = c.problem.Fits(c.Best.Predicted)
	c.Moves = c.moved()
	return nil
}

// middle is what the model says where every free number stands at the middle of its prior.
func (c *Calibration) middle(ctx context.Context, store *evaluations) (calibrate.Evaluation, error) {
	values := c.problem.Values(make([]float64, len(c.problem.Free)))
	if known, ok := store.Lookup(values, c.File.Luck); ok {
		return known, nil
	}
	e := calibrate.Evaluation{Values: values, Luck: c.File.Luck}
	var err error
	if e.Predicted, err = c.problem.Model(ctx, values, c.File.Luck); err != nil {
		if ctx.Err() != nil {
			return e, ctx.Err()
		}
		e.Failed = err.Error()
	}
	return e, store.Append(e)
}

// still is the part of its interval under which a target does not move.
const still = 0.02

// moved says of each target whether its numbers differ over the prior by more than a small
// part of its interval. What nothing moves is an input of the model given back, and no
// test of the fit. Other points of the folder do not count: which there are depends on
// what was asked before.
func (c *Calibration) moved() []bool {
	out := make([]bool, len(c.Targets))
	at := 0
	for i, t := range c.Targets {
		for k := range t.Predicted {
			low, high := math.Inf(1), math.Inf(-1)
			for _, y := range c.seen {
				low, high = min(low, y[at+k]), max(high, y[at+k])
			}
			out[i] = out[i] || high-low > still*(t.High[k]-t.Low[k])
		}
		at += len(t.Predicted)
	}
	return out
}

// Conflicts are the targets that the best fit leaves outside their intervals.
func (c *Calibration) Conflicts() []string { return calibrate.Missed(c.Targets) }

// fit is what a plan can use.
func (c *Calibration) fit() *scenarios.Fit {
	f := &scenarios.Fit{
		Name: "fit-" + c.File.Name, Title: c.File.Title, Engine: sim.Engine, Calibration: c.File.Digest(), Sets: c.File.Sets,
		Method: c.File.Method, Evaluations: c.Evaluations, Conflicts: c.Conflicts(),
	}
	if c.Posterior != nil {
		f.Effective = c.effective()
	}
	for _, one := range c.File.Free {
		f.Parameters = append(f.Parameters, one.Paths...)
	}
	f.Best = c.spread(c.Best.Values)
	for _, row := range c.Rows {
		f.Posterior = append(f.Posterior, c.spread(row))
	}
	for i, t := range c.Targets {
		f.Targets = append(f.Targets, scenarios.FitTarget{
			Name: t.Target, Quantity: c.File.Targets[i].Quantity, Source: t.Source, Predicted: t.Predicted, Low: t.Low, High: t.High, Inside: t.Inside,
		})
	}
	return f
}

// spread gives the parameters of all free numbers.
func (c *Calibration) spread(values []float64) (out []float64) {
	for i, f := range c.File.Free {
		out = append(out, f.Values(values[i])...)
	}
	return out
}

// FitFile is the name of the file that plans use.
func (c *Calibration) FitFile() string {
	return filepath.Join(c.Folder, c.File.Name+".fit.yaml")
}

// write keeps the calibration and what it found in its folder.
func (c *Calibration) write() error {
	diagnosis, err := c.diagnosisJSON()
	if err != nil {
		return err
	}
	files := []struct {
		name string
		text []byte
	}{
		{"calibration.yaml", c.File.Text()},
		{filepath.Base(c.FitFile()), c.fit().Text()},
		{"targets.csv", c.targetsCSV()},
		{"parameters.csv", c.parametersCSV()},
		{"diagnosis.json", diagnosis},
	}
	for _, f := range files {
		err := outputs.WriteWhole(filepath.Join(c.Folder, f.name), func(w io.Writer) error { _, err := w.Write(f.text); return err })
		if err != nil {
			return fault.Unwritable(c.Folder, err)
		}
	}
	return nil
}

// ListQuantities writes the quantities that a target can name.
func ListQuantities(out io.Writer, w *words.Words) error {
	for _, q := range belgium.Quantities() {
		if _, err := fmt.Fprintf(out, "%-36s %s, %s\n", q.Name, w.Tell(q.Said), w.Tell(belgium.UnitOf(q.Unit))); err != nil {
			return err
		}
	}
	return nil
}
