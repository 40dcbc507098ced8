package outputs

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/parquet-go/parquet-go"

	"piramide/internal/words"
)

// FolderFormat is the format number of result folders. Columns may be added
// under one number; a renamed or re-meant column needs a new one.
const FolderFormat = 1

// Rates are yearly discount rates (0.03 is 3 %).
type Rates struct {
	Costs    float64 `json:"costs"`
	Outcomes float64 `json:"outcomes"`
}

// Manifest says what was asked. Equal manifests give equal bytes, so it holds no
// times, hosts, workers, shards or folder names.
type Manifest struct {
	Format          int               `json:"format"`
	Engine          string            `json:"engine"`    // raised by any change of golden numbers
	Generator       string            `json:"generator"` // of random numbers
	Command         []string          `json:"command"`   // normalised: without workers, shard, out, quiet
	Region          string            `json:"region"`
	Seed            uint64            `json:"seed"`
	Scenarios       []string          `json:"scenarios"`        // plans in the order asked, the first is compared with
	Points          int               `json:"points,omitempty"` // of the design of a sweep; 0 = none, one point
	Draws           int               `json:"draws"`
	Replicates      int               `json:"replicates"`
	FixedParameters bool              `json:"fixed_parameters"`   // chance only
	Detail          string            `json:"detail"`             // full, sweep or lean
	Measures        []string          `json:"measures,omitempty"` // indicators that are kept; empty = all
	Discount        Rates             `json:"discount"`
	PriceYear       int               `json:"price_year,omitempty"` // amounts are in constant prices of this year
	Assumptions     []AssumptionSet   `json:"assumptions"`          // named sets under which all plans are looked at
	Numbers         *OwnNumbers       `json:"numbers,omitempty"`    // the user's own, in the place of rows of the register
	Inputs          map[string]string `json:"inputs"`               // SHA-256 of every resolved input, by name
	Files           map[string]string `json:"files"`                // SHA-256 of the folder's own descriptions; filled by Create
}

// AssumptionSet is a named set of assumptions, with its title and what it says by
// language.
type AssumptionSet struct {
	ID          string            `json:"id"`
	Title       map[string]string `json:"title"`
	Description map[string]string `json:"description,omitempty"`
	Fit         string            `json:"fit,omitempty"` // file of the folder that holds it, where a calibration found it
}

// TitleIn gives the title in a language, in Dutch when that is missing.
func (s *AssumptionSet) TitleIn(lang string) string { return cmp.Or(in(s.Title, lang), s.ID) }

// DescriptionIn gives what the set says in a language, in Dutch when that is missing.
func (s *AssumptionSet) DescriptionIn(lang string) string { return in(s.Description, lang) }

// defaultAssumptions is the set that holds when none was named.
const defaultAssumptions = "evidence"

// Assumed names the sets of assumptions as a command does; "" when they are what
// the evidence says.
func (m *Manifest) Assumed() string {
	var names []string
	for _, s := range m.Assumptions {
		if s.ID != defaultAssumptions {
			names = append(names, s.ID)
		}
	}
	return strings.Join(names, ",")
}

// AssumptionTitles names the sets of assumptions for a reader, and the own numbers; a
// folder of before there were sets holds none.
func (m *Manifest) AssumptionTitles(lang string) string {
	titles := make([]string, len(m.Assumptions))
	for i := range m.Assumptions {
		titles[i] = m.Assumptions[i].TitleIn(lang)
	}
	return m.Numbers.Under(cmp.Or(strings.Join(titles, " + "), defaultAssumptions), lang)
}

// Cells lists all cells in canonical order within each scenario.
func (m *Manifest) Cells() []Cell {
	var cells []Cell
	for _, s := range m.Scenarios {
		for i := range m.perScenario() {
			cells = append(cells, m.cell(s, i))
		}
	}
	return cells
}

// perScenario is how many cells each scenario has: points × draws × replicates.
func (m *Manifest) perScenario() int { return max(1, m.Points) * m.Draws * m.Replicates }

// index is the place of a cell among those of its scenario, and cell the other way.
func (m *Manifest) index(c Cell) int { return (c.Point*m.Draws+c.Draw)*m.Replicates + c.Replicate }

func (m *Manifest) cell(scenario string, i int) Cell {
	return Cell{scenario, i / m.Replicates / m.Draws, i / m.Replicates % m.Draws, i % m.Replicates}
}

func (m *Manifest) has(c Cell) bool {
	return place(m.Scenarios, c.Scenario) < len(m.Scenarios) && c.Point >= 0 && c.Point < max(1, m.Points) &&
		c.Draw >= 0 && c.Draw < m.Draws && c.Replicate >= 0 && c.Replicate < m.Replicates
}

// Digest identifies the run.
func (m *Manifest) Digest() string { return digest(encode(m)) }

