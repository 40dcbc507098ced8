package outputs

import (
	"cmp"
	"maps"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// Pot is what an instrument of a plan costs one of its payers: what it paid, less
// what came back, in EUR of constant prices.
type Pot struct {
	Instrument string     `json:"instrument"`
	Payer      string     `json:"payer"`         // empty when nobody ever paid
	Nature     string     `json:"nature"`        // recurrent or one_off
	Years      []Estimate `json:"eur_by_year"`   // of the period, first year first
	Total      Estimate   `json:"eur_in_period"` // all years of the period
}

// Post is the filled posts of a role that a payer pays, mean FTE over a year.
// Posts count for the payers of the plan's money that their holder keeps, in
// proportion to what each paid that year, whatever the pot was meant for. Payer is
// empty when the plan paid the holder nothing in any year.
type Post struct {
	Role  string     `json:"role"`
	Payer string     `json:"payer"`
	Years []Estimate `json:"fte_by_year"` // of the period, first year first
}

// potKey tells pots and posts apart while they are added up.
type potKey struct{ name, payer, nature string }

// Pots gives the pots of a plan over a period, in the order of payer, instrument
// and nature; last those that settle yearly and never paid. Added up they are the
// programme cost.
func (c *Comparison) Pots(plan string, p Period) []Pot {
	cells, years := c.Result.cells[plan], p.Last-p.First+1
	sums := map[potKey][][]float64{} // [year of the period, then the period as a whole][cell]
	for i, s := range cells {
		start := int(s.first) / 12
		for _, l := range s.ledger {
			from, to := partyByID[l.Line.From], partyByID[l.Line.To]
			if !l.Line.Plan || l.Line.Nature == natureInKind || from.Payer() == to.Payer() {
				continue
			}
			k, sign := potKey{l.Line.Instrument, l.Line.From, l.Line.Nature}, 1.0
			if to.Payer() {
				k.payer, sign = l.Line.To, -1
			}
			for y := range years {
				if cents := l.Cents[p.First-start+y]; cents != 0 {
					v := inCells(sums, k, years+1, len(cells))
					euros := sign * float64(cents) / 100
					v[y][i] += euros
					v[years][i] += euros
				}
			}
		}
	}
	draw := c.Result.draws()
	var list []Pot
	for _, k := range sortedPots(sums) {
		v := estimates(sums[k], draw)
		list = append(list, Pot{k.name, k.payer, k.nature, v[:years], v[years]})
	}
	for _, o := range c.Outcomes(plan) {
		if !slices.ContainsFunc(list, func(x Pot) bool { return x.Instrument == o.Instrument }) {
			v := estimates(inCells(sums, potKey{o.Instrument, "", "recurrent"}, years+1, len(cells)), draw)
			list = append(list, Pot{o.Instrument, "", "recurrent", v[:years], v[years]})
		}
	}
	return list
}

// Posts gives the filled posts of a plan over a period by payer, in the order of
// payer and role. Roles that nobody fills are left out.
func (c *Comparison) Posts(plan string, p Period) []Post {
	cells, years := c.Result.cells[plan], p.Last-p.First+1
	sums := map[potKey][][]float64{} // [year][cell]
	for i, s := range cells {
		start := int(s.first) / 12
		for r := range sim.NumRoles {
			filled := func(s *summary, month int) float64 {
				return float64(s.month(seriesID(sim.RoleSeries(r, filledPosts)), month))
			}
			for y := range years {
				at := p.First - start + y
				fte := s.over(filled, at, at) / 100 / float64(s.end(at)-at*s.perYear)
				if fte == 0 {
					continue
				}
				for payer, share := range s.payersOf(r.Holder(), at) {
					inCells(sums, potKey{RoleIDs[r], payer, ""}, years, len(cells))[y][i] += float64(share * fte)
				}
			}
		}
	}
	draw := c.Result.draws()
	var list []Post
	for _, k := range sortedPots(sums) {
		list = append(list, Post{k.name, k.payer, estimates(sums[k], draw)})
	}
	return list
}

// payersOf says who pays for the money of the plan that a holder keeps in a year, as
// shares; of all years when that year brings none.
func (s *summary) payersOf(holder finance.Party, year int) map[string]float64 {
	for _, years := range [][2]int{{year, year}, {0, s.years - 1}} {
		kept := s.keeps(holder, years)
		total := 0.0
		for _, payer := range slices.Sorted(maps.Keys(kept)) {
			total += kept[payer]
		}
		if total > 0 {
			for payer := range kept {
				kept[payer] /= total
			}
			return kept
		}
	}
	return map[string]float64{"": 1}
}

// keeps is what a holder receives of the plan's money and does not pass on, in
// cents, by who paid it first; what flows back or on counts against its own pot.
func (s *summary) keeps(holder finance.Party, years [2]int) map[string]float64 {
	pots, paid := map[string]float64{}, map[string]map[string]float64{}
	for _, l := range s.ledger {
		if !l.Line.Plan || l.Line.Nature == natureInKind {
			continue
		}
		cents := 0.0
		for y := years[0]; y <= years[1]; y++ {
			cents += float64(l.Cents[y])
		}
		name := l.Line.Instrument
		pots[name] += cents * (one(l.Line.To == holder.String()) - one(l.Line.From == holder.String()))
		if partyByID[l.Line.From].Payer() && cents > 0 {
			if paid[name] == nil {
				paid[name] = map[string]float64{}
			}
			paid[name][l.Line.From] += cents
		}
	}
	kept := map[string]float64{}
	for _, name := range slices.Sorted(maps.Keys(pots)) {
		total := 0.0
		for _, payer := range slices.Sorted(maps.Keys(paid[name])) {
			total += paid[name][payer]
		}
		for payer, cents := range paid[name] {
			if pots[name] > 0 {
				kept[payer] += float64(pots[name] * (cents / total))
			}
		}
	}
	return kept
}

// inCells gives the sums under a key, a row of cells each.
func inCells(sums map[potKey][][]float64, k potKey, rows, cells int) [][]float64 {
	if sums[k] == nil {
		sums[k] = make([][]float64, rows)
		for i := range sums[k] {
			sums[k][i] = make([]float64, cells)
		}
	}
	return sums[k]
}

func sortedPots(sums map[potKey][][]float64) []potKey {
	return slices.SortedFunc(maps.Keys(sums), func(a, b potKey) int {
		return cmp.Or(cmp.Compare(partyByID[a.payer], partyByID[b.payer]), cmp.Compare(place(RoleIDs[:], a.name), place(RoleIDs[:], b.name)),
			cmp.Compare(a.name, b.name), cmp.Compare(b.nature, a.nature), cmp.Compare(a.payer, b.payer)) // nobody is numbered as the first party is
	})
}

func estimates(rows [][]float64, draw []int) []Estimate {
	list := make([]Estimate, len(rows))
	for i := range rows {
		list[i] = estimate(rows[i], draw)
	}
	return list
}
