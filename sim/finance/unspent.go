package finance

// UnspentRule says what happens at the end of a calendar year with money of an
// instrument that whoever holds it has not spent.
//
// The user documents are silent on it. The note gives its budgets a use: "geen
// blanco cheque maar een budget voor acties" (user document 000, section 2), a
// regional budget "via een conventie" and a budget that is applied to staff (section
// 4); the 2016 guide lets a project keep what it gains, not what it did not do
// ("herinvesteren van efficiëntiewinsten", user document 003). So what was not spent
// on its use goes back to who paid, which is the first reading here; the other one is
// a named option. Budgets are inclusion fee, population budget, regional convention,
// fixed budget and, in the hands of teams, coaches and pool, a bundle: there it pays
// their work and is no margin.
type UnspentRule uint8

// With Return it goes back to the payer, with several payers in proportion to what
// each put in. With Keep it stays with its holder, who may spend it in a later year.
const (
	Return UnspentRule = iota
	Keep
)

var unspentIDs = []string{"return", "keep"}

// ParseUnspent finds a rule by id; false when there is none.
func ParseUnspent(id string) (UnspentRule, bool) {
	i, known := find(id, unspentIDs)
	return UnspentRule(i), known
}

// String returns return or keep.
func (u UnspentRule) String() string { return name("unspent", int(u), unspentIDs) }

// Purse is the account of who holds posts for the region: care coaches, the pool of
// case managers, population managers. Its sources are payers by instrument; what is
// left at the end of a year is divided over them. The holder's own money (gains,
// advances, what it may keep) has no source.
type Purse struct {
	balance Cents
	from    []Cents // what each source put in since the last division; the last one is the holder's own
	weights []float64
	parts   []Cents
}

// NewPurse opens an empty account with so many sources.
func NewPurse(sources int) *Purse {
	n := sources + 1
	return &Purse{from: make([]Cents, n), weights: make([]float64, n), parts: make([]Cents, n)}
}

// Own is the source of a holder's own money.
func (p *Purse) Own() int { return len(p.from) - 1 }

// Balance is what the holder has.
func (p *Purse) Balance() Cents { return p.balance }

// Earn books what a source pays.
func (p *Purse) Earn(source int, amount Cents) {
	p.balance += amount
	p.from[source] += amount
}

// TakeBack books a loss or an advance that goes back; own money goes first.
func (p *Purse) TakeBack(amount Cents) {
	p.balance -= amount
	p.from[p.Own()] = max(0, p.from[p.Own()]-amount)
}

// Spend books what the holder spends, also what it does not hold.
func (p *Purse) Spend(amount Cents) { p.balance -= amount }

// TopUp brings an account in the red to nothing and returns what that takes.
func (p *Purse) TopUp() Cents {
	lack := max(0, -p.balance)
	p.balance += lack
	return lack
}

// Close ends a year. What is left is whose money it was, in proportion to what each
// source put in, by largest remainder; the parts that go back are in back, by source.
// What a source lets the holder keep becomes its own. reserve, such as an advance
// that is still owed, stays whatever it is.
func (p *Purse) Close(reserve Cents, keeps func(source int) bool, back []Cents) {
	clear(back)
	some := false
	for k, cents := range p.from {
		p.weights[k] = float64(max(0, cents))
		some = some || cents > 0
	}
	left := max(0, p.balance)
	clear(p.from)
	own := p.Own()
	if !some {
		p.from[own] = left
		return
	}
	SplitInto(p.parts, left, p.weights)
	free := max(0, left-reserve)
	for k, cents := range p.parts[:own] {
		if !keeps(k) {
			back[k] = min(cents, free)
			free -= back[k]
			p.balance -= back[k]
			cents -= back[k]
		}
		p.from[own] += cents
	}
	p.from[own] += p.parts[own]
}
