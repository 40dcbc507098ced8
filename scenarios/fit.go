package scenarios

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"piramide/internal/draw"
	"piramide/internal/words"
	"piramide/sim"
)

// Fit is what a calibration found: values of parameters that agree best with what was
// observed, and draws of those that agree as well as can be expected, each a whole row,
// so that what goes together stays together.
type Fit struct {
	Name        string      `yaml:"name"`
	Title       Text        `yaml:"title"`
	Engine      string      `yaml:"engine"`      // of the numbers it was fitted with
	Calibration string      `yaml:"calibration"` // SHA-256 of the calibration file
	Sets        []string    `yaml:"assumptions"` // that held while it was fitted
	Method      string      `yaml:"method"`
	Evaluations int         `yaml:"evaluations"`
	Parameters  []string    `yaml:"parameters"` // paths, in the order of the rows
	Best        []float64   `yaml:"best"`
	Posterior   [][]float64 `yaml:"posterior"` // equally likely rows; none of a best fit alone
	Targets     []FitTarget `yaml:"targets"`
	Conflicts   []string    `yaml:"conflicts"` // names of the targets outside their interval
	Effective   float64     `yaml:"effective"` // size of the sample behind the posterior; 0 = no posterior

	File   string `yaml:"-"` // where it was read, without its folder
	digest string
}

// FitTarget is what the best fit says of something that was observed.
type FitTarget struct {
	Name      string
	Quantity  string
	Source    string
	Predicted []float64
	Low, High []float64 // predictions that agree with what was observed, at 95 %
	Inside    bool
}

// fitKind says in a fit file what it is.
const fitKind = "fit"

// mostFitBytes is more than 5,000 rows of 100 parameters take.
const mostFitBytes = 16 << 20

// Text writes the fit as a file. The same fit gives the same bytes.
func (f *Fit) Text() []byte {
	var b bytes.Buffer
	numbers := func(list []float64) string {
		text := make([]string, len(list))
		for i, x := range list {
			text[i] = fitNumber(x)
		}
		return "[" + strings.Join(text, ", ") + "]"
	}
	quoted := func(list []string) string {
		text := make([]string, len(list))
		for i, s := range list {
			text[i] = strconv.Quote(s)
		}
		return "[" + strings.Join(text, ", ") + "]"
	}
	fmt.Fprintf(&b, "# Written by piramide calibrate. A plan uses it by assumptions: {use: FILE}, a command by --assumptions FILE.\n")
	fmt.Fprintf(&b, "format: 1\nkind: %s\nname: %q\n", fitKind, f.Name)
	if len(f.Title) > 0 {
		b.WriteString("title:\n")
		for _, lang := range words.Languages() {
			if f.Title[lang] != "" {
				fmt.Fprintf(&b, "  %s: %q\n", lang, f.Title[lang])
			}
		}
	}
	fmt.Fprintf(&b, "engine: %q\ncalibration: %q\n", f.Engine, f.Calibration)
	if len(f.Sets) > 0 {
		fmt.Fprintf(&b, "assumptions: %s\n", quoted(f.Sets))
	}
	fmt.Fprintf(&b, "method: %q\nevaluations: %d\n", f.Method, f.Evaluations)
	b.WriteString("targets:\n")
	for _, t := range f.Targets {
		fmt.Fprintf(&b, "  - {name: %q, quantity: %q, source: %q, predicted: %s, low: %s, high: %s, inside: %t}\n",
			t.Name, t.Quantity, t.Source, numbers(t.Predicted), numbers(t.Low), numbers(t.High), t.Inside)
	}
	if len(f.Conflicts) > 0 {
		fmt.Fprintf(&b, "conflicts: %s\n", quoted(f.Conflicts))
	}
	if f.Effective > 0 {
		fmt.Fprintf(&b, "effective: %s\n", fitNumber(f.Effective))
	}
	b.WriteString("parameters:\n")
	for _, p := range f.Parameters {
		fmt.Fprintf(&b, "  - %s\n", p)
	}
	fmt.Fprintf(&b, "# Draw 0 takes the best fit; every other draw takes a whole row of the posterior.\nbest: %s\n", numbers(f.Best))
	if len(f.Posterior) > 0 {
		b.WriteString("posterior:\n")
		for _, row := range f.Posterior {
			fmt.Fprintf(&b, "  - %s\n", numbers(row))
		}
	}
	return b.Bytes()
}

