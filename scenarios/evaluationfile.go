package scenarios

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/words"
)

// EvaluationFile is a planned evaluation as somebody writes it: which plan, set against
// what, by which designs, and what is registered. It is never changed after it is read.
type EvaluationFile struct {
	Name        string
	Title       Text
	Description Text
	Plan        string // a file lies beside the evaluation
	Versus      string
	Region      string // "" = as the plans say, like the next two
	Population  string
	Horizon     string
	Sets        []string
	Effects     []AssumedEffect // that are taken for true
	Draws       int             // of the parameters; 0 = base values
	Repetitions int
	Seed        uint64
	Alpha       float64 // of the interval and the conclusion
	Power       float64 // that is asked
	Recruit     int     // months in which clients enter the evaluation
	Outcomes    []EvaluationOutcome
	Buurten     []int // sizes to try
	Years       []int
	Clients     []int
	Designs     []EvaluationDesign
	root        *value
}

// AssumedEffect is an effect of care as a plan writes it.
type AssumedEffect struct{ Name, Text string }

// EvaluationOutcome is something that a register holds, and the smallest change worth
// seeing, as a part of the level without the plan.
type EvaluationOutcome struct {
	ID    string
	Worth float64
	at    *value
}

// EvaluationDesign is one way to evaluate.
type EvaluationDesign struct {
	Name    string
	Kind    string
	Unit    string   // clients or buurten
	Who     string   // of clients: all, stayed (unplanned, the year before) or costliest (fifth, that year)
	Match   string   // of matched_controls: propensity or nearest
	On      []string // covariates that are matched on
	Compare string   // of matched_controls: difference or changes
	Steps   int      // of stepped_wedge
	Every   int      // months between its steps, and the length of a period
	Judge   string   // of stepped_wedge: model, robust or permutation
	Adjust  bool     // of randomised_inclusion: for the level before
	MinAge  int      // of buurten: inhabitants that are counted
	at      *value
}

// The designs, and the units.
const (
	BeforeAfterDesign   = "before_after"
	MatchedControls     = "matched_controls"
	SteppedWedge        = "stepped_wedge"
	RandomisedInclusion = "randomised_inclusion"
	OfClients           = "clients"
	OfBuurten           = "buurten"
)

var (
	evaluationKinds = []string{BeforeAfterDesign, MatchedControls, SteppedWedge, RandomisedInclusion}

	// evaluationOutcomes are what a register holds per citizen or buurt.
	evaluationOutcomes = []string{"unplanned_stays", "ed_visits", "riziv_cost", "deaths", "days_at_home", "nursing_home_entries", "reached"}

	clientChoices = []string{"all", "stayed", "costliest"}

	// MatchOn are the covariates of matching; the last is held by no register.
	MatchOn = []string{"age", "sex", "vt", "chronic", "gmd", "stays", "visits", "cost", HiddenNeed}
)

// HiddenNeed is the true need, which the simulator knows and nobody else.
const HiddenNeed = "hidden_need"

// ofKind are the keys that only some kinds of design have.
var ofKind = map[string][]string{
	BeforeAfterDesign:   {"unit", "who", "min_age"},
	MatchedControls:     {"match", "on", "compare"},
	SteppedWedge:        {"steps", "every", "inference", "min_age"},
	RandomisedInclusion: {"unit", "who", "adjust", "min_age"},
}

const (
	leastRepetitions = 20
	leastBuurten     = 3
	leastClients     = 20
)

