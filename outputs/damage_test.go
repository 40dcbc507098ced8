package outputs

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What somebody did to a finished folder is told by file: at a glance for the files that
// describe it, and for its blocks as far as they are read.
func TestCheckFindsDamage(t *testing.T) {
	const block = "cells/reference/block-00000.parquet"
	for name, c := range map[string]struct {
		do    func(dir string) error
		bytes int64
		kind  FlawKind
		file  string
	}{
		"whole":           {func(string) error { return nil }, everything, "", ""},
		"file gone":       {func(dir string) error { return os.Remove(filepath.Join(dir, "a.json")) }, 0, NoFile, "a.json"},
		"file changed":    {func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.json"), []byte("y"), 0o644) }, 0, Changed, "a.json"},
		"block gone":      {func(dir string) error { return os.Remove(filepath.Join(dir, block)) }, 0, NoFile, block},
		"block changed":   {func(dir string) error { return os.WriteFile(filepath.Join(dir, block), []byte("y"), 0o644) }, everything, Changed, block},
		"block not read":  {func(dir string) error { return os.WriteFile(filepath.Join(dir, block), []byte("y"), 0o644) }, 0, "", ""},
		"digests gone":    {func(dir string) error { return os.Remove(filepath.Join(dir, fileDigests)) }, 0, NoFile, fileDigests},
		"manifest gone":   {func(dir string) error { return os.Remove(filepath.Join(dir, fileManifest)) }, 0, NoFile, fileManifest},
		"digests cut off": {func(dir string) error { return os.WriteFile(filepath.Join(dir, fileDigests), []byte("{"), 0o644) }, 0, BrokenFile, fileDigests},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			m := Manifest{Format: FolderFormat, Scenarios: []string{"reference"}, Draws: 1, Replicates: 1}
			if err := errors.Join(os.MkdirAll(filepath.Join(dir, filepath.Dir(block)), 0o755), os.WriteFile(filepath.Join(dir, "a.json"), []byte("x"), 0o644),
				os.WriteFile(filepath.Join(dir, block), []byte("x"), 0o644), os.WriteFile(filepath.Join(dir, fileManifest), encode(m), 0o644)); err != nil {
				t.Fatal(err)
			}
			sums, err := digests(dir)
			if err := errors.Join(err, os.WriteFile(filepath.Join(dir, fileDigests), encode(sums), 0o644), c.do(dir)); err != nil {
				t.Fatal(err)
			}
			err = Check(dir, c.bytes)
			var f *Flaw
			if c.kind == "" && err == nil || errors.As(err, &f) && f.Kind == c.kind && f.File == c.file {
				return
			}
			t.Errorf("told as %v", err)
		})
	}
}
