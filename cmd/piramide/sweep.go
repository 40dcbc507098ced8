package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job"
	"piramide/internal/words"
)

// sweep holds the verbs of experiments with many cells.
func (a *app) sweep() *cobra.Command {
	c := a.group("sweep", a.sweepNew(), a.sweepPlan(), a.sweepRun(), a.sweepStatus(), a.sweepResume(), a.sweepExtend(), a.sweepMerge(), a.sweepSubmit(), a.sweepTable())
	c.Example = "  piramide sweep new zestig-veertig\n  piramide sweep plan zestig-veertig.yaml\n  piramide sweep run zestig-veertig.yaml --out zestig-veertig\n  piramide decide zestig-veertig"
	return c
}

func (a *app) sweepNew() *cobra.Command {
	c := a.verb("sweep.new", "new "+a.words.Say("cli.arg.name"))
	c.Args = arguments(1, 1)
	c.Example = "  piramide sweep new zestig-veertig"
	c.RunE = func(_ *cobra.Command, args []string) error {
		file, err := job.NewSweep(args[0], a.words)
		if err == nil {
			_, err = fmt.Fprintln(a.out, a.words.Say("cli.sweep.new.done", "file", file))
		}
		return err
	}
	return c
}

// told is what a verb of sweep answers.
type told interface {
	Text(w *words.Words) string
	JSON(out io.Writer) error
}

func (a *app) tell(t told) error {
	if a.flags.json {
		return t.JSON(a.out)
	}
	fmt.Fprint(a.out, t.Text(a.words))
	return nil
}

// sweepOut says by verb what --out is.
var sweepOut = map[string]string{"plan": "sweep-out", "run": "sweep-out", "status": "sweep-beside", "merge": "merge-out", "submit": "submit-out"}

