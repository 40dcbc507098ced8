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
				w.enter(b, key, age, sex, m.pickState(m.cfg.Population.State, age, sex, key))
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

// enter gives a citizen a slot of the buurt. When the buurt is full the
// citizen is counted as not housed and the run ends with an error.
func (w *World) enter(b int, key uint64, age, sex, state int) int {
	nb := &w.buurten[b]
	var i int
	switch {
	case len(nb.free) > 0:
		i = int(nb.free[len(nb.free)-1])
		nb.free = nb.free[:len(nb.free)-1]
	case nb.used < nb.hi:
		i = nb.used
		nb.used++
	default:
		w.rec.homeless++
		return none
	}
	c := &w.col
	c.key[i], c.class[i], c.flags[i] = key, uint16(Class(age, sex, state, w.m.n)), 0
	c.yearCost[i], c.yearOwn[i], c.yearQALY[i], c.yearAway[i] = 0, 0, 0, 0
	c.episode[i], c.needSince[i], c.again[i], c.span[i] = none, never, never, uint8(w.monthOfYear())*0x11
	c.birthMonth[i] = uint8(draw.Word(key, draw.Lasting, draw.StartBirthMonth) % 12)
	nb.alive++
	w.elders += int(w.m.rows[c.class[i]].elder)
	w.refresh(b, i)
	w.foundPersonal(i)
	w.rates(nb, i, +1)
	w.setYearTier(i)
	if w.m.cfg.Population.Overload[c.class[i]] > 0 && w.hasCarer(i) &&
		draw.Unit(draw.Word(key, draw.Lasting, draw.StartOverload)) < w.m.cfg.Population.Overload[c.class[i]] {
		c.flags[i] |= overloaded
	}
	return i
}

// leave empties a slot.
func (w *World) leave(b, i int) {
	nb := &w.buurten[b]
	w.unenrol(b, i)
	w.rates(nb, i, -1)
	w.elders -= int(w.m.rows[w.col.class[i]].elder)
	w.members -= int(w.col.flags[i] & inCohort)
	w.col.class[i] = vacant
	nb.free = append(nb.free, int32(i))
	nb.alive--
}

// refresh sets the statuses that follow a citizen's class: increased
// reimbursement, enrolment, chronic status, quintile. Each is a lasting latent
// draw against the share of the class, so that the shares of every cell stay
// what the register says, whoever moves.
func (w *World) refresh(b, i int) {
	nb, c, p := &w.buurten[b], &w.col, &w.m.cfg.Population
	class, key := c.class[i], c.key[i]
	f := c.flags[i] &^ (hasVT | hasGMD | hasChronic)
	vt := 0
	word := draw.Word(key, draw.Lasting, draw.StartVT) // 16 bits for each status
	if sixteenth(word) < tiltOdds(p.VT[class], nb.deprived) {
		f |= hasVT
		vt = 1
	}
	if sixteenth(word>>16) < p.GMD[class] {
		f |= hasGMD
	}
	if sixteenth(word>>32) < p.Chronic[class] {
		f |= hasChronic
	}
	c.flags[i] = f
	u := sixteenth(word >> 48)
	q, cum := 0, p.SESByVT[vt][0]
	for q < Quintiles-1 && u >= cum {
		q++
		cum += p.SESByVT[vt][q]
	}
	c.quintile[i] = uint8(q)
	w.countHeads(nb, i, +1)
}

// sixteenth is a uniform draw of the low 16 bits of a word.
func sixteenth(word uint64) float64 { return (float64(uint16(word)) + 0.5) / (1 << 16) }

// unenrol takes a citizen off the heads, before the class changes.
func (w *World) unenrol(b, i int) { w.countHeads(&w.buurten[b], i, -1) }

// countHeads keeps the enrolled heads per chronic status and VT.
func (w *World) countHeads(nb *buurt, i int, by int32) {
	f := w.col.flags[i]
	if f&hasGMD == 0 {
		return
	}
	nb.heads[bit(f&hasChronic)][bit(f&hasVT)] += by
	if age := w.m.age(w.col.class[i]); f&hasChronic != 0 && age >= w.m.cfg.Prices.RaisedFrom && age <= w.m.cfg.Prices.RaisedTo {
		nb.raised += by
	}
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
	return lies(w.col.key[i], draw.StartCondition.At(k), w.m.cfg.Conditions[k].Share[w.col.class[i]])
}

// hasCarer says whether a citizen has an informal carer.
func (w *World) hasCarer(i int) bool {
	return lies(w.col.key[i], draw.StartCarer, w.m.cfg.Population.Carer[w.col.class[i]])
}
