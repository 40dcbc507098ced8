package finance

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		want        string // path and reason of the one problem; empty for none
	}{
		{"sound", one(Federal, Collaboration, coach(0.6)), ""},
		{"no name", []Instrument{{Payer: Federal, Payee: GPPractices, Terms: GMDFee{}}}, "financing..name: an instrument needs a name"},
		{"shares", one(Federal, Collaboration, coach(0.5)), "financing.it.split: shares sum to 90 %, not 100 %"},
		{"share over 1", one(Federal, Collaboration, coach(1.5)), "financing.it.split.coordination: share is 1.5; it must lie between 0 and 1\nfinancing.it.split: shares sum to 190 %, not 100 %"},
		{"share NaN", one(Federal, Collaboration, coach(math.NaN())), "financing.it.split.coordination: share is NaN; it must lie between 0 and 1\nfinancing.it.split: shares sum to NaN %, not 100 %"},
		{"no split", one(Federal, Collaboration, RegionalConvention{PerYear: 1}), "financing.it.split: shares sum to 0 %, not 100 %"},
		{"part to a payer", one(Federal, Collaboration, RegionalConvention{Split: []Share{{Federal, ForPHM, 1}}}), "financing.it.split.phm: federal is a payer and would get its part back"},
		{"one part twice", one(Federal, Collaboration, RegionalConvention{Split: []Share{{Buurtteams, ForPHM, .5}, {Buurtteams, ForPHM, .5}}}), "financing.it.split.phm: buurtteams gets two parts for phm"},
		{"payer is payee", one(Federal, Federal, GMDFee{}), "financing.it.payee: federal would pay itself"},
		{"payer is a sink", one(Economy, Buurtteams, GMDFee{}), "financing.it.payer: economy only receives"},
		{"negative", one(Federal, GPPractices, GMDFee{PerHead: -1}), "financing.it.per_head: amount is -0.01 euro; it must not be negative"},
		{"too large", one(Federal, GPPractices, GMDFee{PerHead: 2e9}), "financing.it.per_head: amount is 20000000 euro; the most is 10000000"},
		{"end before start", one(Federal, GPPractices, GMDFee{}, start(Date(2028, 1)), end(Date(2027, 12))), "financing.it.end: ends in 2027-12, not after its start in 2028-01"},
		{"cap under floor", one(Federal, GPPractices, GMDFee{}, capped(100, ByYear), floored(200)), "financing.it.cap: cap of 1.00 euro lies under the floor of 2.00"},
		{"floor of a service", one(Federal, GPPractices, gp(func(*ServiceFee) {}), floored(200)), "financing.it.floor: a fee_for_service has no floor"},
		{"no kind", one(Federal, GPPractices, nil), "financing.it.kind: an instrument needs a kind with its amounts"},
		{"pointer", one(Federal, GPPractices, &GMDFee{}), "financing.it.kind: terms of type *finance.GMDFee are not known"},
		{"no services", one(Federal, GPPractices, FeeForService{}), "financing.it.services: no service is paid"},
		{"own share over fee", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Tariff.OwnShare = 3001 })), "financing.it.services.gp_contact.own_share: the own share is more than the fee"},
		{"VT pays more", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Tariff.OwnShareVT = 401 })), "financing.it.services.gp_contact.own_share_vt: the own share with VT is more than the ordinary one"},
		{"units without convention", one(Federal, GPPractices, gp(func(f *ServiceFee) { f.Units = 5 })), "financing.it.services.gp_contact.units: a number of units limits a convention, not a fee for service"},
		{"citizen serves", one(Federal, Citizen, gp(func(*ServiceFee) {})), "financing.it.payee: the citizen does not deliver services"},
		{"condition without actions", one(Federal, Buurtteams, InclusionFee{Condition: AnyAction}), "financing.it.condition: asks for actions, and no action has a least number"},
		{"actions without condition", one(Federal, Buurtteams, InclusionFee{Actions: [NumActions]int32{1}}), "financing.it.condition: is none, and actions have a least number"},
		{"fixed for nothing", one(Federal, Collaboration, FixedBudget{}), "financing.it.reason: a fixed budget says what it is for"},
		{"start-up without start", one(Federal, Collaboration, FixedBudget{Startup: 1, Reason: ForPHM}), "financing.it.startup: a start-up amount is paid in the first month, and there is no start"},
		{
			"a coach is paid once",
			[]Instrument{
				named("coach", one(Federal, ZorgcoachPosts, FixedBudget{Reason: ForCoordination, Level: BuurtLevel})), named("regio", one(Flanders, Collaboration, coach(0.6))),
			},
			"financing.coach: regio and coach both pay zorgcoach_posts for coordination",
		},
		{"unless one follows the other", []Instrument{
			named("coach", one(Federal, ZorgcoachPosts, FixedBudget{Reason: ForCoordination}, end(Date(2028, 1)))), named("regio", one(Flanders, Collaboration, coach(0.6), start(Date(2028, 1)))),
		}, ""},
		{
			"rivals",
			[]Instrument{named("honderd", one(Federal, Buurtteams, InclusionFee{})), named("populatie", one(Flanders, Buurtteams, PopulationBudget{}))},
			"financing.populatie: honderd and populatie both pay buurtteams for the same actions",
		},
		{"60/40 stands beside either", []Instrument{named("honderd", one(Federal, Buurtteams, InclusionFee{})), named("regio", one(Federal, Collaboration, coach(0.6)))}, ""},
		{
			"a service twice",
			[]Instrument{named("a", one(Federal, GPPractices, gp(func(*ServiceFee) {}))), named("b", one(Federal, OtherProviders, gp(func(*ServiceFee) {})))},
			"financing.b: a and b both pay gp_contact",
		},
		{"two P3 services share a reason, and that is no conflict", []Instrument{
			named("a", one(Federal, HomeCare, ConventionServices{[]ServiceFee{{Service: P3NightVisit}}})), named("b", one(Federal, HomeCare, ConventionServices{[]ServiceFee{{Service: P3Psychology}}})),
		}, ""},
		{"levels tell fixed budgets apart", []Instrument{named("a", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("b", one(Federal, Collaboration, FixedBudget{Reason: ForPHM, Level: ELZLevel}))}, ""},
		{
			"same fixed budget twice",
			[]Instrument{named("a", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("b", one(Flanders, Collaboration, FixedBudget{Reason: ForPHM}))},
			"financing.b: a and b both pay collaboration for phm",
		},
		{"one name, overlapping", append(one(Federal, GPPractices, GMDFee{}), one(Federal, GPPractices, GMDFee{}, start(Date(2028, 1)))...), "financing.it.start: two periods of the same instrument overlap"},
		{"one name, two payers", append(one(Federal, GPPractices, GMDFee{}), one(Flanders, GPPractices, GMDFee{})...), "financing.it: stands here twice, with another kind, payer, payee, plan or timing"},
		{
			"one name, two reasons", append(one(Federal, Collaboration, FixedBudget{Reason: ForPHM}), one(Federal, Collaboration, FixedBudget{Reason: ForIntegration})...),
			"financing.it: a fixed budget stands here twice, with another reason, level or start-up amount",
		},
		{"registered over 100 %", one(Federal, GPPractices, house(1.2)), "financing.it.registered: share is 1.2; it must lie between 0 and 1"},
		{"capitation of nothing", one(Federal, GPPractices, Capitation{}), "financing.it.services: no service is covered"},
		{"negative capitation", one(Federal, GPPractices, Capitation{PerYear: -1, Services: visit}), "financing.it.amount: amount is -0.01 euro; it must not be negative"},
		{"negative weight", one(Federal, GPPractices, Capitation{VT: -1, Services: visit}), "financing.it.weights.vt: weight is -1; it must lie between 0 and 1000"},
		{"heavy class", one(Federal, GPPractices, Capitation{PerYear: 1e9, Age: [NumAgeGroups]float64{2}, Services: visit}), "financing.it.weights: the amount of the heaviest class is more than 10 million euro"},
		{"a service covered twice in a list", one(Federal, GPPractices, Capitation{Services: []Service{GPContact, GPContact}}), "financing.it.services.gp_contact: the service stands here twice"},
		{
			"more than everybody",
			[]Instrument{named("wgc", one(Federal, GPPractices, house(0.7))), named("deal", one(Federal, GPPractices, house(0.4)))},
			"financing.wgc.services: deal and wgc together pay gp_contact for 110 % of the citizens",
		},
		{"one after the other", []Instrument{named("wgc", one(Federal, GPPractices, house(0.7), end(Date(2028, 1)))), named("deal", one(Federal, GPPractices, house(0.4), start(Date(2028, 1))))}, ""},
		{
			"bundle and capitation",
			[]Instrument{named("bundel", one(Federal, Buurtteams, Bundle{Services: visit}, start(Date(2028, 1)))), named("wgc", one(Federal, GPPractices, house(0.1)))},
			"financing.bundel.services: wgc and bundel together pay gp_contact for 110 % of the citizens",
		},
		{"capitation beside fees", []Instrument{named("gp", one(Federal, GPPractices, gp(func(*ServiceFee) {}))), named("wgc", one(Federal, GPPractices, house(1)))}, ""},
		{"bundle of nothing", one(Federal, Buurtteams, Bundle{}), "financing.it.services: the bundle pays for nothing"},
		{"bundle shares over 100 %", one(Federal, Buurtteams, Bundle{Split: []Share{{ZorgcoachPosts, ForCoordination, .7}, {CasemanagementPool, ForCaseManagement, .4}}}), "financing.it.split: shares sum to 110 %, more than 100 %"},
		{"bundle by tier and episode", one(Federal, Buurtteams, Bundle{Episode: 1, Services: visit}), "financing.it.episode: a bundle is paid by tier or by episode, not by both"},
		{"bundle in proportion", one(Federal, Buurtteams, Bundle{OwnShare: OwnShareInProportion, Services: visit}), "financing.it.own_share: no part of the fee is left to take a proportion of"},
		{
			"a coach in a bundle and a convention",
			[]Instrument{named("bundel", one(Federal, Buurtteams, Bundle{Split: []Share{{ZorgcoachPosts, ForCoordination, .5}}})), named("regio", one(Federal, Collaboration, coach(0.6)))},
			"financing.regio: bundel and regio both pay zorgcoach_posts for coordination",
		},
		{"pool of nothing", one(Federal, Collaboration, PooledBudget{}), "financing.it.sources: nobody puts money in\nfinancing.it.uses: the budget pays for nothing"},
		{"pool pays itself", one(Federal, Federal, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.payee: federal would pay itself\nfinancing.it.payee: federal cannot hold an envelope"},
		{"pool of another payer", one(Flanders, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.payer: is flanders, and the first source is federal"},
		{"a hospital puts in", one(Hospitals, Collaboration, PooledBudget{[]PoolSource{{Hospitals, 1}}, phmUse, AsListed, CarryOver}), "financing.it.sources.hospitals: hospitals is no payer"},
		{"a source twice", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}, {Federal, 1}}, phmUse, AsListed, CarryOver}), "financing.it.sources.federal: puts in twice"},
		{"a payer as a use", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, []PoolUse{{Local, ForPHM, 1}}, AsListed, CarryOver}), "financing.it.uses.phm: local is a payer and would get its money back"},
		{"too much together", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, maxYear}, {Local, maxYear}}, phmUse, AsListed, CarryOver}), "financing.it.sources: put in more than 100 billion euro together"},
		{"a floor under a pool", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}, floored(1)), "financing.it.floor: a pooled_budget has no floor"},
		{
			"a pool and a budget for the same",
			[]Instrument{named("phm", one(Federal, Collaboration, FixedBudget{Reason: ForPHM})), named("pot", one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}))},
			"financing.pot: phm and pot both pay collaboration for phm",
		},
		{
			"another pool under the name", append(one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}}, phmUse, AsListed, CarryOver}, end(Date(2028, 1))),
				one(Federal, Collaboration, PooledBudget{[]PoolSource{{Federal, 1}, {Local, 1}}, phmUse, AsListed, CarryOver}, start(Date(2028, 1)))...),
			"financing.it: a pooled budget stands here twice, with other sources or uses",
		},
		{"advance without start", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupAfter: 1, RecoupMonths: 1}), "financing.it.start: an advance is paid in the first month, and there is no start"},
		{"advance with a cap", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, begin, capped(1, ByYear)), "financing.it.cap: an advance has no cap"},
		{"a gift", one(Federal, Buurtteams, Prefinancing{Installments: 1}, begin), "financing.it.recoup: the advance is never paid back"},
		{"back twice", one(Federal, Buurtteams, Prefinancing{Installments: 1, RecoupMonths: 1, From: "it"}, begin), "financing.it.recoup: is paid back twice: over months and from an instrument\nfinancing.it.recoup.from: it is an advance itself"},
		{"back before it is paid", one(Federal, Buurtteams, Prefinancing{Installments: 3, RecoupAfter: 2, RecoupMonths: 1}, begin), "financing.it.recoup.after: is paid back from month 3 on and paid until month 3"},
		{"no installment", one(Federal, Buurtteams, Prefinancing{RecoupMonths: 1}, begin), "financing.it.paid_over: is paid over 0 months"},
		{"from a saving", append(one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "winst", Share: 1}, begin), named("winst", one(Federal, Buurtteams, SharedSavings{Share: .5}))), ""},
		{"from nobody", one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "winst", Share: 1}, begin), "financing.it.recoup.from: there is no instrument winst"},
		{"from another's money", append(one(Federal, Buurtteams, Prefinancing{Installments: 1, From: "gmd", Share: 1}, begin), named("gmd", one(Federal, GPPractices, GMDFee{}))), "financing.it.recoup.from: gmd pays nothing to buurtteams"},
		{"nothing withheld", append(one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd"}, begin), named("gmd", one(Federal, GPPractices, GMDFee{}))), "financing.it.recoup.share: nothing is withheld"},
		{
			"more than all withheld",
			[]Instrument{named("a", one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd", Share: .6}, begin)), named("b", one(Federal, GPPractices, Prefinancing{Installments: 1, From: "gmd", Share: .6}, begin)), named("gmd", one(Federal, GPPractices, GMDFee{}))},
			"financing.b.recoup.share: a and b together withhold 120 % of what gmd pays",
		},
		{
			"another advance under the name", append(one(Federal, Buurtteams, Prefinancing{Advance: 1, Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, begin, end(Date(2029, 1))),
				one(Federal, Buurtteams, Prefinancing{Advance: 2, Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, start(Date(2029, 1)))...),
			"financing.it: a prefinancing stands here twice, with other terms",
		},
	} {
		problems := Validate(c.instruments)
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.Path + ": " + p.Reason
			if p.Hint == "" {
				t.Errorf("%s: no hint", c.name)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(lines, "\n")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
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
	})
	if len(problems) != 5 {
		t.Errorf("want 5 problems, got %d:\n%v", len(problems), problems)
	}
}
