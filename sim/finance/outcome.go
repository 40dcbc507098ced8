package finance

import (
	"slices"
)

// Outcome is what came of one accounting year of an instrument that settles yearly.
type Outcome struct {
	Instrument string
	Year       int
	Months     int64 // person-months that counted
	Benchmark  Cents
	Actual     Cents
	Score      float64 // of quality, 0 to 1; 0 where it does not count
	Earned     Cents   // bonus above 0, loss below
	Repaid     Cents   // of a bonus, to those who invested
	Verdict    Verdict

	// What is not in the ledger when the accounts end. Unpaid is the part of Earned
	// that is still to be paid: instalments of a bonus above 0, a loss that its parties
	// had no means for below. Accrued is what a Pending year would bring if it were
	// settled as it stands: exact for a year that was lived whole and only waits for its
	// lag, but for quality, which is taken as last measured; a part of a year that was
	// not lived whole.
	Unpaid  Cents
	Accrued Cents
}

// Verdict says how an accounting year ended.
type Verdict uint8

// The verdicts. Pending stands until settlement, and for good when the run ends first.
const (
	Pending Verdict = iota
	NoBenchmark
	NotAccepted // the model of expected cost failed its test
	TooLate     // the data came after the deadline
	NoSaving
	UnderMinimum
	QualityFailed
	Gained
	Lost
)

var verdictIDs = []string{
	"pending", "no_benchmark", "not_accepted", "too_late", "no_saving", "under_minimum", "quality_failed", "gained", "lost",
}

// NumVerdicts is how many verdicts there are.
const NumVerdicts = int(Lost) + 1

// VerdictIDs are the ids of the verdicts, in their order.
func VerdictIDs() []string { return slices.Clone(verdictIDs) }

// String returns the verdict's id.
func (v Verdict) String() string { return name("verdict", int(v), verdictIDs) }

// Outcomes returns the accounting years of every instrument that settles yearly,
// in the order of settlement, as they stand after the last month settled. They are
// copies; nothing is posted.
func (s *Settlement) Outcomes() []Outcome {
	var out []Outcome
	for _, b := range s.books {
		first := len(out)
		base, netted, carried := slices.Clone(b.base), b.netted, b.carried
		for i, o := range b.outcomes {
			y := b.years[i]
			if y.months == 0 {
				continue
			}
			if !y.settled {
				would := o
				y.counted, y.invested = slices.Clone(y.counted), slices.Clone(y.invested)
				s.decide(b, i, &y, &would)
				o.Accrued = would.Earned
			}
			out = append(out, o)
		}
		copy(b.base, base)
		b.netted, b.carried = netted, carried
		b.unpaid(out[first:])
	}
	return out
}

// unpaid lays what a book still owes on its latest years: what was paid, was paid for
// the earlier ones.
func (b *book) unpaid(years []Outcome) {
	var gain, loss Cents
	for k := range b.parts {
		gain += b.parts[k].total - b.parts[k].paid
		loss += b.parts[k].owed
	}
	for i := len(years) - 1; i >= 0; i-- {
		o := &years[i]
		if o.Verdict == Pending {
			continue
		}
		if o.Earned > 0 {
			o.Unpaid = min(gain, o.Earned-o.Repaid)
			gain -= o.Unpaid
		} else {
			back := min(loss, -o.Earned)
			o.Unpaid = -back
			loss -= back
		}
	}
}
