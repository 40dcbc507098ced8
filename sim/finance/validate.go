package finance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Problem is one mistake in a set of instruments.
type Problem struct {
	Path   string // the field in the terms of a scenario file: financing.NAME.FIELD
	Reason string // what is wrong
	Hint   string // what to do
	Other  string // path of the other instrument, when two do not go together
}

// String joins the three.
func (p Problem) String() string { return fmt.Sprintf("%s: %s (hint: %s)", p.Path, p.Reason, p.Hint) }

// Problems is every mistake of a set of instruments, as an error.
type Problems []Problem

// Error lists the problems, one per line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// Largest amounts accepted, in cents: they keep a year of a country within 64 bits.
const (
	maxYear = 1e13 // EUR 100 billion a year
	maxUnit = 1e9  // EUR 10 million per head or unit
)

// Validate returns every mistake in a set of instruments, in the order of
// settlement; none means that [Compile] accepts them.
func Validate(instruments []Instrument) Problems {
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
	return problems
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

func (r *report) add(field, reason, hint string) {
	*r.out = append(*r.out, Problem{Path: r.path + "." + field, Reason: reason, Hint: hint})
}

func (r *report) amount(field string, c Cents, most float64) {
	switch {
	case c < 0:
		r.add(field, fmt.Sprintf("amount is %.2f euro; it must not be negative", c.Euro()), "write the amount the payer pays, as a positive number")
	case float64(c) > most:
		r.add(field, fmt.Sprintf("amount is %.0f euro; the most is %.0f", c.Euro(), most/100), "check the unit")
	}
}

// part checks a share of a whole.
func (r *report) part(field string, x float64) {
	if !(x >= 0 && x <= 1) {
		r.add(field, fmt.Sprintf("share is %v; it must lie between 0 and 1", x), "write it as a percentage, such as 60 %")
	}
}

func (r *report) weight(field string, x float64) {
	if !(x >= 0 && x <= 1000) {
		r.add(field, fmt.Sprintf("weight is %v; it must lie between 0 and 1000", x), "1 leaves the amount as it is")
	}
}

func (r *report) rule(o OwnShareRule) {
	if int(o) >= len(ownShareIDs) {
		r.add("own_share", "is no rule", "use one of: "+strings.Join(ownShareIDs, ", "))
	}
}

// services checks what an instrument pays instead of fees.
func (r *report) services(services []Service) {
	for i, s := range services {
		switch {
		case int(s) >= NumServices:
			r.add("services", fmt.Sprintf("there is no service %d", s), "use one of: "+strings.Join(serviceIDs, ", "))
		case slices.Contains(services[:i], s):
			r.add("services."+s.String(), "the service stands here twice", "name it once")
		}
	}
}

// parts checks shares that are passed on and returns their sum.
func (r *report) parts(split []Share) (sum float64) {
	for i, s := range split {
		if int(s.To) >= NumParties || s.Reason == NoReason || int(s.Reason) >= NumReasons {
			r.add("split", "a part names a party or reason that does not exist", "use the ids of parties and reasons")
			continue
		}
		field := "split." + s.Reason.String()
		r.part(field, s.Share)
		if slices.ContainsFunc(split[:i], func(o Share) bool { return o.To == s.To && o.Reason == s.Reason }) {
			r.add(field, fmt.Sprintf("%s gets two parts for %s", s.To, s.Reason), "add them into one")
		}
		if s.To.Payer() {
			r.add(field, fmt.Sprintf("%s is a payer and would get its part back", s.To), "lower the amount instead")
		}
		sum += s.Share
	}
	return sum
}

// percent writes a share, to four decimals of a percentage.
func percent(share float64) string { return fmt.Sprintf("%v %%", math.Round(share*1e6)/1e4) }

func (i *Instrument) check(r *report) {
	if i.Name == "" {
		r.add("name", "an instrument needs a name", "write it under a name in the financing map")
	}
	for _, p := range []Party{i.Payer, i.Payee} {
		if int(p) >= NumParties {
			r.add("payer", fmt.Sprintf("there is no party %d", p), "use one of the party ids")
			return
		}
	}
	if i.Payer == i.Payee {
		r.add("payee", fmt.Sprintf("%s would pay itself", i.Payer), "name another payer or payee")
	}
	if i.Payer.Sink() {
		r.add("payer", fmt.Sprintf("%s only receives", i.Payer), "name the party whose money it is")
	}
	if i.End != 0 && i.End <= i.Start {
		r.add("end", fmt.Sprintf("ends in %s, not after its start in %s", i.End, i.Start), "end is the first month without the instrument")
	}
	r.amount("cap", i.Cap, maxYear)
	r.amount("floor", i.Floor, maxYear)
	if i.Cap > 0 && i.Floor > i.Cap {
		r.add("cap", fmt.Sprintf("cap of %.2f euro lies under the floor of %.2f", i.Cap.Euro(), i.Floor.Euro()), "raise the cap or lower the floor")
	}
	if int(i.Timing) >= len(timingIDs) {
		r.add("timing", "is neither recurrent nor one_off", "choose one of the two")
	}
	if int(i.CapBy) >= len(paceIDs) {
		r.add("cap_by", "is neither year nor month", "choose one of the two")
	}
	if i.Terms == nil {
		r.add("kind", "an instrument needs a kind with its amounts", "use one of: "+strings.Join(kindIDs, ", "))
		return
	}
	switch i.Terms.(type) {
	case FeeForService, ConventionServices:
		if i.Payee == Citizen {
			r.add("payee", "the citizen does not deliver services", "name who delivers them")
		}
	case GMDFee, InclusionFee, PopulationBudget, RegionalConvention, FixedBudget, Capitation, Bundle:
	case SharedSavings, BudgetGuarantee:
		if i.Payee.Payer() || i.Payee.Sink() {
			r.add("payee", fmt.Sprintf("%s does not earn savings", i.Payee), "name who does the work, such as buurtteams")
		}
	case PooledBudget:
		i.checkPool(r)
	case Prefinancing:
		i.checkAdvance(r)
	default:
		r.add("kind", fmt.Sprintf("terms of type %T are not known", i.Terms), "use the terms of package finance, as values")
		return
	}
	if i.Floor > 0 && !i.perHead() {
		r.add("floor", fmt.Sprintf("a %s has no floor", i.Kind()), "leave it out; fees and budgets per head can have one")
	}
	if f, ok := i.Terms.(FixedBudget); ok && f.Startup > 0 && i.Start == 0 {
		r.add("startup", "a start-up amount is paid in the first month, and there is no start", "give the instrument a start")
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
			r.add("services."+s.Service.String()+".units", "a number of units limits a convention, not a fee for service", "use kind convention_services, or leave units out")
		}
	}
}

