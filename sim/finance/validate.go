package finance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Largest amounts accepted, in cents: they keep a year of a country within 64 bits.
const (
	maxYear = 1e13 // EUR 100 billion a year
	maxUnit = 1e9  // EUR 10 million per head or unit
)

// Validate returns every mistake in a set of instruments, in the order of
// settlement, for accounts that begin in month first; none means that [Compile]
// accepts them.
func Validate(instruments []Instrument, first Month) Problems {
	var problems Problems
	ordered := inOrder(instruments)
	for i := range ordered {
		r := report{path: "financing." + ordered[i].Name, out: &problems}
		ordered[i].check(&r)
	}
	problems = append(problems, unpaidCosts(ordered)...)
	withheld(ordered, &problems)
	overlaps(ordered, &problems)
	for i := range ordered {
		for j := i + 1; j < len(ordered); j++ {
			problems = append(problems, conflicts(&ordered[i], &ordered[j])...)
		}
	}
	return append(problems, needsYears(ordered, first)...)
}

// inOrder returns the instruments in the order of settlement: kind, name, start.
func inOrder(instruments []Instrument) []Instrument {
	ordered := slices.Clone(instruments)
	slices.SortStableFunc(ordered, func(a, b Instrument) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Start, b.Start))
	})
	return ordered
}

// rank is the kind, or −1 for an instrument without terms, which check reports.
func rank(i Instrument) int {
	if i.Terms == nil {
		return -1
	}
	return int(i.Terms.Kind())
}

// report collects the problems of one instrument.
type report struct {
	path string
	out  *Problems
}

func (r *report) add(field, code string, args ...any) {
	*r.out = append(*r.out, problem(r.path+"."+field, code, args...))
}

// among reports what is none of the choices of a file.
func (r *report) among(field string, i int, choices []string) {
	if i >= len(choices) {
		r.add(field, "no_such", choices)
	}
}

func (r *report) amount(field string, c Cents, most float64) {
	switch {
	case c < 0:
		r.add(field, "amount_negative", c.Euro())
	case float64(c) > most:
		r.add(field, "amount_large", c.Euro(), most/100)
	}
}

// part checks a share of a whole.
func (r *report) part(field string, x float64) {
	if !(x >= 0 && x <= 1) {
		r.add(field, "share_range", x)
	}
}

func (r *report) weight(field string, x float64) {
	if !(x >= 0 && x <= 1000) {
		r.add(field, "weight_range", x)
	}
}

func (r *report) rule(o OwnShareRule) { r.among("own_share", int(o), ownShareIDs) }

// services checks what an instrument pays instead of fees.
func (r *report) services(services []Service) {
	for i, s := range services {
		switch {
		case int(s) >= NumServices:
			r.add("services", "no_such", serviceIDs)
		case slices.Contains(services[:i], s):
			r.add("services."+s.String(), "twice")
		}
	}
}

// parts checks shares that are passed on and returns their sum.
func (r *report) parts(split []Share) (sum float64) {
	for i, s := range split {
		if int(s.To) >= NumParties || s.Reason == NoReason || int(s.Reason) >= NumReasons {
			r.among("split", int(s.To), partyIDs)
			r.purpose("split", s.Reason)
			continue
		}
		field := "split." + s.Reason.String()
		r.part(field, s.Share)
		if slices.ContainsFunc(split[:i], func(o Share) bool { return o.To == s.To && o.Reason == s.Reason }) {
			r.add(field, "part_twice", s.To, s.Reason)
		}
		if s.To.Payer() {
			r.add(field, "part_to_payer", s.To)
		}
		sum += s.Share
	}
	return sum
}

// purpose reports what is no reason to pay.
func (r *report) purpose(field string, reason Reason) {
	if reason == NoReason || int(reason) >= NumReasons {
		r.add(field, "no_such", reasonIDs[1:])
	}
}

