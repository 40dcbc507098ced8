package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"piramide/internal/job"
	"piramide/internal/job/evaluate"
	"piramide/internal/job/reading"
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
	var indicators []string
	show.Flags().StringSliceVar(&indicators, "indicators", nil, a.words.Say("cli.flag.indicators"))
	show.Args = arguments(1, 1)
	show.RunE = func(_ *cobra.Command, args []string) error {
		if answer, ok := reading.ReadAnswer(args[0], a.words); ok {
			if a.flags.json {
				return answer.JSON(a.out)
			}
			_, err := fmt.Fprint(a.out, answer.Text())
			return err
		}
		if b, ok := reading.ReadBeforeAfter(args[0], a.words); ok {
			if a.flags.json {
				return b.JSON(a.out)
			}
			_, err := fmt.Fprint(a.out, b.Text())
			return err
		}
		if e, ok := evaluate.Read(args[0], a.words); ok {
			if a.flags.json {
				return e.JSON(a.out)
			}
			_, err := fmt.Fprint(a.out, e.Text())
			return err
		}
		o, err := reading.Show(args[0], a.words)
		if err != nil {
			return err
		}
		if a.flags.json {
			return o.JSON(a.out)
		}
		table := o.Table()
		if indicators != nil {
			if table, err = o.Indicators(indicators); err != nil {
				return err
			}
		}
		_, err = fmt.Fprint(a.out, table)
		return err
	}
	ledger, perspectives, pots, buurten := a.ledger(), a.perspectives(), a.pots(), a.buurten()
	a.inTurn(list, show, ledger, perspectives, pots, buurten)
	return a.group("result", list, show, a.explain(), ledger, perspectives, pots, buurten, a.csv())
}

// explain takes an indicator, and a folder as its siblings do.
func (a *app) explain() *cobra.Command {
	indicator := a.words.Say("cli.arg.indicator")
	c := a.verb("result.explain", "explain "+indicator+" ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(1, 2)
	c.Example = "  piramide result explain net_cost\n  piramide result explain reached_in_time " + a.words.Say("cli.arg.folder") + " --plan leuven-100 --period 2028-2030\n  piramide result explain days_at_home --against leuven-100"
	var r job.ExplainRequest
	f := c.Flags()
	f.StringVar(&r.Plan, "plan", "", a.words.Say("cli.flag.explain-plan"))
	f.StringVar(&r.Against, "against", "", a.words.Say("cli.flag.against"))
	f.StringVar(&r.Period, "period", "", a.words.Say("cli.flag.years"))
	f.IntVar(&r.Simulation, "simulation", 0, a.words.Say("cli.flag.simulation"))
	a.take(c, "json", "quiet")
	c.RunE = func(c *cobra.Command, args []string) error {
		r.Indicator, r.Folder = args[0], strings.Join(args[1:], "")
		bar := a.newProgress()
		x, err := job.Explain(c.Context(), r, bar.report, a.words)
		bar.end()
		if err != nil {
			return err
		}
		if a.flags.json {
			return x.JSON(a.out)
		}
		_, err = fmt.Fprint(a.out, x.Text())
		return err
	}
	return c
}

// ledger, perspectives and pots take a folder, or find the only result where they stand.
func (a *app) ledger() *cobra.Command {
	c := a.verb("result.ledger", "ledger ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(0, 1)
	c.Example = "  piramide result ledger\n  piramide result ledger " + a.words.Say("cli.arg.folder") + " --period 2028-2030\n  piramide result ledger --period each"
	var period string
	c.Flags().StringVar(&period, "period", "", a.words.Say("cli.flag.period"))
	a.take(c, "json")
	c.RunE = func(_ *cobra.Command, args []string) error {
		return a.money(args, period, (*reading.Ledger).Table, (*reading.Ledger).JSON)
	}
	return c
}

func (a *app) perspectives() *cobra.Command {
	c := a.verb("result.perspectives", "perspectives ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(0, 1)
	a.take(c, "json")
	c.RunE = func(_ *cobra.Command, args []string) error {
		return a.money(args, "", (*reading.Ledger).Perspectives, (*reading.Ledger).PerspectivesJSON)
	}
	return c
}

func (a *app) pots() *cobra.Command {
	c := a.verb("result.pots", "pots ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(0, 1)
	var period string
	c.Flags().StringVar(&period, "period", "", a.words.Say("cli.flag.years"))
	a.take(c, "json")
	c.RunE = func(_ *cobra.Command, args []string) error {
		if period == "each" { // every year has its column already
			period = "all"
		}
		return a.money(args, period, (*reading.Ledger).Pots, (*reading.Ledger).PotsJSON)
	}
	return c
}

func (a *app) buurten() *cobra.Command {
	c := a.verb("result.buurten", "buurten ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(0, 1)
	a.take(c, "json")
	csv := c.Flags().Bool("csv", false, a.words.Say("cli.flag.csv"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		l, err := reading.ShowLedger(strings.Join(args, ""), "", a.words)
		if err != nil {
			return err
		}
		switch {
		case *csv:
			return l.Buurten(a.out, "csv")
		case a.flags.json:
			return l.Buurten(a.out, "json")
		}
		return l.Buurten(a.out, "")
	}
	return c
}

func (a *app) csv() *cobra.Command {
	c := a.verb("result.csv", "csv ["+a.words.Say("cli.arg.folder")+"]")
	c.Args = arguments(0, 1)
	out := c.Flags().String("out", "", a.words.Say("cli.flag.csv-out"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		folder, err := job.Spreadsheets(strings.Join(args, ""), *out, a.words)
		if err == nil {
			_, err = fmt.Fprintln(a.out, a.words.Say("cli.result.csv.written", "folder", folder))
		}
		return err
	}
	return c
}

// money shows the ledger of a result, as a table or for a program.
func (a *app) money(args []string, period string, table func(*reading.Ledger) string, program func(*reading.Ledger, io.Writer) error) error {
	l, err := reading.ShowLedger(strings.Join(args, ""), period, a.words)
	if err != nil {
		return err
	}
	if a.flags.json {
		return program(l, a.out)
	}
	_, err = fmt.Fprint(a.out, table(l))
	return err
}
