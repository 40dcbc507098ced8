package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
	"piramide/internal/job/reading"
)

// runFlags are the flags of a verb that simulates plans.
var runFlags = []string{"draws", "replicates", "fixed-parameters", "seed", "workers", "region", "population", "horizon", "assumptions", "numbers", "out", "json", "quiet"}

func (a *app) compare() *cobra.Command {
	c := a.verb("compare", "compare ["+a.words.Say("cli.arg.plans")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide compare\n  piramide compare reference full-proposal --draws 8\n  piramide compare reference full-proposal --until \"net_cost ±5 EUR\"\n  piramide compare reference " + a.words.Say("cli.arg.own_plan") + " --region leuven-6elz --lang en"
	a.take(c, append([]string{"equal-budget", "until", "at-most"}, runFlags...)...)
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error { return a.simulate(c, args, job.Compare) }
	return both(c)
}

func (a *app) runOne() *cobra.Command {
	c := a.verb("run", "run "+a.words.Say("cli.arg.plan")+" ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide run full-proposal --draws 4 --horizon \"3 years\""
	a.take(c, runFlags...)
	c.Args = arguments(1, 1)
	c.RunE = func(c *cobra.Command, args []string) error { return a.simulate(c, args, job.Run) }
	return both(c)
}

// simulate runs plans with progress on the side and prints what came out.
func (a *app) simulate(c *cobra.Command, plans []string, do func(ctx context.Context, r job.Request, p job.Progress) (*reading.Outcome, error)) error {
	r, err := a.request(c, plans)
	if err != nil {
		return err
	}
	bar := a.newProgress()
	o, err := do(c.Context(), r, bar.report)
	bar.end()
	if err != nil {
		return err
	}
	for _, warning := range o.Warnings {
		fmt.Fprintln(a.err, a.words.Say("cli.warning", "what", warning))
	}
	if a.flags.json {
		return o.JSON(a.out)
	}
	for i, w := range a.languages {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprint(a.out, o.In(w).Table())
	}
	return nil
}
