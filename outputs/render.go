package outputs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// fileRendered says in which language figures and report stand in the folder.
const fileRendered = "rendered.json"

// DirSolved holds, inside a result folder, the folders of searches that belong to
// it: what they found is shown in the report.
const DirSolved = "solve"

type rendered struct {
	Lang   string            `json:"lang"`
	Solved map[string]string `json:"solved,omitempty"` // digests of the answers the report shows
}

// solved gives the digests of the answers in a folder.
func solved(work string) map[string]string {
	names, _ := fs.Glob(os.DirFS(work), DirSolved+"/*/*.json") // a fixed pattern cannot be malformed
	if len(names) == 0 {
		return nil
	}
	sums := make(map[string]string, len(names))
	for _, name := range names {
		if b, err := readFile(work, filepath.FromSlash(name)); err == nil {
			sums[name] = digest(b)
		}
	}
	return sums
}

// Render adds what is written in a reader's language: write draws figures and
// report with [Store.WriteFile]. A finished folder that is in this language
// already is left as it is; one in another language, or with other answers under
// [DirSolved], gets them anew, without calculating, and ends with the bytes of a
// run in this language.
func (s *Store) Render(lang string, write func() error) error {
	finished, said := s.complete, encode(rendered{lang, solved(s.work)})
	if finished {
		if b, err := readFile(s.work, fileRendered); err == nil && string(b) == string(said) {
			return nil
		}
	}
	s.complete = false
	defer func() { s.complete = finished }()
	// Killed halfway, the folder is in no language, and the next run writes all again.
	if err := os.Remove(filepath.Join(s.work, fileRendered)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notWritable(s.work, err)
	}
	if err := write(); err != nil {
		return err
	}
	if finished {
		sums, err := digests(s.work)
		if err != nil {
			return err
		}
		sums[fileRendered] = digest(said)
		if err := s.write(fileDigests, func(w io.Writer) error { _, err := w.Write(encode(sums)); return err }); err != nil {
			return err
		}
	}
	return s.write(fileRendered, func(w io.Writer) error { _, err := w.Write(said); return err })
}
