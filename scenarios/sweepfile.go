package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// SweepFile is a sweep as somebody writes it: plans, what is varied, by which design,
// and how often each point is simulated. It is never changed after it is read.
type SweepFile struct {
	Name        string
	Title       Text
	Description Text
	Plans       []string // the first is compared with; a file lies beside the sweep
	Region      string   // "" = as the plans say, like the next three
	Population  string
	Horizon     string
	Sets        []string // of assumptions
	Factors     []SweepFactor
	Design      string // one of the design kinds
	Points      int    // of lhs and sobol
	Levels      int    // steps of a factor: of factorial for a range, of morris
	Paths       int    // trajectories of morris
	Indices     bool   // of sobol: the points from which Sobol' indices follow
	Draws       int    // of the parameters; 0 = 1, of base values
	Replicates  int    // of chance; 0 = 1
	Seed        uint64
	Indicators  []string // that are kept; empty = the headline
	Stop        *SweepStop
	root        *value
}

// SweepFactor is one thing that is varied, at a path: a lever of a plan or an assumption
// about the world. It takes some values, or any number of a range.
type SweepFactor struct {
	Path      string
	Values    []string // as a plan writes them
	Low, High string   // of a range, with their unit
	Evidence  bool     // the range is that of the evidence row, which a parameter is drawn from
	at        *value
}

// SweepStop adds draws until a difference is known well enough.
type SweepStop struct {
	Indicator string
	Plan      string
	Within    float64 // half of the 95 % interval of the mean difference, in the unit of the indicator
	AtMost    int     // draws
	Unit      string  // that Within is written in: %, EUR or none
}

// The designs.
const (
	DesignList      = "list"      // the values of all factors side by side
	DesignFactorial = "factorial" // every value with every other
	DesignLHS       = "lhs"       // Latin hypercube
	DesignSobol     = "sobol"     // Sobol' points
	DesignMorris    = "morris"    // elementary effects
)

var designNames = []string{DesignList, DesignFactorial, DesignLHS, DesignSobol, DesignMorris}

// most bound what a sweep may ask, far above what anybody can use.
const (
	mostPoints  = 1_000_000
	mostFactors = 60
)

var sweepGrammar = field{kind: record, fields: []field{
	{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true},
	{key: "name", kind: name, need: true},
	{key: "title", kind: languages},
	{key: "description", kind: languages},
	{key: "plans", kind: list, each: &field{kind: text}, need: true},
	{key: "region", kind: text},
	oneOf("population", Churn, Ageing),
	{key: "horizon", kind: quantity, units: durations, min: 1, max: 1200},
	{key: "assumptions", kind: list, each: &field{kind: text}},
	{key: "factors", kind: steps},
	{key: "design", kind: record, fields: []field{
		needed(oneOf("kind", designNames...)),
		{key: "points", kind: quantity, units: []string{""}, min: 1, max: mostPoints},
		{key: "levels", kind: quantity, units: []string{""}, min: 2, max: 1000},
		{key: "trajectories", kind: quantity, units: []string{""}, min: 2, max: 10_000},
		yes("indices"),
	}},
	{key: "draws", kind: quantity, units: []string{""}, min: 1, max: mostPoints},
	{key: "replicates", kind: quantity, units: []string{""}, min: 1, max: mostPoints},
	{key: "seed", kind: quantity, units: []string{""}, min: 0, max: 1 << 52},
	{key: "indicators", kind: list, each: &field{kind: text}},
	{key: "stop", kind: record, fields: []field{
		{key: "indicator", kind: text, need: true},
		{key: "plan", kind: name, need: true},
		{key: "within", kind: quantity, units: []string{"", "%", "EUR"}, need: true},
		{key: "at_most", kind: quantity, units: []string{""}, min: 2, max: mostPoints, need: true},
	}},
}}

// SweepKeys lists every key of a sweep file, in the order of the grammar.
func SweepKeys() []Key {
	factor := Key{Name: "factors.PATH", Writes: "{values: […]}, {from: …, to: …} or {range: evidence}"}
	var out []Key
	for _, f := range sweepGrammar.fields {
		if f.key == "factors" { // read by a reader of its own
			out = append(out, factor)
			continue
		}
		out = append(out, keysUnder(field{fields: []field{f}}, "")...)
	}
	return out
}

