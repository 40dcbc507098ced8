package belgium

import "math"

// keepShare is the net migration of the base year, people per year, when a
// region grows old: its share of the Flemings of each age stays as it is, while
// these move, age and die at the Flemish rates.
//
// A share r at one birthday and r' at the next asks, in that year of age, for
// ln(r'/r) more than the Flemish net rate (per 1000): a student town wins people
// of 18 and loses those of 30 every year, whoever they are, while its large
// cohorts grow old. Death cancels out, since its rates are the Flemish ones.
// Births give the shares at birth; in the open band the share is constant. The
// rates are those of the territory, which is Flanders.
func (b *builder) keepShare(rates bySexAge, children float64) (net bySexAge) {
	around := wholePopulation(b.v, "pop.fl")[1]
	var childrenThere float64
	for a, rate := range b.scale.years(1, b.v.Table("asfr")[1]) {
		childrenThere += rate / 1000 * around[a]
	}
	growth := b.v.Get("migration.share_growth")
	for s := range net {
		before := children / childrenThere
		for a := range net[s] {
			rate := rates[s][a]/1000 + growth
			if a < openAge {
				after := b.region.birthday[s][a+1] / b.region.flemish[s][a+1]
				rate += math.Log(after / before)
				before = after
			}
			net[s][a] = rate * b.region.Population[s][a]
		}
	}
	return net
}
