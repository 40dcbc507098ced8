package docs_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
	"piramide/sim/finance"
)

// lever is one row of the table: a key of the grammar, a plan, and what turning that key
// alone must do in it. To add a key, add a row in levers_table_test.go and run
// go test ./docs -run Levers -update.
type lever struct {
	keys  string // of [scenarios.LeverKeys]; * stands for any one part, | between several
	plan  string // what both plans have beside care as today
	also  string // "path = value; …" over plan
	path  string // that is set; "" is keys
	off   string // at its default, or at nothing: the plan without the key, byte for byte; "" = it has neither
	none  string // what must be removed for a plan without the key; "" = path
	low   string // the first of the pair; "" is off, or the plan without the key
	high  string // the second of the pair
	moves string // what it moves: an indicator, paid:PARTY, received:PARTY, inkind:PARTY, or months:SERIES
	way   int    // +1 or −1
	why   string // the row of the evidence that is null, or what else a reader must know
}

// rowID is a row of the register that a remark names.
var rowID = regexp.MustCompile("`((?:own_|cm_|dm_|dmp_|risk_strat_|ot_|psy_|integration_|complex_)[a-z0-9_]+)`")

// frame are the keys that say of what a plan is and are no levers.
var frame = map[string]string{
	"region":                       "where the plan is: other people, other numbers, no lever",
	"horizon.start":                "when the accounts begin",
	"horizon.length":               "how long they run",
	"financing.fixed_budget.level": "it tells two budgets for one use apart, and scenario check says so where there are not two; it moves no money",
	"financing.*.source":           "the row of the register that an amount comes from; it changes what is said of the amount and no amount",
}

// The small world of the table: a Leuven of 12,000 at the base values, the luck of a
// few simulations.
const (
	leverPeople = 12_000
	leverMonths = 60
)

// leverLucks is how many simulations a pair is compared in. Luck is fixed, so the
// ordinary test raises no false alarm. PIRAMIDE_LONG takes others and more, and asks
// that the mean difference is 3 standard errors from none: a lever whose effect is
// nothing but luck passes in one of 740 rows.
func leverLucks() (first, n int) {
	if os.Getenv("PIRAMIDE_LONG") != "" {
		return 1000, 16
	}
	return 1, 2
}

// Every lever of the grammar moves the indicator it is there for in the right direction, a
// process indicator where the evidence knows no effect on an outcome, and does nothing at
// its default. A key without a row fails.
func TestLevers(t *testing.T) {
	w := newWorlds(t)
	covered := map[string]bool{}
	lines := make([][]string, len(levers))
	t.Run("rows", func(t *testing.T) {
		for k := range levers {
			l := &levers[k]
			for _, key := range scenarios.LeverKeys() {
				if l.covers(key) {
					covered[key] = true
				}
			}
			t.Run(fmt.Sprint(l.keys, " ", l.high), func(t *testing.T) {
				t.Parallel()
				lines[k] = l.hold(t, w)
			})
		}
	})
	keys := scenarios.LeverKeys()
	for _, key := range keys {
		framed := false
		for pattern := range frame {
			framed = framed || like(pattern, key)
		}
		if !covered[key] && !framed {
			t.Errorf("the lever %s has no row in levers_table_test.go: say what it moves", key)
		}
	}
	for k := range levers {
		if !slices.ContainsFunc(keys, levers[k].covers) {
			t.Errorf("row %s is of no key of the grammar", levers[k].keys)
		}
	}
	if t.Failed() {
		return
	}
	generatedParts(t, "levers.md", map[string]string{
		"levers": table(" key | turned | moves | to | evidence and remarks ", lines...),
	})
}

// covers says whether a row is of a key.
func (l *lever) covers(key string) bool {
	return slices.ContainsFunc(strings.Split(l.keys, "|"), func(p string) bool { return like(p, key) })
}

func like(pattern, key string) bool {
	a, b := strings.Split(pattern, "."), strings.Split(key, ".")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != "*" && a[i] != b[i] {
			return false
		}
	}
	return true
}

