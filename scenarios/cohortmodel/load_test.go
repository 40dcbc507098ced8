package cohortmodel

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/sim"
)

const fourStates = "models/four-states.yaml"

// The exact cohort of the file agrees with its transition matrix multiplied out
// by hand.
func TestFourStatesAgreesWithItsMatrix(t *testing.T) {
	m, err := Load(fourStates)
	if err != nil {
		t.Fatal(err)
	}
	c, err := m.Config(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	const cycles = 40
	trace, err := sim.Cohort(&c, cycles)
	if err != nil {
		t.Fatal(err)
	}
	p := [4][4]float64{
		{0.866, 0.130, 0.000, 0.004},
		{0.280, 0.610, 0.100, 0.010},
		{0.000, 0.000, 0.964, 0.036},
		{0, 0, 0, 1},
	}
	cost, utility := [4]float64{900, 3600, 12500, 0}, [4]float64{0.95, 0.78, 0.52, 0}
	x := [4]float64{1}
	var money, health float64
	for cycle := 1; cycle <= cycles; cycle++ {
		var next [4]float64
		for i := range p {
			for j := range p[i] {
				next[j] += x[i] * p[i][j]
			}
		}
		x = next
		w := math.Pow(1.03, -float64(cycle))
		for i := range x {
			money += w * x[i] * cost[i]
			health += w * x[i] * utility[i]
		}
		var got [3]float64
		for class, people := range trace.People[cycle] {
			got[class%3] += people / 100_000
		}
		for i := range got {
			if math.Abs(got[i]-x[i]) > 1e-12 {
				t.Fatalf("cycle %d, state %d: share %.15f, by hand %.15f", cycle, i, got[i], x[i])
			}
		}
	}
	if got := trace.Present(c.Levels.Residual, c.Prices.DiscountCosts, 0) / 100_000; math.Abs(got-money) > 1e-6 {
		t.Errorf("discounted cost %.6f, by hand %.6f", got, money)
	}
	if got := trace.Present(c.Levels.Utility, c.Prices.DiscountOutcomes, 0) / 100_000; math.Abs(got-health) > 1e-9 {
		t.Errorf("discounted utility %.9f, by hand %.9f", got, health)
	}
}

func TestSimulatorTakesTheFile(t *testing.T) {
	m, err := Load(fourStates)
	if err != nil {
		t.Fatal(err)
	}
	c, err := m.Config(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Compile(c); err != nil {
		t.Error(err)
	}
}

// Every mistake of a file is reported at once.
func TestAllMistakesAtOnce(t *testing.T) {
	text, err := os.ReadFile("testdata/all-wrong.bad.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Parse("bad.yaml", text)
	if err == nil {
		t.Fatal("accepted")
	}
	want := []string{
		`bad.yaml:1:9: format: format 2 is not read by this program (it reads format 1)`,
		`bad.yaml:3:8: cycle: "1 week" does not exist here (hint: did you mean 1 year?)`,
		`bad.yaml:4:9: cycles: 0 is no whole number from 1 to 1,248`,
		`bad.yaml:5:1: citzens: unknown key (hint: did you mean citizens?)`,
		`bad.yaml:6:24: discount.outcome: unknown key (hint: did you mean outcomes?)`,
		`bad.yaml:10:3: states.B: stands here twice; first on line 9 (hint: keep one)`,
		`bad.yaml:8:13: states.A.cost: 900 is no amount per time (hint: write for example 900 EUR/year)`,
		`bad.yaml:8:27: states.A.utility: 1.4 must lie between -1 and 1`,
		`bad.yaml:11:3: states.death: death is always there and is not listed (hint: remove it)`,
		`bad.yaml:8:3: states: the starts of the states add up to 90%; they must make 100%`,
		`bad.yaml:14:10: transitions.B.A: "lots" is not a number with a unit (hint: write for example 0.13, 13% or 350/1734)`,
		`bad.yaml:14:24: transitions.B: there is no state Z (hint: choose from: A, B, death)`,
		`bad.yaml:15:3: transitions: there is no state Q (hint: choose from: A, B)`,
	}
	got := strings.Split(err.Error(), "\n")
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mistakes (-want +got):\n%s", diff)
	}
}

func TestMissingAndBroken(t *testing.T) {
	for name, text := range map[string]string{
		"empty":        "",
		"not a map":    "- a\n",
		"no yaml":      "a: [",
		"missing keys": "format: 1\nname: x\n",
	} {
		if _, err := Parse("x.yaml", []byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Load("testdata"); err == nil {
		t.Error("a directory: accepted")
	}
}

func FuzzParse(f *testing.F) {
	text, err := os.ReadFile(fourStates)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Parse("fuzz.yaml", text)
		if err != nil {
			return
		}
		for s := range m.Strategies() {
			m.Exact(s)
			c, err := m.Config(s, 0)
			if err != nil {
				continue // the loop cannot live all that can be calculated
			}
			if _, err := sim.Cohort(&c, 1); err != nil {
				t.Errorf("accepted, yet: %v", err)
			}
		}
	})
}

func mustParse(t *testing.T, text string, swap ...string) *Model {
	t.Helper()
	m, err := Parse("test.yaml", []byte(strings.NewReplacer(swap...).Replace(text)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
