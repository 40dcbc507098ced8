package workbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Two languages are one workbook: the same formulas with the same values, every name in
// both, sheets with names that a spreadsheet accepts.
func TestBoth(t *testing.T) {
	a, b := sample(), sample()
	b.Lang, b.Caveat, b.Source = "fr", "simulation", strings.Repeat("très long ", 40)
	b.Names.Money, b.Names.Cost, b.Payers = "Argent", "Coûts", []string{"fédéral", "citoyen"}
	b.Instruments = []string{"hôpital", "pot"} // its own alphabet
	for i := range b.Lines {
		b.Lines[i].Payer = strings.ReplaceAll(b.Lines[i].Payer, "federaal", "fédéral")
		b.Lines[i].Instrument = strings.ReplaceAll(b.Lines[i].Instrument, "ziekenhuis", "hôpital")
	}
	x, err := Both(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"pot", "ziekenhuis / hôpital"}; !slices.Equal(x.Instruments, want) {
		t.Errorf("instruments %q, want %q", x.Instruments, want)
	}
	if x.Source != a.Source || a.Payers[0] != "federaal" || a.Lines[0].Payer != "federaal" {
		t.Errorf("source %q; the first workbook now says %q", x.Source, a.Payers[0])
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, x)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"B4": "federaal / fédéral", "B3": "Kosten – Coûts", "B5": "100000", "B6": "135000", "E6": "7"} {
		got, err := f.GetCellValue("Geld – Argent", cell, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("Geld – Argent!%s shows %q, not %q (%v)", cell, got, want, err)
		}
	}
	b.Lines = b.Lines[1:]
	if _, err := Both(a, b); err == nil {
		t.Error("workbooks of another form are accepted")
	}
}
