package sim

import "piramide/sim/finance"

// Noise: how the yearly cost of citizens varies by chance, for the question how
// often a bonus is luck.
//
// Decided: nothing. Read: yearly cost of every citizen, the frozen cost of the
// cells. Written: sums in the result. Only where Config.Spread asks it: one pass a
// month adds up what a citizen was expected to cost, and closing a year adds one
// product per year looked back. Without it a closed year costs one comparison.
// Source: docs/model.md 7.9; finance.Noise.

// Around says what a citizen's yearly cost is set against.
type Around int

// The two expectations. AroundPeople knows age and sex: that is what a benchmark
// from the region's own past, or a fixed one, leaves to chance, since who lives
// there is no chance. AroundStatus knows VT and chronic status too, as
// finance.ByExpected and ByOwnAdjusted do.
const (
	AroundPeople Around = iota
	AroundStatus
	NumArounds = int(iota)
)

// CostSpread is what the care of the inhabitants of a buurt cost its payers, year
// by year, and how that varied. Care is that of finance.Care; what citizens pay
// themselves and the plan's own instruments are left out.
type CostSpread struct {
	Years []finance.Counted // per year of the accounts; expected by AroundStatus
	By    [NumArounds]Deviation
}

// Deviation sums what citizens cost above or below the expectation, in EUR, over
// all years of the accounts. Who lived a part of the year counts with that part.
type Deviation struct {
	Square, Cube float64
	// Product[k−1] is with the same citizen's k years before; who was not there
	// yet adds nothing, so that coming and going lowers the correlation.
	Product []float64
}

// noise is what a world keeps for it.
type noise struct {
	lags    int
	level   [NumArounds][]float64         // cents a day by need cell
	outside []float32                     // cents of the year, by slot, outside [paid]: nursing-home days
	expect  [NumArounds][]float32         // cents of the year, by slot
	before  [NumArounds][maxLag][]float32 // EUR above expectation, k+1 years ago, by slot
	buurten []CostSpread
}

// maxLag is how many years back costs are correlated: as many as a benchmark of
// ten base years asks.
const maxLag = 10

// startNoise opens it; the frozen levels must be known.
func (w *World) startNoise(years int) {
	w.noise = nil
	if !w.m.cfg.Spread || w.m.cycles != 12 {
		return
	}
	n := &noise{lags: min(maxLag, years-1), outside: make([]float32, len(w.people)), buurten: make([]CostSpread, len(w.buurten))}
	for a := range n.expect {
		n.expect[a] = make([]float32, len(w.people))
		n.level[a] = make([]float64, needCells)
		for k := range n.lags {
			n.before[a][k] = make([]float32, len(w.people))
		}
	}
	for b := range n.buurten {
		n.buurten[b].Years = make([]finance.Counted, years)
		for a := range n.buurten[b].By {
			n.buurten[b].By[a].Product = make([]float64, n.lags)
		}
	}
	for cell := range needCells {
		for k := range finance.Care {
			n.level[AroundStatus][cell] += w.money.expect.level[k][cell]
		}
	}
	for people := range Ages * Sexes {
		mean := 0.0
		for status := range 4 {
			mean += float64(w.m.statusShare(people, status) * n.level[AroundStatus][people*4+status])
		}
		for status := range 4 {
			n.level[AroundPeople][people*4+status] = mean
		}
	}
	w.noise = n
}

// statusShare is the share of an age and sex with a VT (status/2) and chronic
// (status%2) status, over its states at their reference shares.
func (m *Model) statusShare(people, status int) float64 {
	p := &m.cfg.Population
	sum, total := 0.0, 0.0
	for class := people * m.n; class < (people+1)*m.n; class++ {
		total += p.State[class]
		sum += float64(p.State[class] * having(p.VT[class], status/2) * having(p.Chronic[class], status%2))
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// live adds the days a citizen lived to what was expected of the year.
func (n *noise) live(i, cell int, days float64) {
	for a := range n.expect {
		n.expect[a][i] += float32(days * n.level[a][cell])
	}
}

// month adds the month of everybody who is there at its end.
func (n *noise) month(w *World) {
	for b := range w.buurten {
		nb := &w.buurten[b]
		for i := nb.lo; i < nb.hi; i++ {
			if who := &w.people[i].who; who.class != vacant {
				n.live(i, needCell(w.money.expect.cell[who.class], who.flags), daysPerMonth)
			}
		}
		n.buurten[b].Years[w.year()].Months += int64(nb.alive)
	}
}

// close ends a citizen's year at a cost in cents. Who is gone is forgotten.
func (n *noise) close(w *World, b, i int, cost int64, gone bool) {
	at := &n.buurten[b]
	cents := float64(cost) + float64(n.outside[i])
	year := &at.Years[w.year()]
	year.Actual += finance.Cents(cents)
	year.Expected += finance.Cents(n.expect[AroundStatus][i])
	for a := range n.expect {
		by, above := &at.By[a], (cents-float64(n.expect[a][i]))/100
		by.Square += float64(above * above)
		by.Cube += float64(above * above * above)
		n.expect[a][i] = 0
		keep := float32(above)
		if gone {
			keep = 0
		}
		for k := range n.lags {
			past := &n.before[a][k][i]
			by.Product[k] += float64(above * float64(*past))
			if gone {
				*past = 0
			} else {
				*past, keep = keep, *past
			}
		}
	}
	n.outside[i] = 0
}
