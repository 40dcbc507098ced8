package outputs

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
)

// openBlock opens a file of cells and refuses one with other columns.
func openBlock(f *os.File) (*parquet.File, error) {
	p, err := openParquet(f)
	if err != nil {
		return nil, err
	}
	if got, want := p.Schema().String(), rowSchema.String(); len(p.Schema().Columns()) < len(rowSchema.Columns()) ||
		got != want && !holdsColumns(p) {
		return nil, errors.New("lacks columns of a block of cells")
	}
	return p, nil
}

// holdsColumns reports whether a file has all our columns in their kinds; it may have more.
func holdsColumns(p *parquet.File) bool {
	for _, path := range rowSchema.Columns() {
		want, _ := rowSchema.Lookup(path...)
		got, known := p.Schema().Lookup(path...)
		if !known || !got.Node.Required() || got.Node.Type().Kind() != want.Node.Type().Kind() {
			return false
		}
	}
	return true
}

// readGroup reads the rows of one cell, column by column. Unless all is asked it
// leaves out the single buurten, which stand last.
func readGroup(p *parquet.File, group parquet.RowGroup, all bool) (rows []row, err error) {
	defer func() {
		if e := recover(); e != nil { // the decoder panics on bytes that cannot be
			rows, err = nil, fmt.Errorf("is damaged: %v", e)
		}
	}()
	rows = make([]row, group.NumRows())
	chunks := group.ColumnChunks()
	chunk := func(name string) parquet.ColumnChunk {
		leaf, _ := p.Schema().Lookup(name)
		return chunks[leaf.ColumnIndex]
	}
	if err := readText(chunk("table"), rows, textColumns["table"]); err != nil {
		return nil, err
	}
	if err := readText(chunk("area"), rows, textColumns["area"]); err != nil {
		return nil, err
	}
	if !all {
		for i := range rows {
			if rows[i].Table == tableYearly && rows[i].Area != RegionArea {
				rows = rows[:i]
				break
			}
		}
	}
	for _, path := range rowSchema.Columns() {
		name := path[0]
		var err error
		switch {
		case name == "table" || name == "area":
		case textColumns[name] != nil:
			err = readText(chunk(name), rows, textColumns[name])
		case smallColumns[name] != nil:
			at := smallColumns[name]
			err = readPages(chunk(name), len(rows), func(page parquet.Page, from int) {
				data := page.Data()
				for i, v := range data.Int32() {
					if from+i < len(rows) {
						*at(&rows[from+i]) = v
					}
				}
			})
		default:
			at := largeColumns[name]
			err = readPages(chunk(name), len(rows), func(page parquet.Page, from int) {
				data := page.Data()
				for i, v := range data.Int64() {
					if from+i < len(rows) {
						*at(&rows[from+i]) = v
					}
				}
			})
		}
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// readText reads a column of words; each word of its dictionary is made once.
func readText(c parquet.ColumnChunk, rows []row, at func(*row) *string) error {
	var words []string
	return readPages(c, len(rows), func(page parquet.Page, from int) {
		dictionary := page.Dictionary()
		for i := len(words); i < dictionary.Len(); i++ {
			words = append(words, dictionary.Index(int32(i)).Clone().String())
		}
		data := page.Data()
		for i, v := range data.Int32() {
			if from+i < len(rows) {
				*at(&rows[from+i]) = words[v]
			}
		}
	})
}

// readPages walks the pages of a column until n values are read.
func readPages(c parquet.ColumnChunk, n int, use func(page parquet.Page, from int)) error {
	pages := c.Pages()
	defer pages.Close()
	for from := 0; from < n; {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		use(page, from)
		from += int(page.NumValues())
		parquet.Release(page)
	}
	return nil
}
