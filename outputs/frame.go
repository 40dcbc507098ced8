package outputs

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"piramide/sim"
)

// The columns of a frame that are no indicators: what decisions weigh, over the whole
// horizon and discounted, per citizen alive at branch.
const (
	PresentCost = "present_cost" // EUR: the care of the citizens alive at branch, and the programme
	PresentQALY = "present_qaly" // QALY
)

// Frame is a result folder as decisions are made on it: some numbers of every cell. It
// is read block by block, so that its size is that of the numbers and not of the folder;
// comparisons and sweeps are read alike.
type Frame struct {
	Dir        string
	Manifest   Manifest
	Plans      []Plan // in the order of the manifest
	Register   []RegisterEntry
	Indicators []Indicator
	Design     *Design // nil for a comparison
	Failures   []Failure
	Columns    []string // ids of indicators or [InGroup] of them, PresentCost, PresentQALY
	First      int      // calendar years of the accounts, both included
	Last       int
	Period     Period // over which indicators are taken

	values [][][]float64        // [plan][column][cell]
	drawn  map[string][]float64 // [path][draw], of what all plans share
}

// ReadFrame reads some columns of a finished result folder, over the calendar years
// first to last; 0 and 0 are the first five, and years outside the accounts are
// [ErrPeriod]. A column that a folder does not hold, and
// a cell that failed, are NaN.
func ReadFrame(dir string, columns []string, first, last int) (*Frame, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened as a result folder: %w", dir, err)
	}
	defer root.Close()
	r := &Result{Dir: dir}
	if err := r.readManifest(root); err != nil {
		return nil, err
	}
	if err := r.readDescriptions(root); err != nil {
		return nil, err
	}
	f := &Frame{
		Dir: dir, Manifest: r.Manifest, Plans: r.Plans, Register: r.Register, Indicators: r.Indicators,
		Columns: columns, Period: Period{First: first, Last: last},
	}
	if err := r.readParameters(root, f.takeDrawn); err != nil {
		return nil, err
	}
	if err := f.readDesign(root, r); err != nil {
		return nil, err
	}
	measures := make([]measure, len(columns))
	for k, id := range columns {
		if measures[k], err = measureOf(id); err != nil {
			return nil, err
		}
	}
	return f, f.readCells(root, r, measures)
}

// InGroup is the column of an indicator for one group of citizens, such as vt.
func InGroup(indicator, group string) string { return indicator + "@" + group }

// Weight is the column, asked by group, of how many citizens alive at branch a group has,
// as their person-days: a weight of the group among others.
const Weight = "weight"

// ErrPeriod says that years were asked that lie outside the accounts.
var ErrPeriod = errors.New("years outside the accounts")

// measureOf is the measure of a column.
func measureOf(id string) (measure, error) {
	if indicator, group, ok := strings.Cut(id, "@"); ok {
		g := slices.Index(sim.GroupNames[:], group)
		if g < 0 {
			return nil, fmt.Errorf("there is no group %q", group)
		}
		of := heads
		if indicator != Weight {
			var err error
			if of, err = measureOf(indicator); err != nil {
				return nil, err
			}
		}
		return func(s *summary, from, to, _ int) float64 { return of(s, from, to, g) }, nil
	}
	switch id {
	case PresentCost:
		return presentCost, nil
	case PresentQALY:
		return func(s *summary, from, to, group int) float64 { return discountedQALY(s, from, to, group) / 1000 }, nil
	}
	if i := Find(Indicators, id); i >= 0 {
		return Indicators[i].measure, nil
	}
	return nil, fmt.Errorf("there is no indicator %q", id)
}

// heads is the weight of a group; NaN when days at home, which are counted over the
// citizens alive at branch, are not kept.
func heads(s *summary, from, _, group int) float64 {
	if s.yearly["days_at_home"] == nil {
		return math.NaN()
	}
	return float64(s.year("days_at_home", from, group).Den)
}

// takeDrawn takes the values of parameters that all plans share.
func (f *Frame) takeDrawn(list []Parameter) {
	if f.drawn == nil {
		f.drawn = map[string][]float64{}
	}
	for _, p := range list {
		if p.Scenario != "" || int(p.Draw) >= f.Manifest.Draws {
			continue
		}
		if f.drawn[p.Path] == nil {
			f.drawn[p.Path] = make([]float64, f.Manifest.Draws)
		}
		f.drawn[p.Path][p.Draw] = p.Value
	}
}

func (f *Frame) readDesign(root *os.Root, r *Result) error {
	for name, into := range map[string]any{fileDesign: &f.Design, fileFailures: &f.Failures} {
		b, err := root.ReadFile(name)
		if _, ran := r.sums[name]; errors.Is(err, fs.ErrNotExist) && !ran {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Dir, broken(name, err))
		}
		if err := r.intact(name, b); err != nil {
			return fmt.Errorf("%s: %w", f.Dir, err)
		}
		if want, known := r.Manifest.Files[name]; known && digest(b) != want {
			return fmt.Errorf("%s: %w", f.Dir, &Flaw{Kind: Changed, File: name})
		}
		if err := json.Unmarshal(b, into); err != nil {
			return fmt.Errorf("%s: %w", f.Dir, broken(name, err))
		}
	}
	if d := f.Design; r.Manifest.Points > 0 && (d == nil || len(d.Points) != r.Manifest.Points || len(d.Numbers) != r.Manifest.Points) {
		return fmt.Errorf("%s: %w", f.Dir, broken(fileDesign, fmt.Errorf("it does not have the %d points of %s", r.Manifest.Points, fileManifest)))
	}
	return nil
}

