package finance

import "fmt"

// Line is one kind of posting: all that is known of it but month and amount.
type Line struct {
	From, To   Party
	Instrument string // name of the instrument, or of the rule that spends
	Plan       bool   // belongs to the plan's instruments: counts in programme cost
	Reason     Reason
	Timing     Timing
	InKind     bool // work given without money; From is who gives it, To is a sink
}

// Ledger is the double-entry book of a region: an amount per line and month.
// One amount with a From and a To is both sides of an entry, so that over all
// parties every month sums to zero. Lines are registered when the run is
// compiled; after [Ledger.Freeze] a posting is an addition into an array.
//
// A negative amount is a correction, and stands for the same amount the other way.
type Ledger struct {
	months  int
	lines   []Line
	index   map[Line]int
	amounts []Cents // line by line, one element per month
	frozen  bool
}

// NewLedger returns an empty ledger for months 0 … months−1.
func NewLedger(months int) *Ledger {
	return &Ledger{months: months, index: make(map[Line]int)}
}

// Line returns the number of a line, registering it at first use. It panics when a
// line pays its own payer or has no reason, when work in kind does not end at a
// sink, and when a new line comes after Freeze.
func (l *Ledger) Line(line Line) int {
	if i, known := l.index[line]; known {
		return i
	}
	switch {
	case l.frozen:
		panic(fmt.Sprintf("finance: new ledger line after Freeze: %+v", line))
	case line.From == line.To || int(max(line.From, line.To)) >= NumParties:
		panic(fmt.Sprintf("finance: ledger line needs two different parties: %+v", line))
	case line.Reason == NoReason || int(line.Reason) >= NumReasons:
		panic(fmt.Sprintf("finance: ledger line without a reason: %+v", line))
	case line.InKind && (line.From.Sink() || !line.To.Sink()):
		panic(fmt.Sprintf("finance: work in kind goes from a party to a sink: %+v", line))
	}
	i := len(l.lines)
	l.index[line] = i
	l.lines = append(l.lines, line)
	l.amounts = append(l.amounts, make([]Cents, l.months)...)
	return i
}

// Freeze ends the registration of lines.
func (l *Ledger) Freeze() { l.frozen = true }

// Lines returns all lines; a line's place is its number. The caller must not change them.
func (l *Ledger) Lines() []Line { return l.lines }

// Months returns the number of months.
func (l *Ledger) Months() int { return l.months }

// Post adds an amount to a line in a month.
func (l *Ledger) Post(line, month int, amount Cents) {
	l.row(line)[month] += amount
}

// Month returns what was posted on a line in a month.
func (l *Ledger) Month(line, month int) Cents { return l.row(line)[month] }

// Total returns what was posted on a line in all months.
func (l *Ledger) Total(line int) Cents { return l.sum(line, 0, l.months) }

// Reset empties the ledger and keeps its lines, for the next cell of an experiment.
func (l *Ledger) Reset() { clear(l.amounts) }

// Add books all of another ledger into this one, as when regions are summed. Lines
// that this ledger does not have are registered. The ledgers must cover the same months.
func (l *Ledger) Add(other *Ledger) {
	if l.months != other.months {
		panic("finance: adding ledgers of different length")
	}
	for i, line := range other.lines {
		row := l.row(l.Line(line))
		for m, amount := range other.row(i) {
			row[m] += amount
		}
	}
}

func (l *Ledger) row(line int) []Cents {
	return l.amounts[line*l.months : (line+1)*l.months : (line+1)*l.months]
}

func (l *Ledger) sum(line, from, to int) Cents {
	var total Cents
	for _, amount := range l.row(line)[from:to] {
		total += amount
	}
	return total
}
