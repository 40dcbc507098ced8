package job

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/draw"
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

// DefaultPlans are the plans of a comparison that names none.
var DefaultPlans = []string{"reference", "leuven-100", "full-proposal"}

// DefaultCells is how many cells a comparison has: draws of the parameters, or
// replicates of chance where the parameters are fixed.
const DefaultCells = 40

// Illustrate puts figures and a report of a finished comparison into its folder, in one
// language or two, and tells which figures it had to leave out.
type Illustrate func(store *outputs.Store, c *outputs.Comparison, ws []*words.Words) (without []string, err error)

// Request is what a comparison is asked.
type Request struct {
	Plans           []string // id, title or file; the first is compared with
	Region          string   // id or file; "" = as the plans say
	Population      string   // churn or ageing; "" = as the plans say
	Horizon         string   // such as "2 years"; "" = as the plans say
	Draws           int      // 0 = DefaultCells, or 1 with FixedParameters
	Replicates      int      // 0 = 1, or DefaultCells with FixedParameters
	FixedParameters bool     // base values in every cell
	Assumptions     string   // sets of assumptions, "optimistic" or "sceptical,chronic-29"; "" = what the evidence says
	Numbers         string   // file of own numbers in the place of rows of the register; "" = none
	EqualBudget     string   // such as "3500000 EUR/year": every plan but the first at this cost; "" = as the plans say
	Until           string   // such as "net_cost ±5 EUR": draws are added until all differences are known so well; "" = the draws that are asked
	AtMost          int      // draws that Until may come to; 0 = MostDraws
	Seed            uint64
	Workers         int        // worlds that live at the same time; 0 = one per processor
	Out             string     // result folder; "" = made of the plans
	Lang            string     // of figures and report: nl, fr or en, or two side by side; no part of what is calculated
	Illustrate      Illustrate // of the folder; nil = it has its tables only
}

// Complete fills in the defaults.
func (r Request) Complete() (Request, error) {
	if r.FixedParameters && r.Draws > 1 {
		return r, fault.New(fault.Usage, nil, "draws_fixed")
	}
	if r.Draws == 0 {
		r.Draws = DefaultCells
		if r.FixedParameters {
			r.Draws = 1
		}
	}
	if r.Replicates == 0 {
		r.Replicates = 1
		if r.FixedParameters {
			r.Replicates = DefaultCells
		}
	}
	if r.Draws < 1 || r.Replicates < 1 || r.Draws*r.Replicates > 1_000_000 {
		return r, fault.New(fault.Usage, nil, "cells", "draws", r.Draws, "replicates", r.Replicates)
	}
	if r.Workers < 0 {
		return r, fault.New(fault.Usage, nil, "at_least_one", "flag", "--workers", "value", r.Workers)
	}
	if r.Workers == 0 {
		r.Workers = runtime.GOMAXPROCS(0)
	}
	return r, nil
}

// sets are the names of the sets of assumptions of a request.
func (r Request) sets() []string {
	return strings.FieldsFunc(r.Assumptions, func(c rune) bool { return c == ',' || c == ' ' })
}

// Assumed names the sets of assumptions that all plans share; "" when they are what
// the evidence says.
func (x *Experiment) Assumed() string { return SetNames(x.Plans[0]) }

// SetNames names the sets of assumptions that a plan is looked at under, with commas.
func SetNames(s *scenarios.Scenario) string {
	var names []string
	for _, set := range s.Sets() {
		names = append(names, set.Name)
	}
	return strings.Join(names, ",")
}

// setsAsked are the sets of assumptions as a command names them: a fit by its file.
func setsAsked(s *scenarios.Scenario) string {
	var names []string
	for _, set := range s.Sets() {
		if set.Fit != nil {
			names = append(names, set.Fit.File)
			continue
		}
		names = append(names, set.Name)
	}
	return strings.Join(names, ",")
}

