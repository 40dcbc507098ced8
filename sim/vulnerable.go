package sim

// Vulnerability: losses in one or more domains of human functioning.
//
// Decided: nothing. Read: citizens at home by tier, losses of who has a place.
// Written: monthly counts. Source: the definition of the programme slides (seed 002,
// section 4); rows `own_loss_*`.
//
// A loss is a lasting latent draw against the share of the class, so how many have
// one follows from how many are in each class; only who has a place is looked at one
// by one.

// compileLosses finds, per tier at home, the share with a loss in any domain and
// with a physical loss. Losses are drawn apart, so absences multiply.
func (m *Model) compileLosses() {
	m.isLoss = make([]bool, len(m.cfg.Conditions))
	for s, st := range m.cfg.States {
		if !st.Home || st.Tier >= len(m.anyLoss) {
			continue
		}
		none := 1.0
		for k := range m.cfg.Conditions {
			c := &m.cfg.Conditions[k]
			if c.Domain == NoDomain || !c.loss() {
				continue
			}
			m.losses, m.isLoss[k] = true, true
			share := c.Share[Class(0, 0, s, m.n)]
			none *= 1 - share
			if c.Domain == Physical {
				m.physicalLoss[st.Tier] = share
			}
		}
		m.anyLoss[st.Tier] = 1 - none
	}
}

// loss says whether a condition is a functional loss: it carries a domain and its
// share goes by state alone.
func (c *Condition) loss() bool {
	n := len(c.Share) / (Ages * Sexes)
	for class, share := range c.Share {
		if share != c.Share[class%n] {
			return false
		}
	}
	return true
}

// recordLosses counts who is vulnerable, who has a physical loss, and which of the
// vulnerable have a place.
func (w *World) recordLosses() {
	if !w.m.losses || w.before {
		return
	}
	var home, anyOf, physical float64
	for b := range w.buurten {
		for tier, share := range w.m.anyLoss {
			n := float64(w.buurten[b].home[tier])
			home += n
			anyOf += n * share
			physical += n * w.m.physicalLoss[tier]
		}
	}
	mo := &w.rec.month
	mo[MonthAtHome] = int64(home + 0.5)
	mo[MonthVulnerable] = int64(anyOf + 0.5)
	mo[MonthPhysicalLoss] = int64(physical + 0.5)
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if e.open() && e.inPlace(w.cycle) && w.hasLoss(int(e.slot)) {
			mo[MonthVulnerableReached]++
		}
	}
}

// hasLoss says whether a citizen has a loss in any domain.
func (w *World) hasLoss(i int) bool {
	for k := range w.m.cfg.Conditions {
		if w.m.isLoss[k] && w.hasCondition(i, k) {
			return true
		}
	}
	return false
}
