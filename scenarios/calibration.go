package scenarios

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path/filepath"
	"slices"

	"piramide/internal/words"
)

// Calibration is a calibration as somebody writes it: what was observed, which
// parameters are fitted to that, and how. It is never changed after it is read.
type Calibration struct {
	Name        string
	Title       Text
	Description Text
	Sets        []string // of assumptions that hold while it is fitted
	Method      string   // one of the methods
	Evaluations int      // of the model, at most
	Draws       int      // of the posterior that the fit keeps
	Seed        uint64   // of the search
	Luck        uint64   // of what the model counts by simulation
	Targets     []CalibrationTarget
	Free        []CalibrationFree
	root        *value
}

// CalibrationTarget is what was observed of one quantity.
type CalibrationTarget struct {
	Name       string
	Quantity   string
	Source     string    // id of a row of the register, or where it was published
	Values     []float64 // one, or the shares of a whole
	Likelihood string    // one of the likelihoods
	SD         float64   // of normal; of lognormal on the log scale
	Trials     float64   // of binomial
	Exposure   float64   // of poisson and negative_binomial
	Size       float64   // of negative_binomial
	Weight     float64   // of dirichlet: its concentration
	Note       string    // why the uncertainty is what it is
	at         *value
}

// CalibrationFree is a number that is fitted: a parameter, or a family of parameters that
// share their place in their ranges.
type CalibrationFree struct {
	Name  string
	Paths []string // of the parameters it sets; one unless it is a family
	Table bool     // the number is a factor on an age table
	prior []func(u float64) float64
}

// Family says whether the number is a place between 0 and 1 in the ranges of several
// parameters.
func (f CalibrationFree) Family() bool { return len(f.Paths) > 1 }

// Quantile is the value below which the prior holds the share u: of a parameter in its
// unit, of a family u itself.
func (f CalibrationFree) Quantile(u float64) float64 {
	if f.Family() {
		return u
	}
	return f.prior[0](u)
}

// Values are those of [CalibrationFree.Paths] at a value of the number.
func (f CalibrationFree) Values(x float64) []float64 {
	if !f.Family() {
		return []float64{x}
	}
	out := make([]float64, len(f.Paths))
	for i, q := range f.prior {
		out[i] = q(min(max(x, 0x1p-1000), 1-0x1p-53))
	}
	return out
}

// The methods.
const (
	MethodBest = "best" // the best fit
	MethodIMIS = "imis" // and a posterior, by incremental mixture importance sampling
	MethodABC  = "abc"  // the same without a likelihood, by sequential Monte Carlo
)

// The likelihoods.
const (
	LikelyNormal    = "normal"
	LikelyLognormal = "lognormal"
	LikelyBinomial  = "binomial"
	LikelyPoisson   = "poisson"
	LikelyNegative  = "negative_binomial"
	LikelyDirichlet = "dirichlet"
)

var (
	methodNames     = []string{MethodBest, MethodIMIS, MethodABC}
	likelihoodNames = []string{LikelyNormal, LikelyLognormal, LikelyBinomial, LikelyPoisson, LikelyNegative, LikelyDirichlet}
)

// Methods names the methods.
func Methods() []string { return slices.Clone(methodNames) }

// What a calibration takes when its file does not say.
const (
	usualEvaluations = 4000
	usualDraws       = 500
	mostEvaluations  = 10_000_000
	mostPosterior    = 5000
	mostFree         = 100
)

var calibrationGrammar = field{kind: record, fields: []field{
	{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true},
	{key: "name", kind: name, need: true},
	{key: "title", kind: languages},
	{key: "description", kind: languages},
	{key: "assumptions", kind: list, each: &field{kind: name}},
	{key: "method", kind: record, fields: []field{
		needed(oneOf("kind", methodNames...)),
		{key: "evaluations", kind: quantity, units: []string{""}, min: 10, max: mostEvaluations},
		{key: "draws", kind: quantity, units: []string{""}, min: 1, max: mostPosterior},
		{key: "seed", kind: quantity, units: []string{""}, min: 0, max: 1 << 52},
		{key: "luck", kind: quantity, units: []string{""}, min: 0, max: 1 << 52},
	}},
	{key: "targets", kind: steps, need: true},
	{key: "free", kind: steps, need: true},
}}

