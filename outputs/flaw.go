package outputs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Flaw is why a folder cannot be read as a result: what is wrong, and with which file.
type Flaw struct {
	Kind   FlawKind
	File   string // inside the folder, with slashes; "" when it is the folder as a whole
	Format int    // of the folder, when that is what is wrong
	Err    error  // may be nil
}

// FlawKind is what is wrong with a result folder; it is also the end of a message id.
type FlawKind string

// The flaws.
const (
	Newer      FlawKind = "newer"       // of a newer format
	Older      FlawKind = "older"       // of an older format
	Unfinished FlawKind = "unfinished"  // its run was stopped
	NoFile     FlawKind = "no_file"     // a file is missing
	Changed    FlawKind = "changed"     // a file is another than the run wrote
	BrokenFile FlawKind = "broken_file" // a file is cut short or cannot be read
)

func (f *Flaw) Error() string {
	said := strings.ReplaceAll(string(f.Kind), "_", " ")
	if f.File != "" {
		said += ": " + f.File
	}
	if f.Format != 0 {
		said += fmt.Sprintf(": format %d, this program reads %d", f.Format, FolderFormat)
	}
	if f.Err != nil {
		said += ": " + f.Err.Error()
	}
	return said
}

func (f *Flaw) Unwrap() error { return f.Err }

// broken is the flaw of a file that could not be read.
func broken(file string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &Flaw{Kind: NoFile, File: filepath.ToSlash(file), Err: err}
	}
	return &Flaw{Kind: BrokenFile, File: filepath.ToSlash(file), Err: err}
}

// sums are the digests that the run wrote at its end; none while it is being finished.
func sums(root *os.Root) (map[string]string, error) {
	b, err := root.ReadFile(fileDigests)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, broken(fileDigests, err)
	}
	var list map[string]string
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, broken(fileDigests, err)
	}
	return list, nil
}

// intact refuses a file that is another than the run wrote.
func (r *Result) intact(file string, content []byte) error {
	if sum, known := r.sums[filepath.ToSlash(file)]; known && sum != digest(content) {
		return &Flaw{Kind: Changed, File: filepath.ToSlash(file)}
	}
	return nil
}

// intactFile is [Result.intact] of an open file, read from where it stands.
func (r *Result) intactFile(file string, f io.Reader) error {
	want, known := r.sums[filepath.ToSlash(file)]
	if !known {
		return nil
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != want {
		return &Flaw{Kind: Changed, File: filepath.ToSlash(file)}
	}
	return nil
}

// How many bytes of blocks a check reads at most.
const (
	everything = math.MaxInt64
	// AtAGlance takes well under a second.
	AtAGlance = 64 << 20
)

// Check refuses a finished folder of which a file is missing or is another than the run
// wrote, as a [Flaw]. Of the blocks, in order, it reads so many bytes and looks only
// whether the others are there.
func Check(dir string, bytes int64) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	r := &Result{Dir: dir}
	if err := r.readManifest(root); err != nil {
		return err
	}
	if r.sums == nil {
		return &Flaw{Kind: NoFile, File: fileDigests}
	}
	return r.whole(root, bytes)
}

// whole compares the files of a finished folder with their digests.
func (r *Result) whole(root *os.Root, bytes int64) error {
	for _, name := range slices.Sorted(maps.Keys(r.sums)) {
		info, err := root.Stat(filepath.FromSlash(name))
		if err != nil {
			return broken(name, err)
		}
		if strings.HasPrefix(name, dirCells+"/") {
			if bytes -= info.Size(); bytes < 0 {
				continue
			}
		}
		sum, err := sumOf(root, filepath.FromSlash(name))
		if err != nil {
			return broken(name, err)
		}
		if sum != r.sums[name] {
			return &Flaw{Kind: Changed, File: name}
		}
	}
	return nil
}

// sumOf is the SHA-256 of a file, which is not kept in memory.
func sumOf(root *os.Root, name string) (string, error) {
	f, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// TableID is a table of the cells of a result.
type TableID string

// The tables that a document may need.
const (
	OfMonths  TableID = tableMonthly
	OfLedger  TableID = tableLedger
	OfPyramid TableID = tablePyramid
	OfFlows   TableID = tableFlows
)

// Holds says whether any cell of a result has rows of a table.
func (r *Result) Holds(t TableID) bool {
	for _, list := range r.cells {
		for _, s := range list {
			if t == OfMonths && len(s.monthly) > 0 || t == OfLedger && s.ledger != nil ||
				t == OfPyramid && len(s.pyramid) > 0 || t == OfFlows && len(s.flows) > 0 {
				return true
			}
		}
	}
	return false
}
