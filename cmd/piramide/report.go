package main

import (
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job/handover"
)

// report writes the documents of a finished result.
func (a *app) report() *cobra.Command {
	folder := a.words.Say("cli.arg.folder")
	c := a.verb("report", "report ["+folder+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide report\n  piramide report " + folder + " --one-page --format pdf,docx --lang fr\n  piramide report --kind slides\n  piramide report --kind jaarplan --lang nl+fr\n  piramide report --kind beslissing --threshold 30000"
	c.Args = arguments(0, 1)
	var r handover.Request
	onePage := c.Flags().Bool("one-page", false, a.words.Say("cli.flag.one-page"))
	c.Flags().StringVar(&r.Kind, "kind", "", a.words.Say("cli.flag.kind"))
	c.Flags().StringSliceVar(&r.Formats, "format", nil, a.words.Say("cli.flag.report-format"))
	for name, into := range map[string]*string{"indicator": &r.Decide.Indicator, "years": &r.Decide.Years, "goal": &r.Decide.Goal} {
		id := name
		if name == "goal" {
			id = "decide-goal"
		}
		c.Flags().StringVar(into, name, "", a.words.Say("cli.flag."+id))
	}
	c.Flags().Float64Var(&r.Decide.Threshold, "threshold", 0, a.words.Say("cli.flag.threshold"))
	a.take(c, "out")
	c.Flags().Lookup("out").Usage = a.words.Say("cli.flag.report-out")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := positive(c, "threshold", r.Decide.Threshold); err != nil {
			return err
		}
		for _, name := range []string{"kind", "format", "out", "indicator", "years", "goal"} {
			if fl := c.Flags().Lookup(name); fl.Changed && strings.Trim(fl.Value.String(), `"[]`) == "" {
				return usage("flag_value", "flag", "--"+name, "value", `""`)
			}
		}
		if *onePage {
			if r.Kind != "" && r.Kind != "onepage" {
				return usage("report_two_kinds", "kind", r.Kind)
			}
			r.Kind = "onepage"
		}
		r.Folder, r.Out = strings.Join(args, ""), a.flags.out
		files, err := handover.Write(r, a.languages)
		if err != nil {
			return err
		}
		return handover.TellFiles(a.out, files, a.words)
	}
	return both(c)
}