// fitNumber writes a number with eight digits: more mean nothing, and a file with fewer
// would not give the numbers that were fitted.
func fitNumber(x float64) string { return strconv.FormatFloat(x, 'g', 8, 64) }

// Rounded is the fit with its numbers as its file holds them.
func (f *Fit) Rounded() (*Fit, error) { return parseFit(f.File, f.Text()) }

// Digest is the SHA-256 of the file of the fit, in hexadecimal.
func (f *Fit) Digest() string {
	sum := sha256.Sum256(f.Text())
	return hex.EncodeToString(sum[:])
}

// LoadFit reads a fit file. It refuses one of another engine, and one of a parameter that
// is no more. The error is [Problems].
func LoadFit(path string) (*Fit, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Problems{{File: path, Reason: fileReason(err), Hint: calibrateMsg("make_fit")}}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, Problems{{File: path, Reason: fileReason(errDirectory), Hint: msg("check_place")}}
	}
	text, err := io.ReadAll(io.LimitReader(f, mostFitBytes+1))
	if err != nil {
		return nil, Problems{{File: path, Reason: fileReason(err), Hint: msg("check_place")}}
	}
	key := fitRead{path, sha256.Sum256(text)}
	if known, ok := fitsRead.Load(key); ok {
		return known.(*Fit), nil
	}
	fit, err := parseFit(path, text)
	if err == nil {
		fitsRead.Store(key, fit)
	}
	return fit, err
}

// fitsRead holds the fits that were read: a sweep makes a plan anew at every point, and
// reading thousands of rows takes longer than that.
var fitsRead sync.Map

type fitRead struct {
	path string
	sum  [sha256.Size]byte
}

func parseFit(file string, text []byte) (*Fit, error) {
	one := func(reason, hint words.Message) (*Fit, error) {
		return nil, Problems{{File: file, Reason: reason, Hint: hint}}
	}
	if len(text) > mostFitBytes {
		return one(msg("too_large", "limit", mostFitBytes>>10), none)
	}
	var root struct {
		Format int
		Kind   string
		Fit    `yaml:",inline"`
	}
	if err := yaml.Load(text, &root, yaml.WithKnownFields()); err != nil {
		if !bytes.Contains(text, []byte("kind: "+fitKind)) {
			return one(calibrateMsg("not_a_fit"), calibrateMsg("make_fit"))
		}
		return nil, Problems{NotYAML(file, text, err)}
	}
	fit := &root.Fit
	fit.File = filepath.Base(file)
	switch {
	case root.Kind != fitKind:
		return one(calibrateMsg("not_a_fit"), calibrateMsg("make_fit"))
	case root.Format != 1:
		return one(msg("newer_format", "format", strconv.Itoa(root.Format)), none)
	case fit.Engine != sim.Engine:
		return one(calibrateMsg("other_engine", "made", clip(fit.Engine), "now", sim.Engine), calibrateMsg("fit_again"))
	case !idShape.MatchString(fit.Name), slices.Contains(setOrder, fit.Name):
		return one(msg("bad_name"), msg("write_name"))
	}
	r := &report{asked: file}
	lines := fitLines(text, fit.Parameters)
	for k, path := range fit.Parameters {
		at := &value{place: place{file: file, line: lines[k], col: 5}}
		p, ok := parameters().Parameter(path)
		switch {
		case !ok:
			r.add(at, "parameters", msg("unknown_parameter", "name", clip(path)), nearParameter(path))
			continue
		case slices.Index(fit.Parameters, path) != k:
			r.add(at, "parameters", msg("twice", "name", clip(path)), none)
			continue
		}
		if p.Table { // a factor
			p.Unit = "ratio"
		}
		for i, row := range append([][]float64{fit.Best}, fit.Posterior...) {
			if len(row) != len(fit.Parameters) {
				r.add(&value{place: place{file: file}}, "posterior", calibrateMsg("fit_row", "row", i, "count", len(row), "need", len(fit.Parameters)), calibrateMsg("fit_again"))
				return nil, r.err()
			}
			if p.Check(row[k]) != nil || p.Rule() {
				r.add(at, "parameters."+path, calibrateMsg("fit_value", "row", i, "value", number(row[k])), calibrateMsg("fit_again"))
				break
			}
		}
	}
	if len(fit.Parameters) == 0 {
		r.add(&value{place: place{file: file}}, "parameters", calibrateMsg("not_a_fit"), calibrateMsg("make_fit"))
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	fit.digest = fit.Digest()
	return fit, nil
}

// fitLines are the lines of a file on which its parameters stand; 0 = not found.
func fitLines(text []byte, paths []string) []int {
	lines := make([]int, len(paths))
	for n, line := range strings.Split(string(text), "\n") {
		path := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "- "))
		if k := slices.Index(paths, path); k >= 0 && lines[k] == 0 {
			lines[k] = n + 1
		}
	}
	return lines
}

