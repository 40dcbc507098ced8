package main

import (
	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) describe() *cobra.Command {
	c := a.verb("describe", "describe")
	c.Args = noArguments
	c.RunE = func(*cobra.Command, []string) error { return job.Describe(a.out, a.words) }
	return c
}