// LoadSweep reads a sweep from a file. The error is [Problems].
func LoadSweep(path string) (*SweepFile, error) {
	r := &report{asked: path}
	body, err := readFile(path)
	if err != nil {
		r.add(&value{place: place{file: path}}, "", fileReason(err), msg("check_path"))
	}
	var s *SweepFile
	if err == nil {
		s = parseSweep(path, body, r)
	}
	if s == nil {
		var found Problems
		errors.As(r.err(), &found)
		return nil, forSweeps(found)
	}
	for i, plan := range s.Plans { // a plan of one's own lies beside its sweep
		if isFile(plan) && !filepath.IsAbs(plan) {
			s.Plans[i] = filepath.Join(filepath.Dir(path), filepath.FromSlash(plan))
		}
	}
	for i, set := range s.Sets { // so does a fit
		if isFile(set) {
			s.Sets[i] = besideFile(path, set)
		}
	}
	if s.Region != "" && !slices.Contains(regionNames, s.Region) && !filepath.IsAbs(s.Region) {
		s.Region = filepath.Join(filepath.Dir(path), filepath.FromSlash(s.Region))
	}
	return s, nil
}

func parseSweep(file string, body []byte, r *report) *SweepFile {
	doc := parse(file, body, r)
	if doc == nil {
		return nil
	}
	if isPlan(doc) {
		r.add(&value{place: place{file: file}}, "", sweepMsg("is_plan"), sweepMsg("plan_in_sweep", "file", file))
		return nil
	}
	rd := &reader{report: r, free: true}
	root := rd.read(sweepGrammar, doc, "")
	if r.err() != nil {
		return nil
	}
	s := &SweepFile{
		Name: root.get("name").text, Title: textOf(root.get("title")), Description: textOf(root.get("description")),
		Plans: texts(root.get("plans")), Region: textIn(root, "region"), Population: textIn(root, "population"), Horizon: textIn(root, "horizon"),
		Sets: texts(root.get("assumptions")), Design: DesignList,
		Points: count(root, "design", "points"), Levels: count(root, "design", "levels"), Paths: count(root, "design", "trajectories"),
		Draws: count(root, "draws"), Replicates: max(1, count(root, "replicates")), Seed: uint64(max(1, count(root, "seed"))),
		Indicators: texts(root.get("indicators")), root: root,
	}
	if kind := root.at([]string{"design", "kind"}); kind != nil {
		s.Design = kind.text
	}
	if v := root.at([]string{"design", "indices"}); v != nil {
		s.Indices = v.text == "yes"
	}
	if v := root.get("stop"); v != nil {
		q, _ := parseQuantity(v.get("within").text)
		if q.Unit == "%" {
			q.Value /= 100
		}
		s.Stop = &SweepStop{v.get("indicator").text, v.get("plan").text, q.Value, count(v, "at_most"), q.Unit}
	}
	s.readFactors(root.get("factors"), r)
	s.fits(r)
	if r.err() != nil {
		return nil
	}
	return s
}

