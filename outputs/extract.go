package outputs

import (
	"cmp"
	"slices"
	"strconv"

	"piramide/internal/stats"
	"piramide/sim"
)

// measureIDs name what the simulator counts by year, area and group; an
// indicator of the same id reads it.
var measureIDs = [sim.NumIndicators]string{
	sim.ReachedInTime: "reached_in_time", sim.WaitMonths: "waiting_person_months", sim.Within30: "within_30_days",
	sim.GiveUps: "give_ups", sim.DaysAtHome: "days_at_home", sim.Carers: "carers_overloaded", sim.QALY: "qaly",
	sim.Deaths: "deaths", sim.UnplannedStays: "unplanned_stays", sim.EDVisits: "ed_visits", sim.BedDays: "bed_days",
	sim.AvoidableStays: "avoidable_stays", sim.NursingHomeEntries: "nursing_home_entries",
	sim.NursingHomeStock: "nursing_home_stock", sim.RIZIVCost: "riziv_cost", sim.OwnShareCost: "own_share",
	sim.CareContacts: "coordination_hours", sim.PlanReviewed: "care_plan_reviewed", sim.Continuity: "continuity", sim.Experience: "experience_score",
	sim.InCare: "in_care", sim.Found: "found", sim.Escalations: "escalations", sim.MonthsOwnTeam: "months_own_team",
	sim.BudgetEarned: "team_budget_earned", sim.BudgetSpent: "team_budget_spent", sim.BudgetCarried: "team_budget_carried",
	sim.CarersSupported: "carers_supported",
	sim.PlanShared:      "care_plan_shared", sim.PregnancyReached: "pregnancy_reached", sim.YouthReached: "youth_obesity_reached",
	sim.BudgetReturned: "team_budget_returned", sim.BudgetUnspent: "team_budget_unspent",
	sim.FoundByGP: "found_by_gp", sim.FoundByPHM: "found_by_phm", sim.FoundByOutreach: "found_by_outreach",
	sim.FoundByCaring: "found_by_caring_neighbourhood", sim.FoundByWelfare: "found_by_welfare", sim.FoundByAccess: "found_by_access",
	sim.FoundByStay: "found_by_stay", sim.FoundByNursingHome: "found_by_nursing_home", sim.FoundTooLate: "found_too_late",
	sim.LateByGP: "too_late_by_gp", sim.LateByPHM: "too_late_by_phm", sim.LateByOutreach: "too_late_by_outreach",
	sim.LateByCaring: "too_late_by_caring_neighbourhood", sim.LateByWelfare: "too_late_by_welfare", sim.LateByAccess: "too_late_by_access",
	sim.FlaggedInNeed: "phm_in_need", sim.VTTakenUp: "vt_taken_up",
	sim.ReachedDementia: "reached_dementia", sim.ReachedFrail80: "reached_frail_80", sim.ReachedPsychological: "reached_psychological",
	sim.ReachedSocioEconomic: "reached_socio_economic", sim.ReachedBroad: "reached_broad",
	sim.HandedBack: "handed_back", sim.Matched: "matched_expertise", sim.SpecialistCare: "specialist_care",
	sim.PlanInNeed: "care_plan_in_need", sim.GoalsReviewed: "goals_reviewed", sim.GoalsMet: "goals_met", sim.GoalsAdjusted: "goals_adjusted",
}

