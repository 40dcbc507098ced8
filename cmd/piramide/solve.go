package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) solve() *cobra.Command {
	c := a.verb("solve", "solve "+a.words.Say("cli.arg.plan")+" --goal "+a.words.Say("cli.arg.goal")+" --dial "+a.words.Say("cli.arg.dial")+" ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide solve full-proposal --goal \"reached_in_time >= 60 %\" --dial zorgcoach.posts\n" +
		"  piramide solve full-proposal --goal \"net_cost <= 0\" --dial effects.zorgcoach.unplanned_stay\n" +
		"  piramide solve full-proposal --goal \"cost_per_qaly <= 40000 EUR/QALY\" --dial effects.zorgcoach.death --period all"
	var r job.SolveRequest
	for name, into := range map[string]*string{"goal": &r.Goal, "dial": &r.Dial, "second-dial": &r.Second, "versus": &r.Versus, "between": &r.Between} {
		c.Flags().StringVar(into, name, "", a.words.Say("cli.flag."+name))
	}
	c.Flags().StringVar(&r.Period, "period", "", a.words.Say("cli.flag.solve-period"))
	c.Flags().Float64Var(&r.Step, "step", 0, a.words.Say("cli.flag.step"))
	a.take(c, runFlags...)
	c.Args = arguments(1, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		for _, name := range []string{"goal", "dial"} {
			if c.Flags().Lookup(name).Value.String() == "" {
				return usage("flag_needed", "flag", "--"+name, "verb", c.CommandPath())
			}
		}
		var err error
		if r.Request, err = a.request(c, args); err != nil {
			return err
		}
		bar := a.newProgress()
		answer, err := job.Solve(c.Context(), r, bar.report)
		bar.end()
		if err != nil {
			return err
		}
		if a.flags.json {
			return answer.JSON(a.out)
		}
		fmt.Fprint(a.out, answer.Text())
		return nil
	}
	return c
}
