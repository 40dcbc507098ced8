package job

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/scenarios"
)

// ListPlans writes the plans that come with the tool: id and title.
func ListPlans(out io.Writer, w *words.Words) error {
	var err error
	all, widest := scenarios.Library(), 0
	for _, s := range all {
		widest = max(widest, len(s.Name))
	}
	for _, s := range all {
		_, e := fmt.Fprintf(out, "%-*s  %s\n", widest, s.Name, s.Title.In(w.Lang()))
		err = errors.Join(err, e)
	}
	return err
}

// ShowPlan writes a plan as one complete file: everything it extends taken in; in the
// format xlsx as a form, in a new file named as the plan.
func ShowPlan(out io.Writer, name, format string, w *words.Words) error {
	if err := planFormat(format); err != nil {
		return err
	}
	s, err := scenarios.Load(name)
	if err != nil {
		return err
	}
	if format != formatXLSX {
		_, err = out.Write(s.Normalised())
		return err
	}
	file := s.Name + ".xlsx"
	if err := writeNew(file, s.Form(w)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, w.Say("cli.written", "file", file))
	return err
}

// Formats of a plan.
const (
	formatYAML = "yaml"
	formatXLSX = "xlsx"
)

// planFormat refuses a format that plans do not have.
func planFormat(format string) error {
	if format != "" && format != formatYAML && format != formatXLSX {
		return fault.New(fault.Usage, nil, "plan_format", "format", format)
	}
	return nil
}

// DescribePlan tells a plan in sentences.
func DescribePlan(out io.Writer, name string, w *words.Words) error {
	for _, set := range scenarios.Sets() {
		if set.Name == name {
			_, err := io.WriteString(out, describeSet(set, w))
			return err
		}
	}
	s, err := scenarios.Load(name)
	if err != nil {
		return err
	}
	said := s.Describe(w)
	_, params, err := Defaults()
	if err != nil {
		return err
	}
	if months := s.Late(params.Values(1, 0)); months > 0 {
		late := words.Capital(w.Say("scenarios.note_late", "months", months))
		if start, ok := s.Begins(params.Values(1, 0)); ok {
			late += w.Say("scenarios.note_late_from", "month", w.Month(int(start)/12, int(start)%12+1))
		}
		said = append(said, late+".")
	}
	for i := range said {
		said[i] = words.Capital(said[i])
	}
	_, err = fmt.Fprintf(out, "%s\n\n%s\n%s", s.Title.In(w.Lang()), strings.Join(said, "\n"), checklist(s, w))
	return err
}

// describeSet tells a set of assumptions: what it says, and each parameter with the
// row it stands on.
func describeSet(set *scenarios.Set, w *words.Words) string {
	var b strings.Builder
	b.WriteString(set.Title.In(w.Lang()) + "\n\n" + set.Description.In(w.Lang()) + "\n")
	if len(set.Assumptions) > 0 {
		b.WriteString("\n")
	}
	for _, a := range set.Assumptions {
		said := a.Row
		if said == "" {
			said = w.Number(a.Value, plain.DecimalsOf(a.Value))
		}
		b.WriteString(w.Say("scenarios.say_assumption", "path", a.Path, "value", said) + "\n")
	}
	return b.String()
}

// checklist tells where a plan stands on what the user documents ask for.
func checklist(s *scenarios.Scenario, w *words.Words) string {
	var b strings.Builder
	items := s.Covers()
	count := func(c scenarios.Coverage) (n int) {
		for _, item := range items {
			if item.Coverage == c {
				n++
			}
		}
		return n
	}
	b.WriteString("\n" + w.Say("scenarios.covers_title", "count", len(items), "in", count(scenarios.InPlan), "out", count(scenarios.NotInPlan), "never", count(scenarios.NotInModel)) + "\n")
	marks := map[scenarios.Coverage]string{scenarios.InPlan: "+", scenarios.NotInPlan: "·", scenarios.NotInModel: "–"}
	group := ""
	for _, item := range items {
		if item.Group != group {
			group = item.Group
			b.WriteString("\n" + w.Say("scenarios.covers_group_"+group) + "\n")
		}
		b.WriteString("  " + marks[item.Coverage] + " " + w.Say("scenarios.covers_line", "item", item.Label.In(w.Lang()), "where", item.Tell(w)) + "\n")
	}
	return b.String()
}

// CheckPlan looks for every mistake of a plan, in the file and in the region it
// names, and for levers without effect.
func CheckPlan(out io.Writer, name string, w *words.Words) error {
	plans, err := LoadPlans(Request{Plans: []string{name}})
	if err != nil {
		return err
	}
	found := plans[0].Check()
	x, err := NewExperiment(Request{Plans: []string{name}, Draws: 1, Replicates: 1})
	if err != nil {
		return err
	}
	if _, err := x.Describe(); err != nil {
		var more scenarios.Problems
		if len(found) > 0 && errors.As(err, &more) { // all mistakes at once
			return append(found, more...)
		}
		return err
	}
	if len(found) > 0 {
		return found
	}
	if _, err = fmt.Fprintln(out, w.Say("cli.scenario.check.good", "plan", plans[0].Title.In(w.Lang()))); err != nil {
		return err
	}
	for _, m := range plans[0].Lacking() {
		if _, err := fmt.Fprintln(out, w.Tell(m)); err != nil {
			return err
		}
	}
	return nil
}

// DiffPlans says what the second plan does otherwise than the first.
func DiffPlans(out io.Writer, first, second string, w *words.Words) error {
	a, errA := scenarios.Load(first)
	b, errB := scenarios.Load(second)
	if err := errors.Join(errA, errB); err != nil {
		var p, q scenarios.Problems
		if errors.As(errA, &p); errors.As(errB, &q) {
			p = append(p, q...)
		}
		return p
	}
	said := scenarios.Diff(a, b)
	if len(said) == 0 {
		_, err := fmt.Fprintln(out, w.Say("cli.scenario.diff.none"))
		return err
	}
	for _, m := range said {
		if _, err := fmt.Fprintln(out, w.Tell(m)); err != nil {
			return err
		}
	}
	return nil
}

// NewPlan writes a first plan that extends another: NAME.yaml, or in the format xlsx
// the form NAME.xlsx. Of a title in words the name is made. A file that is there is left
// alone. It gives the name of the file.
func NewPlan(text, extends, format string, w *words.Words) (string, error) {
	if err := planFormat(format); err != nil {
		return "", err
	}
	for _, known := range []string{formatXLSX, formatYAML} {
		if strings.EqualFold(filepath.Ext(text), "."+known) && (format == "" || format == known) {
			text, format = text[:len(text)-len(known)-1], known
		}
	}
	if format == "" {
		format = formatYAML
	}
	folder, name := filepath.Split(text)
	name, title, err := scenarios.Named(name)
	if err != nil {
		return "", err
	}
	write := scenarios.New
	if format == formatXLSX {
		write = scenarios.NewForm
	}
	plan, err := write(name, title, extends, w)
	if err != nil {
		return "", err
	}
	file := folder + name + "." + format
	return file, writeNew(file, plan)
}

// writeNew writes a file that is not there yet, whole or not at all.
func writeNew(file string, text []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fault.New(fault.NoOutput, err, "file_exists", "file", file)
	case err != nil:
		return fault.New(fault.NoOutput, err, "file_unwritable", "file", file, "why", fault.Reason(err))
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fault.New(fault.NoOutput, err, "file_unwritable", "file", file, "why", fault.Reason(err)), os.Remove(file))
	}
	return nil
}