// hold runs the pair of a row and gives its line of the page.
func (l *lever) hold(t *testing.T, w *worlds) []string {
	t.Helper()
	path := l.path
	if path == "" {
		path = l.keys
	}
	head := "format: 1\nname: x\ntitle: {nl: x}\n"
	if !strings.Contains(l.plan, "extends:") {
		head += "extends: reference\n"
	}
	plan, err := scenarios.Parse("lever.yaml", []byte(head+l.plan))
	if err != nil {
		t.Fatalf("the plan: %v", err)
	}
	set := func(s *scenarios.Scenario, path, text string) *scenarios.Scenario {
		out, err := s.Set(path, text)
		if err != nil {
			t.Fatalf("%s = %s: %v", path, text, err)
		}
		return out
	}
	for _, one := range strings.Split(l.also, "; ") {
		if path, text, ok := strings.Cut(one, " = "); ok {
			plan = set(plan, path, text)
		}
	}
	without := plan
	switch {
	case l.none != "":
		without = set(plan, l.none, "null")
	case l.off != "" || l.low == "":
		if removed, err := plan.Set(path, "null"); err == nil {
			without = removed
		}
	}
	first, lucks := leverLucks()
	low := without
	if l.off != "" {
		off := set(plan, path, l.off)
		low = off
		if !w.same(t, off, without, uint64(first)) {
			t.Errorf("at %s the plan is not that without %s", l.off, path)
		}
	}
	if l.low != "" {
		low = set(plan, path, l.low)
	}
	high := set(plan, path, l.high)
	if found := high.Check(); slices.ContainsFunc(found, func(p scenarios.Problem) bool { return strings.HasPrefix(p.Path, path) }) {
		t.Errorf("the tool says that %s = %s does nothing: %v", path, l.high, found)
	}
	var mean, square float64
	for luck := first; luck < first+lucks; luck++ {
		d := w.value(t, high, uint64(luck), l.moves) - w.value(t, low, uint64(luck), l.moves)
		mean += d / float64(lucks)
		square += d * d / float64(lucks)
		if os.Getenv("PIRAMIDE_LONG") == "" && !(d*float64(l.way) > 0) {
			t.Errorf("%s from %s to %s moves %s by %g in simulation %d (%g)", path, l.said(low, path), l.high, l.moves, d, luck, w.value(t, low, uint64(luck), l.moves))
		}
	}
	if se := math.Sqrt(math.Max(0, square-mean*mean) / float64(max(1, lucks-1))); mean*float64(l.way) <= 3*se && lucks > 2 {
		t.Errorf("%s moves %s by %g ± %g", path, l.moves, mean, se)
	}
	t.Logf("%s: %s → %s: %s %+.4g (from %.4g)", path, l.said(low, path), l.high, l.moves, mean, w.value(t, low, uint64(first), l.moves))
	if l.why != "" {
		for _, id := range rowID.FindAllStringSubmatch(l.why, -1) {
			if !w.hasRow(id[1]) {
				t.Errorf("no row %s in the register", id[1])
			}
		}
	}
	arrow := map[int]string{1: "▲", -1: "▼"}[l.way]
	return []string{strings.ReplaceAll(code(l.keys), "|", "`, `"), code(l.said(low, path)) + " → " + code(l.high), w.name(l.moves), arrow, l.why}
}

// said is what stands at a path of a plan, in short.
func (l *lever) said(s *scenarios.Scenario, path string) string {
	if l.low != "" {
		return l.low
	}
	if text, ok := s.Value(path); ok {
		return text
	}
	return "–"
}

// worlds are the small Leuvens that the rows share: one per set of assumptions and luck,
// lived up to the branch, and what each plan leaves of it.
type worlds struct {
	params  *model.Parameters
	reg     *evidence.Register
	words   *words.Words
	mu      sync.Mutex
	configs map[string]*once[built]
	starts  map[string]*once[*sim.World]
	lived   map[string]*once[*lives]
}

type built struct {
	config sim.Config
	values *model.Values
}

// lives is what a plan left in one simulation.
type lives struct {
	cost   float64 // to all payers together, of the whole horizon
	tables outputs.CellTables
	digest uint64
}

// once is a value that is made by whoever asks first.
type once[T any] struct {
	sync.Once
	value T
}