// seriesIDs name the monthly series that belong to no role.
var seriesIDs = [sim.MonthRoles]string{
	sim.MonthPopulation: "population", sim.MonthGeneral: "general", sim.MonthChronic: "chronic",
	sim.MonthHighRisk: "high_risk", sim.MonthComplex: "complex", sim.MonthNursingHome: "nursing_home",
	sim.MonthNeedHome: "need_at_home", sim.MonthNeedKnown: "need_known", sim.MonthReached: "reached", sim.MonthNeedCohort: "need_cohort",
	sim.MonthWaiting: "waiting", sim.MonthRequests: "requests", sim.MonthServed: "served", sim.MonthGivenUp: "given_up",
	sim.MonthDeaths: "deaths", sim.MonthBirths: "births", sim.MonthArrivals: "arrivals", sim.MonthDepartures: "departures",
	sim.MonthUnplanned: "unplanned_stays", sim.MonthED: "ed_visits", sim.MonthStays: "stays", sim.MonthBedDays: "bed_days",
	sim.MonthNHEntries: "nursing_home_entries", sim.MonthCohortQALY: "cohort_qaly", sim.MonthCohortCost: "cohort_cost",
	sim.MonthFlagged: "flagged", sim.MonthFalseFlags: "flagged_without_need", sim.MonthAdminHours: "admin_hours",
	sim.MonthDisplaced: "displaced_hours", sim.MonthOtherHours: "p3_nursing_hours", sim.MonthNotice: "posts_in_notice",
	sim.MonthIncluded: "included", sim.MonthIncludedNeed: "included_need",
	sim.MonthStatus: "chronic_status", sim.MonthStatusRecorded: "chronic_status_recorded", sim.MonthStaysAvoided: "stays_avoided",
	sim.MonthPlans: "care_plans", sim.MonthPlansCase: "care_plans_by_case_managers", sim.MonthPlansTeam: "care_plans_by_team", sim.MonthGroupAttendance: "group_attendance", sim.MonthBuurtActions: "buurt_actions", sim.MonthRecords: "shared_records",
	sim.MonthRuns: "phm_runs", sim.MonthListed: "phm_listed", sim.MonthUnlisted: "phm_unlisted",
	sim.MonthFound: "newly_known", sim.MonthLate: "newly_known_too_late",
	sim.MonthFlaggedPractice: "flagged_practice", sim.MonthFalsePractice: "flagged_practice_without_need",
	sim.MonthFlaggedBuurt: "flagged_buurt", sim.MonthFalseBuurt: "flagged_buurt_without_need",
	sim.MonthFlaggedELZ: "flagged_elz", sim.MonthFalseELZ: "flagged_elz_without_need",
	sim.MonthFlaggedRegion: "flagged_region", sim.MonthFalseRegion: "flagged_region_without_need",
	sim.MonthCashFreed: "cash_freed", sim.MonthBedDaysFreed: "bed_days_freed", sim.MonthCostShifted: "cost_shifted",
	sim.MonthTeams: "teams", sim.MonthJoined: "teams_joined", sim.MonthMature: "teams_mature", sim.MonthFeedback: "teams_with_feedback",
	sim.MonthAudits: "audits", sim.MonthTeamHours: "collaboration_hours", sim.MonthSeconded: "posts_seconded",
	sim.MonthWorkers: "posts_with_load", sim.MonthOverworked: "posts_overloaded", sim.MonthSatisfaction: "satisfaction_gain",
	sim.MonthHired: "posts_hired", sim.MonthHiredCare: "posts_hired_from_care", sim.MonthHiredTraining: "posts_hired_from_training",
	sim.MonthNursingLost: "home_nursing_lost_hours", sim.MonthNursingUnpaid: "home_nursing_unpaid",
	sim.MonthResidentPlans: "residents_planned", sim.MonthResidentHours: "residents_hours",
	sim.MonthAtHome: "at_home", sim.MonthVulnerable: "vulnerable", sim.MonthPhysicalLoss: "physical_loss", sim.MonthVulnerableReached: "vulnerable_reached",
}

// RoleIDs name the roles in the ids of their series, as in zorgcoach_hours_asked.
var RoleIDs = [sim.NumRoles]string{"zorgcoach", "casemanager", "buurtteamcoach", "population_manager", "outreach", "nursing_home_team", "carer_support", "link_worker", "specialist"}

var roleSeriesIDs = [5]string{"_posts_funded", "_posts_filled", "_hours_available", "_hours_asked", "_clients"}

