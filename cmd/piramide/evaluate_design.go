package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/job/evaluate"
)

func (a *app) evaluateDesign() *cobra.Command {
	c := a.verb("evaluate-design", "evaluate-design ["+a.words.Say("cli.arg.evaluation")+"] ["+a.words.Say("cli.arg.flags")+"]")
	c.Example = "  piramide evaluate-design\n  piramide evaluate-design leuven-2031\n  piramide evaluate-design leuven-2031 --example > evaluatie.yaml\n  piramide evaluate-design evaluatie.yaml --repetitions 40"
	a.take(c, "workers", "out", "json", "quiet")
	repetitions := c.Flags().Int("repetitions", 0, a.words.Say("cli.flag.repetitions"))
	example := c.Flags().Bool("example", false, a.words.Say("cli.flag.example"))
	c.Args = arguments(0, 1)
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 && !*example {
			list, err := evaluate.List(a.words)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, list)
			return err
		}
		if len(args) == 0 {
			args = evaluate.Names()[:1]
		}
		if *example {
			text, err := evaluate.Example(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, text)
			return err
		}
		r, err := a.request(c, nil)
		if err != nil {
			return err
		}
		bar := a.newProgress()
		e, err := evaluate.Designs(c.Context(), evaluate.Request{File: args[0], Repetitions: *repetitions, Workers: r.Workers, Out: r.Out, Lang: r.Lang}, bar.report)
		bar.end()
		if err != nil {
			return err
		}
		if a.flags.json {
			return e.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, e.Text())
		return err
	}
	return c
}
