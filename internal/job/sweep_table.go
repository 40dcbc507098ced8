package job

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// SweepTableRequest asks for the numbers of a finished sweep in one table.
type SweepTableRequest struct {
	Folder      string
	Out         string   // file; "" = the folder's name with .csv
	Indicators  []string // empty = those that the sweep kept
	AllYears    bool     // not only the first five
	Spreadsheet bool     // with headings in words, semicolons and decimal commas
}

// farYear lies beyond every horizon, which cuts it short.
const farYear = 1 << 20

// SweepTable writes a row for every cell of a finished sweep, and gives the name of the
// file and its number of rows. A file that exists is left alone.
func SweepTable(r SweepTableRequest, w *words.Words) (file string, rows int, err error) {
	if !reading.IsSweep(r.Folder) {
		return "", 0, fault.New(fault.BadInput, nil, "sweep_folder", "folder", r.Folder)
	}
	if file = r.Out; file == "" {
		file = strings.TrimRight(filepath.Clean(r.Folder), `/\`) + ".csv"
	}
	if _, err := os.Lstat(file); err == nil {
		return "", 0, fault.New(fault.NoOutput, nil, "out_exists", "file", file)
	}
	last := 0
	if r.AllYears {
		last = farYear
	}
	columns := r.Indicators
	if len(columns) == 0 {
		s, err := loadSweep(SweepRequest{File: r.Folder})
		if err != nil {
			return "", 0, err
		}
		columns = s.indicators()
	}
	for i, name := range columns {
		if name == outputs.PresentCost || name == outputs.PresentQALY {
			continue
		}
		ind, err := reading.FindIndicator(name)
		if err != nil {
			return "", 0, err
		}
		columns[i] = ind.ID
	}
	if err := outputs.Check(r.Folder, math.MaxInt64); err != nil {
		return "", 0, fault.New(fault.BadInput, err, "result_folder", "folder", r.Folder, "why", reading.Unreadable(r.Folder, err))
	}
	f, err := outputs.ReadFrame(r.Folder, columns, 0, last)
	if err != nil {
		return "", 0, fault.New(fault.BadInput, err, "sweep_unreadable", "folder", r.Folder, "why", fault.Reason(err))
	}
	var b bytes.Buffer
	var say *outputs.Reader
	if r.Spreadsheet {
		say = &outputs.Reader{
			Words: w,
			Label: func(path string) string { return scenarios.Label(path, w) },
			Value: func(path, text string) string { return scenarios.ValueLabel(path, text, w) },
		}
	}
	if err := f.WriteTable(&b, say); err != nil {
		return "", 0, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".partial")
	if err == nil {
		_, err = tmp.Write(b.Bytes())
		err = errors.Join(err, tmp.Close(), os.Chmod(tmp.Name(), 0o644))
		if err == nil {
			err = os.Rename(tmp.Name(), file)
		}
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}
	if err != nil {
		return "", 0, fault.New(fault.NoOutput, err, "file_unwritable", "file", file, "why", fault.Reason(err))
	}
	return file, len(f.Plans) * f.Cells(), nil
}
