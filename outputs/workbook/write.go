package workbook

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"piramide/internal/sheet"
)

// Write writes the workbook, whole or not at all.
func (x *Book) Write(w io.Writer) error {
	if x.Title == "" || len(x.Plans) < 2 || x.Inhabitants <= 0 || x.Years < 1 {
		return errors.New("workbook: a title, two plans, inhabitants and years are needed")
	}
	n := &x.Names
	b := sheet.New(n.Page, n.Inputs, n.Money, n.Indicators, n.Ledger, n.Assumptions)
	x.page(b)
	x.inputs(b)
	x.ledger(b)
	x.money(b)
	x.indicators(b)
	x.assumptions(b)
	for _, name := range b.File.GetSheetList() {
		b.Print(name, name == n.Page && x.columns() <= uprightColumns, x.Source)
	}
	b.Repeat(n.Indicators, 1, indicatorsTop)
	b.Repeat(n.Ledger, 1, ledgerTop)
	b.Repeat(n.Assumptions, 1, assumptionsTop)
	calc := true
	b.Keep(b.File.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &calc}))
	return b.Write(w, x.Title, x.Lang)
}

// rowHeight is the height of a line of text, in points.
const rowHeight = 13.5

// titleHeight is that of a title.
const titleHeight = 24

// uprightColumns is how many columns the first sheet has at most to stand on a page; with
// more it lies down.
const uprightColumns = 5

// columns counts those of the first sheet.
func (x *Book) columns() int {
	n := 2
	for _, r := range x.Page {
		n = max(n, len(r.Cells))
	}
	return n
}

// lines is about how many lines a text takes in a column, broken between words. A width
// is given in digits, than which letters are narrower.
func lines(s string, width float64) int {
	n, room := 0, int(1.25*width)
	for _, line := range strings.Split(s, "\n") {
		n++
		used := 0
		for _, word := range strings.Fields(line) {
			letters := len([]rune(word))
			if used > 0 {
				letters++
			}
			if used > 0 && used+letters > room {
				n, used, letters = n+1, 0, letters-1
			}
			for used += letters; used > room; used -= room {
				n++ // a word that is longer than a line is broken
			}
		}
	}
	return n
}

// row fills a row of texts, as high as the longest needs.
func row(b *sheet.Writer, on string, row int, widths []float64, style string, texts ...string) {
	high := 1
	for k, s := range texts {
		b.Text(on, k+1, row, s, style)
		width := widths[k]
		if style == "head" {
			width -= 2 // bold, and a button to filter with
		}
		high = max(high, lines(s, width))
	}
	b.Keep(b.File.SetRowHeight(on, row, rowHeight*float64(high)))
}

// head fills the head of a table; its columns from first to last hold numbers.
func head(b *sheet.Writer, on string, at int, widths []float64, first, last int, texts ...string) {
	row(b, on, at, widths, "head", texts...)
	for k := first; k <= last; k++ {
		b.Style(on, k, at, "head number")
	}
	if last < len(texts) {
		b.Style(on, last+1, at, "head after number")
	}
}

