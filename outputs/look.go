package outputs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
)

// Seen is what stands in the folder of a run.
type Seen struct {
	Finished bool
	Flaw     error // what is wrong with the files of a finished one; nil when nothing is, at a glance
	Missing  []Cell
	Failures []Failure
	Former   string // the folder of the smaller run that a finished one replaced, when it still stands
}

// Look reads how far the folder of a run is, without writing or locking anything. What it
// cannot read counts as missing.
func Look(dir string, m *Manifest) Seen {
	s := &Store{dir: dir, work: dir + unfinished, manifest: *m}
	if b, err := os.ReadFile(filepath.Join(dir, fileManifest)); err == nil {
		var there Manifest
		if json.Unmarshal(b, &there) == nil && sameRun(&there, m) {
			seen := Seen{Finished: true, Flaw: Check(dir, AtAGlance)}
			if old := s.work + former; isFolder(old) {
				seen.Former = old
			}
			if b, err := os.ReadFile(filepath.Join(dir, fileFailures)); err == nil {
				_ = json.Unmarshal(b, &seen.Failures) // damaged: none are told
			}
			return seen
		}
	}
	here := takeStock(s.work, m)
	seen := Seen{Missing: here.missing()}
	for _, c := range m.Cells() {
		if !here.failed(c) {
			continue
		}
		if b, err := os.ReadFile(filepath.Join(s.work, s.failureName(c))); err == nil {
			f := Failure{Cell: c}
			_ = json.Unmarshal(b, &f)
			seen.Failures = append(seen.Failures, f)
		}
	}
	return seen
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// sameRun reports whether two manifests ask the same, whatever their own files.
func sameRun(a, b *Manifest) bool {
	x, y := *a, *b
	x.Files, y.Files = nil, nil
	x.Format = y.Format
	return slices.Equal(encode(x), encode(y))
}
