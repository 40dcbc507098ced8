package evidence

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
)

//go:embed data/*.csv
var embedded embed.FS

// rowFiles are read in this order; rows keep it.
var rowFiles = []string{"population_and_costs.csv", "care_and_financing.csv", "own.csv", "structure.csv"}

// Register is the whole register, in file order. It is never changed after loading.
type Register struct {
	rows   []Row
	byID   map[string]int
	byBase map[string][]int // rows of an age family, by the id without its band
	roles  []Role           // one per row
	leads  map[string][]string
}

var loadOnce = sync.OnceValues(func() (*Register, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Read(data)
})

// Load returns the embedded register. It is read once.
func Load() (*Register, error) { return loadOnce() }

// Read reads a register from a folder with the files of this package's data.
// Every fault of every file is reported, each with its file and line.
func Read(data fs.FS) (*Register, error) {
	reg := &Register{byID: map[string]int{}, byBase: map[string][]int{}}
	var faults []error
	for _, name := range rowFiles {
		faults = append(faults, reg.readRows(data, name)...)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	for i, r := range reg.rows {
		if base, ok := familyOf(r.ID); ok {
			reg.byBase[base] = append(reg.byBase[base], i)
		}
	}
	if err := reg.readRoles(data); err != nil {
		return nil, err
	}
	return reg, nil
}

func (reg *Register) readRows(data fs.FS, name string) (faults []error) {
	err := eachRecord(data, name, columns, func(line int, rec []string) {
		r, wrong := parseRow(rec)
		r.File, r.Line = name, line
		if first, ok := reg.byID[r.ID]; ok {
			wrong = append(wrong, "this id is already at "+reg.rows[first].Where())
		}
		for _, w := range wrong {
			faults = append(faults, fmt.Errorf("%s: %s: %s", r.Where(), r.ID, w))
		}
		if len(wrong) == 0 {
			reg.byID[r.ID] = len(reg.rows)
			reg.rows = append(reg.rows, r)
		}
	})
	if err != nil {
		faults = append(faults, err)
	}
	return faults
}

// eachRecord walks the records of a CSV file whose header must be exactly cols.
func eachRecord(data fs.FS, name string, cols []string, visit func(line int, rec []string)) error {
	text, err := fs.ReadFile(data, name)
	if err != nil {
		return err
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = len(cols)
	header, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if !slices.Equal(header, cols) {
		return fmt.Errorf("%s:1: the header is %v; it must be %v", name, header, cols)
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		visit(line, rec)
	}
}

// With returns the register with a user's own numbers in the place of rows: value,
// range, source and note. Ids, questions and roles stay. A row that is not there is our
// own mistake: it panics.
func (reg *Register) With(own []Row) *Register {
	out := *reg
	out.rows = slices.Clone(reg.rows)
	for _, r := range own {
		i, ok := reg.byID[r.ID]
		if !ok {
			panic("evidence: no row " + r.ID + " to put a number in place of")
		}
		was := reg.rows[i]
		now := was
		now.Value, now.Low, now.High, now.Source, now.Note, now.Kind, now.Instead = r.Value, r.Low, r.High, r.Source, r.Note, Published, &was
		out.rows[i] = now
	}
	return &out
}

// Row returns the row with this id.
func (reg *Register) Row(id string) (Row, bool) {
	i, ok := reg.byID[id]
	if !ok {
		return Row{}, false
	}
	return reg.rows[i], true
}

// Rows returns all rows in file order.
func (reg *Register) Rows() []Row { return slices.Clone(reg.rows) }

// Group returns the rows of one group in file order.
func (reg *Register) Group(group string) []Row {
	var out []Row
	for _, r := range reg.rows {
		if r.Group == group {
			out = append(out, r)
		}
	}
	return out
}

// Near returns the id or family most like the given one, for "did you mean";
// empty when nothing is close.
func (reg *Register) Near(id string) string {
	names := make([]string, 0, len(reg.rows)+len(reg.byBase))
	for _, r := range reg.rows {
		names = append(names, r.ID)
	}
	for base := range reg.byBase {
		names = append(names, base)
	}
	slices.Sort(names)
	return Nearest(id, names)
}
