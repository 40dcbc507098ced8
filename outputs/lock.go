package outputs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
)

// ErrBusy says that another process is writing the folder.
var ErrBusy = errors.New("another run is writing this folder")

// locked is added to the name of an unfinished folder for the file that says who
// writes it. It lies beside the folder, so that it never becomes part of a result.
const locked = ".lock"

// holder is what a lock file holds.
type holder struct {
	Process int    `json:"process"`
	Host    string `json:"host"`
}

// held are the locks of this process: its own number in a lock file that is not
// among them is that of a dead process, as happens with process 1 of a container.
var held sync.Map

// lock takes the right to write a folder, or says who has it. What a dead process
// of this computer left is taken over; two that do so in the same instant are not
// told apart.
func lock(work string) (release func() error, err error) {
	path, err := filepath.Abs(work + locked)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, notWritable(work, err)
	}
	host, _ := os.Hostname() // without a name all lock files are taken to be of here
	for again := true; ; again = false {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err == nil {
			held.Store(path, true)
			_, err = f.Write(compact(holder{os.Getpid(), host}))
			if err = errors.Join(err, f.Close()); err != nil {
				held.Delete(path)
				return nil, notWritable(work, errors.Join(err, os.Remove(path)))
			}
			return sync.OnceValue(func() error { held.Delete(path); return os.Remove(path) }), nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, notWritable(work, err)
		}
		by, alive := writer(path, host)
		if alive || !again {
			return nil, fmt.Errorf("%w: process %d on %s (hint: wait for it, or choose another name with --out; when nothing runs, remove %s)", ErrBusy, by.Process, by.Host, path)
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, notWritable(work, err)
		}
	}
}

// Lock takes the right to write a folder that is no result, such as that of a
// calibration, as [Create] does for results; release gives it back.
func Lock(dir string) (release func() error, err error) { return lock(filepath.Clean(dir)) }

// writer reads a lock file and says whether its process may still be writing: one
// of another computer always may.
func writer(path, host string) (h holder, alive bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return h, !errors.Is(err, fs.ErrNotExist)
	}
	if json.Unmarshal(b, &h) != nil {
		return h, false // killed before it had written who it was
	}
	if h.Host != host {
		return h, true
	}
	if h.Process == os.Getpid() {
		_, alive = held.Load(path)
		return h, alive
	}
	p, err := os.FindProcess(h.Process)
	if err != nil {
		return h, false
	}
	defer p.Release()              //nolint:errcheck // nothing was changed
	if runtime.GOOS == "windows" { // there, only living processes are found
		return h, true
	}
	err = p.Signal(syscall.Signal(0))
	return h, err == nil || errors.Is(err, fs.ErrPermission)
}
