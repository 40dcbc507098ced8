package model

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"piramide/scenarios/evidence"

	"go.yaml.in/yaml/v4"
)

//go:embed belgium.yaml
var belgium []byte

// Load reads the defaults of the Belgian model against a register.
func Load(reg *evidence.Register) (*Parameters, error) {
	return Parse("belgium.yaml", belgium, reg)
}

// Parse reads a file of defaults. Every fault is reported, with file and line;
// a default without a row is one.
func Parse(file string, text []byte, reg *evidence.Register) (*Parameters, error) {
	var doc struct {
		Format     int
		Parameters yaml.Node
	}
	if err := yaml.Load(text, &doc, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if doc.Format != 1 {
		return nil, fmt.Errorf("%s: format is %d; this program reads format 1", file, doc.Format)
	}
	ps := &Parameters{at: map[string]int{}}
	var faults []error
	valueOf := map[string]string{} // evidence id → the path it is the value of
	nodes, section := doc.Parameters.Content, ""
	for i := 0; i+1 < len(nodes); i += 2 {
		if c := nodes[i].HeadComment; c != "" {
			section = strings.TrimLeft(c, "# ")
		}
		p := Parameter{Path: nodes[i].Value, Line: nodes[i].Line, Section: section}
		wrong := p.read(nodes[i+1], reg)
		if first, twice := ps.at[p.Path]; twice {
			wrong = append(wrong, fmt.Errorf("this path is already at line %d", ps.list[first].Line))
		}
		for _, name := range p.evidenceIDs(reg) {
			if other, taken := valueOf[name]; taken {
				wrong = append(wrong, fmt.Errorf("%s is already the value of %s", name, other))
			}
			valueOf[name] = p.Path
		}
		for _, w := range wrong {
			faults = append(faults, fmt.Errorf("%s:%d: %s: %w", file, p.Line, p.Path, w))
		}
		ps.at[p.Path] = len(ps.list)
		ps.list = append(ps.list, p)
	}
	if len(ps.list) == 0 {
		faults = append(faults, fmt.Errorf("%s: no parameters", file))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return ps, nil
}

// evidenceIDs lists the rows that the parameter takes its value from.
func (p *Parameter) evidenceIDs(reg *evidence.Register) []string {
	rows := reg.Named(p.Evidence)
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

var keys = []string{"row", "table", "kind", "draw", "family", "gaps", "alternatives", "effect"}

// read fills a parameter from its entry in the file.
func (p *Parameter) read(node *yaml.Node, reg *evidence.Register) (faults []error) {
	if node.Kind != yaml.MappingNode {
		return []error{fmt.Errorf("a default is an entry such as {row: ID, kind: measured, draw: fixed}, never a bare value")}
	}
	var row, table string
	var gaps evidence.Gaps
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i].Value, node.Content[i+1]
		switch key {
		case "row":
			row = value.Value
		case "table":
			table = value.Value
		case "kind":
			p.Kind = Kind(value.Value)
		case "draw":
			p.Draw = Draw(value.Value)
		case "family":
			p.Family = value.Value
		case "gaps":
			gaps = evidence.Gaps(value.Value)
		case "effect":
			p.Effect = value.Value == "true"
		case "alternatives":
			for _, a := range value.Content {
				p.Alternatives = append(p.Alternatives, a.Value)
				if len(reg.Named(a.Value)) == 0 {
					faults = append(faults, noRow(a.Value, reg))
				}
			}
		default:
			faults = append(faults, fmt.Errorf("unknown key %q%s", key, hint(evidence.Nearest(key, keys))))
		}
	}
	switch {
	case (row == "") == (table == ""):
		return append(faults, errors.New("a default needs either row or table: the id of its evidence"))
	case row != "":
		faults = append(faults, p.fromRow(row, reg)...)
	default:
		faults = append(faults, p.fromTable(table, gaps, reg)...)
	}
	if len(faults) > 0 {
		return faults
	}
	return p.consistent()
}

func (p *Parameter) fromRow(id string, reg *evidence.Register) []error {
	r, ok := reg.Row(id)
	if !ok {
		return []error{noRow(id, reg)}
	}
	p.Evidence, p.Row, p.Unit = id, r, r.Unit
	p.Base, p.Low, p.High = r.Value, r.Low, r.High
	p.stated(r.Instead != nil)
	return nil
}

func (p *Parameter) fromTable(prefix string, gaps evidence.Gaps, reg *evidence.Register) []error {
	value, low, high, err := reg.Tables(prefix, gaps)
	if err != nil {
		return []error{err}
	}
	rows := reg.Family(prefix)
	p.Evidence, p.Row, p.Unit = prefix, rows[0], rows[0].Unit
	if rows[0].ID != prefix {
		p.Evidence = prefix + "_*"
	}
	p.Table, p.cells = true, value
	p.Base, p.Low, p.High = 1, meanRatio(&low, &value), meanRatio(&high, &value)
	for _, r := range rows {
		if r.Kind == evidence.Assumption { // one assumed row makes the table an assumption
			p.Row = r
			break
		}
	}
	p.stated(slices.ContainsFunc(rows, func(r evidence.Row) bool { return r.Instead != nil }))
	return nil
}

// stated fits a parameter to a user's own number, which has a source: it is no longer
// assumed, unless it is an effect of care, and without a range it is not drawn.
func (p *Parameter) stated(own bool) {
	if !own {
		return
	}
	if p.Kind == Assumption && !p.Effect && !p.Unsourced() {
		p.Kind = Measured
	}
	if p.Low >= p.High {
		p.Draw = Fixed
	}
}

// meanRatio is the geometric mean of a/b over the cells where both are
// positive; 1 when there are none.
func meanRatio(a, b *evidence.Table) float64 {
	sum, n := 0.0, 0
	for sex := range a {
		for band := range a[sex] {
			if a[sex][band] > 0 && b[sex][band] > 0 {
				sum += math.Log(a[sex][band] / b[sex][band])
				n++
			}
		}
	}
	if n == 0 {
		return 1
	}
	return math.Exp(sum / float64(n))
}

// consistent checks kind, draw and row against each other.
func (p *Parameter) consistent() (faults []error) {
	switch p.Kind {
	case Lever, Assumption:
	case Measured:
		if p.Unsourced() {
			faults = append(faults, fmt.Errorf("%s is an assumption at %s; the parameter cannot be measured", p.Row.ID, p.Row.Where()))
		}
	default:
		faults = append(faults, fmt.Errorf("kind is %q; it must be lever, assumption or measured", p.Kind))
	}
	if p.Kind == Lever && p.Draw != Fixed {
		faults = append(faults, fmt.Errorf("a lever is chosen, not drawn; draw is %q and must be fixed", p.Draw))
	}
	if p.Table && p.Draw != Fixed && p.Draw != Lognormal {
		faults = append(faults, fmt.Errorf("a table is drawn as a whole, by one factor; draw is %q and must be fixed or lognormal", p.Draw))
	}
	if err := p.Draw.Check(p.Base, p.Low, p.High); err != nil {
		faults = append(faults, err)
	}
	return faults
}

func noRow(id string, reg *evidence.Register) error {
	return fmt.Errorf("no row %q in the register%s", id, hint(reg.Near(strings.TrimSuffix(id, "_*"))))
}

func hint(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", near)
}
