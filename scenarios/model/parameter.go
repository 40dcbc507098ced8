package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"piramide/scenarios/evidence"
)

// Kind says who or what decides a parameter.
type Kind string

// Every parameter has exactly one kind.
const (
	Lever      Kind = "lever"      // chosen by policy
	Assumption Kind = "assumption" // uncertain: recalled, or set by us
	Measured   Kind = "measured"   // published, or computed from published rows
)

// Origin says where the evidence of an effect was seen.
type Origin string

// The origins of an effect.
const (
	Belgian Origin = "belgian"
	Foreign Origin = "foreign"
	Assumed Origin = "assumption"
	Fitted  Origin = "fitted" // by a calibration to what was observed; never of an effect
)

// Parameter is one default of the model.
//
// For a table, Base, Low and High are a factor on the whole table: 1 and the
// mean ratio of low and high to the value over its cells.
type Parameter struct {
	Path            string
	Section         string // heading in belgium.yaml
	Kind            Kind
	Evidence        string // id of the row, or "prefix_*" for an age table
	Unit            string
	Base, Low, High float64
	Table           bool
	Draw            Draw
	Family          string   // parameters of a family share one random number; may be empty
	Alternatives    []string // rows that answer the same question
	Effect          bool     // an effect of care
	Row             evidence.Row
	Line            int // line in belgium.yaml

	cells evidence.Table // of a table: the base values
}

// Unsourced reports whether the number was recalled or set by us.
func (p Parameter) Unsourced() bool { return p.Row.Kind == evidence.Assumption }

// Origin derives where the evidence was seen from the kind and region of the row. A
// user's own number for an effect is as sure as the evidence it stands in for, and
// outside the range of that evidence an assumption: nobody here can judge its source.
func (p Parameter) Origin() Origin {
	if was := p.Row.Instead; was != nil && p.Effect {
		if p.Row.Value < was.Low || p.Row.Value > was.High {
			return Assumed
		}
		return Parameter{Row: *was}.Origin()
	}
	switch {
	case p.Unsourced():
		return Assumed
	case slices.Contains(belgianRegions, p.Row.Region):
		return Belgian
	}
	return Foreign
}

var belgianRegions = []string{
	"BE", "Belgium", "FL", "Flanders", "LEUVEN", "Leuven", "Leuven region", "ARR_LEUVEN",
	"WALLONIA", "BRUSSELS", "FL_BRUSSELS", "VLAAMS-BRABANT",
}

// Check says why v cannot be a value of the parameter; nil when it can. A value
// outside the plausible range is allowed: see [Parameter.Plausible].
func (p Parameter) Check(v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Errorf("%s is %g; it must be a number", p.Path, v)
	case p.Rule() && v != 0 && v != 1:
		return fmt.Errorf("%s is %g; it is a rule: %s", p.Path, v, strings.Join(Rules, " or "))
	case !p.Table && IsShare(p.Unit) && (v < 0 || v > 1):
		return fmt.Errorf("%s is %g; it must lie between 0 and 1 (%s)", p.Path, v, p.Unit)
	case p.Low >= 0 && v < 0:
		return fmt.Errorf("%s is %g %s; it must not be negative", p.Path, v, p.Unit)
	}
	return nil
}

// Alternative reads an age table of the register, by the id of its rows without
// their ages, that may stand instead of the parameter's own: both sexes, all ages,
// the same unit.
func (p Parameter) Alternative(family string, reg *evidence.Register) (evidence.Table, error) {
	rows := reg.Family(family)
	switch {
	case !p.Table:
		return evidence.Table{}, fmt.Errorf("%s is no table", p.Path)
	case len(rows) == 0:
		return evidence.Table{}, noRow(family, reg)
	case rows[0].Unit != p.Unit:
		return evidence.Table{}, fmt.Errorf("%s is in %s; %s in %s", p.Path, p.Unit, family, rows[0].Unit)
	}
	return reg.Bands(family)
}

// Word returns the value that a word stands for in the assumptions of a plan: off
// switches a conduct off (0, or 1 for a ratio), average prices an avoided stay at
// average cost, all of it freed; a rule has nothing but words.
func (p Parameter) Word(word string) (value float64, ok bool) {
	switch {
	case word == "off" && strings.HasPrefix(p.Path, "conduct."):
		if p.Unit == "rate ratio" {
			value = 1
		}
		return value, true
	case word == "average" && p.Path == "price.stay_marginal_share":
		return 1, true
	case p.Rule():
		if i := slices.Index(Rules, word); i >= 0 {
			return float64(i), true
		}
	}
	return 0, false
}

// Rules are the words of the parameter that is a rule, effect.overlap, in the order of
// their values: of several effects of care on one hazard the strongest counts, or all
// multiply.
var Rules = []string{"strongest", "multiply"}

// Rule reports whether the parameter is a choice between words and no quantity.
func (p Parameter) Rule() bool { return p.Unit == "rule" }

// Plausible reports whether v lies in the range of the evidence.
func (p Parameter) Plausible(v float64) bool { return p.Low <= v && v <= p.High }

// IsShare reports whether values with this unit lie between 0 and 1.
func IsShare(unit string) bool {
	for _, word := range []string{"share", "fraction", "probability"} {
		if unit == word || strings.HasPrefix(unit, word+" ") || strings.HasPrefix(unit, word+"/") {
			return true
		}
	}
	return false
}

// AskWho names who could give the number, from the note of the row: what
// follows "source to check:". Empty when the note names nobody.
func (p Parameter) AskWho() string {
	_, who, ok := strings.Cut(p.Row.Note, evidence.ToCheck)
	who = strings.TrimSpace(who)
	if !ok || strings.HasPrefix(who, "none identified") {
		return ""
	}
	return who
}

// Parameters holds all defaults in the order of belgium.yaml.
type Parameters struct {
	list []Parameter
	at   map[string]int
}

// List returns all parameters in the order of belgium.yaml: the assumption register.
func (ps *Parameters) List() []Parameter { return slices.Clone(ps.list) }

// Parameter returns the parameter with this path.
func (ps *Parameters) Parameter(path string) (Parameter, bool) {
	i, ok := ps.at[path]
	if !ok {
		return Parameter{}, false
	}
	return ps.list[i], true
}

// Near returns the path most like the given one, for "did you mean"; empty
// when nothing is close.
func (ps *Parameters) Near(path string) string {
	names := make([]string, len(ps.list))
	for i, p := range ps.list {
		names[i] = p.Path
	}
	return evidence.Nearest(path, names)
}

// Wanted returns the unsourced parameters, most influential first; influence
// is by path and may be nil. Equal influence is ordered by width of the range
// relative to the base, then by path.
func (ps *Parameters) Wanted(influence map[string]float64) []Parameter {
	var out []Parameter
	for _, p := range ps.list {
		if p.Unsourced() && p.Kind != Lever {
			out = append(out, p)
		}
	}
	width := func(p Parameter) float64 {
		if p.Base == 0 {
			return p.High - p.Low
		}
		return (p.High - p.Low) / math.Abs(p.Base)
	}
	slices.SortStableFunc(out, func(a, b Parameter) int {
		switch ia, ib := influence[a.Path], influence[b.Path]; {
		case ia != ib:
			return sign(ib - ia)
		case width(a) != width(b):
			return sign(width(b) - width(a))
		}
		return strings.Compare(a.Path, b.Path)
	})
	return out
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}
