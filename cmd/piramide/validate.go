package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) validate() *cobra.Command {
	c := a.verb("validate", "validate ["+a.words.Say("cli.arg.flags")+"]")
	a.take(c, "region", "population", "assumptions", "numbers", "replicates", "seed", "workers", "json", "quiet")
	c.Flags().Lookup("replicates").Usage = a.words.Say("cli.flag.validate-replicates") // it has a default of its own
	c.Args = noArguments
	c.RunE = func(c *cobra.Command, _ []string) error {
		r, err := a.request(c, nil)
		if err != nil {
			return err
		}
		bar := a.newProgress()
		v, err := job.Validate(c.Context(), r, bar.report)
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
	return c
}