// assumptionFlag is how a command names the sets of assumptions and the own numbers;
// nothing when they are what the evidence says.
func (x *Experiment) assumptionFlag() []string {
	var flags []string
	if names := setsAsked(x.Plans[0]); names != "" {
		flags = append(flags, "--assumptions", names)
	}
	if n := x.Plans[0].Numbers(); n != nil {
		flags = append(flags, "--numbers", n.File)
	}
	return flags
}

// DefaultsOf are the register and parameters that a plan is looked at with: the
// defaults, with the user's own numbers in them.
func DefaultsOf(s *scenarios.Scenario) (*evidence.Register, *model.Parameters, error) {
	if n := s.Numbers(); n != nil {
		return n.Register, n.Parameters, nil
	}
	return Defaults()
}

// LoadPlans reads the plans of a request and puts its own numbers, region and horizon
// over them.
func LoadPlans(r Request) ([]*scenarios.Scenario, error) {
	var problems scenarios.Problems
	var plans []*scenarios.Scenario
	var asked []string // as each of them was named
	var numbers *scenarios.Numbers
	if r.Numbers != "" {
		var err error
		if numbers, err = scenarios.LoadNumbers(r.Numbers); err != nil && !errors.As(err, &problems) {
			return nil, err
		}
	}
	for _, name := range r.Plans {
		s, err := scenarios.Load(name)
		for _, change := range []struct{ path, flag, text string }{{"horizon.length", "--horizon", r.Horizon}, {"region", "--region", r.Region}, {"population", "--population", r.Population}} {
			if err != nil || change.text == "" {
				continue
			}
			s, err = s.Set(change.path, strconv.Quote(change.text))
			err = ofFlag(err, change.path, change.flag)
			if first := tooShort(err); first != "" {
				return nil, fault.New(fault.Usage, err, "horizon_short", "horizon", r.Horizon, "plan", name, "date", first)
			}
		}
		if err != nil {
			var p scenarios.Problems
			if !errors.As(err, &p) {
				return nil, err
			}
			for _, one := range p { // a wrong flag is wrong in every plan
				if !slices.ContainsFunc(problems, func(o scenarios.Problem) bool { return o.Error() == one.Error() }) {
					problems = append(problems, one)
				}
			}
			continue
		}
		if s, err = s.With(numbers).Under(r.sets()...); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(plans, func(o *scenarios.Scenario) bool { return o.Name == s.Name }); i >= 0 {
			if asked[i] != name {
				return nil, fault.New(fault.Usage, nil, "plan_same_name", "plan", s.Name, "first", asked[i], "second", name)
			}
			return nil, fault.New(fault.Usage, nil, "plan_twice", "plan", s.Name)
		}
		plans, asked = append(plans, s), append(asked, name)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	for _, s := range plans[1:] {
		first := plans[0]
		if s.Region != first.Region || s.Start != first.Start || s.Months != first.Months {
			return nil, fault.New(fault.Usage, nil, "plans_differ", "first", first.Name, "plan", s.Name)
		}
		if s.Population != first.Population {
			return nil, fault.New(fault.Usage, nil, "populations_differ", "first", first.Name, "plan", s.Name, "a", populationName(first), "b", populationName(s))
		}
	}
	return plans, nil
}

// ofFlag names the flag in mistakes of a value that came from it, and says how a duration
// is written there.
func ofFlag(err error, path, flag string) error {
	var found scenarios.Problems
	if !errors.As(err, &found) {
		return err
	}
	out := slices.Clone(found)
	for i := range out {
		if out[i].File != "" || out[i].Path != path {
			continue
		}
		if out[i].Path = flag; flag == "--horizon" {
			out[i].Hint = words.NewMessage("errors.write_duration")
		}
	}
	return out
}

// tooShort gives the first date of a plan that lies after its horizon, when
// nothing else is wrong with it, and "" otherwise.
func tooShort(err error) (first string) {
	var found scenarios.Problems
	if !errors.As(err, &found) {
		return ""
	}
	for _, p := range found {
		date, _ := p.Reason.Args["date"].(string)
		if p.Reason.ID != "scenarios.outside_horizon" {
			return ""
		}
		if first == "" || date < first {
			first = date
		}
	}
	return first
}

// NewExperiment resolves a request into what has to be run.
func NewExperiment(r Request) (*Experiment, error) {
	plans, err := LoadPlans(r)
	if err != nil {
		return nil, err
	}
	_, params, err := DefaultsOf(plans[0])
	if err != nil {
		return nil, err
	}
	x := &Experiment{
		Params: params, Plans: plans, Start: plans[0].Start, Months: plans[0].Months,
		otherwise: otherwise(r, plans[0]), Seed: r.Seed, Draws: r.Draws, Replicates: r.Replicates, Fixed: r.FixedParameters,
	}
	if x.Regions, err = Regions(plans[0], params.Values(r.Seed, 0)); err != nil {
		return nil, err
	}
	return x, nil
}

// mostNamed is how many plans the name of a folder names: more would not fit.
const mostNamed = 6

// defaultSeed is the seed of who names none.
const defaultSeed = 1

// otherwise names the region, horizon and population of a request that are not those of
// its first plan.
func otherwise(r Request, s *scenarios.Scenario) (parts []string) {
	plan, err := scenarios.Load(r.Plans[0])
	if err != nil {
		return nil // it was read before
	}
	if s.Region != plan.Region {
		name, _, err := scenarios.Named(strings.TrimSuffix(filepath.Base(s.Region), filepath.Ext(s.Region)))
		if err != nil {
			name = "eigen-regio"
		}
		parts = append(parts, name)
	}
	switch {
	case s.Months == plan.Months:
	case s.Months%12 == 0:
		parts = append(parts, fmt.Sprintf("%djaar", s.Months/12))
	default:
		parts = append(parts, fmt.Sprintf("%dmaanden", s.Months))
	}
	if s.Population != plan.Population {
		parts = append(parts, s.Population)
	}
	return parts
}

// populationName is what a plan says of the population, in words.
func populationName(s *scenarios.Scenario) words.Message {
	return words.Message{ID: "scenarios.choice_" + s.Population}
}

// Regions are the regions of a plan, with its population.
func Regions(s *scenarios.Scenario, v *model.Values) ([]belgium.Region, error) {
	out, err := regionsOf(s.Region, v)
	for i := range out {
		out[i].Ageing = s.Population == scenarios.Ageing
	}
	return out, err
}

// regionsOf builds a region of the tool, or one from a file.
func regionsOf(id string, v *model.Values) ([]belgium.Region, error) {
	if slices.Contains(belgium.RegionIDs, id) {
		return belgium.Regions(id, v)
	}
	r, err := belgium.RegionFromFile(id, v)
	var p scenarios.Problems
	switch {
	case err == nil:
		return []belgium.Region{r}, nil
	case errors.As(err, &p):
		return nil, err
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.BadInput, err, "no_file", "file", id)
	case errors.Is(err, fs.ErrPermission):
		return nil, fault.New(fault.BadInput, err, "no_permission", "file", id)
	}
	return nil, fault.New(fault.BadInput, err, "region_file", "file", id, "why", fault.Reason(err))
}