// Plan describes a plan in words that are chosen later.
type Plan struct {
	ID            string            `json:"id"`
	Title         map[string]string `json:"title"` // by language
	Description   map[string]string `json:"description,omitempty"`
	Sentences     []words.Message   `json:"sentences,omitempty"`       // every part of the plan
	Notes         []words.Message   `json:"notes,omitempty"`           // what a reader of the results must know
	FirstTeamYear int               `json:"first_team_year,omitempty"` // calendar year; 0 = no team
	// Begins is the month ("2028-11") from which, with the base values of all parameters,
	// the plan does anything that is not there from the start, and Planned the month that
	// the plan itself names; both empty when there is nothing of the kind.
	Begins  string `json:"begins,omitempty"`
	Planned string `json:"planned,omitempty"`
	// Changes are the months ("2032-11") from which, with the base values of all
	// parameters, another part of the plan begins, changes or ends.
	Changes []string `json:"changes,omitempty"`
	// Source is the plan itself, resolved, as YAML: what a replay reads.
	Source string `json:"source,omitempty"`
	// Fit is the file of the folder that holds the fit of a calibration that the plan uses.
	Fit string `json:"fit,omitempty"`
}

// TitleIn gives the title in a language, in Dutch when that is missing, and
// otherwise the id.
func (p *Plan) TitleIn(lang string) string { return cmp.Or(in(p.Title, lang), p.ID) }

// DescriptionIn gives the description in a language, in Dutch when that is missing.
func (p *Plan) DescriptionIn(lang string) string { return in(p.Description, lang) }

func in(text map[string]string, lang string) string {
	for _, l := range []string{lang, "nl", "en"} {
		if text[l] != "" {
			return words.Typeset(l, text[l])
		}
	}
	return ""
}

// RegisterEntry is one parameter of the run.
type RegisterEntry struct {
	Path       string   `json:"path"`
	Kind       string   `json:"kind"` // lever, assumption or measured
	Value      float64  `json:"value"`
	Low        *float64 `json:"low,omitempty"`
	High       *float64 `json:"high,omitempty"`
	Unit       string   `json:"unit"`
	EvidenceID string   `json:"evidence_id,omitempty"`
	Family     string   `json:"family,omitempty"` // rows that share one draw
	Origin     Origin   `json:"origin,omitempty"`
	Source     string   `json:"source,omitempty"`
	Own        bool     `json:"own,omitempty"` // rests on a user's own number
}

// Parameter is the value of one parameter in one draw, as parameters.parquet holds it.
// Scenario is empty for what is the same in all plans.
type Parameter struct {
	Scenario string  `parquet:"scenario,dict"`
	Draw     int32   `parquet:"draw"`
	Path     string  `parquet:"path,dict"`
	Value    float64 `parquet:"value"`
}

// Run is everything that is known before the first cell. The register also says
// from which difference on an indicator matters (see [Indicator].RelevancePath).
type Run struct {
	Manifest Manifest
	Plans    []Plan
	Register []RegisterEntry
	// Parameters are the values of every draw, a draw at a time, and may be asked more than
	// once: there may be more of them than fit in memory. What is handed over is not to be
	// kept. Nil = none.
	Parameters iter.Seq[[]Parameter]
	// RegionFile is the region where it came from a file, and RegionExt what its name ends with.
	RegionFile []byte
	RegionExt  string
	// Fits are the fits of calibrations that the plans are looked at with, by the name of
	// their file in the folder, see [FitFile].
	Fits   map[string][]byte
	Design *Design // of a sweep; nil otherwise
}

// RegionFile is where a result folder keeps the region that came from a file, by the
// end of its name.
func RegionFile(ext string) string { return "region" + ext }

// fitFile begins and ends the name of a file that holds a fit.
const (
	fitFile    = "fit-"
	fitFileExt = ".yaml"
)

// FitFile is where a result folder keeps a fit, by its digest.
func FitFile(digest string) string { return fitFile + digest[:12] + fitFileExt }

// describe renders the descriptive files of a run, by name; the parameters as the function
// that writes them.
func (r *Run) describe() map[string]func(io.Writer) error {
	whole := func(b []byte) func(io.Writer) error {
		return func(w io.Writer) error { _, err := w.Write(b); return err }
	}
	files := map[string]func(io.Writer) error{
		fileIndicators: whole(encode(withRelevance(r.Register))),
		filePlans:      whole(encode(r.Plans)),
		fileRegister:   whole(encode(r.Register)),
		fileParameters: func(w io.Writer) error { return writeParameters(w, r.Parameters) },
	}
	if r.RegionFile != nil {
		files[RegionFile(r.RegionExt)] = whole(r.RegionFile)
	}
	for name, text := range r.Fits {
		files[name] = whole(text)
	}
	if r.Design != nil {
		files[fileDesign] = whole(encode(r.Design))
	}
	return files
}

// groupDraws is how many draws share a row group, which is what is held in memory.
const groupDraws = 1000

func writeParameters(out io.Writer, draws iter.Seq[[]Parameter]) error {
	w := parquet.NewGenericWriter[Parameter](out, writerOptions()...)
	var group []Parameter
	n := 0
	write := func() error {
		_, err := w.Write(group)
		group = group[:0]
		return err
	}
	if draws == nil {
		draws = func(func([]Parameter) bool) {}
	}
	for list := range draws {
		if n > 0 && n%groupDraws == 0 {
			if err := errors.Join(write(), w.Flush()); err != nil {
				return err
			}
		}
		group = append(group, list...)
		n++
	}
	return errors.Join(write(), w.Close())
}

// encode writes JSON with a fixed order of keys and a final newline.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic("outputs: " + err.Error()) // our own types always encode, unless a number is NaN
	}
	return b.Bytes()
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
