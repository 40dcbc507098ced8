package job

import (
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
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