// Describe is everything that is known of an experiment before its first cell.
func (x *Experiment) Describe() (outputs.Run, error) {
	base := x.Base(x.Plans[0])
	region := filepath.Base(x.Plans[0].Region) // a file goes by its own name, wherever it lies
	verb := "compare"
	if len(x.Plans) == 1 {
		verb = "run"
	}
	run := outputs.Run{Manifest: outputs.Manifest{
		Engine: sim.Engine, Generator: draw.Generator, Region: region, Seed: x.Seed,
		Draws: x.Draws, Replicates: x.Replicates, FixedParameters: x.Fixed, Detail: "full",
		Discount:  ratesOf(base),
		PriceYear: model.PriceYear,
		Inputs:    map[string]string{},
		Command: []string{
			verb, "--seed", strconv.FormatUint(x.Seed, 10), "--draws", strconv.Itoa(x.Draws), "--replicates", strconv.Itoa(x.Replicates),
			"--region", region, "--horizon", plain.HorizonText(x.Months),
		},
	}}
	if p := x.Plans[0].Population; p != scenarios.Churn {
		run.Manifest.Command = append(run.Manifest.Command, "--population", p)
	}
	if x.Fixed {
		run.Manifest.Command = append(run.Manifest.Command, "--fixed-parameters")
	}
	run.Manifest.Command = append(run.Manifest.Command, x.assumptionFlag()...)
	x.assumptions(&run.Manifest)
	if own := OwnNumbers(x.Plans[0]); own != nil {
		run.Manifest.Numbers, run.Manifest.Inputs["numbers"] = own, own.Digest
	}
	run.Fits = x.fits()
	if x.equal != "" {
		run.Manifest.Command = append(run.Manifest.Command, "--equal-budget", x.equal)
	}
	if b, err := os.ReadFile(x.Plans[0].Region); err == nil {
		sum := sha256.Sum256(b)
		run.Manifest.Inputs["region"] = hex.EncodeToString(sum[:])
		run.RegionFile, run.RegionExt = b, strings.ToLower(filepath.Ext(region))
	}
	cfg, _, err := belgium.Build(base, x.Regions[0])
	if err != nil && x.Plans[0].Numbers() != nil {
		return run, fault.New(fault.BadInput, err, "numbers_build", "file", x.Plans[0].Numbers().File, "why", err.Error())
	}
	if err != nil {
		return run, err
	}
	cfg.Calendar.Start, cfg.Calendar.Cycles = x.Start, x.Months
	for _, s := range x.Plans {
		run.Manifest.Scenarios = append(run.Manifest.Scenarios, s.Name)
		run.Manifest.Command = append(run.Manifest.Command, s.Name)
		told, err := s.Set("region", strconv.Quote(region))
		if err != nil {
			return run, err
		}
		fit := ""
		if f := s.Uses(); f != nil {
			fit = outputs.FitFile(f.Digest())
			told = told.UsesAt(fit)
			run.Manifest.Inputs["fit/"+s.Name] = f.Digest()
		}
		run.Manifest.Inputs["plan/"+s.Name] = told.Digest()
		_, schedule, notes, err := s.Plans(&cfg, x.Base(s))
		if err != nil {
			return run, err
		}
		p := outputs.Plan{ID: s.Name, Title: s.Title, Description: s.Description, Sentences: told.Sentences(), FirstTeamYear: firstTeam(schedule), Changes: changes(schedule, x.Start, x.Start+sim.Month(x.Months)), Source: string(told.Normalised()), Fit: fit}
		if from, later := s.Begins(x.Base(s)); later {
			p.Begins, p.Planned = scenarios.FormatMonth(from), scenarios.FormatMonth(from-sim.Month(s.Late(x.Base(s))))
		}
		p.Notes = x.notes[s.Name]
		for _, n := range append(notes, s.Assume(x.Params.Values(x.Seed, 0), x.Seed, 0)...) {
			p.Notes = append(p.Notes, n.Message)
		}
		p.Notes = append(p.Notes, x.coin(s)...)
		run.Plans = append(run.Plans, p)
	}
	tellApart(run.Plans)
	for _, p := range x.Params.List() {
		low, high := p.Low, p.High
		run.Register = append(run.Register, outputs.RegisterEntry{
			Path: p.Path, Kind: string(p.Kind), Value: p.Base, Low: &low, High: &high,
			Unit: p.Unit, EvidenceID: p.Evidence, Family: p.Family, Origin: outputs.Origin(p.Origin()), Source: p.Row.Source,
			Own: x.Plans[0].Numbers().Take(p.Path),
		})
	}
	x.underSets(run.Register)
	run.Parameters = x.parameters(func(model.Parameter) bool { return true })
	return run, nil
}

