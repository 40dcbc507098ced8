package scenarios

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
)

// Every row of the two tables of levers without effect, one plan a row: the place and
// the reason that Check gives, and a plan beside it that has what the row needs, of
// which Check says nothing. Each part is added to reference.
func TestEveryLeverWithoutEffect(t *testing.T) {
	const (
		teams   = "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}}\n"
		saving  = "kind: shared_savings, payer: federal, payee: gp_practices, benchmark: {by: expected}, share: 50 %, population: region, start: "
		quality = "quality: {use: weight, measures: {"
	)
	const shortage = "shocks: {x: {kind: staff_shortage, start: 2028-01, length: 1 year}}\n"
	service := func(staff string) string {
		return "pathways: {copd: {start: 2028-01, coverage: 10 %, staff: " + staff + "}}\nfinancing: {x: {kind: convention_services, payer: federal, payee: gp_practices, services: [pathway]}}"
	}
	places := func(staff string) string {
		return "programmes: {pregnancy: {start: 2028-01, places: funded, staff: " + staff + "}}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: perinatal_coaching, amount: 1000 EUR/year, unspent: keep}}"
	}
	for _, c := range []struct {
		path, why string // of the problem that must be there, among others
		idle      string
		works     string
	}{
		{"zorgcoach.posts", "effect_no_team", "zorgcoach: {posts: 1 FTE/buurt}", teams + "zorgcoach: {posts: 1 FTE/buurt}"},
		{"zorgcoach.posts", "effect_no_money", teams + "zorgcoach: {posts: funded}", teams + "zorgcoach: {posts: funded}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: zorgcoach_posts, for: coordination, amount: 1 EUR/year}}"},
		{"zorgcoach.posts", "effect_zero", teams + "zorgcoach: {posts: 0 FTE/buurt}", teams + "zorgcoach: {posts: 0.1 FTE/buurt}"},
		{"casemanagement.posts", "effect_no_money", "casemanagement: {posts: funded}", "casemanagement: {posts: funded}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: casemanagement_pool, for: case_management, amount: 1 EUR/year}}"},
		{"casemanagement.posts", "effect_zero", "casemanagement: {posts: 0 FTE/region}", "casemanagement: {posts: 1 FTE/region}"},
		{"buurtteams.coach", "effect_no_team", "buurtteams: {coach: 1 FTE/buurt}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, coach: 1 FTE/buurt}"},
		{"buurtteams.coach", "effect_no_money", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, coach: funded}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, coach: funded}\nfinancing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year}}"},
		{"buurtteams.coach", "effect_zero", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, coach: 0 FTE/buurt}", teams},
		{"phm.managers", "effect_no_money", "phm: {start: 2028-01, every: 1 year, source: efi, managers: funded}", "phm: {start: 2028-01, every: 1 year, source: efi, managers: funded}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: phm, amount: 1 EUR/year}}"},
		{"phm.managers", "effect_zero", "phm: {start: 2028-01, every: 1 year, source: efi, managers: 0 FTE/region}", "phm: {start: 2028-01, every: 1 year, source: efi}"},
		{"outreach.posts", "effect_no_money", "outreach: {posts: funded}", "outreach: {posts: 1 FTE/region}"},
		{"outreach.posts", "effect_zero", "outreach: {posts: 0 FTE/region}", "outreach: {posts: 1 FTE/region}"},
		{"buurtteams.maturity", "effect_no_team", "buurtteams: {maturity: 1 year}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, maturity: 1 year}"},
		{"buurtteams.level", "effect_no_team", "buurtteams: {level: 50 %}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, level: 50 %}"},
		{"buurtteams.group_sessions", "effect_no_team", "buurtteams: {group_sessions: yes}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, group_sessions: yes}"},
		{"buurtteams.budget.group_session", "effect_no_sessions", "buurtteams: {budget: {group_session: 100 EUR}}", ""},
		{"buurtteams.budget.carry_over", "effect_no_team_money", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, budget: {carry_over: 10 %}}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, budget: {carry_over: 10 %}}\nfinancing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year}}"},
		{"buurtteams.budget.quality", "effect_no_team_money", "buurtteams: {budget: {quality: 10 EUR/buurt/year}}", ""},
		{"buurtteams.budget.buurt_action", "effect_no_team_money", "buurtteams: {budget: {buurt_action: 10 EUR}}", ""},
		{"buurtteams.startup", "effect_no_new_team", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01, age: 1 year}}, startup: 10 EUR/buurt}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, startup: 10 EUR/buurt}"},
		{"care_plan", "effect_no_coach", "care_plan: yes", teams + "zorgcoach: {posts: 1 FTE/buurt}\ncare_plan: yes"},
		{"care_plan.held_by", "effect_holder_coach", "care_plan: {held_by: [zorgcoach, casemanagement]}\ncasemanagement: {posts: 1 FTE/region}", teams + "zorgcoach: {posts: 1 FTE/buurt}\ncasemanagement: {posts: 1 FTE/region}\ncare_plan: {held_by: [zorgcoach, casemanagement]}"},
		{"care_plan.held_by", "effect_holder_case", "care_plan: {held_by: [casemanagement]}", "care_plan: {held_by: [casemanagement]}\ncasemanagement: {posts: 1 FTE/region}"},
		{"care_plan.held_by", "effect_holder_team", "care_plan: {held_by: [buurtteam]}\ncollaboration: {time: 2 hours/month}", teams + "care_plan: {held_by: [buurtteam]}\ncollaboration: {time: 2 hours/month}"},
		{"care_plan.held_by", "effect_holder_time", teams + "care_plan: {held_by: [buurtteam]}", ""},
		{"care_plan.held_by", "effect_holder_time", teams + "care_plan: {held_by: [buurtteam]}\ncollaboration: {time: 0 hours/month}", ""},
		{"p3.overlap", "effect_no_team", "p3: {overlap: 1 year}", teams + "p3: {overlap: 1 year}"},
		// P3 gives two effects on the entry to a nursing home, a case manager too; a coach gives one on each.
		{"effects.overlap", "effect_one_effect", "p3: {size: 0 %}\neffects: {overlap: multiply}", "effects: {overlap: multiply}"},
		{"effects.overlap", "effect_one_effect", teams + "p3: {size: 0 %}\nzorgcoach: {posts: 1 FTE/buurt}\neffects: {overlap: multiply}", "p3: {size: 0 %}\ncasemanagement: {posts: 1 FTE/region}\neffects: {overlap: multiply}"},
		{"effects.overlap", "effect_one_effect", "p3: {size: 0 %}\nzorgcoach: {posts: 1 FTE/buurt}\nbuurtteams: {waves: {leuven: {buurten: all, start: 2028-01}}, carer_support: {posts: 1 FTE/region}}\neffects: {zorgcoach.nursing_home: {rr: 1}, overlap: multiply}", ""},
		{"assumptions.effect.overlap", "effect_one_effect", "p3: {size: 0 %}\nassumptions: {effect.overlap: multiply}", "p3: {size: 0 %}\nassumptions: {effect.overlap: strongest}"},
		{"p3.size", "effect_p3_unpaid", "financing: {p3: null}", "p3: {size: 0 %}\nfinancing: {p3: null}"},
		{"financing", "effect_care_unpaid", "financing: {huisarts: null}", "financing: {huisarts: {payer: local}}"},
		{"payers.team_start", "effect_no_new_team", "payers: {team_start: local}", teams + "payers: {team_start: local}"},
		{"payers.set_posts", "effect_no_posts", "payers: {set_posts: local}", "casemanagement: {posts: 1 FTE/region}\npayers: {set_posts: local}"},
		{"labour.pool", "effect_no_posts", "labour: {pool: 50 %}\n" + service("outside"), "labour: {pool: 50 %}\n" + service("regional")},
		{"shocks", "effect_no_posts", shortage + service("outside"), shortage + service("regional")},
		{"financing.x.unspent", "effect_spent_at_once", places("outside"), places("regional")},
		{"payers.notice", "effect_no_posts", "payers: {notice: territory}", "casemanagement: {posts: 1 FTE/region}\npayers: {notice: territory}"},

		{"financing.x.amount", "effect_nobody_included", "financing: {x: {kind: inclusion_fee, payer: federal, payee: gp_practices, amount: 1 EUR/person/year}}", teams + "financing: {x: {kind: inclusion_fee, payer: federal, payee: gp_practices, amount: 1 EUR/person/year}}"},
		{"financing.x.payee", "effect_no_team", "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year}}", teams + "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year}}"},
		// The teams end before the money begins.
		{"financing.x.payee", "effect_no_team", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01, end: 2029-01}}}\nfinancing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year, start: 2029-01}}", "buurtteams: {waves: {leuven: {buurten: all, start: 2028-01, end: 2029-01}}}\nfinancing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year, start: 2028-12}}"},
		{"financing.x.payee", "effect_unused_money", "financing: {x: {kind: fixed_budget, payer: federal, payee: casemanagement_pool, for: case_management, amount: 1 EUR/year}}", "casemanagement: {posts: 1 FTE/region}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: casemanagement_pool, for: case_management, amount: 1 EUR/year}}"},
		{"financing.x.split.casemanagement", "effect_unused_money", "financing: {x: {kind: regional_convention, payer: federal, payee: collaboration, amount: 1 EUR/year, split: {casemanagement: 100 %}}}", "casemanagement: {posts: funded}\nfinancing: {x: {kind: regional_convention, payer: federal, payee: collaboration, amount: 1 EUR/year, split: {casemanagement: 100 %}}}"},
		{"financing.x.split.zorgcoordinatie", "effect_unused_money", teams + "financing: {x: {kind: regional_convention, payer: federal, payee: collaboration, amount: 1 EUR/year, split: {zorgcoordinatie: 100 %}}}", ""},
		{"financing.x.split.zorgcoach_posts", "effect_unused_money", "financing: {x: {" + saving + "2028-01, " + quality + "ed_visits: 30 %}}, split: {zorgcoach_posts: 100 %}}}", ""},
		{"financing.x.split.casemanagement_pool", "effect_unused_money", "financing: {x: {" + saving + "2028-01, " + quality + "ed_visits: 30 %}}, split: {casemanagement_pool: 100 %}}}", ""},
		{"financing.x.split.buurtteams", "effect_no_team", "financing: {x: {" + saving + "2028-01, " + quality + "ed_visits: 30 %}}, split: {buurtteams: 100 %}}}", teams + "financing: {x: {" + saving + "2028-01, " + quality + "ed_visits: 30 %}}, split: {buurtteams: 100 %}}}"},
		{"financing.x.uses.coordination", "effect_unused_money", "financing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {coordination: 50 %}}}", ""},
		{"financing.x.uses.case_management", "effect_unused_money", "financing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {case_management: 50 %}}}", "casemanagement: {posts: funded}\nfinancing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {case_management: 50 %}}}"},
		{"financing.x.uses.buurt_action", "effect_no_team", "financing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {buurt_action: 50 %}}}", teams + "financing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {buurt_action: 50 %}}}"},
		{"financing.x.uses.phm", "effect_no_phm", "financing: {x: {kind: pooled_budget, payee: collaboration, amount: 9 EUR/year, sources: {federal: 100 %}, uses: {phm: 50 %}}}", ""},
		{"financing.x.for", "effect_no_phm", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: phm, amount: 1 EUR/year}}", "phm: {start: 2028-01, every: 1 year, source: efi}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: phm, amount: 1 EUR/year}}"},
		{"financing.x.amount", "effect_zero", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 0 EUR/year}}", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 0 EUR/year, startup: 1 EUR, start: 2028-01}}"},
		{"financing.x.base", "effect_zero", teams + "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 0 EUR/person/year, vt: 50 %}}", teams + "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 0 EUR/person/year, vt: 1 EUR/person/year}}"},
		{"financing.x.tiers", "effect_zero", "financing: {x: {kind: bundle, payer: federal, payee: home_care, tiers: {complex: 0 EUR/person/year}}}", ""},
		{"financing.x.episode", "effect_no_episode", "financing: {x: {kind: bundle, payer: federal, payee: home_care, episode: 10 EUR}}", ""},
		{"financing.x.base", "effect_zero", teams + "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: {solve: 0 buurtteamcoach/buurt}}}", ""},
		{"financing.x.registered", "effect_zero", "financing: {x: {kind: capitation, payer: federal, payee: gp_practices, registered: 0 %, amount: 1 EUR/person/year, services: [gp_contact]}}", "financing: {x: {kind: capitation, payer: federal, payee: gp_practices, registered: 1 %, amount: 1 EUR/person/year, services: [gp_contact]}}"},
		{"financing.p3.units", "effect_zero", "financing: {p3: {units: 0 %}}", "financing: {p3: {units: 1 %}}"},
		{"financing.x.level", "effect_level", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, level: elz}}", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, level: elz}, y: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, level: region}}"},
		{"financing.x.cap", "effect_zero", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, cap: 0 EUR/year}}", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, cap: 1 EUR/year}}"},
		{"financing.x.cap_by", "effect_no_cap", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, cap_by: month}}", ""},
		{"financing.x.floor", "effect_zero", teams + "financing: {x: {kind: population_budget, payer: federal, payee: buurtteams, base: 1 EUR/person/year, floor: 0 EUR/year}}", ""},
		{"financing.x.actions", "effect_no_action", teams + "financing: {x: {kind: inclusion_fee, payer: federal, payee: buurtteams, amount: 1 EUR/person/year, condition: all, actions: {inclusions: 1, phm_actions: 1}}}", teams + "financing: {x: {kind: inclusion_fee, payer: federal, payee: buurtteams, amount: 1 EUR/person/year, condition: any, actions: {inclusions: 1, phm_actions: 1}}}"},
		{"financing.x.services", "effect_not_done", "financing: {x: {kind: fee_for_service, payer: federal, payee: home_care, services: [group_session]}}", ""},
		{"financing.p3.services", "effect_not_done", "p3: {size: 0 %}\nfinancing: {p3: {payer: territory}}", "financing: {p3: {payer: territory}}"},
		// Ten years from 2027: a settlement of 2036 is due in January 2037, when the accounts are closed.
		{"financing.x", "effect_never_settled", "financing: {x: {" + saving + "2036-01, " + quality + "ed_visits: 30 %}}}}", "financing: {x: {" + saving + "2035-01, " + quality + "ed_visits: 30 %}}}}"},
		{"financing.x", "effect_never_settled", "financing: {x: {" + saving + "2035-01, lag: 1 year, " + quality + "ed_visits: 30 %}}}}", "financing: {x: {" + saving + "2035-01, lag: 11 months, " + quality + "ed_visits: 30 %}}}}"},
		{"financing.x.share", "effect_zero", "financing: {x: {kind: shared_savings, payer: federal, payee: gp_practices, benchmark: {by: expected}, share: 0 %, population: region, start: 2028-01, " + quality + "ed_visits: 30 %}}}}", ""},
		{"financing.x.quality.measures.care_plan_reviewed", "effect_unmeasured", "financing: {x: {" + saving + "2028-01, " + quality + "care_plan_reviewed: 30 %}}}}", ""},
		{"financing.x.quality.measures.continuity", "effect_unmeasured", "financing: {x: {" + saving + "2028-01, " + quality + "continuity: 30 %}}}}", ""},
		{"financing.x.deadline", "effect_always_late", "financing: {x: {kind: budget_guarantee, payer: federal, payee: gp_practices, population: region, benchmark: {by: expected}, start: 2028-01, lag: 2 years, deadline: 18 months}}", "financing: {x: {kind: budget_guarantee, payer: federal, payee: gp_practices, population: region, benchmark: {by: expected}, start: 2028-01, lag: 18 months, deadline: 18 months}}"},
		{"financing.x.unspent", "effect_spent_at_once", "financing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 1 EUR/year, unspent: keep}}", "casemanagement: {posts: funded}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: casemanagement_pool, for: case_management, amount: 1 EUR/year, unspent: keep}}"},
		{"financing.x.unspent", "effect_spent_at_once", "phm: {start: 2028-01, every: 1 year, source: efi}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: phm, amount: 1 EUR/year, unspent: keep}}", "phm: {start: 2028-01, every: 1 year, source: efi, managers: funded}\nfinancing: {x: {kind: fixed_budget, payer: federal, payee: collaboration, for: phm, amount: 1 EUR/year, unspent: keep}}"},

		{"timeline", "effect_same_step", "timeline: [{at: 2030-01, set: {p3.size: 100 %}}]", "timeline: [{at: 2030-01, set: {p3.size: 90 %}}]"},
		{"p3.size", "effect_same_value", "casemanagement: {posts: 1 FTE/region}\ntimeline: [{at: 2030-01, set: {p3.size: 100 %, casemanagement.posts: 2 FTE/region}}]", ""},
		// What a later change gives a use is no idle lever.
		{"care_plan", "effect_no_coach", "care_plan: yes\ntimeline: [{at: 2030-01, set: {p3.size: 90 %}}]", teams + "care_plan: yes\ntimeline: [{at: 2030-01, set: {zorgcoach: {posts: 1 FTE/buurt}}}]"},
	} {
		check := func(part string) Problems {
			s, err := Parse("x.yaml", []byte("format: 1\nname: x\nextends: reference\ntitle: x\n"+part+"\n"))
			if err != nil {
				t.Errorf("%s: %v", part, err)
				return nil
			}
			return s.Check()
		}
		if found := check(c.idle); !slices.ContainsFunc(found, func(p Problem) bool {
			return p.Path == c.path && p.Reason.ID == "scenarios."+c.why && p.File != "" && p.Line > 0
		}) {
			t.Errorf("%s is not told of %s:\n%s\n%v", c.why, c.path, c.idle, found)
		}
		if c.works != "" {
			if found := check(c.works); len(found) > 0 {
				t.Errorf("this works:\n%s\n%v", c.works, found)
			}
		}
	}
}

