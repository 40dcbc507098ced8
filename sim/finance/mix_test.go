package finance

import "pgregory.net/rapid"

// mix draws a set of instruments that Validate accepts, of all kinds, with odd
// amounts, periods and caps.
func mix(t *rapid.T, first Month, months int) []Instrument {
	cents := func(name string, most int64) Cents { return Cents(rapid.Int64Range(0, most).Draw(t, name)) }
	limit := func(i *Instrument) {
		if rapid.Bool().Draw(t, "capped") {
			i.Cap = cents("cap", 200_000) + 1
			i.CapBy = Pace(rapid.IntRange(0, 1).Draw(t, "pace"))
		}
		if rapid.Bool().Draw(t, "dated") {
			i.Start = first + Month(rapid.IntRange(0, months-1).Draw(t, "start"))
			i.End = i.Start + Month(rapid.IntRange(1, months).Draw(t, "length"))
		}
	}
	fees := func(services ...Service) []ServiceFee {
		var out []ServiceFee
		for _, s := range services {
			out = append(out, ServiceFee{Service: s, Tariff: Tariff{Fee: 3000, OwnShare: 400, OwnShareVT: 100}})
		}
		return out
	}
	share := rapid.Float64Range(0, 1).Draw(t, "share")
	p3 := fees(P3CaseManagement, P3NightVisit)
	p3[0].Units = rapid.Int64Range(0, 40).Draw(t, "units")
	instruments := []Instrument{
		{Name: "gp", Payer: SicknessFunds, Payee: GPPractices, Terms: FeeForService{fees(GPContact)}},
		{Name: "ziekenhuis", Payer: Federal, Payee: Hospitals, Terms: FeeForService{fees(Stay, EDVisit)}},
		{Name: "gmd", Payer: Federal, Payee: GPPractices, Terms: GMDFee{PerHead: cents("gmd", 7000), PerRaised: cents("raised", 9000)}},
		{Name: "populatie", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: PopulationBudget{cents("base", 3000), cents("chronic", 5000), cents("vt", 2000)}},
		{Name: "regio", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: RegionalConvention{PerYear: cents("regio", 1e6), Split: []Share{
			{ZorgcoachPosts, ForCoordination, share * 0.9}, {CasemanagementPool, ForCaseManagement, 1 - share}, {Collaboration, ForAdministration, share * 0.1},
		}}},
		{Name: "integratie", Payer: Local, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: cents("integratie", 1e5), Reason: ForIntegration}},
		{Name: "p3", Payer: Federal, Payee: HomeCare, Terms: ConventionServices{p3}},
	}
	weight := func(name string) float64 { return rapid.Float64Range(0, 3).Draw(t, name) }
	registered := rapid.Float64Range(0, 1).Draw(t, "registered")
	bundle := Bundle{
		PerTier: [NumTiers]Cents{0, cents("chronic bundle", 900), cents("high risk", 9000), cents("complex", 20000)}, Services: []Service{P3NightVisit},
		OwnShare: OwnShareRule(rapid.IntRange(0, 1).Draw(t, "bundle share")),
		Split:    []Share{{Buurtteams, ForTraining, share / 2}, {HomeCare, ForTraining, (1 - share) / 2}},
	}
	if rapid.Bool().Draw(t, "by episode") {
		bundle.Basis, bundle.PerTier, bundle.Episode = ByEpisode, [NumTiers]Cents{}, cents("episode", 90000)
	}
	pool := PooledBudget{
		Sources: []PoolSource{{Local, cents("local", 1e5)}, {Flanders, cents("flanders", 1e6)}, {SicknessFunds, cents("funds", 3)}},
		Uses:    []PoolUse{{Buurtteams, ForGroupSession, cents("acts", 1e6)}, {Collaboration, ForPHM, cents("phm", 1e5)}, {OtherProviders, ForTraining, cents("training", 1e5)}},
		Order:   UseOrder(rapid.IntRange(0, 1).Draw(t, "order")), Rest: RestRule(rapid.IntRange(0, 1).Draw(t, "rest")),
	}
	advance := Prefinancing{Advance: cents("advance", 1e6), Installments: rapid.Int32Range(1, 6).Draw(t, "installments")}
	if rapid.Bool().Draw(t, "from") {
		advance.From, advance.Share = "bundel", 1-rapid.Float64Range(0, 0.99).Draw(t, "withheld")
	} else {
		advance.RecoupMonths = rapid.Int32Range(1, 12).Draw(t, "recoup")
		advance.RecoupAfter = advance.Installments + rapid.Int32Range(0, 3).Draw(t, "after")
	}
	instruments = append(instruments,
		Instrument{Name: "wgc", Payer: Federal, Payee: GPPractices, Plan: true, Terms: Capitation{
			Registered: registered, PerYear: cents("wgc", 20000), Age: [NumAgeGroups]float64{weight("0"), 1, weight("60"), weight("75")}, VT: weight("vt"), Chronic: weight("chronic"),
			Services: []Service{GPContact, EDVisit}, Premium: cents("premium", 1e5),
		}},
		Instrument{Name: "new-deal", Payer: Federal, Payee: GPPractices, Plan: true, Terms: Capitation{
			Registered: 1 - registered, PerYear: cents("new deal", 20000), Age: [NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1,
			Services: []Service{GPContact}, FeeShare: rapid.Float64Range(0, 1).Draw(t, "fee"), OwnShare: OwnShareRule(rapid.IntRange(0, 2).Draw(t, "own")),
		}},
		Instrument{Name: "bundel", Payer: Flanders, Payee: ZorgcoachPosts, Plan: true, Terms: bundle},
		Instrument{Name: "pot", Payer: Local, Payee: Collaboration, Plan: true, Terms: pool},
		Instrument{Name: "voorschot", Payer: Federal, Payee: ZorgcoachPosts, Plan: true, Terms: advance},
	)
	if rapid.Bool().Draw(t, "by inclusion") {
		instruments[3].Terms = InclusionFee{PerYear: cents("inclusion", 20000), Condition: AnyAction, Actions: [NumActions]int32{0, 2, 0, 1}}
	}
	if rapid.Bool().Draw(t, "floored") {
		instruments[3].Floor = cents("floor", 1000)
	}
	for i := range instruments {
		limit(&instruments[i])
		if x := &instruments[i]; x.Kind() == KindPrefinancing {
			x.Cap, x.Start = 0, max(x.Start, first)
		}
		if x := &instruments[i]; x.Cap > 0 && x.Floor > x.Cap {
			x.Floor = x.Cap
		}
	}
	return append(instruments, savingsMix(t, first, months)...)
}

