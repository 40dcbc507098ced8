package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job/version"
)

func (a *app) version() *cobra.Command {
	c := a.verb("version", "version")
	c.Args = noArguments
	c.RunE = func(*cobra.Command, []string) error {
		_, err := fmt.Fprintln(a.out, "piramide", version.Name())
		return err
	}
	return c
}