func (i *Instrument) check(r *report) {
	if i.Name == "" {
		r.add("name", "no_name")
	}
	if slices.Contains(ReservedNames, i.Name) {
		*r.out = append(*r.out, problem(r.path, "name_reserved", ReservedNames))
	}
	for _, p := range []Party{i.Payer, i.Payee} {
		if int(p) >= NumParties {
			r.among("payer", int(p), partyIDs)
			return
		}
	}
	if i.Payer == i.Payee {
		r.add("payee", "pays_itself", i.Payer)
	}
	if i.Payer.Sink() {
		r.add("payer", "only_receives", i.Payer)
	}
	if i.End != 0 && i.End <= i.Start {
		r.add("end", "end_before_start", i.End, i.Start)
	}
	r.amount("cap", i.Cap, maxYear)
	r.amount("floor", i.Floor, maxYear)
	if i.Cap > 0 && i.Floor > i.Cap {
		r.add("cap", "cap_under_floor", i.Cap.Euro(), i.Floor.Euro())
	}
	r.among("timing", int(i.Timing), timingIDs)
	r.among("cap_by", int(i.CapBy), paceIDs)
	if i.Terms == nil {
		r.add("kind", "no_kind", kindIDs)
		return
	}
	switch i.Terms.(type) {
	case FeeForService, ConventionServices:
		if i.Payee == Citizen {
			r.add("payee", "citizen_delivers")
		}
	case GMDFee, InclusionFee, PopulationBudget, RegionalConvention, FixedBudget, Capitation, Bundle:
	case SharedSavings, BudgetGuarantee:
		if i.Payee.Payer() || i.Payee.Sink() {
			r.add("payee", "earns_no_savings", i.Payee)
		}
	case PooledBudget:
		i.checkPool(r)
	case Prefinancing:
		i.checkAdvance(r)
	default:
		r.add("kind", "unknown_terms", fmt.Sprintf("%T", i.Terms))
		return
	}
	i.checkParties(r)
	if i.Floor > 0 && !i.perHead() {
		r.add("floor", "no_floor", i.Kind())
	}
	if f, ok := i.Terms.(FixedBudget); ok && f.Startup > 0 && i.Start == 0 {
		r.add("startup", "startup_without_start")
	}
	i.Terms.check(r)
}

// perHead says whether the instrument pays per head, by buurt.
func (i *Instrument) perHead() bool {
	switch i.Terms.(type) {
	case GMDFee, InclusionFee, PopulationBudget, Capitation, Bundle:
		return true
	}
	return false
}

func (t FeeForService) check(r *report) {
	checkServices(r, t.Services)
	for _, s := range t.Services {
		if s.Units != 0 {
			r.add("services."+s.Service.String()+".units", "units_not_here")
		}
	}
}

func (t ConventionServices) check(r *report) { checkServices(r, t.Services) }

func checkServices(r *report, services []ServiceFee) {
	if len(services) == 0 {
		r.add("services", "no_service")
	}
	var seen [NumServices]bool
	for _, s := range services {
		if int(s.Service) >= NumServices {
			r.add("services", "no_such", serviceIDs)
			continue
		}
		field := "services." + s.Service.String()
		if seen[s.Service] {
			r.add(field, "twice")
		}
		seen[s.Service] = true
		r.amount(field+".fee", s.Tariff.Fee, maxUnit)
		r.amount(field+".own_share", s.Tariff.OwnShare, maxUnit)
		r.amount(field+".own_share_vt", s.Tariff.OwnShareVT, maxUnit)
		if s.Tariff.OwnShare > s.Tariff.Fee || s.Tariff.OwnShareVT > s.Tariff.Fee {
			r.add(field+".own_share", "own_share_over_fee")
		}
		if s.Tariff.OwnShareVT > s.Tariff.OwnShare {
			r.add(field+".own_share_vt", "vt_over_own_share")
		}
		if s.Units < 0 || s.Units > 1e12 {
			r.add(field+".units", "units_range", s.Units)
		}
	}
}

func (t GMDFee) check(r *report) {
	r.amount("per_head", t.PerHead, maxUnit)
	r.amount("per_raised", t.PerRaised, maxUnit)
}

func (t InclusionFee) check(r *report) {
	r.amount("amount", t.PerYear, maxUnit)
	counted := false
	for a, least := range t.Actions {
		counted = counted || least > 0
		if least < 0 {
			r.add("actions."+Action(a).String(), "least_negative", least)
		}
	}
	switch {
	case int(t.Condition) >= len(conditionIDs):
		r.add("condition", "no_such", conditionIDs)
	case t.Condition != NoCondition && !counted:
		r.add("condition", "condition_without_actions")
	case t.Condition == NoCondition && counted:
		r.add("condition", "actions_without_condition")
	}
}

func (t PopulationBudget) check(r *report) {
	r.amount("base", t.Base, maxUnit)
	r.amount("chronic", t.Chronic, maxUnit)
	r.amount("vt", t.VT, maxUnit)
}

func (t RegionalConvention) check(r *report) {
	r.amount("amount", t.PerYear, maxYear)
	if sum := r.parts(t.Split); !(math.Abs(sum-1) <= 1e-9) {
		r.add("split", "split_sum", sum)
	}
}

func (t FixedBudget) check(r *report) {
	r.amount("amount", t.PerYear, maxYear)
	r.amount("startup", t.Startup, maxYear)
	if t.Reason == NoReason || int(t.Reason) >= NumReasons {
		r.add("for", "budget_for_nothing", reasonIDs[1:])
	}
	r.among("level", int(t.Level), levelIDs)
}
