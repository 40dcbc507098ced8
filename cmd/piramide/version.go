package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func version() string { return job.Version() }

func (a *app) version() *cobra.Command {
	c := a.verb("version", "version")
	c.Args = noArguments
	c.RunE = func(*cobra.Command, []string) error {
		_, err := fmt.Fprintln(a.out, "piramide", version())
		return err
	}
	return c
}
