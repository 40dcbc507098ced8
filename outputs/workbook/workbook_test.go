package workbook

import (
	"bytes"
	"encoding/csv"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"piramide/internal/require"
	"piramide/internal/sheet"
)

// sample is two plans of 1,000 people over five years. The second pays a pot of
// 50,000 of which 10,000 comes back, and saves 5,000 of hospital fees.
func sample() *Book {
	n := Names{
		Page: "Eén bladzijde", Inputs: "Prijzen", Money: "Geld", Indicators: "Indicatoren", Ledger: "Grootboek", Assumptions: "Aannames",
		Price: "Prijs", Payer: "Betaler", Plan: "Plan", Recomputed: "herrekend", Yes: "ja", Cost: "Kosten", PerHead: "Verschil", Total: "Samen", MoneyChart: "Geld", IndicatorChart: "Bereikt",
	}
	line := func(plan int, from, to, instrument string, sign, euros float64) Line {
		return Line{Plan: plan, From: from, To: to, Instrument: instrument, Payer: "federaal", Sign: sign, Euros: euros}
	}
	return &Book{
		Lang: "nl", Title: "2 plannen & meer", Caveat: "simulatie", Source: "Piramide & co", Names: n, Plans: []string{"Zorg zoals vandaag", "Het andere plan"},
		Inhabitants: 1000, Years: 5, Period: "Jaren 1–5", Payers: []string{"federaal", "burger"}, Instruments: []string{"pot", "ziekenhuis"},
		Page: []PageRow{{Text: "2 plannen", Style: Title}, {Cells: []string{"Indicator", "A"}, Style: Head}, {Cells: []string{"Op tijd bereikt\n%", "0,2"}}},
		Lines: []Line{
			line(0, "federaal", "ziekenhuizen", "ziekenhuis", 1, 100_000),
			line(1, "federaal", "ziekenhuizen", "ziekenhuis", 1, 95_000),
			line(1, "federaal", "teams", "pot", 1, 50_000),
			line(1, "teams", "federaal", "pot", -1, 10_000),
			{Plan: 1, From: "teams", To: "economie", Instrument: "lonen", Euros: 40_000},
		},
		Indicators: []Indicator{
			{Name: "Op tijd bereikt", Unit: "%", Period: "Jaren 1–5", Levels: []Level{{Mean: 0.2, Low: 0.1, High: 0.3}, {Mean: 3.7, Low: 2, High: 6, DifferLow: 1.9, DifferHigh: 5.9, Verdict: "duidelijk"}}},
			{Name: "Wachten", Unit: "maanden", Period: "Jaren 1–5", Levels: []Level{{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}, {Mean: math.Inf(1), Low: 1, High: math.Inf(1), DifferLow: math.NaN(), DifferHigh: math.NaN()}}},
		},
		AssumptionHead:   []string{"Aanname", "Waarde", "Laag", "Hoog", "Eenheid", "Bron", "Code"},
		Assumptions:      []Assumption{{ID: "effect", Quantity: "effect van zorg", Unit: "verhouding", Source: "geen bron", Value: 0.95, Low: 0.9, High: math.NaN()}, {ID: "loon", Source: "RIZIV", Sourced: true, Value: 60_000, Low: math.NaN(), High: math.NaN()}},
		IndicatorOfChart: "Op tijd bereikt",
	}
}

func write(t *testing.T, x interface{ Write(w io.Writer) error }) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameBookSameBytes(t *testing.T) {
	first := write(t, sample())
	for range 5 {
		if !bytes.Equal(first, write(t, sample())) {
			t.Fatal("the workbook differs from one time to the next")
		}
	}
}

