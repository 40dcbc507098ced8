package outputs

import (
	"math"

	"piramide/internal/words"
)

// Shape writes the numbers of an indicator in a language, never finer than
// their interval. Shares are shown as percentages.
type Shape struct {
	Indicator *Indicator
	Words     *words.Words
}

// Value writes a level, with the digits its own interval supports.
func (s Shape) Value(e Estimate) string {
	return s.number(e.Middle(), s.Digits(e), s.Words.Number)
}

// Level writes the middle of a plan's own value, its interval and its
// Monte-Carlo error.
func (s Shape) Level(e Estimate) (middle, low, high, mc string) {
	d := s.Digits(e)
	return s.number(e.Middle(), d, s.Words.Number), s.number(e.Low, d, s.Words.Number), s.number(e.High, d, s.Words.Number),
		s.number(e.SE, max(d, s.digits(2*e.SE)), s.Words.Number)
}

// Difference writes the middle of a difference, its interval and its
// Monte-Carlo error.
func (s Shape) Difference(e Estimate) (middle, low, high, mc string) {
	d := s.Digits(e)
	return s.number(e.Middle(), d, s.Words.Signed), s.number(e.Low, d, s.Words.Signed), s.number(e.High, d, s.Words.Signed),
		s.number(e.SE, max(d, s.digits(2*e.SE)), s.Words.Number)
}

// Digits is how many decimals the interval of an estimate supports: steps of at
// least a twelfth of its width, so that a value, a difference and its limits can
// be added up by a reader. Negative is tens.
func (s Shape) Digits(e Estimate) int { return s.digits(e.High - e.Low) }

func (s Shape) digits(width float64) int {
	most := s.Indicator.Decimals
	width *= s.scale()
	if width == 0 || math.IsNaN(width) || math.IsInf(width, 0) {
		return most
	}
	d := int(math.Ceil(-math.Log10(width / 12)))
	return min(d, most)
}

func (s Shape) scale() float64 {
	if s.Indicator.IsShare() {
		return 100
	}
	return 1
}

func (s Shape) number(x float64, decimals int, write func(float64, int) string) string {
	if math.IsInf(x, 0) {
		return s.Words.Say("compare.unbounded")
	}
	x *= s.scale()
	if decimals < 0 {
		unit := math.Pow(10, float64(-decimals))
		x = math.Round(x/unit) * unit
	}
	return write(x, max(decimals, 0))
}
