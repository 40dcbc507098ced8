package reading

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
)

// ResultFolder finds the folder of a result: the one that is named, this one, or the only
// one in it that can be used. Sweeps count for what can read them.
func ResultFolder(folder string, sweeps bool) (string, error) {
	if folder != "" {
		return folder, nil
	}
	if _, err := os.Stat("manifest.json"); err == nil {
		return ".", nil
	}
	found, err := filepath.Glob(filepath.Join("*", "manifest.json"))
	if err != nil {
		return "", err
	}
	var finished []string
	for _, f := range found {
		if dir := filepath.Dir(f); !strings.HasSuffix(dir, ".partial") {
			finished = append(finished, dir)
		}
	}
	if len(finished) == 1 { // whoever reads it says what is wrong with it
		return finished[0], nil
	}
	var good []string
	var bad any = ""
	for _, dir := range finished {
		why, ok := usable(dir, sweeps)
		switch one := words.NewMessage("errors.unusable", "folder", dir, "why", why); {
		case ok:
			good = append(good, dir)
		case bad == "":
			bad = one
		default:
			bad = words.NewMessage("errors.clauses", "a", bad, "b", one)
		}
	}
	switch {
	case len(good) == 1:
		return good[0], nil
	case len(good) > 1:
		return "", fault.New(fault.Usage, nil, "results_here", "folders", strings.Join(good, ", "))
	case len(finished) > 0:
		return "", fault.New(fault.Usage, nil, "no_usable_result_here", "folders", bad)
	}
	return "", fault.New(fault.Usage, nil, "no_result_here")
}

// usable says whether a folder holds a finished comparison, or else why it is none; a
// finished sweep will do where sweeps count.
func usable(dir string, sweeps bool) (why words.Message, ok bool) {
	if _, asked := AskedOf(dir); asked {
		return words.NewMessage("errors.reason.answer"), false
	}
	if IsSweep(dir) {
		if !sweeps {
			return words.NewMessage("errors.reason.holds_sweep"), false
		}
		if err := outputs.Check(dir, outputs.AtAGlance); err != nil {
			return Unreadable(dir, err), false
		}
		return words.Message{}, true
	}
	if _, err := outputs.Open(dir); err != nil {
		return Unreadable(dir, err), false
	}
	return words.Message{}, true
}

// Unreadable says why a folder cannot be read as a result: with which file, and what to do.
func Unreadable(folder string, err error) words.Message {
	for _, part := range []struct{ path, missing string }{{folder, "missing"}, {filepath.Join(folder, "manifest.json"), "no_manifest"}} {
		_, err := os.Stat(part.path)
		if errors.Is(err, fs.ErrNotExist) {
			return words.NewMessage("errors.reason." + part.missing)
		}
		if err != nil {
			if m, known := fault.Reason(err).(words.Message); known {
				return m
			}
		}
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return words.NewMessage("errors.reason.not_folder")
	}
	if errors.Is(err, outputs.ErrSweep) || IsSweep(folder) {
		return damagedSweep(folder)
	}
	if m, known := fault.Flawed(err); known {
		return m
	}
	return words.NewMessage("errors.reason.damaged")
}

// damagedSweep says what is wrong with the folder of a sweep: a file, that it is not
// finished, or only that it is no comparison.
func damagedSweep(folder string) words.Message {
	if strings.HasSuffix(filepath.Clean(folder), fault.UnfinishedFolder) {
		return words.NewMessage("errors.reason.unfinished")
	}
	if m, known := fault.Flawed(outputs.Check(folder, outputs.AtAGlance)); known {
		return m
	}
	return words.NewMessage("errors.reason.sweep")
}

// IsSweep says whether a folder is that of a sweep.
func IsSweep(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, DirSweep, FileSweep))
	return err == nil
}
