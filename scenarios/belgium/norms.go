package belgium

import (
	"math"

	"piramide/sim"
	"piramide/sim/finance"
)

func personal(v Values) sim.Personal {
	return sim.Personal{
		SDLasting: v.Get("personal.sd_lasting"), SDPassing: v.Get("personal.sd_passing"),
		Persistence: v.Get("personal.persistence_month"), CapLasting: capOf(v), OnStays: v.Get("personal.on_stays"),
	}
}

func finding(v Values) sim.Finding {
	source := func(name string, gmd bool) sim.Source {
		return sim.Source{
			Name: name, NeedsGMD: gmd,
			Sensitivity: v.Get("finding." + name + ".sensitivity"), Specificity: v.Get("finding." + name + ".specificity"),
		}
	}
	return sim.Finding{
		KnownAtStart: 1 - v.Get("finding.missed_share"),
		GPMonthly:    v.Get("finding.gp_per_contact"),
		AfterStay:    v.Get("finding.after_stay"),
		Rho:          v.Get("finding.visibility_rho"),
		// Practice data exist for enrolled citizens only.
		Sources:       []sim.Source{source("claims", false), source("efi", true), source("risk_model", false), contacts(v)},
		Refusal:       v.Get("finding.refusal"),
		RefusalNeed:   v.Get("finding.nonparticipant.death_rr"),
		RefusalLowSES: v.Get("finding.ses_or"),
		OutreachReach: 1 / v.Get("finding.outreach_hours"),
		CheckHours:    v.Get("finding.flag_check_hours"),

		OutreachCeiling: 1 - math.Pow(1-v.Get("finding.outreach_reach"), 1./12),
		PhoneMenOR:      v.Get("finding.phone_men_or"),
		LinkReach:       1 / v.Get("finding.link_hours"),
		CaringReach:     v.Get("finding.caring_reach"), CaringLowSES: v.Get("finding.caring_ses_ratio"),
		AccessReach: v.Get("finding.access_reach"),
		NonTakeUp:   v.Get("finding.vt.non_takeup"),
		TakeUp:      math.Min(1, v.Get("finding.vt.takeup_year")*v.Get("finding.vt.takeup_ratio")),
	}
}

// contacts is what a buurtteam knows of its own: only where one works.
func contacts(v Values) sim.Source {
	return sim.Source{
		Name: "contacts", NeedsTeam: true,
		Sensitivity: v.Get("finding.contacts.sensitivity"), Specificity: v.Get("finding.contacts.specificity"),
	}
}

func care(v Values) sim.Care {
	c := sim.Care{
		StartupHours: v.Get("care.hours.startup"), StartupMonths: v.Get("care.startup_months"),
		MediumHours: v.Get("care.hours.medium"), IntensiveHours: v.Get("care.hours.intensive"), LightHours: v.Get("care.hours.light"),
		StepDownMonths:  v.Get("care.stepdown_months"),
		ReviewMonths:    int(v.Get("care.review_months")),
		ReviewDischarge: v.Get("care.review_discharge"),
		ChronicMonths:   int(math.Round(v.Get("care.stable_months"))),
		PatienceMonths:  v.Get("care.patience_months"),
		ExpertiseShare:  v.Get("care.escalation"),
		SpecialistShare: v.Get("care.specialist_share"),
		DoseHours:       [sim.NumRoles]float64{sim.Zorgcoach: v.Get("effect.dose.coordination"), sim.Casemanager: v.Get("effect.dose.case_management")},

		PlanReviewMonths: int(v.Get("care.plan_review_months")),
		PlanHours:        v.Get("care.plan_hours"),
		Goals:            int(math.Round(v.Get("care.goals"))),
		GoalsNamed:       v.Get("care.goals_named"),
		GoalMet:          v.Get("care.goals_met"),
		GoalAdjusted:     math.Min(v.Get("care.goals_adjusted"), 1-v.Get("care.goals_met")),
		TeamPlanShare:    v.Get("care.team_plan_share"),
		PlanMeeting:      finance.Euro(v.Euro("care.plan_meeting_fee") * v.Get("care.plan_meeting_people")),
		RecordYear:       finance.Euro(v.Euro("care.shared_record_cost")),
		RecordSaved:      v.Get("care.shared_record_time_saved"),
		IncludedShare:    v.Get("team.included_share"),
		BuurtActions:     v.Get("care.buurt_actions"),
		GroupSize:        v.Get("care.group_size"),
		ExperienceSD:     v.Get("effect.experience_smd"),
		SatisfactionSD:   v.Get("effect.job_satisfaction_smd"),
		// Sickness is one of the reasons in the row; it is simulated, so that the rest is
		// the chance while the worker is present.
		Continuity: math.Min(1, v.Get("care.continuity")/(1-v.Get("staff.absence"))),
		CarerHelp: sim.CarerHelp{
			Hours: v.Get("care.carer_support_hours"), Relief: v.Get("effect.carer_support.relief") - 1,
			NursingHome: math.Log(v.Get("effect.carer_support.nursing_home")),
		},
		Residents: sim.Residents{PlanHours: v.Get("care.resident_plan_hours"), Unplanned: v.Get("effect.nursing_home_team.unplanned") - 1},
	}
	p3(v, &c)
	return c
}

