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