// tellApart puts the name of a plan behind a title that another plan has as well.
func tellApart(plans []outputs.Plan) {
	for _, lang := range words.Languages() {
		count := map[string]int{}
		for i := range plans {
			count[plans[i].TitleIn(lang)]++
		}
		for i := range plans {
			if title := plans[i].TitleIn(lang); count[title] > 1 {
				plans[i].Title = maps.Clone(plans[i].Title)
				plans[i].Title[lang] = title + " (" + plans[i].ID + ")"
			}
		}
	}
}

// parameters are the values of every draw that are kept: those that all plans share, then
// those that a plan sets by its own assumptions. They are drawn again when they are asked
// again: all of them need not fit in memory.
func (x *Experiment) parameters(keep func(p model.Parameter) bool) iter.Seq[[]outputs.Parameter] {
	y, all := *x, slices.DeleteFunc(x.Params.List(), func(p model.Parameter) bool { return !keep(p) }) // as they are now
	return func(yield func([]outputs.Parameter) bool) {
		var list []outputs.Parameter
		for d := range y.Draws {
			list = list[:0]
			n := d + 1
			if y.Fixed {
				n = 0
			}
			v := y.Params.Values(y.Seed, n)
			for _, p := range all {
				list = append(list, outputs.Parameter{Draw: int32(d), Path: p.Path, Value: v.Get(p.Path)})
			}
			for _, s := range y.Plans {
				if len(s.Assumptions) == 0 {
					continue
				}
				own := y.Values(s, d)
				for _, a := range s.Assumptions {
					list = append(list, outputs.Parameter{Scenario: s.Name, Draw: int32(d), Path: a.Path, Value: own.Get(a.Path)})
				}
			}
			if !yield(list) {
				return
			}
		}
	}
}

