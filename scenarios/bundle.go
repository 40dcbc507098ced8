package scenarios

import (
	"os"
	"path/filepath"
	"strconv"
)

// Bundle is what a plan is made of, as files that lie beside each other: a plan of the
// library is only its name, one of somebody's own is its file and the own files that it
// extends, each by its last name.
type Bundle struct {
	Name  string            // by which the plan is loaded, from the folder of the files
	Files map[string][]byte // nil for a plan of the library
}

// BundleOf gathers the files of a plan. The error is [Problems].
func BundleOf(s *Scenario, asked string) (Bundle, error) {
	if !isFile(asked) {
		return Bundle{Name: s.Name}, nil
	}
	b := Bundle{Files: map[string][]byte{}}
	r := &report{asked: asked}
	src := fileSource(asked)
	name := filepath.Base(asked)
	b.Name = name
	for {
		body, err := src.text()
		if err != nil {
			r.add(&value{place: place{file: src.name}}, "", fileReason(err), msg("check_path"))
			return Bundle{}, r.err()
		}
		own := parse(src.name, body, r)
		if own == nil {
			return Bundle{}, r.err()
		}
		if use := own.at([]string{"assumptions", useKey}); use != nil && use.form == scalar && isFile(use.text) {
			fit := filepath.Base(filepath.FromSlash(use.text))
			if b.Files[fit], err = os.ReadFile(besideFile(src.name, use.text)); err != nil {
				r.add(use, "assumptions."+useKey, fileReason(err), msg("check_place"))
				return Bundle{}, r.err()
			}
			own = own.with([]string{"assumptions", useKey}, plain(use, fit, true))
		}
		ext := own.get("extends")
		if ext == nil || ext.form != scalar || !isFile(ext.text) {
			b.Files[name] = write(own)
			return b, nil
		}
		next, ok := baseOf(src, ext, r)
		if !ok {
			return Bundle{}, r.err()
		}
		nextName := filepath.Base(next.name)
		for n := 2; b.Files[nextName] != nil || nextName == name; n++ { // two files of one name in two folders
			nextName = strconv.Itoa(n) + "-" + filepath.Base(next.name)
		}
		b.Files[name] = write(own.with([]string{"extends"}, plain(ext, nextName, true)))
		src, name = next, nextName
	}
}
