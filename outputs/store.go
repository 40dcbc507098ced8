package outputs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"
)

// Names inside a result folder.
const (
	fileManifest   = "manifest.json"
	fileIndicators = "indicators.json"
	filePlans      = "plans.json"
	fileRegister   = "register.json"
	fileParameters = "parameters.parquet"
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
	complete bool
	release  func() error // of the lock; nil when finished folders need none

	journal sync.Mutex

	layout sync.Mutex
	idle   []*cellWriter // at most one for every goroutine that stores cells
}

// Create opens the folder for a run. A folder that is already finished for the
// same manifest is left as it is (see [Store.Complete]); an unfinished one is
// resumed; one of another run, or anything else of that name, is refused, and so
// is one that another process is writing ([ErrBusy]). The caller closes the store.
func Create(dir string, run Run) (_ *Store, err error) {
	files, err := run.describe()
	if err != nil {
		return nil, err
	}
	m := run.Manifest
	m.Format = FolderFormat
	m.Files = make(map[string]string, len(files))
	for name, b := range files {
		m.Files[name] = digest(b)
	}
	for _, id := range m.Scenarios {
		if !filepath.IsLocal(id) || strings.ContainsAny(id, `/\:`) {
			return nil, fmt.Errorf("plan id %q cannot be the name of a folder", id)
		}
	}
	dir = filepath.Clean(dir)
	s := &Store{dir: dir, work: dir + unfinished, manifest: m}
	found, err := s.matches(dir)
	if err != nil {
		return nil, err
	}
	if found {
		s.work, s.complete = dir, true
		return s, nil
	}
	if s.release, err = lock(s.work); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if found, err = s.matches(dir); err != nil {
		return nil, err
	}
	if found { // another process finished it just now
		s.work, s.complete = dir, true
		return s, s.Close()
	}
	if found, err = s.matches(s.work); err != nil {
		return nil, err
	}
	if found {
		return s, removeTemporary(s.work)
	}
	if err := os.MkdirAll(filepath.Join(s.work, dirPartial), 0o755); err != nil {
		return nil, notWritable(dir, err)
	}
	if err := removeTemporary(s.work); err != nil {
		return nil, err
	}
	files[fileManifest] = encode(m)
	// The manifest comes last: a folder that has one has everything it names.
	names := []string{fileIndicators, filePlans, fileRegister, fileParameters}
	if run.RegionFile != nil {
		names = append(names, RegionFile(run.RegionExt))
	}
	for _, name := range append(names, fileManifest) {
		if err := s.write(name, func(w io.Writer) error { _, err := w.Write(files[name]); return err }); err != nil {
			return nil, err
		}
	}
	return s, nil
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
	if string(b) != string(encode(s.manifest)) {
		return false, fmt.Errorf("%w: %s was made by %s; nothing was changed (hint: choose another name with --out, or remove that folder)",
			ErrOtherRun, dir, madeBy(b))
	}
	return true, nil
}

// beginnings reports whether a folder holds only what Create writes before the manifest.
func beginnings(entries []os.DirEntry) bool {
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), temporary) {
			continue
		}
		switch e.Name() {
		case fileIndicators, filePlans, fileRegister, fileParameters, fileManifest, dirPartial, RegionFile(".csv"), RegionFile(".xlsx"):
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

// Done reports whether a cell is stored.
func (s *Store) Done(c Cell) bool {
	return s.complete || s.exists(s.blockName(c)) || s.exists(s.cellName(c))
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
	if s.Done(t.Cell) {
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
	return filepath.Join(dirPartial, c.Scenario, fmt.Sprintf("cell-%06d.parquet", s.manifest.index(c)))
}

func (s *Store) blockName(c Cell) string {
	return blockName(c.Scenario, s.manifest.index(c)/blockCells)
}

func blockName(scenario string, block int) string {
	return filepath.Join(dirCells, scenario, fmt.Sprintf("block-%05d.parquet", block))
}

// Seal joins the stored cells into blocks and reads the result back. It fails
// when a cell is missing. Tables, figures and the report are written between
// Seal and [Store.Finish].
func (s *Store) Seal() (*Result, error) {
	if s.complete {
		return Open(s.work)
	}
	var names []string
	blocks := map[string][]Cell{}
	for _, c := range s.manifest.Cells() {
		if !s.Done(c) {
			return nil, fmt.Errorf("plan %s, draw %d, replicate %d is not there yet (hint: the same command goes on where it stopped)", c.Scenario, c.Draw, c.Replicate)
		}
		name := s.blockName(c)
		if blocks[name] == nil {
			names = append(names, name)
		}
		blocks[name] = append(blocks[name], c)
	}
	var g errgroup.Group
	g.SetLimit(blocksAtOnce)
	for _, name := range names {
		if !s.exists(name) {
			g.Go(func() error {
				return s.write(name, func(w io.Writer) error { return s.join(w, blocks[name]) })
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return Open(s.work)
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
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	cell, err := openBlock(f)
	if err != nil {
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
	for _, c := range s.manifest.Cells() {
		if !s.exists(s.blockName(c)) {
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
	// An empty folder of the name may be there; os.Remove leaves any other alone.
	if err := os.Remove(s.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notWritable(s.dir, err)
	}
	if err := os.Rename(s.work, s.dir); err != nil {
		return notWritable(s.dir, err)
	}
	s.work, s.complete = s.dir, true
	return errors.Join(syncDir(filepath.Dir(s.dir)), s.Close())
}
