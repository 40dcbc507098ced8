package outputs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"
)

// Result is a result folder read back: what was asked, and the region-wide part
// of every cell. Single buurten stay on disk; see [Result.Each].
type Result struct {
	Dir        string
	Manifest   Manifest
	Plans      []Plan // in the order of the manifest
	Register   []RegisterEntry
	Indicators []Indicator // as declared by this program, with the relevance of the run
	Parameters []Parameter

	cells map[string][]*summary // by scenario, in the order of Manifest.Cells
	sums  map[string]string     // digests of its files, when the run was finished
}

// ErrSweep says that a folder holds a sweep, whose plans are other plans at every point.
var ErrSweep = errors.New("the folder holds a sweep and no comparison of plans (hint: piramide sweep and piramide decide read it)")

// Open reads a finished result folder, or one that is being finished. What is wrong
// with a folder is told as a [Flaw], wherever the files it reads are not those of the run.
func Open(dir string) (*Result, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened as a result folder: %w", dir, err)
	}
	defer root.Close()
	r := &Result{Dir: dir, cells: map[string][]*summary{}}
	if err := r.readManifest(root); err != nil {
		return nil, err
	}
	if r.Manifest.Points > 0 {
		return nil, fmt.Errorf("%s: %w", dir, ErrSweep)
	}
	if err := r.readDescriptions(root); err != nil {
		return nil, err
	}
	if err := r.readParameters(root, func(list []Parameter) { r.Parameters = append(r.Parameters, list...) }); err != nil {
		return nil, err
	}
	if err := r.readCells(root); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Result) readManifest(root *os.Root) error {
	b, err := root.ReadFile(fileManifest)
	if err != nil {
		return fmt.Errorf("%s is no result folder: %w", r.Dir, broken(fileManifest, err))
	}
	var known struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &known); err != nil {
		return fmt.Errorf("%s: %w", r.Dir, broken(fileManifest, err))
	}
	switch { // before the rest is read: another format may mean something else by it
	case known.Format > FolderFormat:
		return fmt.Errorf("%s: %w", r.Dir, &Flaw{Kind: Newer, Format: known.Format})
	case known.Format < FolderFormat:
		return fmt.Errorf("%s: %w", r.Dir, &Flaw{Kind: Older, Format: known.Format})
	}
	if err := json.Unmarshal(b, &r.Manifest); err != nil {
		return fmt.Errorf("%s: %w", r.Dir, broken(fileManifest, err))
	}
	if r.sums, err = sums(root); err != nil {
		return fmt.Errorf("%s: %w", r.Dir, err)
	}
	if err := r.intact(fileManifest, b); err != nil {
		return fmt.Errorf("%s: %w", r.Dir, err)
	}
	if len(r.Manifest.Scenarios) == 0 || r.Manifest.Draws < 1 || r.Manifest.Replicates < 1 {
		return fmt.Errorf("%s: %w", r.Dir, broken(fileManifest, errors.New("it names no plans or no draws")))
	}
	return nil
}

// readDescriptions reads the JSON files and refuses those that no longer are what the
// manifest names.
func (r *Result) readDescriptions(root *os.Root) error {
	for name, into := range map[string]any{filePlans: &r.Plans, fileRegister: &r.Register} {
		b, err := root.ReadFile(name)
		if err != nil {
			return fmt.Errorf("%s: %w", r.Dir, broken(name, err))
		}
		if digest(b) != r.Manifest.Files[name] {
			return fmt.Errorf("%s: %w", r.Dir, &Flaw{Kind: Changed, File: name})
		}
		if err := json.Unmarshal(b, into); err != nil {
			return fmt.Errorf("%s: %w", r.Dir, broken(name, err))
		}
	}
	r.Indicators = withRelevance(r.Register)
	ordered := make([]Plan, 0, len(r.Manifest.Scenarios))
	for _, id := range r.Manifest.Scenarios {
		p := Plan{ID: id}
		for _, known := range r.Plans {
			if known.ID == id {
				p = known
			}
		}
		ordered = append(ordered, p)
	}
	r.Plans = ordered
	return nil
}

