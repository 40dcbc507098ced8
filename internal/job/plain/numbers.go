package plain

import (
	"math"
	"strconv"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
)

// Rounded keeps three digits.
func Rounded(x float64) float64 {
	size := math.Pow(10, math.Floor(math.Log10(max(math.Abs(x), 1)))-2)
	return math.Round(x/size) * size
}

// DecimalsOf is how many decimals a number needs, four at most.
func DecimalsOf(x float64) int {
	_, digits, _ := strings.Cut(strconv.FormatFloat(math.Round(x*1e4)/1e4, 'f', -1, 64), ".")
	return len(digits)
}

// Scale is the factor from stored shares to what is shown.
func Scale(i *outputs.Indicator) float64 {
	if i.IsShare() {
		return 100
	}
	return 1
}

// Significant writes a number with the decimals that its tolerance asks.
func Significant(w *words.Words, x, tolerance float64) string {
	d := 0
	if tolerance > 0 {
		d = max(0, 1-int(math.Floor(math.Log10(tolerance))))
	}
	return w.Number(x, min(d, 5))
}
