package scenarios

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/sheet"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// NumbersForm writes a file to fill in with numbers of one's own: the rows of the
// register that the model takes a number from, those whose id, group or name holds a
// word when one is given, with what the register says. As CSV with semicolons and decimal
// commas, or as a workbook with a sheet of single numbers and one of those by age. It is
// nil when no row holds the word.
func NumbersForm(w *words.Words, word string, asCSV bool) []byte {
	var single, byAge []evidence.Row
	for _, p := range parameters().List() {
		for _, r := range register().Named(p.Evidence) {
			switch {
			case !Holds(word, r.ID, r.Group, numbersQuantity(w, r)):
			case p.Table:
				byAge = append(byAge, r)
			default:
				single = append(single, r)
			}
		}
	}
	if len(single)+len(byAge) == 0 {
		return nil
	}
	if asCSV {
		return numbersCSV(w, append(single, byAge...))
	}
	names := []string{w.Say("numbers.sheet_single"), w.Say("numbers.sheet_by_age")}
	b := sheet.New(names...)
	numbersSheet(b, w, names[0], single)
	numbersSheet(b, w, names[1], byAge)
	var out bytes.Buffer
	if err := b.Write(&out, w.Say("numbers.title"), w.Lang()); err != nil {
		panic("scenarios: the form for own numbers cannot be written: " + err.Error())
	}
	return out.Bytes()
}

// Holds says whether a word stands in one of some texts, in any case.
func Holds(word string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(word)) })
}

func numbersCSV(w *words.Words, rows []evidence.Row) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that a spreadsheet reads UTF-8
	c := csv.NewWriter(&out)
	c.Comma = ';'
	head := make([]string, len(numbersColumns))
	for i, name := range numbersColumns {
		head[i] = w.Say("numbers.column_" + name)
	}
	comma := func(x float64) string { return strings.Replace(number(x), ".", ",", 1) }
	lines := [][]string{head}
	for _, r := range rows {
		lines = append(lines, []string{r.ID, numbersQuantity(w, r), comma(r.Value), comma(r.Low), comma(r.High), numbersUnit(w, r), evidence.In(w.Lang(), r.Source), "", "", "", "", "", ""})
	}
	if err := c.WriteAll(lines); err != nil {
		panic("scenarios: the form for own numbers cannot be written: " + err.Error())
	}
	return out.Bytes()
}

// numbersUnit is the unit of a row, with the year of its prices.
func numbersUnit(w *words.Words, r evidence.Row) string {
	unit := cmp.Or(w.Unit(r.Unit), r.Unit)
	if year, ok := r.PriceYear(); ok {
		return w.Say("numbers.prices", "unit", unit, "year", strconv.Itoa(year))
	}
	return unit
}

// numbersQuantity names what a row is: the parameter that takes its value from it.
func numbersQuantity(w *words.Words, r evidence.Row) string {
	return cmp.Or(w.Parameter(taken()[r.ID]), evidence.In(w.Lang(), r.Quantity))
}

// numbersSheet writes a sheet of rows to fill in.
func numbersSheet(b *sheet.Writer, w *words.Words, on string, rows []evidence.Row) {
	widths := []float64{30, 46, 10, 10, 10, 24, 34, 11, 11, 11, 26, 12, 26}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, w.Say("numbers.title"), "title")
	b.Keep(b.File.SetRowHeight(on, 1, 24))
	b.Text(on, 1, 2, w.Say("numbers.marker", "version", strconv.Itoa(formVersion)), "small")
	row := 3
	for _, line := range strings.Split(strings.TrimSpace(w.Say("numbers.how")), "\n") {
		b.Text(on, 1, row, line, "wrap")
		b.Keep(b.File.MergeCell(on, sheet.At(1, row), sheet.At(8, row)))
		b.Keep(b.File.SetRowHeight(on, row, 13.5*float64(len([]rune(line))/180+1)+1))
		row++
	}
	row++
	head := row
	for i, name := range numbersColumns {
		b.Text(on, i+1, row, w.Say("numbers.column_"+name), "head")
	}
	b.Keep(b.File.SetRowHeight(on, row, 3*13.5))
	b.Freeze(on, row)
	for _, r := range rows {
		row++
		for i, s := range []string{r.ID, numbersQuantity(w, r), "", "", "", numbersUnit(w, r), evidence.In(w.Lang(), r.Source)} {
			if i < 2 || i > 4 {
				style := "grey"
				if i == 5 {
					style = "grey after number"
				}
				b.Text(on, i+1, row, s, style)
			}
		}
		for i, x := range []float64{r.Value, r.Low, r.High} {
			b.Number(on, 3+i, row, x, "register")
		}
		for i := 7; i < len(numbersColumns); i++ {
			style := "yellow cell"
			if numbersColumns[i] == "own_date" {
				style = "yellow date"
			}
			b.Style(on, i+1, row, style)
		}
		lines := max(len([]rune(numbersQuantity(w, r)))/50, len([]rune(evidence.In(w.Lang(), r.Source)))/36, len([]rune(numbersUnit(w, r)))/23, len([]rune(r.ID))/33) + 1
		b.Keep(b.File.SetRowHeight(on, row, 13.5*float64(lines)+1))
	}
	b.Keep(b.File.AutoFilter(on, sheet.At(1, head)+":"+sheet.At(len(numbersColumns), max(row, head+1)), nil))
	b.Repeat(on, head, head)
	b.Print(on, false, w.Say("numbers.title")+" · piramide-numbers "+strconv.Itoa(formVersion))
}
