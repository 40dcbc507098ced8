package cohortmodel

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is wrong with a file is told with place, reason and, where there is one, a hint.
func TestBadFiles(t *testing.T) {
	for file, want := range map[string]string{
		"rules": `
bad.yaml:6:10: rewards: Simpson’s rule takes an even number of cycles; there are 5 (hint: one cycle more or fewer, or half-cycle)
bad.yaml:7:8: rates: "competng" does not exist here (hint: did you mean competing?)
bad.yaml:8:11: currency: pounds is no currency of three capitals, such as EUR
bad.yaml:9:6: sex: the shares add up to 90%; they must make 100%
bad.yaml:10:11: columns.age: this name is taken by what passes or by sex
bad.yaml:12:13: states.A.cost: 10 EUR/year is no amount per time (hint: write for example 900 pounds/year)
bad.yaml:12:35: states.A.utility: nothing is said for the start; the first threshold must be 60 or lower
bad.yaml:13:13: states.B.cost.yes: is missing
bad.yaml:13:26: states.B.cost.no: "no" does not exist here (hint: choose from: yes)
bad.yaml:15:6: transitions.A: mixes rates and probabilities, which do not compete (hint: say rates: separate (each becomes a probability by itself) or rates: after_death)
bad.yaml:15:10: transitions.A.B: 1.2 must lie between 0 and 1 (hint: a probability is at most 1; a rate is written as rate 1.2/year)
bad.yaml:15:22: transitions.A.death: rate 0.1/week is no rate (hint: write for example rate 0.15/year or rate 0.02/month)
bad.yaml:16:7: transitions.B.A: B is absorbing, and yet leads to A (hint: remove the transition, or absorbing)
bad.yaml:17:3: transitions.death: death is absorbing: nothing leads out of it (hint: remove it)
bad.yaml:18:25: on_move.A.B.cost: 10 EUR/year is no amount (hint: write for example 900 pounds)
bad.yaml:18:44: on_move.B.death: there is no such transition
bad.yaml:20:5: modifiers: names no transition and no state, so that it changes nothing (hint: add transitions: or states:, a list or all)
bad.yaml:21:20: modifiers.transitions: "A - B" is no transition (hint: write all, or for example [A > B, A > death])
bad.yaml:21:27: modifiers.transitions: there is no state C (hint: choose from: A, B, death)
bad.yaml:21:34: modifiers.transitions: there is no such transition
bad.yaml:21:58: modifiers.rate_times: -1 must lie between 0 and 1000
bad.yaml:21:69: modifiers.when.cycl: unknown key (hint: did you mean cycle?)
bad.yaml:21:87: modifiers.when.cycle: "3-1" is no stretch of whole numbers (hint: write for example 1-2, 65- or 3)
bad.yaml:22:28: modifiers.cost_plus: acts on states, and the change names none (hint: add states: a list or all)
bad.yaml:22:39: modifiers.cost_plus: 5 EUR/year is no amount per time (hint: write for example 900 pounds/year)
bad.yaml:22:62: modifiers.move_cost: 5 EUR/year is no amount (hint: write for example 900 pounds)
bad.yaml:23:17: modifiers.move_qaly: acts on transitions, and the change names none (hint: add transitions: a list or all)
bad.yaml:24:20: treatments.pill: a list belongs here (hint: write for example [one, two], or [] for none)
bad.yaml:25:19: strategies.one: a list belongs here (hint: write for example [one, two], or [] for none)
bad.yaml:25:31: strategies.two: "pil" does not exist here (hint: did you mean pill?)
bad.yaml:26:14: reproduces: "three" does not exist here (hint: choose from: one, two)
bad.yaml:26:38: reproduces.one.price: unknown key (hint: choose from: cost, qaly, life_years, cost_plain, qaly_plain, life_years_plain)`,
		"rows": `
bad.yaml:10:6: transitions.A: the row of A, with staying, adds up to 101% in cycle 1; it must make 100% (hint: correct the row, or leave out staying, which is what the others leave)
bad.yaml:11:6: transitions.B: the row of B adds up to 110% in cycle 4; it must be at most 100% (hint: a shorter cycle, or rates in the place of probabilities)
bad.yaml:12:6: transitions.C.A (pill): the probability is 120% in cycle 2 (hint: a probability is at most 1; a rate is written as rate 1.2/year)`,
		"full": `
bad.yaml:10:6: transitions.A: the row of A, with staying, adds up to 70.4% in cycle 1; it must make 100% (hint: correct the row, or leave out staying, which is what the others leave)
bad.yaml:12:7: transitions.C.death: C is absorbing, and yet leads to death (hint: remove the transition, or absorbing)`,
		"survivors": `
bad.yaml:11:6: transitions.B: the row of B, with staying, adds up to 85% in cycle 1; it must make 100% (hint: correct the row, or leave out staying, which is what the others leave)`,
	} {
		text, err := os.ReadFile(filepath.Join("testdata", file+".bad.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse("bad.yaml", text)
		if err == nil {
			t.Fatalf("%s: accepted", file)
		}
		if diff := cmp.Diff(strings.Split(strings.TrimSpace(want), "\n"), strings.Split(err.Error(), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}
