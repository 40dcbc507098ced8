package outputs

import (
	"piramide/internal/words"
	"piramide/sim"
)

// Followed is a citizen's months under a plan and under the first plan, in order. A
// life that ended has fewer.
type Followed struct{ Plan, Base []sim.Lived }

// TwoLives is what happened to one synthetic citizen under two plans: nothing that the
// simulation did not live, and no more than happened.
type TwoLives struct {
	Chosen
	Age    int          `json:"age"` // at the start
	Sex    string       `json:"sex"`
	Tier   string       `json:"tier"`
	AtHome bool         `json:"at_home"`
	Months []StoryMonth `json:"months"` // those in which something happened
	Plan   LifeSums     `json:"sums_plan"`
	Base   LifeSums     `json:"sums_first_plan"`
}

// StoryMonth is what happened in a month of the accounts. When both lists are the same
// the month was lived alike.
type StoryMonth struct {
	Month sim.Month       `json:"month"`
	Plan  []words.Message `json:"plan"`
	Base  []words.Message `json:"first_plan"`
}

// LifeSums add up a life over the years that are told.
type LifeSums struct {
	DaysAtHome float64 `json:"days_at_home"`
	QALY       float64 `json:"qaly"`
	Placed     int     `json:"months_with_place"`
	Contacts   int     `json:"gp_contacts"`
	Visits     int     `json:"ed_visits"`
	Stays      int     `json:"stays"`
	BedDays    int     `json:"bed_days"`
	Care       float64 `json:"care_eur"` // payers and citizen, at the tariffs
	Own        float64 `json:"own_share_eur"`
}

func sumLife(months []sim.Lived) (s LifeSums) {
	var cents, own, qaly, home int64
	for i := range months {
		l := &months[i]
		cents, own, qaly, home = cents+spent(l), own+int64(l.Own), qaly+int64(l.QALY), home+int64(l.Home)
		s.Placed += int(marked(sim.IsPlaced)(l))
		s.Contacts += int(l.Contacts)
		s.Visits += int(l.Visits)
		s.Stays += int(l.Stays)
		s.BedDays += int(l.BedDays)
	}
	s.DaysAtHome, s.QALY, s.Care, s.Own = float64(home)*sim.RealDays, float64(qaly)/1e6, float64(cents)/100, float64(own)/100
	return s
}

// tell makes the story of the two lives in the years of a replay, which begin at the
// start of the accounts.
func (f Followed) tell(c Chosen, r *Replay) TwoLives {
	most := (r.Last - r.First + 1) * 12
	plan, base := f.Plan[:min(most, len(f.Plan))], f.Base[:min(most, len(f.Base))]
	start := &base[0]
	two := TwoLives{
		Chosen: c, Age: int(start.Age), Sex: sim.GroupNames[sim.GroupMen+int(start.Sex)], Tier: TierID(int(start.Tier)),
		AtHome: !start.Is(sim.IsResident), Plan: sumLife(plan), Base: sumLife(base),
	}
	a, b := story(f.Plan, most), story(f.Base, most)
	for m := range most {
		if len(a[m]) > 0 || len(b[m]) > 0 {
			two.Months = append(two.Months, StoryMonth{sim.Month(r.First*12 + m), a[m], b[m]})
		}
	}
	return two
}

// places are the marks of the places that a citizen can hold, and their names.
var places = []struct {
	mark uint16
	id   string
}{{sim.WithCoach, "role.zorgcoach"}, {sim.WithCase, "role.casemanager"}, {sim.WithSpecialist, "role.specialist"}, {sim.WithP3, "explain.story.p3"}}

// routeIDs name the routes by which a need becomes known, see [sim.Route].
var routeIDs = [sim.NumRoutes]string{
	sim.ByGP: "gp", sim.ByPHM: "phm", sim.ByOutreach: "outreach", sim.ByCaring: "caring_neighbourhood", sim.ByWelfare: "welfare",
	sim.ByAccess: "access", sim.ByStay: "stay", sim.ByNursingHome: "nursing_home",
}

// story says month by month what happened in the first months of a life. A tier is
// lived from the month after the move, which is where the move is told.
func story(months []sim.Lived, most int) [][]words.Message {
	out := make([][]words.Message, most)
	for m := range min(most, len(months)) {
		l, before := &months[m], &sim.Lived{}
		if m > 0 {
			before = &months[m-1]
		}
		say := func(id string, pairs ...any) {
			out[m] = append(out[m], words.NewMessage("explain.story."+id, pairs...))
		}
		if m+1 < len(months) && months[m+1].Tier != l.Tier {
			say("tier", "tier", words.NewMessage("tier."+TierID(int(months[m+1].Tier))+".name"))
		}
		if l.Is(sim.EntersResident) {
			say("nursing_home")
		}
		if n := int(l.Visits) - int(l.Unplanned); n > 0 {
			say("visits", "count", n)
		}
		if l.Stays > 0 {
			id := "stays"
			if l.Unplanned == l.Stays {
				id = "stays_unplanned"
			}
			say(id, "count", int(l.Stays), "days", words.NewMessage("explain.story.days", "count", int(l.BedDays)))
		}
		if l.Is(sim.IsOverburdened) != before.Is(sim.IsOverburdened) && l.Is(sim.HasCarer) {
			if l.Is(sim.IsOverburdened) {
				say("carer_overloaded")
			} else {
				say("carer_relieved")
			}
		}
		if l.Found > 0 {
			say("found." + routeIDs[l.Found-1])
		}
		if l.Asked > 0 {
			say("asked")
		}
		if l.GivenUp > 0 {
			say("given_up")
		}
		for _, p := range places {
			switch now, was := l.Is(p.mark), before.Is(p.mark); {
			case now && m == 0:
				say("has_place", "with", words.NewMessage(p.id))
			case now && !was:
				say("place", "with", words.NewMessage(p.id))
			case was && !now && !l.Is(sim.HasDied) && !l.Is(sim.HasLeft):
				say("place_ends", "with", words.NewMessage(p.id))
			}
		}
		switch {
		case l.Is(sim.HasDied):
			say("died")
		case l.Is(sim.HasLeft):
			say("left")
		}
	}
	return out
}