var evaluationGrammar = field{kind: record, fields: []field{
	{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true},
	{key: "name", kind: name, need: true},
	{key: "title", kind: languages},
	{key: "description", kind: languages},
	{key: "plan", kind: text, need: true},
	{key: "versus", kind: text},
	{key: "region", kind: text},
	oneOf("population", Churn, Ageing),
	{key: "horizon", kind: quantity, units: durations, min: 1, max: 1200},
	{key: "assumptions", kind: list, each: &field{kind: name}},
	{key: "effects", kind: named, each: &field{kind: effectOf}},
	{key: "draws", kind: quantity, units: []string{""}, min: 1, max: mostPoints},
	{key: "repetitions", kind: quantity, units: []string{""}, min: leastRepetitions, max: mostPoints, need: true},
	{key: "seed", kind: quantity, units: []string{""}, min: 0, max: 1 << 52},
	{key: "alpha", kind: quantity, units: []string{"%"}, min: 0.1, max: 20},
	{key: "power", kind: quantity, units: []string{"%"}, min: 50, max: 99},
	{key: "recruit", kind: quantity, units: durations, min: 1, max: 120},
	{key: "outcomes", kind: named, need: true, each: &field{kind: record, fields: []field{
		{key: "worth", kind: quantity, units: []string{"%"}, min: 0.1, max: 100, need: true},
	}}},
	{key: "sizes", kind: record, need: true, fields: []field{
		{key: "buurten", kind: list, each: &field{kind: quantity, units: []string{""}, min: leastBuurten, max: 100_000}},
		{key: "years", kind: list, need: true, each: &field{kind: quantity, units: []string{""}, min: 1, max: 50}},
		{key: "clients", kind: list, each: &field{kind: quantity, units: []string{""}, min: leastClients, max: mostPoints}},
	}},
	{key: "designs", kind: named, need: true, each: &field{kind: record, fields: []field{
		needed(oneOf("kind", evaluationKinds...)),
		oneOf("unit", OfClients, OfBuurten),
		oneOf("who", clientChoices...),
		oneOf("match", "propensity", "nearest"),
		{key: "on", kind: list, each: &field{kind: choice, choices: MatchOn}},
		oneOf("compare", "difference", "changes"),
		{key: "steps", kind: quantity, units: []string{""}, min: 2, max: 100},
		{key: "every", kind: quantity, units: durations, min: 1, max: 120},
		oneOf("inference", "model", "robust", "permutation"),
		yes("adjust"),
		{key: "min_age", kind: quantity, units: []string{"year"}, max: 104},
	}}},
}}

// EvaluationKeys lists every key of an evaluation file, in the order of the grammar.
func EvaluationKeys() (out []Key) {
	for _, f := range evaluationGrammar.fields {
		switch f.key {
		case "effects":
			out = append(out, Key{Name: "effects.EFFECT", Writes: "as in a plan"})
		case "outcomes":
			out = append(out, Key{Name: "outcomes.OUTCOME", Writes: strings.Join(evaluationOutcomes, " | "), Needed: true})
			out = append(out, keysUnder(*f.each, "outcomes.OUTCOME")...)
		case "designs":
			out = append(out, keysUnder(*f.each, "designs.NAME")...)
		default:
			out = append(out, keysUnder(field{fields: []field{f}}, "")...)
		}
	}
	return out
}

//go:embed evaluations/*.yaml
var evaluationLibrary embed.FS

const evaluationDir = "evaluations/"

// EvaluationNames are the evaluations that come with the tool.
func EvaluationNames() (names []string) {
	files, err := evaluationLibrary.ReadDir(strings.TrimSuffix(evaluationDir, "/"))
	if err != nil {
		panic("scenarios: " + err.Error()) // the folder is ours
	}
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return names
}

// EvaluationText is the text of an evaluation that comes with the tool, to start from;
// false when there is none of that name.
func EvaluationText(name string) (string, bool) {
	text, err := evaluationLibrary.ReadFile(evaluationDir + name + ".yaml")
	return string(text), err == nil
}

// LoadEvaluation reads an evaluation from a file, or by name one that comes with the tool.
// The error is [Problems].
func LoadEvaluation(nameOrPath string) (*EvaluationFile, error) {
	r := &report{asked: nameOrPath, kind: kindEvaluation}
	if text, ok := EvaluationText(nameOrPath); ok {
		r.asked = evaluationDir + nameOrPath + ".yaml"
		return parseEvaluation(r.asked, "", []byte(text), r), r.err()
	}
	body, err := readFile(nameOrPath)
	if err != nil {
		hint := msg("check_place")
		if !isFile(nameOrPath) {
			hint = evaluationMsg("choose", "names", strings.Join(EvaluationNames(), ", "))
		}
		r.add(&value{place: place{file: nameOrPath}}, "", fileReason(err), hint)
		return nil, r.err()
	}
	return parseEvaluation(nameOrPath, filepath.Dir(nameOrPath), body, r), r.err()
}

