package workbook

import (
	"errors"
	"fmt"
	"io"
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
		b.Print(name, name == n.Page, x.Source)
	}
	calc := true
	b.Keep(b.File.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &calc}))
	return b.Write(w, x.Title, x.Lang)
}

// rowHeight is the height of a line of text, in points.
const rowHeight = 13.5

// titleHeight is that of a title.
const titleHeight = 24

// page is the one page: text over the width, tables in columns.
func (x *Book) page(b *sheet.Writer) {
	on := x.Names.Page
	columns := 2
	for _, r := range x.Page {
		columns = max(columns, len(r.Cells))
	}
	widths := []float64{34}
	for range columns - 1 {
		widths = append(widths, 30)
	}
	b.Widths(on, widths...)
	for i, r := range x.Page {
		row := i + 1
		if r.Text == "" {
			lines := 1
			for k, c := range r.Cells {
				style := "wrap"
				if r.Style == Head {
					style = "head"
				}
				b.Text(on, k+1, row, c, style)
				n := 0
				for _, line := range strings.Split(c, "\n") {
					n += len([]rune(line))/int(widths[k]-2) + 1
				}
				lines = max(lines, n)
			}
			b.Keep(b.File.SetRowHeight(on, row, rowHeight*float64(lines)))
			continue
		}
		b.Text(on, 1, row, r.Text, map[Style]string{Plain: "wrap", Title: "title", Heading: "heading", Note: "note"}[r.Style])
		b.Keep(b.File.MergeCell(on, sheet.At(1, row), sheet.At(columns, row)))
		if r.Style == Title {
			b.Keep(b.File.SetRowHeight(on, row, titleHeight))
		}
		letters := 34 + 30*(columns-1)
		if lines := len([]rune(r.Text))/letters + 1; r.Style == Plain || r.Style == Note {
			b.Keep(b.File.SetRowHeight(on, row, rowHeight*float64(lines)))
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
	widths := []float64{44, 26}
	for range x.Plans {
		widths = append(widths, 26)
	}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Inputs, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	b.Text(on, 1, 2, x.OnlyEuros, "warning")
	b.Keep(b.File.MergeCell(on, "A2", "D2"))
	b.Text(on, 1, 3, x.HowToChange, "note")
	b.Keep(b.File.MergeCell(on, "A3", "D3"))
	b.Keep(b.File.SetRowHeight(on, 3, 26))
	b.Text(on, 1, inhabitantsRow, n.Inhabitants, "")
	b.Number(on, 2, inhabitantsRow, x.Inhabitants, "yellow whole")
	b.Text(on, 1, yearsRow, n.Years, "")
	b.Number(on, 2, yearsRow, float64(x.Years), "yellow whole")
	b.Text(on, 1, priceRow-1, n.Instrument, "head")
	b.Text(on, 2, priceRow-1, n.Price, "head")
	for i, name := range x.Instruments {
		b.Text(on, 1, priceRow+i, name, "")
		b.Number(on, 2, priceRow+i, 1, "yellow")
	}
	// What each plan pays through the instrument at that price; the first column is 3.
	for p, title := range x.Plans {
		col := 3 + p
		b.Text(on, col, priceRow-1, n.Recomputed+": "+title, "head")
		for i, name := range x.Instruments {
			row := priceRow + i
			b.Formula(on, col, row, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%s=%s)*%s*%s)", x.ledgerRange(ledgerPlan), sheet.Quote(n.Money)+"!"+sheet.Fixed(2+p, moneyTop-1), x.ledgerRange(ledgerInstrument), sheet.At(1, row), x.ledgerRange(ledgerSign), x.ledgerRange(ledgerRecomputed)), x.paid(p, name), "euro")
		}
	}
	b.Keep(b.File.SetRowHeight(on, priceRow-1, 4*rowHeight))
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
	ledgerTop = 4
	moneyTop  = 4
)

func (x *Book) ledgerRange(col int) string {
	last := ledgerTop + max(len(x.Lines), 1)
	return sheet.Quote(x.Names.Ledger) + "!" + sheet.Fixed(col, ledgerTop+1) + ":" + sheet.Fixed(col, last)
}

// ledger is every line of every plan, with its euros at the prices of the yellow sheet.
func (x *Book) ledger(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Ledger
	b.Widths(on, 30, 26, 26, 26, 26, 14, 12, 16, 26, 8, 18)
	b.Text(on, 1, 1, n.Ledger+", "+x.Period, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	b.Text(on, 1, 2, x.OnlyEuros, "warning")
	b.Keep(b.File.MergeCell(on, "A2", "K2"))
	for i, h := range []string{n.Plan, n.From, n.To, n.Instrument, n.Reason, n.Nature, n.Programme, n.Euros, n.Payer, "±", n.Recomputed} {
		b.Text(on, i+1, ledgerTop, h, "head")
	}
	prices := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(1, priceRow) + ":" + sheet.Fixed(2, priceRow+max(len(x.Instruments), 1)-1)
	for i, l := range x.Lines {
		row := ledgerTop + 1 + i
		programme := ""
		if l.Programme {
			programme = n.Yes
		}
		for k, s := range []string{x.Plans[l.Plan], l.From, l.To, l.Instrument, l.Reason, l.Nature, programme} {
			b.Text(on, k+1, row, s, "")
		}
		b.Number(on, ledgerEuros, row, l.Euros, "euro")
		b.Text(on, ledgerPayer, row, l.Payer, "")
		b.Number(on, ledgerSign, row, l.Sign, "euro")
		b.Formula(on, ledgerRecomputed, row, fmt.Sprintf("%s*IFERROR(VLOOKUP(%s,%s,2,FALSE),1)", sheet.At(ledgerEuros, row), sheet.At(ledgerInstrument, row), prices), l.Euros, "euro")
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

// money adds the ledger up by payer: EUR, and the difference with the first plan per
// inhabitant and year, all as formulas.
func (x *Book) money(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Money
	widths := []float64{34}
	for range 2 * len(x.Plans) {
		widths = append(widths, 22)
	}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, n.Money+", "+x.Period, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	b.Text(on, 1, 2, x.OnlyEuros, "warning")
	b.Keep(b.File.MergeCell(on, "A2", sheet.At(2*len(x.Plans), 2)))
	const top = moneyTop
	b.Text(on, 1, top, n.Payer, "head")
	for p, title := range x.Plans {
		b.Text(on, 2+p, top-1, title, "wrap") // the formulas below look for this plan
		b.Text(on, 2+p, top, n.Cost, "head")
		if p > 0 {
			b.Text(on, 1+len(x.Plans)+p, top-1, title, "wrap")
			b.Text(on, 1+len(x.Plans)+p, top, n.PerHead, "head")
		}
	}
	b.Keep(b.File.SetRowHeight(on, top-1, 3*rowHeight))
	b.Keep(b.File.SetRowHeight(on, top, 4*rowHeight))
	heads := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(2, inhabitantsRow)
	years := sheet.Quote(n.Inputs) + "!" + sheet.Fixed(2, yearsRow)
	perHead := func(row, p int, now float64, style string) {
		b.Formula(on, 1+len(x.Plans)+p, row, fmt.Sprintf("(%s-%s)/%s/%s", sheet.At(2+p, row), sheet.At(2, row), heads, years), now/x.Inhabitants/float64(x.Years), style)
	}
	last := top + len(x.Payers)
	for i, payer := range x.Payers {
		row := top + 1 + i
		b.Text(on, 1, row, payer, "")
		for p := range x.Plans {
			b.Formula(on, 2+p, row, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%s=%s)*%s*%s)", x.ledgerRange(ledgerPlan), sheet.Fixed(2+p, top-1), x.ledgerRange(ledgerPayer), sheet.At(1, row), x.ledgerRange(ledgerSign), x.ledgerRange(ledgerRecomputed)), x.cost(p, payer), "euro")
			if p > 0 {
				perHead(row, p, x.cost(p, payer)-x.cost(0, payer), "head euro")
			}
		}
	}
	total := last + 1
	b.Text(on, 1, total, n.Total, "sum")
	all := func(plan int) (sum float64) {
		for _, payer := range x.Payers {
			sum += x.cost(plan, payer)
		}
		return sum
	}
	for p := range x.Plans {
		b.Formula(on, 2+p, total, fmt.Sprintf("SUM(%s:%s)", sheet.At(2+p, top+1), sheet.At(2+p, last)), all(p), "euro sum")
		if p > 0 {
			perHead(total, p, all(p)-all(0), "head euro sum")
		}
	}
	if x.NotPaid != "" {
		b.Text(on, 1, total+1, x.NotPaid, "note")
		b.Keep(b.File.MergeCell(on, sheet.At(1, total+1), sheet.At(2*len(x.Plans), total+1)))
		b.Keep(b.File.SetRowHeight(on, total+1, 2*rowHeight))
	}
	var series []excelize.ChartSeries
	for p := 1; p < len(x.Plans); p++ {
		col := 1 + len(x.Plans) + p
		series = append(series, excelize.ChartSeries{
			Name:       sheet.Quote(on) + "!" + sheet.Fixed(col, top-1),
			Categories: sheet.Quote(on) + "!" + sheet.Fixed(1, top+1) + ":" + sheet.Fixed(1, total),
			Values:     sheet.Quote(on) + "!" + sheet.Fixed(col, top+1) + ":" + sheet.Fixed(col, total),
		})
	}
	chart(b, on, sheet.At(1, total+2), n.MoneyChart, n.PerYear, series)
}

// chart draws columns.
func chart(b *sheet.Writer, on, cell, title, unit string, series []excelize.ChartSeries) {
	const ink = "1D2833"
	small := excelize.Font{Size: 9, Color: ink}
	legend, vary := "bottom", false // one series has one colour and no legend
	if len(series) == 1 {
		legend = "none"
	}
	colors := []string{"0B5FA5", "D4580A", "36B098", "7A2E73", "E3B23C"}
	for i := range series {
		series[i].Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colors[i%len(colors)]}}
	}
	b.Keep(b.File.AddChart(on, cell, &excelize.Chart{
		Type: excelize.Col, Series: series,
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Size: 12, Bold: true, Color: ink}}}},
		Legend:     excelize.ChartLegend{Position: legend, Font: &small},
		VaryColors: &vary,
		Dimension:  excelize.ChartDimension{Width: 900, Height: 380},
		YAxis:      excelize.ChartAxis{MajorGridLines: true, Font: small, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: unit, Font: &small}}}},
		XAxis:      excelize.ChartAxis{TickLabelPosition: excelize.ChartTickLabelLow, Font: small},
	}))
}

