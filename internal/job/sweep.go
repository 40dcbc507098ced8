package job

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/model"
	"piramide/sim"
)

// SweepRequest asks for a sweep, from its file or from the folder that it fills.
type SweepRequest struct {
	File    string // a sweep file, or the folder of a sweep
	Out     string // result folder; "" = the name of the sweep, or the folder itself
	Shard   Shard  // the part of the cells that this process lives; zero = all
	Workers int    // worlds that live at the same time; 0 = one per processor
}

// NewSweep writes a first sweep, NAME.yaml, of a name or a title. A file that is there is
// left alone. It gives the name of the file.
func NewSweep(text string, w *words.Words) (string, error) {
	folder, name := filepath.Split(strings.TrimSuffix(text, ".yaml"))
	name, title, err := scenarios.Named(name)
	if err != nil {
		return "", err
	}
	file := folder + name + ".yaml"
	return file, writeNew(file, scenarios.NewSweep(name, title, w))
}

// Shard is one of several parts of a sweep, from 1; zero is the whole.
type Shard struct{ Index, Count int }

// ParseShard reads 3/8. The error is a [fault.Error].
func ParseShard(text string) (Shard, error) {
	a, b, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || n < 1 || i < 1 || i > n {
		return Shard{}, fault.New(fault.Usage, nil, "sweep_shard", "text", text)
	}
	return Shard{i, n}, nil
}

// has says whether a cell belongs to the shard. Cells that share a past stay together,
// and the parts are even.
func (s Shard) has(m *outputs.Manifest, c outputs.Cell) bool {
	if s.Count == 0 {
		return true
	}
	return shardOf(m, c, s.Count) == s.Index
}

// shardOf is which of a number of parts lives a cell, from 1.
func shardOf(m *outputs.Manifest, c outputs.Cell, count int) int {
	past := (c.Point/pointsAtOnce(m.Points, m.Draws, m.Replicates)*m.Draws+c.Draw)*m.Replicates + c.Replicate
	return past%count + 1
}

// sweepRun is a sweep resolved into what has to be lived.
type sweepRun struct {
	file   *scenarios.SweepFile
	x      *Experiment
	design outputs.Design
	turns  []turn
	cfg    sim.Config // of the first region at base values
	run    outputs.Run
	out    string
	files  map[string][]byte // the sweep and its plans, as the folder keeps them
}

// loadSweep reads a sweep from its file or its folder. The error is
// [scenarios.Problems] or a [fault.Error].
func loadSweep(r SweepRequest) (*sweepRun, error) {
	s := &sweepRun{out: r.Out}
	name := r.File
	if info, err := os.Stat(name); err == nil && info.IsDir() || strings.HasSuffix(name, fault.UnfinishedFolder) {
		if _, err := os.Stat(filepath.Join(name, "digests.json")); err == nil {
			if err := outputs.Check(name, 0); err != nil { // what follows trusts the sweep that it holds
				return nil, fault.New(fault.BadInput, err, "result_folder", "folder", r.File, "why", fault.Reason(err))
			}
		}
		s.out = cmp.Or(s.out, strings.TrimSuffix(filepath.Clean(name), fault.UnfinishedFolder))
		name = filepath.Join(name, reading.DirSweep, reading.FileSweep)
		if _, err := os.Stat(name); err != nil {
			return nil, fault.New(fault.BadInput, err, "sweep_folder", "folder", r.File)
		}
	} else if _, err := os.Stat(filepath.Join(name+fault.UnfinishedFolder, reading.DirSweep, reading.FileSweep)); err == nil {
		s.out = cmp.Or(s.out, filepath.Clean(name)) // the folder as it will be called
		name = filepath.Join(name+fault.UnfinishedFolder, reading.DirSweep, reading.FileSweep)
	}
	var err error
	if s.file, err = scenarios.LoadSweep(name); err != nil {
		return nil, err
	}
	s.out = cmp.Or(s.out, "sweep-"+s.file.Name)
	return s, s.resolve()
}

// partFolder is the folder that somebody means by a name, with or without its end.
func partFolder(name string) string {
	name = filepath.Clean(name)
	for _, other := range []string{name, name + fault.UnfinishedFolder, strings.TrimSuffix(name, fault.UnfinishedFolder)} {
		if info, err := os.Stat(other); err == nil && info.IsDir() {
			return other
		}
	}
	return name
}