// parseEvaluation reads an evaluation whose own files lie in dir; nil with problems.
func parseEvaluation(file, dir string, body []byte, r *report) *EvaluationFile {
	doc := parse(file, body, r)
	if doc == nil {
		return nil
	}
	rd := &reader{report: r}
	root := rd.read(evaluationGrammar, doc, "")
	if root == nil {
		return nil
	}
	e := &EvaluationFile{ // with what could be read: every mistake is told
		Name: textIn(root, "name"), Title: textOf(root.get("title")), Description: textOf(root.get("description")),
		Plan: textIn(root, "plan"), Versus: textIn(root, "versus"), Region: textIn(root, "region"), Population: textIn(root, "population"), Horizon: textIn(root, "horizon"),
		Sets: texts(root.get("assumptions")), Draws: count(root, "draws"), Repetitions: count(root, "repetitions"), Seed: uint64(max(1, count(root, "seed"))),
		Alpha: portion(root, "alpha", 0.05), Power: portion(root, "power", 0.8), Recruit: months(root, 12, "recruit"),
		Buurten: counts(root, "buurten"), Years: counts(root, "years"), Clients: counts(root, "clients"), root: root,
	}
	if e.Versus == "" {
		e.Versus = libraryOrder[0]
	}
	for i, name := range keysOf(root.get("effects")) {
		e.Effects = append(e.Effects, AssumedEffect{name, flow(root.get("effects").items[i])})
	}
	e.readOutcomes(doc, r)
	e.readDesigns(doc, r)
	e.fits(dir, r)
	if r.err() != nil {
		return nil
	}
	return e
}

// readOutcomes reads the outcomes in the order in which they are written.
func (e *EvaluationFile) readOutcomes(doc *value, r *report) {
	written := doc.get("outcomes")
	if e.root.get("outcomes") == nil {
		return // it is no mapping, or not there
	}
	for i, id := range written.keys {
		at := &value{place: written.marks[i]}
		if !slices.Contains(evaluationOutcomes, id) {
			r.add(at, "outcomes."+clip(id), evaluationMsg("no_outcome", "name", clip(id)), evaluationMsg("choose", "names", strings.Join(evaluationOutcomes, ", ")))
			continue
		}
		if v := e.root.get("outcomes").get(id); v != nil {
			e.Outcomes = append(e.Outcomes, EvaluationOutcome{id, portion(v, "worth", 0), at})
		}
	}
	if len(written.keys) == 0 {
		r.add(written, "outcomes", evaluationMsg("empty"), evaluationMsg("choose", "names", strings.Join(evaluationOutcomes, ", ")))
	}
}

// readDesigns reads the designs in the order in which they are written, with what each
// kind takes when nothing is said.
func (e *EvaluationFile) readDesigns(doc *value, r *report) {
	written := doc.get("designs")
	if e.root.get("designs") == nil {
		return
	}
	if len(written.keys) == 0 {
		r.add(written, "designs", evaluationMsg("empty"), evaluationMsg("choose_kind", "names", strings.Join(evaluationKinds, ", ")))
	}
	for i, id := range written.keys {
		v := e.root.get("designs").get(id)
		if v == nil || v.get("kind") == nil {
			continue // told already
		}
		path := "designs." + id
		d := EvaluationDesign{
			Name: id, Kind: v.get("kind").text, Unit: word(v.get("unit")), Who: orElse(word(v.get("who")), clientChoices[0]), Match: word(v.get("match")), On: texts(v.get("on")), Compare: word(v.get("compare")),
			Steps: count(v, "steps"), Every: months(v, 6, "every"), Judge: word(v.get("inference")), Adjust: true, MinAge: count(v, "min_age"), at: &value{place: written.marks[i]},
		}
		if adjust := v.get("adjust"); adjust != nil {
			d.Adjust = adjust.text == "yes"
		}
		for k, key := range doc.get("designs").get(id).keys {
			if key != "kind" && !slices.Contains(ofKind[d.Kind], key) {
				r.add(&value{place: doc.get("designs").get(id).marks[k]}, join(path, key), evaluationMsg("not_of_kind", "key", key, "kind", d.Kind), evaluationMsg("keys_of_kind", "keys", strings.Join(ofKind[d.Kind], ", ")))
			}
		}
		switch d.Kind {
		case SteppedWedge:
			d.Unit, d.Judge = OfBuurten, orElse(d.Judge, "permutation")
			if d.Steps == 0 {
				r.add(d.at, join(path, "steps"), evaluationMsg("needs_steps"), evaluationMsg("write_steps"))
			}
		case MatchedControls:
			d.Unit, d.Match, d.Compare = OfClients, orElse(d.Match, "propensity"), orElse(d.Compare, "difference")
			if len(d.On) == 0 {
				d.On = slices.Clone(MatchOn[:len(MatchOn)-1])
			}
		default:
			if d.Unit == "" {
				r.add(d.at, join(path, "unit"), evaluationMsg("needs_unit"), evaluationMsg("write_unit"))
			}
		}
		if d.MinAge > 0 && d.Unit == OfClients {
			r.add(v.get("min_age"), join(path, "min_age"), evaluationMsg("age_of_buurten"), none)
		}
		if d.Unit == OfBuurten && v.get("who") != nil {
			r.add(v.get("who"), join(path, "who"), evaluationMsg("who_of_clients"), none)
		}
		e.Designs = append(e.Designs, d)
	}
}