// indicators are the levels of every plan and their differences.
func (x *Book) indicators(b *sheet.Writer) {
	n, on := &x.Names, x.Names.Indicators
	b.Widths(on, 38, 30, 16, 36, 12, 12, 12, 14, 14, 14, 36)
	b.Text(on, 1, 1, n.Indicators, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	const top = 3
	for i, h := range []string{n.Indicator, n.Unit, n.Period, n.Plan, n.Mean, n.Low, n.High, n.Difference, n.DifferenceLow, n.DifferenceHigh, n.Verdict} {
		b.Text(on, i+1, top, h, "head")
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
				b.Text(on, k+1, row, s, "")
			}
			for k, v := range []float64{l.Mean, l.Low, l.High} {
				b.Number(on, 5+k, row, v, "value")
			}
			if p == 0 {
				continue
			}
			if d := l.Mean - ind.Levels[0].Mean; d == d {
				b.Formula(on, 8, row, fmt.Sprintf("%s-%s", sheet.At(5, row), sheet.At(5, base)), d, "signed")
				b.Number(on, 9, row, l.DifferLow, "signed")
				b.Number(on, 10, row, l.DifferHigh, "signed")
			}
			b.Text(on, 11, row, l.Verdict, "")
		}
	}
	b.Freeze(on, top)
	b.Keep(b.File.AutoFilter(on, sheet.At(1, top)+":"+sheet.At(11, max(row, top+1)), nil))
	if first > 0 {
		chart(b, on, sheet.At(13, top), n.IndicatorChart, x.IndicatorOfChart, []excelize.ChartSeries{{
			Name:       sheet.Quote(on) + "!" + sheet.Fixed(1, first),
			Categories: sheet.Quote(on) + "!" + sheet.Fixed(4, first) + ":" + sheet.Fixed(4, last),
			Values:     sheet.Quote(on) + "!" + sheet.Fixed(5, first) + ":" + sheet.Fixed(5, last),
		}})
	}
}

// assumptions are the parameters with their sources.
func (x *Book) assumptions(b *sheet.Writer) {
	on := x.Names.Assumptions
	widths := []float64{40, 60, 14, 14, 14, 22, 60}
	b.Widths(on, widths...)
	b.Text(on, 1, 1, x.Names.Assumptions, "title")
	b.Keep(b.File.SetRowHeight(on, 1, titleHeight))
	for i, h := range x.AssumptionHead {
		b.Text(on, i+1, 3, h, "head")
	}
	for i, r := range x.Assumptions {
		lines := 1
		for k, s := range r {
			style := "wrap"
			if k == len(r)-1 && s == "" {
				style = "warning"
			}
			b.Text(on, k+1, 4+i, s, style)
			lines = max(lines, len([]rune(s))/int(1.15*widths[k])+1) // letters are narrower than the digits of a width
		}
		b.Keep(b.File.SetRowHeight(on, 4+i, rowHeight*float64(lines)))
	}
	b.Freeze(on, 3)
}
