package scenarios

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
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
		r.add(&value{place: place{file: name}}, "", fileReason(err), msg("check_path"))
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

// targets reads what was observed, by name; targets that are taken from a calibration of
// the tool stand first, and one of the same name replaces them.
func (c *calibrationReader) targets(out *Calibration, v *value) *value {
	if v.form != mapping || len(v.keys) == 0 {
		c.add(v, "targets", calibrateMsg("no_targets"), calibrateMsg("write_target"))
		return v
	}
	said := &value{form: mapping, place: v.place}
	if use := v.get(useKey); use != nil {
		if use.form != scalar || !slices.Contains(Calibrations(), use.text) {
			c.add(use, "targets.use", calibrateMsg("unknown", "name", clip(use.text)), DidYouMean(use.text, Calibrations()))
		} else {
			base, err := LoadCalibration(use.text, c.known)
			if err != nil {
				panic("scenarios: calibration of the tool: " + err.Error())
			}
			out.Targets = slices.Clone(base.Targets)
			said = base.root.get("targets")
		}
	}
	quantities := map[string]string{}
	for i, key := range v.keys {
		item, path := v.items[i], "targets."+key
		mark := &value{place: v.marks[i]}
		switch {
		case key == useKey:
			continue
		case !idShape.MatchString(key):
			c.add(mark, path, msg("bad_name"), msg("write_name"))
			continue
		case item.form == null: // one that is taken in is left out
			at := slices.IndexFunc(out.Targets, func(t CalibrationTarget) bool { return t.Name == key })
			if at < 0 {
				c.add(item, path, msg("removes_nothing"), DidYouMean(key, said.keys))
				continue
			}
			out.Targets = slices.Delete(out.Targets, at, at+1)
			said = said.with([]string{key}, nil)
			continue
		}
		one := c.record(targetGrammar, item, path)
		if one == nil {
			continue
		}
		t, ok := c.target(key, one, item, path)
		said = said.with([]string{key}, one)
		if !ok {
			continue
		}
		at := slices.IndexFunc(out.Targets, func(o CalibrationTarget) bool { return o.Name == key })
		if at < 0 {
			out.Targets = append(out.Targets, t)
		} else {
			out.Targets[at] = t
		}
	}
	for _, t := range out.Targets {
		id := t.Quantity + " " + t.Source
		if first, twice := quantities[id]; twice {
			c.add(t.at, "targets."+t.Name, calibrateMsg("same_target", "first", first), sweepMsg("keep_one"))
		}
		quantities[id] = t.Name
	}
	if len(out.Targets) == 0 && c.err() == nil {
		c.add(v, "targets", calibrateMsg("no_targets"), calibrateMsg("write_target"))
	}
	return said
}

// target reads one target.
func (c *calibrationReader) target(key string, v, raw *value, path string) (CalibrationTarget, bool) {
	before := len(c.found)
	t := CalibrationTarget{Name: key, Likelihood: LikelyNormal, Note: textIn(v, "note"), at: raw}
	if q := v.get("quantity"); q != nil {
		t.Quantity = q.text
		if n, near := c.known(q.text); n == 0 {
			hint := calibrateMsg("list_quantities")
			if near != "" {
				hint = msg("did_you_mean", "name", near)
			}
			c.add(q, path+".quantity", calibrateMsg("unknown_quantity", "name", clip(q.text)), hint)
		}
	}
	var row evidence.Row
	var known bool
	if s := v.get("source"); s != nil {
		t.Source = strings.TrimSpace(s.text)
		row, known = register().Row(t.Source)
		if !known && idShape.MatchString(t.Source) {
			c.add(s, path+".source", msg("unknown_row", "row", clip(t.Source)), nearRow(t.Source))
		}
	}
	if l := v.get("likelihood"); l != nil {
		t.Likelihood = l.text
	}
	t.Values = c.numbers(v.get("values"), path+".values")
	switch one := v.get("value"); {
	case one != nil && v.get("values") != nil:
		c.add(one, path+".value", calibrateMsg("value_twice"), sweepMsg("keep_one"))
	case one != nil:
		t.Values = []float64{plainNumber(one)}
	case v.get("values") == nil && known:
		t.Values = []float64{row.Value}
	case v.get("values") == nil && len(c.found) == before:
		c.add(raw, path, calibrateMsg("no_value"), calibrateMsg("write_value"))
	}
	switch n, _ := c.known(t.Quantity); {
	case n > 0 && len(t.Values) > 0 && len(t.Values) != n:
		c.add(raw, path, calibrateMsg("numbers", "count", len(t.Values), "need", n), none)
	case len(t.Values) > 1 && t.Likelihood != LikelyDirichlet:
		at := raw
		if l := v.get("likelihood"); l != nil {
			at = l
		}
		c.add(at, join(path, "likelihood"), calibrateMsg("one_number", "likelihood", likelihoodSaid(t.Likelihood), "count", len(t.Values)), calibrateMsg("take_dirichlet"))
	}
	c.uncertainty(&t, v, raw, row, known, path)
	return t, len(c.found) == before
}

