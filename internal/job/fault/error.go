package fault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/evidence"
)

// Fault says whose move it is after a failure.
type Fault int

// The faults; the command line gives each its exit code.
const (
	Internal    Fault = iota // a promise of ours was broken
	Usage                    // asked for something that does not exist
	BadInput                 // a file holds mistakes
	NoOutput                 // the result cannot be written
	GateFailed               // a validation gate failed
	Interrupted              // stopped by the user; what was finished is kept
	Incomplete               // parts are missing; what is there is kept
)

// Error is a failure that a person can do something about.
type Error struct {
	Fault   Fault
	Message words.Message
	Err     error // may be nil
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message.ID + ": " + e.Err.Error()
	}
	return e.Message.ID
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an Error of a message id and its arguments.
func New(fault Fault, err error, id string, pairs ...any) *Error {
	return &Error{Fault: fault, Message: words.NewMessage("errors."+id, pairs...), Err: err}
}

// Blamed is an error that is now somebody else's: of a file that names what does not exist.
func Blamed(err error, fault Fault) error {
	if e := new(Error); errors.As(err, &e) {
		other := *e
		other.Fault = fault
		return &other
	}
	return err
}

// Refuse is an error of use: something was asked that cannot be.
func Refuse(id string, pairs ...any) error {
	return &Error{Fault: Usage, Message: words.NewMessage(id, pairs...)}
}

// Of says whose move it is.
func Of(err error) Fault {
	var e *Error
	var p scenarios.Problems
	switch {
	case errors.As(err, &e):
		return e.Fault
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &p):
		if !slices.ContainsFunc(p, func(one scenarios.Problem) bool { return one.File != "" }) {
			return Usage // a name or a flag, not a file
		}
		return BadInput
	case errors.Is(err, outputs.ErrNotWritable), errors.Is(err, outputs.ErrOtherRun), errors.Is(err, outputs.ErrBusy):
		return NoOutput
	}
	return Internal
}

// Tell says an error in the words of a reader.
func Tell(err error, w *words.Words) string {
	var e *Error
	var p scenarios.Problems
	switch {
	case errors.As(err, &e):
		return w.Tell(e.Message)
	case errors.As(err, &p):
		return p.In(w)
	case errors.Is(err, context.Canceled):
		return w.Say("errors.interrupted")
	}
	return err.Error()
}

// Unwritable turns a failure to write into an Error that names the folder. Mistakes
// of a file that only some draws bring out are no failure to write.
func Unwritable(dir string, err error) error {
	var e *Error
	var p scenarios.Problems
	switch {
	case err == nil, errors.As(err, &e), errors.As(err, &p), errors.Is(err, context.Canceled):
		return err
	case full(err):
		return New(NoOutput, err, "disk_full", "folder", strings.TrimSuffix(dir, UnfinishedFolder))
	case errors.Is(err, outputs.ErrOtherRun):
		if _, e := os.Stat(dir); errors.Is(e, fs.ErrNotExist) { // what a stopped run left
			dir += ".partial"
		}
		return New(NoOutput, err, "other_run", "folder", dir)
	case errors.Is(err, outputs.ErrNotAlike):
		return New(NoOutput, err, "other_run", "folder", dir)
	case errors.Is(err, outputs.ErrBusy):
		return New(NoOutput, err, "busy", "folder", dir)
	case errors.Is(err, outputs.ErrNotWritable), errors.Is(err, fs.ErrPermission):
		return New(NoOutput, err, "not_writable", "folder", dir)
	}
	if why, known := Flawed(err); known {
		return New(BadInput, err, "result_folder", "folder", dir, "why", why)
	}
	if _, e := os.Stat(filepath.Join(dir, "manifest.json")); errors.Is(e, fs.ErrNotExist) && !empty(dir) {
		return New(NoOutput, err, "occupied", "folder", dir)
	}
	return New(NoOutput, err, "output", "folder", dir, "why", Reason(err))
}

// full says whether there was no room, on the disk or within the user's share of it.
func full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// NoDocument is the failure of a document or figure that cannot be put in a folder.
func NoDocument(dir string, err error) error {
	if full(err) {
		return New(NoOutput, err, "output", "folder", dir, "why", Reason(err))
	}
	return New(NoOutput, err, "not_writable", "folder", dir)
}

// empty says whether nothing of that name holds files.
func empty(dir string) bool {
	list, err := os.ReadDir(dir)
	return err != nil || len(list) == 0
}

// Reason says a failure of the system in a reader's words, or as the system
// says it where we have none, without the name of the call.
func Reason(err error) any {
	if m, known := Flawed(err); known {
		return m
	}
	for id, is := range reasons {
		if errors.Is(err, is) {
			return words.NewMessage("errors.reason." + id)
		}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// reasons are failures of the system that exclude each other, by message id.
var reasons = map[string]error{
	"missing": fs.ErrNotExist, "permission": fs.ErrPermission, "not_folder": syscall.ENOTDIR, "folder": syscall.EISDIR,
	"full": syscall.ENOSPC, "quota": syscall.EDQUOT, "read_only": syscall.EROFS, "other_sweep": outputs.ErrNotAlike,
}

// Flawed says what is wrong with the files of a result, when that is the error.
func Flawed(err error) (words.Message, bool) {
	f := (*outputs.Flaw)(nil)
	if !errors.As(err, &f) {
		return words.Message{}, false
	}
	return words.NewMessage("errors.reason."+string(f.Kind), "file", f.File, "format", f.Format, "known", outputs.FolderFormat), true
}

// UnfinishedFolder ends the name of a folder until it is finished.
const UnfinishedFolder = ".partial"

// OneOf checks a word against those that are known; none is the first of them.
func OneOf(id, name string, known []string) (string, error) {
	switch {
	case name == "" && len(known) > 0 && id != "plot_figure":
		return known[0], nil
	case slices.Contains(known, name):
		return name, nil
	}
	if near := evidence.Nearest(name, known); near != "" {
		return "", New(Usage, nil, id+"_near", "name", name, "near", near)
	}
	return "", New(Usage, nil, id, "name", name, "names", strings.Join(known, ", "))
}
