package finance

import "slices"

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
// in the order of settlement. They are copies.
func (s *Settlement) Outcomes() []Outcome {
	var out []Outcome
	for _, b := range s.books {
		for i, o := range b.outcomes {
			if b.years[i].months > 0 {
				out = append(out, o)
			}
		}
	}
	return out
}
