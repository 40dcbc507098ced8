package evaluate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// Text is what a terminal shows.
func (a *DesignEvaluation) Text() string {
	w := a.words
	var out strings.Builder
	line := func(said string) { fmt.Fprintln(&out, text.WrapSoft(said, outputs.TableWidth)) }
	line(w.Say("evaluate.title", "plan", scenarios.Text(a.PlanTitle).In(w.Lang()), "versus", scenarios.Text(a.VersusName).In(w.Lang())))
	line(w.Say("compare.assumptions", "sets", plain.SetTitles(a.Assumed, w.Lang())))
	line(a.conditions())
	for i := range a.Designs {
		d := &a.Designs[i]
		fmt.Fprintf(&out, "\n")
		line(plain.Letter(i) + "  " + words.Capital(a.design(d)) + ". " + a.estimator(d) + a.followed(d))
		if len(d.Outcomes) == 0 {
			line(w.Say("evaluate.absent"))
			continue
		}
		line(w.Say("evaluate.size.largest", "size", a.size(d, d.Outcomes[0].largest())))
		out.WriteString("\n" + a.tableOf(d))
	}
	out.WriteString("\n")
	line(a.key())
	out.WriteString("\n")
	for _, said := range a.Sentences() {
		line(said)
	}
	line(w.Say("evaluate.limits"))
	line(w.Say("caveat.simulation"))
	out.WriteString(w.Say("evaluate.folder", "folder", a.Folder) + "\n")
	return plain.Trim(out.String())
}

// conditions say under what the evaluations were done.
func (a *DesignEvaluation) conditions() string {
	w := a.words
	said := w.Say("evaluate.what", "count", a.Repetitions, "begins", monthOfText(a.Begins, w), "until", monthOfText(a.Until, w))
	if a.Draws > 0 {
		said += " " + w.Say("evaluate.drawn", "count", a.Draws)
	}
	if len(a.Effects) > 0 {
		return said + " " + w.Say("evaluate.effects", "list", strings.Join(a.Effects, w.Say("compare.between")))
	}
	return said + " " + w.Say("evaluate.null_effects")
}

// key says how the tables are read, and how far chance moves them.
func (a *DesignEvaluation) key() string {
	w := a.words
	points := 100 * 1.96 * math.Sqrt(a.PowerAsked*(1-a.PowerAsked)/float64(a.Repetitions))
	return w.Say("evaluate.read", "interval", w.Share(1-a.Alpha), "level", w.Share(a.Alpha/2), "power", w.Share(a.PowerAsked)) + " " +
		w.Say("evaluate.simulation_error", "power", w.Share(a.PowerAsked), "points", w.Number(points, 0))
}

// monthOfText says a month that a file writes as 2028-11.
func monthOfText(month string, w *words.Words) string {
	m, _ := scenarios.ParseMonth(month)
	return w.Month(int(m)/monthsPerYear, int(m)%monthsPerYear+1)
}

// tableOf sets outcomes under each other, at the largest size of the design.
func (a *DesignEvaluation) tableOf(d *EvaluatedDesign) string {
	w := a.words
	var head []string
	for _, id := range []string{"outcome", "without", "truth", "reported", "bias", "se", "coverage", "power", "alarm", "wrong", "enough"} {
		head = append(head, w.Say("evaluate.head."+id))
	}
	t := &plain.Lines{Rows: [][]string{head}, Text: len(head) - 1}
	for i := range d.Outcomes {
		o := &d.Outcomes[i]
		s := o.largest()
		part := func(x float64) string { return w.Signed(100*x/s.Scale, 1) }
		works, harms := s.hits()
		t.Row(
			w.Say("evaluate.worth", "name", w.Say("evaluate.outcome."+o.ID), "worth", w.Share(o.Worth)), levelOf(o.ID, s.Without, w),
			part(s.Truth), part(s.Mean), part(s.Bias), w.Number(100*s.SE/s.Scale, 1), w.Percent(s.Coverage, 0), w.Percent(s.Power, 0),
			w.Say("evaluate.alarm", "works", works, "harms", harms, "n", s.Repetitions), w.Percent(s.WrongSign, 0), a.enough(d, o),
		)
	}
	return t.String()
}

// followed says how many clients there are; nothing of buurten.
func (a *DesignEvaluation) followed(d *EvaluatedDesign) string {
	if len(d.People) == 0 {
		return ""
	}
	list := make([]string, len(d.People))
	for i, p := range d.People {
		list[i] = a.words.Say("evaluate.people_one", "count", int(math.Round(p.Mean)), "years", p.Years)
	}
	return " " + a.words.Say("evaluate.people", "list", strings.Join(list, ", "))
}

// levelOf writes a level of an outcome: per person and year, or a share.
func levelOf(id string, x float64, w *words.Words) string {
	switch id {
	case "riziv_cost":
		return w.Number(x, 0)
	case "days_at_home":
		return w.Number(x, 1)
	case "reached":
		return w.Percent(x, 1)
	}
	return w.Number(x, 3)
}