func newWorlds(t *testing.T) *worlds {
	t.Helper()
	w := &worlds{configs: map[string]*once[built]{}, starts: map[string]*once[*sim.World]{}, lived: map[string]*once[*lives]{}}
	var err error
	if w.reg, err = evidence.Load(); err == nil {
		if w.params, err = model.Load(w.reg); err == nil {
			w.words, err = words.For("nl")
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func shared[T any](w *worlds, all map[string]*once[T], key string, make func() T) T {
	w.mu.Lock()
	o := all[key]
	if o == nil {
		o = new(once[T])
		all[key] = o
	}
	w.mu.Unlock()
	o.Do(func() { o.value = make() })
	return o.value
}

// eyes are what a world depends on beside its plan: the assumptions and the population.
func eyes(s *scenarios.Scenario) string {
	key := s.Population
	for _, a := range s.Assumptions {
		key += fmt.Sprint(a.Path, a.Value, a.Row)
	}
	return key
}

// config is the small Leuven under the assumptions of a plan.
func (w *worlds) config(t *testing.T, s *scenarios.Scenario) built {
	t.Helper()
	return shared(w, w.configs, eyes(s), func() built {
		v := w.params.Values(1, 0)
		s.Assume(v, 1, 0)
		regions, err := belgium.Regions("leuven", v)
		if err != nil {
			t.Fatal(err)
		}
		regions[0].Ageing = s.Population == scenarios.Ageing
		c, _, err := belgium.Build(v, regions[0])
		if err != nil {
			t.Fatal(err)
		}
		now := 0.0
		for _, b := range c.Population.Buurten {
			for _, n := range b.Count {
				now += n[0] + n[1]
			}
		}
		for b := range c.Population.Buurten {
			for age := range c.Population.Buurten[b].Count {
				for sex := range sim.Sexes {
					c.Population.Buurten[b].Count[age][sex] *= leverPeople / now
				}
			}
		}
		c.Calendar = sim.Calendar{Start: 2027 * 12, BurnIn: 12, Cycles: leverMonths, CyclesPerYear: 12}
		c.Seed = 1
		return built{c, v}
	})
}

// schedule is what a plan tells the simulator.
func (w *worlds) schedule(t *testing.T, s *scenarios.Scenario) (sim.Plan, []sim.Dated) {
	t.Helper()
	b := w.config(t, s)
	c := b.config
	before, schedule, _, err := s.Plans(&c, b.values)
	if err != nil {
		t.Fatal(err)
	}
	return before, schedule
}

// live gives what a plan leaves in one simulation.
func (w *worlds) live(t *testing.T, s *scenarios.Scenario, luck uint64) *lives {
	t.Helper()
	return shared(w, w.lived, fmt.Sprint(luck, eyes(s), s.Digest()), func() *lives {
		before, schedule := w.schedule(t, s)
		start := shared(w, w.starts, fmt.Sprint(luck, eyes(s)), func() *sim.World {
			c := w.config(t, s).config
			c.Luck, c.Before, c.Schedule = luck, before, schedule
			m, err := sim.Compile(c)
			if err != nil {
				t.Fatal(err)
			}
			world, err := m.Start(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			return world
		})
		w.mu.Lock()
		branch := start.Branch()
		w.mu.Unlock()
		r, err := branch.Run(context.Background(), schedule, nil)
		if err != nil {
			t.Fatal(err)
		}
		tables := outputs.Extract(outputs.Cell{Scenario: "x"}, r)
		h := fnv.New64a()
		fmt.Fprint(h, r.Months, r.Yearly, r.Flows, r.Crossed, r.Start, r.End, r.Waits, r.Lives, tables.Ledger)
		// No row asks for an area, and all areas of all plans together fill a memory.
		tables.Lives, tables.Yearly = nil, slices.Clone(slices.DeleteFunc(tables.Yearly, func(y outputs.YearRow) bool { return y.Area != outputs.RegionArea }))
		return &lives{r.Ledger.KCECost(0, leverMonths).Euro(), tables, h.Sum64()}
	})
}

// same says whether two plans are the same to the last byte of the result. Equal plans
// under equal assumptions are, see the laws of package sim.
func (w *worlds) same(t *testing.T, a, b *scenarios.Scenario, luck uint64) bool {
	t.Helper()
	if eyes(a) == eyes(b) {
		_, x := w.schedule(t, a)
		_, y := w.schedule(t, b)
		if reflect.DeepEqual(x, y) {
			return true
		}
	}
	return w.live(t, a, luck).digest == w.live(t, b, luck).digest
}

// value is what a row reads of a result.
func (w *worlds) value(t *testing.T, s *scenarios.Scenario, luck uint64, what string) float64 {
	t.Helper()
	l := w.live(t, s, luck)
	kind, name, _ := strings.Cut(what, ":")
	switch kind {
	case "paid", "received", "inkind":
		if _, ok := finance.ParseParty(name); !ok {
			t.Fatalf("no party %s", name)
		}
		sum := int64(0)
		for _, row := range l.tables.Ledger {
			party := row.From
			if kind == "received" {
				party = row.To
			}
			if party == name && (row.Nature == "in_kind") == (kind == "inkind") {
				sum += row.Cents
			}
		}
		return float64(sum) / 100
	case "months":
		sum, known := 0.0, slices.Contains(outputs.SeriesIDs(), name)
		for _, m := range l.tables.Monthly {
			if m.Series == name {
				sum += float64(m.Value)
			}
		}
		if !known {
			t.Fatalf("no series %s", name)
		}
		return sum
	}
	if what == "net_cost" { // as difference of two plans
		return l.cost
	}
	i := outputs.Find(outputs.Indicators, what)
	if i < 0 {
		t.Fatalf("no indicator %s", what)
	}
	x := outputs.Indicators[i].Value(&l.tables, outputs.Rates{Costs: 0.03, Outcomes: 0.015}, 0, leverMonths/12-1)
	if math.IsNaN(x) {
		return 0 // nobody is counted in it
	}
	return x
}

// name is how the page calls what a row moves, in Dutch with its id.
func (w *worlds) name(what string) string {
	kind, id, _ := strings.Cut(what, ":")
	switch kind {
	case "paid":
		return "wat betaald wordt door: " + w.words.Say("party."+id)
	case "inkind":
		return "werk in natura van: " + w.words.Say("party."+id)
	case "received":
		return "wat ontvangen wordt door: " + w.words.Say("party."+id)
	case "months":
		return "reeks " + code(id)
	}
	return w.words.Say(outputs.Indicators[outputs.Find(outputs.Indicators, what)].TitleID()) + " " + code(what)
}

func (w *worlds) hasRow(id string) bool {
	prefix, family := strings.CutSuffix(id, "*")
	return slices.ContainsFunc(w.reg.Rows(), func(r evidence.Row) bool { return r.ID == id || family && strings.HasPrefix(r.ID, prefix) })
}