// observedNumber is a number as a target gives it.
func observedNumber(key string) field {
	return field{key: key, kind: quantity, units: []string{"", "%"}, min: -largest}
}

var targetGrammar = field{kind: record, fields: []field{
	{key: "quantity", kind: name, need: true},
	{key: "source", kind: text, need: true},
	observedNumber("value"),
	{key: "values", kind: steps},
	oneOf("likelihood", likelihoodNames...),
	observedNumber("sd"),
	{key: "interval", kind: steps},
	oneOf("range", "evidence"),
	observedNumber("n"),
	observedNumber("exposure"),
	observedNumber("size"),
	observedNumber("concentration"),
	{key: "note", kind: text},
}}

// useKey names, among the targets, a calibration of the tool whose targets are taken in.
const useKey = "use"

// CalibrationKeys lists every key of a calibration file, in the order of the grammar.
func CalibrationKeys() []Key {
	var out []Key
	for _, f := range calibrationGrammar.fields {
		switch f.key {
		case "targets":
			out = append(out, Key{Name: "targets.use", Writes: "the name of a calibration of the tool"})
			for _, t := range targetGrammar.fields {
				k := Key{Name: "targets.NAME." + t.key, Needed: t.need, Writes: "a list of numbers"}
				if t.kind != steps {
					k.Writes = t.writes()
				}
				out = append(out, k)
			}
		case "free":
			out = append(out, Key{Name: "free.PATH", Writes: "{range: evidence} or {value: …, low: …, high: …, draw: …}"}, Key{Name: "free.FAMILY", Writes: "{range: evidence}"})
		default:
			out = append(out, keysUnder(field{fields: []field{f}}, "")...)
		}
	}
	return out
}

//go:embed calibration/*.yaml
var calibrationFiles embed.FS

// Calibrations names the calibrations that come with the tool.
func Calibrations() []string { return []string{"belgium"} }

// KnownQuantity says whether there is a quantity of a name, how many numbers it has, and
// which name is most like one that is unknown.
type KnownQuantity func(name string) (numbers int, near string)

// LoadCalibration reads a calibration: one that comes with the tool by name, or a file.
// The error is [Problems].
func LoadCalibration(name string, known KnownQuantity) (*Calibration, error) {
	r := &report{asked: name, kind: kindCalibration}
	var body []byte
	var err error
	switch {
	case slices.Contains(Calibrations(), name):
		name = calibrationFile(name)
		r.asked = name
		body, err = calibrationFiles.ReadFile(name)
	case isFile(name):
		body, err = readFile(name)
	default:
		return nil, Problems{{Reason: calibrateMsg("unknown", "name", clip(name)), Hint: DidYouMean(name, Calibrations())}}
	}
	if err != nil {
		r.add(&value{place: place{file: name}}, "", fileReason(err), msg("check_place"))
		return nil, r.err()
	}
	c := &calibrationReader{reader: &reader{report: r, free: true}, known: known}
	return c.parse(name, body)
}

// ParseCalibration reads a calibration from text; file is the name that problems show.
func ParseCalibration(file string, text []byte, known KnownQuantity) (*Calibration, error) {
	c := &calibrationReader{reader: &reader{report: &report{asked: file}, free: true}, known: known}
	return c.parse(file, text)
}

func calibrationFile(name string) string { return "calibration/" + name + ".yaml" }

type calibrationReader struct {
	*reader
	known KnownQuantity
}