// page is the one page: text over the width, tables in columns.
func (x *Book) page(b *sheet.Writer) {
	on, columns := x.Names.Page, x.columns()
	widths, across := []float64{26}, 26.0
	for range columns - 1 {
		w := max(13, 78/float64(columns-1))
		widths = append(widths, w)
		across += w
	}
	b.Widths(on, widths...)
	for i, r := range x.Page {
		at := i + 1
		if r.Text == "" {
			style := "wrap"
			if r.Style == Head {
				style = "head"
			}
			row(b, on, at, widths, style, r.Cells...)
			continue
		}
		b.Text(on, 1, at, r.Text, map[Style]string{Plain: "wrap", Title: "title", Heading: "heading", Note: "note"}[r.Style])
		b.Keep(b.File.MergeCell(on, sheet.At(1, at), sheet.At(columns, at)))
		switch r.Style {
		case Title:
			b.Keep(b.File.SetRowHeight(on, at, titleHeight))
		case Heading:
			b.Keep(b.File.SetRowHeight(on, at, 1.5*rowHeight))
		default:
			b.Keep(b.File.SetRowHeight(on, at, rowHeight*float64(lines(r.Text, across))))
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
func (x *Book) inputs(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Inputs
	last := 2 + len(x.Plans)
	widths, across := []float64{38, 13}, 38+13.0
	for range x.Plans {
		widths = append(widths, 16)
		across += 16
	}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Inputs, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	for i, s := range []struct{ text, style string }{{x.OnlyEuros, "warning"}, {x.HowToChange, "note"}} {
		b.Text(on, 1, 2+i, s.text, s.style)
		b.Keep(b.File.MergeCell(on, sheet.At(1, 2+i), sheet.At(last, 2+i)))
		b.Keep(b.File.SetRowHeight(on, 2+i, rowHeight*float64(lines(s.text, across))))
	}
	b.Text(on, 1, inhabitantsRow, n.Inhabitants, "")
	b.Number(on, 2, inhabitantsRow, x.Inhabitants, "yellow whole")
	b.Text(on, 1, yearsRow, n.Years, "")
	b.Number(on, 2, yearsRow, float64(x.Years), "yellow whole")
	head(b, on, priceRow-1, widths, 2, last, append([]string{n.Instrument, n.Price}, x.Plans...)...)
	b.Text(on, 3, priceRow-2, n.Recomputed, "group")
	b.Keep(b.File.MergeCell(on, sheet.At(3, priceRow-2), sheet.At(last, priceRow-2)))
	for i, name := range x.Instruments {
		b.Text(on, 1, priceRow+i, name, "")
		b.Number(on, 2, priceRow+i, 1, "yellow")
	}
	// What each plan pays through the instrument at that price; the first column is 3.
	for p := range x.Plans {
		col := 3 + p
		for i, name := range x.Instruments {
			row := priceRow + i
			b.Formula(on, col, row, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%s=%s)*%s*%s)", x.ledgerRange(ledgerPlan), sheet.Fixed(col, priceRow-1), x.ledgerRange(ledgerInstrument), sheet.At(1, row), x.ledgerRange(ledgerSign), x.ledgerRange(ledgerRecomputed)), x.paid(p, name), "euro")
		}
	}
	b.Keep(b.File.AddDataValidation(on, percentages(fmt.Sprintf("B%d:B%d", priceRow, priceRow+max(len(x.Instruments), 1)-1))))
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

// Rows of the heads.
const (
	ledgerTop      = 4
	moneyTop       = 4
	indicatorsTop  = 4
	assumptionsTop = 3
)

func (x *Book) ledgerRange(col int) string {
	last := ledgerTop + max(len(x.Lines), 1)
	return sheet.Quote(x.Names.Ledger) + "!" + sheet.Fixed(col, ledgerTop+1) + ":" + sheet.Fixed(col, last)
}

// ledger is every line of every plan, with its euros at the prices of the yellow sheet.
func (x *Book) ledger(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Ledger
	widths := []float64{28, 22, 22, 22, 22, 13, 9, 14, 22, 4, 14}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Ledger+", "+x.Period, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	b.Text(on, 1, 2, x.OnlyEuros, "warning")
	b.Keep(b.File.MergeCell(on, "A2", "K2"))
	head(b, on, ledgerTop, widths, ledgerEuros, ledgerEuros, n.Plan, n.From, n.To, n.Instrument, n.Reason, n.Nature, n.Programme, n.Euros, n.Payer, "±", n.Recomputed)
	b.Style(on, ledgerRecomputed, ledgerTop, "head number")
	prices := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(1, priceRow) + ":" + sheet.Fixed(2, priceRow+max(len(x.Instruments), 1)-1)
	for i, l := range x.Lines {
		at := ledgerTop + 1 + i
		programme := ""
		if l.Programme {
			programme = n.Yes
		}
		row(b, on, at, widths, "wrap", x.Plans[l.Plan], l.From, l.To, l.Instrument, l.Reason, l.Nature, programme, "", l.Payer)
		b.Style(on, ledgerPayer, at, "after number")
		b.Number(on, ledgerEuros, at, l.Euros, "euro")
		b.Number(on, ledgerSign, at, l.Sign, "euro")
		b.Formula(on, ledgerRecomputed, at, fmt.Sprintf("%s*IFERROR(VLOOKUP(%s,%s,2,FALSE),1)", sheet.At(ledgerEuros, at), sheet.At(ledgerInstrument, at), prices), l.Euros, "euro")
	}
	b.Freeze(on, ledgerTop)
	if len(x.Lines) > 0 {
		b.Keep(b.File.AutoFilter(on, sheet.At(1, ledgerTop)+":"+sheet.At(ledgerRecomputed, ledgerTop+len(x.Lines)), nil))
	}
}

// paid is what payers pay through an instrument under a plan, at present prices.
func (x *Book) paid(plan int, instrument string) (sum float64) {
	for _, l := range x.Lines {
		if l.Plan == plan && l.Instrument == instrument {
			sum += l.Sign * l.Euros
		}
	}
	return sum
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

// money adds the ledger up by plan and payer: EUR, and the difference with the first plan
// per inhabitant and year, all as formulas.
func (x *Book) money(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Money
	const top = moneyTop
	payers := len(x.Payers)
	total, last := payers+2, 2*payers+3 // columns: of all payers together, and of their difference
	widths, across := []float64{34}, 34.0
	for range last - 1 {
		widths = append(widths, 17)
		across += 17
	}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Money+", "+x.Period, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	over := func(row int, text, style string) {
		b.Text(on, 1, row, text, style)
		b.Keep(b.File.MergeCell(on, sheet.At(1, row), sheet.At(last, row)))
		b.Keep(b.File.SetRowHeight(on, row, rowHeight*float64(lines(text, across))))
	}
	over(2, x.OnlyEuros, "warning")
	b.Text(on, 2, top-1, n.Cost, "group")
	b.Keep(b.File.MergeCell(on, sheet.At(2, top-1), sheet.At(total, top-1)))
	b.Text(on, total+1, top-1, n.PerHead, "group")
	b.Keep(b.File.MergeCell(on, sheet.At(total+1, top-1), sheet.At(last, top-1)))
	parties := append(slices.Clone(x.Payers), n.Total) // the formulas below look for these names
	head(b, on, top, widths, 2, last, slices.Concat([]string{n.Plan}, parties, parties)...)
	heads := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(2, inhabitantsRow)
	years := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(2, yearsRow)
	for p, title := range x.Plans {
		at := top + 1 + p
		row(b, on, at, widths, "wrap", title)
		var sum, before float64
		differ := func(col int, now float64, style string) {
			if p > 0 {
				b.Formula(on, total-1+col, at, fmt.Sprintf("(%s-%s)/%s/%s", sheet.At(col, at), sheet.At(col, top+1), heads, years), now/x.Inhabitants/float64(x.Years), style)
			}
		}
		for i, payer := range x.Payers {
			cost, first := x.cost(p, payer), x.cost(0, payer)
			sum, before = sum+cost, before+first
			b.Formula(on, 2+i, at, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%s=%s)*%s*%s)", x.ledgerRange(ledgerPlan), sheet.At(1, at), x.ledgerRange(ledgerPayer), sheet.Fixed(2+i, top), x.ledgerRange(ledgerSign), x.ledgerRange(ledgerRecomputed)), cost, "euro")
			differ(2+i, cost-first, "head euro")
		}
		b.Formula(on, total, at, fmt.Sprintf("SUM(%s:%s)", sheet.At(2, at), sheet.At(total-1, at)), sum, "euro sum")
		differ(total, sum-before, "head euro sum")
	}
	at := top + len(x.Plans)
	for _, s := range []string{x.Means, x.NotPaid} {
		if s != "" {
			at++
			over(at, s, "note")
		}
	}
	var series []excelize.ChartSeries
	for col := total + 1; col <= last; col++ {
		series = append(series, excelize.ChartSeries{
			Name:       sheet.Quote(on) + "!" + sheet.Fixed(col, top),
			Categories: sheet.Quote(on) + "!" + sheet.Fixed(1, top+2) + ":" + sheet.Fixed(1, top+len(x.Plans)),
			Values:     sheet.Quote(on) + "!" + sheet.Fixed(col, top+2) + ":" + sheet.Fixed(col, top+len(x.Plans)),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{inks[(col-total-1)%len(inks)]}},
		})
	}
	series[payers].Fill.Color = []string{"55606B"} // all together is no payer
	b.Keep(b.File.AddChart(on, sheet.At(1, at+2), bars(n.MoneyChart, n.PerYear, series, len(x.Plans)-1)))
}

// ink is the colour of letters; inks are those of series, which are told apart by who
// sees few colours.
const ink = "1D2833"

var inks = []string{"0B5FA5", "D4580A", "36B098", "7A2E73", "E3B23C"}

// bars draws lying bars for every plan, the first above.
func bars(title, unit string, series []excelize.ChartSeries, plans int) *excelize.Chart {
	small := excelize.Font{Size: 9, Color: ink}
	vary := false
	return &excelize.Chart{
		Type: excelize.Bar, Series: series,
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Size: 12, Bold: true, Color: ink}}}},
		Legend:     excelize.ChartLegend{Position: "bottom", Font: &small},
		VaryColors: &vary,
		Dimension:  excelize.ChartDimension{Width: 900, Height: uint(180 + max(8, 24/len(series))*len(series)*plans)},
		YAxis:      excelize.ChartAxis{MajorGridLines: true, Font: small, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: unit, Font: &small}}}},
		XAxis:      excelize.ChartAxis{TickLabelPosition: excelize.ChartTickLabelLow, Font: small, ReverseOrder: true},
	}
}