// firstTeam is the first calendar year in which a plan has a team; 0 = never.
func firstTeam(schedule []sim.Dated) int {
	for _, d := range schedule {
		if slices.ContainsFunc(d.Plan.Teams, func(t sim.Team) bool { return t.Start != 0 }) {
			return int(d.From) / 12
		}
	}
	return 0
}

// changes lists the months within the accounts, after the first, from which a plan
// is another: its dated changes, the start and end of its own instruments, the end
// of its teams, and the start of its posts.
func changes(schedule []sim.Dated, start, end sim.Month) []string {
	var months []sim.Month
	for _, d := range schedule {
		p := &d.Plan
		months = append(months, d.From, p.PHM.Start)
		for _, in := range p.Instruments {
			if in.Plan {
				months = append(months, sim.Month(in.Start), sim.Month(in.End))
			}
		}
		for _, t := range p.Teams {
			months = append(months, t.End)
		}
		for _, posts := range []sim.Posts{p.Zorgcoach, p.Casemanagers, p.Buurtteamcoach, p.PopulationManager, p.Outreach} {
			months = append(months, posts.Start)
		}
	}
	slices.Sort(months)
	var out []string
	for _, m := range slices.Compact(months) {
		if start < m && m < end {
			out = append(out, scenarios.FormatMonth(m))
		}
	}
	return out
}

// Folder is the default name of a result folder: the plans, what was asked otherwise than
// they say, and how many simulations each has, "vast" where the parameters are fixed. It
// is the same in every language, since a folder can be read in all.
func (x *Experiment) Folder() string {
	parts := []string{"resultaat"}
	for i, s := range x.Plans {
		if i == mostNamed && len(x.Plans) > mostNamed+1 {
			parts = append(parts, fmt.Sprintf("en-%d-andere", len(x.Plans)-i))
			break
		}
		parts = append(parts, s.Name)
	}
	parts = append(parts, x.otherwise...)
	if x.Seed != defaultSeed {
		parts = append(parts, "seed", strconv.FormatUint(x.Seed, 10))
	}
	for _, set := range x.Plans[0].Sets() {
		parts = append(parts, set.Name)
	}
	if n := x.Plans[0].Numbers(); n != nil {
		parts = append(parts, "eigen-cijfers")
	}
	cells := strconv.Itoa(x.Draws)
	switch {
	case x.Fixed:
		parts, cells = append(parts, "vast"), strconv.Itoa(x.Replicates)
	case x.Replicates > 1:
		cells += "x" + strconv.Itoa(x.Replicates)
	}
	return strings.ToLower(strings.Join(append(parts, cells), "-"))
}
