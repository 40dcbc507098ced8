package finance

import "slices"

// Settlement is a set of instruments compiled for one region: it turns the
// activity of one month after another into postings. It remembers what was earned
// and paid this calendar year, so it must not be used by two goroutines at once.
type Settlement struct {
	ledger   *Ledger
	first    Month // calendar month of ledger month 0
	next     int   // ledger month that must come next; −1 before the first
	buurten  int
	terms    []terms // in the order of settlement
	accounts []account
	books    []*book // of the instruments that settle yearly
	actions  *window
	instead  []instead
	received Received
	measured func(i Indicator, from, to int) (float64, bool) // of the last activity

	citizen, payer [NumServices][]Cents // fees of the month, without what is paid instead
	left           [NumServices]struct{ citizen, payer []Cents }

	weights []float64         // scratch: weights of a division over cells
	pay     []Cents           // scratch: what each cell is paid this month
	extra   []Cents           // scratch: what a floor adds, by buurt
	means   [NumParties]Cents // scratch: what parties can pay back this month
}

// terms is one instrument with its place in the books.
type terms struct {
	Instrument
	account  int
	book     *book // of an instrument that settles yearly; kept once a month, at its first terms
	startup  Cents
	services []ServiceFee
	cells    []int                     // for each service, its place in the account
	perClass [NumAgeGroups][2][2]Cents // of a capitation, per head-year
	closes   Month                     // first month without the instrument, other terms included; 0 means never
	shares   []float64                 // of a regional convention or bundle
	parts    []int                     // for each share, its place in the account
	had      []Cents                   // for each share, what it got since whole was nothing
	part     []Cents                   // scratch
	whole    Cents                     // what the shares divided this calendar year
	year     int
}

// account is what one name has earned and been paid this calendar year. Its cells
// are the buurten, for each service the buurten, or the region as a whole.
type account struct {
	name     string
	services []Service
	parts    []part
	pool     *pool    // of a pooled budget
	advance  *advance // of a prefinancing
	lines    []int    // payer → payee: for each service, or one; a capitation's premium; a pool's sources; an advance's return
	ownShare int      // citizen → payee
	startup  int
	receipt  int // place of its first receipt

	year   int
	opened int64   // twelfths of cents that the cap has opened to, with pace ByMonth
	floor  int64   // twelfths of cents guaranteed so far
	earned []int64 // twelfths of cents, by cell
	paid   []Cents // by cell
	units  [NumServices]int64
}

// part is where a share of a regional convention goes.
type part struct {
	to     Party
	reason Reason
	line   int // payee → to; −1 when it stays with the payee
}

// Compile checks the instruments and registers their lines in the ledger, whose
// month 0 is calendar month first. The error is of type [Problems].
func Compile(instruments []Instrument, first Month, buurten int, ledger *Ledger) (*Settlement, error) {
	if problems := Validate(instruments, first); len(problems) > 0 {
		return nil, problems
	}
	s := &Settlement{ledger: ledger, first: first, buurten: buurten, actions: newWindow(buurten)}
	for _, instrument := range inOrder(instruments) {
		last := len(s.accounts) - 1
		known := last >= 0 && s.accounts[last].name == instrument.Name
		if !known {
			last++
			s.accounts = append(s.accounts, account{name: instrument.Name})
		}
		s.terms = append(s.terms, s.open(&s.accounts[last], instrument, last, !known))
	}
	for i := range s.terms {
		t := &s.terms[i]
		if next := i + 1; next == len(s.terms) || s.terms[next].account != t.account || s.terms[next].Start != t.End {
			t.closes = t.End
		}
	}
	s.replace()
	s.place()
	s.Reset()
	return s, nil
}