// readCells takes the columns of every cell and lets go of the rest.
func (f *Frame) readCells(root *os.Root, r *Result, measures []measure) error {
	n := f.Manifest.perScenario()
	f.values = make([][][]float64, len(f.Manifest.Scenarios))
	var g errgroup.Group
	g.SetLimit(blocksAtOnce)
	var once sync.Once
	seen := make([][]bool, len(f.Manifest.Scenarios))
	for p, scenario := range f.Manifest.Scenarios {
		f.values[p], seen[p] = make([][]float64, len(measures)), make([]bool, n)
		for k := range measures {
			f.values[p][k] = make([]float64, n)
			for i := range f.values[p][k] {
				f.values[p][k][i] = math.NaN()
			}
		}
		for block := 0; block*blockCells < n; block++ {
			g.Go(func() error {
				return r.readBlock(root, scenario, block, false, func(t *CellTables) error {
					if !f.Manifest.has(t.Cell) || t.Cell.Scenario != scenario {
						return fmt.Errorf("holds cell %+v, which is no part of this run", t.Cell)
					}
					once.Do(func() {
						f.First = int(t.First) / 12
						f.Last = f.First + t.Years - 1
						f.Period.First = cmp.Or(f.Period.First, f.First)
						f.Period.Last = min(cmp.Or(f.Period.Last, f.Period.First+headYears-1), f.Last)
					})
					if f.Period.First < f.First || f.Period.First > f.Period.Last {
						return ErrPeriod
					}
					s, i := summarise(t, f.Manifest.Discount), f.Manifest.index(t.Cell)
					seen[p][i] = true
					for k, m := range measures {
						from, to := f.Period.First-f.First, f.Period.Last-f.First
						if id := f.Columns[k]; id == PresentCost || id == PresentQALY {
							from, to = 0, t.Years-1
						}
						f.values[p][k][i] = m(s, from, to, sim.GroupAll)
					}
					return nil
				})
			})
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, failure := range f.Failures {
		if p := place(f.Manifest.Scenarios, failure.Scenario); p < len(seen) && f.Manifest.has(failure.Cell) {
			seen[p][f.Manifest.index(failure.Cell)] = true
		}
	}
	for p, scenario := range f.Manifest.Scenarios {
		if i := slices.Index(seen[p], false); i >= 0 {
			return fmt.Errorf("%s: cell %d of plan %s is missing", f.Dir, i, scenario)
		}
	}
	return nil
}

// Cells is how many cells each plan has: points × draws × replicates, in that order.
func (f *Frame) Cells() int { return f.Manifest.perScenario() }

// Cell is the cell at a place.
func (f *Frame) Cell(plan, i int) Cell { return f.Manifest.cell(f.Manifest.Scenarios[plan], i) }

// Values are the values of a column for a plan, one for each cell; nil when there is no
// such column. They are not to be changed.
func (f *Frame) Values(plan int, column string) []float64 {
	k := slices.Index(f.Columns, column)
	if k < 0 {
		return nil
	}
	return f.values[plan][k]
}

// Pair leaves the cells in which any plan failed out of every plan: what is compared is
// then compared in the same worlds.
func (f *Frame) Pair() {
	for _, failure := range f.Failures {
		if !f.Manifest.has(failure.Cell) {
			continue
		}
		for _, plan := range f.values {
			for _, column := range plan {
				column[f.Manifest.index(failure.Cell)] = math.NaN()
			}
		}
	}
}

// Difference is a column of a plan minus that of another, cell by cell with the same
// point, draw and luck.
func (f *Frame) Difference(plan, base int, column string) []float64 {
	return subtract(f.Values(plan, column), f.Values(base, column))
}

// Input is what differs between cells and may explain results: a factor of the design,
// or the parameters of one family of evidence rows, which share a draw.
type Input struct {
	Paths      []string
	Factor     bool // of the design
	Assumption bool // any of its rows is an assumption
	// Values has one value for each cell: that of the first path.
	Values []float64
}

// Inputs are the factors of the design, and the families of parameters that differ
// between the draws, in the order of the register. A parameter that is a factor is that.
func (f *Frame) Inputs() []Input {
	n := f.Cells()
	var list []Input
	taken := map[string]bool{}
	if f.Design != nil {
		for k, factor := range f.Design.Factors {
			in := Input{Paths: []string{factor.Path}, Factor: true, Assumption: factor.Kind == kindAssumption, Values: make([]float64, n)}
			for i := range n {
				in.Values[i] = f.Design.Numbers[f.Cell(0, i).Point][k]
			}
			taken[factor.Path] = true
			list = append(list, in)
		}
	}
	if f.Manifest.FixedParameters || f.Manifest.Draws < 2 {
		return list
	}
	at := map[string]int{} // family → place in list
	for _, e := range f.Register {
		draws := f.drawn[e.Path]
		if taken[e.Path] || draws == nil || !slices.ContainsFunc(draws, func(x float64) bool { return x != draws[0] }) {
			continue
		}
		family := cmp.Or(e.Family, e.Path)
		if k, known := at[family]; known {
			list[k].Paths = append(list[k].Paths, e.Path)
			list[k].Assumption = list[k].Assumption || e.Kind == kindAssumption
			continue
		}
		in := Input{Paths: []string{e.Path}, Assumption: e.Kind == kindAssumption, Values: make([]float64, n)}
		for i := range n {
			in.Values[i] = draws[f.Cell(0, i).Draw]
		}
		at[family] = len(list)
		list = append(list, in)
	}
	return list
}