// row is the row of the posterior that a draw takes: nil in draw 0, and where there are
// no rows, for the best fit.
func (f *Fit) row(seed uint64, n int) []float64 {
	if n == 0 || len(f.Posterior) == 0 {
		return nil
	}
	u := draw.Unit(draw.Word(draw.Parameter(seed, n, fitKind+" "+f.digest), draw.Lasting, draw.PosteriorRow))
	return f.Posterior[min(int(u*float64(len(f.Posterior))), len(f.Posterior)-1)]
}

// set is the fit as a set of assumptions.
func (f *Fit) set() *Set {
	s := &Set{Name: f.Name, Title: Text{}, Description: Text{}, Fit: f}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			continue
		}
		title := f.Name
		if len(f.Title) > 0 {
			title = f.Title.In(lang)
		}
		s.Title[lang] = w.Say("calibrate.set_title", "title", title)
		s.Description[lang] = w.Say("calibrate.set_description", "file", f.File, "count", len(f.Parameters), "draws", len(f.Posterior), "targets", len(f.Targets))
	}
	for k, path := range f.Parameters {
		a := Assumption{Path: path, Value: f.Best[k], Low: f.Best[k], High: f.Best[k], Set: f.Name, fit: f, column: k}
		if len(f.Posterior) > 0 {
			column := make([]float64, len(f.Posterior))
			for i, row := range f.Posterior {
				column[i] = row[k]
			}
			slices.Sort(column)
			at := func(share float64) float64 { return column[int(math.Round(share*float64(len(column)-1)))] }
			a.Low, a.High = at(0.025), at(0.975)
		}
		s.Assumptions = append(s.Assumptions, a)
	}
	return s
}

// fitted reads a fit that is named beside other sets; those that held while it was fitted
// must be among them.
func fitted(file string, names []string) (*Set, error) {
	f, err := LoadFit(file)
	if err != nil {
		return nil, err
	}
	var lacking []string
	for _, set := range f.Sets {
		if set != DefaultSet && !slices.Contains(names, set) {
			lacking = append(lacking, set)
		}
	}
	if len(lacking) > 0 {
		list := strings.Join(lacking, ", ")
		return nil, Problems{{File: file, Reason: calibrateMsg("other_sets", "sets", list), Hint: calibrateMsg("add_sets", "sets", list)}}
	}
	return f.set(), nil
}

// problemsOf are the problems of an error, which is [Problems] or one of the system.
func problemsOf(err error) Problems {
	var p Problems
	if errors.As(err, &p) {
		return p
	}
	return Problems{{Reason: msg("unreadable", "why", err.Error())}}
}
