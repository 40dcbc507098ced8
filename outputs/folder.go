package outputs

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder is a small result that is no comparison, such as the trials of a search:
// a manifest and files. Like a [Store] it works in NAME.partial, refuses what
// another run made, and appears whole.
type Folder struct{ s Store }

// CreateFolder opens the folder of a manifest. One that is finished for it, or
// begun, is taken up. The caller closes the folder.
func CreateFolder(dir string, m Manifest) (*Folder, error) {
	m.Format = FolderFormat
	dir = filepath.Clean(dir)
	f := &Folder{s: Store{dir: dir, work: dir + unfinished, manifest: m}}
	s := &f.s
	found, err := s.matches(dir)
	if err != nil {
		return nil, err
	}
	if found {
		s.work, s.complete = dir, true
		return f, nil
	}
	if s.release, err = lock(s.work); err != nil {
		return nil, err
	}
	if found, err = s.matches(s.work); err == nil && !found {
		if err = os.MkdirAll(s.work, 0o755); err != nil {
			err = notWritable(dir, err)
		} else {
			err = s.write(fileManifest, func(w io.Writer) error { _, err := w.Write(encode(m)); return err })
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return f, nil
}

// Complete reports whether the folder was finished before.
func (f *Folder) Complete() bool { return f.s.complete }

// Dir is where the files are now.
func (f *Folder) Dir() string { return f.s.work }

// Read gives a file, nothing when it is not there.
func (f *Folder) Read(name string) ([]byte, error) {
	b, err := readFile(f.s.work, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// Write adds a file, whole or not at all; a finished folder is left as it is.
func (f *Folder) Write(name string, content []byte) error {
	return f.s.WriteFile(name, func(w io.Writer) error { _, err := w.Write(content); return err })
}

// Append adds a line to a file of an unfinished folder. A process killed in
// between may leave a part of a line; who reads it passes over that.
func (f *Folder) Append(name string, line []byte) error {
	f.s.journal.Lock()
	defer f.s.journal.Unlock()
	out, err := os.OpenFile(filepath.Join(f.s.work, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return notWritable(f.s.work, err)
	}
	_, err = out.Write(append(bytes.TrimRight(line, "\n"), '\n'))
	return errors.Join(err, out.Close())
}

// Finish removes a file that was only needed on the way and gives the folder its name.
func (f *Folder) Finish(scratch string) error {
	s := &f.s
	if s.complete {
		return nil
	}
	if err := os.Remove(filepath.Join(s.work, scratch)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notWritable(s.work, err)
	}
	if err := removeTemporary(s.work); err != nil {
		return notWritable(s.work, err)
	}
	if err := os.Remove(s.dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty one
		return notWritable(s.dir, err)
	}
	if err := os.Rename(s.work, s.dir); err != nil {
		return notWritable(s.dir, err)
	}
	s.work, s.complete = s.dir, true
	return errors.Join(syncDir(filepath.Dir(s.dir)), s.Close())
}

// Close lets other processes write the folder.
func (f *Folder) Close() error { return f.s.Close() }