// deskSeriesIDs are the series of a desk, in the order of [sim.DeskSeries].
var deskSeriesIDs = [5]string{"_requests", "_served", "_given_up", "_withdrawn", "_waiting"}

// PathwayIDs and ProgrammeIDs name them in the ids of their series, as in
// pathway_copd_participants and programme_pregnancy_waiting.
var (
	PathwayIDs   = [sim.NumPathways]string{"diabetes", "heart_failure", "copd", "depression", "frailty", "self_management"}
	ProgrammeIDs = [sim.NumProgrammes]string{"pregnancy", "youth_obesity"}
)

var (
	pathwaySeriesIDs = [sim.NumPathSeries]string{
		sim.PathEligible: "_eligible", sim.PathOffered: "_offered", sim.PathParticipants: "_participants", sim.PathHours: "_hours",
		sim.PathElders: "_eligible_65p", sim.PathGain: "_gain",
	}
	programmeSeriesIDs = [sim.NumProgSeries]string{
		sim.ProgEligible: "_eligible", sim.ProgAsked: "_asked", sim.ProgServed: "_served", sim.ProgGivenUp: "_given_up", sim.ProgGone: "_gone",
		sim.ProgWaiting: "_waiting", sim.ProgInPlace: "_in_place", sim.ProgPlaces: "_places", sim.ProgHours: "_hours",
	}
)

// CrewIDs name the workers of services in the ids of their series, as in
// staff_pathway_copd_hours_given.
var CrewIDs = func() (ids [sim.NumCrews]string) {
	ids[sim.AccessCrew] = "access"
	for p, id := range PathwayIDs {
		ids[sim.PathwayCrew(sim.PathwayID(p))] = "pathway_" + id
	}
	for p, id := range ProgrammeIDs {
		ids[sim.ProgrammeCrew(sim.ProgrammeID(p))] = "programme_" + id
	}
	return ids
}()

var crewSeriesIDs = [sim.NumCrewSeries]string{
	sim.CrewPosts: "_posts_asked", sim.CrewFilled: "_posts_filled", sim.CrewVacant: "_posts_vacant",
	sim.CrewAvailable: "_hours_available", sim.CrewAsked: "_hours_asked", sim.CrewGiven: "_hours_given", sim.CrewWaiting: "_waiting",
}

func seriesID(s sim.Series) string {
	if x, ok := p3SeriesAt(s); ok {
		return x.id
	}
	switch {
	case s < sim.MonthRoles:
		return seriesIDs[s]
	case s >= sim.MonthCrews:
		i := int(s - sim.MonthCrews)
		return "staff_" + CrewIDs[i/sim.NumCrewSeries] + crewSeriesIDs[i%sim.NumCrewSeries]
	case s == sim.MonthAbsent:
		return "absent_hours"
	case s == sim.MonthCovered:
		return "covered_hours"
	case s >= sim.MonthDesks:
		i := int(s - sim.MonthDesks)
		return RoleIDs[sim.DeskRoles[i/5]] + deskSeriesIDs[i%5]
	case s >= sim.MonthProgrammes:
		i := int(s - sim.MonthProgrammes)
		return "programme_" + ProgrammeIDs[i/sim.NumProgSeries] + programmeSeriesIDs[i%sim.NumProgSeries]
	case s >= sim.MonthPathways:
		i := int(s - sim.MonthPathways)
		return "pathway_" + PathwayIDs[i/sim.NumPathSeries] + pathwaySeriesIDs[i%sim.NumPathSeries]
	}
	i := int(s - sim.MonthRoles)
	return RoleIDs[i/5] + roleSeriesIDs[i%5]
}

// livesKept is about how many lives of the cohort a cell stores: enough for the
// share of identical lives within ±2 percentage points, small on disk.
const livesKept = 2000

// allLives is the row that holds a digest of the lives of the whole cohort: a sample
// cannot show that nobody lives another life.
const allLives = -1

