package sim

import (
	"math"

	"piramide/internal/draw"
)

// Statuses that follow a citizen's class: increased reimbursement, enrolment,
// chronic status, quintile. Each is a lasting latent draw against the share of
// the class, so that the shares of every cell stay what the register says,
// whoever moves. The four share one word, 16 bits each; shares are compiled to
// cuts of those bits.
type statusCuts struct{ gmd, chronic uint32 }

// statusBits is how many bits of the word decide one status.
const statusBits = 16

// cut is the number of 16-bit draws, each the middle of its interval, that lie
// under a share.
func cut(share float64) uint32 {
	return uint32(min(max(math.Ceil(share*(1<<statusBits)-0.5), 0), 1<<statusBits))
}

// compileStatuses turns the shares of the classes into cuts.
func (m *Model) compileStatuses() {
	p := &m.cfg.Population
	m.status = make([]statusCuts, m.classes())
	for class := range m.status {
		m.status[class] = statusCuts{cut(p.GMD[class]), cut(p.Chronic[class])}
	}
	for vt := range m.quintiles {
		cum := 0.0
		for q := range m.quintiles[vt] {
			cum += p.SESByVT[vt][q]
			m.quintiles[vt][q] = cut(cum)
		}
	}
}

// raisedVT is the cut for increased reimbursement per class in a buurt, whose
// deprivation moves the odds.
func (m *Model) raisedVT(b int) []uint32 {
	p := &m.cfg.Population
	factor := math.Exp(p.Buurten[b].Deprivation)
	cuts := make([]uint32, m.classes())
	for class := range cuts {
		cuts[class] = cut(tiltOdds(p.VT[class], factor))
	}
	return cuts
}

// quintilesOf is a citizen's socio-economic quintile, 0 lowest, without VT (low 4
// bits) and with VT (high 4 bits): which one holds follows the status.
func (m *Model) quintilesOf(key uint64) (both uint8) {
	u := uint32(statusWord(key) >> (3 * statusBits))
	for vt := range m.quintiles {
		for _, up := range m.quintiles[vt][:Quintiles-1] {
			both += uint8(one(u >= up)) << (4 * vt)
		}
	}
	return both
}

// quintile is the one that holds.
func (w *World) quintile(i int) int {
	return int(w.people[i].quintiles >> (w.people[i].flags >> vtBit & 1 * 4) & 15)
}

func statusWord(key uint64) uint64 { return draw.Word(key, draw.Lasting, draw.StartVT) }

// refresh sets the statuses of a citizen whose class is new.
func (w *World) refresh(nb *buurt, p *who) {
	const mask = 1<<statusBits - 1
	word, cuts := statusWord(p.key), &w.m.status[p.class]
	vt := uint16(one(uint32(word&mask) < nb.vt[p.class]))
	gmd := uint16(one(uint32(word>>statusBits&mask) < cuts.gmd))
	chronic := uint16(one(uint32(word>>(2*statusBits)&mask) < cuts.chronic))
	p.flags = p.flags&^(hasVT|hasGMD|hasChronic) | vt<<vtBit | gmd<<gmdBit | chronic<<chronicBit
	w.countHeads(nb, p, +1)
}

// countHeads keeps the citizens at home by tier, all by the cells of expected cost
// where an instrument asks, and the enrolled heads by age group, chronic status and VT.
func (w *World) countHeads(nb *buurt, p *who, by int32) {
	f, r := p.flags, &w.m.rows[p.class]
	nb.home[r.home] += by
	if nb.cells != nil {
		nb.cells[needCell(w.money.expect.cell[p.class], f)] += by
	}
	if nb.paths != nil {
		w.countPaths(nb, p, by)
	}
	by *= int32(f >> gmdBit & 1)
	nb.heads[r.group][f>>chronicBit&1][f>>vtBit&1] += by
	nb.raised += by * int32(f>>chronicBit&1) * int32(r.raised)
}
