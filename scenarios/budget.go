package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/sim"
)

// Change is one path at which two plans differ, as written in a file; "" where
// there is nothing.
type Change struct{ Path, From, To string }

// Changes lists where plan b differs from plan a, timeline left out.
func Changes(a, b *Scenario) []Change {
	var out []Change
	text := func(v *value) string {
		if v == nil {
			return ""
		}
		return flow(v)
	}
	for _, d := range differences(a.steps[0].root, b.steps[0].root, "") {
		out = append(out, Change{d.path, text(d.from), text(d.to)})
	}
	return out
}

// AllMoney is the path of the dial that is one factor on all amounts and set posts
// of a plan.
const AllMoney = "financing"

// BudgetDials are the dials with which a plan can be brought to a sum of money:
// first one factor on all amounts and set posts that are its own, then one
// amount alone, coordination before others. None when the plan pays nothing
// that care as today does not. cfg and v as in [Scenario.Dial].
func (s *Scenario) BudgetDials(cfg *sim.Config, v Values) []*Dial {
	own := s.ownMoney()
	if len(own) == 0 && same(s.scaled(1), s.scaled(2)) {
		return nil
	}
	all := &Dial{Path: AllMoney, Sets: AllMoney, Value: 1, Low: 0, High: reach}
	all.at = func(x float64) (*Scenario, error) { return s.rebuilt(s.scaled(x)) }
	dials := []*Dial{all}
	slices.SortStableFunc(own, func(a, b string) int { return s.rank(a) - s.rank(b) })
	for _, name := range own {
		keys := []string{"amount", "base"}
		if len(own) == 1 { // the factor already turns its only amount
			keys = []string{"cap"}
		}
		for _, key := range keys {
			if s.root.at([]string{"financing", name, key}) == nil {
				continue
			}
			if d, err := s.Dial("financing."+name+"."+key, cfg, v); err == nil {
				return append(dials, d)
			}
		}
	}
	return dials
}

// rank puts the money of coordination first.
func (s *Scenario) rank(name string) int {
	if word(s.root.at([]string{"financing", name, "kind"})) == "regional_convention" {
		return 0
	}
	return 1
}

// ownMoney names the instruments that care as today does not have.
func (s *Scenario) ownMoney() (names []string) {
	today, money := libraryPlans()[0].root.get("financing"), s.root.get("financing")
	for i, name := range keysOf(money) {
		if !same(money.items[i], today.get(name)) {
			names = append(names, name)
		}
	}
	return names
}

// postPaths are the posts that a plan may set.
var postPaths = []string{"zorgcoach.posts", "casemanagement.posts", "buurtteams.coach", "phm.managers", "outreach.posts", "programmes.pregnancy.places", "programmes.youth_obesity.places"}

// scaled multiplies every amount of the plan's own instruments, all posts and places it
// sets and the coverage of its pathways, now and by the timeline. Tariffs and shares stay
// as they are.
func (s *Scenario) scaled(k float64) *value {
	root := s.root
	set := func(path []string, v *value) {
		if v != nil {
			root = root.with(path, times(v, k))
		}
	}
	for _, name := range s.ownMoney() {
		path := []string{"financing", name}
		set(path, root.at(path))
	}
	for _, path := range postPaths {
		set(splitPath(path), root.at(splitPath(path)))
	}
	for _, path := range coverages {
		if v := root.at(splitPath(path)); v != nil {
			root = root.with(splitPath(path), covered(v, path, k))
		}
	}
	line := root.get("timeline")
	if line == nil {
		return root
	}
	steps := *line
	steps.items = slices.Clone(line.items)
	for i, entry := range steps.items {
		sets := entry.get("set")
		for j, path := range sets.keys {
			if strings.HasPrefix(path, "financing") || slices.ContainsFunc(postPaths, func(p string) bool { return path == p || strings.HasPrefix(p, path+".") }) {
				sets = sets.with([]string{path}, times(sets.items[j], k))
			}
			if slices.ContainsFunc(coverages, func(p string) bool { return path == p || strings.HasPrefix(path, p+".") }) {
				sets = sets.with([]string{path}, covered(sets.items[j], path, k))
			}
		}
		steps.items[i] = entry.with([]string{"set"}, sets)
	}
	return root.with([]string{"timeline"}, &steps)
}

// coverages are the parts of a plan whose cost goes by who is offered them.
var coverages = []string{"pathways", "shared_record"}

// covered multiplies the coverages in a value that stands at a path; nothing covers
// more than all.
func covered(v *value, path string, k float64) *value {
	if v.form == scalar {
		if q, wrong := parseQuantity(v.text); wrong.ID == "" && strings.HasSuffix(path, ".coverage") {
			out := *v
			out.text = Quantity{math.Min(100, math.Round(q.Value*k*1e6)/1e6), "%"}.String()
			return &out
		}
		return v
	}
	out := *v
	out.items = slices.Clone(v.items)
	for i := range out.items {
		out.items[i] = covered(out.items[i], join(path, v.keys[i]), k)
	}
	return &out
}

// times multiplies the amounts of money and posts in a value.
func times(v *value, k float64) *value {
	if v.form == scalar {
		q, wrong := parseQuantity(v.text)
		if wrong.ID == "" && (strings.HasPrefix(q.Unit, "EUR") || strings.HasPrefix(q.Unit, "FTE") || strings.HasPrefix(q.Unit, "place/") || slices.Contains(roleNames, roleOf(q.Unit))) {
			out := *v
			out.text = Quantity{math.Round(q.Value*k*1e6) / 1e6, q.Unit}.String()
			return &out
		}
		return v
	}
	out := *v
	out.items = slices.Clone(v.items)
	for i := range out.items {
		out.items[i] = times(out.items[i], k)
	}
	return &out
}

// roleOf is the role of a unit such as zorgcoach/buurt.
func roleOf(unit string) string {
	role, _, _ := strings.Cut(unit, "/")
	return role
}

// rebuilt makes a scenario of a changed file.
func (s *Scenario) rebuilt(root *value) (*Scenario, error) {
	next, err := build(root, &report{}, s.free)
	if err != nil {
		return nil, err
	}
	next.Extends = s.Extends
	return next.under(s.sets), nil
}

// budgetUnits are those of a budget; without an area it is for all regions together.
var budgetUnits = []string{"EUR/year", "EUR/month", "EUR/inhabitant/year", "EUR/buurt/year", "EUR/elz/year"}

// YearlyBudget reads an amount, such as 3500000 EUR/year or 12
// EUR/inhabitant/year, in EUR a year for some regions together. path says where
// it was asked. The error is [Problems].
func YearlyBudget(path, text string, regions []sim.Config) (float64, error) {
	r := &report{}
	rd := &reader{report: r}
	q, ok := rd.quantity(field{kind: quantity, units: budgetUnits}, &value{text: text}, path)
	hint := msg("write_unit", "examples", "3500000 EUR/year, 12 EUR/inhabitant/year")
	if !ok {
		for i := range r.found {
			r.found[i].Hint = hint
		}
		return 0, r.err()
	}
	amount, per := q.PerYear()
	if per != "region" {
		heads := 0.0
		for i := range regions {
			heads += areaOf(&regions[i]).count(per)
		}
		amount *= heads
	}
	if !(amount > 0) || amount > maxEuro {
		r.add(nil, path, msg("budget_range", "text", clip(text)), hint)
		return 0, r.err()
	}
	return amount, nil
}
