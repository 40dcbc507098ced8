package finance

import (
	"slices"
	"strings"
	"testing"
)

// Every kind with every payer and payee: who is refused, and that a refusal names who
// could. The rows say in words of a payer's auditor what is nonsense; all else passes.
func TestWhoMayPayWhom(t *testing.T) {
	fee := []ServiceFee{{Service: P3Psychology, Tariff: Tariff{Fee: 100}}}
	kinds := map[string]Terms{
		"fee": FeeForService{fee}, "convention": ConventionServices{fee}, "gmd": GMDFee{PerHead: 1},
		"capitation": Capitation{PerYear: 1, Services: []Service{P3Psychology}}, "inclusion": InclusionFee{PerYear: 1}, "population": PopulationBudget{Base: 1},
		"bundle":   Bundle{PerTier: [NumTiers]Cents{0, 1}, Services: []Service{P3Psychology}},
		"regional": RegionalConvention{PerYear: 1, Split: []Share{{ZorgcoachPosts, ForCoordination, 1}}},
		"advance":  Prefinancing{Advance: 1, Installments: 1, RecoupAfter: 1, RecoupMonths: 1},
	}
	for _, r := range []Reason{ForIntegration, ForPHM, ForBuurtAction, ForCoordination, ForCaseManagement, ForAdministration, ForTraining} {
		kinds[r.String()] = FixedBudget{PerYear: 1, Reason: r}
	}
	public := "federal flanders wallonia brussels ostbelgien local sickness_funds"
	care := "gp_practices home_care hospitals nursing_homes other_providers"
	region := "buurtteams zorgcoach_posts casemanagement_pool collaboration"
	receives := map[string]string{
		"fee": care + " " + region, "convention": care + " " + region, "bundle": care + " " + region,
		"gmd": "gp_practices", "capitation": care + " buurtteams collaboration",
		"inclusion": "gp_practices home_care buurtteams collaboration", "population": "gp_practices home_care buurtteams collaboration",
		"regional": region, "advance": "gp_practices home_care hospitals nursing_homes " + region,
		"integration": "collaboration", "phm": "gp_practices buurtteams collaboration", "buurt_action": "buurtteams collaboration",
		"coordination": "zorgcoach_posts", "case_management": "casemanagement_pool",
		"administration": care + " " + region, "training": care + " " + region,
	}
	has := func(list string, p Party) bool { return slices.Contains(strings.Fields(list), p.String()) }
	for name, terms := range kinds {
		for payer := range Party(NumParties) {
			for payee := range Party(NumParties) {
				i := Instrument{Name: "it", Payer: payer, Payee: payee, Plan: true, Start: Date(2028, 1), Terms: terms}
				problems := Validate([]Instrument{i}, Date(2028, 1))
				if refused := len(problems) > 0; refused == (has(public, payer) && has(receives[name], payee)) {
					t.Errorf("%s, %v → %v: %v", name, payer, payee, problems)
				}
				for _, p := range problems {
					if choices, ok := p.Args["choices"].(string); ok && strings.HasPrefix(p.Code, "odd_") && strings.Contains(choices, p.Args["party"].(string)) {
						t.Errorf("%s, %v → %v: the hint names who is refused: %v", name, payer, payee, p)
					}
				}
			}
		}
	}
}

// What is told: one problem a party, with the choices.
func TestOddPartiesAreTold(t *testing.T) {
	for _, c := range []struct {
		payer, payee Party
		terms        Terms
		want         string
	}{
		{Federal, Citizen, FixedBudget{PerYear: 1, Reason: ForIntegration}, "financing.it.payee: odd_payee party=citizen kind=fixed_budget choices=collaboration"},
		{Federal, Hospitals, FixedBudget{PerYear: 1, Reason: ForCoordination}, "financing.it.payee: odd_use party=hospitals reason=coordination choices=zorgcoach_posts"},
		{Citizen, Buurtteams, PopulationBudget{Base: 1}, "financing.it.payer: citizen_pays kind=population_budget"},
		{Hospitals, Buurtteams, InclusionFee{PerYear: 1}, "financing.it.payer: odd_payer party=hospitals kind=inclusion_fee choices=federal, flanders, wallonia, brussels, ostbelgien, local, sickness_funds"},
		{Federal, Economy, GMDFee{PerHead: 1}, "financing.it.payee: odd_payee party=economy kind=gmd_fee choices=gp_practices"},
		{Federal, Local, RegionalConvention{PerYear: 1, Split: []Share{{ZorgcoachPosts, ForCoordination, 1}}}, "financing.it.payee: odd_payee party=local kind=regional_convention choices=buurtteams, zorgcoach_posts, casemanagement_pool, collaboration"},
		{Federal, OtherProviders, Prefinancing{Advance: 1, Installments: 1, RecoupAfter: 1, RecoupMonths: 1}, "financing.it.payee: odd_payee party=other_providers kind=prefinancing choices=gp_practices, home_care, hospitals, nursing_homes, buurtteams, zorgcoach_posts, casemanagement_pool, collaboration"},
		{Federal, Hospitals, FeeForService{[]ServiceFee{{Service: GPContact, Tariff: Tariff{Fee: 1}}}}, "financing.it.payee: odd_service party=hospitals service=gp_contact choices=gp_practices"},
		{Federal, Collaboration, FeeForService{[]ServiceFee{{Service: GPContact, Tariff: Tariff{Fee: 1}}}}, ""},
	} {
		i := Instrument{Name: "it", Payer: c.payer, Payee: c.payee, Plan: true, Start: Date(2028, 1), Terms: c.terms}
		if got := Validate([]Instrument{i}, Date(2028, 1)).Error(); got != c.want {
			t.Errorf("%v → %v: %s\nwant %s", c.payer, c.payee, got, c.want)
		}
	}
}

// A name that the ledger uses for its own rules would mix two lines.
func TestReservedNames(t *testing.T) {
	for _, name := range ReservedNames {
		i := Instrument{Name: name, Payer: Federal, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: 1, Reason: ForTraining}}
		if p := Validate([]Instrument{i}, Date(2028, 1)); len(p) != 1 || p[0].Code != "name_reserved" {
			t.Errorf("%s: %v", name, p)
		}
	}
}
