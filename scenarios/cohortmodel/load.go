package cohortmodel

import (
	"cmp"
	"embed"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"piramide/scenarios"
)

// maxBytes is more than any model of sixteen states needs.
const maxBytes = 256 << 10

//go:embed models/*.yaml
var library embed.FS

// Names are the models that come with the tool, in order.
func Names() (names []string) {
	files, err := fs.Glob(library, "models/*.yaml")
	if err != nil {
		panic("cohortmodel: " + err.Error()) // the pattern is ours
	}
	for _, f := range files {
		names = append(names, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	return names
}

// Load reads a model: a file, or by name one that comes with the tool. Every
// mistake in it is reported, as [scenarios.Problems].
func Load(name string) (*Model, error) {
	if text, err := library.ReadFile("models/" + name + ".yaml"); err == nil {
		return Parse(name+".yaml", text)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		if os.IsNotExist(err) {
			return nil, scenarios.Problems{{File: name, Reason: msg("not_found"), Hint: scenarios.DidYouMean(name, Names())}}
		}
		return nil, scenarios.Problems{{File: name, Reason: plan("unreadable", "why", err.Error())}}
	}
	return Parse(name, text)
}

// Parse is [Load] for a file that has been read.
func Parse(file string, text []byte) (*Model, error) {
	if len(text) > maxBytes {
		return nil, scenarios.Problems{{File: file, Reason: plan("too_large", "limit", maxBytes>>10)}}
	}
	var root yaml.Node
	if err := yaml.Load(text, &root); err != nil {
		return nil, scenarios.Problems{scenarios.NotYAML(file, text, err)}
	}
	r := reader{file: file}
	m := r.model(&root)
	if len(r.faults) == r.exits {
		r.try(m)
	}
	if len(r.faults) > 0 {
		slices.SortStableFunc(r.faults, func(a, b scenarios.Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
		})
		return nil, r.faults
	}
	return m, nil
}

// Model is a model file, read and checked.
type Model struct {
	Name     string
	Title    map[string]string // by language
	Source   string            // where it was published; "" = the file does not say
	Currency string            // three letters

	// Reproduces lists what was published, and is held against the answer.
	Reproduces []Published

	perYear, cycles int
	citizens, age   int
	rates           string // how a row of rates becomes probabilities
	rewards         string // the reward convention
	costs, outcomes float64
	perCycle        bool // the discount rates are per cycle
	columns         []column
	states          []state
	modifiers       []change
	treatments      []treatment
	strategies      []strategy
}

// column is something by which citizens differ for life; sex is the first.
type column struct {
	name   string
	values []string
	shares []float64
}

type state struct {
	name          string
	title         map[string]string // by language
	cost, utility *quantity         // per cycle
	start         float64
	absorbing     bool
	depth         int         // cycles in the state that are told apart
	to            []*quantity // by state, then death; nil = cannot happen, or staying
	staying       *quantity   // nil = what the others leave
	rest          int         // the destination of all who are left; −1 = they stay
	once          []onMove    // by state, then death
	row           *yaml.Node
}

// onMove is what a transition costs and is worth, once; nil = nothing.
type onMove struct{ cost, qaly *quantity }

type treatment struct {
	name    string
	changes []change
}

type strategy struct {
	name       string
	title      map[string]string // by language
	treatments []int
}

// Published is a number of the publication: a total of a strategy, to an accuracy.
type Published struct {
	Strategy int
	Of       string // cost, qaly or life_years; of what is not discounted: _plain behind it
	Value    float64
	Within   float64 // half of its last printed digit
}

// Strategies are the names of what the model compares; one without a name when
// the file has none.
func (m *Model) Strategies() (names []string) {
	for _, s := range m.strategies {
		names = append(names, s.name)
	}
	return names
}

// States are the names of the states, without death.
func (m *Model) States() (names []string) {
	for _, s := range m.states {
		names = append(names, s.name)
	}
	return names
}

// StrategyTitle is what a file calls a strategy, by language; nil = by its name.
func (m *Model) StrategyTitle(k int) map[string]string { return m.strategies[k].title }

// StateTitle is what a file calls a state, by language; nil = by its name.
func (m *Model) StateTitle(k int) map[string]string { return m.states[k].title }

// Rewards is the name of the reward convention.
func (m *Model) Rewards() string { return m.rewards }

// Cycles is the horizon in cycles.
func (m *Model) Cycles() int { return m.cycles }

// PerYear is how many cycles a year has: 1 or 12.
func (m *Model) PerYear() int { return m.perYear }

// Discount is the discount rates of costs and outcomes, and whether they are per cycle
// rather than per year.
func (m *Model) Discount() (rates [2]float64, perCycle bool) {
	return [2]float64{m.costs, m.outcomes}, m.perCycle
}
