package finance

import "slices"

// Settlement is a set of instruments compiled for one region: it turns the
// activity of one month after another into postings. It remembers what was earned
// and paid this calendar year; it is not for use by two goroutines at once.
type Settlement struct {
	ledger   *Ledger
	first    Month // calendar month of ledger month 0
	next     int   // ledger month that comes next; −1 before the first
	buurten  int
	terms    []terms // in the order of settlement
	accounts []account
	actions  window
	received Received

	heads   []float64 // scratch: weights of a floor
	weights []float64 // scratch: weights of a capped payment
	pay     []Cents   // scratch: what each cell is paid this month
}

// terms is one instrument with its place in the books.
type terms struct {
	Instrument
	account  int
	shares   []float64 // of a regional convention
	parts    []int     // for each share, its number among the account's parts
	startup  bool      // pays the start-up amount in its first month
	services []Service
}

// account is what one name has earned and been paid this calendar year, in cells:
// a buurt, a service in a buurt, or the region as a whole.
type account struct {
	name     string
	cells    int
	year     int     // calendar year of what follows
	months   int64   // months the instrument was active this year
	capped   int64   // twelfths of cents that the cap has opened to, with pace ByMonth
	floor    int64   // twelfths of cents of the floor so far
	earned   []int64 // twelfths of cents, by cell
	paid     []Cents // by cell
	units    [NumServices]int64
	lines    []int // payer → payee, by receipt
	ownShare int   // citizen → payee
	startup  int
	receipts int // place of the account's first receipt
	parts    []part
	terms    int   // terms that were last in force, for the parts
	whole    Cents // paid since parts were last set to nothing
	had      []Cents
	dst      []Cents
}

// part is where one share of a regional convention goes.
type part struct {
	to     Party
	reason Reason
	line   int // payee → to, or −1 when it stays with the payee
}

// Received is what payees received in one month, in a fixed order. It belongs to
// the settlement and is overwritten by the next month.
type Received struct {
	Receipts []Receipt
}

// Receipt is what one instrument brought one payee for one reason in a month.
type Receipt struct {
	Instrument string
	To         Party
	Reason     Reason
	Total      Cents   // own shares included, start-up amounts included
	ByBuurt    []Cents // sums to Total; nil when the instrument pays the region as a whole
	Unpaid     Cents   // earned in the calendar year so far and not paid because of a cap
}

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

// Compile checks the instruments and registers their lines in the ledger, whose
// month 0 is calendar month first. The error is of type [Problems].
func Compile(instruments []Instrument, first Month, buurten int, ledger *Ledger) (*Settlement, error) {
	if problems := Validate(instruments); len(problems) > 0 {
		return nil, problems
	}
	s := &Settlement{ledger: ledger, first: first, next: -1, buurten: buurten, heads: make([]float64, buurten)}
	widest := 1
	for _, instrument := range inOrder(instruments) {
		last := len(s.accounts) - 1
		known := last >= 0 && s.accounts[last].name == instrument.Name
		if !known {
			last++
			s.accounts = append(s.accounts, account{name: instrument.Name})
		}
		t := terms{Instrument: instrument, account: last, startup: !known}
		s.open(&s.accounts[last], &t)
		s.terms = append(s.terms, t)
		widest = max(widest, s.accounts[last].cells)
	}
	s.weights, s.pay = make([]float64, widest), make([]Cents, widest)
	s.place()
	s.actions = newWindow(buurten)
	s.Reset()
	return s, nil
}

// open registers the lines of one set of terms and the size of its account.
func (s *Settlement) open(a *account, t *terms) {
	line := func(from, to Party, reason Reason, timing Timing) int {
		return s.ledger.Line(Line{From: from, To: to, Instrument: t.Name, Plan: t.Plan, Reason: reason, Timing: timing})
	}
	switch x := t.Terms.(type) {
	case FeeForService:
		t.services = s.openServices(a, t, x.Services)
	case ConventionServices:
		t.services = s.openServices(a, t, x.Services)
	case GMDFee:
		a.cells, a.lines = s.buurten, []int{line(t.Payer, t.Payee, ForGMD, t.Timing)}
	case InclusionFee:
		a.cells, a.lines = s.buurten, []int{line(t.Payer, t.Payee, ForInclusion, t.Timing)}
	case PopulationBudget:
		a.cells, a.lines = s.buurten, []int{line(t.Payer, t.Payee, ForPopulation, t.Timing)}
	case FixedBudget:
		a.cells, a.lines = 1, []int{line(t.Payer, t.Payee, x.Reason, t.Timing)}
		if x.Startup > 0 && t.startup {
			a.startup = line(t.Payer, t.Payee, ForStartup, OneOff)
		}
	case RegionalConvention:
		a.cells, a.lines = 1, []int{line(t.Payer, t.Payee, ForConvention, t.Timing)}
		for _, share := range x.Split {
			t.shares = append(t.shares, share.Share)
			p := part{to: share.To, reason: share.Reason, line: -1}
			if share.To != t.Payee {
				p.line = line(t.Payee, share.To, share.Reason, t.Timing)
			}
			if !slices.Contains(a.parts, p) {
				a.parts = append(a.parts, p)
			}
			t.parts = append(t.parts, slices.Index(a.parts, p))
		}
	}
}
