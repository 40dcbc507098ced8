package sim

import "math"

// Residents: the nursing homes as a team of their own.
//
// Decided: how many residents have a care plan that was reviewed in time. Read:
// residents, hours of the posts. Written: care plans of residents, and through them
// their unplanned stays where a size is given. Source: seed 001 (the nursing home as
// a special primary-care team); `own_resident_plan_hours`,
// `own_nursing_home_team_emergency` (`vanguard_carehome_emergency_y3` bounds it).

// Residents is what the team of the nursing homes does.
type Residents struct {
	PlanHours float64 // of work per review of a resident's care plan, contacts with the family and the GP included
	Unplanned float64 // added, relative, to the unplanned stays of residents with such a plan
}

// planned is the residents' care plans by the month of their review.
type planned struct {
	made  [12]float64
	share float64 // of residents with a plan reviewed in time
}

// visitResidents reviews care plans: each resident's once in PlanReviewMonths, as far
// as the hours go.
func (w *World) visitResidents() {
	p := &w.residents
	at := (w.cycle%len(p.made) + len(p.made)) % len(p.made)
	hours := w.staff.hours(w.m, NursingHomeTeam, 0)
	if hours == 0 && p.share == 0 {
		return
	}
	var people float64
	for b := range w.buurten {
		nb := &w.buurten[b]
		people += float64(nb.home[len(nb.home)-1])
	}
	months := min(max(w.m.cfg.Care.PlanReviewMonths, 1), len(p.made))
	each := w.m.cfg.Care.Residents.PlanHours
	p.made[at] = 0
	if hours > 0 && each > 0 {
		given := math.Min(hours, people*each/float64(months))
		w.load(NursingHomeTeam, hours, given)
		p.made[at] = given / each
		w.rec.month[MonthResidentHours] += int64(given*100 + 0.5)
	}
	valid := 0.0
	for k := range months {
		valid += p.made[(at-k+len(p.made))%len(p.made)]
	}
	p.share = 0
	if people > 0 {
		p.share = math.Min(1, valid/people)
	}
	w.rec.month[MonthResidentPlans] += int64(p.share*people + 0.5)
}

// teamInHome is the factor of the team of the nursing homes on the unplanned stays
// of a citizen of a class.
func (w *World) teamInHome(class uint16) float64 {
	if w.residents.share == 0 || w.m.rows[class].bits&rowAway == 0 {
		return 1
	}
	return 1 + w.m.cfg.Care.Residents.Unplanned*w.residents.share
}
