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

type rendered struct {
	Lang string `json:"lang"`
}

// Render adds what is written in a reader's language: write draws figures and
// report with [Store.WriteFile]. A finished folder that is in this language
// already is left as it is; one in another language gets them anew, without
// calculating, and ends with the bytes of a run in this language.
func (s *Store) Render(lang string, write func() error) error {
	finished, said := s.complete, encode(rendered{lang})
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