// resolve finds what the file names, makes the points and describes the run.
func (s *sweepRun) resolve() error {
	f := s.file
	r := Request{
		Plans: f.Plans, Region: f.Region, Population: f.Population, Horizon: f.Horizon, Assumptions: strings.Join(f.Sets, ","),
		Draws: max(1, f.Draws), Replicates: f.Replicates, FixedParameters: f.Draws == 0, Seed: f.Seed,
	}
	r, err := r.Complete()
	if err != nil {
		return err
	}
	r.Replicates = f.Replicates // a sweep of base values has one replicate unless it asks more
	if s.x, err = NewExperiment(r); err != nil {
		return err
	}
	if f.Stop != nil && !slices.ContainsFunc(s.x.Plans[1:], func(p *scenarios.Scenario) bool { return p.Name == f.Stop.Plan }) {
		return fault.New(fault.BadInput, nil, "sweep_stop_plan", "plan", f.Stop.Plan)
	}
	if f.Indicators, err = reading.IndicatorIDs(f.Indicators); err != nil {
		return fault.Blamed(err, fault.BadInput)
	}
	if f.Stop != nil {
		ind, err := reading.FindIndicator(f.Stop.Indicator)
		if err != nil {
			return fault.Blamed(err, fault.BadInput)
		}
		f.Stop.Indicator = ind.ID
	}
	if err := s.turn(); err != nil {
		return err
	}
	if err := s.points(); err != nil {
		return err
	}
	if len(f.Factors) > 0 {
		s.x.points, s.x.variant = len(s.design.Points), s.variant
	} else {
		s.x.points = 1
	}
	s.x.keep = s.indicators()
	return s.describe()
}

