package docs_test

// The plans of the rows, over care as today: everything begins in the first month, so
// that five years show it. They are sized for the small Leuven of the table.
const (
	teams = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}}\n"
	// Coaches and case managers with too few places for those in need.
	coached = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}, coach: 0.25 FTE/buurt}\n" +
		"zorgcoach: {posts: 0.2 FTE/buurt, work: proactive}\ncasemanagement: {posts: 1 FTE/region}\n"
	screened = coached + "phm: {start: 2027-01, every: 1 year, source: efi, min_age: 65 years, managers: 0.5 FTE/region}\n"
	levels   = coached + "phm: {start: 2027-01, every: 1 year, min_age: 65 years, managers: 0.5 FTE/region, levels: {practice: {}, buurt: {shared: [efi]}, elz: {shared: [efi]}, region: {shared: [efi]}}}\n"
	sought   = coached + "outreach: {posts: 1 FTE/region}\n"
	// Money that pays teams, coaches and case managers.
	funded = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}, coach: funded, group_sessions: yes}\n" +
		"zorgcoach: {posts: funded, work: proactive}\ncasemanagement: {posts: funded}\n" +
		"financing:\n" +
		"  populatiebudget: {kind: population_budget, payer: federal, payee: buurtteams, base: 12 EUR/person/year, start: 2027-01}\n" +
		"  regio: {kind: regional_convention, payer: federal, payee: collaboration, amount: 300000 EUR/year, split: {zorgcoordinatie: 60 %, casemanagement: 40 %}, start: 2027-01}\n"
	// Many posts, that can be filled, in teams that work as designed: for the rows of effects.
	many = "buurtteams: {waves: {all: {buurten: all, start: 2027-01, age: 10 years}}, coach: 0.5 FTE/buurt}\n" +
		"zorgcoach: {posts: 1 FTE/buurt, work: proactive}\ncasemanagement: {posts: 6 FTE/region}\nlabour: {pool: 1000 %}\n"
	pathwayMoney = "financing:\n  paden: {kind: convention_services, payer: federal, payee: gp_practices, services: [pathway, self_management, plan_meeting, shared_record, perinatal_coaching, youth_obesity], start: 2027-01}\n"
	pathwaySelf  = "pathways: {self_management: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney
	leuven100    = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}, group_sessions: yes}\nphm: {start: 2027-01, every: 1 year, source: efi, min_age: 65 years, managers: 0.5 FTE/region}\n" +
		"financing:\n  honderd: {kind: inclusion_fee, payer: federal, payee: buurtteams, amount: 100 EUR/person/year, condition: any, actions: {inclusions: 1, group_attendance: 1, buurt_actions: 1}, cap: 60000 EUR/year, start: 2027-01}\n"
	doctors     = "financing:\n  forfait: {kind: capitation, payer: federal, payee: gp_practices, registered: 50 %, amount: 200 EUR/person/year, services: [gp_contact], start: 2027-01}\n"
	bundled     = "financing:\n  bundel: {kind: bundle, payer: federal, payee: home_care, tiers: {complex: 500 EUR/person/year}, services: [home_nursing], start: 2027-01}\n"
	fixedBudget = coached + "financing:\n  vast: {kind: fixed_budget, payer: federal, payee: collaboration, for: integration, amount: 50000 EUR/year, start: 2027-01}\n"
	pooled      = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}}\nzorgcoach: {posts: funded, work: proactive}\ncasemanagement: {posts: funded}\n" +
		"financing:\n  pot: {kind: pooled_budget, payee: collaboration, amount: 200000 EUR/year, sources: {federal: 80 %, local: 20 %}, uses: {coordination: 60 %, case_management: 40 %}, start: 2027-01}\n"
	// A fixed benchmark far from the cost, so that there is a saving, or a loss, for sure.
	saving   = coached + "financing:\n  winst: {kind: shared_savings, payer: federal, payee: collaboration, start: 2027-01, population: region, benchmark: {by: fixed, amount: 6000 EUR/person/year}, share: 50 %, quality: {use: weight, least: 50 %, measures: {reached_in_time: 1 %}}, lag: 6 months}\n"
	smallPot = "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}}\nzorgcoach: {posts: funded, work: proactive}\ncasemanagement: {posts: funded}\n" +
		"financing:\n  pot: {kind: pooled_budget, payee: collaboration, sources: {federal: 120000 EUR/year}, uses: {coordination: 110000 EUR/year, case_management: 110000 EUR/year}, start: 2027-01}\n"
	losing = teams + "financing:\n  populatiebudget: {kind: population_budget, payer: local, payee: buurtteams, base: 200 EUR/person/year, unspent: keep, start: 2027-01}\n  winst: {kind: shared_savings, payer: federal, payee: buurtteams, start: 2027-01, population: region, benchmark: {by: fixed, amount: 2000 EUR/person/year}, share: 50 %, loss_share: 50 %, quality: {use: weight, least: 50 %, measures: {reached_in_time: 1 %}}, lag: 6 months}\n"
	// The year before has few stays, and so have the years that follow.
	historic = coached + "shocks: {golf: {kind: epidemic, start: 2029-01, length: 2 years, stays: 10 %}}\nfinancing:\n  winst: {kind: shared_savings, payer: federal, payee: collaboration, start: 2029-01, population: region, benchmark: {by: own_history, history: 1 year}, share: 50 %, quality: {use: weight, least: 50 %, measures: {reached_in_time: 1 %}}, lag: 6 months}\n"
	// A year of few stays after a year as usual: the cost is under the expected one.
	guarantee = coached + "shocks: {later: {kind: epidemic, start: 2030-01, length: 1 year, stays: 10 %}}\nfinancing:\n  borg: {kind: budget_guarantee, payer: federal, payee: collaboration, start: 2028-01, population: region, benchmark: {by: own_adjusted, history: 1 year}, lag: 6 months, deadline: 2 years, tolerance: 50 %}\n"
	advance   = funded + "  voorschot: {kind: prefinancing, payer: local, payee: collaboration, amount: 100000 EUR, paid_over: 12 months, recoup: {after: 2 years, over: 1 year}, start: 2027-01}\n"
	epidemic  = coached + "shocks: {golf: {kind: epidemic, start: 2028-01, length: 1 year}}\n"
	shortage  = funded + "shocks: {tekort: {kind: staff_shortage, start: 2028-01, length: 2 years}}\n"
)

