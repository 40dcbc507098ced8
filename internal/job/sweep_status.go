package job

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"piramide/internal/cluster"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// SweepStatus says how far a sweep is.
type SweepStatus struct {
	Name     string            `json:"name"`
	Folder   string            `json:"folder"` // as it will be called
	Finished bool              `json:"finished"`
	Points   int               `json:"points"`
	Plans    int               `json:"plans"`
	Draws    int               `json:"draws"`
	Repeats  int               `json:"replicates"`
	Cells    int               `json:"cells"`
	Done     int               `json:"done"`   // failed ones included
	Failed   []outputs.Failure `json:"failed"` // the first of them
	Failures int               `json:"failures"`
	Shards   int               `json:"shards,omitempty"`         // of how many parts Missing are
	Missing  []int             `json:"missing_shards,omitempty"` // parts that are not whole
	Tasks    []SweepTask       `json:"tasks,omitempty"`          // of each part
	Merge    string            `json:"merge,omitempty"`          // the job of Slurm that joins the parts, in its words
	Attempt  int               `json:"attempt,omitempty"`        // how often Slurm was handed the parts
	Again    *SweepAgain       `json:"again,omitempty"`          // they were handed in once more just now

	Former string `json:"former,omitempty"` // the folder of before an extension, when it still stands

	Known *reading.Known `json:"known,omitempty"` // of a sweep that goes on until a difference is known

	flaw    error // of a finished folder
	part    int   // of Shards, that was lived just now; 0 = none
	missing []outputs.Cell
	run     *outputs.Run
}

// toldFailures is how many failed cells are told one by one.
const toldFailures = 5

// StatusSweep reads how far a sweep is, of some number of shards when it has any. Nothing is
// written, and it may be asked while the sweep runs. What Slurm was handed is told beside it.
func StatusSweep(ctx context.Context, r SweepRequest, shards int) (*SweepStatus, error) {
	s, err := loadSweep(r)
	if err != nil {
		return nil, err
	}
	st, err := s.whole()
	if err != nil {
		return nil, err
	}
	dir := s.out + besideSlurm
	sub, err := cluster.ReadSubmission(dir)
	if err != nil {
		return nil, fault.New(fault.BadInput, err, "slurm_record", "folder", dir, "why", fault.Reason(err))
	}
	if shards == 0 && sub == nil {
		shards = partsIn([]string{s.out + fault.UnfinishedFolder})
	}
	if sub != nil && (shards == 0 || shards == sub.Array.Shards) {
		shards = sub.Array.Shards
	} else {
		sub = nil // of other parts than are asked
	}
	if shards == 0 || st.Finished {
		return st, nil
	}
	if err := st.split(shards); err != nil {
		return nil, err
	}
	st.queued(ctx, sub)
	return st, nil
}

// Whole is nil when the sweep is finished, or its parts were handed in again; else an
// [fault.Error] that says so to a script.
func (s *SweepStatus) Whole() error {
	if s.Finished || s.Again != nil {
		return nil
	}
	return fault.New(fault.Incomplete, nil, "sweep_incomplete", "count", len(s.missing), "folder", s.Folder)
}

// whole is the status, unless a finished folder is damaged.
func (s *sweepRun) whole() (*SweepStatus, error) {
	st := s.status()
	if st.flaw != nil {
		return nil, fault.New(fault.BadInput, st.flaw, "result_folder", "folder", s.out, "why", fault.Reason(st.flaw))
	}
	return st, nil
}

// What the journal of a folder says of a part that was lived.
const (
	journalShard = "shard"
	journalParts = "parts"
)

// partsIn is of how many parts those in some folders are, by their journals; 0 when they
// do not say it, or not the same.
func partsIn(folders []string) int {
	parts := 0
	for _, dir := range folders {
		b, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
		if err != nil {
			continue // what is told from it can be missed
		}
		for line := range bytes.Lines(b) {
			var entry struct {
				Event string `json:"event"`
				Parts int    `json:"parts"`
			}
			if json.Unmarshal(line, &entry) != nil || entry.Event != journalShard || entry.Parts < 1 {
				continue
			}
			if parts > 0 && parts != entry.Parts {
				return 0
			}
			parts = entry.Parts
		}
	}
	return parts
}

// sweepIn is the status of the sweep that a folder holds.
func sweepIn(dir string) (*SweepStatus, error) {
	s, err := loadSweep(SweepRequest{File: dir})
	if err != nil {
		return nil, err
	}
	return s.whole()
}

// status looks at the files of the folder.
func (s *sweepRun) status() *SweepStatus {
	m := &s.run.Manifest
	st := &SweepStatus{
		Name: s.file.Name, Folder: s.out, Points: max(1, m.Points), Plans: len(m.Scenarios), Draws: m.Draws, Repeats: m.Replicates,
		Cells: len(m.Cells()), run: &s.run,
	}
	seen := outputs.Look(s.out, m)
	st.flaw, st.Former = seen.Flaw, seen.Former
	st.Finished, st.missing, st.Failures = seen.Finished, seen.Missing, len(seen.Failures)
	st.Done = st.Cells - len(st.missing)
	st.Failed = seen.Failures[:min(toldFailures, len(seen.Failures))]
	return st
}