// numbers reads a list of numbers.
func (c *calibrationReader) numbers(v *value, path string) []float64 {
	if v == nil {
		return nil
	}
	if v.form != sequence || len(v.items) == 0 {
		c.add(v, path, msg("want_list"), calibrateMsg("write_target"))
		return nil
	}
	var out []float64
	for _, item := range v.items {
		if x := c.read(observedNumber(""), item, path); x != nil {
			out = append(out, plainNumber(x))
		}
	}
	return out
}

// uncertaintyKeys are, by likelihood, the keys that say how sure an observation is.
var uncertaintyKeys = map[string][]string{
	LikelyNormal: {"sd", "interval", "range"}, LikelyLognormal: {"sd", "interval", "range"},
	LikelyBinomial: {"n"}, LikelyPoisson: {"exposure"}, LikelyNegative: {"size", "exposure"}, LikelyDirichlet: {"concentration"},
}

// likelihoodSaid names a likelihood in a sentence.
func likelihoodSaid(name string) words.Message { return calibrateMsg("likelihood_" + name) }

// uncertainty reads how sure an observation is. Of an interval the width counts, and the
// observation is its middle: one that lies outside it was mistyped.
func (c *calibrationReader) uncertainty(t *CalibrationTarget, v, raw *value, row evidence.Row, known bool, path string) {
	own := uncertaintyKeys[t.Likelihood]
	var said []string
	for _, key := range []string{"sd", "interval", "range", "n", "exposure", "size", "concentration"} {
		switch at := v.get(key); {
		case at == nil:
		case !slices.Contains(own, key):
			c.add(at, join(path, key), calibrateMsg("other_uncertainty", "likelihood", likelihoodSaid(t.Likelihood), "keys", strings.Join(own, ", ")), none)
			return
		default:
			said = append(said, key)
		}
	}
	number := func(key string, to *float64) {
		if at := v.get(key); at != nil {
			if *to = plainNumber(at); !(*to > 0) {
				c.add(at, join(path, key), calibrateMsg("not_above_0"), none)
			}
		}
	}
	spread := t.Likelihood == LikelyNormal || t.Likelihood == LikelyLognormal
	switch {
	case len(said) == 0, t.Likelihood == LikelyNegative && v.get("size") == nil:
		c.add(raw, path, calibrateMsg("no_uncertainty", "likelihood", likelihoodSaid(t.Likelihood), "keys", strings.Join(own, ", ")), calibrateMsg("why_uncertainty"))
		return
	case spread && len(said) > 1:
		c.add(raw, path, calibrateMsg("uncertainty_twice", "a", said[0], "b", said[1]), sweepMsg("keep_one"))
		return
	}
	t.Exposure = 1
	number("sd", &t.SD)
	number("n", &t.Trials)
	number("exposure", &t.Exposure)
	number("size", &t.Size)
	number("concentration", &t.Weight)
	low, high, ends := row.Low, row.High, v.get("range")
	switch {
	case v.get("range") != nil && (!known || !(row.Low < row.High)):
		c.add(v.get("range"), join(path, "range"), calibrateMsg("row_no_range", "row", clip(t.Source)), calibrateMsg("why_uncertainty"))
		return
	case v.get("interval") != nil:
		ends = v.get("interval")
		two := c.numbers(ends, join(path, "interval"))
		if len(two) != 2 || !(two[0] < two[1]) {
			c.add(ends, join(path, "interval"), calibrateMsg("no_interval"), none)
			return
		}
		low, high = two[0], two[1]
	case v.get("range") == nil:
		return
	}
	if len(t.Values) == 1 && !(low <= t.Values[0] && t.Values[0] <= high) {
		c.add(ends, path, calibrateMsg("value_outside", "value", t.Values[0], "low", low, "high", high), calibrateMsg("fix_outside"))
		return
	}
	const width = 2 * 1.959963984540054 // of a 95 % interval in standard deviations
	if t.Likelihood == LikelyLognormal {
		if !(low > 0) {
			c.add(raw, path, calibrateMsg("log_above_0"), none)
			return
		}
		t.SD = math.Log(high/low) / width
		return
	}
	t.SD = (high - low) / width
}

// frees reads what is fitted, by path or by family.
func (c *calibrationReader) frees(out *Calibration, v *value) {
	if v.form != mapping || len(v.keys) == 0 {
		c.add(v, "free", calibrateMsg("no_free"), calibrateMsg("write_free"))
		return
	}
	if len(v.keys) > mostFree {
		c.add(v, "free", calibrateMsg("many_free", "count", len(v.keys), "most", mostFree), none)
	}
	owner := map[string]string{} // path → the key that fits it
	for i, key := range v.keys {
		item, path, mark := v.items[i], "free."+key, &value{place: v.marks[i]}
		f, ok := c.free(key, item, mark, path)
		if !ok {
			continue
		}
		for _, p := range f.Paths {
			if first, twice := owner[p]; twice {
				c.add(mark, path, calibrateMsg("free_twice", "path", p, "first", first), sweepMsg("keep_one"))
				ok = false
				break
			}
			owner[p] = key
		}
		if ok {
			out.Free = append(out.Free, f)
		}
	}
}

