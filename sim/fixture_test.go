package sim

import (
	"math"
	"slices"

	"piramide/sim/finance"
)

// testConfig is a small made-up world in which everything happens often: four
// tiers at home and in a nursing home, care, P3, money. Its numbers stand for
// nothing.
func testConfig(people int) Config {
	const n = 8
	size := Ages * Sexes * n
	fill := func(f func(age, sex, state int) float64) Table {
		t := make(Table, size)
		for age := range Ages {
			for sex := range Sexes {
				for s := range n {
					t[Class(age, sex, s, n)] = f(age, sex, s)
				}
			}
		}
		return t
	}
	flat := func(x float64) Table { return fill(func(int, int, int) float64 { return x }) }
	states := make([]State, n)
	names := []string{"general", "chronic", "high_risk", "complex"}
	for s := range states {
		states[s] = State{Name: names[s%4], Tier: s % 4, Home: s < 4, Need: s%4 >= 2}
		if s >= 4 {
			states[s].Name += "_nursing_home"
		}
	}
	tierRR := [4]float64{1, 1.6, 3.2, 6.5}
	up, jump, down, home, gone := make([]int, n), make([]int, n), make([]int, n), make([]int, n), make([]int, n)
	for s := range n {
		up[s], jump[s], down[s], home[s], gone[s] = none, none, none, none, none
		if s%4 < 3 {
			up[s] = s + 1
		}
		if s%4 < 2 {
			jump[s] = s + 2
		}
		if s%4 > 0 {
			down[s] = s - 1
		}
		if s < 4 {
			home[s], gone[s] = s+4, 0
		}
	}
	exclusive := []Event{
		{Name: "death", Kind: Death, Hazard: fill(func(age, _, s int) float64 {
			return 0.0002 * math.Exp(0.09*float64(age)) * tierRR[s%4] / 1.5
		})},
		{Name: "up", Kind: Move, To: up, Hazard: flat(0.05)},
		{Name: "jump", Kind: Move, To: jump, Hazard: flat(0.005)},
		{Name: "down", Kind: Move, To: down, Hazard: flat(0.10)},
		{Name: "nursing_home", Kind: Move, To: home, Hazard: fill(func(age, _, s int) float64 {
			return math.Max(0, float64(age-60)) * 0.001 * float64(s%4+1)
		})},
		{Name: "leave", Kind: Leave, To: gone, Hazard: flat(0.03)},
	}
	exclusive[0].Caps[ByCare], exclusive[0].Caps[BySES] = 1.2, 1.3
	exclusive[0].Factors[BySES] = []float64{1.3, 1.1, 1, 0.9, 0.8}
	exclusive[4].Caps[ByDementia], exclusive[4].Caps[ByCarer], exclusive[4].Caps[ByCare] = 4, 2, 1.2
	exclusive[4].Factors[ByDementia] = []float64{1, 4}
	exclusive[4].Factors[ByCarer] = []float64{1, 1.5, 2}
	recurrent := []Event{
		{Name: "ed", Kind: Visit, Hazard: fill(func(_, _, s int) float64 { return 0.25 * float64(s%4+1) })},
		{Name: "stay", Kind: Stay, Hazard: fill(func(_, _, s int) float64 { return 0.08 * float64(s%4+1) })},
		{Name: "overload", Kind: Overload, Hazard: fill(func(_, _, s int) float64 { return 0.2 * float64(s/2%2) })},
		{Name: "relief", Kind: Relief, Hazard: fill(func(_, _, s int) float64 { return 0.5 * float64(s/2%2) })},
	}
	for k := range 2 {
		recurrent[k].Caps[ByVT], recurrent[k].Caps[ByPersonal], recurrent[k].Caps[ByScreen], recurrent[k].Caps[ByShock] = 1.5, 1, 1.1, 1
		recurrent[k].Factors[ByVT] = []float64{1, 1.5}
	}
	c := Config{
		Seed: 1, Luck: 1, Region: "test",
		Calendar:  Calendar{Start: 2027 * 12, BurnIn: 12, Cycles: 36, CyclesPerYear: 12},
		States:    states,
		Exclusive: exclusive, Recurrent: recurrent,
		Levels: Levels{
			Residual:    fill(func(_, _, s int) float64 { return 800 * math.Pow(4, float64(s%4)) }),
			HomeNursing: fill(func(_, _, s int) float64 { return 50 * float64(s%4) }),
			Utility:     fill(func(_, _, s int) float64 { return 0.9 - 0.12*float64(s%4) - 0.1*float64(s/4) }),
			Contacts:    [2]Table{flat(4.5), flat(6.5)},
			StayDays:    make([]float64, Ages), AdmittedED: flat(0.234), Avoidable: 0.1,
		},
		Population: Population{
			State: fill(func(_, _, s int) float64 { return [n]float64{0.70, 0.18, 0.06, 0.03, 0.005, 0.01, 0.01, 0.005}[s] }),
			VT:    flat(0.17), GMD: flat(0.85), Chronic: fill(func(_, _, s int) float64 { return 0.1 + 0.2*float64(s%4) }),
			Carer: flat(0.5), Overload: flat(0.2),
			SESByVT: [2][Quintiles]float64{{0.14, 0.19, 0.22, 0.22, 0.23}, {0.49, 0.25, 0.13, 0.08, 0.05}},
			Girl:    0.488, Twin: 0.016,
		},
		Personal:   Personal{SDLasting: 0.7, SDPassing: 0.6, Persistence: 0.92, CapLasting: 15, OnStays: 0.6},
		Conditions: []Condition{{Name: "dementia", Domain: Cognitive, Share: fill(func(age, _, s int) float64 { return math.Min(0.9, float64(age)/400*float64(s%4+1)/2) })}},
		Finding: Finding{
			KnownAtStart: 0.5, GPMonthly: 0.03, AfterStay: 0.3, Rho: 0.8,
			Sources: []Source{{Name: "claims", Sensitivity: 0.48, Specificity: 0.8}}, Refusal: 0.3, RefusalNeed: 1.2, RefusalLowSES: 1.5,
			OutreachReach: 0.05, CheckHours: 0.25,
		},
		Care: Care{
			StartupHours: 6, StartupMonths: 2, MediumHours: 0.8, IntensiveHours: 2, LightHours: 0.5, StepDownMonths: 12,
			ReviewMonths: 12, ReviewDischarge: 0.4, ChronicMonths: 6, PatienceMonths: 6, ExpertiseShare: 0.2, SpecialistShare: 0.2, DoseHours: [NumRoles]float64{Zorgcoach: 1, Casemanager: 1},
			P3:       []P3Service{{Service: finance.P3CaseManagement, Share: 1, UnitsPerClient: 12, HoursPerUnit: 0.5, Tariff: finance.Tariff{Fee: 3200}}},
			P3Inflow: 0.002, P3Months: 6, PlanReviewMonths: 6, PlanHours: 2, Goals: 3, GoalsNamed: 0.7, GoalMet: 0.3, GoalAdjusted: 0.25, TeamPlanShare: 0.5, IncludedShare: 0.35, BuurtActions: 6, GroupSize: 8, Continuity: 0.85, ExperienceSD: 0.3,
		},
		Labour: Labour{
			DirectHours: 85, Absence: 0.06, AbsenceDays: 25, CoverAfter: 14, CoverOutput: 0.6, Turnover: 0.12, OverloadLeave: 1.5, HireLag: 3, RampMonths: 9, RampStart: 0.3,
			DrawnFromCare: 0.5, Pool: []float64{0.01}, Qualification: [NumRoles]int{0, 0, 0, -1, -1, LinkWorker: -1, Specialist: 0}, Wage: [NumRoles]float64{78000, 84000, 78000, 90000, 73000, LinkWorker: 73000, Specialist: 95000}, Overhead: 0.15,
			AdminHours: map[string]float64{"regional_convention": 4},
		},
		Effects: []Effect{
			{Name: "coordination_stay", Role: Zorgcoach, Event: "stay", LogHR: []float64{math.Log(0.8)}},
			{Name: "coordination_nursing_home", Role: Zorgcoach, Event: "nursing_home", LogHR: []float64{math.Log(0.8)}},
			{Name: "dementia", Role: Casemanager, Event: "nursing_home", Condition: "dementia", LogHR: halfYears(0.6, 1.2, 1), CatchUp: 6},
		},
		Prices: Prices{
			Contact: finance.Tariff{Fee: 3000, OwnShare: 400, OwnShareVT: 100}, ContactNoGMD: finance.Tariff{Fee: 3000, OwnShare: 600, OwnShareVT: 150},
			Visit: finance.Tariff{Fee: 25000, OwnShare: 2000, OwnShareVT: 500}, Stay: finance.Tariff{Fee: 637500, OwnShare: 10000, OwnShareVT: 3000},
			HomeNursing: 0.02, StayMarginal: 0.4, NursingHomeDayPublic: 9700, NursingHomeDayCitizen: 7452,
			MaximumBill: finance.MaximumBill{Ordinary: 80000, VT: 40000}, RaisedFrom: 30, RaisedTo: 85,
		},
	}
	c.Population.ArrivalState = c.Population.State
	for a := range c.Levels.StayDays {
		c.Levels.StayDays[a] = 6
	}
	buurten := 2
	for b := range buurten {
		nb := Buurt{Name: []string{"b01", "b02"}[b], Territory: finance.Flanders, Deprivation: []float64{-0.1, 0.1}[b]}
		for age := range Ages {
			for sex := range Sexes {
				nb.Count[age][sex] = float64(people) / float64(buurten*Sexes) * math.Max(0, 95-float64(age)) / 4560
			}
		}
		c.Population.Buurten = append(c.Population.Buurten, nb)
	}
	for age := 18; age < 40; age++ {
		c.Population.Arrivals[age][0], c.Population.Arrivals[age][1] = 0.0006, 0.0006
		c.Population.Births[age] = 0.06
	}
	c.Before = Plan{P3: 1, Instruments: careAsToday()}
	c.Schedule = []Dated{{From: c.Calendar.Start, Plan: c.Before}}
	return c
}