// open registers the lines of one set of terms.
func (s *Settlement) open(a *account, i Instrument, number int, first bool) terms {
	line := func(from, to Party, reason Reason, timing Timing) int {
		return s.ledger.Line(Line{From: from, To: to, Instrument: i.Name, Plan: i.Plan, Reason: reason, Timing: timing})
	}
	t := terms{Instrument: i, account: number}
	if y, ok := yearlyTerms(i); ok {
		if first {
			s.books = append(s.books, &book{})
		}
		t.book = s.books[len(s.books)-1]
		s.openBook(t.book, y)
		return t
	}
	switch x := i.Terms.(type) {
	case FeeForService:
		t.services = x.Services
	case ConventionServices:
		t.services = x.Services
	case GMDFee:
		a.lines = []int{line(i.Payer, i.Payee, ForGMD, i.Timing)}
	case InclusionFee:
		a.lines = []int{line(i.Payer, i.Payee, ForInclusion, i.Timing)}
	case PopulationBudget:
		a.lines = []int{line(i.Payer, i.Payee, ForPopulation, i.Timing)}
	case FixedBudget:
		a.lines = []int{line(i.Payer, i.Payee, x.Reason, i.Timing)}
		if first && x.Startup > 0 {
			t.startup = x.Startup
			a.startup = line(i.Payer, i.Payee, ForStartup, OneOff)
		}
	case RegionalConvention:
		a.lines = []int{line(i.Payer, i.Payee, ForConvention, i.Timing)}
		t.passOn(a, x.Split, line)
	case Capitation:
		a.lines = append(a.lines[:0], line(i.Payer, i.Payee, ForCapitation, i.Timing), line(i.Payer, i.Payee, ForPremium, i.Timing))
		for g := range t.perClass {
			for chronic := range 2 {
				for vt := range 2 {
					t.perClass[g][chronic][vt] = x.Amount(AgeGroup(g), chronic == 1, vt == 1)
				}
			}
		}
	case Bundle:
		a.lines = []int{line(i.Payer, i.Payee, ForBundle, i.Timing)}
		rest := 1.0
		for _, share := range x.Split {
			rest -= share.Share
		}
		if rest < 1e-9 {
			rest = 0
		}
		t.passOn(a, append(slices.Clone(x.Split), Share{i.Payee, ForBundle, rest}), line)
	case PooledBudget:
		if first {
			s.openPool(a, &i, &x, line)
		}
	case Prefinancing:
		a.lines = []int{line(i.Payer, i.Payee, ForAdvance, OneOff), line(i.Payee, i.Payer, ForRecouped, OneOff)}
		if first {
			a.advance = &advance{start: i.Start}
		}
	}
	for _, fee := range t.services {
		if !slices.Contains(a.services, fee.Service) {
			a.services = append(a.services, fee.Service)
			a.lines = append(a.lines, line(i.Payer, i.Payee, fee.Service.Reason(), i.Timing))
		}
		t.cells = append(t.cells, slices.Index(a.services, fee.Service))
		a.ownShare = line(Citizen, i.Payee, ForOwnShare, i.Timing)
	}
	return t
}

// passOn registers the lines on which the payee passes parts on.
func (t *terms) passOn(a *account, split []Share, line func(from, to Party, reason Reason, timing Timing) int) {
	for _, share := range split {
		p := part{share.To, share.Reason, -1}
		if share.To != t.Payee {
			p.line = line(t.Payee, share.To, share.Reason, t.Timing)
		}
		if !slices.Contains(a.parts, p) {
			a.parts = append(a.parts, p)
		}
		t.shares = append(t.shares, share.Share)
		t.parts = append(t.parts, slices.Index(a.parts, p))
	}
	t.had, t.part = make([]Cents, len(t.shares)), make([]Cents, len(t.shares))
}

