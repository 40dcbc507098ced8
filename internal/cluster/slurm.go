package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Array is a job array of Slurm with a job after it that joins the parts.
//
// What it relies on: a task may be killed, run again by Slurm from its first line, or even
// run twice at once, and does no harm by it. The joining job waits with afterany, because
// afterok never recovers once one task failed, and looks itself what is missing.
type Array struct {
	Name      string // of the jobs
	Note      string // a line for who reads the scripts
	Dir       string // absolute folder of the scripts and their logs
	Program   string // absolute path of piramide, the same on all machines
	Result    string // absolute folder of the result
	Lang      string
	Shards    int      // parts, numbered from 1
	Time      string   // limit of a task, as Slurm writes it; "" = that of the site, like the next two
	Partition string   //
	Memory    string   // of a task
	CPUs      int      // of a task
	Options   []string // more options of sbatch, each on a line of its own
}

// Names of the files in the folder of an array.
const (
	ArrayScript = "array.sh"
	MergeScript = "merge.sh"
	Logs        = "logs"
)

var (
	slurmTime   = regexp.MustCompile(`^(\d+(:\d\d){0,2}|\d+-\d\d?(:\d\d){0,2})$`)
	slurmMemory = regexp.MustCompile(`^\d+[KMGT]?$`)
	slurmName   = regexp.MustCompile(`^[\w.,-]+$`)
	slurmOption = regexp.MustCompile(`^--?[a-zA-Z][^\n\r]*$`)
)

// Wrong names the flag whose value Slurm would not understand, or that could end a line of
// the script; "" when all is well.
func (a *Array) Wrong() (flag, value string) {
	switch {
	case a.Time != "" && !slurmTime.MatchString(a.Time):
		return "--time", a.Time
	case a.Memory != "" && !slurmMemory.MatchString(a.Memory):
		return "--memory", a.Memory
	case a.Partition != "" && !slurmName.MatchString(a.Partition):
		return "--partition", a.Partition
	}
	for _, o := range a.Options {
		if !slurmOption.MatchString(o) {
			return "--sbatch", o
		}
	}
	return "", ""
}

// Tasks is the script of the tasks, for some of the parts: a list as 1-4,7.
func (a *Array) Tasks(parts string) string {
	return a.head(a.Name, "%A_%a.log", a.CPUs, "#SBATCH --array="+parts) +
		fmt.Sprintf("export PIRAMIDE_SHARDS=%d\nexec %s sweep run %s --workers %d --quiet --lang %s\n", a.Shards, quote(a.Program), quote(a.Result), a.CPUs, a.Lang)
}

// Merge is the script of the job that joins the parts, or hands in again what is missing.
// Its argument is how many times the parts were handed in.
func (a *Array) Merge() string {
	return a.head(a.Name+"-merge", "merge_%j.log", 1) +
		fmt.Sprintf("exec %s sweep merge %s --attempt \"${1:-1}\" --lang %s\n", quote(a.Program), quote(a.Result), a.Lang)
}

// head is what both scripts tell Slurm. A log is added to, because a task that Slurm runs
// again would begin it anew.
func (a *Array) head(name, log string, cpus int, more ...string) string {
	lines := []string{"#!/bin/bash", "# " + a.Note, "#SBATCH --job-name=" + name}
	lines = append(lines, more...)
	lines = append(lines, "#SBATCH --output="+option(strings.ReplaceAll(filepath.Join(a.Dir, Logs), "%", "%%")+"/"+log),
		"#SBATCH --open-mode=append", "#SBATCH --requeue", "#SBATCH --ntasks=1", fmt.Sprintf("#SBATCH --cpus-per-task=%d", cpus))
	for _, o := range []struct{ name, value string }{{"time", a.Time}, {"partition", a.Partition}, {"mem", a.Memory}} {
		if o.value != "" {
			lines = append(lines, "#SBATCH --"+o.name+"="+o.value)
		}
	}
	for _, o := range a.Options {
		lines = append(lines, "#SBATCH "+o)
	}
	return strings.Join(lines, "\n") + "\n"
}

// quote writes a word for the shell.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// option writes a value for a line of #SBATCH, which knows double quotes and backslashes.
func option(value string) string {
	if !strings.ContainsAny(value, ` "'\#`) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// Job is a job as Slurm names it.
type Job struct {
	ID      string `json:"id"`
	Cluster string `json:"cluster,omitempty"` // where a site has several
}

// ErrNoSlurm says that sbatch is not on this machine.
var ErrNoSlurm = errors.New("sbatch is not installed here")

// HasSlurm reports whether jobs can be handed to Slurm from this machine.
func HasSlurm() bool {
	_, err := exec.LookPath("sbatch")
	return err == nil
}

// Submit hands in the tasks of some parts, and the job after them. When the second fails
// the first is in the queue all the same, and is told.
func (a *Array) Submit(ctx context.Context, parts string, attempt int) (array, merge Job, err error) {
	if array, err = sbatch(ctx, "--array="+parts, filepath.Join(a.Dir, ArrayScript)); err != nil {
		return array, merge, err
	}
	merge, err = sbatch(ctx, "--dependency=afterany:"+array.ID, filepath.Join(a.Dir, MergeScript), fmt.Sprint(attempt))
	return array, merge, err
}

func sbatch(ctx context.Context, args ...string) (Job, error) {
	path, err := exec.LookPath("sbatch")
	if err != nil {
		return Job{}, ErrNoSlurm
	}
	c := exec.CommandContext(ctx, path, append([]string{"--parsable"}, args...)...)
	c.Env = outside(os.Environ())
	out, err := c.Output()
	if err != nil {
		return Job{}, reasonOf(err)
	}
	id, cluster, _ := strings.Cut(strings.TrimSpace(string(out)), ";")
	return Job{id, cluster}, nil
}

// outside is an environment without what Slurm tells the job that it is in: the job that
// joins the parts hands in others, and these shall not inherit its number and its size.
func outside(env []string) (out []string) {
	for _, v := range env {
		if !strings.HasPrefix(v, "SLURM_") || strings.HasPrefix(v, "SLURM_CONF=") {
			out = append(out, v)
		}
	}
	return out
}

// reasonOf is what a program said when it failed.
func reasonOf(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		lines := strings.Split(strings.TrimSpace(string(exit.Stderr)), "\n")
		return errors.New(strings.TrimPrefix(lines[len(lines)-1], "sbatch: error: "))
	}
	return err
}
