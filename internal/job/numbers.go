package job

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// ListEvidence writes the register of numbers, one row a line; all rows, or those whose
// id, group or name in the language of the reader contains a word.
func ListEvidence(out io.Writer, word string, w *words.Words) error {
	reg, params, err := Defaults()
	if err != nil {
		return err
	}
	taken := takers(reg, params)
	found := 0
	for _, r := range reg.Rows() {
		name := cmp.Or(w.Parameter(taken[r.ID]), evidence.In(w.Lang(), r.Quantity))
		if !scenarios.Holds(word, r.ID, r.Group, name) {
			continue
		}
		found++
		role, _ := reg.Role(r.ID)
		fmt.Fprintf(out, "%-44s %12s  %-28s %-15s %s\n", r.ID, saidNumber(w, r.Value), cmp.Or(w.Unit(r.Unit), r.Unit), w.Say("evidence.short."+string(role.Use)), name)
	}
	if found == 0 {
		return fault.New(fault.Usage, nil, "evidence_none", "word", word)
	}
	return nil
}

// takers are the parameters that take a row, by id of the row.
func takers(reg *evidence.Register, params *model.Parameters) map[string]string {
	taken := map[string]string{}
	for _, p := range params.List() {
		for _, r := range reg.Named(p.Evidence) {
			taken[r.ID] = p.Path
		}
	}
	return taken
}

// ShowEvidence writes all that is known of one number, by id of the row or path
// of the parameter.
func ShowEvidence(out io.Writer, name string, w *words.Words) error {
	reg, params, err := Defaults()
	if err != nil {
		return err
	}
	rows := reg.Named(name)
	p, isParameter := params.Parameter(name)
	taken := takers(reg, params)
	if isParameter {
		rows = reg.Named(p.Evidence)
	} else if len(rows) > 0 { // a number has one name, however it is asked for
		p, isParameter = params.Parameter(taken[rows[0].ID])
	}
	if len(rows) == 0 {
		near := reg.Near(name)
		if near == "" {
			near = params.Near(name)
		}
		if near != "" {
			return fault.New(fault.Usage, nil, "evidence_near", "id", name, "near", near)
		}
		return fault.New(fault.Usage, nil, "evidence_unknown", "id", name)
	}
	line := func(id, text string) {
		if text != "" {
			fmt.Fprintf(out, "%-18s %s\n", w.Say("evidence."+id), text)
		}
	}
	if isParameter {
		line("parameter", p.Path+" ("+w.Say("evidence.kind."+string(p.Kind))+")")
	}
	for i, r := range rows {
		if i > 0 {
			fmt.Fprintln(out)
		}
		role, _ := reg.Role(r.ID)
		line("row", r.ID)
		line("quantity", cmp.Or(w.Parameter(taken[r.ID]), evidence.In(w.Lang(), r.Quantity)))
		line("value", saidNumber(w, r.Value)+" "+cmp.Or(w.Unit(r.Unit), r.Unit))
		line("range", w.Say("compare.from_to", "low", saidNumber(w, r.Low), "high", saidNumber(w, r.High)))
		line("population", strings.Join(OfWhom(w, r), ", "))
		line("known", w.Say("evidence.seen."+string(r.Kind)))
		use := w.Say("evidence.use." + string(role.Use))
		if role.Answers != "" {
			use += " " + role.Answers
		}
		line("role", use)
		line("alternatives", strings.Join(reg.Alternatives(r.ID), ", "))
		line("source", evidence.In(w.Lang(), r.Source))
		line("note", evidence.In(w.Lang(), r.Note))
		line("place", r.Where())
	}
	return nil
}

// WantedEvidence writes the parameters without a source, widest range first, and
// who could give the number, with the English of the register quoted.
func WantedEvidence(out io.Writer, w *words.Words) error {
	_, params, err := Defaults()
	if err != nil {
		return err
	}
	wanted := params.Wanted(nil)
	fmt.Fprint(out, plain.Wrap(w.Say("evidence.wanted", "count", len(wanted))), "\n\n")
	for _, p := range wanted {
		fmt.Fprintf(out, "%-40s %10s  %-24s %s", p.Path, saidNumber(w, p.Base), w.Say("compare.from_to", "low", saidNumber(w, p.Low), "high", saidNumber(w, p.High)), cmp.Or(w.Parameter(p.Path), evidence.In(w.Lang(), p.Row.Quantity)))
		if who := p.AskWho(); who != "" {
			fmt.Fprint(out, " – ", w.Say("evidence.ask", "who", evidence.In(w.Lang(), who)))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// OfWhom says of whom a number is: which people, where, when, of what age and sex.
func OfWhom(w *words.Words, r evidence.Row) (said []string) {
	add := func(text string) {
		if text != "" && text != "all" {
			said = append(said, text)
		}
	}
	add(evidence.In(w.Lang(), r.Population))
	if r.Region != "" && r.Region != "all" {
		add(w.Say("evidence.region." + strings.Trim(notLetters.ReplaceAllString(strings.ToLower(r.Region), "_"), "_")))
	}
	add(r.Year)
	switch from, to, span := strings.Cut(r.AgeBand, "-"); {
	case r.AgeBand == "" || r.AgeBand == "all":
	case span:
		add(w.Say("evidence.age.span", "from", from, "to", to))
	case strings.HasSuffix(from, "+"):
		add(w.Say("evidence.age.over", "from", strings.TrimSuffix(from, "+")))
	default:
		add(w.Say("evidence.age.single", "age", from))
	}
	if r.Sex == "m" || r.Sex == "f" {
		add(w.Say("evidence.sex." + r.Sex))
	}
	return said
}

var notLetters = regexp.MustCompile(`[^a-z0-9]+`)

// saidNumber writes a number of the register for a reader, with six significant digits.
func saidNumber(w *words.Words, x float64) string {
	rounded, err := strconv.ParseFloat(plainNumber(x), 64)
	if err != nil {
		return plainNumber(x)
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(rounded, 'f', -1, 64), ".")
	return w.Number(rounded, len(decimals))
}

// plainNumber writes a number as commands do: dot decimals, no grouping.
func plainNumber(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
