package finance

import (
	"errors"
	"math"
	"testing"
)

func TestValidate(t *testing.T) {
	gp := func(change func(*ServiceFee)) FeeForService {
		fee := ServiceFee{Service: GPContact, Tariff: gpTariff}
		change(&fee)
		return FeeForService{Services: []ServiceFee{fee}}
	}
	named := func(name string, i []Instrument) Instrument {
		i[0].Name = name
		return i[0]
	}
	coach := func(share float64) RegionalConvention {
		return RegionalConvention{PerYear: 100, Split: []Share{{ZorgcoachPosts, ForCoordination, share}, {CasemanagementPool, ForCaseManagement, 0.4}}}
	}
	visit := []Service{GPContact}
	phmUse := []PoolUse{{Collaboration, ForPHM, 1}}
	begin := start(Date(2028, 1))
	for _, c := range []struct {
		name        string
		instruments []Instrument
		want        string // path, code and arguments; empty for none
	}{
		{"sound", one(Federal, Collaboration, coach(0.6)), ""},
		{"no name", []Instrument{{Payer: Federal, Payee: GPPractices, Terms: GMDFee{}}}, "financing..name: no_name"},
		{"shares", one(Federal, Collaboration, coach(0.5)), "financing.it.split: split_sum sum=0.9"},
		{"share over 1", one(Federal, Collaboration, coach(1.5)), "financing.it.split.coordination: share_range share=1.5\nfinancing.it.split: split_sum sum=1.9"},
		{"share NaN", one(Federal, Collaboration, coach(math.NaN())), "financing.it.split.coordination: share_range share=NaN\nfinancing.it.split: split_sum sum=NaN"},
		{"no split", one(Federal, Collaboration, RegionalConvention{PerYear: 1}), "financing.it.split: split_sum sum=0"},
		{"part to a payer", one(Federal, Collaboration, RegionalConvention{Split: []Share{{Federal, ForPHM, 1}}}), "financing.it.split.phm: part_to_payer to=federal"},
		{"one part twice", one(Federal, Collaboration, RegionalConvention{Split: []Share{{Buurtteams, ForPHM, .5}, {Buurtteams, ForPHM, .5}}}), "financing.it.split.phm: part_twice to=buurtteams reason=phm"},
		{"payer is payee", one(Federal, Federal, GMDFee{}), "financing.it.payee: pays_itself party=federal"},
		{"payer is a sink", one(Economy, GPPractices, GMDFee{}), "financing.it.payer: only_receives party=economy"},
		{"negative", one(Federal, GPPractices, GMDFee{PerHead: -1}), "financing.it.per_head: amount_negative euro=-0.01"},
		{"too large", one(Federal, GPPractices, GMDFee{PerHead: 2e9}), "financing.it.per_head: amount_large euro=2e+07 most=1e+07"},
		{"end before start", one(Federal, GPPractices, GMDFee{}, start(Date(2028, 1)), end(Date(2027, 12))), "financing.it.end: end_before_start end=2027-12 start=2028-01"},
		{"cap under floor", one(Federal, GPPractices, GMDFee{}, capped(100, ByYear), floored(200)), "financing.it.cap: cap_under_floor cap=1 floor=2"},
		{"floor of a service", one(Federal, GPPractices, gp(func(*ServiceFee) {}), floored(200)), "financing.it.floor: no_floor kind=fee_for_service"},
		{"no kind", one(Federal, GPPractices, nil), "financing.it.kind: no_kind choices=fee_for_service, gmd_fee, capitation, inclusion_fee, population_budget, bundle, regional_convention, fixed_budget, pooled_budget, convention_services, shared_savings, budget_guarantee, prefinancing"},
		{"pointer", one(Federal, GPPractices, &GMDFee{}), "financing.it.kind: unknown_terms type=*finance.GMDFee"},
		{"no services", one(Federal, GPPractices, FeeForService{}), "financing.it.services: no_service"},
		{"own share over fee", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Tariff.OwnShare = 3001 })), "financing.it.services.gp_contact.own_share: own_share_over_fee"},
		{"VT pays more", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Tariff.OwnShareVT = 401 })), "financing.it.services.gp_contact.own_share_vt: vt_over_own_share"},
		{"units without convention", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Units = 5 })), "financing.it.services.gp_contact.units: units_not_here"},
		{"citizen serves", one(Federal, Citizen, gp(func(*ServiceFee) {})), "financing.it.payee: citizen_delivers"},
		{"condition without actions", one(Federal, Buurtteams, InclusionFee{Condition: AnyAction}), "financing.it.condition: condition_without_actions"},
		{"actions without condition", one(Federal, Buurtteams, InclusionFee{Actions: [NumActions]int32{1}}), "financing.it.condition: actions_without_condition"},
		{"fixed for nothing", one(Federal, Collaboration, FixedBudget{}), "financing.it.for: budget_for_nothing choices=gp_contact, stay, ed_visit, gmd, residual, home_nursing, nursing_home_day, p3_service, group_session, own_share, inclusion, population, convention, coordination, case_management, integration, phm, buurt_action, wage, overhead, fees_earned, supplies, training, administration, startup, returned, in_kind, gain, reinvestment, shared_loss, investment, capitation, premium, bundle, pool, advance, recouped, quality, teamwork, pathway, self_management, shared_record, plan_meeting, perinatal_coaching, youth_obesity"},
		{"start-up without start", one(Federal, Collaboration, FixedBudget{Startup: 1, Reason: ForPHM}), "financing.it.startup: startup_without_start"},
		{
			"a coach is paid once",
			[]Instrument{
				named("coach", one(Federal, ZorgcoachPosts, FixedBudget{Reason: ForCoordination, Level: BuurtLevel})), named("regio", one(Flanders, Collaboration, coach(0.6))),
			},
			"financing.coach: paid_twice first=regio second=coach to=zorgcoach_posts reason=coordination",
		},
		{"unless one follows the other", []Instrument{
			named("coach", one(Federal, ZorgcoachPosts, FixedBudget{Reason: ForCoordination}, end(Date(2028, 1)))), named("regio", one(Flanders, Collaboration, coach(0.6), start(Date(2028, 1)))),
		}, ""},
		{
			"rivals",
			[]Instrument{named("honderd", one(Federal, Buurtteams, InclusionFee{})), named("populatie", one(Flanders, Buurtteams, PopulationBudget{}))},
			"financing.populatie: rivals first=honderd second=populatie to=buurtteams",
		},
		{
			"rivals, one of them a sum for buurt actions",
			[]Instrument{named("honderd", one(Federal, Buurtteams, InclusionFee{})), named("acties", one(Flanders, Buurtteams, FixedBudget{Reason: ForBuurtAction}))},
			"financing.acties: rivals first=honderd second=acties to=buurtteams",
		},
		{
			"rivals, one of them a part of an envelope",
			[]Instrument{named("populatie", one(Federal, Buurtteams, PopulationBudget{})), named("pot", one(Federal, Collaboration, PooledBudget{
				Sources: []PoolSource{{Federal, 100}}, Uses: []PoolUse{{Buurtteams, ForBuurtAction, 100}},
			}))},
			"financing.pot: rivals first=populatie second=pot to=buurtteams",
		},
		{"rivals one after the other", []Instrument{
			named("acties", one(Federal, Buurtteams, FixedBudget{Reason: ForBuurtAction}, end(Date(2028, 1)))), named("honderd", one(Federal, Buurtteams, InclusionFee{}, start(Date(2028, 1)))),
		}, ""},
		{"60/40 stands beside either", []Instrument{named("honderd", one(Federal, Buurtteams, InclusionFee{})), named("regio", one(Federal, Collaboration, coach(0.6)))}, ""},
		{
			"a service twice",
			[]Instrument{named("a", one(Federal, GPPractices, gp(func(*ServiceFee) {}))), named("b", one(Federal, OtherProviders, gp(func(*ServiceFee) {})))},
			"financing.b: service_paid_twice first=a second=b service=gp_contact",
		},
		{"two P3 services share a reason, and that is no conflict", []Instrument{
			named("a", one(Federal, HomeCare, ConventionServices{[]ServiceFee{{Service: P3NightVisit}}})), named("b", one(Federal, HomeCare, ConventionServices{[]ServiceFee{{Service: P3Psychology}}})),
		}, ""},
		{"levels tell fixed budgets apart", []Instrument{named("a", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("b", one(Federal, Collaboration, FixedBudget{Reason: ForPHM, Level: ELZLevel}))}, ""},
		{
			"same fixed budget twice",
			[]Instrument{named("a", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("b", one(Flanders, Collaboration, FixedBudget{Reason: ForPHM}))},
			"financing.b: paid_twice first=a second=b to=collaboration reason=phm",
		},
		{"one name, overlapping", append(one(Federal, GPPractices, GMDFee{}), one(Federal, GPPractices, GMDFee{}, start(Date(2028, 1)))...), "financing.it.start: periods_overlap start=2028-01"},
		{"one name, two payers", append(one(Federal, GPPractices, GMDFee{}), one(Flanders, GPPractices, GMDFee{})...), "financing.it: name_taken"},
		{
			"one name, two reasons", append(one(Federal, Collaboration, FixedBudget{Reason: ForPHM}), one(Federal, Collaboration, FixedBudget{Reason: ForIntegration})...),
			"financing.it: fixed_budget_changed",
		},
		{"registered over 100 %", one(Federal, GPPractices, house(1.2)), "financing.it.registered: share_range share=1.2"},
		{"capitation of nothing", one(Federal, GPPractices, Capitation{}), "financing.it.services: covers_nothing"},
		{"negative capitation", one(Federal, GPPractices, Capitation{PerYear: -1, Services: visit}), "financing.it.amount: amount_negative euro=-0.01"},
		{"negative weight", one(Federal, GPPractices, Capitation{VT: -1, Services: visit}), "financing.it.weights.vt: weight_range weight=-1"},
		{"heavy class", one(Federal, GPPractices, Capitation{PerYear: 1e9, Age: [NumAgeGroups]float64{2}, Services: visit}), "financing.it.weights: heavy_class"},
		{"a service covered twice in a list", one(Federal, GPPractices, Capitation{Services: []Service{GPContact, GPContact}}), "financing.it.services.gp_contact: twice"},
		{
			"more than everybody",
			[]Instrument{named("wgc", one(Federal, GPPractices, house(0.7))), named("deal", one(Federal, GPPractices, house(0.4)))},
			"financing.wgc.services: over_registered names=deal, wgc service=gp_contact sum=1.1",
		},
		{"one after the other", []Instrument{named("wgc", one(Federal, GPPractices, house(0.7), end(Date(2028, 1)))), named("deal", one(Federal, GPPractices, house(0.4), start(Date(2028, 1))))}, ""},
		{
			"bundle and capitation",
			[]Instrument{named("bundel", one(Federal, Buurtteams, Bundle{Services: visit}, start(Date(2028, 1)))), named("wgc", one(Federal, GPPractices, house(0.1)))},
			"financing.bundel.services: over_registered names=wgc, bundel service=gp_contact sum=1.1",
		},
		{"capitation beside fees", []Instrument{named("gp", one(Federal, GPPractices, gp(func(*ServiceFee) {}))), named("wgc", one(Federal, GPPractices, house(1)))}, ""},
		{"bundle of nothing", one(Federal, Buurtteams, Bundle{}), "financing.it.services: bundle_for_nothing"},
		{"bundle shares over 100 %", one(Federal, Buurtteams, Bundle{Split: []Share{{ZorgcoachPosts, ForCoordination, .7}, {CasemanagementPool, ForCaseManagement, .4}}}), "financing.it.split: split_over sum=1.1"},
		{"bundle by tier and episode", one(Federal, Buurtteams, Bundle{Episode: 1, Services: visit}), "financing.it.episode: bundle_by_both"},
		{"bundle in proportion", one(Federal, Buurtteams, Bundle{OwnShare: OwnShareInProportion, Services: visit}), "financing.it.own_share: bundle_in_proportion"},
		{
			"a coach in a bundle and a convention",
			[]Instrument{named("bundel", one(Federal, Buurtteams, Bundle{Split: []Share{{ZorgcoachPosts, ForCoordination, .5}}})), named("regio", one(Federal, Collaboration, coach(0.6)))},
			"financing.regio: paid_twice first=bundel second=regio to=zorgcoach_posts reason=coordination",
		},
		{"pool of nothing", one(Federal, Collaboration, PooledBudget{}), "financing.it.sources: no_sources\nfinancing.it.uses: no_uses"},
		{"pool pays itself", one(Federal, Federal, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.payee: pays_itself party=federal\nfinancing.it.payee: holds_no_envelope party=federal"},
		{"pool of another payer", one(Flanders, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.payer: other_first_source party=flanders source=federal"},
		{"a hospital puts in", one(Hospitals, Collaboration, PooledBudget{[]PoolSource{{Hospitals, 1}}, phmUse, AsListed, CarryOver}), "financing.it.sources.hospitals: no_payer party=hospitals"},
		{"a source twice", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}, {Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.sources.federal: source_twice"},
		{"a payer as a use", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, []PoolUse{{Local, ForPHM, 1}}, AsListed, CarryOver}), "financing.it.uses.phm: use_to_payer to=local"},
		{"too much together", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, maxYear}, {Local, maxYear}}, phmUse, AsListed, CarryOver}), "financing.it.sources: sources_large"},
		{"a floor under a pool", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}, floored(1)), "financing.it.floor: no_floor kind=pooled_budget"},
		{
			"a pool and a budget for the same",
			[]Instrument{named("phm", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("pot", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}))},
			"financing.pot: paid_twice first=phm second=pot to=collaboration reason=phm",
		},
		{
			"another pool under the name", append(one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}, end(Date(2028, 1))),
				one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}, {Local, 1}}, phmUse, AsListed, CarryOver}, start(Date(2028, 1)))...),
			"financing.it: pooled_budget_changed",
		},
		{"advance without start", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupAfter: 1, RecoupMonths: 1}), "financing.it.start: advance_without_start"},
		{"advance with a cap", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, begin, capped(1, ByYear)), "financing.it.cap: advance_with_cap"},
		{"a gift", one(Federal, Buurtteams, Prefinancing{Installments: 1}, begin), "financing.it.recoup: never_recouped"},
		{"back twice", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupMonths: 1, From: "it"}, begin), "financing.it.recoup: recouped_twice\nfinancing.it.recoup.from: from_advance name=it"},
		{"back before it is paid", one(Federal, Buurtteams, Prefinancing{Installments: 3, RecoupAfter: 2, RecoupMonths: 1}, begin), "financing.it.recoup.after: recouped_early from=3 until=3"},
		{"no installment", one(Federal, Buurtteams, Prefinancing{RecoupMonths: 1}, begin), "financing.it.paid_over: paid_over_range months=0"},
		{"from a saving", append(one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "winst", Share: 1}, begin), named("winst", one(Federal, Buurtteams, SharedSavings{Share: .5}))), ""},
		{"from nobody", one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "winst", Share: 1}, begin), "financing.it.recoup.from: no_instrument name=winst"},
		{"from another's money", append(one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "gmd", Share: 1}, begin), named("gmd", one(Federal, GPPractices, GMDFee{}))), "financing.it.recoup.from: pays_another name=gmd payee=buurtteams"},
		{"nothing withheld", append(one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd"}, begin), named("gmd", one(Federal, GPPractices, GMDFee{}))), "financing.it.recoup.share: nothing_withheld"},
		{
			"more than all withheld",
			[]Instrument{named("a", one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd", Share: .6}, begin)), named("b", one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd", Share: .6}, begin)), named("gmd", one(Federal, GPPractices, GMDFee{}))},
			"financing.b.recoup.share: withheld_over names=a, b sum=1.2 name=gmd",
		},
		{
			"another advance under the name", append(one(Federal, Buurtteams, Prefinancing{Advance: 1, Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, begin, end(Date(2029, 1))),
				one(Federal, Buurtteams, Prefinancing{Advance: 2, Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, start(Date(2029, 1)))...),
			"financing.it: prefinancing_changed",
		},
	} {
		checkProblems(t, c.name, Validate(c.instruments, Date(2027, 1)), c.want)
		_, err := Compile(c.instruments, Date(2027, 1), 1, NewLedger(1))
		if got := Problems(nil); (err == nil) != (c.want == "") || (err != nil && !errors.As(err, &got)) {
			t.Errorf("%s: Compile says %v", c.name, err)
		}
	}
}

func TestValidateReportsEverythingAtOnce(t *testing.T) {
	problems := Validate([]Instrument{
		{Name: "a", Payer: Federal, Payee: Federal, Terms: GMDFee{PerHead: -1, PerRaised: -1}},
		{Name: "b", Payer: Economy, Payee: Buurtteams},
	}, Date(2027, 1))
	if len(problems) != 5 {
		t.Errorf("want 5 problems, got %d:\n%v", len(problems), problems)
	}
}
