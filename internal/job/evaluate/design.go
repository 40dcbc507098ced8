package evaluate

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/evaluation"
	"piramide/scenarios"
	"piramide/sim"
)

// What would a planned evaluation see? In every repetition the same citizens and luck are
// lived without the plan, with it, and with it as each design hands it out; every design is
// read with its own estimator, beside the truth that only a simulation knows.

// Request is what is asked beside the file.
type Request struct {
	File        string // or the name of one that comes with the tool
	Repetitions int    // 0 = as the file says
	Workers     int    // 0 = one per processor
	Out         string // folder; "" = made of the name
	Lang        string
}

// DesignEvaluation is the answer.
type DesignEvaluation struct {
	Name       string            `json:"name"`
	Title      map[string]string `json:"title,omitempty"`
	Plan       string            `json:"plan"`
	PlanTitle  map[string]string `json:"plan_title"`
	Versus     string            `json:"versus"`
	VersusName map[string]string `json:"versus_title"`
	Region     string            `json:"region"`
	Assumed    string            `json:"assumptions,omitempty"`
	Effects    []string          `json:"assumed_effects,omitempty"`

	Repetitions int     `json:"repetitions"`
	Draws       int     `json:"draws"` // of the parameters; 0 = base values
	Alpha       float64 `json:"alpha"`
	PowerAsked  float64 `json:"power_asked"`
	Begins      string  `json:"begins"` // month in which the plan begins, with base values
	Until       string  `json:"until"`  // last month of the accounts
	Buurten     int     `json:"buurten"`
	Recruit     int     `json:"recruit_months"`

	Designs []EvaluatedDesign `json:"designs"`
	Folder  string            `json:"-"`
	Digest  string            `json:"-"`
	words   *words.Words
}

// EvaluatedDesign is one way to evaluate, at every size.
type EvaluatedDesign struct {
	Name     string             `json:"name"`
	Kind     string             `json:"kind"`
	Unit     string             `json:"unit"`
	Who      string             `json:"who,omitempty"`
	Match    string             `json:"match,omitempty"`
	On       []string           `json:"matched_on,omitempty"`
	Compare  string             `json:"compare,omitempty"`
	Judge    string             `json:"inference,omitempty"`
	Steps    int                `json:"steps,omitempty"`
	Every    int                `json:"step_months,omitempty"`
	Adjust   bool               `json:"adjusted,omitempty"`
	MinAge   int                `json:"min_age,omitempty"`
	People   []EvaluatedPeople  `json:"people,omitempty"`
	Outcomes []EvaluatedOutcome `json:"outcomes"`
}

// EvaluatedPeople is how many clients a design can follow for so many years, on average.
type EvaluatedPeople struct {
	Years int     `json:"years"`
	Mean  float64 `json:"mean"`
}

// EvaluatedOutcome is what a design sees of one outcome.
type EvaluatedOutcome struct {
	ID    string          `json:"id"`
	Worth float64         `json:"smallest_worth_seeing"` // part of the scale of a size
	Sizes []EvaluatedSize `json:"sizes"`                 // by years, then number; those that the region and the horizon hold
	// Reaches is the place among Sizes of the smallest that reaches the power asked and does
	// not mislead; −1: none does.
	Reaches int `json:"reaches"`
	// Needed is about how many buurten or clients would, followed as long as the largest size; 0:
	// more of them do not help, it cannot be told, or that is not needed.
	Needed float64 `json:"needed,omitempty"`
}

// EvaluatedSize is one size. Levels and effects are in the unit of the outcome, per year.
type EvaluatedSize struct {
	N       int     `json:"n"`
	Years   int     `json:"years"`
	Without float64 `json:"without"`
	Scale   float64 `json:"scale"` // what is 100 %: the level without, or 1 of a share
	evaluation.Performance
	Level string `json:"level"` // one of the levels of judge.go
}

const (
	fileEvaluation     = "evaluation.json"
	fileEvaluationCSV  = "evaluation.csv"
	fileEvaluationReps = "repetitions.csv"
	fileEvaluationYAML = "evaluation.yaml"

	// enoughRepetitions is the part of the repetitions that must hold a size.
	enoughRepetitions = 0.5
)

