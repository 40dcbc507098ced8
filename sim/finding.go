package sim

import (
	"math"

	"piramide/internal/draw"
)

// Finding: need becomes known.
//
// Decided: which need is found by the GP, after a stay, by a PHM run, by
// outreach; who is flagged in error; who refuses. Read: needs of the month,
// GMD, chronic status, age. Written: flags known, refuses, screened. Source:
// model.md 4 (`claims_frailty_*`, `efi_*`, `outreach_*`, `missed_share_needing`).

// find lives the finding phase.
func (w *World) find() {
	f := &w.m.cfg.Finding
	if w.decideRun() {
		w.screen()
	}
	quota := w.outreachQuota()
	for k := range w.needs {
		n := &w.needs[k]
		i := int(n.slot)
		if w.col.who[i].flags&known != 0 {
			continue
		}
		key := w.col.who[i].key
		switch {
		case n.contacts > 0 && draw.Unit(draw.Word(key, w.month, draw.GPFinding)) < 1-math.Pow(1-w.gpFinds(int(n.buurt)), float64(n.contacts)),
			n.stay && draw.Unit(draw.Word(key, w.month, draw.CaseNeed)) < f.AfterStay,
			w.onCheckedList(i, int(n.buurt)):
			w.col.who[i].flags |= known
		}
	}
	w.outreach(quota)
}

// onCheckedList says whether a citizen whom the last run flagged has been
// reached on the list, which the coaches work off until the next run.
func (w *World) onCheckedList(i, b int) bool {
	if !w.listed() || w.care.checks[b] == 0 || !w.visible(i, true, w.runs[0]) {
		return false
	}
	place := draw.Unit(draw.Word(w.col.who[i].key, w.runs[0], draw.Intake))
	return place < w.care.checked[b]/w.care.checks[b]
}

// phmRun says whether a PHM run happened this month.
func (w *World) phmRun() bool { return w.plan.PHM.On && w.lastRun == w.cycle }

// decideRun starts a run when it is due and a population manager is there; a
// run that was missed is made up for as soon as there is one. Twelve months
// after the last run nobody counts as screened any more.
func (w *World) decideRun() bool {
	p := &w.plan.PHM
	if p.On && p.EveryMonths > 0 && w.month >= p.Start && w.cycle-w.lastRun >= p.EveryMonths && w.staff.filled(PopulationManager, 0) > 0 {
		w.runs[1], w.runs[0], w.lastRun = w.runs[0], w.month, w.cycle
		return true
	}
	if w.cycle-w.lastRun == 12 {
		for i := range w.col.who {
			w.col.who[i].flags &^= screened
		}
	}
	return false
}

// listed says whether the list of the last run is being worked off.
func (w *World) listed() bool {
	return w.plan.PHM.On && w.lastRun != never && w.cycle-w.lastRun < w.plan.PHM.EveryMonths
}

// checkHours is what the list asks of the coaches of a buurt this month.
func (w *World) checkHours(b int) float64 {
	if !w.listed() {
		return 0
	}
	return w.care.checks[b] / float64(w.plan.PHM.EveryMonths)
}

// inScope says whether a run looks at a citizen.
func (w *World) inScope(i int) bool {
	p := &w.plan.PHM
	flags := w.col.who[i].flags
	if w.m.cfg.Finding.Sources[p.Source].NeedsGMD && flags&hasGMD == 0 {
		return false
	}
	if p.ChronicOnly && flags&hasChronic == 0 {
		return false
	}
	return w.m.age(w.col.who[i].class) >= p.MinAge
}

// visible says whether the run of a month flags a citizen. Each citizen has one
// lasting visibility per source; a run sees ρ·z + √(1−ρ²)·ε, so that repeated
// runs do not find everybody.
func (w *World) visible(i int, need bool, run Month) bool {
	if !w.inScope(i) {
		return false
	}
	f := &w.m.cfg.Finding
	s := w.plan.PHM.Source
	z := draw.Norm(draw.Word(w.col.who[i].key, draw.Lasting, draw.Visible.At(s)))
	e := draw.Norm(draw.Word(w.col.who[i].key, run, draw.VisibleRun.At2(s, 0)))
	share := 1 - f.Sources[s].Specificity
	if need {
		share = f.Sources[s].Sensitivity
	}
	seen := float64(f.Rho*z) + float64(math.Sqrt(1-f.Rho*f.Rho)*e)
	return 0.5*math.Erfc(-seen/math.Sqrt2) < share
}

// screen marks who stands in a run and counts the flags in error. Checking who
// is newly on the list asks hours of the coaches; a new list replaces the old.
func (w *World) screen() {
	for b := range w.buurten {
		nb := &w.buurten[b]
		flagged := 0
		for i := nb.lo; i < nb.hi; i++ {
			class := w.col.who[i].class
			if class == vacant {
				continue
			}
			w.col.who[i].flags &^= screened
			r := &w.m.rows[class]
			if r.bits&rowAway != 0 || !w.inScope(i) {
				continue
			}
			w.col.who[i].flags |= screened
			need := r.bits&rowNeed != 0
			if w.visible(i, need, w.month) {
				// Who is known needs no check, nor who was on the list before.
				if w.col.who[i].flags&known == 0 && (w.runs[1] == 0 || !w.visible(i, need, w.runs[1])) {
					flagged++
				}
				w.rec.month[MonthFlagged]++
				if !need {
					w.rec.month[MonthFalseFlags]++
				}
			}
		}
		w.care.checks[b], w.care.checked[b] = float64(flagged)*w.m.cfg.Finding.CheckHours, 0
	}
}

// outreachQuota is how many people outreach can meet this month.
func (w *World) outreachQuota() int {
	hours := w.staff.hours(w.m, Outreach, 0)
	w.care.outreach += hours * w.m.cfg.Finding.OutreachReach
	n := math.Floor(w.care.outreach)
	w.care.outreach -= n
	return int(n)
}

// outreach meets people whose need nobody knew, those with the lowest keyed
// word first; it also reaches people without a GMD. Some refuse.
func (w *World) outreach(quota int) {
	if quota == 0 {
		return
	}
	c := &w.care
	c.pool = c.pool[:0]
	for k := range w.needs {
		i := w.needs[k].slot
		if w.col.who[i].flags&known == 0 {
			c.pool = append(c.pool, drawn{i, draw.Word(w.col.who[i].key, w.month, draw.OutreachFind)})
		}
	}
	c.lowest(quota)
	for _, d := range c.pool[:min(quota, len(c.pool))] {
		w.col.who[d.slot].flags |= known
	}
}

// refused says whether a citizen refuses a proactive offer, once per need. More
// need and a lower position refuse more (`outreach_nonparticipant_*`,
// `outreach_accept_ses_or`).
func (w *World) refused(i int) bool {
	f := &w.m.cfg.Finding
	p := f.Refusal
	if w.m.rows[w.col.who[i].class].tier >= 3 {
		p *= f.RefusalNeed
	}
	return draw.Unit(draw.Word(w.col.who[i].key, Month(w.col.course[i].needSince), draw.Refusal)) < refusalBy(f, p, w.quintile(i))
}

// refusalBy is the share that refuses in a quintile; the odds ratio is spread evenly
// over the five, mean about 1.
func refusalBy(f *Finding, p float64, quintile int) float64 {
	shift := math.Log(max(f.RefusalLowSES, 1e-9)) * (2 - float64(quintile)) / (Quintiles - 1)
	return tilt(min(p, 0.95), shift)
}
