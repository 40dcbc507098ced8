package outputs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Taking cells from another folder: of a smaller run that is extended, or of a shard that
// was lived elsewhere. A cell is the same whatever run it belongs to.

// former is added to the name of an unfinished folder for the smaller run whose place it
// takes, until that is removed. A name that somebody gives to a folder they put aside, such
// as NAME.old, is never touched.
const former = ".old"

// ErrNotAlike says that two folders do not belong to one sweep.
var ErrNotAlike = errors.New("the folder belongs to another sweep")

// Extend is [Create] for a run that contains a finished one of the same name: the cells
// of that one are taken over, and its folder is replaced when the larger run is finished.
func Extend(dir string, run Run) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, fileDigests)); err == nil {
		if err := Alike(dir, run); err != nil { // damaged, or of another run: before anything is written
			return nil, err
		}
	}
	s, err := create(dir, run, extending)
	if err != nil || s.complete || !s.replaces {
		return s, err
	}
	if err := s.Take(dir); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Alike refuses a folder whose cells are not those of a run, longer or shorter, with
// [ErrNotAlike], and one that is damaged, with a [Flaw]. Nothing is written.
func Alike(dir string, run Run) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	m := run.Manifest
	m.Format = FolderFormat
	_, err = alike(root, &m, run.Design)
	return err
}

// Take copies the cells of another folder, finished or not, that this one lacks.
func (s *Store) Take(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	m, err := alike(root, &s.manifest, s.design)
	if err != nil {
		return err
	}
	here, there := takeStock(s.work, &s.manifest), takeStock(dir, m)
	single := &Store{manifest: *m}
	for _, c := range m.Cells() {
		if !s.manifest.has(c) || here.done(c) {
			continue
		}
		for _, file := range []struct {
			there    bool
			from, to string
		}{
			{there.cells[c.Scenario][m.index(c)], single.cellName(c), s.cellName(c)},
			{there.failed(c), single.failureName(c), s.failureName(c)},
		} {
			if !file.there {
				continue
			}
			body, err := root.ReadFile(file.from)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			if err := s.write(file.to, func(w io.Writer) error { _, err := w.Write(body); return err }); err != nil {
				return err
			}
		}
	}
	return errors.Join(s.takeBlocks(root, m), s.takeFailures(root, m))
}

// alike reads the manifest of another folder and refuses one whose cells would be others,
// or are no longer those of its run.
func alike(root *os.Root, wanted *Manifest, design *Design) (*Manifest, error) {
	r := &Result{Dir: root.Name()}
	if err := r.readManifest(root); err != nil {
		return nil, err
	}
	essence := func(m Manifest) string {
		m.Points, m.Draws, m.Replicates, m.Command, m.Files = 0, 0, 0, nil, nil
		inputs := map[string]string{}
		for name, sum := range m.Inputs {
			if name != inputSweep {
				inputs[name] = sum
			}
		}
		m.Inputs = inputs
		return string(encode(m))
	}
	if essence(r.Manifest) != essence(*wanted) || (r.Manifest.Points > 0) != (wanted.Points > 0) {
		return nil, fmt.Errorf("%s: %w", root.Name(), ErrNotAlike)
	}
	if r.sums != nil {
		if err := r.whole(root, everything); err != nil {
			return nil, err
		}
	}
	if r.Manifest.Points == 0 {
		return &r.Manifest, nil
	}
	var theirs Design
	b, err := root.ReadFile(fileDesign)
	if err != nil {
		return nil, broken(fileDesign, err)
	}
	if err := json.Unmarshal(b, &theirs); err != nil {
		return nil, broken(fileDesign, err)
	}
	sameFactor := func(a, b Factor) bool { return a.Path == b.Path && slices.Equal(a.Plans, b.Plans) }
	n := min(len(theirs.Points), len(design.Points))
	if !slices.EqualFunc(theirs.Factors, design.Factors, sameFactor) || !slices.EqualFunc(theirs.Points[:n], design.Points[:n], slices.Equal) {
		return nil, fmt.Errorf("%s: its points are others (hint: list, sobol and morris designs can be made longer, a Latin hypercube cannot): %w", root.Name(), ErrNotAlike)
	}
	return &r.Manifest, nil
}

