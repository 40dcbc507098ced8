package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) result() *cobra.Command {
	folder := a.words.Say("cli.arg.folder")
	list := a.verb("result.list", "list ["+folder+"]")
	list.Args = arguments(0, 1)
	list.RunE = func(_ *cobra.Command, args []string) error {
		in := "."
		if len(args) == 1 {
			in = args[0]
		}
		return job.ListResults(a.out, in, a.words)
	}
	show := a.verb("result.show", "show "+folder)
	a.take(show, "json")
	show.Args = arguments(1, 1)
	show.RunE = func(_ *cobra.Command, args []string) error {
		o, err := job.ShowResult(args[0], a.words)
		if err != nil {
			return err
		}
		if a.flags.json {
			return o.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, o.Table())
		return err
	}
	return a.group("result", list, show)
}