// network is how buurtteams grow: ratios as their difference with 1, so that what is
// off is 0.
func network(v Values) sim.Network {
	less := func(path string) float64 { return 1 - v.Get("team."+path) }
	return sim.Network{
		Begin: v.Get("team.participation.begin"), Ceiling: v.Get("team.participation.ceiling"), AsDesigned: v.Get("team.participation.as_designed"),
		Speed: v.Get("team.participation.speed"), Spread: v.Get("team.participation.spread"),
		Unpaid: less("participation.unpaid"), NoCoach: less("participation.no_coach"), Overload: less("participation.overload"),
		NoIntegrator: less("no_integrator_maturity"), Integrator: v.Get("team.integrator_inhabitants"), Decay: v.Get("team.maturity_decay"),
		Feedback: -less("audit_maturity"), GPFinding: -less("gp_finding"),
		Providers: v.Get("team.providers") / 10_000, AuditHours: v.Get("team.audit_hours"), Hour: v.Euro("collaboration.hour"),
	}
}

func labour(v Values) sim.Labour {
	l := sim.Labour{
		// The productive hours of the row already lack some absence; it is put
		// back, because absence is simulated.
		DirectHours: v.Get("care.productive_hours_year") / 12 * v.Get("care.direct_share") / (1 - v.Get("staff.absence_in_hours")),
		WorkHours:   v.Get("care.productive_hours_year") / 12,
		Absence:     v.Get("staff.absence"), AbsenceDays: v.Get("staff.absence_days") / sim.RealDays,
		CoverAfter: v.Get("staff.cover_after_days") / sim.RealDays, CoverOutput: v.Get("staff.cover_output"),
		Turnover:      v.Get("staff.turnover"),
		OverloadLeave: v.Get("staff.overload_turnover"), HireLag: v.Get("staff.hiring_lag"),
		RampMonths: v.Get("staff.ramp_new_worker"), RampStart: v.Get("staff.ramp_start"),
		NoticeMonths: int(math.Round(v.Get("staff.notice_months"))),
		// Home nursing lives from its fees: an hour of work earns what it costs.
		NursingHour:   v.Euro("wage.nurse") * (1 + v.Get("overhead_rate")) / v.Get("care.productive_hours_year"),
		DrawnFromCare: v.Get("staff.drawn_from_other_services"), FromTraining: v.Get("staff.from_training"),
		RefillLag: v.Get("staff.hiring_lag"), NursingPool: nurses, Integrator: v.Euro("wage.coordinator"), Overhead: v.Get("overhead_rate"),
		// Nurses are asked for case management and specialist teams, social workers for the other roles;
		// occupational therapists and psychologists by services alone, see Professions and p3.
		Pool: []float64{
			nurses: v.Get("staff.pool.nurse") / 1e5, socialWorkers: v.Get("staff.pool.social_worker") / 1e5,
			therapists: v.Get("staff.pool.occupational_therapist") / 1e5, psychologists: v.Get("staff.pool.psychologist") / 1e5,
		},
		Qualification: [sim.NumRoles]int{
			sim.Zorgcoach: socialWorkers, sim.Casemanager: nurses, sim.Buurtteamcoach: socialWorkers, sim.PopulationManager: socialWorkers,
			sim.Outreach: socialWorkers, sim.NursingHomeTeam: nurses, sim.CarerSupport: socialWorkers, sim.LinkWorker: socialWorkers, sim.Specialist: nurses,
		},
		Professions: [sim.NumProfessions]int{
			sim.Nurse: nurses, sim.SocialWorker: socialWorkers, sim.OccupationalTherapist: therapists, sim.Psychologist: psychologists,
		},
		AdminHours: map[string]float64{},
	}
	l.Wage = [sim.NumRoles]float64{
		v.Euro("wage.zorgcoach"), v.Euro("wage.casemanager"), v.Euro("wage.team_coach"),
		v.Euro("wage.population_manager"), v.Euro("wage.social_worker"), v.Euro("wage.nurse"), v.Euro("wage.social_worker"), v.Euro("wage.social_worker"), v.Euro("wage.specialist"),
	}
	for r := range l.FromNursing {
		l.FromNursing[r] = v.Get("staff.from_home_nursing.other")
	}
	l.FromNursing[sim.Zorgcoach] = v.Get("staff.from_home_nursing.zorgcoach")
	l.FromNursing[sim.Casemanager] = v.Get("staff.from_home_nursing.casemanager")
	l.FromNursing[sim.Specialist] = v.Get("staff.from_home_nursing.casemanager")
	l.FromNursing[sim.NursingHomeTeam] = v.Get("staff.from_home_nursing.casemanager")
	for p := range l.NursingLoses {
		l.NursingLoses[p] = v.Get("staff.from_home_nursing.other")
	}
	l.NursingLoses[sim.Nurse] = v.Get("staff.from_home_nursing.casemanager") // nurses, of whom some leave a hospital
	for _, kind := range []string{
		"inclusion_fee", "population_budget", "regional_convention", "fixed_budget",
		"convention_services", "fee_for_service", "shared_savings", "budget_guarantee", "capitation", "bundle", "pooled_budget", "prefinancing",
	} {
		l.AdminHours[kind] = v.Get("admin.hours." + kind)
	}
	return l
}