func (t ConventionServices) check(r *report) { checkServices(r, t.Services) }

func checkServices(r *report, services []ServiceFee) {
	if len(services) == 0 {
		r.add("services", "no service is paid", "name at least one service with its tariff")
	}
	var seen [NumServices]bool
	for _, s := range services {
		if int(s.Service) >= NumServices {
			r.add("services", fmt.Sprintf("there is no service %d", s.Service), "use one of: "+strings.Join(serviceIDs, ", "))
			continue
		}
		field := "services." + s.Service.String()
		if seen[s.Service] {
			r.add(field, "the service stands here twice", "keep one tariff")
		}
		seen[s.Service] = true
		r.amount(field+".fee", s.Tariff.Fee, maxUnit)
		r.amount(field+".own_share", s.Tariff.OwnShare, maxUnit)
		r.amount(field+".own_share_vt", s.Tariff.OwnShareVT, maxUnit)
		if s.Tariff.OwnShare > s.Tariff.Fee || s.Tariff.OwnShareVT > s.Tariff.Fee {
			r.add(field+".own_share", "the own share is more than the fee", "fee is the whole price, own share included")
		}
		if s.Tariff.OwnShareVT > s.Tariff.OwnShare {
			r.add(field+".own_share_vt", "the own share with VT is more than the ordinary one", "exchange the two")
		}
		if s.Units < 0 || s.Units > 1e12 {
			r.add(field+".units", fmt.Sprintf("%d units a year is not possible", s.Units), "write a count, or 0 for no limit")
		}
	}
}

func (t GMDFee) check(r *report) {
	r.amount("per_head", t.PerHead, maxUnit)
	r.amount("per_raised", t.PerRaised, maxUnit)
}

func (t InclusionFee) check(r *report) {
	r.amount("per_year", t.PerYear, maxUnit)
	counted := false
	for a, least := range t.Actions {
		counted = counted || least > 0
		if least < 0 {
			r.add("actions."+Action(a).String(), fmt.Sprintf("least number is %d; it must not be negative", least), "0 leaves the action out")
		}
	}
	switch {
	case int(t.Condition) >= len(conditionIDs):
		r.add("condition", "is none of none, any, all", "any is the reading of the note")
	case t.Condition != NoCondition && !counted:
		r.add("condition", "asks for actions, and no action has a least number", "give one under actions, or write condition: none")
	case t.Condition == NoCondition && counted:
		r.add("condition", "is none, and actions have a least number", "write condition: any or all")
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
		r.add("split", "shares sum to "+percent(sum)+", not 100 %", "raise or lower one of them")
	}
}

func (t FixedBudget) check(r *report) {
	r.amount("amount", t.PerYear, maxYear)
	r.amount("startup", t.Startup, maxYear)
	if t.Reason == NoReason || int(t.Reason) >= NumReasons {
		r.add("reason", "a fixed budget says what it is for", "use one of: "+strings.Join(reasonIDs[1:], ", "))
	}
	if int(t.Level) >= len(levelIDs) {
		r.add("level", "does not exist", "use one of: "+strings.Join(levelIDs, ", "))
	}
}
