package sim

// Accrual of the frozen levels: cost and QALY by the days lived. Source: model.md 2.

// A rate is what a citizen accrues in a month, at the frozen levels of the class
// and the personal factor. The buurt keeps the sums, so that the month of all is
// an addition; a citizen is credited in advance up to the end of the year, and
// what changes in between is settled when it changes.
type rate struct{ residual, nursing, nursingAll, qaly int32 }

func (w *World) rateOf(i int) rate {
	r := &w.m.rows[w.col.who[i].class]
	return rate{int32(float32(r.residual * w.col.account[i].factor)), r.homeNursing, r.nursingAll, r.qaly}
}

// rates adds (+1) or takes away (−1) a citizen's rate and tier from the sums.
func (w *World) rates(nb *buurt, i int, by int64) {
	nb.add(w.rateOf(i), by, w.col.who[i].flags&inCohort)
	nb.count(w.m.rows[w.col.who[i].class].tier, by)
}

func (nb *buurt) add(r rate, by int64, cohort uint16) {
	nb.residual += by * int64(r.residual)
	nb.nursing += by * int64(r.nursing)
	by *= int64(cohort)
	nb.cohortQALY += by * int64(r.qaly)
	nb.cohortCost += by * int64(r.residual+r.nursingAll)
}

func (nb *buurt) count(tier uint8, by int64) {
	if tier > 0 {
		nb.tier[min(tier, 3)-1] += by
	}
}

// less is what a rate has above another.
func (r rate) less(x rate) rate {
	return rate{r.residual - x.residual, r.nursing - x.nursing, r.nursingAll - x.nursingAll, r.qaly - x.qaly}
}

// credit pays a citizen a rate, or a change of it, from a month of the year to its end.
func (w *World) credit(i int, r rate, month int) {
	n := int32(w.m.cycles - month)
	w.col.paid[i].payer += n * (r.residual + r.nursing)
	w.col.account[i].qaly += n * r.qaly
}

// accrueAll adds the month of everybody who lived in a buurt at its start.
func (w *World) accrueAll(nb *buurt) {
	t := &w.rec.tally
	t.residual += nb.residual
	t.nursing += nb.nursing
	t.cohortQALY += nb.cohortQALY
	t.cohortCost += nb.cohortCost
	for tier, n := range nb.tier {
		t.tier[tier] += n
	}
}

// accrue adds the month of one citizen more, who is not of the closed cohort.
func (w *World) accrue(r rate, tier uint8) {
	t := &w.rec.tally
	t.residual += int64(r.residual)
	t.nursing += int64(r.nursing)
	if tier > 0 {
		t.tier[min(tier, 3)-1]++
	}
}

// goes takes back, from the month's sums and from the citizen's credit, what a
// citizen who dies or leaves on a day of it does not live.
func (w *World) goes(i, day int) {
	r, d := w.rateOf(i), int32(day)
	part := rate{r.residual * d / daysPerMonth, r.nursing * d / daysPerMonth, r.nursingAll * d / daysPerMonth, r.qaly * d / daysPerMonth}
	if w.probe != nil {
		w.probe.goes(i, day, part)
	}
	w.credit(i, rate{}.less(r), w.monthOfYear())
	w.col.paid[i].payer += part.residual + part.nursing
	w.col.account[i].qaly += part.qaly
	t := &w.rec.tally
	t.residual -= int64(r.residual - part.residual)
	t.nursing -= int64(r.nursing - part.nursing)
	if w.col.who[i].flags&inCohort != 0 {
		t.cohortQALY -= int64(r.qaly - part.qaly)
		t.cohortCost -= int64(r.residual + r.nursingAll - part.residual - part.nursingAll)
	}
}