// null are remarks that several rows have.
const (
	nullStay    = "the effect on stays is null: `own_coordination_unplanned_stay_rr`"
	ownEffect   = "the size is a what-if; the evidence: "
	boughtHours = "hours from outside the region take nobody away here, see docs/adr/0017"
)

// levers is the table, in the order of the grammar.
var levers = []lever{
	{keys: "population", off: "churn", high: "ageing", moves: "unplanned_stays", way: +1, why: "more old people, no change of anybody's chances"},
	{keys: "assumptions", plan: coached, path: "assumptions.staff.turnover", high: "0.3", moves: "vacancies", way: +1, why: "any parameter of [sources.md](sources.md); here `staff.turnover`"},

	{keys: "buurtteams.waves.NAME.buurten", plan: coached, path: "buurtteams.waves.all.buurten", low: "[b01]", high: "all", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "buurtteams.waves.NAME.start", plan: coached, path: "buurtteams.waves.all.start", low: "2030-01", high: "2027-01", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "buurtteams.waves.NAME.end", plan: coached, path: "buurtteams.waves.all.end", high: "2029-01", moves: "reached_in_time", way: -1, why: nullStay},
	{keys: "buurtteams.waves.NAME.age", plan: coached, path: "buurtteams.waves.all.age", off: "0 months", high: "5 years", moves: "experience_score", way: +1, why: "teams work more as designed; " + nullStay},
	{keys: "buurtteams.waves.NAME.coach", plan: coached, path: "buurtteams.waves.all.coach", off: "yes", high: "no", moves: "team_maturity", way: -1},
	{keys: "buurtteams.maturity", plan: coached, high: "6 months", moves: "team_maturity", way: +1},
	{keys: "buurtteams.level", plan: coached, high: "30 %", moves: "team_maturity", way: -1},
	{keys: "buurtteams.coach", plan: coached, off: "0 FTE/buurt", high: "0.5 FTE/buurt", moves: "team_maturity", way: +1},
	{keys: "buurtteams.group_sessions", plan: funded, off: "no", high: "yes", moves: "group_attendance", way: +1, why: "no row gives an effect of a session on health"},
	{keys: "buurtteams.buurt_actions", plan: coached, high: "20 action/year", moves: "buurt_actions", way: +1, why: "no row gives an effect of an action on health"},
	{keys: "buurtteams.budget.group_session", plan: funded, also: "buurtteams.coach = null", low: "100 EUR", high: "1000 EUR", moves: "team_budget_spent", way: +1},
	{keys: "buurtteams.budget.buurt_action", plan: funded, low: "100 EUR", high: "3000 EUR", moves: "team_budget_spent", way: +1},
	{keys: "buurtteams.budget.quality", plan: funded, low: "100 EUR/buurt/year", high: "10000 EUR/buurt/year", moves: "team_budget_spent", way: +1},
	{keys: "buurtteams.budget.carry_over", plan: funded, low: "0 %", high: "90 %", moves: "team_budget_carried", way: +1},
	{keys: "buurtteams.startup", plan: coached, off: "", low: "1 EUR/buurt", high: "50000 EUR/buurt", moves: "paid:federal", way: +1},
	{keys: "buurtteams.audits", plan: screened, high: "6 months", moves: "team_feedback", way: +1, why: "no row gives an effect of feedback on health"},
	{keys: "buurtteams.nursing_home_team.posts", plan: teams, off: "0 FTE/region", high: "1 FTE/region", moves: "residents_planned", way: +1, why: "the effect on stays of residents is null: `own_nursing_home_team_unplanned_rr`"},
	{keys: "buurtteams.nursing_home_team.start", plan: "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}, nursing_home_team: {posts: 1 FTE/region}}\n", off: "2027-01", high: "2030-01", moves: "residents_planned", way: -1},
	{keys: "buurtteams.carer_support.posts", plan: teams, off: "0 FTE/region", high: "1 FTE/region", moves: "carers_supported", way: +1, why: "recovery of the carer is null: `own_carer_support_relief`; entry to a nursing home: `own_carer_support_nursing_home_hr`"},
	{keys: "buurtteams.carer_support.start", plan: "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}, carer_support: {posts: 1 FTE/region}}\n", off: "2027-01", high: "2030-01", moves: "carers_supported", way: -1},

	{keys: "collaboration.start", plan: coached + "collaboration: {coverage: 50 %}\n", off: "2027-01", high: "2030-01", moves: "team_participation", way: +1, why: "until the agreement everybody takes part, as the model has it without one"},
	{keys: "collaboration.coverage", plan: coached, off: "100 %", high: "50 %", moves: "team_participation", way: -1},
	{keys: "collaboration.integrator.people", plan: coached + "collaboration: {integrator: {people: 1, from: hospitals}}\n", low: "1", high: "40", moves: "months:posts_seconded", way: +1},
	{keys: "collaboration.integrator.time", plan: coached + "collaboration: {integrator: {people: 40, from: hospitals}}\n", low: "1 %", high: "50 %", moves: "months:posts_seconded", way: +1},
	{keys: "collaboration.integrator.from", plan: coached + "collaboration: {integrator: {people: 40, from: hospitals}}\n", low: "hospitals", high: "local", moves: "inkind:local", way: +1},
	{keys: "collaboration.time", plan: coached, off: "0 hours/month", high: "4 hours/month", moves: "collaboration_hours", way: +1},
	{keys: "collaboration.paid_by", plan: coached + "collaboration: {time: 4 hours/month}\n", high: "federal", moves: "paid:federal", way: +1},

	{keys: "zorgcoach.posts", plan: teams, off: "0 FTE/buurt", high: "0.25 FTE/buurt", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "zorgcoach.start", plan: coached, off: "2027-01", high: "2030-01", moves: "reached_in_time", way: -1, why: nullStay},
	{keys: "zorgcoach.work", plan: many, also: "phm = {start: 2027-01, every: 6 months, source: efi, min_age: 65 years, managers: 1 FTE/region}", off: "referral", high: "proactive", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "zorgcoach.queue", plan: coached, off: "first_come", high: "{weighted: {vt: 5}}", moves: "vt_gap", way: +1, why: "who comes first moves who is reached, not how many"},
	{keys: "zorgcoach.replacement", plan: coached, off: "none", high: "paid", moves: "absence_covered", way: +1},
	{keys: "zorgcoach.week", plan: coached, off: "38 hours/week", high: "30 hours/week", moves: "reached_in_time", way: -1},
	{keys: "casemanagement.posts", plan: "", off: "0 FTE/region", high: "3 FTE/region", moves: "reached_in_time", way: +1, why: "stays: `cm_dementia_hospital_rr` is null"},
	{keys: "casemanagement.start", plan: coached, off: "2027-01", high: "2030-01", moves: "months:casemanager_clients", way: -1},
	{keys: "casemanagement.queue", plan: "casemanagement: {posts: 1 FTE/region}\n", off: "first_come", high: "{weighted: {dementia: 5}}", moves: "reached_dementia", way: +1},
	{keys: "casemanagement.replacement", plan: coached, off: "none", high: "paid", moves: "absence_covered", way: +1},
	{keys: "casemanagement.week", plan: coached, off: "38 hours/week", high: "25 hours/week", moves: "months:casemanager_hours_available", way: -1},
	{keys: "casemanagement.place", plan: coached, off: "external", high: "in_team", moves: "coordination_hours", way: -1, why: "a client has one worker of the team instead of two"},
	{keys: "casemanagement.expertise", plan: coached, high: "{dementia: 60 %}", moves: "matched_expertise", way: +1},
	{keys: "casemanagement.fallback", plan: "casemanagement: {posts: 3 FTE/region, expertise: {parkinson: 80 %}}\n", low: "10 years", high: "1 month", moves: "months:casemanager_clients", way: +1, why: "who asks for an expertise that is full, goes to a post with another"},
	{keys: "casemanagement.specialist.posts", plan: coached, off: "0 FTE/region", high: "1 FTE/region", moves: "specialist_care", way: +1},
	{keys: "casemanagement.specialist.start", plan: "casemanagement: {posts: 1 FTE/region, specialist: {posts: 1 FTE/region}}\n", off: "2027-01", high: "2030-01", moves: "specialist_care", way: -1},

	{keys: "casemanagement.specialist.replacement", plan: "casemanagement: {posts: 1 FTE/region, specialist: {posts: 1 FTE/region}}\n", off: "none", high: "paid", moves: "absence_covered", way: +1},
	{keys: "casemanagement.specialist.week", plan: "casemanagement: {posts: 1 FTE/region, specialist: {posts: 1 FTE/region}}\n", off: "38 hours/week", high: "25 hours/week", moves: "months:specialist_hours_available", way: -1},

	{keys: "phm.start", plan: screened, low: "2027-01", high: "2030-01", moves: "found_by_phm", way: -1},
	{keys: "phm.every", plan: screened, low: "3 years", high: "6 months", moves: "months:flagged", way: +1, why: "runs find need; a run also raises use slightly: `risk_strat_emergency_admission_rr`"},
	{keys: "phm.source", plan: screened, low: "claims", high: "efi", moves: "phm_in_need", way: +1},
	{keys: "phm.selects", plan: screened, path: "phm", low: "{start: 2027-01, every: 1 year, source: claims, min_age: 65 years, managers: 0.5 FTE/region}", high: "{start: 2027-01, every: 1 year, source: claims, selects: predicted_admission, min_age: 65 years, managers: 0.5 FTE/region}", moves: "months:flagged", way: -1, why: "who is predicted to be admitted is another group than the frail"},
	{keys: "phm.min_age", plan: screened, low: "80 years", high: "50 years", moves: "months:flagged", way: +1},
	{keys: "phm.chronic_only", plan: screened, off: "no", high: "yes", moves: "months:flagged", way: -1},
	{keys: "phm.conditions", plan: screened, high: "[diabetes]", moves: "months:flagged", way: -1},
	{keys: "phm.consent", plan: levels, low: "100 %", high: "20 %", moves: "months:flagged_region", way: -1},
	{keys: "phm.managers", plan: screened, low: "0.1 FTE/region", high: "2 FTE/region", moves: "months:population_manager_posts_filled", way: +1},
	{keys: "phm.work", plan: screened, also: "phm.managers = 2 FTE/region", off: "together", high: "alone", moves: "months:phm_runs", way: +1, why: "with a vacancy some buurten have whole runs and others none, where the runs of a team come later everywhere"},
	{keys: "phm.levels.*.start", plan: levels, path: "phm.levels.region.start", off: "2027-01", high: "2030-01", moves: "months:flagged_region", way: -1},
	{keys: "phm.levels.*.every", plan: levels, path: "phm.levels.region.every", off: "1 year", high: "6 months", moves: "months:flagged_region", way: +1},
	{keys: "phm.levels.*.shared", plan: levels, path: "phm.levels.region.shared", low: "[contacts]", high: "[efi, contacts]", moves: "months:flagged_region", way: +1},
	{keys: "phm.levels.*.min_age", plan: levels, path: "phm.levels.region.min_age", off: "65 years", high: "80 years", moves: "months:flagged_region", way: -1},
	{keys: "phm.levels.*.chronic_only", plan: levels, path: "phm.levels.region.chronic_only", off: "no", high: "yes", moves: "months:flagged_region", way: -1},
	{keys: "phm.levels.*.conditions", plan: levels, path: "phm.levels.region.conditions", high: "[diabetes]", moves: "months:flagged_region", way: -1},
	{keys: "phm.levels.*.managers", plan: levels, path: "phm.levels.elz.managers", high: "1 FTE/elz", moves: "months:population_manager_posts_filled", way: +1},

	{keys: "outreach.posts", plan: coached, off: "0 FTE/region", high: "1 FTE/region", moves: "found", way: +1, why: nullStay},
	{keys: "outreach.start", plan: sought, off: "2027-01", high: "2030-01", moves: "found_by_outreach", way: -1},
	{keys: "outreach.who", plan: sought, off: "everyone", high: "increased_reimbursement", moves: "found_by_outreach", way: -1, why: "of those it looks for it finds more; all together fewer"},
	{keys: "outreach.min_age", plan: sought, off: "0 years", high: "80 years", moves: "found_by_outreach", way: -1},
	{keys: "outreach.invitation", plan: sought, off: "letter", high: "telephone", moves: "found_by_outreach", way: -1, why: "men decline a visit that is announced by telephone more often"},
	{keys: "outreach.welfare.posts", plan: coached, off: "0 FTE/region", high: "2 FTE/region", moves: "found_by_welfare", way: +1, why: nullStay},
	{keys: "outreach.welfare.start", plan: coached + "outreach: {welfare: {posts: 2 FTE/region}}\n", off: "2027-01", high: "2030-01", moves: "found_by_welfare", way: -1},
	{keys: "outreach.caring_neighbourhoods.buurten", plan: coached + "outreach: {caring_neighbourhoods: {buurten: all, start: 2027-01}}\n", low: "[b01]", high: "all", moves: "found_by_caring_neighbourhood", way: +1, why: nullStay},
	{keys: "outreach.caring_neighbourhoods.start", plan: coached + "outreach: {caring_neighbourhoods: {buurten: all, start: 2027-01}}\n", low: "2027-01", high: "2031-01", moves: "found_by_caring_neighbourhood", way: -1},
	{keys: "outreach.caring_neighbourhoods.duration", plan: coached + "outreach: {caring_neighbourhoods: {buurten: all, start: 2027-01}}\n", low: "1 year", high: "5 years", moves: "found_by_caring_neighbourhood", way: +1},
	{keys: "outreach.caring_neighbourhoods.grant", plan: coached + "outreach: {caring_neighbourhoods: {buurten: all, start: 2027-01}}\n", low: "10000 EUR/buurt/year", high: "40000 EUR/buurt/year", moves: "paid:flanders", way: +1},
	{keys: "outreach.caring_neighbourhoods.payer", plan: coached + "outreach: {caring_neighbourhoods: {buurten: all, start: 2027-01}}\n", off: "territory", high: "local", moves: "paid:local", way: +1},
	{keys: "outreach.access.buurten", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", low: "[b01]", high: "all", moves: "found_by_access", way: +1, why: nullStay},
	{keys: "outreach.access.start", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", low: "2027-01", high: "2031-01", moves: "found_by_access", way: -1},
	{keys: "outreach.access.end", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", high: "2028-01", moves: "found_by_access", way: -1},
	{keys: "outreach.access.hours", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", low: "1 hours/week", high: "20 hours/week", moves: "found_by_access", way: +1},
	{keys: "outreach.access.payer", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", off: "local", high: "federal", moves: "paid:federal", way: +1},
	{keys: "outreach.access.staff", plan: coached + "outreach: {access: {buurten: all, start: 2027-01, hours: 20 hours/week}}\n", off: "regional", high: "outside", moves: "service_posts", way: -1, why: boughtHours},

	{keys: "care_plan", plan: coached, off: "no", high: "yes", moves: "months:care_plans", way: +1, why: "no row gives an effect of a care plan on health"},
	{keys: "care_plan.start", plan: coached + "care_plan: {start: 2027-01}\n", off: "2027-01", high: "2030-01", moves: "months:care_plans", way: -1},
	{keys: "care_plan.held_by", plan: coached + "care_plan: {start: 2027-01}\n", low: "[casemanagement]", high: "[zorgcoach, casemanagement]", moves: "care_plan_in_need", way: +1, why: "no row gives an effect of a care plan on health"},
	{keys: "care_plan.shared", plan: coached + "care_plan: {shared: no}\n" + pathwayMoney, off: "no", high: "yes", moves: "care_plan_shared", way: +1},
	{keys: "care_plan.review", plan: coached + "care_plan: {start: 2027-01}\n", off: "6 months", high: "24 months", moves: "care_plan_reviewed", way: -1},

	{keys: "pathways.heart_failure.start", plan: "pathways: {heart_failure: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, low: "2027-01", high: "2030-01", moves: "pathway_heart_failure", way: -1},
	{keys: "pathways.heart_failure.coverage", plan: "pathways: {heart_failure: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "unplanned_stays", way: -1, why: "`dm_hf_readmission_rr_cm`"},
	{keys: "pathways.heart_failure.hours", plan: "pathways: {heart_failure: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, low: "1 hour/year", high: "10 hour/year", moves: "pathway_hours", way: +1},
	{keys: "pathways.heart_failure.groups", plan: "pathways: {heart_failure: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "no", high: "yes", moves: "pathway_hours", way: -1},
	{keys: "pathways.copd.coverage", plan: "pathways: {copd: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "months:stays_avoided", way: +1, why: "`dm_copd_resp_admission_rr`"},
	{keys: "pathways.diabetes.coverage", plan: "pathways: {diabetes: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "pathway_diabetes", way: +1, why: "stays and deaths are null: `dmp_diabetes_effect_strict`, `own_pathway_diabetes_death_rr`"},
	{keys: "pathways.depression.coverage", plan: "pathways: {depression: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "mood_score", way: +1, why: "`psy_late_life_depression_g_6m`; no stays and no deaths"},
	{keys: "pathways.frailty.coverage", plan: "pathways: {frailty: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "adl_score", way: +1, why: "`ot_frail_adl_smd`; no stays and no deaths"},
	{keys: "pathways.self_management.coverage", plan: "pathways: {self_management: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, off: "0 %", none: "pathways", high: "100 %", moves: "pathway_self_management", way: +1, why: "no row gives an effect on health"},
	{keys: "pathways.*.start", plan: "pathways: {diabetes: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, path: "pathways.diabetes.start", low: "2027-01", high: "2030-01", moves: "pathway_hours", way: -1},
	{keys: "pathways.*.by", plan: "pathways: {frailty: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, path: "pathways.frailty.by", off: "occupational_therapist", high: "nurse", moves: "adl_score", way: -1, why: "of other professions than in the trials no effect is counted"},
	{keys: "pathways.*.hours", plan: "pathways: {depression: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, path: "pathways.depression.hours", low: "1 hour/year", high: "10 hour/year", moves: "mood_score", way: +1, why: "the hours of the trials are dose 1"},
	{keys: "pathways.*.groups", plan: "pathways: {self_management: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, path: "pathways.self_management.groups", off: "no", high: "yes", moves: "net_cost", way: -1, why: "an hour in group reaches more people"},
	{keys: "pathways.*.staff", plan: "pathways: {diabetes: {start: 2027-01, coverage: 100 %}}\n" + pathwayMoney, path: "pathways.diabetes.staff", off: "regional", high: "outside", moves: "service_posts", way: -1, why: boughtHours},
	{keys: "shared_record.start", plan: "shared_record: {start: 2027-01, coverage: 80 %}\n" + pathwayMoney, low: "2027-01", high: "2030-01", moves: "record_coverage", way: -1},
	{keys: "shared_record.coverage", plan: "shared_record: {start: 2027-01, coverage: 80 %}\n" + pathwayMoney, off: "0 %", none: "shared_record", high: "80 %", moves: "record_coverage", way: +1, why: "hours saved are null: `own_shared_record_time_saved`"},

	{keys: "p3.size", off: "100 %", low: "100 %", high: "200 %", moves: "p3_new_clients", way: +1},
	{keys: "p3.services.*", path: "p3.services.psychology", off: "100 %", high: "300 %", moves: "p3_hours_psychology", way: +1},
	{keys: "p3.overlap", plan: "extends: coordination-60-40\n", low: "6 months", high: "18 months", moves: "p3_cost", way: +1},
	{keys: "p3.end", high: "2029-01", moves: "p3_cost", way: -1},
	{keys: "programmes.*.start", plan: "programmes: {pregnancy: {start: 2027-01, places: 6 place/region}}\n" + pathwayMoney, path: "programmes.pregnancy.start", low: "2027-01", high: "2030-01", moves: "pregnancy_reached", way: -1},
	{keys: "programmes.pregnancy.places", plan: "programmes: {pregnancy: {start: 2027-01, places: 6 place/region}}\n" + pathwayMoney, off: "0 place/region", none: "programmes", high: "6 place/region", moves: "pregnancy_reached", way: +1, why: "no row gives an effect on mother or child"},
	{keys: "programmes.youth_obesity.places", plan: "programmes: {youth_obesity: {start: 2027-01, places: 6 place/region}}\n" + pathwayMoney, off: "0 place/region", none: "programmes", high: "6 place/region", moves: "youth_obesity_reached", way: +1, why: "no row gives an effect on weight"},
	{keys: "programmes.*.staff", plan: "programmes: {pregnancy: {start: 2027-01, places: 6 place/region}}\n" + pathwayMoney, path: "programmes.pregnancy.staff", off: "regional", high: "outside", moves: "service_posts", way: -1, why: boughtHours},
	{keys: "programmes.frail.priority", plan: coached, also: "zorgcoach.queue = programme_first", high: "frail_80", moves: "reached_frail_80", way: +1},

	{keys: "shocks.epidemic.start", plan: epidemic, path: "shocks.golf.start", low: "2028-01", high: "2031-12", moves: "months:absent_hours", way: -1},
	{keys: "shocks.epidemic.length", plan: epidemic, path: "shocks.golf.length", low: "1 month", high: "2 years", moves: "months:p3_new_clients", way: -1},
	{keys: "shocks.epidemic.new_clients", plan: epidemic, path: "shocks.golf.new_clients", low: "100 %", high: "10 %", moves: "p3_new_clients", way: -1},
	{keys: "shocks.epidemic.absence", plan: epidemic, path: "shocks.golf.absence", low: "100 %", high: "400 %", moves: "months:absent_hours", way: +1},
	{keys: "shocks.epidemic.contacts", plan: epidemic, path: "shocks.golf.contacts", low: "100 %", high: "50 %", moves: "own_share", way: -1},
	{keys: "shocks.epidemic.stays", plan: epidemic, path: "shocks.golf.stays", low: "100 %", high: "50 %", moves: "unplanned_stays", way: -1},
	{keys: "shocks.epidemic.services.*", plan: epidemic, path: "shocks.golf.services.psychology", low: "100 %", high: "20 %", moves: "p3_hours_psychology", way: -1},
	{keys: "shocks.staff_shortage.start", plan: shortage, path: "shocks.tekort.start", low: "2027-06", high: "2029-12", moves: "vacancies", way: -1},
	{keys: "shocks.staff_shortage.length", plan: shortage, path: "shocks.tekort.length", low: "1 month", high: "3 years", moves: "vacancies", way: +1},
	{keys: "shocks.staff_shortage.pool", plan: shortage, path: "shocks.tekort.pool", low: "100 %", high: "1 %", moves: "vacancies", way: +1},
	{keys: "shocks.staff_shortage.turnover", plan: shortage, path: "shocks.tekort.turnover", low: "100 %", high: "400 %", moves: "vacancies", way: +1},
	{keys: "shocks.staff_shortage.hiring_lag", plan: shortage, path: "shocks.tekort.hiring_lag", low: "100 %", high: "500 %", moves: "vacancies", way: +1},
	{keys: "shocks.early_discharge.*", plan: "shocks: {ontslag: {kind: early_discharge, start: 2028-01, length: 2 years}}\n", path: "shocks.ontslag.stay_days", low: "100 %", high: "70 %", moves: "bed_days", way: -1},
	{keys: "shocks.p3_stop.*", plan: "shocks: {stop: {kind: p3_stop, start: 2028-01, length: 1 year}}\n", path: "shocks.stop.length", low: "1 year", high: "3 years", moves: "p3_cost", way: -1},

	{keys: "labour.sources.*", plan: coached + "labour: {sources: {other_services: 50 %, training: 30 %}}\n", path: "labour.sources", low: "{other_services: 10 %, training: 30 %}", high: "{other_services: 70 %, training: 30 %}", moves: "displaced_hours", way: +1},
	{keys: "labour.pool", plan: coached, off: "100 %", high: "1 %", moves: "vacancies", way: +1},
	{keys: "labour.hiring_lag", plan: coached, low: "1 month", high: "12 months", moves: "vacancies", way: +1},
	{keys: "labour.turnover", plan: coached, low: "5 %", high: "50 %", moves: "vacancies", way: +1},
	{keys: "labour.wages", plan: coached, off: "100 %", high: "150 %", moves: "paid:federal", way: +1},

	{keys: "effects.zorgcoach.unplanned_stay", plan: many, high: "{hr: 0.3, reason: wat-als}", low: "{hr: 1}", moves: "unplanned_stays", way: -1, why: ownEffect + "`own_coordination_unplanned_stay_rr`"},
	{keys: "effects.zorgcoach.death", plan: many, high: "{rr: 0.3, reason: wat-als}", low: "{rr: 1}", moves: "deaths", way: -1, why: ownEffect + "`own_coordination_death_rr`"},
	{keys: "effects.zorgcoach.nursing_home", plan: many, high: "{rr: 0.3, reason: wat-als}", low: "{rr: 1}", moves: "nursing_home_entries", way: -1, why: ownEffect + "`own_coordination_nursing_home_rr`"},
	{keys: "effects.zorgcoach.tier_move", plan: many, high: "{hr: 0.3, reason: wat-als}", low: "{hr: 1}", moves: "escalations", way: -1, why: ownEffect + "`own_effect_on_tier_move_hr`"},
	{keys: "effects.zorgcoach.decline", plan: many, high: "{rr: 0.3, reason: wat-als}", low: "{rr: 1}", moves: "months:complex", way: -1, why: ownEffect + "`own_effect_on_decline_rr`"},
	{keys: "effects.zorgcoach.experience", plan: many, high: "{smd: 0.4}", low: "{smd: 0.2}", moves: "experience_score", way: +1, why: "`own_experience_smd_coordination`"},
	{keys: "effects.casemanagement.dementia_stay", plan: many, high: "{hr: 0.3, reason: wat-als}", low: "{hr: 1}", moves: "unplanned_stays", way: -1, why: ownEffect + "`cm_dementia_hospital_rr`"},
	{keys: "effects.casemanagement.dementia_residence", plan: many, high: "{rr: 0.41}", low: "{rr: 0.91}", moves: "nursing_home_stock", way: -1, why: "`cm_dementia_ltc_rr_lt18m`; entries are put off, and part of them comes later: `cm_dementia_ltc_rr_all`"},
	{keys: "effects.overlap", plan: many + "assumptions: {effect.carer_support.nursing_home: {value: 0.4, reason: wat-als}}\neffects: {zorgcoach.nursing_home: {rr: 0.4, reason: wat-als}}\n", also: "buurtteams.carer_support.posts = 6 FTE/region", off: "strongest", high: "multiply", moves: "nursing_home_entries", way: -1, why: "an assumption: `own_effect_overlap`"},

	{keys: "financing.*.payer", plan: funded, path: "financing.regio.payer", low: "federal", high: "local", moves: "paid:local", way: +1},
	{keys: "financing.*.payee", plan: pathwaySelf, path: "financing.paden.payee", low: "gp_practices", high: "home_care", moves: "received:home_care", way: +1},
	{keys: "financing.*.start", plan: funded, path: "financing.regio.start", low: "2027-01", high: "2030-01", moves: "paid:federal", way: -1},
	{keys: "financing.*.end", plan: funded, path: "financing.regio.end", high: "2029-01", moves: "paid:federal", way: -1},
	{keys: "financing.*.cap", plan: funded, path: "financing.populatiebudget.cap", high: "30000 EUR/year", moves: "paid:federal", way: -1},
	{keys: "financing.*.cap_by", plan: funded, also: "financing.populatiebudget.cap = 30000 EUR/year; financing.populatiebudget.start = 2027-02", path: "financing.populatiebudget.cap_by", off: "year", high: "month", moves: "paid:federal", way: -1, why: "a cap by month opens in twelfths: here of the year in which the money starts"},
	{keys: "financing.*.floor", plan: funded, path: "financing.populatiebudget.floor", high: "500000 EUR/year", moves: "paid:federal", way: +1},
	{keys: "financing.*.unspent", plan: funded, path: "financing.regio.unspent", off: "return", high: "keep", moves: "received:federal", way: -1},
	{keys: "financing.fee_for_service.services", path: "financing.ziekenhuis.services", low: "[stay]", high: "[ed_visit, stay]", moves: "received:hospitals", way: +1, why: "a fee that nobody pays is told by `piramide scenario check`"},
	{keys: "financing.capitation.registered", plan: doctors, path: "financing.forfait.registered", low: "10 %", high: "80 %", moves: "received:gp_practices", way: +1, why: "what it makes doctors do is null: `own_conduct_capitation_contacts`"},
	{keys: "financing.capitation.amount", plan: doctors, path: "financing.forfait.amount", low: "50 EUR/person/year", high: "300 EUR/person/year", moves: "received:gp_practices", way: +1},
	{keys: "financing.capitation.weights.*", plan: doctors, path: "financing.forfait.weights.from_75", off: "100 %", high: "300 %", moves: "received:gp_practices", way: +1},
	{keys: "financing.capitation.services", plan: doctors, path: "financing.forfait.services", low: "[gp_contact]", high: "[gp_contact, home_nursing]", moves: "received:home_care", way: -1},
	{keys: "financing.capitation.fee", plan: doctors, path: "financing.forfait.fee", off: "0 %", high: "50 %", moves: "received:gp_practices", way: +1},
	{keys: "financing.capitation.own_share", plan: doctors, also: "financing.forfait.fee = 50 %", path: "financing.forfait.own_share", off: "none", high: "unchanged", moves: "paid:citizen", way: +1},
	{keys: "financing.capitation.premium", plan: doctors, path: "financing.forfait.premium", off: "0 EUR/year", high: "50000 EUR/year", moves: "received:gp_practices", way: +1},
	{keys: "financing.inclusion_fee.amount", plan: leuven100, path: "financing.honderd.amount", low: "10 EUR/person/year", high: "100 EUR/person/year", moves: "paid:federal", way: +1},
	{keys: "financing.inclusion_fee.condition", plan: leuven100, path: "financing.honderd.condition", low: "any", high: "all", moves: "paid:federal", way: -1},
	{keys: "financing.inclusion_fee.actions.*", plan: leuven100, also: "financing.honderd.condition = all", path: "financing.honderd.actions.buurt_actions", low: "1", high: "12", moves: "paid:federal", way: -1, why: "more is asked before a team is paid"},
	{keys: "financing.population_budget.base", plan: funded, path: "financing.populatiebudget.base", low: "1 EUR/person/year", high: "20 EUR/person/year", moves: "paid:federal", way: +1},
	{keys: "financing.population_budget.chronic", plan: funded, path: "financing.populatiebudget.chronic", off: "0 %", high: "100 %", moves: "paid:federal", way: +1, why: "recording more people as chronic is null: `own_conduct_upcoding`"},
	{keys: "financing.population_budget.vt", plan: funded, path: "financing.populatiebudget.vt", off: "0 %", high: "100 %", moves: "paid:federal", way: +1},
	{keys: "financing.bundle.tiers.*", plan: bundled, path: "financing.bundel.tiers.complex", low: "100 EUR/person/year", high: "1000 EUR/person/year", moves: "paid:federal", way: +1},
	{keys: "financing.bundle.episode", plan: coached + "financing:\n  bundel: {kind: bundle, payer: federal, payee: home_care, episode: 100 EUR, services: [home_nursing], start: 2027-01}\n", path: "financing.bundel.episode", low: "100 EUR", high: "1000 EUR", moves: "paid:federal", way: +1},
	{keys: "financing.bundle.services", plan: bundled, path: "financing.bundel.services", low: "[home_nursing]", high: "[home_nursing, p3_psychology]", moves: "paid:federal", way: -1, why: "the bundle is in the place of the fees for these services"},
	{keys: "financing.bundle.own_share", plan: "financing:\n  bundel: {kind: bundle, payer: federal, payee: gp_practices, tiers: {complex: 500 EUR/person/year}, services: [gp_contact], start: 2027-01}\n", path: "financing.bundel.own_share", off: "none", high: "unchanged", moves: "paid:citizen", way: +1},
	{keys: "financing.bundle.split.*", plan: "buurtteams: {waves: {all: {buurten: all, start: 2027-01}}}\nzorgcoach: {posts: funded}\ncasemanagement: {posts: funded}\nfinancing:\n  bundel: {kind: bundle, payer: federal, payee: collaboration, tiers: {complex: 1500 EUR/person/year}, split: {zorgcoordinatie: 50 %, casemanagement: 50 %}, start: 2027-01}\n", path: "financing.bundel.split", low: "{zorgcoordinatie: 10 %, casemanagement: 10 %}", high: "{zorgcoordinatie: 80 %, casemanagement: 10 %}", moves: "received:zorgcoach_posts", way: +1},
	{keys: "financing.regional_convention.amount", plan: funded, path: "financing.regio.amount", low: "50000 EUR/year", high: "300000 EUR/year", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "financing.regional_convention.split.*", plan: funded, path: "financing.regio.split", low: "{zorgcoordinatie: 20 %, casemanagement: 80 %}", high: "{zorgcoordinatie: 80 %, casemanagement: 20 %}", moves: "months:zorgcoach_posts_filled", way: +1},
	{keys: "financing.fixed_budget.amount", plan: fixedBudget, path: "financing.vast.amount", low: "10000 EUR/year", high: "100000 EUR/year", moves: "paid:federal", way: +1},
	{keys: "financing.fixed_budget.startup", plan: fixedBudget, path: "financing.vast.startup", off: "0 EUR", high: "100000 EUR", moves: "paid:federal", way: +1},
	{keys: "financing.fixed_budget.for", plan: fixedBudget, path: "financing.vast.for", low: "training", high: "integration", moves: "team_maturity", way: +1, why: "integration management is a precondition of the note"},
	{keys: "financing.pooled_budget.amount", plan: pooled, path: "financing.pot.amount", low: "100000 EUR/year", high: "300000 EUR/year", moves: "reached_in_time", way: +1, why: nullStay},
	{keys: "financing.pooled_budget.sources.*", plan: pooled, path: "financing.pot.sources", low: "{federal: 90 %, local: 10 %}", high: "{federal: 10 %, local: 90 %}", moves: "paid:local", way: +1},
	{keys: "financing.pooled_budget.uses.*", plan: pooled, path: "financing.pot.uses", low: "{coordination: 20 %, case_management: 60 %}", high: "{coordination: 80 %, case_management: 0 %}", moves: "months:zorgcoach_posts_filled", way: +1},
	{keys: "financing.pooled_budget.order", plan: smallPot, path: "financing.pot.order", low: "[case_management, coordination]", high: "[coordination, case_management]", moves: "months:zorgcoach_posts_filled", way: +1, why: "who is paid first when the pot is too small"},
	{keys: "financing.pooled_budget.rest", plan: pooled, path: "financing.pot.rest", low: "carry_over", high: "return", moves: "received:federal", way: +1},
	{keys: "financing.convention_services.services", path: "financing.p3.services", low: "[p3_case_management]", high: "[p3_case_management, p3_psychology]", moves: "received:home_care", way: +1},
	{keys: "financing.convention_services.units", path: "financing.p3.units", low: "100 %", high: "20 %", moves: "received:home_care", way: -1},
	{keys: "financing.*.population", plan: saving, path: "financing.winst.population", low: "region", high: "enrolled", moves: "paid:federal", way: -1, why: "fewer people whose saving counts"},
	{keys: "financing.*.payers", plan: saving, path: "financing.winst.payers", low: "[federal]", high: "[federal, flanders]", moves: "paid:federal", way: -1, why: "what more payers pay counts as cost, so that less is saved"},
	{keys: "financing.*.costs", plan: saving, path: "financing.winst.costs", low: "[stay]", high: "[stay, residual]", moves: "paid:federal", way: -1},
	{keys: "financing.*.programme_cost", plan: saving + "  vast: {kind: fixed_budget, payer: federal, payee: collaboration, for: training, amount: 100000 EUR/year, start: 2027-01}\n", path: "financing.winst.programme_cost", off: "no", high: "yes", moves: "received:collaboration", way: -1, why: "what the plan costs is no saving"},
	{keys: "financing.*.benchmark.by|financing.shared_savings.benchmark.amount", plan: saving, path: "financing.winst.benchmark", low: "{by: fixed, amount: 5000 EUR/person/year}", high: "{by: fixed, amount: 6000 EUR/person/year}", moves: "paid:federal", way: +1},
	{keys: "financing.*.benchmark.history", plan: historic, path: "financing.winst.benchmark.history", low: "1 year", high: "2 years", moves: "paid:federal", way: +1, why: "here the last year before has few stays, so that a longer history is dearer"},
	{keys: "financing.shared_savings.benchmark.trend", plan: historic, path: "financing.winst.benchmark.trend", off: "0 %", high: "20 %", moves: "paid:federal", way: +1},
	{keys: "financing.*.lag", plan: saving, path: "financing.winst.lag", low: "6 months", high: "24 months", moves: "paid:federal", way: -1, why: "less is settled within the accounts"},
	{keys: "financing.shared_savings.min_saving", plan: saving, path: "financing.winst.min_saving", off: "0 %", high: "99 %", moves: "paid:federal", way: -1},
	{keys: "financing.shared_savings.min_loss", plan: losing, path: "financing.winst.min_loss", off: "0 %", high: "95 %", moves: "received:federal", way: -1},
	{keys: "financing.shared_savings.threshold", plan: saving, also: "financing.winst.min_saving = 10 %", path: "financing.winst.threshold", off: "first_euro", high: "above_minimum", moves: "paid:federal", way: -1},
	{keys: "financing.shared_savings.share", plan: saving, path: "financing.winst.share", low: "10 %", high: "90 %", moves: "paid:federal", way: +1},
	{keys: "financing.shared_savings.loss_share", plan: losing, path: "financing.winst.loss_share", off: "0 %", high: "50 %", moves: "received:federal", way: +1},
	{keys: "financing.shared_savings.bonus_cap", plan: saving, path: "financing.winst.bonus_cap", high: "1 %", moves: "paid:federal", way: -1},
	{keys: "financing.shared_savings.loss_cap", plan: losing, path: "financing.winst.loss_cap", high: "1 %", moves: "received:federal", way: -1},
	{keys: "financing.shared_savings.quality.use", plan: saving, also: "financing.winst.quality.measures.reached_in_time = 99 %", path: "financing.winst.quality.use", low: "weight", high: "gate", moves: "paid:federal", way: -1},
	{keys: "financing.shared_savings.quality.least", plan: saving, also: "financing.winst.quality.measures.reached_in_time = 99 %", path: "financing.winst.quality.least", low: "0 %", high: "90 %", moves: "paid:federal", way: +1},
	{keys: "financing.shared_savings.quality.measures.*", plan: saving, path: "financing.winst.quality.measures.reached_in_time", low: "1 %", high: "99 %", moves: "paid:federal", way: -1, why: "a target that is not reached"},
	{keys: "financing.shared_savings.cross_financing", plan: saving + "  vast: {kind: fixed_budget, payer: local, payee: collaboration, for: training, amount: 100000 EUR/year, start: 2027-01}\n", path: "financing.winst.cross_financing", low: "none", high: "investors_first", moves: "received:local", way: +1, why: "who gains repays who invested"},
	{keys: "financing.*.use", plan: saving, path: "financing.winst.use", off: "reinvest", high: "pay_out", moves: "received:economy", way: +1, why: "what is not reinvested leaves the region as income"},
	{keys: "financing.*.split.*", plan: saving, also: "financing.winst.use = pay_out", path: "financing.winst.split", low: "{collaboration: 90 %, home_care: 10 %}", high: "{collaboration: 10 %, home_care: 90 %}", moves: "received:home_care", way: +1},
	{keys: "financing.budget_guarantee.deadline", plan: guarantee, path: "financing.borg.deadline", low: "3 months", high: "24 months", moves: "paid:federal", way: +1, why: "data that come later than this settle nothing"},
	{keys: "financing.budget_guarantee.tolerance", plan: guarantee, path: "financing.borg.tolerance", off: "0 %", high: "0.1 %", moves: "paid:federal", way: -1, why: "nothing is settled when the expected cost of the base years was further off; without it that is not tested"},
	{keys: "financing.budget_guarantee.carry_loss", plan: guarantee, also: "shocks.eerder = {kind: epidemic, start: 2027-01, length: 1 year, stays: 70 %}", path: "financing.borg.carry_loss", off: "no", high: "yes", moves: "paid:federal", way: -1, why: "a loss is taken from later gains"},
	{keys: "financing.prefinancing.amount", plan: advance, path: "financing.voorschot.amount", low: "50000 EUR", high: "100000 EUR", moves: "paid:local", way: +1},
	{keys: "financing.prefinancing.paid_over", plan: advance, also: "financing.voorschot.recoup.after = 5 years; financing.voorschot.start = 2030-01", path: "financing.voorschot.paid_over", low: "1 month", high: "60 months", moves: "paid:local", way: -1, why: "less is paid within the first years"},
	{keys: "financing.prefinancing.recoup.after", plan: advance, path: "financing.voorschot.recoup.after", low: "2 years", high: "9 years", moves: "received:local", way: -1},
	{keys: "financing.prefinancing.recoup.over", plan: advance, path: "financing.voorschot.recoup.over", low: "1 year", high: "6 years", moves: "received:local", way: -1, why: "less has come back within the accounts"},
	{keys: "financing.prefinancing.recoup.from|financing.prefinancing.recoup.share", plan: funded + "  voorschot: {kind: prefinancing, payer: local, payee: buurtteams, amount: 300000 EUR, recoup: {from: populatiebudget, share: 10 %}, start: 2027-01}\n", path: "financing.voorschot.recoup.share", low: "10 %", high: "60 %", moves: "received:local", way: +1},

	{keys: "payers.set_posts", plan: coached, off: "federal", high: "local", moves: "paid:local", way: +1},
	{keys: "payers.notice", plan: funded, also: "financing.regio.end = 2029-01", off: "federal", high: "local", moves: "paid:local", way: +1},
	{keys: "payers.team_start", plan: coached, off: "federal", high: "local", moves: "paid:local", way: +1},

	{keys: "timeline", plan: coached, also: "labour = {pool: 1000 %}", high: "[{at: 2029-01, set: {zorgcoach.posts: 1 FTE/buurt}}]", moves: "reached_in_time", way: +1, why: "a dated change; here of `zorgcoach.posts`"},
}
