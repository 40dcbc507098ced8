package sim

import (
	"math"
	"sort"

	"piramide/internal/draw"
)

// found draws the founding citizens of a buurt. How many there are of each age
// and sex is certain (largest remainder); all else is the luck of their keys.
func (w *World) found(b int) {
	m, nb := w.m, &w.m.cfg.Population.Buurten[b]
	region := draw.KeyString(m.cfg.Region)
	slot := 0
	counts := wholeCounts(nb)
	for age := range Ages {
		for sex := range Sexes {
			for range counts[age][sex] {
				key := draw.Founder(m.cfg.Seed, m.cfg.Luck, region, b, slot)
				w.enter(b, key, birthMonth(key), age, sex, m.pickState(m.cfg.Population.State, age, sex, key))
				slot++
			}
		}
	}
}

// wholeCounts rounds the counts of a buurt so that they keep their sum.
func wholeCounts(nb *Buurt) (n [Ages][Sexes]int) {
	type rest struct {
		age, sex int
		r        float64
	}
	var total float64
	whole := 0
	rests := make([]rest, 0, Ages*Sexes)
	for age := range nb.Count {
		for sex, x := range nb.Count[age] {
			total += x
			f := math.Floor(x)
			n[age][sex] = int(f)
			whole += int(f)
			rests = append(rests, rest{age, sex, x - f})
		}
	}
	sort.SliceStable(rests, func(i, j int) bool { return rests[i].r > rests[j].r })
	for _, r := range rests[:min(len(rests), int(math.Round(total))-whole)] {
		n[r.age][r.sex]++
	}
	return n
}

// pickState draws the state of a newcomer from the shares of the cell.
func (m *Model) pickState(shares Table, age, sex int, key uint64) int {
	u := draw.Unit(draw.Word(key, draw.Lasting, draw.StartTier))
	first := Class(age, sex, 0, m.n)
	total := sum(shares[first : first+m.n])
	cum, last := 0.0, 0
	for s := range m.n {
		if shares[first+s] > 0 {
			cum += shares[first+s] / total
			last = s
			if u < cum {
				return s
			}
		}
	}
	return last
}

// birthMonth is the month of the year in which a citizen was born, 0 to 11.
func birthMonth(key uint64) int {
	return int(draw.Word(key, draw.Lasting, draw.StartBirthMonth) % birthMonths)
}

// enter gives a citizen a slot among those born in a month of the year. When
// there is none left the citizen is counted as not housed and the run ends with
// an error.
func (w *World) enter(b int, key uint64, born, age, sex, state int) int {
	i := w.buurten[b].blocks[born].take()
	if i == none {
		w.rec.homeless++
		return none
	}
	w.settleIn(b, i, key, age, sex, state)
	return i
}

// settleIn fills the slot of a citizen.
func (w *World) settleIn(b, i int, key uint64, age, sex, state int) {
	nb := &w.buurten[b]
	p, c := &w.people[i].who, &w.people[i].course
	class := Class(age, sex, state, w.m.n)
	*p = who{key: key, class: uint16(class), look: w.m.rows[class].bits}
	*c = course{life: c.life, episode: none, needSince: never, again: never}
	w.people[i].paid = paid{}
	w.people[i].account = account{quintiles: w.m.quintilesOf(key), entered: uint8(w.monthOfYear())}
	nb.alive++
	w.elders += int(w.m.rows[p.class].elder)
	w.refresh(nb, p)
	w.foundPersonal(i)
	w.credit(i, w.rateOf(i), w.monthOfYear())
	w.rates(nb, i, +1)
	w.setYearTier(i)
	if share := w.m.cfg.Population.Overload[p.class]; share > 0 && w.hasCarer(i) && lies(key, draw.StartOverload, share) {
		p.flags |= overloaded
	}
}

// leave empties a slot.
func (w *World) leave(b, i int) {
	nb, p := &w.buurten[b], &w.people[i].who
	w.countHeads(nb, p, -1)
	w.rates(nb, i, -1)
	w.elders -= int(w.m.rows[p.class].elder)
	w.members -= int(p.flags & inCohort)
	*p, w.trail[i] = emptyWho, 0
	bl := &nb.blocks[(i-nb.lo)/(nb.blocks[0].hi-nb.lo)]
	bl.free = append(bl.free, int32(i))
	nb.alive--
}

func bit(f uint16) int {
	if f != 0 {
		return 1
	}
	return 0
}

// lies says whether a citizen's lasting draw lies under a share.
func lies(key uint64, d draw.Decision, share float64) bool {
	return draw.Unit(draw.Word(key, draw.Lasting, d)) < share
}

// tilt shifts a share on the logit; tiltOdds multiplies its odds.
func tilt(share, shift float64) float64 { return tiltOdds(share, math.Exp(shift)) }

func tiltOdds(share, factor float64) float64 {
	x := share * factor
	return x / (1 - share + x)
}

// hasCondition says whether a citizen has a condition: a lasting latent draw
// against the share of the class.
func (w *World) hasCondition(i, k int) bool {
	return lies(w.people[i].key, draw.StartCondition.At(k), w.m.cfg.Conditions[k].Share[w.people[i].class])
}

// hasCarer says whether a citizen has an informal carer.
func (w *World) hasCarer(i int) bool {
	return lies(w.people[i].key, draw.StartCarer, w.m.cfg.Population.Carer[w.people[i].class])
}
