package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// date stands in every workbook, so that the same book gives the same bytes.
const date = "2000-01-01T00:00:00Z"

// Write writes the workbook, whole or not at all.
func (x *Book) Write(w io.Writer) error {
	if x.Title == "" || len(x.Plans) < 2 || x.Inhabitants <= 0 || x.Years < 1 {
		return errors.New("workbook: a title, two plans, inhabitants and years are needed")
	}
	b := &book{f: excelize.NewFile(), styles: map[string]int{}}
	defer b.f.Close()
	n := &x.Names
	b.keep(b.f.SetSheetName("Sheet1", n.Page))
	for _, name := range []string{n.Inputs, n.Money, n.Indicators, n.Ledger, n.Assumptions} {
		_, err := b.f.NewSheet(name)
		b.keep(err)
	}
	x.page(b)
	x.inputs(b)
	x.ledger(b)
	x.money(b)
	x.indicators(b)
	x.assumptions(b)
	b.finish(x.Title, x.Source, x.Lang, n.Page)
	return b.write(w)
}

// finish lays every sheet out on A4, one of them upright, and dates the workbook.
func (b *book) finish(title, source, lang, upright string) {
	for _, name := range b.f.GetSheetList() {
		paper, landscape, one, none := 9, "landscape", 1, 0
		if name == upright {
			landscape = "portrait"
		}
		fit := true
		b.keep(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &one, FitToHeight: &none}))
		b.keep(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
		b.keep(b.f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&8" + amp(source) + "&R&8&P"}))
	}
	calc := true
	b.keep(b.f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &calc}))
	b.keep(b.f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "Piramide", Created: date, Modified: date, Language: lang}))
}

// write writes the workbook if nothing went wrong.
func (b *book) write(w io.Writer) error {
	if b.err != nil {
		return fmt.Errorf("workbook: %w", b.err)
	}
	var buf bytes.Buffer
	if err := b.f.Write(&buf); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return inOrder(w, buf.Bytes())
}