// sweepVerb makes a verb that takes a sweep file or its folder.
func (a *app) sweepVerb(id, arg, example string, flags []string, do func(c *cobra.Command, r job.SweepRequest, args []string) (told, error)) *cobra.Command {
	c := a.verb("sweep."+id, id+" "+a.words.Say("cli.arg."+arg)+" ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide sweep " + id + " " + example
	a.take(c, flags...)
	if out := c.Flags().Lookup("out"); out != nil {
		out.Usage = a.words.Say("cli.flag." + sweepOut[id])
	}
	c.Args = arguments(1, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		t, err := do(c, job.SweepRequest{File: args[0], Out: a.flags.out, Workers: a.flags.workers}, args)
		if err != nil {
			return err
		}
		return a.tell(t)
	}
	return c
}

func (a *app) sweepPlan() *cobra.Command {
	return a.sweepVerb("plan", "sweep_file", "zestig-veertig.yaml", []string{"workers", "out", "json"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
		return job.PlanSweep(c.Context(), r)
	})
}

func (a *app) sweepRun() *cobra.Command {
	var shard string
	c := a.sweepVerb("run", "sweep_file", "zestig-veertig.yaml --out zestig-veertig\n  piramide sweep run zestig-veertig.yaml --shard 3/8", []string{"workers", "out", "json", "quiet"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
		if !c.Flags().Changed("shard") {
			var err error
			if shard, err = clusterShard(os.Getenv); err != nil {
				return nil, err
			}
		}
		if shard != "" {
			var err error
			if r.Shard, err = job.ParseShard(shard); err != nil {
				return nil, err
			}
		}
		return a.progressing(func(p job.Progress) (told, error) { return job.RunSweep(c.Context(), r, p) })
	})
	c.Flags().StringVar(&shard, "shard", "", a.words.Say("cli.flag.shard"))
	return c
}

func (a *app) sweepStatus() *cobra.Command {
	var shards int
	c := a.sweepVerb("status", "sweep", "zestig-veertig", []string{"out", "json"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
		if c.Flags().Changed("shards") && shards < 1 {
			return nil, usage("flag_value", "flag", "--shards", "value", strconv.Itoa(shards))
		}
		return job.StatusSweep(c.Context(), r, shards)
	})
	c.Flags().IntVar(&shards, "shards", 0, a.words.Say("cli.flag.shards"))
	return c
}

func (a *app) sweepResume() *cobra.Command {
	return a.sweepVerb("resume", "sweep", "zestig-veertig", []string{"workers", "json", "quiet"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
		return a.progressing(func(p job.Progress) (told, error) { return job.RunSweep(c.Context(), r, p) })
	})
}

func (a *app) sweepExtend() *cobra.Command {
	var points int
	c := a.sweepVerb("extend", "sweep", "zestig-veertig --draws 200", []string{"draws", "replicates", "workers", "json", "quiet"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
		if points == 0 && a.flags.draws == 0 && a.flags.replicates == 0 {
			return nil, usage("flag_needed", "flag", "--draws, --replicates, --points", "verb", c.CommandPath())
		}
		return a.progressing(func(p job.Progress) (told, error) {
			return job.ExtendSweep(c.Context(), r, points, a.flags.draws, a.flags.replicates, p)
		})
	})
	c.Flags().IntVar(&points, "points", 0, a.words.Say("cli.flag.points"))
	return c
}

func (a *app) sweepMerge() *cobra.Command {
	var attempt int
	c := a.sweepVerb("merge", "sweep_merge", "zestig-veertig deel-1.partial deel-2.partial", []string{"out", "json"}, nil)
	c.RunE = func(c *cobra.Command, args []string) error {
		st, err := job.MergeSweep(c.Context(), job.SweepRequest{File: args[0], Out: a.flags.out}, args[1:], attempt)
		if err != nil {
			return err
		}
		return errors.Join(a.tell(st), st.Whole())
	}
	c.Args = arguments(1, 1_000_000)
	c.Flags().IntVar(&attempt, "attempt", 0, a.words.Say("cli.flag.attempt"))
	return c
}

// sweepSubmit hands the parts of a sweep to an engine for many machines.
func (a *app) sweepSubmit() *cobra.Command {
	var slurm, kubernetes, dry bool
	var shards, cpus, parallel int
	var memory, time, partition, image, claim string
	var options []string
	only := map[string]*bool{"time": &slurm, "partition": &slurm, "sbatch": &slurm, "image": &kubernetes, "claim": &kubernetes, "parallel": &kubernetes}
	c := a.sweepVerb("submit", "sweep_file", "zestig-veertig.yaml --slurm --shards 64 --time 2:00:00 --cpus 4\n  piramide sweep submit zestig-veertig.yaml --kubernetes --shards 64 --image registry.example/piramide:1 --claim resultaten",
		[]string{"out", "json"}, func(c *cobra.Command, r job.SweepRequest, _ []string) (told, error) {
			if slurm == kubernetes {
				return nil, usage("engine_needed")
			}
			if !c.Flags().Changed("shards") {
				return nil, usage("flag_needed", "flag", "--shards", "verb", c.CommandPath())
			}
			for _, name := range slices.Sorted(maps.Keys(only)) {
				if c.Flags().Changed(name) && !*only[name] {
					return nil, usage("flag_engine", "flag", "--"+name)
				}
			}
			if slurm {
				return job.SubmitSweep(c.Context(), job.SlurmRequest{
					SweepRequest: r, Shards: shards, Time: time, Partition: partition, Memory: memory, CPUs: cpus, Options: options, DryRun: dry, Lang: a.words.Lang(),
				}, a.words)
			}
			if image == "" || claim == "" {
				return nil, usage("flag_needed", "flag", "--image, --claim", "verb", c.CommandPath())
			}
			return job.KubernetesSweep(job.KubernetesRequest{
				SweepRequest: r, Shards: shards, Parallel: parallel, CPUs: cpus, Memory: memory, Image: image, Claim: claim, DryRun: dry, Lang: a.words.Lang(),
			}, a.words)
		})
	f := c.Flags()
	f.BoolVar(&slurm, "slurm", false, a.words.Say("cli.flag.slurm"))
	f.BoolVar(&kubernetes, "kubernetes", false, a.words.Say("cli.flag.kubernetes"))
	f.BoolVar(&dry, "dry-run", false, a.words.Say("cli.flag.dry-run"))
	f.IntVar(&shards, "shards", 0, a.words.Say("cli.flag.shards"))
	f.IntVar(&cpus, "cpus", 1, a.words.Say("cli.flag.cpus"))
	f.IntVar(&parallel, "parallel", 0, a.words.Say("cli.flag.parallel"))
	f.StringVar(&memory, "memory", "", a.words.Say("cli.flag.memory"))
	f.StringVar(&time, "time", "", a.words.Say("cli.flag.time"))
	f.StringVar(&partition, "partition", "", a.words.Say("cli.flag.partition"))
	f.StringArrayVar(&options, "sbatch", nil, a.words.Say("cli.flag.sbatch"))
	f.StringVar(&image, "image", "", a.words.Say("cli.flag.image"))
	f.StringVar(&claim, "claim", "", a.words.Say("cli.flag.claim"))
	f.Lookup("cpus").DefValue = "0"
	return c
}

// sweepTable writes the numbers of a sweep for spreadsheets and for programs.
func (a *app) sweepTable() *cobra.Command {
	var r job.SweepTableRequest
	var indicators string
	c := a.verb("sweep.table", "table "+a.words.Say("cli.arg.sweep")+" ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide sweep table zestig-veertig\n  piramide sweep table zestig-veertig --spreadsheet --indicators net_cost,present_qaly --out voor-excel.csv"
	c.Args = arguments(1, 1)
	c.Flags().StringVar(&r.Out, "out", "", a.words.Say("cli.flag.table-out"))
	c.Flags().StringVar(&indicators, "indicators", "", a.words.Say("cli.flag.table-indicators"))
	c.Flags().BoolVar(&r.AllYears, "all-years", false, a.words.Say("cli.flag.all-years"))
	c.Flags().BoolVar(&r.Spreadsheet, "spreadsheet", false, a.words.Say("cli.flag.spreadsheet"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		r.Folder = args[0]
		if indicators != "" {
			r.Indicators = strings.Split(indicators, ",")
		}
		file, rows, err := job.SweepTable(r, a.words)
		if err == nil {
			_, err = fmt.Fprintln(a.out, a.words.Say("sweep.table", "file", file, "count", rows))
		}
		return err
	}
	return c
}

// progressing shows progress beside long work.
func (a *app) progressing(do func(job.Progress) (told, error)) (told, error) {
	bar := a.newProgress()
	t, err := do(bar.report)
	bar.end()
	return t, err
}

// clusterShard is the part of a sweep that a job array of Slurm, or an indexed job of
// Kubernetes, gives a task: "" outside of them. Slurm counts from SLURM_ARRAY_TASK_MIN;
// how many parts there are is in PIRAMIDE_SHARDS, or the size of the Slurm array. A task
// that knows its number alone is refused: each of them would live the whole sweep.
func clusterShard(env func(string) string) (string, error) {
	const slurm, kubernetes, shards = "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "PIRAMIDE_SHARDS"
	part := func(variable string, index, first int, count string) (string, error) {
		if count == "" {
			return "", usage("parts_unknown", "variable", variable, "shards", shards)
		}
		return fmt.Sprintf("%d/%s", index-first+1, count), nil
	}
	count := env(shards)
	if index, err := strconv.Atoi(env(slurm)); err == nil {
		if count != "" {
			return part(slurm, index, 1, count) // parts keep their numbers when only some are run again
		}
		first, _ := strconv.Atoi(env("SLURM_ARRAY_TASK_MIN"))
		return part(slurm, index, first, env("SLURM_ARRAY_TASK_COUNT"))
	}
	if index, err := strconv.Atoi(env(kubernetes)); err == nil {
		return part(kubernetes, index, 0, count)
	}
	return "", nil
}
