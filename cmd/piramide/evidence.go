package main

import (
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job"
)

func (a *app) evidence() *cobra.Command {
	list := a.verb("evidence.list", "list ["+a.words.Say("cli.arg.word")+"]")
	list.Args = arguments(0, 1)
	list.RunE = func(_ *cobra.Command, args []string) error {
		word := ""
		if len(args) == 1 {
			word = args[0]
		}
		return job.ListEvidence(a.out, word, a.words)
	}
	show := a.verb("evidence.show", "show ID")
	show.Args = arguments(1, 1)
	show.RunE = func(_ *cobra.Command, args []string) error { return job.ShowEvidence(a.out, args[0], a.words) }

	wanted := a.verb("evidence.wanted", "wanted")
	wanted.Args = noArguments
	wanted.RunE = func(*cobra.Command, []string) error { return job.WantedEvidence(a.out, a.words) }

	create := a.verb("evidence.new", "new "+a.words.Say("cli.arg.file")+" ["+a.words.Say("cli.arg.word")+"]")
	create.Args = arguments(1, 2)
	create.RunE = func(_ *cobra.Command, args []string) error {
		return job.NewNumbers(a.out, args[0], strings.Join(args[1:], ""), a.words)
	}
	return a.group("evidence", list, show, wanted, create)
}