// inOrder writes the parts of a package with the list of their types in order, which
// excelize leaves to chance.
func inOrder(w io.Writer, book []byte) error {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		if f.Name != "[Content_Types].xml" {
			if err := out.Copy(f); err != nil {
				return fmt.Errorf("workbook: %w", err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
		part, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
		if _, err := part.Write(sortTypes(text)); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	_, err = buf.WriteTo(w)
	return err
}

var types = regexp.MustCompile(`<(?:Default|Override) [^>]*>(?:</(?:Default|Override)>)?`)

// sortTypes puts the entries of a list of types in order.
func sortTypes(text []byte) []byte {
	list := types.FindAll(text, -1)
	slices.SortFunc(list, bytes.Compare)
	k := -1
	return types.ReplaceAllFunc(bytes.Clone(text), func([]byte) []byte { k++; return list[k] })
}

// amp doubles the signs that a footer reads as marks.
func amp(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// rowHeight is the height of a line of text, in points.
const rowHeight = 13.5

// page is the one page: text over the width, tables in columns.
func (x *Book) page(b *book) {
	sheet := x.Names.Page
	columns := 2
	for _, r := range x.Page {
		columns = max(columns, len(r.Cells))
	}
	widths := []float64{34}
	for range columns - 1 {
		widths = append(widths, 30)
	}
	b.widths(sheet, widths...)
	for i, r := range x.Page {
		row := i + 1
		if r.Text == "" {
			lines := 1
			for k, c := range r.Cells {
				style := "wrap"
				if r.Style == Head {
					style = "head"
				}
				b.text(sheet, k+1, row, c, style)
				n := 0
				for _, line := range strings.Split(c, "\n") {
					n += len([]rune(line))/int(widths[k]-2) + 1
				}
				lines = max(lines, n)
			}
			b.keep(b.f.SetRowHeight(sheet, row, rowHeight*float64(lines)))
			continue
		}
		b.text(sheet, 1, row, r.Text, map[Style]string{Plain: "wrap", Title: "title", Heading: "heading", Note: "note"}[r.Style])
		b.keep(b.f.MergeCell(sheet, at(1, row), at(columns, row)))
		letters := 34 + 30*(columns-1)
		if lines := len([]rune(r.Text))/letters + 1; r.Style == Plain || r.Style == Note {
			b.keep(b.f.SetRowHeight(sheet, row, rowHeight*float64(lines)))
		}
	}
}

// Places of the yellow sheet.
const (
	inhabitantsRow = 4
	yearsRow       = 5
	priceRow       = 8 // the first instrument
)

// inputs is the yellow sheet: inhabitants, years, a price for every instrument.
func (x *Book) inputs(b *book) {
	n, sheet := &x.Names, x.Names.Inputs
	b.widths(sheet, 44, 26)
	b.text(sheet, 1, 1, n.Inputs, "title")
	b.text(sheet, 1, 2, x.OnlyEuros, "warning")
	b.keep(b.f.MergeCell(sheet, "A2", "D2"))
	b.text(sheet, 1, 3, x.HowToChange, "note")
	b.keep(b.f.MergeCell(sheet, "A3", "D3"))
	b.keep(b.f.SetRowHeight(sheet, 3, 26))
	b.text(sheet, 1, inhabitantsRow, n.Inhabitants, "")
	b.number(sheet, 2, inhabitantsRow, x.Inhabitants, "yellow whole")
	b.text(sheet, 1, yearsRow, n.Years, "")
	b.number(sheet, 2, yearsRow, float64(x.Years), "yellow whole")
	b.text(sheet, 1, priceRow-1, n.Instrument, "head")
	b.text(sheet, 2, priceRow-1, n.Price, "head")
	for i, name := range x.Instruments {
		b.text(sheet, 1, priceRow+i, name, "")
		b.number(sheet, 2, priceRow+i, 1, "yellow")
	}
	b.keep(b.f.AddDataValidation(sheet, percentages(fmt.Sprintf("B%d:B%d", priceRow, priceRow+max(len(x.Instruments), 1)-1))))
}

// percentages lets cells hold 0 to 1000 %.
func percentages(cells string) *excelize.DataValidation {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	_ = v.SetRange(0, 10, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween) // both are numbers
	return v
}

// Columns of the ledger.
const (
	ledgerPlan = iota + 1
	ledgerFrom
	ledgerTo
	ledgerInstrument
	ledgerReason
	ledgerNature
	ledgerProgramme
	ledgerEuros
	ledgerPayer
	ledgerSign
	ledgerRecomputed
)

const ledgerTop = 4 // row of the head

func (x *Book) ledgerRange(col int) string {
	last := ledgerTop + max(len(x.Lines), 1)
	return quote(x.Names.Ledger) + "!" + fixed(col, ledgerTop+1) + ":" + fixed(col, last)
}

func quote(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// ledger is every line of every plan, with its euros at the prices of the yellow sheet.
func (x *Book) ledger(b *book) {
	n, sheet := &x.Names, x.Names.Ledger
	b.widths(sheet, 30, 26, 26, 26, 26, 14, 12, 16, 26, 8, 18)
	b.text(sheet, 1, 1, n.Ledger+", "+x.Period, "title")
	b.text(sheet, 1, 2, x.OnlyEuros, "warning")
	b.keep(b.f.MergeCell(sheet, "A2", "K2"))
	for i, h := range []string{n.Plan, n.From, n.To, n.Instrument, n.Reason, n.Nature, n.Programme, n.Euros, n.Payer, "±", n.Recomputed} {
		b.text(sheet, i+1, ledgerTop, h, "head")
	}
	prices := quote(n.Inputs) + "!" + fixed(1, priceRow) + ":" + fixed(2, priceRow+max(len(x.Instruments), 1)-1)
	for i, l := range x.Lines {
		row := ledgerTop + 1 + i
		programme := ""
		if l.Programme {
			programme = n.Yes
		}
		for k, s := range []string{x.Plans[l.Plan], l.From, l.To, l.Instrument, l.Reason, l.Nature, programme} {
			b.text(sheet, k+1, row, s, "")
		}
		b.number(sheet, ledgerEuros, row, l.Euros, "euro")
		b.text(sheet, ledgerPayer, row, l.Payer, "")
		b.number(sheet, ledgerSign, row, l.Sign, "euro")
		b.formula(sheet, ledgerRecomputed, row, fmt.Sprintf("%s*IFERROR(VLOOKUP(%s,%s,2,FALSE),1)", at(ledgerEuros, row), at(ledgerInstrument, row), prices), l.Euros, "euro")
	}
	b.keep(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: ledgerTop, TopLeftCell: at(1, ledgerTop+1), ActivePane: "bottomLeft"}))
	if len(x.Lines) > 0 {
		b.keep(b.f.AutoFilter(sheet, at(1, ledgerTop)+":"+at(ledgerRecomputed, ledgerTop+len(x.Lines)), nil))
	}
}

// cost is what a payer pays under a plan, at present prices.
func (x *Book) cost(plan int, payer string) (sum float64) {
	for _, l := range x.Lines {
		if l.Plan == plan && l.Payer == payer {
			sum += l.Sign * l.Euros
		}
	}
	return sum
}

// money adds the ledger up by payer: EUR, and the difference with the first plan per
// inhabitant and year, all as formulas.
func (x *Book) money(b *book) {
	n, sheet := &x.Names, x.Names.Money
	widths := []float64{34}
	for range 2 * len(x.Plans) {
		widths = append(widths, 22)
	}
	b.widths(sheet, widths...)
	b.text(sheet, 1, 1, n.Money+", "+x.Period, "title")
	b.text(sheet, 1, 2, x.OnlyEuros, "warning")
	b.keep(b.f.MergeCell(sheet, "A2", at(2*len(x.Plans), 2)))
	const top = 4
	b.text(sheet, 1, top, n.Payer, "head")
	for p, title := range x.Plans {
		b.text(sheet, 2+p, top-1, title, "wrap") // the formulas below look for this plan
		b.text(sheet, 2+p, top, n.Cost, "head")
		if p > 0 {
			b.text(sheet, 1+len(x.Plans)+p, top-1, title, "wrap")
			b.text(sheet, 1+len(x.Plans)+p, top, n.PerHead, "head")
		}
	}
	b.keep(b.f.SetRowHeight(sheet, top-1, 3*rowHeight))
	b.keep(b.f.SetRowHeight(sheet, top, 4*rowHeight))
	heads := quote(n.Inputs) + "!" + fixed(2, inhabitantsRow)
	years := quote(n.Inputs) + "!" + fixed(2, yearsRow)
	perHead := func(row, p int, now float64, style string) {
		b.formula(sheet, 1+len(x.Plans)+p, row, fmt.Sprintf("(%s-%s)/%s/%s", at(2+p, row), at(2, row), heads, years), now/x.Inhabitants/float64(x.Years), style)
	}
	last := top + len(x.Payers)
	for i, payer := range x.Payers {
		row := top + 1 + i
		b.text(sheet, 1, row, payer, "")
		for p := range x.Plans {
			b.formula(sheet, 2+p, row, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%s=%s)*%s*%s)", x.ledgerRange(ledgerPlan), fixed(2+p, top-1), x.ledgerRange(ledgerPayer), at(1, row), x.ledgerRange(ledgerSign), x.ledgerRange(ledgerRecomputed)), x.cost(p, payer), "euro")
			if p > 0 {
				perHead(row, p, x.cost(p, payer)-x.cost(0, payer), "head euro")
			}
		}
	}
	total := last + 1
	b.text(sheet, 1, total, n.Total, "sum")
	all := func(plan int) (sum float64) {
		for _, payer := range x.Payers {
			sum += x.cost(plan, payer)
		}
		return sum
	}
	for p := range x.Plans {
		b.formula(sheet, 2+p, total, fmt.Sprintf("SUM(%s:%s)", at(2+p, top+1), at(2+p, last)), all(p), "euro sum")
		if p > 0 {
			perHead(total, p, all(p)-all(0), "head euro sum")
		}
	}
	var series []excelize.ChartSeries
	for p := 1; p < len(x.Plans); p++ {
		col := 1 + len(x.Plans) + p
		series = append(series, excelize.ChartSeries{
			Name:       quote(sheet) + "!" + fixed(col, top-1),
			Categories: quote(sheet) + "!" + fixed(1, top+1) + ":" + fixed(1, total),
			Values:     quote(sheet) + "!" + fixed(col, top+1) + ":" + fixed(col, total),
		})
	}
	b.chart(sheet, at(1, total+2), n.MoneyChart, n.PerYear, series)
}

// chart draws columns.
func (b *book) chart(sheet, cell, title, unit string, series []excelize.ChartSeries) {
	colors := []string{"0B5FA5", "D4580A", "36B098", "7A2E73", "E3B23C"}
	for i := range series {
		series[i].Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colors[i%len(colors)]}}
	}
	b.keep(b.f.AddChart(sheet, cell, &excelize.Chart{
		Type: excelize.Col, Series: series,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 900, Height: 380},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: unit}}}},
		XAxis:     excelize.ChartAxis{TickLabelPosition: excelize.ChartTickLabelLow},
	}))
}

