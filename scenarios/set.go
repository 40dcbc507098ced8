package scenarios

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// Set is a named set of assumptions about the world, under which any plan can be
// looked at: one page of YAML with a title, what it says and why.
type Set struct {
	Name        string
	Title       Text
	Description Text
	Assumptions []Assumption
	Fit         *Fit // of a calibration; nil for a set that comes with the tool
	root        *value
}

//go:embed assumptions/*.yaml
var setFiles embed.FS

// setDir begins the file name of a set of assumptions.
const setDir = "assumptions/"

// DefaultSet is the set that holds when none is named: what the evidence says.
const DefaultSet = "evidence"

// setOrder is the order in which the sets are shown.
var setOrder = []string{DefaultSet, "optimistic", "sceptical", "multiply", "chronic-29", "chronic-50"}

// Sets gives the sets of assumptions that come with the tool. They are read once.
func Sets() []*Set { return slices.Clone(loadSets()) }

var loadSets = sync.OnceValue(func() []*Set {
	all := make([]*Set, len(setOrder))
	for i, name := range setOrder {
		file := setDir + name + ".yaml"
		text, err := setFiles.ReadFile(file)
		if err == nil {
			all[i], err = parseSet(file, text)
		}
		if err != nil {
			panic("scenarios: set of assumptions: " + err.Error())
		}
	}
	return all
})

// nearestNull is the rule of a set by which every effect of care that helps takes
// the value without effect, or the end of its range nearest to it.
const nearestNull = "nearest_null"

// highEnd is the rule of a set by which wages and overhead stand at the high end of
// their ranges.
const highEnd = "high_end"

// setGrammar is the file of a set.
var setGrammar = field{kind: record, fields: []field{
	{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true},
	{key: "name", kind: name, need: true},
	{key: "title", kind: languages, need: true},
	{key: "description", kind: languages, need: true},
	oneOf("effects", nearestNull),
	oneOf("staff_costs", highEnd),
	{key: "assumptions", kind: named, each: &field{kind: assumed}},
}}

// parseSet reads a set of assumptions. The error is [Problems].
func parseSet(file string, text []byte) (*Set, error) {
	r := &report{asked: file}
	doc := parse(file, text, r)
	if doc == nil {
		return nil, r.err()
	}
	rd := &reader{report: r, free: true, set: true}
	root := rd.read(setGrammar, doc, "")
	if err := r.err(); err != nil {
		return nil, err
	}
	s := &Set{Name: root.get("name").text, Title: textOf(root.get("title")), Description: textOf(root.get("description")), root: root}
	return s.over(register(), parameters()), nil
}

// over is the set over the numbers of a register: its rows, and for its rules the
// ranges of the parameters.
func (s *Set) over(reg *evidence.Register, params *model.Parameters) *Set {
	if s.Fit != nil { // it was fitted, and names no row
		return s
	}
	out := *s
	out.Assumptions = nil
	for _, a := range assumptionsOf(s.root.get("assumptions")) {
		out.Assumptions = append(out.Assumptions, a.over(reg))
	}
	for _, p := range params.List() {
		if slices.ContainsFunc(out.Assumptions, func(a Assumption) bool { return a.Path == p.Path }) {
			continue
		}
		if x, ok := doubted(p); ok && s.root.get("effects") != nil {
			out.Assumptions = append(out.Assumptions, Assumption{Path: p.Path, Value: x, Low: x, High: x})
		}
		if staffCost(p) && s.root.get("staff_costs") != nil {
			out.Assumptions = append(out.Assumptions, Assumption{Path: p.Path, Value: p.High, Low: p.High, High: p.High})
		}
	}
	for i := range out.Assumptions {
		out.Assumptions[i].Set = s.Name
	}
	return &out
}

