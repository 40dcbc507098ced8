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
	return s.number(e.Middle(), d, s.Words.Number), s.number(e.Low, d, s.Words.Number), s.number(e.High, d, s.Words.Number), s.error(e, d)
}

// Difference writes the middle of a difference, its interval and its Monte-Carlo error.
// A difference of less than a step of the last decimal is not written as zero, which
// only what is the same in every simulation is: its middle reads < 0,01, and limits
// that would both read 0,00 are rounded away from each other.
func (s Shape) Difference(e Estimate) (middle, low, high, mc string) {
	d := s.Digits(e)
	step := s.step(d)
	middle = s.number(e.Middle(), d, s.Words.Signed)
	if e.High-e.Low < 12*step && s.vanishes(e.Middle(), d) { // a wider interval asks for no finer middle
		middle = s.below(d)
	}
	if e.differs() && max(math.Abs(e.Low), math.Abs(e.High)) < step/2 {
		e.Low, e.High = math.Floor(e.Low/step)*step, math.Ceil(e.High/step)*step
	}
	return middle, s.number(e.Low, d, s.Words.Signed), s.number(e.High, d, s.Words.Signed), s.error(e, d)
}

// error writes the Monte-Carlo error, with d decimals or more.
func (s Shape) error(e Estimate, d int) string {
	if d = max(d, s.digits(2*e.SE)); s.vanishes(e.SE, d) {
		return s.below(d)
	}
	return s.number(e.SE, d, s.Words.Number)
}

// step is the step of the last decimal, in stored units.
func (s Shape) step(decimals int) float64 { return math.Pow(10, float64(-decimals)) / s.scale() }

// vanishes says whether x is not nothing and would read as nothing.
func (s Shape) vanishes(x float64, decimals int) bool {
	return x != 0 && math.Abs(x) < s.step(decimals)/2
}

// below writes that something is less than a step of the last decimal.
func (s Shape) below(decimals int) string {
	return s.Words.Say("compare.below", "value", s.number(s.step(decimals), decimals, s.Words.Number))
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
