package main

import (
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"piramide/internal/job/decide"
)

// decide weighs a finished comparison or sweep. It is a verb of its own and not one of
// result: those show what a folder holds, this one calculates what follows from it.
func (a *app) decide() *cobra.Command {
	folder := a.words.Say("cli.arg.folder")
	c := a.verb("decide", "decide ["+folder+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide decide\n  piramide decide " + folder + " --only frontier,ceac,evppi --threshold 30000\n  piramide decide " + folder + " --only prim --goal \"net_cost <= 0\""
	c.Args = arguments(0, 1)
	var r decide.Request
	var csv bool
	c.Flags().StringSliceVar(&r.Only, "only", nil, a.words.Say("cli.flag.only"))
	c.Flags().Float64Var(&r.Threshold, "threshold", 0, a.words.Say("cli.flag.threshold"))
	for name, into := range map[string]*string{"years": &r.Years, "indicator": &r.Indicator, "goal": &r.Goal, "groups": &r.Groups} {
		id := name
		if name == "goal" {
			id = "decide-goal"
		}
		c.Flags().StringVar(into, name, "", a.words.Say("cli.flag."+id))
	}
	c.Flags().BoolVar(&csv, "csv", false, a.words.Say("cli.flag.csv"))
	a.take(c, "json")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := positive(c, "threshold", r.Threshold); err != nil {
			return err
		}
		for _, name := range []string{"years", "indicator", "goal", "groups"} {
			if fl := c.Flags().Lookup(name); fl.Changed && fl.Value.String() == "" {
				return usage("flag_value", "flag", "--"+name, "value", `""`)
			}
		}
		if len(args) > 0 {
			r.Folder = args[0]
		}
		d, err := decide.Decide(r, a.words)
		if err != nil {
			return err
		}
		switch {
		case csv:
			return d.CSV(a.out)
		case a.flags.json:
			return d.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, d.Text())
		return err
	}
	return c
}

// positive refuses a flag that was given and is no positive number.
func positive(c *cobra.Command, name string, x float64) error {
	if fl := c.Flags().Lookup(name); fl.Changed && !(x > 0 && !math.IsInf(x, 0)) {
		return usage("flag_value", "flag", "--"+name, "value", fl.Value.String())
	}
	return nil
}
