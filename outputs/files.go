package outputs

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// temporary is added to a file's name while it is being written.
const temporary = ".tmp"

// write makes a file of the folder whole or not at all.
func (s *Store) write(name string, fill func(io.Writer) error) error {
	target := filepath.Join(s.work, name)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return notWritable(s.work, err)
	}
	return WriteWhole(target, fill)
}

// WriteWhole makes a file whole or not at all: temporary name, sync, rename. An error
// of fill is returned as it is, any other wraps [ErrNotWritable].
func WriteWhole(target string, fill func(io.Writer) error) (err error) {
	dir := filepath.Dir(target)
	f, err := os.CreateTemp(dir, filepath.Base(target)+".*"+temporary)
	if err != nil {
		return notWritable(dir, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the first error is the one to tell
			_ = os.Remove(f.Name())
		}
	}()
	b := bufio.NewWriterSize(struct{ io.Writer }{f}, 1<<16) // without the file's own ReadFrom, which takes new memory for every part of a block
	if err := fill(b); err != nil {
		return err
	}
	if err := errors.Join(b.Flush(), f.Chmod(0o644), f.Sync()); err != nil {
		return notWritable(dir, err)
	}
	if err := f.Close(); err != nil {
		return notWritable(dir, err)
	}
	if err := os.Rename(f.Name(), target); err != nil {
		return notWritable(dir, err)
	}
	return nil
}

// removeTemporary clears what a killed process was writing.
func removeTemporary(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, temporary) {
			err = os.Remove(path)
		}
		return err
	})
}

func notWritable(dir string, err error) error {
	return fmt.Errorf("%w: %s: %w (hint: choose a folder you may write in with --out)", ErrNotWritable, dir, err)
}

// syncDir makes a rename last; Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// readFile reads a file that must lie inside the folder, links included.
func readFile(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(name)
}

func compact(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("outputs: " + err.Error())
	}
	return append(b, '\n')
}

// madeBy tells in a few words what run a manifest belongs to.
func madeBy(manifest []byte) string {
	var m Manifest
	if json.Unmarshal(manifest, &m) != nil || len(m.Command) == 0 {
		return "another program"
	}
	return fmt.Sprintf("“%s” (%d draws, engine %s)", strings.Join(m.Command, " "), m.Draws, m.Engine)
}

// digests gives the SHA-256 of every file of a folder but the journal, itself and
// what is half-written.
func digests(dir string) (map[string]string, error) {
	sums := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == fileJournal || name == fileDigests || strings.HasSuffix(name, temporary) {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		sums[filepath.ToSlash(name)] = hex.EncodeToString(h.Sum(nil))
		return nil
	})
	return sums, err
}

// cellWriter writes cells, each as a Parquet file of one row group. It keeps its
// memory for the next one: a page of every column, and the rows.
type cellWriter struct {
	file *parquet.GenericWriter[row]
	rows []row
}

func newCellWriter() *cellWriter {
	return &cellWriter{file: parquet.NewGenericWriter[row](io.Discard, writerOptions()...)}
}

// write writes a cell; after an error the writer is not to be used again.
func (c *cellWriter) write(w io.Writer, t *CellTables) error {
	c.file.Reset(w)
	c.rows = t.rows(c.rows[:0])
	if _, err := c.file.Write(c.rows); err != nil {
		return err
	}
	return c.file.Close()
}

func openParquet(f *os.File) (*parquet.File, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true)) // we write neither
}
