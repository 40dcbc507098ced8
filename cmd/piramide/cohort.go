package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job/cohort"
)

func (a *app) cohort() *cobra.Command {
	c := a.verb("cohort", "cohort ["+a.words.Say("cli.arg.file")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide cohort\n  piramide cohort hiv-1997\n  piramide cohort hiv-1997 --live\n  piramide cohort model.yaml --csv"
	a.take(c, "seed", "json")
	csv := c.Flags().Bool("csv", false, a.words.Say("cli.flag.cohort-csv"))
	live := c.Flags().Bool("live", false, a.words.Say("cli.flag.cohort-live"))
	c.Args = arguments(0, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cohort.List(a.out, a.words)
		}
		calculate := func() (*cohort.Cohort, error) { return cohort.Calculate(args[0]) }
		if *live {
			calculate = func() (*cohort.Cohort, error) { return cohort.Live(c.Context(), args[0], a.flags.seed) }
		}
		model, err := calculate()
		if err != nil {
			return err
		}
		switch {
		case *csv:
			err = model.CSV(a.out, a.words)
		case a.flags.json:
			err = model.JSON(a.out)
		default:
			_, err = fmt.Fprint(a.out, model.Table(a.words))
		}
		if err != nil {
			return err
		}
		return model.Verdict()
	}
	return c
}