func (c *calibrationReader) parse(file string, body []byte) (*Calibration, error) {
	doc := parse(file, body, c.report)
	if doc == nil {
		return nil, c.err()
	}
	root := c.read(calibrationGrammar, doc, "")
	if root == nil {
		return nil, c.err()
	}
	out := &Calibration{
		Title: textOf(root.get("title")), Description: textOf(root.get("description")), Sets: texts(root.get("assumptions")),
		Method: MethodBest, Evaluations: usualEvaluations, Draws: usualDraws, Seed: 1, Luck: 1,
	}
	if v := root.get("name"); v != nil {
		out.Name = v.text
	}
	if v := root.at([]string{"method", "kind"}); v != nil {
		out.Method = v.text
	}
	for _, n := range out.numbers() {
		if root.at([]string{"method", n.key}) != nil {
			n.set(count(root, "method", n.key))
		}
	}
	for _, set := range out.Sets {
		if !slices.Contains(setOrder, set) {
			c.add(root.get("assumptions"), "assumptions", msg("unknown_set", "name", clip(set)), DidYouMean(set, setOrder))
		}
	}
	targets, free := root.get("targets"), root.get("free")
	if targets != nil {
		said := c.targets(out, targets)
		root = root.with([]string{"targets"}, said)
	}
	if free != nil {
		c.frees(out, free)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	out.root = root
	return out, nil
}

// Text writes the calibration as one complete file, with the targets that it takes in.
func (c *Calibration) Text() []byte { return write(c.root) }

// Digest is the SHA-256 of [Calibration.Text], in hexadecimal.
func (c *Calibration) Digest() string {
	sum := sha256.Sum256(c.Text())
	return hex.EncodeToString(sum[:])
}

// ProblemDigest is the SHA-256 of what is asked of the model: the calibration without its
// method, titles and name.
func (c *Calibration) ProblemDigest() string {
	root := c.root
	for _, key := range []string{"method", "title", "description", "name"} {
		root = root.with([]string{key}, nil)
	}
	sum := sha256.Sum256(write(root))
	return hex.EncodeToString(sum[:])
}

// Problem is a mistake about a target, at its place in the file.
func (c *Calibration) Problem(t CalibrationTarget, reason words.Message) Problem {
	p := t.at.problem("targets." + t.Name)
	p.Reason = reason
	return p
}

// MethodProblem is a mistake about a key under method, at its place in the file as it was
// read.
func (c *Calibration) MethodProblem(key string, reason, hint words.Message) Problem {
	at := c.root
	for _, key := range []string{"method", key} {
		if under := at.get(key); under != nil {
			at = under
		}
	}
	p := at.problem("method." + key)
	p.Reason, p.Hint = reason, hint
	return p
}

// With is the calibration by another method, with other numbers of evaluations and draws
// of the posterior, or another seed; "" and 0 leave what the file says.
func (c *Calibration) With(method string, evaluations, draws int, seed uint64) *Calibration {
	out := *c
	if method != "" {
		out.Method = method
	}
	out.root = out.root.with([]string{"method", "kind"}, &value{text: out.Method})
	for i, n := range out.numbers() {
		if asked := []int{evaluations, draws, int(seed), 0}[i]; asked > 0 {
			n.set(asked)
			out.root = out.root.with([]string{"method", n.key}, &value{text: number(float64(asked))})
		}
	}
	return &out
}

// methodNumber is a number under method.
type methodNumber struct {
	key string
	set func(n int)
}

func (c *Calibration) numbers() []methodNumber {
	return []methodNumber{
		{"evaluations", func(n int) { c.Evaluations = n }},
		{"draws", func(n int) { c.Draws = n }},
		{"seed", func(n int) { c.Seed = uint64(n) }},
		{"luck", func(n int) { c.Luck = uint64(n) }},
	}
}

func calibrateMsg(id string, pairs ...any) words.Message {
	return words.NewMessage("calibrate."+id, pairs...)
}

// besideFile is a path that a file names, seen from that file.
func besideFile(file, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(path))
}
