package handover

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
)

// A difference stands in the figure with the digits it has in the tables.
func TestOnePrecision(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	l := illustrator{w: w}
	shape := outputs.Shape{Indicator: &outputs.Indicator{Decimals: 2}, Words: w}
	for want, half := range map[string]float64{"+1.234,57": 0.01, "+1.234,6": 5, "+1.235": 50, "+1.230": 500} {
		e := outputs.Estimate{Mean: 1234.567, Low: 1234.567 - half, High: 1234.567 + half, Cells: 40}
		table, _, _, _ := shape.Difference(e)
		if got := l.signed(e.Mean, shape.Digits(e)); got != table || got != want {
			t.Errorf("±%v: %s in the figure, %s in the table; want %s", half, got, table, want)
		}
	}
}

// Amounts below a head that says millions carry no euro sign, which would make them
// euros; the axis has the unit at every mark.
func TestMoneyIsInMillions(t *testing.T) {
	c := compared(t, request(t, "reference", "full-proposal"))
	for lang, unit := range map[string]string{"nl": "mln", "fr": "mio"} {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		f, err := illustrator{c: c, w: w, where: "klein"}.money()
		if err != nil {
			t.Fatal(err)
		}
		var svg bytes.Buffer
		if err := f.Write(&svg, "svg", figure.Slide); err != nil {
			t.Fatal(err)
		}
		if bad := regexp.MustCompile(`[+−](€|[\d.,\x{a0}\x{202f}]+€)|€\x{a0}?[+−]`).FindString(svg.String()); bad != "" {
			t.Errorf("%s: %q stands under millions", lang, bad)
		}
		if !strings.Contains(svg.String(), unit) {
			t.Errorf("%s: no mark says %s", lang, unit)
		}
	}
}
