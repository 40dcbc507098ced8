package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) cohort() *cobra.Command {
	c := a.verb("cohort", "cohort ["+a.words.Say("cli.arg.file")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide cohort\n  piramide cohort hiv-1997\n  piramide cohort model.yaml --csv"
	a.take(c, "json")
	csv := c.Flags().Bool("csv", false, a.words.Say("cli.flag.cohort-csv"))
	c.Args = arguments(0, 1)
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return job.ListCohorts(a.out, a.words)
		}
		model, err := job.CalculateCohort(args[0])
		if err != nil {
			return err
		}
		switch {
		case *csv:
			return model.CSV(a.out, a.words)
		case a.flags.json:
			return model.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, model.Table(a.words))
		return err
	}
	return c
}