// Designs lives the repetitions and writes a folder.
func Designs(ctx context.Context, r Request, progress job.Progress) (*DesignEvaluation, error) {
	w, err := words.For(r.Lang)
	if err != nil {
		return nil, err
	}
	e, err := scenarios.LoadEvaluation(r.File)
	if err != nil {
		return nil, err
	}
	if r.Repetitions != 0 {
		if e, err = e.With(r.Repetitions); err != nil {
			return nil, err
		}
	}
	x, workers, err := evaluationExperiment(e, r)
	if err != nil {
		return nil, err
	}
	begins, err := fitsEvaluation(x, e)
	if err != nil {
		return nil, err
	}
	m, err := x.Describe()
	if err != nil {
		return nil, err
	}
	manifest := m.Manifest
	manifest.Detail, manifest.Command = reading.DetailEvaluate, []string{reading.DetailEvaluate, filepath.Base(r.File)}
	manifest.Inputs["evaluation"] = e.Digest()
	if r.Out == "" {
		r.Out = "evaluatie-" + e.Name
	}
	folder, err := outputs.CreateFolder(r.Out, manifest)
	if err != nil {
		return nil, fault.Unwritable(r.Out, err)
	}
	defer func() { _ = folder.Close() }() // a lock that stays is taken over next time
	if folder.Complete() {
		if a, ok := Read(folder.Dir(), w); ok {
			return a, nil
		}
	}
	trials, err := liveTrials(ctx, x, e, workers, progress)
	if err != nil {
		return nil, err
	}
	a := &DesignEvaluation{
		Name: e.Name, Title: e.Title, Plan: x.Plans[1].Name, PlanTitle: x.Plans[1].Title, Versus: x.Plans[0].Name, VersusName: x.Plans[0].Title,
		Region: filepath.Base(x.Plans[0].Region), Assumed: job.SetNames(x.Plans[1]), Repetitions: e.Repetitions, Draws: e.Draws, Alpha: e.Alpha, PowerAsked: e.Power,
		Begins: scenarios.FormatMonth(begins), Until: scenarios.FormatMonth(x.Start + sim.Month(x.Months) - 1), Buurten: len(x.Regions[0].Buurten), Recruit: e.Recruit, words: w,
	}
	for _, f := range e.Effects {
		a.Effects = append(a.Effects, f.Name+": "+f.Text)
	}
	a.assess(e, trials)
	files := errors.Join(
		folder.Write(fileEvaluationYAML, e.Text()), folder.Write(fileEvaluationReps, a.repetitions(e, trials)),
		folder.Write(fileEvaluationCSV, a.table()), folder.Write(fileEvaluation, a.encoded()),
	)
	a.Digest = manifest.Digest()
	if files == nil {
		files = a.draw(folder)
	}
	if err := errors.Join(files, folder.Finish(job.FileScratch)); err != nil {
		return nil, fault.Unwritable(r.Out, err)
	}
	a.Folder = folder.Dir()
	return a, nil
}

// evaluationExperiment resolves an evaluation into what has to be lived.
func evaluationExperiment(e *scenarios.EvaluationFile, r Request) (*job.Experiment, int, error) {
	q, err := job.Request{
		Plans: []string{e.Versus, e.Plan}, Region: e.Region, Population: e.Population, Horizon: e.Horizon, Assumptions: strings.Join(e.Sets, ","),
		Draws: max(1, e.Draws), Replicates: e.Repetitions, FixedParameters: e.Draws == 0, Seed: e.Seed, Workers: r.Workers,
	}.Complete()
	if err != nil {
		return nil, 0, err
	}
	x, err := job.NewExperiment(q)
	if err != nil {
		return nil, 0, err
	}
	for _, f := range e.Effects {
		for i := range x.Plans {
			s, err := x.Plans[i].Set("effects."+f.Name, f.Text)
			if err != nil {
				return nil, 0, err
			}
			x.Plans[i] = s
		}
	}
	return x, q.Workers, nil
}

// fitsEvaluation holds an evaluation to its region and horizon, and gives the month in which
// the plan begins with base values. Every mistake is told.
func fitsEvaluation(x *job.Experiment, e *scenarios.EvaluationFile) (sim.Month, error) {
	say := func(id string, pairs ...any) words.Message { return words.NewMessage("evaluate."+id, pairs...) }
	var found scenarios.Problems
	add := func(path string, reason, hint words.Message) { found = append(found, e.Problem(path, reason, hint)) }
	if len(x.Regions) > 1 {
		add("region", say("one_network", "region", x.Plans[0].Region), say("choose_network"))
		return 0, found
	}
	buurten := len(x.Regions[0].Buurten)
	if n := len(e.Buurten); n > 0 && e.Buurten[n-1] > buurten {
		add("sizes.buurten", say("few_buurten", "count", buurten, "asked", e.Buurten[n-1]), say("fewer_buurten"))
	}
	begins, later := x.Plans[1].Begins(x.Base(x.Plans[1]))
	start := int(begins - x.Start)
	if !later || start < monthsPerYear {
		add("plan", say("no_year_before", "plan", x.Plans[1].Name), say("start_later"))
		return 0, found
	}
	left := x.Months - start
	if e.Years[0]*monthsPerYear > left {
		add("sizes.years", say("no_year_after", "begins", scenarios.FormatMonth(begins), "count", left, "years", e.Years[0]), say("longer_horizon"))
	}
	for _, d := range e.Designs {
		if d.Kind != scenarios.SteppedWedge {
			continue
		}
		path := "designs." + d.Name
		if monthsPerYear%d.Every != 0 {
			add(path+".every", say("step_of_year", "months", d.Every), say("write_every"))
		}
		if d.Steps > buurten {
			add(path+".steps", say("more_steps", "steps", d.Steps, "count", buurten), say("fewer_steps"))
		}
		if (d.Steps-1)*d.Every >= left {
			add(path+".steps", say("long_wedge", "steps", d.Steps, "months", d.Every, "count", left), say("fewer_steps"))
		}
	}
	if len(found) > 0 {
		return 0, found
	}
	return begins, nil
}