// readFactors reads what is varied, by path: {values: […]}, {from: …, to: …} or {range: evidence}.
func (s *SweepFile) readFactors(v *value, r *report) {
	if v == nil {
		return
	}
	if v.form != mapping {
		r.add(v, "factors", msg("want_paths"), sweepMsg("write_factor"))
		return
	}
	if len(v.keys) > mostFactors {
		r.add(v, "factors", sweepMsg("too_many_factors", "count", len(v.keys), "most", mostFactors), none)
	}
	for i, path := range v.keys {
		item := v.items[i]
		f := SweepFactor{Path: path, at: &value{place: v.marks[i]}}
		at := "factors." + path
		if item.form != mapping {
			r.add(item, at, sweepMsg("no_factor"), sweepMsg("write_factor"))
			continue
		}
		for k, key := range item.keys {
			if !slices.Contains([]string{"values", "from", "to", "range"}, key) {
				r.add(&value{place: item.marks[k]}, at, msg("unknown_key", "key", clip(key)), DidYouMean(key, []string{"values", "from", "to", "range"}))
			}
		}
		values, from, to, span := item.get("values"), item.get("from"), item.get("to"), item.get("range")
		switch {
		case values != nil && from == nil && to == nil && span == nil:
			if values.form != sequence || len(values.items) == 0 {
				r.add(values, at+".values", msg("want_list"), sweepMsg("write_factor"))
				continue
			}
			for _, x := range values.items {
				f.Values = append(f.Values, flow(x))
			}
		case from != nil && to != nil && values == nil && span == nil && from.form == scalar && to.form == scalar:
			f.Low, f.High = from.text, to.text
		case span != nil && values == nil && from == nil && to == nil && span.form == scalar && span.text == "evidence":
			f.Evidence = true
		default:
			r.add(item, at, sweepMsg("no_factor"), sweepMsg("write_factor"))
			continue
		}
		s.Factors = append(s.Factors, f)
	}
}

// fits holds factors and design to each other.
func (s *SweepFile) fits(r *report) {
	design := s.root.get("design")
	if design == nil {
		design = s.root
	}
	listed := 0
	for _, f := range s.Factors {
		n := len(f.Values)
		switch s.Design {
		case DesignList:
			if n == 0 {
				r.add(f.at, "factors."+f.Path, sweepMsg("list_needs_values"), sweepMsg("write_values"))
				continue
			}
			if listed == 0 {
				listed = n
			}
			if n != listed {
				r.add(f.at, "factors."+f.Path, sweepMsg("list_uneven", "count", n, "first", listed), sweepMsg("same_length"))
			}
		case DesignFactorial:
			if n == 0 && s.Levels == 0 {
				r.add(f.at, "factors."+f.Path, sweepMsg("range_needs_levels"), sweepMsg("write_levels"))
			}
		}
	}
	switch s.Design {
	case DesignLHS, DesignSobol:
		if s.Points == 0 {
			r.add(design, "design", sweepMsg("needs", "key", "points"), sweepMsg("write_design"))
		}
	case DesignMorris:
		if s.Paths == 0 {
			r.add(design, "design", sweepMsg("needs", "key", "trajectories"), msg("write_example", "text", "{kind: morris, trajectories: 20, levels: 4}"))
		}
	}
	if len(s.Factors) == 0 && s.Design != DesignList {
		r.add(design, "design", sweepMsg("needs_factors"), sweepMsg("write_factor"))
	}
	if s.Indices && s.Design != DesignSobol {
		r.add(design, "design.indices", sweepMsg("indices_of_sobol"), none)
	}
	if len(s.Plans) == 0 {
		r.add(s.root, "plans", sweepMsg("no_plans"), none)
	}
	if s.Stop != nil && s.Draws < 2 {
		r.add(s.root.get("stop"), "stop", sweepMsg("stop_needs_draws"), none)
	}
	if s.Stop != nil && !(s.Stop.Within > 0) {
		r.add(s.root.get("stop"), "stop.within", sweepMsg("stop_within"), none)
	}
	if s.Design == DesignMorris && s.Levels%2 == 1 { // steps of half the levels would never reach one end
		r.add(design, "design.levels", sweepMsg("levels_even", "levels", s.Levels), msg("write_example", "text", "{kind: morris, trajectories: 20, levels: 4}"))
	}
}

// Size is how many points the design has, before any is made; a factorial of many
// factors can be more than anybody can count.
func (s *SweepFile) Size() float64 {
	switch s.Design {
	case DesignFactorial:
		n := 1.0
		for _, f := range s.Factors {
			n *= float64(max(len(f.Values), s.levelsOf(f)))
		}
		return n
	case DesignLHS:
		return float64(s.Points)
	case DesignSobol:
		if s.Indices { // the points of two samples, and those that take one factor from the other
			return float64(s.Points) * float64(len(s.Factors)+2)
		}
		return float64(s.Points)
	case DesignMorris:
		return float64(s.Paths) * float64(len(s.Factors)+1)
	}
	if len(s.Factors) == 0 {
		return 1
	}
	return float64(len(s.Factors[0].Values))
}

