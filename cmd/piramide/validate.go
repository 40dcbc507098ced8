package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"piramide/internal/job"
	"piramide/internal/job/validate"
	"piramide/internal/words"
)

func (a *app) validate() *cobra.Command {
	c := a.verb("validate", "validate [--bounds ["+a.words.Say("cli.arg.plans")+"]] ["+a.words.Say("cli.arg.flags")+"]")
	a.take(c, "region", "population", "assumptions", "numbers", "replicates", "seed", "workers", "json", "quiet")
	c.Flags().Lookup("replicates").Usage = a.words.Say("cli.flag.validate-replicates") // it has a default of its own
	bounds := c.Flags().Bool("bounds", false, a.words.Say("cli.flag.bounds"))
	p3 := c.Flags().Bool("p3", false, a.words.Say("cli.flag.p3"))
	csv := c.Flags().Bool("csv", false, a.words.Say("cli.flag.csv"))
	c.Example = "  piramide validate\n  piramide validate --region leuven-6elz\n  piramide validate --bounds\n  piramide validate --bounds full-proposal --assumptions optimistic\n  piramide validate --p3\n  piramide validate --p3 --csv"
	c.Args = func(c *cobra.Command, plans []string) error {
		if *bounds {
			return nil
		}
		return noArguments(c, plans)
	}
	c.RunE = func(c *cobra.Command, plans []string) error {
		switch {
		case *p3:
			return a.validateP3(c, *csv)
		case *csv:
			return usage("flag_only_p3", "flag", "--csv")
		}
		r, err := a.request(c, plans)
		if err != nil {
			return err
		}
		if *bounds {
			return validated(a, c, r, validate.HoldBounds)
		}
		return validated(a, c, r, validate.Validate)
	}
	return c
}

// validation is what a verdict comes from.
type validation interface {
	Table(w *words.Words) string
	JSON(out io.Writer) error
	Verdict() error
}

// validated shows a validation and fails when a gate does.
func validated[V validation](a *app, c *cobra.Command, r job.Request, hold func(context.Context, job.Request, job.Progress) (V, error)) error {
	bar := a.newProgress()
	v, err := hold(c.Context(), r, bar.report)
	bar.end()
	if err != nil {
		return err
	}
	if a.flags.json {
		err = v.JSON(a.out)
	} else {
		_, err = fmt.Fprint(a.out, v.Table(a.words))
	}
	if err != nil {
		return err
	}
	return v.Verdict()
}

// validateP3 shows the forecast of P3, which has no region and no chance.
func (a *app) validateP3(c *cobra.Command, csv bool) error {
	for _, name := range []string{"bounds", "region", "population", "assumptions", "numbers", "replicates", "seed", "workers"} {
		if c.Flags().Changed(name) {
			return usage("flag_not_p3", "flag", "--"+name)
		}
	}
	p, err := validate.ForecastP3()
	if err != nil {
		return err
	}
	switch {
	case csv:
		return p.CSV(a.out)
	case a.flags.json:
		return p.JSON(a.out)
	}
	_, err = fmt.Fprint(a.out, p.Table(a.words))
	return err
}
