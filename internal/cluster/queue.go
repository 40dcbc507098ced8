package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Submission is what was handed to Slurm for one result, as it lies beside the scripts.
type Submission struct {
	Array Array  `json:"array"`
	Most  int    `json:"attempts"` // how often the parts may be handed in by the job that joins them
	Turns []Turn `json:"turns"`
}

// Turn is one handing-in: the tasks of some parts, and the job after them.
type Turn struct {
	Attempt int    `json:"attempt"` // from 1; a person who hands in again begins again
	Parts   string `json:"parts"`
	Tasks   Job    `json:"tasks"`
	Merge   Job    `json:"merge"`
}

const fileSubmission = "jobs.json"

// ReadSubmission reads what was handed in from a folder; nil when nothing was.
func ReadSubmission(dir string) (*Submission, error) {
	b, err := os.ReadFile(filepath.Join(dir, fileSubmission))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nothing is a good answer
	}
	if err != nil {
		return nil, err
	}
	var s Submission
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// Last is the latest turn; the zero turn when there is none.
func (s *Submission) Last() Turn {
	if s == nil || len(s.Turns) == 0 {
		return Turn{}
	}
	return s.Turns[len(s.Turns)-1]
}

// Write writes the scripts, for some parts, and what was handed in.
func (s *Submission) Write(parts string) error {
	dir := s.Array.Dir
	if err := os.MkdirAll(filepath.Join(dir, Logs), 0o755); err != nil {
		return err
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	for name, body := range map[string][]byte{
		ArrayScript: []byte(s.Array.Tasks(parts)), MergeScript: []byte(s.Array.Merge()), fileSubmission: append(b, '\n'),
	} {
		tmp := filepath.Join(dir, "."+name+".tmp")
		if err := os.WriteFile(tmp, body, 0o755); err != nil { //nolint:gosec // scripts are run
			return err
		}
		if err := os.Rename(tmp, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// Queue is what Slurm still knows about a turn: states in the words of Slurm, such as
// PENDING, RUNNING, COMPLETED and FAILED. It forgets a job some minutes after its end.
type Queue struct {
	Tasks map[int]string // by part
	Merge string
}

// Waiting reports whether something of the turn is still to be run.
func (q *Queue) Waiting() bool {
	if q == nil {
		return false
	}
	for _, state := range q.Tasks {
		if !Ended(state) {
			return true
		}
	}
	return q.Merge != "" && !Ended(q.Merge)
}

// Ended reports whether a state of Slurm is a final one.
func Ended(state string) bool {
	switch state {
	case "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT":
		return true
	}
	return false
}

// askSlurm is how long squeue may take: a controller that does not answer shall not keep a
// person waiting who wants to know how far the files are.
const askSlurm = 10 * time.Second

// Ask asks Slurm about a turn, through squeue alone: sacct needs a database that many
// sites lack. It is nil when Slurm is not here, does not answer, or has forgotten all of it.
func (t Turn) Ask(ctx context.Context) *Queue {
	if t.Tasks.ID == "" {
		return nil
	}
	q := &Queue{Tasks: map[int]string{}}
	for _, line := range squeue(ctx, t.Tasks) {
		if part, err := strconv.Atoi(line[0]); err == nil {
			q.Tasks[part] = line[1]
		}
	}
	if t.Merge.ID != "" {
		for _, line := range squeue(ctx, t.Merge) {
			q.Merge = line[1]
		}
	}
	if len(q.Tasks) == 0 && q.Merge == "" {
		return nil
	}
	return q
}

// squeue gives number in the array and state of every task of a job.
func squeue(ctx context.Context, j Job) (lines [][2]string) {
	path, err := exec.LookPath("squeue")
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, askSlurm)
	defer cancel()
	args := []string{"--noheader", "--array", "--states=all", "--format=%K %T", "--jobs=" + j.ID}
	if j.Cluster != "" {
		args = append(args, "--clusters="+j.Cluster)
	}
	out, err := exec.CommandContext(ctx, path, args...).Output()
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 2 {
			lines = append(lines, [2]string{f[0], f[1]})
		}
	}
	return lines
}
