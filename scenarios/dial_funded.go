package scenarios

import (
	"cmp"
	"slices"
	"strings"

	"piramide/sim"
	"piramide/sim/finance"
)

// postRoles says which role the posts of a part of the plan are of.
var postRoles = map[string]string{
	"zorgcoach": "zorgcoach", "casemanagement": "casemanager", "buurtteams": "buurtteamcoach",
	"phm": "population_manager", "outreach": "outreach",
}

// fundedDial turns posts that follow money: it asks the instrument that pays
// them for the amount of so many posts, and leaves what it pays others as it is.
func (s *Scenario) fundedDial(path string, cfg *sim.Config, v Values, r *report) *Dial {
	part, _, _ := strings.Cut(path, ".")
	role := postRoles[part]
	own, other := splitOf(role)
	pays := s.pots(role, own)
	if len(pays) != 1 {
		reason := msg("dial_pots", "count", len(pays))
		if len(pays) == 0 {
			reason = msg("dial_no_pot")
		}
		r.add(s.root.at(splitPath(path)), path, reason, msg("dial_name_pot", "names", cmp.Or(strings.Join(pays, ", "), "financing.…")))
		return nil
	}
	target := pays[0]
	at, split := s.root.at(splitPath(target)), "financing."+splitPath(target)[1]+".split"
	d := &Dial{Path: path, Sets: target, Step: 1}
	share, othersToo := 1.0, false
	if own != "" {
		share = plainNumber(s.root.at(splitPath(split)).get(own))
		othersToo = share < 1
	}
	area := "buurt"
	if solved, per, _ := strings.Cut(solveUnit(at), "/"); solved == role {
		q, _ := parseQuantity(at.get("solve").text)
		d.Value, area = q.Value, per
	} else { // money, or posts of the other part: what it pays in posts, at base wages
		b := newBuilder(s, s, cfg, v)
		paid := b.convention(s.root.at(splitPath(target)[:2]), strings.TrimSuffix(target, ".amount")).(finance.RegionalConvention).PerYear
		d.Value = share * paid.Euro() / (b.postCost(role) * b.area.count(area))
	}
	d.Unit, d.High = "FTE/"+area, min(reach*max(d.Value, 1), maxPosts)
	solved := func(s *Scenario, x float64, role string) (*Scenario, error) {
		return s.Set(target, "{solve: "+Quantity{x, role + "/" + area}.String()+"}")
	}
	if !othersToo {
		d.at = func(x float64) (*Scenario, error) { return solved(s, x, role) }
		return d
	}
	keep := d.Value * (1 - share) / share // what the other part costs, in posts of this role
	d.at = func(x float64) (*Scenario, error) {
		mine := 100 * x / (x + keep)
		out, err := s.Set(split, "{"+own+": "+Quantity{mine, "%"}.String()+", "+other.key+": "+Quantity{100 - mine, "%"}.String()+"}")
		if err != nil || x > 0 {
			if err == nil {
				out, err = solved(out, x, role)
			}
			return out, err
		}
		b := newBuilder(s, s, cfg, v)
		return solved(out, keep*b.postCost(role)/b.postCost(other.role), other.role)
	}
	return d
}

// splitOf gives the part of a regional convention that pays a role, and the other
// part; "" for a role that none pays.
func splitOf(role string) (own string, other struct{ key, role string }) {
	for _, to := range splitTo {
		if to.role == role {
			own = to.key
		} else {
			other.key, other.role = to.key, to.role
		}
	}
	return own, other
}

// pots lists the amounts from which the posts of a role are paid.
func (s *Scenario) pots(role, split string) (paths []string) {
	money := s.root.get("financing")
	for i, name := range keysOf(money) {
		item := money.items[i]
		for _, key := range []string{"amount", "base"} {
			paid := key == "amount" && split != "" && item.at([]string{"split", split}) != nil
			if solved, _, _ := strings.Cut(solveUnit(item.get(key)), "/"); item.get(key) != nil && (paid || solved == role) {
				paths = append(paths, "financing."+name+"."+key)
			}
		}
	}
	return paths
}

// postCost is a year of one post of a role, wage and overhead, in EUR.
func (b *builder) postCost(role string) float64 {
	return b.cfg.Labour.Wage[slices.Index(roleNames, role)] * (1 + b.cfg.Labour.Overhead)
}
