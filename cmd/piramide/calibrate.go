package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job/fit"
	"piramide/internal/words"
)

func (a *app) calibrate() *cobra.Command {
	c := a.verb("calibrate", "calibrate ["+a.words.Say("cli.arg.file")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide calibrate\n  piramide calibrate eigen.yaml --method best --out eigen\n  piramide compare --assumptions kalibratie-belgium/belgium.fit.yaml"
	a.take(c, "workers", "out", "json", "quiet")
	c.Flags().Lookup("out").Usage = a.words.Say("cli.flag.calibrate-out") // it has a default of its own
	var r fit.Request
	f := c.Flags()
	f.StringVar(&r.Method, "method", "", a.words.Say("cli.flag.calibrate-method"))
	f.IntVar(&r.Evaluations, "evaluations", 0, a.words.Say("cli.flag.evaluations"))
	f.IntVar(&r.Draws, "draws", 0, a.words.Say("cli.flag.calibrate-draws"))
	f.Uint64Var(&r.Seed, "seed", 0, a.words.Say("cli.flag.seed"))
	csv := f.Bool("csv", false, a.words.Say("cli.flag.calibrate-csv"))
	sbc := f.Int("sbc", 0, a.words.Say("cli.flag.sbc"))
	list := f.Bool("quantities", false, a.words.Say("cli.flag.quantities"))
	c.Args = arguments(0, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		if *list {
			return fit.ListQuantities(a.out, a.words)
		}
		switch {
		case *csv && a.flags.json:
			return usage("calibrate_two")
		case c.Flags().Changed("sbc") && *sbc < 1:
			return usage("at_least_one", "flag", "--sbc", "value", *sbc)
		}
		if len(args) > 0 {
			r.File = args[0]
		}
		r.Workers, r.Out = a.flags.workers, a.flags.out
		bar := a.newProgress()
		r.Said = func(m words.Message) {
			if !a.flags.quiet {
				fmt.Fprintln(a.err, a.words.Tell(m))
			}
		}
		if *sbc > 0 {
			test, err := fit.SBC(c.Context(), r, *sbc, bar.report)
			bar.end()
			if err != nil {
				return err
			}
			fmt.Fprint(a.out, test.Table(a.words))
			return test.Verdict()
		}
		found, err := fit.Calibrate(c.Context(), r, bar.report)
		bar.end()
		if err != nil {
			return err
		}
		failed, err := found.Draw(a.words)
		if err != nil {
			return err
		}
		for _, said := range failed {
			fmt.Fprintln(a.err, said)
		}
		switch {
		case *csv:
			return found.CSV(a.out, a.words)
		case a.flags.json:
			return found.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, found.Table(a.words))
		return err
	}
	return c
}
