package cohortmodel

import (
	"math"
	"testing"
)

// Every model that comes with the tool reproduces each published number to its last
// printed digit.
func TestModelsReproduceWhatWasPublished(t *testing.T) {
	numbers := 0
	for _, name := range Names() {
		m, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range m.Reproduces {
			numbers++
			if got := m.Exact(p.Strategy).Total(p.Of); math.Abs(got-p.Value) > p.Within {
				t.Errorf("%s, %s: %s is %.9g, published %.9g ± %.2g", name, m.Strategies()[p.Strategy], p.Of, got, p.Value, p.Within)
			}
		}
	}
	if numbers < 16 {
		t.Errorf("only %d published numbers are held", numbers)
	}
}
