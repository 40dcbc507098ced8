package outputs

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// What the directories say of a folder is what its files say one by one: cells, failures, a
// block, other files, and what a killed process was writing.
func TestStockIsWhatTheFilesSay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	run := fakeRun(70, 1)
	s, err := Create(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n := len(s.Missing()); n != 3*70 {
		t.Fatalf("%d cells are missing of an empty folder", n)
	}
	for i, c := range run.Manifest.Cells() {
		switch {
		case i%7 == 1:
			err = s.Fail(c, errors.New("reason"))
		case i%3 == 0:
			err = s.Put(fakeCell(c, 1, 1))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"partial/reference/cell-000005.parquet.123.tmp", "partial/reference/cell-x.parquet", "partial/reference/cell-000999.parquet", "partial/reference/notes.txt", "cells/leuven-100/block-00000.parquet"} {
		name = filepath.Join(s.Dir(), filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	done := s.Stock()
	var missing []Cell
	for _, c := range run.Manifest.Cells() {
		if done(c) != s.Done(c) {
			t.Errorf("%+v: %v, by its files %v", c, done(c), s.Done(c))
		}
		if !s.Done(c) {
			missing = append(missing, c)
		}
	}
	m := s.Manifest()
	seen := Look(dir, &m)
	if !slices.Equal(seen.Missing, missing) || !slices.Equal(s.Missing(), missing) || len(missing) == 0 {
		t.Errorf("%d cells are missing, and %d are told", len(missing), len(seen.Missing))
	}
	if len(seen.Failures) != 30 || seen.Failures[0].Error != "reason" {
		t.Errorf("%d failures: %+v", len(seen.Failures), seen.Failures[:1])
	}
}

// Parameters are written a thousand draws at a time, so that a writer holds no more; up to
// there the file is that of one piece, and what is read back is what was drawn.
func TestParametersOfManyDraws(t *testing.T) {
	for draws, groups := range map[int]int{3: 1, groupDraws: 1, groupDraws + 1: 2, 3*groupDraws + 5: 4} {
		run := fakeRun(draws, 1)
		var got, whole bytes.Buffer
		if err := writeParameters(&got, run.Parameters); err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(slices.Collect(run.Parameters)...)
		w := parquet.NewGenericWriter[Parameter](&whole, writerOptions()...)
		if _, err := w.Write(all); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if same := bytes.Equal(got.Bytes(), whole.Bytes()); same != (groups == 1) {
			t.Errorf("%d draws: the bytes of one piece: %v", draws, same)
		}
		p, err := parquet.OpenFile(bytes.NewReader(got.Bytes()), int64(got.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(p.RowGroups()); n != groups {
			t.Errorf("%d draws in %d groups", draws, n)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, fileParameters), got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		var read []Parameter
		if err := (&Result{Dir: dir}).readParameters(root, func(list []Parameter) { read = append(read, list...) }); err != nil {
			t.Fatal(err)
		}
		root.Close()
		if !slices.Equal(read, all) {
			t.Errorf("%d draws: %d values are read of %d", draws, len(read), len(all))
		}
	}
}

// BenchmarkLook is the status of an unfinished folder of 100,000 cells.
func BenchmarkLook(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "r")
	run := fakeRun(33_334, 1)
	run.Parameters = nil
	s, err := Create(dir, run)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for _, c := range run.Manifest.Cells() {
		name := filepath.Join(s.Dir(), s.cellName(c))
		if c.Draw == 0 {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	m := s.Manifest()
	for b.Loop() {
		if seen := Look(dir, &m); len(seen.Missing) > 0 {
			b.Fatal(len(seen.Missing))
		}
	}
}
