package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) savingsLuck() *cobra.Command {
	c := a.verb("savings-luck", "savings-luck ["+a.words.Say("cli.arg.plan")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide savings-luck\n  piramide savings-luck --region leuven --replicates 200"
	a.take(c, "region", "population", "numbers", "replicates", "seed", "workers", "json", "quiet")
	c.Flags().Lookup("replicates").Usage = a.words.Say("cli.flag.luck-replicates") // it has a default of its own
	c.Args = arguments(0, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		r, err := a.request(c, args)
		if err != nil {
			return err
		}
		bar := a.newProgress()
		l, err := job.SavingsLuck(c.Context(), r, bar.report)
		bar.end()
		if err != nil {
			return err
		}
		if a.flags.json {
			return l.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, l.Table(a.words))
		return err
	}
	return c
}
