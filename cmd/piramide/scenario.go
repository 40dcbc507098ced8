package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) scenario() *cobra.Command {
	plan := a.words.Say("cli.arg.plan")
	list := a.verb("scenario.list", "list")
	list.Args = noArguments
	list.RunE = func(*cobra.Command, []string) error { return job.ListPlans(a.out, a.words) }

	show := a.verb("scenario.show", "show "+plan)
	show.Args = arguments(1, 1)
	var format string
	show.Flags().StringVar(&format, "format", "", a.words.Say("cli.flag.plan-format"))
	show.RunE = func(_ *cobra.Command, args []string) error {
		return job.ShowPlan(a.out, args[0], format, a.words)
	}

	describe := a.verb("scenario.describe", "describe "+plan)
	describe.Args = arguments(1, 1)
	describe.RunE = func(_ *cobra.Command, args []string) error { return job.DescribePlan(a.out, args[0], a.words) }

	check := a.verb("scenario.check", "check "+plan)
	check.Args = arguments(1, 1)
	check.RunE = func(_ *cobra.Command, args []string) error { return job.CheckPlan(a.out, args[0], a.words) }

	diff := a.verb("scenario.diff", "diff "+plan+" "+plan)
	diff.Args = arguments(2, 2)
	diff.RunE = func(_ *cobra.Command, args []string) error { return job.DiffPlans(a.out, args[0], args[1], a.words) }

	var extends string
	create := a.verb("scenario.new", "new "+a.words.Say("cli.arg.name"))
	create.Flags().StringVar(&extends, "extends", "reference", a.words.Say("cli.flag.extends"))
	create.Flags().Lookup("extends").DefValue = "" // the text names the default
	create.Flags().StringVar(&format, "format", "", a.words.Say("cli.flag.plan-format"))
	create.Args = arguments(1, 1)
	create.RunE = func(_ *cobra.Command, args []string) error {
		file, err := job.NewPlan(args[0], extends, format, a.words)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.out, a.words.Say("cli.scenario.new.done", "file", file))
		return err
	}
	a.inTurn(list, describe, diff)
	return a.group("scenario", list, show, describe, check, diff, create)
}
