package outputs

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"

	"piramide/internal/words"
)

// Names inside a result folder.
const (
	fileManifest   = "manifest.json"
	fileIndicators = "indicators.json"
	filePlans      = "plans.json"
	fileRegister   = "register.json"
	fileParameters = "parameters.parquet"
	fileDesign     = "design.json"
	fileFailures   = "failures.json"
	fileJournal    = "journal.jsonl"
	fileDigests    = "digests.json"
	dirCells       = "cells"
	dirPartial     = "partial"
	unfinished     = ".partial" // added to the folder's name until it is finished
)

// blockCells is how many consecutive cells of a scenario share one file.
const blockCells = 64

// blocksAtOnce is how many blocks are read or joined at a time.
const blocksAtOnce = 4

// ErrOtherRun says that the folder holds the result of another run.
var ErrOtherRun = errors.New("the folder holds the result of another run")

// ErrNotWritable says that the folder cannot be made.
var ErrNotWritable = errors.New("the result folder cannot be written")

// Store writes one result folder. It works in NAME.partial, whose finished cells
// survive a crash; [Store.Finish] gives the folder its name, and [Store.Close]
// gives up the right to write it. Its methods may be called by several goroutines
// at once, and the bytes do not depend on the order.
type Store struct {
	dir      string // the final name
	work     string // where files are now
	manifest Manifest
	design   *Design // of a sweep; nil otherwise
	complete bool
	release  func() error // of the lock; nil when finished folders need none
	shared   bool         // other processes fill the same folder
	replaces bool         // a smaller run of the same name, which it contains

	parameters func(io.Writer) error // writes the file of them; nil once its digest is known

	journal sync.Mutex

	layout sync.Mutex
	idle   []*cellWriter // at most one for every goroutine that stores cells
}

// Create opens the folder for a run. A folder that is already finished for the
// same manifest is left as it is (see [Store.Complete]); an unfinished one is
// resumed; one of another run, or anything else of that name, is refused, and so
// is one that another process is writing ([ErrBusy]). The caller closes the store.
func Create(dir string, run Run) (*Store, error) { return create(dir, run, alone) }

// A way is how a process fills a folder.
type way int

const (
	alone way = iota
	together
	extending
)

// CreateShared is [Create] for one of several processes that fill a folder together,
// each with cells of its own. It takes no lock: a cell appears whole or not at all, and
// has the same bytes whoever lives it, so that a process may even run twice at once.
// One process finishes the folder afterwards, through Create.
func CreateShared(dir string, run Run) (*Store, error) { return create(dir, run, together) }

