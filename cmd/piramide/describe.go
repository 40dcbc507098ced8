package main

import (
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) describe() *cobra.Command {
	c := a.verb("describe", "describe ["+a.words.Say("cli.arg.topic")+"]")
	c.Args = arguments(0, 1)
	c.Example = "  piramide describe\n  piramide describe indicators"
	c.RunE = func(_ *cobra.Command, args []string) error {
		return job.Describe(a.out, strings.Join(args, ""), a.words)
	}
	return c
}