// fits holds the parts to each other and to the plans there are.
func (e *EvaluationFile) fits(dir string, r *report) {
	for _, x := range []struct {
		key string
		to  *string
	}{{"plan", &e.Plan}, {"versus", &e.Versus}} {
		v := e.root.get(x.key)
		if *x.to == "" {
			continue
		}
		if isFile(*x.to) && !filepath.IsAbs(*x.to) && dir != "" {
			*x.to = filepath.Join(dir, filepath.FromSlash(*x.to))
		}
		if _, err := Load(*x.to); err != nil && v != nil {
			var found Problems
			errors.As(err, &found)
			for _, p := range found {
				if p.File == "" { // not a mistake in the plan's own file
					p.File, p.Line, p.Col, p.Path = v.file, v.line, v.col, x.key
				}
				r.found = append(r.found, p)
			}
		}
	}
	if e.Plan == e.Versus && e.root.get("plan") != nil {
		r.add(e.root.get("plan"), "plan", evaluationMsg("itself", "plan", e.Plan), evaluationMsg("other_versus"))
	}
	if e.Region != "" && !slices.Contains(regionNames, e.Region) && !filepath.IsAbs(e.Region) && dir != "" {
		e.Region = filepath.Join(dir, filepath.FromSlash(e.Region))
	}
	for _, name := range e.Sets {
		if !slices.ContainsFunc(Sets(), func(s *Set) bool { return s.Name == name }) {
			r.add(e.root.get("assumptions"), "assumptions", evaluationMsg("no_set", "name", name), evaluationMsg("choose", "names", strings.Join(setOrder, ", ")))
		}
	}
	if e.Draws > e.Repetitions {
		r.add(e.root.get("draws"), "draws", evaluationMsg("more_draws", "draws", e.Draws, "repetitions", e.Repetitions), evaluationMsg("write_draws"))
	}
	for _, d := range e.Designs {
		if e.root.get("sizes") == nil {
			break
		}
		sizes, unit := e.Buurten, OfBuurten
		if d.Unit == OfClients {
			sizes, unit = e.Clients, OfClients
		}
		if d.Unit != "" && len(sizes) == 0 {
			r.add(d.at, "designs."+d.Name, evaluationMsg("needs_size", "unit", unit), evaluationMsg("write_size", "unit", unit))
		}
	}
}

// Problem is a mistake at a path of the file, such as sizes.years or designs.NAME, that
// only the region or the horizon shows.
func (e *EvaluationFile) Problem(path string, reason, hint words.Message) Problem {
	v := e.root
	for _, key := range strings.Split(path, ".") {
		if next := v.get(key); next != nil {
			v = next
		}
	}
	return Problem{File: v.file, Line: v.line, Col: v.col, Path: path, Reason: reason, Hint: hint}
}

// Text writes the evaluation as one complete file: the same evaluation gives the same text.
func (e *EvaluationFile) Text() []byte { return write(e.root) }

// Digest is the SHA-256 of [EvaluationFile.Text], in hexadecimal.
func (e *EvaluationFile) Digest() string {
	sum := sha256.Sum256(e.Text())
	return hex.EncodeToString(sum[:])
}

func evaluationMsg(id string, pairs ...any) words.Message {
	return words.NewMessage("evaluate.file."+id, pairs...)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// portion reads a percentage as a part of 1.
func portion(v *value, key string, otherwise float64) float64 {
	item := v.get(key)
	if item == nil {
		return otherwise
	}
	q, _ := parseQuantity(item.text)
	return q.Share()
}

// months reads a duration.
func months(v *value, otherwise int, path ...string) int {
	item := v.at(path)
	if item == nil {
		return otherwise
	}
	q, _ := parseQuantity(item.text)
	return int(q.Months())
}

// counts reads a list of sizes, from small to large.
func counts(root *value, key string) (out []int) {
	for _, item := range items(root.at([]string{"sizes", key})) {
		q, _ := parseQuantity(item.text)
		out = append(out, int(q.Value))
	}
	slices.Sort(out)
	return out
}

// With is the evaluation with another number of repetitions. The error is [Problems].
func (e *EvaluationFile) With(repetitions int) (*EvaluationFile, error) {
	r := &report{}
	f, _ := evaluationGrammar.child("repetitions")
	v := (&reader{report: r}).read(f, &value{text: number(float64(repetitions))}, "repetitions")
	if err := r.err(); err != nil {
		return nil, err
	}
	out := *e
	out.Repetitions = repetitions
	out.root = e.root.with([]string{"repetitions"}, v)
	return &out, nil
}