func create(dir string, run Run, how way) (_ *Store, err error) {
	files := run.describe()
	m := run.Manifest
	m.Format = FolderFormat
	m.Files = make(map[string]string, len(files))
	for name, write := range files {
		if name == fileParameters { // of many draws it takes long, and is made only once
			continue
		}
		if m.Files[name], err = summed(write, io.Discard); err != nil {
			return nil, err
		}
	}
	for _, id := range m.Scenarios {
		if !filepath.IsLocal(id) || strings.ContainsAny(id, `/\:`) {
			return nil, fmt.Errorf("plan id %q cannot be the name of a folder", id)
		}
	}
	dir = filepath.Clean(dir)
	s := &Store{dir: dir, work: dir + unfinished, manifest: m, design: run.Design, shared: how == together, parameters: files[fileParameters]}
	found, err := s.matches(dir)
	if errors.Is(err, ErrOtherRun) && how == extending {
		s.replaces, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	if found {
		if err := s.cleared(); err != nil {
			return nil, err
		}
		s.work, s.complete = dir, true
		return s, nil
	}
	if !s.shared {
		if s.release, err = lock(s.work); err != nil {
			return nil, err
		}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if found, err = s.matches(dir); err != nil && !s.replaces {
		return nil, err
	}
	if found { // another process finished it just now
		s.work, s.complete = dir, true
		return s, s.Close()
	}
	if found, err = s.matches(s.work); err != nil {
		return nil, err
	}
	if found { // what is half-written stays until Finish: a shard may be writing it now
		return s, nil
	}
	if err := os.MkdirAll(filepath.Join(s.work, dirPartial), 0o755); err != nil {
		return nil, notWritable(dir, err)
	}
	if err := s.tidy(); err != nil {
		return nil, err
	}
	if err := s.write(fileParameters, func(w io.Writer) error { return s.know(files[fileParameters], w) }); err != nil {
		return nil, err
	}
	files[fileManifest] = func(w io.Writer) error { _, err := w.Write(encode(m)); return err }
	// The manifest comes last: a folder that has one has everything it names.
	names := []string{fileIndicators, filePlans, fileRegister, fileDesign}
	if run.RegionFile != nil {
		names = append(names, RegionFile(run.RegionExt))
	}
	names = append(names, slices.Sorted(maps.Keys(run.Fits))...)
	for _, name := range append(names, fileManifest) {
		if files[name] == nil {
			continue
		}
		if err := s.write(name, files[name]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// know makes the parameters, on the way to a file or to nowhere, and takes up their digest.
func (s *Store) know(write func(io.Writer) error, w io.Writer) (err error) {
	s.manifest.Files[fileParameters], err = summed(write, w)
	s.parameters = nil
	return err
}

// summed is the SHA-256 of what is written, which goes to w as well.
func summed(write func(io.Writer) error, w io.Writer) (string, error) {
	sum := sha256.New()
	if err := write(io.MultiWriter(sum, w)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// tidy removes what a process left half-written that was killed before the folder had its
// manifest; in a shared folder it may be what another one is writing.
func (s *Store) tidy() error {
	if s.shared {
		return nil
	}
	return removeTemporary(s.work)
}

// matches reports whether a folder is a result folder of this run. A missing or
// empty folder is not; a folder of another run, or no result folder, is an error.
func (s *Store) matches(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, notWritable(dir, err)
	case len(entries) == 0:
		return false, nil
	}
	b, err := readFile(dir, fileManifest)
	if errors.Is(err, fs.ErrNotExist) {
		if strings.HasSuffix(dir, unfinished) && beginnings(entries) {
			return false, nil // killed before its manifest was there: begin again
		}
		return false, fmt.Errorf("%s exists and is no result folder; nothing was changed (hint: choose another name with --out)", dir)
	}
	if err != nil {
		return false, notWritable(dir, err)
	}
	other := fmt.Errorf("%w: %s was made by %s; nothing was changed (hint: choose another name with --out, or remove that folder)", ErrOtherRun, dir, madeBy(b))
	var there Manifest
	if json.Unmarshal(b, &there) == nil && !sameRun(&there, &s.manifest) {
		return false, other
	}
	if s.parameters != nil {
		if err := s.know(s.parameters, io.Discard); err != nil {
			return false, err
		}
	}
	if string(b) != string(encode(s.manifest)) {
		return false, other
	}
	return true, nil
}

// beginnings reports whether a folder holds only what Create writes before the manifest.
func beginnings(entries []os.DirEntry) bool {
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), temporary) || strings.HasPrefix(e.Name(), fitFile) && strings.HasSuffix(e.Name(), fitFileExt) {
			continue
		}
		switch e.Name() {
		case fileIndicators, filePlans, fileRegister, fileParameters, fileDesign, fileManifest, dirPartial, RegionFile(".csv"), RegionFile(".xlsx"):
		default:
			return false
		}
	}
	return true
}

// Complete reports whether the folder was already finished for this run.
func (s *Store) Complete() bool { return s.complete }

// Dir is where the files are now: NAME.partial until [Store.Finish], then NAME.
func (s *Store) Dir() string { return s.work }

// Manifest is the manifest as stored.
func (s *Store) Manifest() Manifest { return s.manifest }

// Stock looks once at what is there, and gives whether a cell was stored or known to fail
// then: for who asks it of many.
func (s *Store) Stock() (done func(Cell) bool) {
	if s.complete {
		return func(Cell) bool { return true }
	}
	return takeStock(s.work, &s.manifest).done
}

// Done reports whether a cell is stored, or known to fail.
func (s *Store) Done(c Cell) bool {
	return s.complete || s.exists(s.blockName(c)) || s.exists(s.cellName(c)) || s.exists(s.failureName(c))
}

func (s *Store) exists(name string) bool {
	_, err := os.Stat(filepath.Join(s.work, name))
	return err == nil
}

// Put stores one cell; a cell that is stored already is left as it is.
func (s *Store) Put(t *CellTables) error {
	if !s.manifest.has(t.Cell) {
		return fmt.Errorf("cell %+v is no part of this run", t.Cell)
	}
	if s.Done(t.Cell) || s.overtaken() {
		return nil
	}
	c := s.writer()
	if err := s.write(s.cellName(t.Cell), func(w io.Writer) error { return c.write(w, t) }); err != nil {
		return err
	}
	s.layout.Lock()
	defer s.layout.Unlock()
	s.idle = append(s.idle, c)
	return nil
}

// Fail stores that a cell cannot be lived, and why, also in messages for a reader where
// there are; the others go on.
func (s *Store) Fail(c Cell, why error, reasons ...words.Message) error {
	if s.Done(c) || s.overtaken() {
		return nil
	}
	return s.write(s.failureName(c), func(w io.Writer) error {
		_, err := w.Write(compact(Failure{c, why.Error(), reasons}))
		return err
	})
}

// overtaken reports whether the others finished a shared folder meanwhile.
func (s *Store) overtaken() bool {
	if !s.shared {
		return false
	}
	_, err := os.Stat(filepath.Join(s.dir, fileManifest))
	return err == nil
}

// Size is how many bytes a cell takes on disk.
func (t *CellTables) Size() (int64, error) {
	var n byteCounter
	err := newCellWriter().write(&n, t)
	return int64(n), err
}

// byteCounter counts what is written to it.
type byteCounter int64

func (n *byteCounter) Write(b []byte) (int, error) {
	*n += byteCounter(len(b))
	return len(b), nil
}

// writer gives a writer of cells that nobody uses.
func (s *Store) writer() *cellWriter {
	s.layout.Lock()
	defer s.layout.Unlock()
	if n := len(s.idle); n > 0 {
		c := s.idle[n-1]
		s.idle = s.idle[:n-1]
		return c
	}
	return newCellWriter()
}

func (s *Store) cellName(c Cell) string {
	return filepath.Join(dirPartial, c.Scenario, fmt.Sprintf("%s%0*d%s", cellStem, cellDigits, s.manifest.index(c), tableEnd))
}

func (s *Store) failureName(c Cell) string {
	return filepath.Join(dirPartial, c.Scenario, fmt.Sprintf("%s%0*d%s", cellStem, cellDigits, s.manifest.index(c), failureEnd))
}

func (s *Store) blockName(c Cell) string {
	return blockName(c.Scenario, s.manifest.index(c)/blockCells)
}

func blockName(scenario string, block int) string {
	return filepath.Join(dirCells, scenario, fmt.Sprintf("%s%0*d%s", blockStem, blockDigits, block, tableEnd))
}

// Seal joins the stored cells into blocks and reads the result back. It fails
// when a cell is missing. Tables, figures and the report are written between
// Seal and [Store.Finish].
func (s *Store) Seal() (*Result, error) {
	if err := s.Join(); err != nil {
		return nil, err
	}
	return Open(s.work)
}

// Join puts the stored cells together in blocks, and those that failed in one list. It
// fails when a cell is missing; see [Store.Missing].
func (s *Store) Join() error {
	if s.complete {
		return nil
	}
	here := takeStock(s.work, &s.manifest)
	if missing := here.missing(); len(missing) > 0 {
		c := missing[0]
		return fmt.Errorf("plan %s, point %d, draw %d, replicate %d is not there yet, nor are %d others (hint: the same command goes on where it stopped)", c.Scenario, c.Point, c.Draw, c.Replicate, len(missing)-1)
	}
	return errors.Join(s.joinBlocks(here), s.joinFailures(here))
}

// Missing lists the cells that are neither stored nor known to fail.
func (s *Store) Missing() []Cell {
	if s.complete {
		return nil
	}
	return takeStock(s.work, &s.manifest).missing()
}

func (s *Store) joinBlocks(here *stock) error {
	var g errgroup.Group
	g.SetLimit(blocksAtOnce)
	n := s.manifest.perScenario()
	for _, scenario := range s.manifest.Scenarios {
		for block := 0; block*blockCells < n; block++ {
			if here.blocks[scenario][block] {
				continue
			}
			g.Go(func() error {
				var cells []Cell
				for i := block * blockCells; i < min(n, (block+1)*blockCells); i++ {
					if here.cells[scenario][i] {
						cells = append(cells, s.manifest.cell(scenario, i))
					}
				}
				return s.write(blockName(scenario, block), func(w io.Writer) error { return s.join(w, cells) })
			})
		}
	}
	return g.Wait()
}

// joinFailures writes the list of failed cells, in canonical order; none, no file.
func (s *Store) joinFailures(here *stock) error {
	var list []Failure
	for _, c := range s.manifest.Cells() {
		if !here.failed(c) || here.cells[c.Scenario][s.manifest.index(c)] {
			continue
		}
		b, err := os.ReadFile(filepath.Join(s.work, s.failureName(c)))
		if err != nil {
			return err
		}
		f := Failure{Cell: c}
		if err := json.Unmarshal(b, &f); err != nil {
			return fmt.Errorf("%s/%s cannot be read: %w (hint: remove that file and run the same command again)", s.work, s.failureName(c), err)
		}
		list = append(list, f)
	}
	if list == nil {
		return nil
	}
	return s.write(fileFailures, func(w io.Writer) error { _, err := w.Write(encode(list)); return err })
}

// join puts the cells of a block behind each other, one row group each: their
// bytes are copied, not written anew.
func (s *Store) join(w io.Writer, cells []Cell) error {
	root, err := os.OpenRoot(s.work)
	if err != nil {
		return err
	}
	defer root.Close()
	p := parquet.NewGenericWriter[row](w, writerOptions()...)
	for _, c := range cells {
		if err := appendCell(p, root, s.cellName(c)); err != nil {
			return fmt.Errorf("%s cannot be read: %w (hint: remove that file and run the same command again)", filepath.Join(s.work, s.cellName(c)), err)
		}
	}
	return p.Close()
}

func appendCell(p *parquet.GenericWriter[row], root *os.Root, name string) error {
	body, err := root.ReadFile(name) // whole: a part of it for each of many columns takes longer
	if err != nil {
		return err
	}
	cell, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	if cell, err = ofCells(cell); err != nil {
		return err
	}
	if n := len(cell.RowGroups()); n != 1 {
		return fmt.Errorf("holds %d cells, not one", n)
	}
	_, err = p.WriteRowGroup(cell.RowGroups()[0])
	return err
}

// WriteFile adds a file of the caller to the folder, whole or not at all.
// On a finished folder it does nothing: what stands there is the same.
func (s *Store) WriteFile(name string, write func(io.Writer) error) error {
	if s.complete {
		return nil
	}
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%s lies outside the result folder", name)
	}
	return s.write(filepath.FromSlash(name), write)
}

// Close lets other processes write the folder. What is stored stays; creating the
// store again goes on from there.
func (s *Store) Close() error {
	if s.release == nil {
		return nil
	}
	return s.release()
}

// Journal adds a line to journal.jsonl, which holds what may differ between equal
// runs (times, workers, attempts) and counts in no digest.
func (s *Store) Journal(event string, details map[string]any) error {
	s.journal.Lock()
	defer s.journal.Unlock()
	f, err := os.OpenFile(filepath.Join(s.work, fileJournal), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return notWritable(s.work, err)
	}
	line := map[string]any{"event": event, "at": time.Now().UTC().Format(time.RFC3339)}
	for k, v := range details {
		line[k] = v
	}
	_, err = f.Write(compact(line))
	return errors.Join(err, f.Close())
}

// Finish writes the digests of all files, removes the per-cell files and gives
// the folder its name. The store must be sealed.
func (s *Store) Finish() error {
	if s.complete {
		return nil
	}
	here := takeStock(s.work, &s.manifest)
	for _, scenario := range s.manifest.Scenarios {
		if slices.Contains(here.blocks[scenario], false) {
			return errors.New("outputs: Finish before Seal")
		}
	}
	if err := os.RemoveAll(filepath.Join(s.work, dirPartial)); err != nil {
		return notWritable(s.work, err)
	}
	if err := removeTemporary(s.work); err != nil {
		return notWritable(s.work, err)
	}
	sums, err := digests(s.work)
	if err != nil {
		return err
	}
	if err := s.write(fileDigests, func(w io.Writer) error { _, err := w.Write(encode(sums)); return err }); err != nil {
		return err
	}
	if err := s.giveName(); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(s.dir)), s.Close())
}