// halfYears is a log hazard ratio by month, of the given ratio in each half-year.
func halfYears(ratios ...float64) (logHR []float64) {
	for _, r := range ratios {
		logHR = append(logHR, slices.Repeat([]float64{math.Log(r)}, 6)...)
	}
	return logHR
}

// careAsToday pays GPs, hospitals, home care, nursing homes and P3.
func careAsToday() []finance.Instrument {
	t := func(s ...finance.Service) finance.FeeForService {
		f := finance.FeeForService{}
		for _, x := range s {
			f.Services = append(f.Services, finance.ServiceFee{Service: x, Tariff: finance.Tariff{Fee: 1000000}})
		}
		return f
	}
	return []finance.Instrument{
		{Name: "gp", Payer: finance.Federal, Payee: finance.GPPractices, Terms: t(finance.GPContact)},
		{Name: "hospital", Payer: finance.Federal, Payee: finance.Hospitals, Terms: t(finance.Stay, finance.EDVisit)},
		{Name: "home", Payer: finance.Federal, Payee: finance.HomeCare, Terms: t(finance.HomeNursing)},
		{Name: "other", Payer: finance.Federal, Payee: finance.OtherProviders, Terms: t(finance.ResidualCare)},
		{Name: "wzc", Payer: finance.Flanders, Payee: finance.NursingHomes, Terms: t(finance.NursingHomeDay)},
		{Name: "p3", Payer: finance.Federal, Payee: finance.OtherProviders, Terms: finance.ConventionServices{Services: []finance.ServiceFee{{Service: finance.P3CaseManagement, Tariff: finance.Tariff{Fee: 3200}}}}},
	}
}

