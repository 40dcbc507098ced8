package reading

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// Goal is what an indicator must reach: reached_in_time >= 60 %.
type Goal struct {
	Indicator *outputs.Indicator
	Least     bool    // at least; otherwise at most
	Value     float64 // in the unit of the indicator
	PerQALY   bool    // value is EUR per QALY, and the indicator is the net benefit at that value
}

// goalUnits are how the units of indicators are typed, and how many of the
// indicator's unit one is; other units are typed by their id.
var goalUnits = map[string]map[string]float64{
	"share":                   {"%": 0.01},
	"months":                  {"month": 1, "year": 12},
	"eur_per_inhabitant_year": {"EUR/inhabitant/year": 1, "EUR/inhabitant/month": 12},
	"fte":                     {"FTE": 1},
}

// ReadGoal reads INDICATOR >= NUMBER UNIT. Zero needs no unit.
func ReadGoal(text string) (g Goal, err error) {
	id, rest, ok := "", "", false
	for _, op := range []string{">=", "≥", "<=", "≤"} {
		if id, rest, ok = strings.Cut(text, op); ok {
			g.Least = op == ">=" || op == "≥"
			break
		}
	}
	id, rest = strings.TrimSpace(id), strings.TrimSpace(rest)
	if !ok || id == "" || rest == "" || strings.ContainsAny(rest, "<>=≤≥") {
		return g, fault.New(fault.Usage, nil, "goal_form", "goal", text)
	}
	if id == CostPerQALY {
		return readPerQALY(text, rest, g.Least)
	}
	if g.Indicator, err = FindIndicator(id); err != nil {
		return g, err
	}
	if bare, err := scenarios.ReadQuantity("--goal", rest, "", "%"); err == nil && bare.Unit == "" && bare.Value == 0 {
		return g, nil
	}
	unit := g.Indicator.Unit
	units := goalUnits[unit]
	if units == nil { // typed by its id, which the grammar of plans does not know
		number, found := strings.CutSuffix(rest, unit)
		q, err := scenarios.ReadQuantity("--goal", strings.TrimSpace(number), "", "%")
		if !found || err != nil || q.Unit != "" {
			return g, fault.New(fault.Usage, err, "goal_unit", "value", rest, "example", "12 "+unit)
		}
		g.Value = q.Value
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
	g.Value = q.Value * units[q.Unit]
	if unit == "share" && (g.Value > 1 || g.Value < -1) {
		return g, fault.New(fault.Usage, nil, "goal_share", "value", rest)
	}
	return g, nil
}

// Miss is how far a value is from the goal: 0 or less when it is reached.
func (g Goal) Miss(y float64) float64 {
	if g.PerQALY {
		return -y
	}
	if g.Least {
		return g.Value - y
	}
	return y - g.Value
}

// String writes the goal as it is read.
func (g Goal) String() string {
	op := "<="
	if g.Least {
		op = ">="
	}
	value, unit := g.Value, g.Indicator.Unit
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
	return fmt.Sprintf("%s %s %s %s", g.Indicator.ID, op, strconv.FormatFloat(value, 'g', 12, 64), unit)
}

// In is the goal in the words of a reader.
func (g Goal) In(w *words.Words) string {
	if g.PerQALY {
		return w.Say("solve.qaly.goal", "price", g.Value)
	}
	id := "solve.at_most"
	if g.Least {
		id = "solve.at_least"
	}
	value, unit := w.Number(g.Value, plain.DecimalsOf(g.Value)), w.Say(g.Indicator.UnitID())
	if g.Indicator.IsShare() {
		value, unit = w.Percent(g.Value, plain.DecimalsOf(100*g.Value)), ""
	}
	return strings.TrimSpace(w.Say(id, "indicator", w.Say(g.Indicator.TitleID()), "value", value, "unit", unit))
}

// Years is a stretch of years of the accounts, counted from 0, both included.
type Years struct{ From, To int }

// ReadYears reads 2028-2030, 2029 or all, calendar years of accounts that begin in
// a year and last so many months; empty is the first five, or all when there are fewer.
func ReadYears(text string, begin, months int) (Years, error) {
	all := (months + 11) / 12
	switch text {
	case "":
		return Years{0, min(5, all) - 1}, nil
	case "all":
		return Years{0, all - 1}, nil
	}
	head, tail, two := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !two {
		tail = head
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(head))
	to, err2 := strconv.Atoi(strings.TrimSpace(tail))
	if err1 != nil || err2 != nil || from < begin || to < from || to >= begin+all {
		return Years{}, fault.New(fault.Usage, nil, "solve_period", "period", text, "from", begin, "to", begin+all-1)
	}
	return Years{from - begin, to - begin}, nil
}
