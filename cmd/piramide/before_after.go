package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job/evaluate"
)

func (a *app) beforeAfter() *cobra.Command {
	c := a.verb("before-after", "before-after "+a.words.Say("cli.arg.plan")+" ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide before-after full-proposal\n  piramide before-after full-proposal --assumptions sceptical --draws 8"
	var versus string
	c.Flags().StringVar(&versus, "versus", "", a.words.Say("cli.flag.versus"))
	a.take(c, runFlags...)
	c.Args = arguments(1, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		r, err := a.request(c, args)
		if err != nil {
			return err
		}
		bar := a.newProgress()
		b, err := evaluate.BeforeAfter(c.Context(), r, versus, bar.report)
		bar.end()
		if err != nil {
			return err
		}
		if a.flags.json {
			return b.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, b.Text())
		return err
	}
	return c
}