// Text says it to a reader.
func (s *SweepStatus) Text(w *words.Words) string {
	var b strings.Builder
	say := func(id string, pairs ...any) { b.WriteString(w.Say("sweep."+id, pairs...) + "\n") }
	say("status", "name", s.Name, "plans", s.Plans, "points", s.Points, "draws", s.Draws, "replicates", s.Repeats, "cells", s.Cells)
	switch {
	case s.Finished:
		say("finished", "folder", s.Folder)
		if s.Former != "" {
			say("former", "former", s.Former, "folder", s.Folder)
		}
	case s.part > 0:
		say("part_done", "part", s.part, "parts", s.Shards)
		if len(s.Missing) == 0 {
			say("parts_join", "folder", s.Folder)
			break
		}
		say("parts_missing", "count", len(s.Missing), "list", numbersText(s.Missing), "folder", s.Folder)
		say("parts_later", "folder", s.Folder)
	case s.Done == 0:
		say("begin", "folder", s.Folder)
	default:
		say("unfinished", "done", s.Done, "cells", s.Cells, "folder", s.Folder)
	}
	if k := s.Known; k != nil {
		b.WriteString(k.Text(w, k.Plan) + "\n")
	}
	if s.part == 0 && s.Shards > 0 && len(s.Missing) > 0 {
		say("missing_shards", "count", len(s.Missing), "shards", s.Shards, "list", numbersText(s.Missing))
	}
	if a := s.Again; a != nil {
		say("again", "count", len(s.Missing), "parts", a.Parts, "attempt", a.Attempt, "most", a.Most, "tasks", a.Tasks, "merge", a.Merge)
	}
	b.WriteString(s.tasksTable(w))
	if s.Failures > 0 {
		say("failures", "count", s.Failures)
		for _, f := range s.Failed {
			say("failure", "plan", f.Scenario, "point", f.Point+1, "draw", f.Draw+1, "replicate", f.Replicate+1, "why", f.In(w))
		}
		if s.Failures > len(s.Failed) {
			say("more_failures", "count", s.Failures-len(s.Failed), "folder", s.Folder)
		}
	}
	return b.String()
}

// numbersText writes a list of numbers as 1, 3-5.
func numbersText(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		if j > i {
			parts = append(parts, fmt.Sprintf("%d-%d", list[i], list[j]))
		} else {
			parts = append(parts, fmt.Sprint(list[i]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// SweepPlan is what a sweep will take, before it is spent.
type SweepPlan struct {
	Status  *SweepStatus  `json:"status"`
	Workers int           `json:"workers"`
	Time    time.Duration `json:"nanoseconds"` // at most: plans that points share are lived once
	Bytes   int64         `json:"bytes"`
	Free    int64         `json:"free_bytes,omitempty"`
	Factors []outputs.Factor
	Design  string
}

// PlanSweep measures a short run, one cell of every plan, and tells what the whole sweep
// takes in time and on disk.
func PlanSweep(ctx context.Context, r SweepRequest) (*SweepPlan, error) {
	s, err := loadSweep(r)
	if err != nil {
		return nil, err
	}
	p := &SweepPlan{Status: s.status(), Workers: r.Workers, Factors: s.design.Factors, Design: s.design.Kind}
	if p.Workers == 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	left := map[outputs.Cell]bool{}
	for _, c := range p.Status.missing {
		left[c] = true
	}
	_, months := s.x.tasks(func(c outputs.Cell) bool { return !left[c] })
	size, pace, err := s.sample(ctx, nil)
	if err != nil {
		return nil, err
	}
	p.Time = time.Duration(pace * float64(months) / float64(p.Workers))
	p.Bytes = size * int64(len(p.Status.missing))
	if free, ok := s.free(); ok {
		p.Free = free
	}
	return p, s.fits(size * s.most(len(p.Status.missing), Shard{}))
}

// Text says it to a reader.
func (p *SweepPlan) Text(w *words.Words) string {
	var b strings.Builder
	b.WriteString(p.Status.Text(w))
	say := func(id string, pairs ...any) { b.WriteString(w.Say("sweep."+id, pairs...) + "\n") }
	if p.Design != "" {
		say("design", "kind", w.Say("sweep.design_"+p.Design), "points", p.Status.Points)
	}
	for _, f := range p.Factors {
		name := w.Say("sweep.factor", "label", scenarios.Label(f.Path, w), "path", f.Path)
		switch {
		case len(f.Values) > 0:
			say("factor_values", "factor", name, "values", plain.ValuesText(w, &f), "plans", strings.Join(f.Plans, ", "))
		default:
			say("factor_range", "factor", name, "low", w.Number(f.Low, plain.DecimalsOf(f.Low)), "high", w.Number(f.High, plain.DecimalsOf(f.High)), "unit", plain.UnitText(w, &f), "plans", strings.Join(f.Plans, ", "))
		}
	}
	say("takes", "time", plain.DurationText(w, p.Time), "workers", w.Say("sweep.at_once", "count", p.Workers), "megabytes", megabytes(p.Bytes))
	return b.String()
}

// sweepJSON writes a status or a plan for programs.
func sweepJSON(out io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := out.Write(b.Bytes())
	return err
}

// JSON writes the status for programs.
func (s *SweepStatus) JSON(out io.Writer) error { return sweepJSON(out, s) }

// JSON writes the plan for programs.
func (p *SweepPlan) JSON(out io.Writer) error { return sweepJSON(out, p) }
