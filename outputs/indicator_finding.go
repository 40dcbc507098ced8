package outputs

import "piramide/sim"

// routes are the ways in which an unknown need becomes known, as ids name them, in
// the order of [sim.Route]; inTime those that can be in time.
var (
	routes = [sim.NumRoutes]string{"gp", "phm", "outreach", "caring_neighbourhood", "welfare", "access", "stay", "nursing_home"}
	inTime = routes[:sim.ByStay]
)

// phmLevels are the levels of population management, as ids name them.
var phmLevels = [sim.NumLevels]string{"practice", "buurt", "elz", "region"}

// findingIndicators are what PHM and those who look for unknown need bring about:
// how many of those pointed out are in need, by which route need becomes known, and
// which share of it too late.
func findingIndicators() []Indicator {
	share := func(id string, who Who, direction int, m measure) Indicator {
		return Indicator{ID: id, Unit: "share", Aim: aimExperience, Kind: process, Who: who, Direction: direction, Decimals: 1, measure: m}
	}
	list := []Indicator{share("found_too_late", newlyKnown, -1, ratio("found_too_late", 1))}
	for _, r := range routes {
		list = append(list, share("found_by_"+r, newlyKnown, 0, ratio("found_by_"+r, 1)))
	}
	for _, r := range inTime {
		list = append(list, share("too_late_by_"+r, newlyKnown, -1, ratio("too_late_by_"+r, 1)))
	}
	list = append(list, share("phm_in_need", pointedOut, +1, ratio("phm_in_need", 1)))
	for _, l := range phmLevels {
		flagged, without := only("flagged_"+l), only("flagged_"+l+"_without_need")
		list = append(list, share("phm_in_need_"+l, pointedOut, +1, monthlyRatio(func(s *summary, m int) float64 { return flagged(s, m) - without(s, m) }, flagged, 1)))
	}
	return append(list,
		share("phm_left_list", pointedOut, 0, monthlyRatio(only("phm_unlisted"), only("phm_listed"), 1)),
		Indicator{
			ID: "vt_taken_up", Unit: "per_1000_year", Aim: aimEquity, Kind: process, Who: inhabitants, Direction: +1, Decimals: 2,
			measure: ratio("vt_taken_up", 1000*personYear),
		})
}