// liveTrials lives every repetition and reads every design off it, repetitions in order.
// Where parameters are drawn, repetition k has draw k of them, over and over.
func liveTrials(ctx context.Context, x *job.Experiment, e *scenarios.EvaluationFile, workers int, progress job.Progress) ([][][]found, error) {
	trials := make([][][]found, e.Repetitions) // [repetition][design][size]
	total := int64(e.Repetitions * (job.BurnIn + worldsOf(e.Designs)*x.Months))
	var lived atomic.Int64
	step := func(n int) {
		if v := lived.Add(int64(n)); progress != nil {
			progress(v, total)
		}
	}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for k := range trials {
		g.Go(func() error {
			t, err := liveTrial(running, x, e, k%x.Draws, k/x.Draws, step)
			if err != nil {
				return err
			}
			for d := range e.Designs {
				trials[k] = append(trials[k], t.read(e, d, x.Months))
			}
			return nil
		})
	}
	return trials, g.Wait()
}

// assess sums the repetitions up.
func (a *DesignEvaluation) assess(e *scenarios.EvaluationFile, trials [][][]found) {
	for d := range e.Designs {
		from := &e.Designs[d]
		out := EvaluatedDesign{
			Name: from.Name, Kind: from.Kind, Unit: from.Unit, Match: from.Match, Compare: from.Compare, Judge: from.Judge,
			Steps: from.Steps, MinAge: from.MinAge,
		}
		switch from.Kind {
		case scenarios.MatchedControls:
			out.On = from.On
		case scenarios.SteppedWedge:
			out.Every = from.Every
		case scenarios.RandomisedInclusion:
			out.Adjust = from.Adjust
		}
		if from.Unit == scenarios.OfClients && from.Who != "all" {
			out.Who = from.Who
		}
		if from.Unit == scenarios.OfClients {
			for k, years := range e.Years {
				p := EvaluatedPeople{Years: years}
				for i := range trials {
					p.Mean += float64(trials[i][d][k*len(e.Clients)].there) / float64(len(trials))
				}
				out.People = append(out.People, p)
			}
		}
		for _, wanted := range e.Outcomes {
			o := placeOf(wanted.ID)
			oc := EvaluatedOutcome{ID: wanted.ID, Worth: wanted.Worth, Reaches: -1}
			for size := range trials[0][d] {
				var list []evaluation.Repetition
				without := 0.0
				for k := range trials {
					if r := trials[k][d][size].repetitions[o]; r.Units > 0 {
						list = append(list, r)
						without += trials[k][d][size].without[o]
					}
				}
				if float64(len(list)) < enoughRepetitions*float64(len(trials)) {
					continue
				}
				s := EvaluatedSize{N: trials[0][d][size].n, Years: trials[0][d][size].years, Without: without / float64(len(list))}
				s.Scale = s.Without
				if registeredOutcomes[o].absolute {
					s.Scale = 1
				}
				s.Performance = evaluation.Assess(list, wanted.Worth*s.Scale*registeredOutcomes[o].better)
				oc.Sizes = append(oc.Sizes, s)
			}
			if len(oc.Sizes) > 0 {
				out.Outcomes = append(out.Outcomes, oc)
			}
		}
		a.Designs = append(a.Designs, out)
	}
	a.judge()
}

func (a *DesignEvaluation) encoded() []byte {
	b, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		panic("job: " + err.Error()) // our own types always encode, unless a number is NaN
	}
	return append(b, '\n')
}

// JSON writes the answer for a program.
func (a *DesignEvaluation) JSON(out io.Writer) error {
	_, err := out.Write(a.encoded())
	return err
}

// Read reads the folder of an answer back; false when it is none.
func Read(folder string, w *words.Words) (*DesignEvaluation, bool) {
	text, err := fs.ReadFile(os.DirFS(folder), fileEvaluation)
	a := &DesignEvaluation{words: w, Folder: folder}
	if err != nil || json.Unmarshal(text, a) != nil || len(a.Designs) == 0 {
		return nil, false
	}
	a.judge() // by the rules of today, also where an older version wrote the numbers
	return a, true
}