// indicators are the levels of every plan and their differences.
func (x *Book) indicators(b *book) {
	n, sheet := &x.Names, x.Names.Indicators
	b.widths(sheet, 38, 30, 16, 36, 12, 12, 12, 14, 14, 14, 36)
	b.text(sheet, 1, 1, n.Indicators, "title")
	const top = 3
	for i, h := range []string{n.Indicator, n.Unit, n.Period, n.Plan, n.Mean, n.Low, n.High, n.Difference, n.DifferenceLow, n.DifferenceHigh, n.Verdict} {
		b.text(sheet, i+1, top, h, "head")
	}
	row := top
	var first, last int // rows of the indicator that is drawn
	for _, ind := range x.Indicators {
		base := row + 1
		for p, l := range ind.Levels {
			row++
			if ind.Name == x.IndicatorOfChart && ind.Period == x.Period {
				if first == 0 {
					first = row
				}
				last = row
			}
			for k, s := range []string{ind.Name, ind.Unit, ind.Period, x.Plans[p]} {
				b.text(sheet, k+1, row, s, "")
			}
			for k, v := range []float64{l.Mean, l.Low, l.High} {
				b.number(sheet, 5+k, row, v, "value")
			}
			if p == 0 {
				continue
			}
			if d := l.Mean - ind.Levels[0].Mean; d == d {
				b.formula(sheet, 8, row, fmt.Sprintf("%s-%s", at(5, row), at(5, base)), d, "signed")
				b.number(sheet, 9, row, l.DifferLow, "signed")
				b.number(sheet, 10, row, l.DifferHigh, "signed")
			}
			b.text(sheet, 11, row, l.Verdict, "")
		}
	}
	b.keep(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: at(1, top+1), ActivePane: "bottomLeft"}))
	b.keep(b.f.AutoFilter(sheet, at(1, top)+":"+at(11, max(row, top+1)), nil))
	if first > 0 {
		b.chart(sheet, at(13, top), n.IndicatorChart, x.IndicatorOfChart, []excelize.ChartSeries{{
			Name:       quote(sheet) + "!" + fixed(1, first),
			Categories: quote(sheet) + "!" + fixed(4, first) + ":" + fixed(4, last),
			Values:     quote(sheet) + "!" + fixed(5, first) + ":" + fixed(5, last),
		}})
	}
}

// assumptions are the parameters with their sources.
func (x *Book) assumptions(b *book) {
	sheet := x.Names.Assumptions
	b.widths(sheet, 40, 60, 14, 14, 14, 18, 60)
	b.text(sheet, 1, 1, x.Names.Assumptions, "title")
	for i, h := range x.AssumptionHead {
		b.text(sheet, i+1, 3, h, "head")
	}
	for i, r := range x.Assumptions {
		for k, s := range r {
			style := ""
			if k == len(r)-1 && s == "" {
				style = "warning"
			}
			b.text(sheet, k+1, 4+i, s, style)
		}
	}
	b.keep(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}))
}