// place gives every account its cells and receipts, and the settlement its scratch space.
func (s *Settlement) place() {
	widest := max(NumParties, s.buurten) // a year is divided over parties
	for n := range s.accounts {
		a := &s.accounts[n]
		t := s.termsOf(n)
		a.receipt = len(s.received.Receipts)
		add := func(to Party, reason Reason, byBuurt bool) {
			r := Receipt{Instrument: a.name, To: to, Reason: reason}
			if byBuurt {
				r.ByBuurt = make([]Cents, s.buurten)
			}
			s.received.Receipts = append(s.received.Receipts, r)
		}
		if t.book != nil {
			s.placeBook(t.book)
			continue
		}
		cells := s.buurten
		switch t.Kind() {
		case KindFeeForService, KindConventionServices:
			cells = len(a.services) * s.buurten
			for _, service := range a.services {
				add(t.Payee, service.Reason(), true)
			}
		case KindRegionalConvention:
			cells = 1
			for _, p := range a.parts {
				add(p.to, p.reason, false)
			}
		case KindBundle:
			for _, p := range a.parts {
				add(p.to, p.reason, p.reason == ForBundle)
			}
		case KindCapitation:
			cells = s.buurten + 1
			add(t.Payee, ForCapitation, true)
			add(t.Payee, ForPremium, false)
		case KindPooledBudget:
			x := t.Terms.(PooledBudget)
			cells = len(x.Sources)
			add(t.Payee, ForPool, false)
			for _, u := range x.Uses {
				add(u.To, u.Reason, false)
			}
			widest = max(widest, len(x.Uses))
		case KindPrefinancing:
			cells = 1
			add(t.Payee, ForAdvance, false)
			add(t.Payee, ForRecouped, false)
		case KindFixedBudget:
			cells = 1
			add(t.Payee, s.ledger.lines[a.lines[0]].Reason, false)
			if t.startup > 0 {
				add(t.Payee, ForStartup, false)
			}
		default:
			add(t.Payee, s.ledger.lines[a.lines[0]].Reason, true)
		}
		a.earned, a.paid = make([]int64, cells), make([]Cents, cells)
		widest = max(widest, cells)
	}
	for n := range s.accounts {
		if v := s.accounts[n].advance; v != nil {
			v.from, v.to = s.receipts(s.termsOf(n).Terms.(Prefinancing).From)
		}
	}
	s.weights, s.pay, s.extra = make([]float64, widest), make([]Cents, widest), make([]Cents, s.buurten)
}

// receipts returns the range of the receipts of an instrument, empty for none.
func (s *Settlement) receipts(name string) (from, to int) {
	for i := range s.received.Receipts {
		if s.received.Receipts[i].Instrument == name {
			if to == 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

// termsOf returns the first terms of an account.
func (s *Settlement) termsOf(account int) *terms {
	return &s.terms[slices.IndexFunc(s.terms, func(t terms) bool { return t.account == account })]
}

// Reset forgets all months, for the next cell of an experiment; the ledger is reset by its owner.
func (s *Settlement) Reset() {
	s.next = -1
	s.actions.reset()
	s.received.reset()
	for _, b := range s.books {
		b.reset()
	}
	clear(s.received.Owed[:])
	for i := range s.accounts {
		a := &s.accounts[i]
		a.begin(-1)
		if a.pool != nil {
			a.pool.reset()
		}
		if a.advance != nil {
			t := s.termsOf(i)
			x := t.Terms.(Prefinancing)
			a.advance.begin(&x, s.first)
			s.received.Owed[t.Payee] += a.advance.paid - a.advance.back
		}
	}
	for i := range s.terms {
		s.terms[i].begin(-1)
	}
}

// begin opens a calendar year: what was not paid in the last one lapses.
func (a *account) begin(year int) {
	a.year, a.opened, a.floor = year, 0, 0
	clear(a.earned)
	clear(a.paid)
	clear(a.units[:])
	if a.pool != nil {
		a.pool.beginYear()
	}
}

func (t *terms) begin(year int) {
	t.year, t.whole = year, 0
	clear(t.had)
}

// Tariff returns the tariff of a service in a ledger month, for [OwnShare]; false
// when no instrument pays the service.
func (s *Settlement) Tariff(service Service, month int) (Tariff, bool) {
	for i := range s.terms {
		if t := &s.terms[i]; t.active(s.first + Month(month)) {
			for _, fee := range t.services {
				if fee.Service == service {
					return fee.Tariff, true
				}
			}
		}
	}
	return Tariff{}, false
}

// Room returns what an instrument can still pay in a ledger month that is to be
// settled next, so that a service can stop when its money is gone; false when the
// instrument is not active or has no cap.
func (s *Settlement) Room(instrument string, month int) (Cents, bool) {
	calendar := s.first + Month(month)
	for i := range s.terms {
		t := &s.terms[i]
		if t.Name != instrument || !t.active(calendar) || t.Cap == 0 {
			continue
		}
		a, opened, paid := &s.accounts[t.account], int64(0), Cents(0)
		if a.year == calendar.Year() {
			opened = a.opened
			for _, p := range a.paid {
				paid += p
			}
		}
		if t.CapBy == ByYear {
			return max(0, t.Cap-paid), true
		}
		return max(0, perTwelve(opened+int64(t.Cap))-paid), true
	}
	return 0, false
}