// doubted is an effect of care as somebody sees it who believes no more than the
// evidence forces: no effect where its range holds that, and otherwise the end of
// the range nearest to none. Effects that do harm stay as they are.
func doubted(p model.Parameter) (float64, bool) {
	ratio, smd := strings.Contains(p.Unit, "ratio"), p.Unit == "SMD" || p.Unit == "standard deviations"
	switch {
	case !p.Effect, !ratio && !smd:
		return 0, false
	case ratio && p.Base > 1:
		return 0, false
	case ratio:
		return min(1, p.High), true
	}
	return max(0, p.Low), true
}

// staffCost says whether a parameter is what staff cost.
func staffCost(p model.Parameter) bool {
	return strings.HasPrefix(p.Path, "wage.") || p.Path == "overhead_rate"
}

// Digest is the SHA-256 of the set, in hexadecimal.
func (s *Set) Digest() string {
	if s.Fit != nil {
		return s.Fit.digest
	}
	sum := sha256.Sum256(write(s.root))
	return hex.EncodeToString(sum[:])
}

// Under gives the plan under sets of assumptions, those of the tool by name and fits by
// the path of their file. Its own assumptions stand, and
// what all plans share comes from the sets. It is a mistake when a set is unknown or
// two sets say something of the same parameter. The error is [Problems].
func (s *Scenario) Under(names ...string) (*Scenario, error) {
	r := &report{}
	var sets []*Set
	for _, name := range names {
		if isFile(name) {
			set, err := fitted(name, names)
			if err != nil {
				r.found = append(r.found, problemsOf(err)...)
				continue
			}
			sets = clashing(sets, set, r)
			continue
		}
		i := slices.Index(setOrder, name)
		if i < 0 {
			hint := msg("choose_from", "names", strings.Join(setOrder, ", "))
			if near := evidence.Nearest(name, setOrder); near != "" {
				hint = msg("did_you_mean", "name", near)
			}
			r.add(nil, "", msg("unknown_set", "name", clip(name)), hint)
			continue
		}
		set := loadSets()[i]
		if set.Name == DefaultSet || slices.Contains(sets, set) {
			continue
		}
		sets = clashing(sets, set, r)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return s.under(sets), nil
}

// clashing adds a set to others; what it says of a parameter, no other may.
func clashing(sets []*Set, set *Set, r *report) []*Set {
	for _, other := range sets {
		if path := shared(other, set); path != "" {
			r.add(nil, path, msg("sets_clash", "a", other.Name, "b", set.Name), msg("choose_set"))
		}
	}
	return append(sets, set)
}

// shared is the first parameter that two sets both say something of; "" = none.
func shared(a, b *Set) string {
	for _, x := range a.Assumptions {
		if slices.ContainsFunc(b.Assumptions, func(y Assumption) bool { return y.Path == x.Path }) {
			return x.Path
		}
	}
	return ""
}

// under gives the plan with its own assumptions over those of sets.
func (s *Scenario) under(sets []*Set) *Scenario {
	out := *s
	out.sets, out.Assumptions = nil, nil
	for _, set := range sets {
		out.sets = append(out.sets, set.over(s.register(), s.parameters()))
	}
	sets = out.sets
	for _, a := range s.Assumptions {
		if a.Set == "" {
			out.Assumptions = append(out.Assumptions, a.over(s.register()))
		}
	}
	add := func(set *Set) {
		said := out.Assumptions
		for _, a := range set.Assumptions {
			if !slices.ContainsFunc(said, func(b Assumption) bool { return b.Path == a.Path }) {
				out.Assumptions = append(out.Assumptions, a)
			}
		}
	}
	if s.used != nil { // by the plan itself
		add(s.used)
	}
	for _, set := range sets {
		add(set)
	}
	return &out
}

// Sets are the sets of assumptions that the plan is looked at under.
func (s *Scenario) Sets() []*Set { return slices.Clone(s.sets) }

// beaten names the set whose assumption about a parameter a plan puts aside.
func (s *Scenario) beaten(path string) string {
	for _, set := range s.sets {
		if slices.ContainsFunc(set.Assumptions, func(a Assumption) bool { return a.Path == path }) {
			return set.Name
		}
	}
	return ""
}
