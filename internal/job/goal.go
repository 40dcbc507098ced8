package job

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"piramide/outputs"
	"piramide/scenarios"
)

// goal is what an indicator must reach: reached_in_time >= 60 %.
type goal struct {
	indicator *outputs.Indicator
	least     bool    // at least; otherwise at most
	value     float64 // in the unit of the indicator
	perQALY   bool    // value is EUR per QALY, and the indicator is the net benefit at that value
}

// goalUnits are how the units of indicators are typed, and how many of the
// indicator's unit one is; other units are typed by their id.
var goalUnits = map[string]map[string]float64{
	"share":                   {"%": 0.01},
	"months":                  {"month": 1, "year": 12},
	"eur_per_inhabitant_year": {"EUR/inhabitant/year": 1, "EUR/inhabitant/month": 12},
	"fte":                     {"FTE": 1},
}

// readGoal reads INDICATOR >= NUMBER UNIT. Zero needs no unit.
func readGoal(text string) (g goal, err error) {
	id, rest, ok := "", "", false
	for _, op := range []string{">=", "≥", "<=", "≤"} {
		if id, rest, ok = strings.Cut(text, op); ok {
			g.least = op == ">=" || op == "≥"
			break
		}
	}
	id, rest = strings.TrimSpace(id), strings.TrimSpace(rest)
	if !ok || id == "" || rest == "" || strings.ContainsAny(rest, "<>=≤≥") {
		return g, fail(Usage, nil, "goal_form", "goal", text)
	}
	if id == CostPerQALY {
		return readPerQALY(text, rest, g.least)
	}
	if g.indicator, err = findIndicator(id); err != nil {
		return g, err
	}
	if bare, err := scenarios.ReadQuantity("--goal", rest, "", "%"); err == nil && bare.Unit == "" && bare.Value == 0 {
		return g, nil
	}
	unit := g.indicator.Unit
	units := goalUnits[unit]
	if units == nil { // typed by its id, which the grammar of plans does not know
		number, found := strings.CutSuffix(rest, unit)
		q, err := scenarios.ReadQuantity("--goal", strings.TrimSpace(number), "", "%")
		if !found || err != nil || q.Unit != "" {
			return g, fail(Usage, err, "goal_unit", "value", rest, "example", "12 "+unit)
		}
		g.value = q.Value
		return g, nil
	}
	names := make([]string, 0, len(units))
	for name := range units {
		names = append(names, name)
	}
	slices.Sort(names)
	q, err := scenarios.ReadQuantity("--goal", rest, names...)
	if err != nil {
		return g, err
	}
	g.value = q.Value * units[q.Unit]
	if unit == "share" && (g.value > 1 || g.value < -1) {
		return g, fail(Usage, nil, "goal_share", "value", rest)
	}
	return g, nil
}

// miss is how far a value is from the goal: 0 or less when it is reached.
func (g goal) miss(y float64) float64 {
	if g.perQALY {
		return -y
	}
	if g.least {
		return g.value - y
	}
	return y - g.value
}

// String writes the goal as it is read.
func (g goal) String() string {
	op := "<="
	if g.least {
		op = ">="
	}
	value, unit := g.value, g.indicator.Unit
	switch unit {
	case "share":
		value, unit = value*100, "%"
	case "months":
		unit = "month"
	case "eur_per_inhabitant_year":
		unit = "EUR/inhabitant/year"
	case "fte":
		unit = "FTE"
	case netBenefit.Unit:
		unit = "EUR/QALY"
	}
	return fmt.Sprintf("%s %s %s %s", g.indicator.ID, op, strconv.FormatFloat(value, 'g', 12, 64), unit)
}

// years is a stretch of years of the accounts, counted from 0, both included.
type years struct{ from, to int }

// readYears reads 2028-2030, 2029 or all, calendar years of accounts that begin in
// a year and last so many months; empty is the first five, or all when there are fewer.
func readYears(text string, begin, months int) (years, error) {
	all := (months + 11) / 12
	switch text {
	case "":
		return years{0, min(5, all) - 1}, nil
	case "all":
		return years{0, all - 1}, nil
	}
	head, tail, two := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !two {
		tail = head
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(head))
	to, err2 := strconv.Atoi(strings.TrimSpace(tail))
	if err1 != nil || err2 != nil || from < begin || to < from || to >= begin+all {
		return years{}, fail(Usage, nil, "solve_period", "period", text, "from", begin, "to", begin+all-1)
	}
	return years{from - begin, to - begin}, nil
}