// digestOf digests lives in their order.
func digestOf(lives []uint64) (d uint64) {
	for _, life := range lives {
		d = (d ^ life) * 0x9e3779b97f4a7c15
		d ^= d >> 29
	}
	return d
}

// Extract turns what a run leaves into rows. It only copies integers and
// estimates the waiting-time curve, so equal results give equal rows.
func Extract(cell Cell, r *sim.Result) CellTables {
	t := CellTables{Cell: cell, First: r.First, Years: r.Years, Cycles: len(r.Months[0]), Cohort: r.Cohort, Inhabitants: r.Inhabitants}
	firstYear := int(r.First) / 12
	extractYearly(&t, r, firstYear)
	for s := range sim.NumSeries {
		if !slices.ContainsFunc(r.Months[s], func(v int64) bool { return v != 0 }) {
			continue // a series that never happens is left out, and reads as zero
		}
		for m, v := range r.Months[s] {
			t.Monthly = append(t.Monthly, MonthRow{seriesID(s), r.First + sim.Month(m)*t.step(), v})
		}
	}
	extractLedger(&t, r)
	extractFlows(&t, r, firstYear)
	t.Pyramid = append(pyramidRows("start", r.Start), pyramidRows("end", r.End)...)
	t.Waits = waitRows(r, firstYear)
	extractOutcomes(&t, r)
	if n := len(r.Lives); n > 0 {
		stride := max(1, n/livesKept)
		for i := 0; i < n; i += stride {
			t.Lives = append(t.Lives, LifeRow{int64(i), r.Lives[i]})
		}
		t.Lives = append(t.Lives, LifeRow{allLives, digestOf(r.Lives)})
	}
	return t
}

func extractYearly(t *CellTables, r *sim.Result, firstYear int) {
	some := 0
	for _, list := range [][]sim.Ratio{r.Yearly, r.Crossed} {
		for i := range list {
			if list[i] != (sim.Ratio{}) {
				some++
			}
		}
	}
	t.Yearly = make([]YearRow, 0, some)
	for area, name := range r.Areas {
		if area == 0 {
			name = RegionArea
		}
		for i := range sim.NumIndicators {
			for year := range r.Years {
				for group := range sim.NumGroups {
					if x := r.At(i, year, area, group); x != (sim.Ratio{}) {
						t.Yearly = append(t.Yearly, YearRow{measureIDs[i], firstYear + year, name, sim.GroupNames[group], x.Num, x.Den})
					}
				}
			}
		}
		if area > 0 || r.Crossed == nil {
			continue
		}
		for year := range r.Years {
			for vt := range 2 {
				for class := range sim.BandClasses {
					if x := r.CrossedAt(year, vt, class); x != (sim.Ratio{}) {
						t.Yearly = append(t.Yearly, YearRow{measureIDs[sim.ReachedInTime], firstYear + year, name, crossedName(vt, class), x.Num, x.Den})
					}
				}
			}
		}
	}
}

// extractLedger copies the lines in the order of their content, not of their registration.
func extractLedger(t *CellTables, r *sim.Result) {
	if r.Ledger == nil {
		return
	}
	for i, line := range r.Ledger.Lines() {
		row := LedgerRow{
			From: line.From.String(), To: line.To.String(), Instrument: line.Instrument, Reason: line.Reason.String(),
			Nature: line.Timing.String(), Plan: line.Plan,
		}
		if line.InKind {
			row.Nature = natureInKind
		}
		for m := range r.Ledger.Months() {
			if row.Cents = int64(r.Ledger.Month(i, m)); row.Cents != 0 {
				row.Month = r.First + sim.Month(m)*t.step()
				t.Ledger = append(t.Ledger, row)
			}
		}
	}
	slices.SortStableFunc(t.Ledger, compareLedger)
}

