package outputs

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// A difference is written as zero only when it is the same in every simulation; what is
// less than a step of the last decimal says so, and so does its error.
func TestTinyDifferences(t *testing.T) {
	nl, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	days, share := &Indicator{Decimals: 2}, &Indicator{Decimals: 1, Unit: "share"}
	for _, c := range []struct {
		ind  *Indicator
		e    Estimate
		want string
	}{
		{days, Estimate{Cells: 9}, "0,00 (0,00 tot 0,00) 0,00"},
		{days, Estimate{Cells: 9, Mean: 0.002, Low: 0.001, High: 0.004, SE: 0.0003}, "< 0,01 (0,00 tot +0,01) < 0,01"},
		{days, Estimate{Cells: 9, Mean: -0.002, Low: -0.004, High: 0.001, SE: 0.0003}, "< 0,01 (−0,01 tot +0,01) < 0,01"},
		{days, Estimate{Cells: 9, Mean: 0.004, Low: -0.003, High: 0.012, SE: 0.006}, "< 0,01 (0,00 tot +0,01) 0,01"},
		{days, Estimate{Cells: 9, Mean: 0.006, Low: 0.003, High: 0.008, SE: 0.006}, "+0,01 (0,00 tot +0,01) 0,01"},
		{share, Estimate{Cells: 9, Mean: 0.0004, Low: -0.0002, High: 0.0004, SE: 0.0001}, "< 0,1 (−0,1 tot +0,1) < 0,1"},
		{days, Estimate{Cells: 9, Mean: 0.002, Low: 0.001, High: 0.024, SE: 0.006}, "< 0,01 (0,00 tot +0,02) 0,01"},
		{share, Estimate{Cells: 9, Mean: 0.0004, Low: -0.2, High: 0.21, SE: 0.01}, "0 (−20 tot +21) 1,0"}, // no finer than its interval
	} {
		middle, low, high, mc := Shape{c.ind, nl}.Difference(c.e)
		got := middle + " (" + low + " tot " + high + ") " + mc
		if got = strings.ReplaceAll(got, "\u00a0", " "); got != c.want {
			t.Errorf("%+v reads %q, not %q", c.e, got, c.want)
		}
	}
}

// In how many simulations a difference has its sign is not counted where it is too small
// to matter.
func TestNoCountOfWhatIsTooSmall(t *testing.T) {
	nl, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	for mark, want := range map[Mark]string{Likely: "10 van 10", Unclear: "10 van 10", NoDifference: ""} {
		d := Difference{Mark: mark, K: 10, N: 10, Diff: Estimate{Mean: 0.001, Cells: 10}}
		if got := d.Count(nl); got != want {
			t.Errorf("%s: %q, not %q", mark, got, want)
		}
	}
}
