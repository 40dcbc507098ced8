package calibrate

import "fmt"

// Mistake is a number that an observation cannot have.
type Mistake struct {
	Code   string  // one of the constants below; who speaks to a reader gives it words
	Number float64 // the number that is wrong
}

// What can be wrong with an observation.
const (
	NotFinite             = "not_finite"
	ObservedNotPositive   = "observed_not_positive"
	UncertaintyNotAbove0  = "uncertainty_not_above_0"
	CountNotWhole         = "count_not_whole"
	TrialsNotWhole        = "trials_not_whole"
	CountOverTrials       = "count_over_trials"
	ExposureNotAbove0     = "exposure_not_above_0"
	SizeNotAbove0         = "size_not_above_0"
	SharesTooFew          = "shares_too_few"
	ShareNotAbove0        = "share_not_above_0"
	SharesNotOne          = "shares_not_one"
	ConcentrationNotAbove = "concentration_not_above_0"
)

func (m *Mistake) Error() string {
	text := "cannot be"
	switch m.Code {
	case NotFinite:
		text = "a number that is observed is finite"
	case ObservedNotPositive:
		text = "what is observed with a lognormal uncertainty lies above 0"
	case UncertaintyNotAbove0:
		text = "the uncertainty of an observation lies above 0"
	case CountNotWhole:
		text = "a count is whole and not below 0"
	case TrialsNotWhole:
		text = "the number that was looked at is whole and above 0"
	case CountOverTrials:
		text = "no more can be counted than were looked at"
	case ExposureNotAbove0:
		text = "what a rate is counted over lies above 0"
	case SizeNotAbove0:
		text = "the size of a negative binomial count lies above 0"
	case SharesTooFew:
		text = "a whole has at least two shares"
	case ShareNotAbove0:
		text = "each share lies above 0"
	case SharesNotOne:
		text = "the shares of a whole add up to 1"
	case ConcentrationNotAbove:
		text = "the concentration of shares lies above 0"
	}
	return fmt.Sprintf("%s (%g)", text, m.Number)
}

// above0 is whether x is a finite number above 0.
func above0(x float64) bool { return finite(x) && x > 0 }

func finite(x float64) bool { return x-x == 0 }