// indicators are those that are kept: what the file names, or the headline.
func (s *sweepRun) indicators() []string {
	list := slices.Concat(s.file.Indicators, stopIndicator(s.file))
	if len(s.file.Indicators) == 0 {
		for _, i := range outputs.Indicators {
			if i.Headline {
				list = append(list, i.ID)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func stopIndicator(f *scenarios.SweepFile) []string {
	if f.Stop == nil {
		return nil
	}
	return []string{f.Stop.Indicator}
}

// describe makes the manifest and what belongs to it.
func (s *sweepRun) describe() error {
	run, err := s.x.Describe()
	if err != nil {
		return err
	}
	m := &run.Manifest
	m.Points, m.Detail, m.Measures = s.x.points, outputs.DetailSweep, s.x.keep
	m.Command = []string{"sweep", "run", s.file.Name}
	if len(s.file.Factors) > 0 {
		run.Design = &s.design
	} else {
		m.Points = 0
	}
	s.files = map[string][]byte{}
	names := make([]string, len(s.x.Plans))
	for i, p := range s.x.Plans {
		b, err := scenarios.BundleOf(p, s.file.Plans[i])
		if err != nil {
			return err
		}
		names[i] = b.Name
		for name, body := range b.Files {
			if known := s.files[name]; known != nil && !bytes.Equal(known, body) { // two files of one name
				return fault.New(fault.BadInput, nil, "sweep_names", "file", name)
			}
			s.files[name] = body
		}
	}
	region := ""
	if body, err := os.ReadFile(s.x.Plans[0].Region); err == nil { // a region of somebody's own
		region = filepath.Base(s.x.Plans[0].Region)
		s.files[region] = body
	}
	sets := slices.Clone(s.file.Sets)
	for _, set := range s.x.Plans[0].Sets() {
		if set.Fit != nil {
			s.files[set.Fit.File] = set.Fit.Text()
			sets[slices.IndexFunc(sets, func(name string) bool { return filepath.Base(name) == set.Fit.File })] = set.Fit.File
		}
	}
	whole := s.file.With(names, sets, region)
	s.files[reading.FileSweep] = whole.Text()
	m.Inputs["sweep"] = whole.Digest()
	run.Parameters = s.x.parameters(func(p model.Parameter) bool { return p.Draw != model.Fixed }) // the value of others stands in the register
	s.run = run
	return nil
}

// RunSweep lives the cells of a sweep, or of a shard of it, and finishes the folder when
// all are there. Finished cells of an interrupted sweep are kept.
func RunSweep(ctx context.Context, r SweepRequest, progress Progress) (*SweepStatus, error) {
	s, err := loadSweep(r)
	if err != nil {
		return nil, err
	}
	if r.Shard.Count > 0 {
		return s.shard(ctx, r, progress)
	}
	if s.file.Stop != nil {
		return s.until(ctx, r.Workers, progress)
	}
	if err := s.fill(ctx, outputs.Create, r.Workers, progress); err != nil {
		return nil, err
	}
	return s.whole()
}

// ExtendSweep makes a sweep longer: more points of its design (or trajectories), draws or
// replicates; 0 leaves a number as it is. What was lived stays, and the folder is that of
// one larger sweep.
func ExtendSweep(ctx context.Context, r SweepRequest, points, draws, replicates int, progress Progress) (*SweepStatus, error) {
	s, err := loadSweep(r)
	if err != nil {
		return nil, err
	}
	longer, err := s.longer(points, draws, replicates)
	if err != nil {
		return nil, err
	}
	if err := longer.fill(ctx, outputs.Extend, r.Workers, progress); err != nil {
		return nil, err
	}
	return longer.whole()
}

// fill lives the cells that are missing and finishes the folder.
func (s *sweepRun) fill(ctx context.Context, create func(string, outputs.Run) (*outputs.Store, error), workers int, progress Progress) (err error) {
	if err := s.room(ctx, Shard{}); err != nil {
		return err
	}
	store, err := s.open(create)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if store.Complete() {
		return nil
	}
	if err := s.live(ctx, store, workers, Shard{}, progress); err != nil {
		return fault.Unwritable(s.out, err)
	}
	if err := store.Join(); err != nil {
		return fault.Unwritable(s.out, err)
	}
	return fault.Unwritable(s.out, store.Finish())
}

// open opens the folder and puts the sweep and its plans in it.
func (s *sweepRun) open(create func(string, outputs.Run) (*outputs.Store, error)) (*outputs.Store, error) {
	store, err := create(s.out, s.run)
	if err != nil {
		return nil, fault.Unwritable(s.out, err)
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if err := store.WriteFile(filepath.Join(reading.DirSweep, name), func(w io.Writer) error { _, err := w.Write(s.files[name]); return err }); err != nil {
			return nil, fault.Unwritable(s.out, errors.Join(err, store.Close()))
		}
	}
	return store, nil
}

// live lives the cells of a shard that the folder lacks.
func (s *sweepRun) live(ctx context.Context, store *outputs.Store, workers int, shard Shard, progress Progress) error {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	m, done := store.Manifest(), store.Stock()
	s.x.fail = func(c outputs.Cell, why error) error { return store.Fail(c, why, fault.Reasons(why)...) }
	return s.x.run(ctx, workers, func(c outputs.Cell) bool { return !shard.has(&m, c) || done(c) }, store.Put, progress)
}

// shard lives one part of the cells; another process merges the parts.
func (s *sweepRun) shard(ctx context.Context, r SweepRequest, progress Progress) (*SweepStatus, error) {
	if err := s.room(ctx, r.Shard); err != nil {
		return nil, err
	}
	store, err := s.open(outputs.CreateShared)
	if err != nil {
		return nil, err
	}
	if err := s.live(ctx, store, r.Workers, r.Shard, progress); err != nil {
		return nil, fault.Unwritable(s.out, err)
	}
	if !store.Complete() {
		if err := store.Journal(journalShard, map[string]any{"part": r.Shard.Index, journalParts: r.Shard.Count}); err != nil {
			return nil, fault.Unwritable(s.out, err)
		}
	}
	st, err := s.whole()
	if err != nil || st.Finished {
		return st, err
	}
	st.part = r.Shard.Index
	return st, st.split(r.Shard.Count)
}

// MergeSweep finishes a sweep whose shards were lived apart: in the same folder, or in
// others that are named. What is missing is told, and nothing is finished then.
//
// attempt is 0, or how many times Slurm was handed the parts: the job that joins them then
// hands in again what is missing, until it was handed in three times.
func MergeSweep(ctx context.Context, r SweepRequest, others []string, attempt int) (*SweepStatus, error) {
	s, err := loadSweep(r)
	if err != nil {
		return nil, err
	}
	others = slices.Clone(others)
	for i, other := range others { // all of them, before anything is written
		others[i] = partFolder(other)
		if err := outputs.Alike(others[i], s.run); err != nil {
			return nil, fault.New(fault.BadInput, err, "sweep_merge", "folder", other, "why", fault.Reason(err))
		}
	}
	store, err := s.open(outputs.Create)
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }() // a lock that stays is taken over next time
	for _, other := range others {
		if err := store.Take(other); err != nil {
			return nil, fault.New(fault.BadInput, err, "sweep_merge", "folder", other, "why", fault.Reason(err))
		}
	}
	if len(store.Missing()) > 0 {
		st := s.status()
		if attempt > 0 {
			return st, s.again(ctx, st, attempt)
		}
		if n := partsIn(append(others, s.out+fault.UnfinishedFolder)); n > 0 {
			return st, st.split(n)
		}
		return st, nil
	}
	if err := errors.Join(store.Join(), store.Finish()); err != nil {
		return nil, fault.Unwritable(s.out, err)
	}
	return s.whole()
}
