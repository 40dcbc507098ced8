package job

import (
	"testing"

	"piramide/internal/words"
	"piramide/sim"
)

// What the phases of a month read and write is said as the code says it.
func TestPhasesAsInTheCode(t *testing.T) {
	en, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range sim.Phases {
		if got := en.Say("describe.phase." + p.Name + ".reads"); got != p.Reads {
			t.Errorf("%s reads %q, in the code %q", p.Name, got, p.Reads)
		}
		if got := en.Say("describe.phase." + p.Name + ".writes"); got != p.Writes {
			t.Errorf("%s writes %q, in the code %q", p.Name, got, p.Writes)
		}
	}
}