// levelsOf is how many steps a factor with a range has in a factorial design.
func (s *SweepFile) levelsOf(f SweepFactor) int {
	if len(f.Values) > 0 {
		return 0
	}
	return s.Levels
}

// With is the sweep with its plans and sets of assumptions, and its region when one is
// named, under other names: those of the files that lie beside it.
func (s *SweepFile) With(plans, sets []string, region string) *SweepFile {
	out := *s
	list := func(names []string) *value {
		v := &value{form: sequence}
		for _, name := range names {
			v.items = append(v.items, &value{text: name, quoted: true})
		}
		return v
	}
	out.Plans = plans
	out.root = s.root.with([]string{"plans"}, list(plans))
	if len(sets) > 0 {
		out.Sets = sets
		out.root = out.root.with([]string{"assumptions"}, list(sets))
	}
	if region != "" {
		out.Region = region
		out.root = out.root.with([]string{"region"}, &value{text: region, quoted: true})
	}
	return &out
}

// Longer is the sweep with more points (of a sobol design) or trajectories, draws or
// replicates; 0 leaves a number as it is. Fewer is a mistake, as an [words.Message].
func (s *SweepFile) Longer(points, draws, replicates int) (*SweepFile, words.Message) {
	out := *s
	for _, n := range []struct {
		path []string
		now  *int
		then int
	}{
		{[]string{"design", "points"}, &out.Points, points},
		{[]string{"draws"}, &out.Draws, draws},
		{[]string{"replicates"}, &out.Replicates, replicates},
	} {
		if n.then == 0 {
			continue
		}
		if n.path[0] == "design" {
			switch s.Design {
			case DesignMorris:
				n.path, n.now = []string{"design", "trajectories"}, &out.Paths
			case DesignSobol:
			default:
				return nil, sweepMsg("not_longer", "design", s.Design)
			}
		}
		if n.then < *n.now {
			return nil, sweepMsg("shorter", "key", n.path[len(n.path)-1], "now", *n.now, "then", n.then)
		}
		if n.path[0] == "draws" && *n.now == 0 {
			return nil, sweepMsg("base_values")
		}
		*n.now = n.then
		out.root = out.root.with(n.path, &value{text: number(float64(n.then))})
	}
	return &out, none
}

// Text writes the sweep as one complete file: the same sweep gives the same text.
func (s *SweepFile) Text() []byte { return write(s.root) }

// Digest is the SHA-256 of [SweepFile.Text], in hexadecimal.
func (s *SweepFile) Digest() string {
	sum := sha256.Sum256(s.Text())
	return hex.EncodeToString(sum[:])
}

// Problem is a mistake about a factor, at its place in the file.
func (s *SweepFile) Problem(f SweepFactor, reason, hint words.Message) Problem {
	return Problem{File: f.at.file, Line: f.at.line, Col: f.at.col, Path: "factors." + f.Path, Reason: reason, Hint: hint}
}

// UnknownFactor says that no plan has a lever and the model no parameter at a path.
func (s *SweepFile) UnknownFactor(f SweepFactor, plans []*Scenario) Problem {
	var known []string
	for _, p := range plans {
		known = append(known, p.dialNames()...)
	}
	slices.Sort(known)
	hint := msg("dial_choose")
	if near := evidence.Nearest(f.Path, slices.Compact(known)); near != "" {
		hint = msg("did_you_mean", "name", near)
	}
	return s.Problem(f, sweepMsg("unknown_factor", "path", f.Path), hint)
}

func sweepMsg(id string, pairs ...any) words.Message { return words.NewMessage("sweep."+id, pairs...) }

func textIn(root *value, key string) string {
	if v := root.get(key); v != nil {
		return strings.TrimSpace(v.text)
	}
	return ""
}

func count(root *value, path ...string) int {
	v := root.at(path)
	if v == nil {
		return 0
	}
	q, _ := parseQuantity(v.text)
	return int(q.Value)
}