func extractFlows(t *CellTables, r *sim.Result, firstYear int) {
	name := func(i int, first, second string) string {
		switch i {
		case sim.MaxStates:
			return first
		case sim.MaxStates + 1:
			return second
		}
		return r.States[i]
	}
	for i, v := range r.Flows {
		if v != 0 {
			from, to := i/sim.FlowSize%sim.FlowSize, i%sim.FlowSize
			t.Flows = append(t.Flows, FlowRow{
				firstYear + i/(sim.FlowSize*sim.FlowSize),
				name(from, "birth", "arrival"), name(to, "death", "departure"), v,
			})
		}
	}
}

func pyramidRows(moment string, counts []int64) []PyramidRow {
	var rows []PyramidRow
	for tier := range sim.Tiers {
		for band := range sim.AgeBands {
			for sex := range sim.Sexes {
				if len(counts) == 0 || counts[sim.BandClass(band, sex, tier)] == 0 {
					continue
				}
				rows = append(rows, PyramidRow{
					moment, TierID(tier), sim.GroupNames[sim.GroupAge0+band],
					sim.GroupNames[sim.GroupMen+sex], counts[sim.BandClass(band, sex, tier)],
				})
			}
		}
	}
	return rows
}

// million is the denominator of shares that are estimates and not counts.
const million = 1_000_000

// Days at which the waiting-time curve is stored for the first five and for all years.
var waitDays = []int{0, 7, 14, 30, 60, 90, 120, 180, 270, 365, 545, 730}

// waitRows estimates waiting from request to first contact (Aalen–Johansen):
// death and giving up compete, who is still waiting or has left is censored.
// It does so for each year, for the first five and for all of them.
func waitRows(r *sim.Result, firstYear int) []WaitRow {
	blocks := make([][2]int, 0, r.Years+2)
	for y := range r.Years {
		blocks = append(blocks, [2]int{y, y})
	}
	if r.Years > 1 {
		blocks = append(blocks, [2]int{0, min(headYears, r.Years) - 1})
	}
	if r.Years > headYears {
		blocks = append(blocks, [2]int{0, r.Years - 1})
	}
	waits := slices.Clone(r.Waits) // in the order of time once: every curve wants it
	slices.SortFunc(waits, func(a, b sim.Wait) int { return cmp.Compare(a.Days, b.Days) })
	var rows []WaitRow
	for _, b := range blocks {
		for _, group := range []int{sim.GroupAll, sim.GroupNoVT, sim.GroupVT} {
			d := durations(waits, b, group)
			if len(d) == 0 {
				continue
			}
			add := func(name string, num, den int64) {
				rows = append(rows, WaitRow{name, firstYear + b[0], firstYear + b[1], sim.GroupNames[group], num, den})
			}
			curve := stats.AalenJohansen(d)
			days := func(p float64) (num, den int64) {
				q := curve.Quantile(p)
				if q > curve.Last { // not reached while watched
					return 1, 0
				}
				return int64(q), 1
			}
			share := func(day int) int64 { return int64(curve.At(float64(day))*million + 0.5) }
			num, den := days(0.5)
			add("wait_median", num, den)
			num, den = days(0.9)
			add("wait_p90", num, den)
			add("within_30_days", share(30), million)
			add("requests", int64(len(d)), 1)
			if b[0] != b[1] {
				for _, day := range waitDays {
					add("waited_"+strconv.Itoa(day), share(day), million)
				}
			}
		}
	}
	return rows
}

func durations(waits []sim.Wait, years [2]int, group int) []stats.Duration {
	var d []stats.Duration
	for _, w := range waits {
		if int(w.Year) < years[0] || int(w.Year) > years[1] || group != sim.GroupAll && w.VT != (group == sim.GroupVT) {
			continue
		}
		end := stats.Censored
		switch w.Ended {
		case sim.Served:
			end = stats.Event
		case sim.GaveUp, sim.Died:
			end = stats.Competing
		}
		d = append(d, stats.Duration{Time: float64(w.Days), End: end})
	}
	return d
}