func prices(v Values) sim.Prices {
	tariff := func(fee, own, ownVT string) finance.Tariff {
		return finance.Tariff{Fee: finance.Euro(v.Euro(fee)), OwnShare: finance.Euro(v.Euro(own)), OwnShareVT: finance.Euro(v.Euro(ownVT))}
	}
	return sim.Prices{
		Contact:              tariff("price.gp", "gp.own_share.gmd", "gp.own_share.vt"),
		ContactNoGMD:         tariff("price.gp", "gp.own_share.no_gmd", "gp.own_share.vt"),
		Visit:                tariff("price.ed", "price.ed_own_share", "price.ed_own_share_vt"),
		Stay:                 tariff("price.stay", "price.stay_own_share", "price.stay_own_share_vt"),
		StayMarginal:         v.Get("price.stay_marginal_share"),
		NursingHomeDayPublic: finance.Euro(v.Euro("nursing_home.subsidy_day")), NursingHomeDayCitizen: finance.Euro(v.Euro("nursing_home.day_price")),
		MaximumBill: finance.MaximumBill{Ordinary: finance.Euro(v.Euro("max_bill.ordinary")), VT: finance.Euro(v.Euro("max_bill.vt"))},
		GMD:         finance.Euro(v.Euro("gmd.fee")), GMDChronic: finance.Euro(v.Euro("gmd.fee_chronic")),
		RaisedFrom: int(v.Get("gmd.chronic_age_low")), RaisedTo: int(v.Get("gmd.chronic_age_high")),
		DiscountCosts:    v.Get("discount.costs"),
		DiscountOutcomes: v.Get("discount.outcomes"),
	}
}
