package outputs

import (
	"math"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// measure computes an indicator of one cell over years from … to (places in the
// accounts, both included) for one group. It gives NaN when the quantity does
// not exist, and whole-region quantities exist for the group "all" only.
type measure func(s *summary, from, to, group int) float64

// ratio is a yearly measure: sum of numerators over sum of denominators × scale.
func ratio(name string, scale float64) measure {
	return func(s *summary, from, to, group int) float64 {
		var num, den int64
		for year := from; year <= to; year++ {
			r := s.year(name, year, group)
			num, den = num+r.Num, den+r.Den
		}
		return quotient(num, den) * scale
	}
}

// wait is a summary of the waiting-time curve; only stored blocks of years exist.
func wait(name string, scale float64) measure {
	return func(s *summary, from, to, group int) float64 {
		if s.usage != nil {
			s.usage.waits[name] = true
		}
		r := s.waits[waitKey{name, from, to, group}]
		return quotient(r.Num, r.Den) * scale
	}
}

// series picks a monthly series of a cell as a sum of stored ones.
type series func(s *summary, month int) float64

func only(name string) series {
	return func(s *summary, month int) float64 { return float64(s.month(name, month)) }
}

// The five series of a role, in the order of [sim.RoleSeries].
const (
	fundedPosts = iota
	filledPosts
	hoursAvailable
	hoursAsked
	clients
)

func roleSums(what int) series {
	return func(s *summary, month int) float64 {
		total := int64(0)
		for r := range sim.NumRoles {
			total += s.month(seriesID(sim.RoleSeries(r, what)), month)
		}
		return float64(total)
	}
}

// crewSums is a series of the workers of all services, in the order of [sim.CrewSeries].
func crewSums(what int) series {
	return func(s *summary, month int) float64 {
		total := int64(0)
		for c := range sim.Crew(sim.NumCrews) {
			total += s.month(seriesID(sim.CrewSeries(c, what)), month)
		}
		return float64(total)
	}
}

func monthlyRatio(num, den series, scale float64) measure {
	return func(s *summary, from, to, group int) float64 {
		if group != sim.GroupAll {
			return math.NaN()
		}
		d := s.over(den, from, to)
		if d == 0 {
			return math.NaN()
		}
		return float64(s.over(num, from, to)/d) * scale
	}
}

// takingPart is a monthly ratio over those whom something is for, who are counted only
// where a plan has it: without it nobody takes part.
func takingPart(num, den series, scale float64) measure {
	of := monthlyRatio(num, den, scale)
	return func(s *summary, from, to, group int) float64 {
		if x := of(s, from, to, group); group != sim.GroupAll || !math.IsNaN(x) {
			return x
		}
		return 0
	}
}

// whereAsked is a count of who waits, which exists only from the year in which anybody
// could ask: a plan with nothing to wait for does not win on waiting.
func whereAsked(asked series, m measure) measure {
	return func(s *summary, from, to, group int) float64 {
		if s.over(asked, 0, to) == 0 {
			return math.NaN()
		}
		return m(s, from, to, group)
	}
}

func monthlyMean(x series, scale float64) measure {
	return func(s *summary, from, to, group int) float64 {
		if group != sim.GroupAll {
			return math.NaN()
		}
		return s.over(x, from, to) / float64(s.end(to)-from*s.perYear) * scale
	}
}

// vacantPosts are funded posts without a worker; posts in notice are filled and not funded.
func vacantPosts(s *summary, month int) float64 {
	return roleSums(fundedPosts)(s, month) - roleSums(filledPosts)(s, month) + float64(s.month("posts_in_notice", month))
}

// unspentMoney is what the holders of the plan's money received and did not spend:
// what they gave back and what they hold more, EUR per inhabitant and year.
func unspentMoney(s *summary, from, to, group int) float64 {
	if group != sim.GroupAll || s.net == nil {
		return math.NaN()
	}
	cents := s.returned(from, to)
	for m := from * s.perYear; m < s.end(to); m++ {
		for _, p := range regionParties {
			cents += s.net[m*finance.NumParties+int(p)]
		}
	}
	return float64(cents) / 100 / s.inhabitantYears(from, to)
}

// returned is what the holders of the plan's money gave back to its payers, in cents.
func (s *summary) returned(from, to int) (cents int64) {
	for _, l := range s.ledger {
		if l.Line.Reason == finance.ForReturned.String() && slices.Contains(regionParties, partyByID[l.Line.From]) && partyByID[l.Line.To].Payer() {
			for year := from; year <= to; year++ {
				cents += l.Cents[year]
			}
		}
	}
	return cents
}

// hoursPerThousand is a series of centi-hours per 1,000 inhabitants and year.
func hoursPerThousand(name string) measure { return perThousand(only(name), 100) }

// perThousand is a series, in parts of so many, per 1,000 inhabitants and year.
func perThousand(x series, parts float64) measure {
	return func(s *summary, from, to, group int) float64 {
		if group != sim.GroupAll {
			return math.NaN()
		}
		return s.over(x, from, to) / parts / s.inhabitantYears(from, to) * 1000
	}
}

// pathwayHours is the centi-hours of work in all pathways.
func pathwayHours(s *summary, month int) float64 {
	total := int64(0)
	for p := range sim.NumPathways {
		total += s.month(seriesID(sim.PathwaySeries(p, sim.PathHours)), month)
	}
	return float64(total)
}

// kceCost and programmeCost are EUR per inhabitant and year.
func kceCost(s *summary, from, to, group int) float64 {
	return s.perInhabitant(s.cost, from, to, group)
}

// netCost is the KCE cost as if home nursing had kept its nurses: what it does not
// deliver, because they moved to the plan, is not paid and is no saving.
func netCost(s *summary, from, to, group int) float64 {
	return kceCost(s, from, to, group) + homeNursingUnpaid(s, from, to, group)
}

func homeNursingUnpaid(s *summary, from, to, group int) float64 {
	if group != sim.GroupAll {
		return math.NaN()
	}
	return s.over(only("home_nursing_unpaid"), from, to) / 100 / s.inhabitantYears(from, to)
}

func programmeCost(s *summary, from, to, group int) float64 {
	return s.perInhabitant(s.programme, from, to, group)
}

func (s *summary) perInhabitant(cents []int64, from, to, group int) float64 {
	if group != sim.GroupAll || cents == nil {
		return math.NaN()
	}
	sum := int64(0)
	for m := from * s.perYear; m < s.end(to); m++ {
		sum += cents[m]
	}
	return float64(sum) / 100 / s.inhabitantYears(from, to)
}

func (s *summary) inhabitantYears(from, to int) float64 {
	return s.over(only("population"), from, to) / float64(s.perYear)
}

// discountedQALY is QALYs per 1,000 citizens alive at branch, discounted from
// the branch by (1+r)^−((m−0.5)/12), month m counted from 1.
func discountedQALY(s *summary, from, to, group int) float64 {
	if group != sim.GroupAll || s.cohort == 0 {
		return math.NaN()
	}
	return s.present(only("cohort_qaly"), s.rates.Outcomes, from, to) / 1e6 / float64(s.cohort) * 1000
}

// presentCost is EUR per citizen alive at branch, discounted in the same way: the
// care of those citizens, and the whole programme, which belongs to nobody in
// particular.
func presentCost(s *summary, from, to, group int) float64 {
	if group != sim.GroupAll || s.cohort == 0 {
		return math.NaN()
	}
	cents := func(s *summary, m int) float64 {
		c := float64(s.month("cohort_cost", m))
		if s.programme != nil {
			c += float64(s.programme[m])
		}
		return c
	}
	return s.present(cents, s.rates.Costs, from, to) / 100 / float64(s.cohort)
}

func (s *summary) present(x series, rate float64, from, to int) float64 {
	total := 0.0
	for m := from * s.perYear; m < s.end(to); m++ {
		years := (float64(m) + 0.5) / float64(s.perYear)
		total += float64(x(s, m) * math.Pow(1+rate, -years))
	}
	return total
}

// vtGap is reached_in_time with VT minus without, both directly standardised to
// the person-months in need of the two together by age, sex and true tier.
// Classes in which one of the two has nobody are left out of both.
func vtGap(s *summary, from, to, group int) float64 {
	if s.usage != nil {
		s.usage.crossed = true
	}
	if group != sim.GroupAll || s.crossed == nil {
		return math.NaN()
	}
	gap, weight := 0.0, 0.0
	s.standardise(from, to, func(w, without, with float64) {
		gap += float64(w * (with - without))
		weight += w
	})
	if weight == 0 {
		return math.NaN()
	}
	return gap / weight
}

// vtStandardised is the standardised share of one side, without (0) or with VT (1).
func vtStandardised(vt int) measure {
	return func(s *summary, from, to, group int) float64 {
		if group != sim.GroupAll || s.crossed == nil {
			return math.NaN()
		}
		sum, weight := 0.0, 0.0
		s.standardise(from, to, func(w, without, with float64) {
			sum += float64(w * [2]float64{without, with}[vt])
			weight += w
		})
		if weight == 0 {
			return math.NaN()
		}
		return sum / weight
	}
}

// standardise visits the classes in which both sides have somebody, with the weight of
// the class and the two shares.
func (s *summary) standardise(from, to int, visit func(weight, without, with float64)) {
	for class := range sim.BandClasses {
		var sum [2]sim.Ratio
		for year := from; year <= to; year++ {
			for vt := range sum {
				r := s.crossed[(year*2+vt)*sim.BandClasses+class]
				sum[vt].Num += r.Num
				sum[vt].Den += r.Den
			}
		}
		if sum[0].Den > 0 && sum[1].Den > 0 {
			visit(float64(sum[0].Den+sum[1].Den), quotient(sum[0].Num, sum[0].Den), quotient(sum[1].Num, sum[1].Den))
		}
	}
}
