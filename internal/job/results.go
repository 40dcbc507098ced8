package job

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
)

// ListResults writes the result folders inside a folder: name, plans and size.
func ListResults(out io.Writer, folder string, w *words.Words) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fault.New(fault.BadInput, err, "folder", "folder", folder, "why", fault.Reason(err))
	}
	found := 0
	for _, e := range entries {
		dir := filepath.Join(folder, e.Name())
		if _, err := os.Stat(filepath.Join(dir, "manifest.json")); err != nil {
			continue
		}
		found++
		if strings.HasSuffix(e.Name(), ".partial") {
			fmt.Fprintln(out, w.Say("cli.result.list.partial", "folder", e.Name()))
			continue
		}
		if command, ok := reading.AskedOf(dir); ok {
			id := "solve.list"
			if strings.HasPrefix(command, "piramide "+reading.DetailBeforeAfter) {
				id = "before_after.list"
			}
			if strings.HasPrefix(command, "piramide "+reading.DetailEvaluate) {
				id = "evaluate.list"
			}
			fmt.Fprintln(out, w.Say(id, "folder", e.Name(), "command", command))
			continue
		}
		if reading.IsSweep(dir) {
			st, err := sweepIn(dir)
			if err == nil {
				fmt.Fprint(out, e.Name()+": "+st.Text(w))
				continue
			}
			if why, known := fault.Flawed(err); known {
				fmt.Fprintln(out, w.Say("cli.result.list.broken", "folder", e.Name(), "why", w.Tell(why)))
				continue
			}
		}
		r, err := outputs.Open(dir)
		if err != nil {
			fmt.Fprintln(out, w.Say("cli.result.list.broken", "folder", e.Name(), "why", w.Tell(reading.Unreadable(dir, err))))
			continue
		}
		titles := make([]string, len(r.Plans))
		for i := range r.Plans {
			titles[i] = r.Plans[i].TitleIn(w.Lang())
		}
		fmt.Fprintln(out, w.Say("cli.result.list.line", "folder", e.Name(), "plans", strings.Join(titles, w.Say("compare.between")), "region", plain.RegionName(r.Manifest.Region, w),
			"count", r.Manifest.Draws*r.Manifest.Replicates))
	}
	if found == 0 {
		fmt.Fprintln(out, w.Say("cli.result.list.none", "folder", folder))
	}
	return nil
}

// Spreadsheets writes the tables of a result folder for a spreadsheet that is set to
// Belgian conventions into a new folder, the result's name with -csv unless out says
// another. It gives the folder's name. Nothing is left half-written.
func Spreadsheets(folder, out string, w *words.Words) (string, error) {
	l, err := reading.ShowLedger(folder, "", w)
	if err != nil {
		return "", err
	}
	if out == "" {
		out = strings.TrimRight(filepath.Clean(l.Folder), `/\`) + "-csv"
	}
	if _, err := os.Lstat(out); err == nil {
		return "", fault.New(fault.NoOutput, nil, "out_exists", "file", out)
	}
	refuse := func(err error) (string, error) {
		return "", fault.New(fault.NoOutput, err, "file_unwritable", "file", out, "why", fault.Reason(err))
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return refuse(err)
	}
	work, err := os.MkdirTemp(filepath.Dir(out), filepath.Base(out)+".partial")
	if err != nil {
		return refuse(err)
	}
	err = outputs.SpreadsheetTables(l.Comparison, w, func(name string, content []byte) error {
		return os.WriteFile(filepath.Join(work, name), content, 0o644)
	})
	if err == nil {
		err = os.Chmod(work, 0o755)
	}
	if err == nil {
		err = os.Rename(work, out)
	}
	if err != nil {
		return refuse(errors.Join(err, os.RemoveAll(work)))
	}
	return out, nil
}
