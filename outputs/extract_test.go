package outputs

import (
	"slices"
	"testing"

	"piramide/sim"
)

// What the simulator counts has an id in files, and no two have the same: a count without
// one would be stored under no name and read as missing.
func TestEveryCountHasAnID(t *testing.T) {
	for i, id := range measureIDs {
		if id == "" || slices.Index(measureIDs[:], id) != i {
			t.Errorf("count %d of the %d in sim/result.go has the id %q", i, sim.NumIndicators, id)
		}
	}
}
