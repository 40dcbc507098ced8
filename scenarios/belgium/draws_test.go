package belgium

import (
	"testing"
)

// Every draw builds: the solver finds hazards, and what is short is shrunk.
func TestEveryDrawBuilds(t *testing.T) {
	ps := parameters(t)
	b := ps.Values(1, 0)
	regions, err := Regions("leuven", b)
	if err != nil {
		t.Fatal(err)
	}
	shrunk := 0
	for n := 1; n <= 60; n++ {
		c, report, err := BuildDraw(b, ps.Values(1, n), regions[0])
		if err != nil {
			t.Errorf("draw %d: %v", n, err)
			continue
		}
		if report.Shrunk != "" {
			shrunk++
			t.Logf("draw %d: %s", n, report)
		}
		for class, x := range c.Levels.Residual {
			if x < 0 {
				t.Fatalf("draw %d: residual %g in class %d", n, x, class)
			}
		}
		for _, e := range append(c.Exclusive, c.Recurrent...) {
			for class, h := range e.Hazard {
				if !(h >= 0) {
					t.Fatalf("draw %d: event %s has hazard %g in class %d", n, e.Name, h, class)
				}
			}
		}
	}
	t.Logf("%d of 60 draws shrunk", shrunk)
}