func fill(t *rapid.T, a *Activity) {
	a.Reset()
	n := func(name string, most int32) int32 { return rapid.Int32Range(0, most).Draw(t, name) }
	for b := range a.Buurten() {
		a.Enrolled[0][0][b], a.Enrolled[0][1][b] = n("heads", 30), n("vt", 9)
		a.Enrolled[1][0][b], a.Enrolled[1][1][b] = n("chronic", 9), n("both", 5)
		a.Raised[b] = n("raised", a.Enrolled[1][0][b]+a.Enrolled[1][1][b])
		a.Included[b] = n("included", 9)
		a.Actions[ActionGroupAttendance][b], a.Actions[ActionBuurt][b] = n("group", 1), n("action", 1)/2
		for g := range a.Classes {
			a.Classes[g][g%2][g/2][b], a.Classes[g][1][1][b] = n("class", 9), n("class", 2)
		}
		for tier := range a.AtHome {
			a.AtHome[tier][b] = n("at home", 9)
		}
		a.Starts[b] = n("starts", 2)
		for _, s := range []Service{GPContact, Stay, EDVisit, P3CaseManagement, P3NightVisit} {
			for range n("units", 6) {
				citizen, payer := OwnShare(gpTariff, bill, rapid.Bool().Draw(t, "vt"), Cents(rapid.Int64Range(0, 60000).Draw(t, "paid")))
				a.Serve(s, b, citizen, payer)
			}
		}
	}
	fillExposure(t, a)
}