// indicators are the levels of every plan and their differences.
func (x *Book) indicators(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Indicators
	widths := []float64{30, 24, 20, 42, 10, 10, 10, 10, 10, 10, 26}
	last := len(widths)
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Indicators, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	b.Text(on, 1, 2, x.Limits, "note")
	b.Keep(b.File.MergeCell(on, "A2", sheet.At(last, 2)))
	const top = indicatorsTop
	head(b, on, top, widths, 5, 10, n.Indicator, n.Unit, n.Period, n.Plan, n.Mean, n.Low, n.High, n.Difference, n.DifferenceLow, n.DifferenceHigh, n.Verdict)
	at := top
	var from, to int // rows of the indicator that is drawn
	for _, ind := range x.Indicators {
		base := at + 1
		for p, l := range ind.Levels {
			at++
			if ind.Name == x.IndicatorOfChart && ind.Period == x.Period {
				if from == 0 {
					from = at
				}
				to = at
			}
			row(b, on, at, widths, "wrap", ind.Name, ind.Unit, ind.Period, x.Plans[p], "", "", "", "", "", "", l.Verdict)
			b.Style(on, last, at, "after number")
			digits := " " + strconv.Itoa(max(0, min(ind.Digits, 4)))
			for k, v := range []float64{l.Mean, l.Low, l.High} {
				b.Number(on, 5+k, at, v, "value"+digits)
			}
			if d := l.Mean - ind.Levels[0].Mean; p > 0 && !math.IsNaN(d) {
				b.Formula(on, 8, at, fmt.Sprintf("%s-%s", sheet.At(5, at), sheet.At(5, base)), d, "signed"+digits)
				b.Number(on, 9, at, l.DifferLow, "signed"+digits)
				b.Number(on, 10, at, l.DifferHigh, "signed"+digits)
			}
		}
	}
	b.Freeze(on, top)
	b.Keep(b.File.AutoFilter(on, sheet.At(1, top)+":"+sheet.At(last, max(at, top+1)), nil))
	if from == 0 {
		return
	}
	// What is drawn stands beside the table, and on a page of its own on paper.
	col := func(k int) string {
		return sheet.Quote(on) + "!" + sheet.Fixed(k, from) + ":" + sheet.Fixed(k, to)
	}
	var series []excelize.ChartSeries
	for k, fill := range []string{"0B5FA5", "C3CAD1", "8A949E"} { // the middle, low and high
		series = append(series, excelize.ChartSeries{
			Name: sheet.Quote(on) + "!" + sheet.Fixed(5+k, top), Categories: col(4), Values: col(5 + k),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
		})
	}
	b.Keep(b.File.AddChart(on, sheet.At(last+2, top), bars(n.IndicatorChart, x.UnitOfChart, series, to-from+1)))
	area := sheet.Quote(on) + "!" + sheet.Fixed(1, 1) + ":" + sheet.Fixed(last, at) + "," + sheet.Quote(on) + "!" + sheet.Fixed(last+2, 1) + ":" + sheet.Fixed(last+17, top+30)
	b.Keep(b.File.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: on}))
}

// assumptions are the parameters with their sources; what has none is red.
func (x *Book) assumptions(b *sheet.Writer) {
	on := x.Names.Assumptions
	widths := []float64{56, 11, 11, 11, 20, 46, 30}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, on, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	head(b, on, assumptionsTop, widths, 2, 4, x.AssumptionHead...)
	for i, a := range x.Assumptions {
		at := assumptionsTop + 1 + i
		row(b, on, at, widths, "wrap", a.Quantity, "", "", "", a.Unit, a.Source, a.ID)
		if !a.Sourced {
			b.Style(on, 6, at, "warning")
		}
		for k, v := range []float64{a.Value, a.Low, a.High} {
			b.Number(on, 2+k, at, v, "number")
		}
		b.Style(on, 5, at, "after number")
		b.Style(on, 7, at, "grey")
	}
	b.Freeze(on, assumptionsTop)
	b.Keep(b.File.AutoFilter(on, sheet.At(1, assumptionsTop)+":"+sheet.At(len(widths), assumptionsTop+max(len(x.Assumptions), 1)), nil))
}
