package outputs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// openBlock opens a file of cells and refuses one with other columns.
func openBlock(f *os.File) (*parquet.File, error) {
	p, err := openParquet(f)
	if err != nil {
		return nil, err
	}
	return ofCells(p)
}

// ofCells refuses a file that holds no cells.
func ofCells(p *parquet.File) (*parquet.File, error) {
	if p.Schema().String() != rowSchema.String() && !holdsColumns(p) {
		return nil, errors.New("lacks columns of a block of cells")
	}
	return p, nil
}

// holdsColumns reports whether a file has all our columns in their kinds; it may have more.
func holdsColumns(p *parquet.File) bool {
	for _, path := range rowSchema.Columns() {
		want, _ := rowSchema.Lookup(path...)
		got, known := p.Schema().Lookup(path...)
		if !known && path[0] == columnPoint {
			continue
		}
		if !known || !got.Node.Required() || got.Node.Type().Kind() != want.Node.Type().Kind() {
			return false
		}
	}
	return true
}

// readGroup reads the rows of one cell into the memory of rows, column by column.
// Unless all is asked it leaves out the single buurten, which stand last.
func readGroup(p *parquet.File, group parquet.RowGroup, all bool, rows []row) (_ []row, err error) {
	defer func() {
		if e := recover(); e != nil { // the decoder panics on bytes that cannot be
			err = fmt.Errorf("is damaged: %v", e)
		}
	}()
	n := int(group.NumRows())
	chunks := group.ColumnChunks()
	chunk := func(name string) parquet.ColumnChunk {
		leaf, _ := p.Schema().Lookup(name)
		return chunks[leaf.ColumnIndex]
	}
	if !all {
		if n, err = rowsBeforeBuurten(chunk("area"), n); err != nil {
			return nil, err
		}
	}
	rows = slices.Grow(rows[:0], n)[:n]
	for _, path := range rowSchema.Columns() {
		name := path[0]
		if _, known := p.Schema().Lookup(name); !known { // the memory of rows may hold those of another cell
			for i := range rows {
				*smallColumns[name](&rows[i]) = 0
			}
			continue
		}
		var err error
		switch {
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

// rowsBeforeBuurten is the place of the first row of a single buurt, n when there is none.
func rowsBeforeBuurten(area parquet.ColumnChunk, n int) (int, error) {
	first := n
	err := readPages(area, n, func(page parquet.Page, from int) {
		dictionary := page.Dictionary()
		buurt := make([]bool, dictionary.Len())
		for i := range buurt {
			word := string(dictionary.Index(int32(i)).ByteArray())
			buurt[i] = word != "" && word != RegionArea
		}
		data := page.Data()
		if i := slices.IndexFunc(data.Int32(), func(v int32) bool { return buurt[v] }); i >= 0 {
			first = min(first, from+i)
		}
	})
	return first, err
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
