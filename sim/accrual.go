package sim

// Accrual of the frozen levels: cost and QALY by the days lived. Source: docs/model.md 7.2.

// A rate is what a citizen accrues in a month, at the frozen levels of the class
// and the personal factor. The buurt keeps the sums, so that the month of all is
// an addition; a citizen is credited in advance up to the end of the year, and
// what changes in between is settled when it changes.
type rate struct{ residual, nursing, nursingAll, qaly int32 }

func (w *World) rateOf(i int) rate {
	r := &w.m.rows[w.people[i].class]
	return rate{int32(float32(r.residual * w.people[i].factor)), r.homeNursing, r.nursingAll, r.qaly}
}

// rates adds (+1) or takes away (−1) a citizen's rate and tier from the sums.
func (w *World) rates(nb *buurt, i int, by int64) {
	nb.add(w.rateOf(i), by, w.people[i].flags&inCohort)
	nb.count(w.m.rows[w.people[i].class].tier, by)
}

// sums are rates added up, and how many citizens are in the tiers above the lowest.
type sums struct {
	residual, nursing      int64
	cohortQALY, cohortCost int64 // of the closed cohort
	tier                   [3]int64
}

func (s *sums) add(r rate, by int64, cohort uint16) {
	s.residual += by * int64(r.residual)
	s.nursing += by * int64(r.nursing)
	by *= int64(cohort)
	s.cohortQALY += by * int64(r.qaly)
	s.cohortCost += by * int64(r.residual+r.nursingAll)
}

func (s *sums) count(tier uint8, by int64) {
	if tier > 0 {
		s.tier[min(tier, 3)-1] += by
	}
}

// plus adds (+1) or takes away (−1) other sums.
func (s *sums) plus(x *sums, by int64) {
	s.residual += by * x.residual
	s.nursing += by * x.nursing
	s.cohortQALY += by * x.cohortQALY
	s.cohortCost += by * x.cohortCost
	for tier, n := range x.tier {
		s.tier[tier] += by * n
	}
}

// less is what a rate has above another.
func (r rate) less(x rate) rate {
	return rate{r.residual - x.residual, r.nursing - x.nursing, r.nursingAll - x.nursingAll, r.qaly - x.qaly}
}

// credit pays a citizen a rate, or a change of it, from a month of the year to its end.
func (w *World) credit(i int, r rate, month int) {
	n := int32(w.m.cycles - month)
	w.people[i].payer += n * (r.residual + r.nursing)
	w.people[i].qaly += n * r.qaly
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
	w.people[i].payer += part.residual + part.nursing
	w.people[i].qaly += part.qaly
	t := &w.rec.tally
	t.residual -= int64(r.residual - part.residual)
	t.nursing -= int64(r.nursing - part.nursing)
	if w.people[i].flags&inCohort != 0 {
		t.cohortQALY -= int64(r.qaly - part.qaly)
		t.cohortCost -= int64(r.residual + r.nursingAll - part.residual - part.nursingAll)
	}
}
