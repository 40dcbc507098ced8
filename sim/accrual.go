package sim

// Accrual of the frozen levels: cost and QALY by the days lived. Source: model.md 2.

// A rate is what a citizen accrues in a month, at the frozen levels of the class
// and the personal factor: the buurt keeps the sums, so that the month of all is
// an addition, and a citizen is credited when it changes or the year ends.
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

// credit pays a citizen the whole months since the last credit, up to a month
// of the year, and returns the rate.
func (w *World) credit(i, month int) rate {
	a, r := &w.col.account[i], w.rateOf(i)
	if n := int32(month) - int32(a.span>>4); n > 0 {
		w.col.paid[i].payer += n * (r.residual + r.nursing)
		a.qaly += n * r.qaly
	}
	a.span = a.span&0xf | uint8(month)<<4
	return r
}

// accrue adds the month of everybody.
func (w *World) accrue(nb *buurt) {
	t := &w.rec.tally
	t.residual += nb.residual
	t.nursing += nb.nursing
	t.cohortQALY += nb.cohortQALY
	t.cohortCost += nb.cohortCost
	for tier, n := range nb.tier {
		t.tier[tier] += n
	}
}

// goes takes back from the month's sums what a citizen who dies or leaves on a
// day of it does not live, and credits the days that are lived.
func (w *World) goes(i, day int) {
	r, d := w.credit(i, w.monthOfYear()), int32(day)
	part := rate{r.residual * d / daysPerMonth, r.nursing * d / daysPerMonth, r.nursingAll * d / daysPerMonth, r.qaly * d / daysPerMonth}
	w.col.paid[i].payer += part.residual + part.nursing
	w.col.account[i].qaly += part.qaly
	w.col.account[i].span = w.col.account[i].span&0xf | uint8(w.monthOfYear()+1)<<4
	t := &w.rec.tally
	t.residual -= int64(r.residual - part.residual)
	t.nursing -= int64(r.nursing - part.nursing)
	if w.col.who[i].flags&inCohort != 0 {
		t.cohortQALY -= int64(r.qaly - part.qaly)
		t.cohortCost -= int64(r.residual + r.nursingAll - part.residual - part.nursingAll)
	}
}
