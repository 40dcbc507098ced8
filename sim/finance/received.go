package finance

// Received is what payees received in one month, in a fixed order: the order of
// settlement. It belongs to the [Settlement] and is overwritten by the next month.
type Received struct {
	Receipts []Receipt
	Replaced Cents             // fees of the month, own shares included, that a capitation or bundle has replaced
	Owed     [NumParties]Cents // advances that a party must still pay back, at the end of the month
}

// Receipt is what one instrument brought one payee for one reason in a month.
// A regional convention and a bundle have a receipt for each part, at the party where
// the part ends; services have one each. A pooled budget has one for the change of its
// envelope, with reason ForPool, and one for each use; an advance one for what came
// and one, negative, for what went back.
type Receipt struct {
	Instrument string
	To         Party
	Reason     Reason
	Total      Cents   // own shares included
	ByBuurt    []Cents // sums to Total; nil when the instrument pays the region as a whole
	Unpaid     Cents   // on an instrument's first receipt: earned in this calendar year and not paid, for want of room under the cap
}

// Receipts are the receipts that every month fills, in their order, before the first
// month too. The caller must not change them.
func (s *Settlement) Receipts() []Receipt { return s.received.Receipts }

// Total sums what a party received for a reason.
func (r *Received) Total(to Party, reason Reason) Cents {
	var sum Cents
	for i := range r.Receipts {
		if x := &r.Receipts[i]; x.To == to && x.Reason == reason {
			sum += x.Total
		}
	}
	return sum
}

// Buurt sums what a party received in a buurt, from instruments that pay by buurt.
func (r *Received) Buurt(to Party, buurt int) Cents {
	var sum Cents
	for i := range r.Receipts {
		if x := &r.Receipts[i]; x.To == to && x.ByBuurt != nil {
			sum += x.ByBuurt[buurt]
		}
	}
	return sum
}

// Region sums what a party received from instruments that pay the region as a whole.
func (r *Received) Region(to Party) Cents {
	var sum Cents
	for i := range r.Receipts {
		if x := &r.Receipts[i]; x.To == to && x.ByBuurt == nil {
			sum += x.Total
		}
	}
	return sum
}

func (r *Received) reset() {
	r.Replaced = 0
	for i := range r.Receipts {
		x := &r.Receipts[i]
		x.Total, x.Unpaid = 0, 0
		clear(x.ByBuurt)
	}
}

// window keeps how often each action was undertaken in the last 12 months.
type window struct {
	months [12][NumActions][]int32
	sums   [NumActions][]int32
	at     int
}

func newWindow(buurten int) *window {
	w := &window{}
	for a := range w.sums {
		w.sums[a] = make([]int32, buurten)
		for m := range w.months {
			w.months[m][a] = make([]int32, buurten)
		}
	}
	return w
}

// push takes in a month and lets go of the one of a year ago.
func (w *window) push(a *Activity) {
	for i, counts := range a.Actions {
		old, sum := w.months[w.at][i], w.sums[i]
		for b, count := range counts {
			sum[b] += count - old[b]
			old[b] = count
		}
	}
	w.at = (w.at + 1) % len(w.months)
}

func (w *window) reset() {
	for a := range w.sums {
		clear(w.sums[a])
		for m := range w.months {
			clear(w.months[m][a])
		}
	}
	w.at = 0
}

// met says whether a buurt's actions open the inclusion fee.
func (w *window) met(t *InclusionFee, buurt int) bool {
	if t.Condition == NoCondition {
		return true
	}
	some, all := false, true
	for i, least := range t.Actions {
		if least > 0 {
			ok := w.sums[i][buurt] >= least
			some, all = some || ok, all && ok
		}
	}
	if t.Condition == AllActions {
		return all
	}
	return some
}