// What shows no formulas shows what the simulation gave at present prices.
func TestFormulasCarryTheirValue(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"C8": "0", "D8": "40000", "D9": "95000"} {
		got, err := f.GetCellValue("Prijzen", cell, excelize.Options{RawCellValue: true})
		if formula, _ := f.GetCellFormula("Prijzen", cell); err != nil || got != want || formula == "" {
			t.Errorf("Prijzen!%s shows %s with formula %q, not %s (%v)", cell, got, formula, want, err)
		}
	}
	for cell, want := range map[string]string{"B5": "100000", "C5": "0", "D5": "100000", "B6": "135000", "C6": "0", "D6": "135000", "E6": "7", "F6": "0", "G6": "7"} {
		got, err := f.GetCellValue("Geld", cell, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("Geld!%s shows %s, not %s (%v)", cell, got, want, err)
		}
		if formula, err := f.GetCellFormula("Geld", cell); err != nil || formula == "" {
			t.Errorf("Geld!%s has no formula (%v)", cell, err)
		}
	}
}

// What has no source is red, a number is a number, and what has no limits has a dash.
func TestAssumptionsWithoutSourceAreRed(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]bool{"F4": true, "F5": false} {
		id, err := f.GetCellStyle("Aannames", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if red := strings.EqualFold(style.Font.Color, "A3271B"); red != want {
			t.Errorf("%s is in ink %s, want red: %t", cell, style.Font.Color, want)
		}
	}
	for cell, want := range map[string]string{"B4": "0.95", "C4": "0.9", "D4": "–", "G4": "effect"} {
		if got, err := f.GetCellValue("Aannames", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s holds %q, want %q (%v)", cell, got, want, err)
		}
	}
}

// A sheet of many rows repeats its head on every page.
func TestHeadsAreRepeatedOnPaper(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			got[n.Scope] = n.RefersTo
		}
	}
	for on, want := range map[string]string{"Indicatoren": "'Indicatoren'!$1:$4", "Grootboek": "'Grootboek'!$1:$4", "Aannames": "'Aannames'!$1:$3"} {
		if got[on] != want {
			t.Errorf("%s repeats %q, want %q", on, got[on], want)
		}
	}
}

// Texts get the lines they need.
func TestLines(t *testing.T) {
	for text, want := range map[string]int{"": 1, "kort": 1, "een twee drie": 2, "eerste\ntweede": 2, strings.Repeat("m", 25): 3} {
		if got := lines(text, 10); got != want {
			t.Errorf("%q takes %d lines, want %d", text, got, want)
		}
	}
}

func TestRefusesHalfABook(t *testing.T) {
	for name, spoil := range map[string]func(*Book){
		"no title": func(x *Book) { x.Title = "" }, "one plan": func(x *Book) { x.Plans = x.Plans[:1] }, "nobody": func(x *Book) { x.Inhabitants = 0 }, "no years": func(x *Book) { x.Years = 0 },
	} {
		x := sample()
		spoil(x)
		if err := x.Write(io.Discard); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// LibreOffice opens the workbook, computes the money of the simulation, and follows a
// price: with the pot half as dear again 60,000 is paid through it instead of 40,000.
func TestLibreOfficeRecomputes(t *testing.T) {
	office := require.Tool(t, "soffice")
	for name, x := range map[string]struct {
		price float64
		want  string
	}{"simulated": {1, "Het andere plan 135000 0 135000 7 0 7"}, "dearer": {1.5, "Het andere plan 155000 0 155000 11 0 11"}} {
		f, err := excelize.OpenReader(bytes.NewReader(write(t, sample())))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Prijzen", sheet.At(2, priceRow), x.price); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := f.SaveAs(filepath.Join(dir, "b.xlsx")); err != nil {
			t.Fatal(err)
		}
		const moneySheet = "3" // the third sheet as CSV: comma, quotes, UTF-8
		if out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,"+moneySheet, "--outdir", dir, filepath.Join(dir, "b.xlsx")).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		made, err := filepath.Glob(filepath.Join(dir, "b*.csv"))
		if err != nil || len(made) != 1 {
			t.Fatalf("made %v, %v", made, err)
		}
		b, err := os.ReadFile(made[0])
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(b))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, row := range rows {
			if row[0] == "Het andere plan" {
				got = strings.Join(row[:7], " ")
			}
		}
		if got != x.want {
			t.Errorf("%s: LibreOffice computes %q, not %q", name, got, x.want)
		}
	}
}