// inputSweep names the sweep among the inputs of a manifest.
const inputSweep = "sweep"

// takeBlocks copies the cells of finished blocks, a row group each.
func (s *Store) takeBlocks(root *os.Root, m *Manifest) error {
	for _, scenario := range m.Scenarios {
		for block := 0; block*blockCells < m.perScenario(); block++ {
			f, err := root.Open(blockName(scenario, block))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			if err := errors.Join(s.takeBlock(f), f.Close()); err != nil {
				return fmt.Errorf("%s/%s: %w", root.Name(), blockName(scenario, block), err)
			}
		}
	}
	return nil
}

func (s *Store) takeBlock(f *os.File) error {
	p, err := openBlock(f)
	if err != nil {
		return err
	}
	var rows []row
	for _, group := range p.RowGroups() {
		if rows, err = readGroup(p, group, true, rows); err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		c := Cell{rows[0].Scenario, int(rows[0].Point), int(rows[0].Draw), int(rows[0].Replicate)}
		if !s.manifest.has(c) || s.Done(c) {
			continue
		}
		err := s.write(s.cellName(c), func(w io.Writer) error {
			out := parquet.NewGenericWriter[row](w, writerOptions()...)
			_, err := out.Write(rows)
			return errors.Join(err, out.Close())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeFailures copies what is known to fail.
func (s *Store) takeFailures(root *os.Root, m *Manifest) error {
	b, err := root.ReadFile(fileFailures)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var list []Failure
	if err := errors.Join(err, json.Unmarshal(b, &list)); err != nil {
		return err
	}
	for _, f := range list {
		if m.has(f.Cell) && s.manifest.has(f.Cell) {
			if err := s.Fail(f.Cell, errors.New(f.Error), f.Reasons...); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveName gives the finished folder its name, in the place of an empty folder or of the
// smaller run that it contains.
func (s *Store) giveName() error {
	old := s.work + former
	if s.replaces {
		if err := s.clear(old); err != nil { // of a process that was killed while it did so
			return err
		}
		if err := os.Rename(s.dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return notWritable(s.dir, err)
		}
	} else if err := os.Remove(s.dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // any but an empty folder stays
		return notWritable(s.dir, err)
	}
	if err := os.Rename(s.work, s.dir); err != nil {
		return notWritable(s.dir, err)
	}
	s.work, s.complete = s.dir, true
	return s.clear(old)
}

// cleared finishes what a process began that was killed just after the larger run had got
// its name.
func (s *Store) cleared() error {
	old := s.work + former
	if !isFolder(old) {
		return nil
	}
	release, err := lock(s.work)
	if errors.Is(err, ErrBusy) {
		return nil // that one does it
	}
	if err != nil {
		return err
	}
	return errors.Join(s.clear(old), release())
}

// clear removes the smaller run whose place was taken. What somebody put in it, which is
// what its digests do not name, goes into the folder of the larger one; where another file
// has that name, beside it.
func (s *Store) clear(old string) error {
	var sums map[string]string
	b, err := readFile(old, fileDigests)
	if err == nil {
		err = json.Unmarshal(b, &sums)
	}
	if err == nil {
		err = filepath.WalkDir(old, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, err := filepath.Rel(old, path)
			if err != nil || sums[filepath.ToSlash(name)] != "" || name == fileDigests || name == fileJournal {
				return err
			}
			to := filepath.Join(s.dir, name)
			for {
				if _, err := os.Lstat(to); err != nil {
					break
				}
				to += former
			}
			return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.Rename(path, to))
		})
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notWritable(old, err)
	}
	if err := os.RemoveAll(old); err != nil {
		return notWritable(old, err)
	}
	return nil
}
