package sim

import "testing"

// Off means off: a lever written out at its default, or at a size of nothing, changes no
// life, no count and no cent.
func TestLeversAtTheirDefaultChangeNothing(t *testing.T) {
	world := func(change func(*Config, *Plan)) *Result {
		c := testConfig(3000)
		c.Care.P3Inflow, c.Care.P3Lost = 0.05, 0.6
		c.Care.CarerHelp = CarerHelp{Hours: 3, Relief: 0.3, NursingHome: -0.3}
		p := fullPlan(c.Calendar.Start)
		if change != nil {
			change(&c, &p)
		}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	base := world(nil)
	for name, change := range map[string]func(*Config, *Plan){
		"a shock of nothing":             func(_ *Config, p *Plan) { s := NoShock(); p.Shock = &s },
		"the usual labour market":        func(c *Config, p *Plan) { p.Market = &Market{1, c.Labour.HireLag, c.Labour.Turnover, 1} },
		"P3 as today":                    func(_ *Config, p *Plan) { p.P3Local = []float64{1, 1, 1, 1, 1, 1, 1, 1} },
		"the usual hires":                func(c *Config, p *Plan) { p.Hiring = Hiring{true, c.Labour.DrawnFromCare, c.Labour.FromTraining} },
		"everybody joins":                func(_ *Config, p *Plan) { p.Collaboration = Collaboration{Coverage: 1} },
		"the usual week":                 func(_ *Config, p *Plan) { p.Zorgcoach.Week, p.Casemanagers.Week = 1, 1 },
		"no caring neighbourhood":        func(c *Config, p *Plan) { p.Caring = Neighbourhoods{Start: c.Calendar.Start} },
		"an access point that is closed": func(c *Config, p *Plan) { p.Access = Neighbourhoods{Start: c.Calendar.Start} },
		"no carer support":               func(c *Config, p *Plan) { p.CarerSupport = Posts{Start: c.Calendar.Start} },
		"no specialist team":             func(c *Config, p *Plan) { p.Specialist = Posts{Start: c.Calendar.Start} },
		"a group without an order":       func(_ *Config, p *Plan) { p.Frail = PriorityDementia },
		"a fallback without lines":       func(_ *Config, p *Plan) { p.Pool.Fallback = 3 },
		"a lot that lets everybody in":   func(_ *Config, p *Plan) { p.Lot = Lot{Drawn: true, Share: 1} },
		"a lot that shuts no buurt":      func(c *Config, p *Plan) { p.Lot.Shut = make([]bool, len(c.Population.Buurten)) },
		"a record for nobody":            func(c *Config, p *Plan) { p.Record = RecordPlan{Start: c.Calendar.Start} },
	} {
		r := world(change)
		if n := differ(base.Lives, r.Lives); n != 0 {
			t.Errorf("%s changes %d lives", name, n)
		}
		for s := range NumSeries {
			if got, want := total(r, s), total(base, s); got != want {
				t.Errorf("%s moves series %d from %d to %d", name, s, want, got)
			}
		}
		if got, want := r.Ledger.ProgrammeCost(0, 36), base.Ledger.ProgrammeCost(0, 36); got != want {
			t.Errorf("%s costs %d cents", name, got-want)
		}
	}
}