// readParameters hands over the parameters as they stand in the folder, some at a time;
// what is handed over is not to be kept.
func (r *Result) readParameters(root *os.Root, each func([]Parameter)) error {
	fail := func(err error) error { return fmt.Errorf("%s: %w", r.Dir, broken(fileParameters, err)) }
	f, err := root.Open(fileParameters)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	if err := r.intactFile(fileParameters, f); err != nil {
		return fmt.Errorf("%s: %w", r.Dir, err)
	}
	p, err := openParquet(f)
	if err != nil {
		return fail(err)
	}
	reader := parquet.NewGenericReader[Parameter](p)
	defer reader.Close()
	names := map[string]string{} // the reader's own may live in a page that it lets go
	own := func(name string) string {
		known, ok := names[name]
		if !ok {
			known = strings.Clone(name)
			names[known] = known
		}
		return known
	}
	list := make([]Parameter, 1<<12)
	for left := p.NumRows(); left > 0; {
		n, err := reader.Read(list)
		for i := range list[:n] {
			list[i].Path, list[i].Scenario = own(list[i].Path), own(list[i].Scenario)
		}
		each(list[:n])
		if left -= int64(n); left > 0 && (n == 0 || err != nil) {
			return fail(fmt.Errorf("%d of %d rows are missing: %w", left, p.NumRows(), err))
		}
	}
	return nil
}

func (r *Result) readCells(root *os.Root) error {
	var g errgroup.Group
	g.SetLimit(blocksAtOnce)
	perScenario := r.Manifest.perScenario()
	for _, scenario := range r.Manifest.Scenarios {
		list := make([]*summary, perScenario)
		r.cells[scenario] = list
		for block := 0; block*blockCells < perScenario; block++ {
			g.Go(func() error {
				return r.readBlock(root, scenario, block, false, func(t *CellTables) error {
					if !r.Manifest.has(t.Cell) || t.Cell.Scenario != scenario {
						return fmt.Errorf("holds cell %+v, which is no part of this run", t.Cell)
					}
					list[r.Manifest.index(t.Cell)] = summarise(t, r.Manifest.Discount)
					return nil
				})
			})
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, scenario := range r.Manifest.Scenarios {
		for i, c := range r.cells[scenario] {
			if c == nil {
				return fmt.Errorf("%s: %w", r.Dir, broken(blockName(scenario, i/blockCells), fmt.Errorf("cell %d is missing", i)))
			}
		}
	}
	return nil
}

// readBlock walks the cells of a block. Unless all is asked, it stops reading a
// cell at its first single buurt: those rows stand last.
func (r *Result) readBlock(root *os.Root, scenario string, block int, all bool, each func(*CellTables) error) error {
	name := blockName(scenario, block)
	fail := func(err error) error {
		var known *Flaw
		if !errors.As(err, &known) {
			err = broken(name, err)
		}
		return fmt.Errorf("%s: %w", r.Dir, err)
	}
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, partial := root.Stat(dirPartial); partial == nil {
			return fail(&Flaw{Kind: Unfinished})
		}
	}
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	if !all {
		if err := r.intactFile(name, f); err != nil {
			return fail(err)
		}
	}
	p, err := openBlock(f)
	if err != nil {
		return fail(err)
	}
	var rows []row
	var t CellTables
	for _, group := range p.RowGroups() {
		if rows, err = readGroup(p, group, all, rows); err != nil {
			return fail(err)
		}
		t = t.room()
		for i := range rows {
			if err := checkRow(&rows[i], &t); err != nil {
				return fail(err)
			}
			t.take(&rows[i])
		}
		if err := each(&t); err != nil {
			return fail(err)
		}
	}
	return nil
}

// checkRow refuses rows that could not have been written by [Store.Put].
func checkRow(x *row, t *CellTables) error {
	if x.Table == tableLedger {
		for _, id := range []string{x.From, x.To} {
			if _, known := partyByID[id]; !known {
				return fmt.Errorf("the ledger names a party %q that does not exist", id)
			}
		}
	}
	years := t.First / 12
	if x.Table == tableYearly && (x.Year < years || x.Year >= years+int32(t.Years)) ||
		(x.Table == tableMonthly || x.Table == tableLedger) && (x.Month < t.First || x.Month >= t.First+int32(t.Cycles)*t.step()) {
		return fmt.Errorf("a row of table %s lies outside the accounts", x.Table)
	}
	return nil
}

// Each walks all cells with all their rows, single buurten included, in
// canonical order; cells are not kept.
func (r *Result) Each(visit func(*CellTables) error) error {
	root, err := os.OpenRoot(r.Dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, scenario := range r.Manifest.Scenarios {
		for block := 0; block*blockCells < len(r.cells[scenario]); block++ {
			if err := r.readBlock(root, scenario, block, true, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// Made is when the last cell of a result folder was finished, by its journal; zero
// when the journal does not say.
func (r *Result) Made() time.Time {
	b, err := readFile(r.Dir, fileJournal)
	if err != nil {
		return time.Time{}
	}
	var last time.Time
	for _, line := range bytes.Split(b, []byte("\n")) {
		var entry struct {
			Event string    `json:"event"`
			At    time.Time `json:"at"`
		}
		if json.Unmarshal(line, &entry) == nil && entry.Event == "cells" {
			last = entry.At
		}
	}
	return last
}
