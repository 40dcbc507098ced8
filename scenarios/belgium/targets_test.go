package belgium

import (
	"strings"
	"testing"

	"piramide/scenarios/evidence"
)

func TestTargets(t *testing.T) {
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := base(t)
	for _, id := range append(RegionIDs, "leuven aged", "leuven-6elz aged") {
		id, ageing := strings.CutSuffix(id, " aged")
		list, err := Targets(reg, v, id, ageing)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			line := "ok"
			if !x.OK() {
				line = "off"
				t.Errorf("%s: %s (%s): target %.5g, model %.5g, tolerance %.3g %s", id, x.Quantity, x.ID, x.Target, x.Model, x.Tolerance, x.Unit)
			}
			t.Logf("%-11s %-3s %-75s %10.5g %10.5g ±%.3g (%s)", id, line, x.Quantity, x.Target, x.Model, x.Tolerance, x.Class)
		}
	}
}
