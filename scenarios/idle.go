package scenarios

import (
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// What every lever needs to have an effect. A row says where the lever stands, when it
// is idle, why, and what to do; check.go walks the table for every step of a plan. The
// grammar beside this table is schema.go: a new key belongs in both, and in the table of
// docs/levers_table_test.go, which says what it moves.

// chosen is the plan of one step.
type chosen struct {
	root, money *value
	start       sim.Month // of the accounts
	end         sim.Month // first month after them
}

func (p *chosen) at(path string) *value { return p.root.at(splitPath(path)) }

// team says whether a buurtteam works in any month of [from, until); until 0 is open.
func (p *chosen) team(from, until sim.Month) bool {
	return slices.ContainsFunc(items(p.at("buurtteams.waves")), func(w *value) bool {
		end := month(w.get("end"))
		return (end == 0 || from < end) && (until == 0 || month(w.get("start")) < until)
	})
}

func (p *chosen) anyTeam() bool { return p.team(0, 0) }

// newTeam says whether any buurtteam starts without a history.
func (p *chosen) newTeam() bool {
	return slices.ContainsFunc(items(p.at("buurtteams.waves")), func(w *value) bool {
		age := w.get("age")
		return age == nil || plainNumber(age) == 0
	})
}

// period is when an instrument pays, before slip.
func (p *chosen) period(in *value) (from, until sim.Month) {
	return max(p.start, month(in.get("start"))), month(in.get("end"))
}

// isFor says whether money of an instrument is for a purpose, by the keys of the file.
// A part of 0 % counts: it is an end of a range that people try.
func isFor(in *value, use, part, payee string) bool {
	for _, v := range []*value{in.at([]string{"uses", use}), in.at([]string{"split", part}), in.at([]string{"split", payee})} {
		if v != nil {
			return true
		}
	}
	return word(in.get("payee")) == payee
}

func paysCoaches(in *value) bool {
	return isFor(in, "coordination", "zorgcoordinatie", "zorgcoach_posts")
}

func paysPool(in *value) bool {
	return isFor(in, "case_management", "casemanagement", "casemanagement_pool")
}

func paysTeamsOf(in *value) bool { return isFor(in, "buurt_action", "", "buurtteams") }

func paysManagers(in *value) bool {
	return word(in.get("payee")) == "collaboration" && (word(in.get("for")) == "phm" || in.at([]string{"uses", "phm"}) != nil)
}

// any says whether an instrument of the plan does something.
func (p *chosen) any(f func(in *value) bool) bool { return slices.ContainsFunc(items(p.money), f) }

// isZero says whether a quantity is there and is nothing, also one that is solved for.
func isZero(v *value) bool {
	if s := v.get("solve"); s != nil {
		v = s
	}
	return v != nil && v.form == scalar && plainNumber(v) == 0
}

// lever is a row of the table for what a plan does beside its money.
type lever struct {
	path      string
	idle      func(p *chosen, v *value) bool
	why, hint string // message ids
}

func noTeam(p *chosen, _ *value) bool { return !p.anyTeam() }

func funded(v *value) bool { return word(v) == "funded" }

// levers are the keys that need something else in the plan. What is not here has an
// effect of its own, or is a choice within one that has: the order of a queue, an age.
var levers = append([]lever{
	{"zorgcoach.posts", noTeam, "effect_no_team", "effect_add_wave"},
	{"buurtteams.coach", noTeam, "effect_no_team", "effect_add_wave"},
	{"zorgcoach.posts", func(p *chosen, v *value) bool { return funded(v) && !p.any(paysCoaches) }, "effect_no_money", "effect_add_instrument"},
	{"casemanagement.posts", func(p *chosen, v *value) bool { return funded(v) && !p.any(paysPool) }, "effect_no_money", "effect_add_instrument"},
	{"buurtteams.coach", func(p *chosen, v *value) bool { return funded(v) && !p.any(paysTeamsOf) }, "effect_no_money", "effect_add_instrument"},
	{"phm.managers", func(p *chosen, v *value) bool { return funded(v) && !p.any(paysManagers) }, "effect_no_money", "effect_add_instrument"},
	{"outreach.posts", noPayer, "effect_no_money", "effect_add_instrument"},

	{"zorgcoach.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	{"casemanagement.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	{"buurtteams.coach", noPosts, "effect_zero", "effect_more_or_leave"},
	{"phm.managers", noPosts, "effect_zero", "effect_more_or_leave"},
	{"outreach.posts", noPosts, "effect_zero", "effect_more_or_leave"},

	{"buurtteams.nursing_home_team.posts", noPayer, "effect_no_money", "effect_add_instrument"},
	{"buurtteams.carer_support.posts", noPayer, "effect_no_money", "effect_add_instrument"},
	{"buurtteams.nursing_home_team.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	{"buurtteams.carer_support.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	{"phm.consent", func(p *chosen, _ *value) bool {
		return !slices.ContainsFunc(items(p.at("phm.levels")), func(l *value) bool { return l.get("shared") != nil })
	}, "effect_consent", "effect_share_data"},
	{"outreach.welfare.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	{"outreach.caring_neighbourhoods.grant", nothing, "effect_nobody", "effect_more_or_leave"},
	{"outreach.access.hours", nothing, "effect_nobody", "effect_more_or_leave"},
	{"buurtteams.audits", func(p *chosen, _ *value) bool { return p.at("phm") == nil }, "effect_no_data", "effect_add_phm"},
	{"collaboration.paid_by", func(p *chosen, _ *value) bool { return p.at("collaboration.time") == nil }, "effect_no_hours", "effect_add_time"},
	{"collaboration.coverage", noTeam, "effect_no_team", "effect_add_wave"},
	{"collaboration.time", noTeam, "effect_no_team", "effect_add_wave"},

	{"buurtteams.maturity", noTeam, "effect_no_team", "effect_add_wave"},
	{"buurtteams.level", noTeam, "effect_no_team", "effect_add_wave"},
	{"buurtteams.group_sessions", func(p *chosen, v *value) bool { return truth(v) && !p.anyTeam() }, "effect_no_team", "effect_add_wave"},
	{"buurtteams.budget.group_session", func(p *chosen, _ *value) bool { return !truth(p.at("buurtteams.group_sessions")) }, "effect_no_sessions", "effect_add_sessions"},
	{"buurtteams.budget.group_session", noTeamMoney, "effect_no_team_money", "effect_pay_teams"},
	{"buurtteams.budget.buurt_action", noTeamMoney, "effect_no_team_money", "effect_pay_teams"},
	{"buurtteams.budget.quality", noTeamMoney, "effect_no_team_money", "effect_pay_teams"},
	{"buurtteams.budget.carry_over", noTeamMoney, "effect_no_team_money", "effect_pay_teams"},
	{"buurtteams.startup", func(p *chosen, _ *value) bool { return !p.newTeam() }, "effect_no_new_team", "effect_drop_age"},

	{"care_plan", func(p *chosen, v *value) bool {
		return hasCarePlan(v) && v.get("held_by") == nil && p.at("zorgcoach.posts") == nil
	}, "effect_no_coach", "effect_add_coach"},
	{"care_plan.held_by", heldWithout("zorgcoach", "zorgcoach.posts"), "effect_holder_coach", "effect_add_coach"},
	{"care_plan.held_by", heldWithout("casemanagement", "casemanagement.posts"), "effect_holder_case", "effect_add_case_managers"},
	{"care_plan.held_by", heldWithout("buurtteam", "buurtteams.waves"), "effect_holder_team", "effect_add_wave"},
	{"care_plan.held_by", heldWithout("buurtteam", "collaboration.time"), "effect_holder_time", "effect_add_time"},
	{"shared_record.coverage", nothing, "effect_nobody", "effect_more_or_leave"},
	{"programmes.pregnancy.places", nothing, "effect_nobody", "effect_more_or_leave"},
	{"programmes.youth_obesity.places", nothing, "effect_nobody", "effect_more_or_leave"},
	{"effects.overlap", oneEffectEach, "effect_one_effect", "effect_second_effect"},
	{"assumptions.effect.overlap", oneEffectEach, "effect_one_effect", "effect_second_effect"},
	{"p3.overlap", noTeam, "effect_no_team", "effect_add_wave"},
	{"p3.size", func(p *chosen, v *value) bool {
		return plainNumber(v) > 0 && !p.any(func(in *value) bool {
			return word(in.get("kind")) == "convention_services" || word(in.get("kind")) == "bundle" && in.get("services") != nil
		})
	}, "effect_p3_unpaid", "effect_add_instrument"},

	{"financing", careUnpaid, "effect_care_unpaid", "effect_add_instrument"},

	{"payers.team_start", func(p *chosen, _ *value) bool { return !p.newTeam() }, "effect_no_new_team", "effect_drop_age"},
	{"payers.set_posts", noRole, "effect_no_posts", "effect_write_posts"},
	{"payers.notice", noRole, "effect_no_posts", "effect_write_posts"},
}, slices.Concat(pathwayLevers(), shockLevers(), deskLevers())...)

// pathwayLevers are the sizes of pathways that leave them without anybody or anything.
func pathwayLevers() (out []lever) {
	for _, name := range pathwayNames {
		for _, size := range []string{"coverage", "hours"} {
			out = append(out, lever{"pathways." + name + "." + size, nothing, "effect_nobody", "effect_more_or_leave"})
		}
	}
	return out
}

// nothing says whether a size is 0; places that are funded are not.
func nothing(_ *chosen, v *value) bool { return !funded(v) && isZero(v) }

// heldWithout says whether a care plan may be held by somebody who lacks a part of the plan.
func heldWithout(by, path string) func(p *chosen, v *value) bool {
	return func(p *chosen, v *value) bool {
		part := p.at(path)
		return slices.ContainsFunc(v.items, func(x *value) bool { return x.text == by }) && (part == nil || nothing(p, part))
	}
}

// hasCarePlan says whether a plan has care plans, in the short form or the long one.
func hasCarePlan(v *value) bool { return v != nil && (v.form == mapping || truth(v)) }

// noPayer says that posts are funded which no instrument can pay: they are set.
func noPayer(_ *chosen, v *value) bool { return funded(v) }

// careUnpaid says whether care as today is given and nobody pays it: an instrument of
// reference is gone and none has its place.
func careUnpaid(p *chosen, _ *value) bool {
	today := libraryPlans()[0].steps[0].root.get("financing")
	return slices.ContainsFunc(items(today), func(in *value) bool {
		if word(in.get("kind")) != "fee_for_service" {
			return false
		}
		return slices.ContainsFunc(in.get("services").items, func(s *value) bool {
			return !p.any(func(mine *value) bool {
				return mine.get("services") != nil && slices.ContainsFunc(mine.get("services").items, func(x *value) bool { return x.text == s.text })
			})
		})
	})
}

func noPosts(_ *chosen, v *value) bool { return !funded(v) && isZero(v) }

// hasPosts says whether a plan has posts, funded or set.
func hasPosts(v *value) bool { return v != nil && !noPosts(nil, v) }

func noTeamMoney(p *chosen, _ *value) bool { return !p.any(paysTeamsOf) }

func noRole(p *chosen, _ *value) bool {
	return !slices.ContainsFunc(allPosts(), func(path string) bool { return p.at(path) != nil })
}

// allPosts are the posts and places that a plan can have.
func allPosts() []string {
	return append([]string{"buurtteams.nursing_home_team.posts", "buurtteams.carer_support.posts", "outreach.welfare.posts"}, postPaths...)
}

// moneyLever is a row of the table for the instruments of a plan.
type moneyLever struct {
	kinds     []string // empty: every kind
	path      string   // below the instrument; "" is the instrument as a whole
	idle      func(p *chosen, in, v *value) bool
	why, hint string
}

// unless says that a part of an instrument has a use only with another part of the plan.
func unless(path string) func(p *chosen, in, v *value) bool {
	return func(p *chosen, _, v *value) bool { return p.at(path) == nil && !isZero(v) }
}

func zero(_ *chosen, _, v *value) bool { return isZero(v) }

// noTeamThen says whether no team works while an instrument pays.
func noTeamThen(p *chosen, in, _ *value) bool { return !p.team(p.period(in)) }

// forNoPlaces says whether a budget is for the places of a programme that it does not fund.
func forNoPlaces(p *chosen, _, v *value) bool {
	return slices.ContainsFunc(pays, func(x payment) bool { return x.service == v.text && !funded(p.at(x.path+".places")) })
}

// tellsNothingApart says whether the level of a budget has no other budget to be told
// from: it moves no money, and only lets one payee have a budget for one use per level.
func tellsNothingApart(p *chosen, in, _ *value) bool {
	return !p.any(func(other *value) bool {
		return other != in && word(other.get("for")) == word(in.get("for")) && word(other.get("payee")) == word(in.get("payee"))
	})
}

// toTeams says whether an instrument whose payee are the teams pays when there is none.
func toTeams(p *chosen, in, v *value) bool {
	return v.text == "buurtteams" && noTeamThen(p, in, v)
}

var moneyLevers = []moneyLever{
	{[]string{"inclusion_fee"}, "amount", noTeamThen, "effect_nobody_included", "effect_add_wave"},
	{nil, "payee", toTeams, "effect_no_team", "effect_add_wave"},
	{nil, "payee", func(p *chosen, _, v *value) bool {
		return v.text == "zorgcoach_posts" && p.at("zorgcoach.posts") == nil || v.text == "casemanagement_pool" && p.at("casemanagement.posts") == nil
	}, "effect_unused_money", "effect_add_posts"},
	{nil, "split.zorgcoordinatie", unless("zorgcoach.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "split.casemanagement", unless("casemanagement.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "split.zorgcoach_posts", unless("zorgcoach.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "split.casemanagement_pool", unless("casemanagement.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "split.buurtteams", func(p *chosen, in, v *value) bool { return !isZero(v) && noTeamThen(p, in, v) }, "effect_no_team", "effect_add_wave"},
	{nil, "uses.coordination", unless("zorgcoach.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "uses.case_management", unless("casemanagement.posts"), "effect_unused_money", "effect_add_posts"},
	{nil, "uses.buurt_action", func(p *chosen, in, v *value) bool { return !isZero(v) && noTeamThen(p, in, v) }, "effect_no_team", "effect_add_wave"},
	{nil, "uses.phm", unless("phm"), "effect_no_phm", "effect_add_managed"},
	{[]string{"fixed_budget"}, "for", func(p *chosen, _, v *value) bool { return v.text == "phm" && p.at("phm") == nil }, "effect_no_phm", "effect_add_managed"},

	{[]string{"fixed_budget"}, "for", forNoPlaces, "effect_unused_budget", "effect_funded_places"},
	{[]string{"fixed_budget"}, "level", tellsNothingApart, "effect_level", "effect_level_hint"},

	{[]string{"inclusion_fee", "regional_convention", "capitation", "prefinancing"}, "amount", zero, "effect_zero", "effect_more_or_leave"},
	{[]string{"fixed_budget"}, "amount", func(_ *chosen, in, v *value) bool {
		return isZero(v) && (in.get("startup") == nil || isZero(in.get("startup")))
	}, "effect_zero", "effect_more_or_leave"},
	{[]string{"population_budget"}, "base", func(_ *chosen, in, v *value) bool {
		return isZero(v) && !slices.ContainsFunc([]*value{in.get("chronic"), in.get("vt")}, func(x *value) bool {
			q, _ := parseQuantity(word(x))
			return x != nil && q.Unit != "%" && q.Value > 0
		})
	}, "effect_zero", "effect_more_or_leave"},
	{[]string{"bundle"}, "episode", zero, "effect_zero", "effect_more_or_leave"},
	{[]string{"bundle"}, "tiers", func(_ *chosen, _, v *value) bool {
		return !slices.ContainsFunc(v.items, func(x *value) bool { return !isZero(x) })
	}, "effect_zero", "effect_more_or_leave"},
	{[]string{"capitation"}, "registered", zero, "effect_zero", "effect_more_or_leave"},
	{[]string{"convention_services"}, "units", zero, "effect_zero", "effect_more_or_leave"},
	{nil, "cap", zero, "effect_zero", "effect_cap_null"},
	{nil, "floor", zero, "effect_zero", "effect_more_or_leave"},
	{nil, "cap_by", func(_ *chosen, in, _ *value) bool { return in.get("cap") == nil }, "effect_no_cap", "effect_add_cap"},

	{[]string{"inclusion_fee"}, "actions", neverActs, "effect_no_action", "effect_possible_action"},
	{[]string{"fee_for_service", "convention_services"}, "services", neverDone, "effect_not_done", "effect_other_services"},
	{[]string{"bundle"}, "episode", func(p *chosen, _, _ *value) bool { return p.at("zorgcoach.posts") == nil }, "effect_no_episode", "effect_add_coach"},

	{[]string{"shared_savings", "budget_guarantee"}, "", func(p *chosen, in, _ *value) bool {
		return !in.settlesBefore(p)
	}, "effect_never_settled", "effect_earlier"},
	{[]string{"budget_guarantee"}, "deadline", func(_ *chosen, in, v *value) bool {
		return wholeMonths(v) > 0 && wholeMonths(in.get("lag")) > wholeMonths(v)
	}, "effect_always_late", "effect_shorter_lag"},
	{[]string{"shared_savings"}, "share", func(_ *chosen, in, v *value) bool {
		return isZero(v) && (in.get("loss_share") == nil || isZero(in.get("loss_share")))
	}, "effect_zero", "effect_more_or_leave"},
	{[]string{"shared_savings"}, "quality.measures.care_plan_reviewed", func(p *chosen, _, v *value) bool { return !isZero(v) && !hasCarePlan(p.at("care_plan")) }, "effect_unmeasured", "effect_add_care_plan"},
	{[]string{"shared_savings"}, "quality.measures.continuity", func(p *chosen, _, _ *value) bool { return p.at("zorgcoach.posts") == nil }, "effect_unmeasured", "effect_add_coach"},
	{budgetKinds, "unspent", func(p *chosen, in, _ *value) bool { // without funded managers PHM money pays tools, as it comes
		managers := paysManagers(in) && funded(p.at("phm.managers"))
		return !paysTeamsOf(in) && !paysCoaches(in) && !paysPool(in) && !managers && !paysPlaces(p, in)
	}, "effect_spent_at_once", "effect_drop_key"},
}

// paysPlaces says whether a budget funds places of a programme whose workers are of the
// region: what they do not give goes back.
func paysPlaces(p *chosen, in *value) bool {
	return slices.ContainsFunc(pays, func(x payment) bool {
		v := p.at(x.path)
		return funded(v.get("places")) && !bought(v) && (word(in.get("for")) == x.service && word(in.get("payee")) == "collaboration" || in.at([]string{"uses", x.service}) != nil)
	})
}

// settlesBefore says whether a yearly settlement settles its first year within the
// accounts: it is due in the month after that calendar year, and its lag.
func (v *value) settlesBefore(p *chosen) bool {
	return settledFrom(max(p.start, month(v.get("start"))), v) < p.end
}

// settledFrom is the month in which the first year of an instrument is settled.
func settledFrom(start sim.Month, in *value) sim.Month {
	return (start/12+1)*12 + sim.Month(wholeMonths(in.get("lag")))
}

// neverActs says whether the conditions on actions can never hold: an action without
// what makes it happen. any needs one that can, all needs each.
func neverActs(p *chosen, in, v *value) bool {
	possible := func(action string) bool {
		switch action {
		case finance.ActionGroupAttendance.String():
			return truth(p.at("buurtteams.group_sessions"))
		case finance.ActionPHM.String():
			return p.at("phm") != nil
		}
		return true
	}
	some, each := false, true
	for i, action := range keysOf(v) {
		if !isZero(v.items[i]) {
			some, each = some || possible(action), each && possible(action)
		}
	}
	if word(in.get("condition")) == "all" {
		return !each
	}
	return !some
}

// neverDone says whether none of the services of an instrument is ever delivered.
func neverDone(p *chosen, _, v *value) bool {
	size := p.at("p3.size")
	stopped := size != nil && plainNumber(size) == 0
	return !slices.ContainsFunc(v.items, func(s *value) bool {
		id, _ := finance.ParseService(s.text)
		switch {
		case id == finance.GroupSession: // the teams pay for it from their budgets
			return false
		case id.Reason() == finance.ForP3Service:
			return !stopped
		}
		return true
	})
}

// below is the value at the end of a path below an instrument.
func (v *value) below(path string) *value {
	if path == "" {
		return v
	}
	return v.at(splitPath(path))
}
