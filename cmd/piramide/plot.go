package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job/handover"
)

// plot draws figures of a finished result again; without a name it lists them.
func (a *app) plot() *cobra.Command {
	folder := a.words.Say("cli.arg.folder")
	c := a.verb("plot", "plot ["+folder+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide plot\n  piramide plot " + folder + " --figure differences --size page --format pdf --lang fr\n  piramide plot --figure all --format png,svg"
	c.Args = arguments(0, 1)
	var r handover.PlotRequest
	c.Flags().StringSliceVar(&r.Figures, "figure", nil, a.words.Say("cli.flag.figure"))
	c.Flags().StringVar(&r.Size, "size", "", a.words.Say("cli.flag.size"))
	c.Flags().StringSliceVar(&r.Formats, "format", nil, a.words.Say("cli.flag.format"))
	c.Flags().StringVar(&r.Decide.Indicator, "indicator", "", a.words.Say("cli.flag.indicator"))
	c.Flags().StringVar(&r.Decide.Goal, "goal", "", a.words.Say("cli.flag.decide-goal"))
	c.Flags().StringVar(&r.Decide.Groups, "groups", "", a.words.Say("cli.flag.groups"))
	c.Flags().Float64Var(&r.Decide.Threshold, "threshold", 0, a.words.Say("cli.flag.threshold"))
	a.take(c, "out")
	c.Flags().Lookup("out").Usage = a.words.Say("cli.flag.plot-out")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := positive(c, "threshold", r.Decide.Threshold); err != nil {
			return err
		}
		for _, name := range []string{"figure", "size", "format", "out", "indicator", "goal", "groups"} {
			if fl := c.Flags().Lookup(name); fl.Changed && strings.Trim(fl.Value.String(), `"[]`) == "" {
				return usage("flag_value", "flag", "--"+name, "value", `""`)
			}
		}
		r.Folder, r.Out = strings.Join(args, ""), a.flags.out
		if len(r.Figures) > 0 {
			files, err := handover.Plot(r, a.words)
			if err != nil {
				return err
			}
			return handover.TellFiles(a.out, files, a.words)
		}
		p, err := handover.ListPlots(r.Folder, r.Decide, a.words)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(a.out, p.Text())
		return err
	}
	a.inTurn(c)
	return c
}