// fullPlan has teams, funded coaches and case managers, PHM, outreach.
func fullPlan(start Month) Plan {
	return Plan{
		Teams:        []Team{{Start: start, Coach: true}, {Start: start + 6, Coach: true}},
		TeamMaturity: 30, TeamLevel: 0.7, NoCoachSlower: 0.5,
		Zorgcoach: Posts{Funded: true, Start: start}, Casemanagers: Posts{Funded: true, Start: start},
		Buurtteamcoach: Posts{Funded: true, Start: start}, PopulationManager: Posts{FTE: 1, Start: start}, Outreach: Posts{FTE: 1, Start: start},
		TeamBudget: TeamBudget{GroupSession: 25_000, BuurtAction: 150_000, Quality: 400_000, CarryOver: 0.25, Startup: 1_500_000},
		Proactive:  true, Queue: Queue{Order: HighestKnownRisk}, CarePlan: true, P3: 1,
		PHM: PHM{On: true, Start: start, Levels: oneLevel(start), Use: [4]float64{1.011, 1.03, 1.055, 1.029}},
		Instruments: append(careAsToday(),
			finance.Instrument{
				Name: "budget", Payer: finance.Federal, Payee: finance.Buurtteams, Plan: true, Start: finance.Month(start),
				Terms: finance.PopulationBudget{Base: 800, Chronic: 2000, VT: 1500},
			},
			finance.Instrument{
				Name: "regio", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Start: finance.Month(start),
				Terms: finance.RegionalConvention{PerYear: 40000000, Split: []finance.Share{
					{To: finance.ZorgcoachPosts, Reason: finance.ForCoordination, Share: 0.6},
					{To: finance.CasemanagementPool, Reason: finance.ForCaseManagement, Share: 0.4},
				}},
			},
			finance.Instrument{
				Name: "phm", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Start: finance.Month(start),
				Terms: finance.FixedBudget{PerYear: 15000000, Reason: finance.ForPHM},
			}),
	}
}

// oneLevel is a yearly run of population managers on the first source.
func oneLevel(start Month) (levels [NumLevels]PHMLevel) {
	levels[RegionLevel] = PHMLevel{On: true, Start: start, EveryMonths: 12, Own: 1, MinAge: 65, Managers: true}
	return levels
}

// total is the sum of a monthly series over the accounts.
func total(r *Result, s Series) (n int64) {
	for _, x := range r.Months[s] {
		n += x
	}
	return n
}