// enough says which size reaches the power, or what stands in the way.
func (a *DesignEvaluation) enough(d *EvaluatedDesign, o *EvaluatedOutcome) string {
	w := a.words
	switch {
	case o.Reaches >= 0:
		return a.size(d, &o.Sizes[o.Reaches])
	case o.largest().misleads():
		return w.Say("evaluate.enough." + o.largest().Level)
	case o.Needed > 0:
		return w.Say("evaluate.enough.needed_"+d.Unit, "count", needed(o.Needed))
	}
	return w.Say("evaluate.enough.untold")
}

// needed rounds a number of buurten or clients up to two digits.
func needed(x float64) int {
	step := math.Pow(10, max(0, math.Floor(math.Log10(x))-1))
	return int(math.Ceil(x/step) * step)
}

func (a *DesignEvaluation) size(d *EvaluatedDesign, s *EvaluatedSize) string {
	return a.words.Say("evaluate.size."+d.Unit, "count", s.N, "years", s.Years)
}

// design names a way to evaluate.
func (a *DesignEvaluation) design(d *EvaluatedDesign) string {
	id := d.Kind
	switch {
	case d.Kind == scenarios.MatchedControls && slices.Contains(d.On, scenarios.HiddenNeed):
		id = "matched_need"
	case d.Kind == scenarios.RandomisedInclusion:
		id = "randomised_" + d.Unit
	case d.Kind == scenarios.BeforeAfterDesign:
		id += "_" + d.Unit
	}
	said := a.words.Say("evaluate.design." + id)
	if d.Who != "" {
		said = a.words.Say("evaluate.design.who_"+d.Who, "design", said)
	}
	return said
}

// estimator says how the design calculates.
func (a *DesignEvaluation) estimator(d *EvaluatedDesign) (said string) {
	w := a.words
	switch d.Kind {
	case scenarios.BeforeAfterDesign:
		said = w.Say("evaluate.estimator." + d.Kind + "_" + d.Unit)
	case scenarios.MatchedControls:
		on := make([]string, len(d.On))
		for i, c := range d.On {
			on[i] = w.Say("evaluate.covariate." + c)
		}
		said = w.Say("evaluate.estimator."+d.Compare, "how", w.Say("evaluate.match."+d.Match), "on", strings.Join(on, ", "))
	case scenarios.SteppedWedge:
		said = w.Say("evaluate.estimator."+d.Kind, "steps", d.Steps, "every", d.Every, "judge", w.Say("evaluate.judge."+d.Judge))
	default:
		adjust := "unadjusted"
		if d.Adjust {
			adjust = "adjusted"
		}
		said = w.Say("evaluate.estimator.randomised", "adjust", w.Say("evaluate.estimator."+adjust))
	}
	if d.Unit == scenarios.OfBuurten {
		said += " " + w.Say("evaluate.estimator.min_age", "age", d.MinAge)
	}
	return said
}

// Sentences say the answer in words: which designs mislead, which see something, and what
// is worth registering.
func (a *DesignEvaluation) Sentences() (said []string) {
	w := a.words
	var can, uncontrolled, untold, all, register []string
	for i := range a.Designs {
		d := &a.Designs[i]
		if len(d.Outcomes) == 0 {
			continue
		}
		named := []any{"letter", plain.Letter(i), "design", a.design(d)}
		said = append(said, a.faults(d, named)...)
		var seen []string
		misled, unsure := false, false
		for k := range d.Outcomes {
			o := &d.Outcomes[k]
			misled = misled || o.largest().misleads()
			if !slices.Contains(all, o.ID) {
				all = append(all, o.ID)
			}
			if o.Reaches < 0 {
				continue
			}
			unsure = unsure || o.Sizes[o.Reaches].Level == levelUntold
			seen = append(seen, w.Say("evaluate.answer.sees_one", "outcome", w.Say("evaluate.outcome."+o.ID), "size", a.size(d, &o.Sizes[o.Reaches])))
			if d.controlled() && !slices.Contains(register, o.ID) {
				register = append(register, o.ID)
			}
		}
		if unsure {
			untold = append(untold, plain.Letter(i))
		}
		switch lead := &d.Outcomes[0]; {
		case len(seen) > 0:
			one := w.Say("evaluate.answer.can_one", "letter", plain.Letter(i), "outcomes", strings.Join(seen, ", "))
			if d.controlled() {
				can = append(can, one)
			} else {
				uncontrolled = append(uncontrolled, one)
			}
		case misled:
		case lead.largest().Level == levelUntold:
			said = append(said, w.Say("evaluate.answer.small", append(named, "n", lead.largest().Repetitions)...))
		case lead.Needed > 0:
			said = append(said, w.Say("evaluate.answer.honest", append(named, "outcome", w.Say("evaluate.outcome."+lead.ID), "count", needed(lead.Needed), "unit", w.Say("evaluate.unit."+d.Unit))...))
		default:
			said = append(said, w.Say("evaluate.answer.honest_short", append(named, "unit", w.Say("evaluate.unit."+d.Unit))...))
		}
	}
	until := monthOfText(a.Until, w)
	if len(uncontrolled) > 0 {
		said = append(said, w.Say("evaluate.answer.uncontrolled", "designs", strings.Join(uncontrolled, w.Say("compare.between"))))
	}
	if len(untold) > 0 {
		said = append(said, w.Say("evaluate.answer.untold", "designs", strings.Join(untold, ", "), "n", a.Repetitions, "level", w.Share(keptTimes*a.Alpha/2)))
	}
	if len(can) == 0 {
		return append(said, w.Say("evaluate.answer.cannot", "until", until))
	}
	said = append(said, w.Say("evaluate.answer.can", "until", until, "designs", strings.Join(can, w.Say("compare.between"))))
	var worth, vain []string
	for _, id := range all {
		if slices.Contains(register, id) {
			worth = append(worth, w.Say("evaluate.outcome."+id))
		} else {
			vain = append(vain, w.Say("evaluate.outcome."+id))
		}
	}
	said = append(said, w.Say("evaluate.answer.register", "outcomes", strings.Join(worth, ", ")))
	if len(vain) > 0 {
		said = append(said, w.Say("evaluate.answer.vain", "outcomes", strings.Join(vain, ", ")))
	}
	return said
}

