package figure

import (
	"strings"
	"testing"
)

// TestAltShowsNumbers: the words of a picture say what it shows, not what it asks: the
// message where there is one, no question, and every number that stands in it, in the
// language of the reader.
func TestAltShowsNumbers(t *testing.T) {
	for _, lang := range []string{"nl", "fr", "en"} {
		w := spoken(t, lang)
		f := frame(w, "Wie betaalt meer?", "EUR per jaar")
		d := Frontier{
			Names: []string{"A", "B"}, Gain: []float64{0, 1.25}, Cost: []float64{0, -3.5}, On: []int{0, 1},
			XTitle: "winst", YTitle: "kost", XFormat: w.Signed, YFormat: w.Signed,
		}
		p, err := NewFrontier(f, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"EUR per jaar.", w.Signed(1.25, 2), w.Signed(-3.5, 2)} {
			if !strings.Contains(p.Alt(), want) {
				t.Errorf("%s: %q lacks %q", lang, p.Alt(), want)
			}
		}
		if strings.Contains(p.Alt(), "?") {
			t.Errorf("%s: asks: %s", lang, p.Alt())
		}
		f.Message = "De staat betaalt het meest"
		if p, err = NewFrontier(f, d); err != nil || !strings.HasPrefix(p.Alt(), f.Message+". ") {
			t.Errorf("%s: %v %s", lang, err, p.Alt())
		}
	}
}
