package main

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"piramide/internal/job"
	"piramide/internal/job/handover"
)

// flags are the shared flags; each verb takes those it has a use for.
type flags struct {
	draws, replicates int
	fixed             bool
	lang, out         string
	seed              uint64
	workers           int
	json, quiet       bool
	region, horizon   string
	population        string
	assumptions       string
	equalBudget       string
	until             string
	atMost            int
	numbers           string
}

// take declares shared flags on a verb, each in one and the same way.
func (a *app) take(c *cobra.Command, names ...string) {
	f, s := &a.flags, c.Flags()
	for _, name := range names {
		text := a.words.Say("cli.flag." + name)
		switch name {
		case "draws":
			s.IntVar(&f.draws, name, 0, text)
		case "replicates":
			s.IntVar(&f.replicates, name, 0, text)
		case "fixed-parameters":
			s.BoolVar(&f.fixed, name, false, text)
		case "out":
			s.StringVar(&f.out, name, "", text)
		case "seed":
			s.Uint64Var(&f.seed, name, 1, text)
		case "workers":
			s.IntVar(&f.workers, name, 0, text)
		case "json":
			s.BoolVar(&f.json, name, false, text)
		case "quiet":
			s.BoolVar(&f.quiet, name, false, text)
		case "region":
			s.StringVar(&f.region, name, "", text)
		case "population":
			s.StringVar(&f.population, name, "", text)
		case "assumptions":
			s.StringVar(&f.assumptions, name, "", text)
		case "numbers":
			s.StringVar(&f.numbers, name, "", text)
		case "equal-budget":
			s.StringVar(&f.equalBudget, name, "", text)
		case "until":
			s.StringVar(&f.until, name, "", text)
		case "at-most":
			s.IntVar(&f.atMost, name, 0, text)
		case "horizon":
			s.StringVar(&f.horizon, name, "", text)
		default:
			panic("piramide: no shared flag " + name)
		}
		if name == "seed" { // its text names the default, in the reader's language
			s.Lookup(name).DefValue = "0"
		}
	}
}

// request is what the shared flags ask for some plans.
func (a *app) request(c *cobra.Command, plans []string) (job.Request, error) {
	f := &a.flags
	for _, name := range []string{"out", "region", "population", "horizon", "equal-budget", "until", "assumptions", "numbers"} {
		if fl := c.Flags().Lookup(name); fl != nil && fl.Changed && fl.Value.String() == "" {
			return job.Request{}, usage("flag_value", "flag", "--"+name, "value", `""`)
		}
	}
	if f.atMost != 0 && f.until == "" {
		return job.Request{}, usage("at_most_alone")
	}
	return job.Request{
		Plans: plans, Region: f.region, Population: f.population, Horizon: f.horizon, Draws: f.draws, Replicates: f.replicates,
		FixedParameters: f.fixed, Seed: f.seed, Workers: f.workers, Out: f.out, EqualBudget: f.equalBudget, Until: f.until, AtMost: f.atMost, Assumptions: f.assumptions, Numbers: f.numbers, Lang: a.flags.lang,
		Illustrate: handover.Illustrate,
	}, nil
}

// most are the highest counts that make sense; a higher one is a slip of the finger.
var most = map[string]int{"draws": 1_000_000, "replicates": 1_000_000, "at-most": 1_000_000, "workers": 1024}

// counts refuses a number of something that is less than one or beyond all sense.
func counts(c *cobra.Command) (err error) {
	c.Flags().Visit(func(f *pflag.Flag) {
		n, wrong := strconv.Atoi(f.Value.String())
		if f.Value.Type() != "int" || wrong != nil || err != nil {
			return
		}
		switch high, bounded := most[f.Name]; {
		case n < 1:
			err = usage("at_least_one", "flag", "--"+f.Name, "value", n)
		case bounded && n > high:
			err = usage("at_most", "flag", "--"+f.Name, "value", n, "most", high)
		}
	})
	return err
}

// flagError says in plain words what is wrong with a flag.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	verb := c.CommandPath()
	switch {
	case errors.As(err, &unknown):
		return usage("flag_unknown", "flag", dashes(unknown.GetSpecifiedName()), "verb", verb)
	case errors.As(err, &empty):
		return usage("flag_empty", "flag", dashes(empty.GetSpecifiedName()), "verb", verb)
	case errors.As(err, &wrong) && wrong.GetFlag().Value.Type() == "uint64":
		return usage("flag_whole", "flag", dashes(wrong.GetFlag().Name), "value", wrong.GetValue(), "least", 0)
	case errors.As(err, &wrong) && wrong.GetFlag().Value.Type() == "int":
		return usage("flag_whole", "flag", dashes(wrong.GetFlag().Name), "value", wrong.GetValue(), "least", 1)
	case errors.As(err, &wrong) && wrong.GetFlag().Value.Type() == "float64":
		return usage("flag_float", "flag", dashes(wrong.GetFlag().Name), "value", wrong.GetValue())
	case errors.As(err, &wrong):
		return usage("flag_value", "flag", dashes(wrong.GetFlag().Name), "value", wrong.GetValue())
	}
	return usage("flag_other", "why", err.Error(), "verb", verb)
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