// controlled says whether a design sets people or buurten beside others in the same months.
func (d *EvaluatedDesign) controlled() bool { return d.Kind != scenarios.BeforeAfterDesign }

// faults say where a design concludes most often from nothing, where what it reports of
// nothing is furthest from nothing, and where what it reports lies furthest from the truth
// though it does neither.
func (a *DesignEvaluation) faults(d *EvaluatedDesign, named []any) (said []string) {
	w := a.words
	hits, of, change := 0, 0, ""
	var off, biased *EvaluatedOutcome
	far, most := 0.5, 0.0 // of the smallest effect worth seeing: off by less is not told
	for k := range d.Outcomes {
		o := &d.Outcomes[k]
		s := o.largest()
		if !s.misleads() {
			if part := math.Abs(s.Bias) / (o.Worth * s.Scale); part > far && math.Abs(s.Bias) > biasErrors*s.BiasSE {
				off, far = o, part
			}
			continue
		}
		if part := math.Abs(s.NullMean) / (o.Worth * s.Scale); s.biased() && part > most {
			biased, most = o, part
		}
		if s.Level != levelMisleads {
			continue
		}
		better, other := "fall", "rise"
		if registeredOutcomes[placeOf(o.ID)].better > 0 {
			better, other = other, better
		}
		works, harms := s.hits()
		for _, x := range []struct {
			hits int
			id   string
		}{{works, better}, {harms, other}} {
			if x.hits > hits {
				hits, of, change = x.hits, s.Repetitions, w.Say("evaluate."+x.id+"."+o.ID)
			}
		}
	}
	if hits > 0 {
		said = append(said, w.Say("evaluate.answer.misleads", append(named, "k", hits, "n", of, "change", change)...))
	}
	if biased != nil {
		said = append(said, w.Say("evaluate.answer.biased", append(named, "outcome", w.Say("evaluate.outcome."+biased.ID),
			"mean", a.part(biased, biased.largest().NullMean), "unit", w.Say("evaluate.unit."+d.Unit))...))
	}
	if off != nil {
		s := off.largest()
		said = append(said, w.Say("evaluate.answer.off", append(named, "outcome", w.Say("evaluate.outcome."+off.ID), "mean", a.part(off, s.Mean), "truth", a.part(off, s.Truth))...))
	}
	return said
}

// part says a difference as a part of the scale of the largest size.
func (a *DesignEvaluation) part(o *EvaluatedOutcome, x float64) string {
	unit := "percent"
	if registeredOutcomes[placeOf(o.ID)].absolute {
		unit = "points"
	}
	return a.words.Say("evaluate.answer."+unit, "x", a.words.Signed(100*x/o.largest().Scale, 1))
}

// List says which evaluations come with the tool.
func List(w *words.Words) (string, error) {
	var b strings.Builder
	fmt.Fprintln(&b, w.Say("evaluate.library"))
	for _, name := range scenarios.EvaluationNames() {
		e, err := scenarios.LoadEvaluation(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "  %s  %s\n", name, e.Title.In(w.Lang()))
	}
	return b.String(), nil
}

// Names are the evaluations that come with the tool.
func Names() []string { return scenarios.EvaluationNames() }

// Example is the file of an evaluation that comes with the tool, to start from.
func Example(name string) (string, error) {
	text, ok := scenarios.EvaluationText(name)
	if !ok {
		return "", fault.New(fault.Usage, nil, "no_evaluation", "name", name, "names", strings.Join(scenarios.EvaluationNames(), ", "))
	}
	return text, nil
}
