package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook that people fill in may hold. Our own forms are a hundredth of it.
const (
	MaxFile     = 8 << 20  // bytes of the file
	maxUnpacked = 64 << 20 // bytes of all its parts together
	maxParts    = 1000
	maxRow      = 20_000
	maxCol      = 256
	maxCells    = 150_000 // of a sheet, empty ones of the table as well
)

// Fault is why a file is not read, as a code: "macros", "locked", "old", "large",
// "wide" (cells far outside any table of ours), "twice" (a
// cell) or "broken".
type Fault struct{ Code string }

func (f *Fault) Error() string { return "sheet: " + f.Code }

// ole begins a file of before xlsx, and one that a password locks.
var ole = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// safe looks at a file before it is read. A small file can unpack to a huge one, and
// one cell in the last corner of a sheet makes the library fill in all before it.
func safe(name string, data []byte) *Fault {
	switch {
	case len(data) > MaxFile:
		return &Fault{"large"}
	case strings.EqualFold(path.Ext(name), ".xlsm"):
		return &Fault{"macros"}
	case bytes.HasPrefix(data, ole):
		if bytes.Contains(data, utf16("EncryptedPackage")) {
			return &Fault{"locked"}
		}
		return &Fault{"old"}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &Fault{"broken"}
	}
	if len(z.File) > maxParts {
		return &Fault{"large"}
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if strings.EqualFold(path.Base(f.Name), "vbaProject.bin") {
			return &Fault{"macros"}
		}
		// The stated size is a promise of whoever made the file: count what comes out.
		r, err := f.Open()
		if err != nil {
			return &Fault{"broken"}
		}
		counted := &io.LimitedReader{R: r, N: left + 1}
		if ext := strings.ToLower(path.Ext(f.Name)); ext == ".xml" || ext == ".rels" {
			if fault := bounded(counted); fault != nil {
				return fault
			}
		}
		_, err = io.Copy(io.Discard, counted)
		if left = counted.N - 1; left < 0 {
			return &Fault{"large"}
		}
		if err != nil {
			return &Fault{"broken"}
		}
	}
	return nil
}

// bounded refuses cells and merged ranges far outside a table.
func bounded(r io.Reader) *Fault {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	rows, merges := 0, 0
	seen := map[string]bool{} // the cells of a sheet: of two at one address the library keeps either
	// An error is the end; or too long, which who counts sees; or no XML, which the library says.
	for t, err := d.RawToken(); err == nil; t, err = d.RawToken() {
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		attribute := ""
		switch e.Name.Local {
		case "row":
			rows++
			attribute = "r"
		case "c":
			attribute = "r"
		case "mergeCell":
			merges++
			attribute = "ref"
		case "macroEnabled":
			return &Fault{"macros"}
		}
		if rows > maxRow || merges > maxRow {
			return &Fault{"wide"}
		}
		for _, a := range e.Attr {
			if e.Name.Local == "Override" && a.Name.Local == "ContentType" && strings.Contains(a.Value, "macroEnabled") {
				return &Fault{"macros"}
			}
			if e.Name.Local == "c" && a.Name.Local == "r" && rows > 0 {
				if seen[a.Value] {
					return &Fault{"twice"}
				}
				seen[a.Value] = true
			}
			if attribute != "" && a.Name.Local == attribute && !near(e.Name.Local, a.Value) {
				return &Fault{"wide"}
			}
		}
	}
	return nil
}

// near says whether a row, cell or range lies where tables lie. What is no place at
// all is for the library to say.
func near(element, place string) bool {
	for _, p := range strings.Split(place, ":") {
		if element == "row" {
			p = "A" + p
		}
		col, row, err := excelize.CellNameToCoordinates(p)
		if err == nil && (col > maxCol || row > maxRow) || err != nil && len(p) > 8 {
			return false
		}
	}
	return true
}

func utf16(s string) []byte {
	var out []byte
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}