// free reads one parameter or family with its prior.
func (c *calibrationReader) free(key string, item, mark *value, path string) (CalibrationFree, bool) {
	f := CalibrationFree{Name: key}
	evident := item.form == mapping && item.get("range") != nil
	if item.form != mapping {
		c.add(item, path, calibrateMsg("want_prior"), calibrateMsg("write_free"))
		return f, false
	}
	if evident && (len(item.keys) > 1 || item.get("range").form != scalar || item.get("range").text != "evidence") {
		c.add(item, path, calibrateMsg("want_prior"), calibrateMsg("write_free"))
		return f, false
	}
	params := []model.Parameter{}
	if p, ok := parameters().Parameter(key); ok {
		params = append(params, p)
	} else {
		for _, p := range parameters().List() {
			if p.Family == key && p.Draw != model.Fixed {
				params = append(params, p)
			}
		}
		if len(params) > 0 && !evident {
			c.add(item, path, calibrateMsg("family_range"), calibrateMsg("write_family"))
			return f, false
		}
	}
	if len(params) == 0 {
		c.add(mark, path, msg("unknown_parameter", "name", clip(key)), nearFree(key))
		return f, false
	}
	f.Table = params[0].Table
	for _, p := range params {
		prior, ok := c.prior(p, item, mark, evident, path)
		if !ok {
			return f, false
		}
		f.Paths, f.prior = append(f.Paths, p.Path), append(f.prior, prior)
	}
	return f, true
}

// prior is the quantile function of a parameter's prior.
func (c *calibrationReader) prior(p model.Parameter, item, mark *value, evident bool, path string) (func(float64) float64, bool) {
	switch {
	case p.Rule():
		c.add(mark, path, calibrateMsg("a_rule", "path", p.Path), none)
		return nil, false
	case p.Kind == model.Lever:
		c.add(mark, path, calibrateMsg("a_lever", "path", p.Path), none)
		return nil, false
	}
	family, at, low, high := p.Draw, p.Base, p.Low, p.High
	switch {
	case evident && !(p.Low < p.High):
		c.add(item, path, calibrateMsg("no_range", "path", p.Path, "row", p.Evidence), calibrateMsg("write_prior"))
		return nil, false
	case evident && family == model.Fixed:
		family = usualPrior(p)
	case !evident:
		if p.Table { // the number is a factor on the table
			p.Table = false
			p.Unit = "ratio"
		}
		out := c.assumed(p, item, path)
		if out == nil {
			return nil, false
		}
		if out.get("draw") == nil || out.get("draw").text == string(model.Fixed) {
			c.add(item, path, calibrateMsg("prior_fixed"), calibrateMsg("write_prior"))
			return nil, false
		}
		a := assumptionOf(p, out)
		family, at, low, high = model.Draw(a.Draw), a.Value, a.Low, a.High
		if low < high && !(low <= at && at <= high) {
			c.add(item, path, calibrateMsg("value_outside", "value", at, "low", low, "high", high), calibrateMsg("fix_outside"))
			return nil, false
		}
	}
	no := new(model.Misfit)
	if errors.As(family.Check(at, low, high), &no) {
		c.add(item, path, msg("misfit_"+no.Code, "value", no.Value, "low", no.Low, "high", no.High), msg("misfit_fix"))
		return nil, false
	}
	for _, u := range []float64{1e-6, 1 - 1e-6} {
		if x := family.Quantile(at, low, high, u); p.Check(x) != nil {
			c.add(item, path, calibrateMsg("prior_outside", "path", p.Path, "value", x, "unit", p.Unit), calibrateMsg("other_prior"))
			return nil, false
		}
	}
	return func(u float64) float64 {
		return family.Quantile(at, low, high, min(max(u, 0x1p-100), 1-0x1p-53))
	}, true
}

// usualPrior is the family of a parameter that belgium.yaml does not draw but that has a
// range: shares are beta, what is positive lognormal, and the rest normal.
func usualPrior(p model.Parameter) model.Draw {
	switch {
	case !p.Table && model.IsShare(p.Unit) && model.Beta.Check(p.Base, p.Low, p.High) == nil:
		return model.Beta
	case model.Lognormal.Check(p.Base, p.Low, p.High) == nil:
		return model.Lognormal
	}
	return model.Normal
}

// nearFree is the hint for an unknown parameter or family.
func nearFree(key string) words.Message {
	var known []string
	for _, p := range parameters().List() {
		known = append(known, p.Path)
		if p.Family != "" && !slices.Contains(known, p.Family) {
			known = append(known, p.Family)
		}
	}
	if near := evidence.Nearest(key, known); near != "" {
		return msg("did_you_mean", "name", near)
	}
	return msg("list_evidence")
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
