package sim_test

import (
	"slices"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// The full proposal of the note less one of what it calls necessary, in Leuven, whose
// teams are ten years old: with all they need the teams stay what they are; with one
// thing less from the first month they fall back year by year, and none of them to
// nothing. The least is lost with integration management, of which the plan pays a sixth.
func TestOldTeamsFeelAPreconditionThatGoes(t *testing.T) {
	c := leuven(t, "full-proposal", 100_000)
	c.Calendar.Cycles = 96
	m, err := sim.Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	today, err := m.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mature := func(lose func(*sim.Plan)) (early, last float64) {
		schedule := slices.Clone(c.Schedule)
		for k := range schedule {
			schedule[k].Plan.Teams = slices.Clone(schedule[k].Plan.Teams)
			lose(&schedule[k].Plan)
		}
		r, err := today.Branch().Run(t.Context(), schedule, nil)
		if err != nil {
			t.Fatal(err)
		}
		mean := func(m int) float64 {
			return float64(r.Months[sim.MonthMature][m]) / float64(r.Months[sim.MonthTeams][m])
		}
		return mean(48), mean(95)
	}
	_, all := mature(func(*sim.Plan) {})
	if all < 0.9 {
		t.Errorf("with all they need teams of ten years old do %.3f of their design", all)
	}
	for _, x := range []struct {
		what string
		lose func(*sim.Plan)
		most float64 // of the design, beside what all have
	}{
		{"buurtteamcoach", func(p *sim.Plan) {
			p.Buurtteamcoach = sim.Posts{}
			for b := range p.Teams {
				p.Teams[b].Coach = false
			}
		}, -0.03},
		{"population managers", func(p *sim.Plan) { p.PopulationManager = sim.Posts{} }, -0.03},
		{"PHM and its managers", func(p *sim.Plan) { p.PopulationManager, p.PHM = sim.Posts{}, sim.PHM{} }, -0.1},
		{"integration management", func(p *sim.Plan) {
			p.Instruments = slices.DeleteFunc(slices.Clone(p.Instruments), func(i finance.Instrument) bool { return i.Name == "integratie" })
		}, 0},
	} {
		early, less := mature(x.lose)
		if less >= all+x.most || less < 0.4 || x.most < 0 && less >= early {
			t.Errorf("without %s: %.3f of the design after four years and %.3f after eight; the full proposal has %.3f", x.what, early, less, all)
		}
		t.Logf("without %s: %.3f, %.3f; full proposal %.3f", x.what, early, less, all)
	}
}