// Every row of the tables has its reason and hint in every language, a path of the
// grammar, and a plan above; a reason that is in no row is in no catalogue.
func TestLeverTablesAreWhole(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range levers {
			for _, id := range []string{l.why, l.hint} {
				if !w.Has("scenarios." + id) {
					t.Errorf("%s lacks %s", lang, id)
				}
			}
		}
		for _, l := range moneyLevers {
			for _, id := range []string{l.why, l.hint} {
				if !w.Has("scenarios." + id) {
					t.Errorf("%s lacks %s", lang, id)
				}
			}
		}
	}
	for _, l := range levers {
		path := splitPath(l.path)
		if _, _, ok := lookup((*value)(nil).with(path, &value{}), path); !ok {
			t.Errorf("%s is no path of the grammar", l.path)
		}
	}
	for _, l := range moneyLevers {
		known := false
		for _, kind := range kindNames {
			if len(l.kinds) > 0 && !slices.Contains(l.kinds, kind) {
				continue
			}
			f := instrumentFields(kind)
			ok := true
			for _, key := range strings.FieldsFunc(l.path, func(r rune) bool { return r == '.' }) {
				if f, ok = f.child(key); !ok {
					break
				}
			}
			known = known || ok
			if len(l.kinds) > 0 && !ok {
				t.Errorf("%s has no %s", kind, l.path)
			}
		}
		if !known {
			t.Errorf("no kind has %s", l.path)
		}
	}
}
