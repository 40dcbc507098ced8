package words

import (
	"math"
	"strconv"

	"golang.org/x/text/number"
)

const (
	noBreak = "\u00a0" // keeps a number and its sign on one line
	minus   = "\u2212" // the typographic minus, as wide as a plus
	nothing = "\u2013" // shown for a number that does not exist (NaN, infinite)
)

// Number writes x with a fixed number of decimals: 1.234,5 (nl), 1 234,5 (fr),
// 1,234.5 (en). What rounds to zero carries no sign.
func (w *Words) Number(x float64, decimals int) string {
	sign, digits := w.split(x, decimals)
	return sign + digits
}

// Signed writes a difference: like Number, with a plus before what is positive.
func (w *Words) Signed(x float64, decimals int) string {
	sign, digits := w.split(x, decimals)
	if sign == "" && x > 0 && !math.IsInf(x, 0) && !isZero(x, decimals) {
		sign = "+"
	}
	return sign + digits
}

// Percent writes a share between 0 and 1: 40 % (nl, fr), 40% (en).
func (w *Words) Percent(share float64, decimals int) string {
	sign, digits := w.split(share*100, decimals)
	if digits == nothing {
		return nothing
	}
	if w.lang == "en" {
		return sign + digits + "%"
	}
	return sign + digits + noBreak + "%"
}

// Short writes a number with the decimals it needs, four at most: 0,5.
func (w *Words) Short(x float64) string { return w.Number(x, needed(x)) }

// Share writes a share between 0 and 1 with the decimals it needs, two at most:
// 40 %, 12,5 %.
func (w *Words) Share(share float64) string { return w.Percent(share, min(needed(share*100), 2)) }

// needed is how many decimals, four at most, x needs.
func needed(x float64) int {
	d := 0
	for d < 4 && math.Abs(x-math.Round(x*math.Pow10(d))/math.Pow10(d)) > 1e-9*math.Abs(x) {
		d++
	}
	return d
}

// Euro writes an amount in euros: € 1.234,50 (nl), 1 234,50 € (fr), €1,234.50 (en).
func (w *Words) Euro(x float64, decimals int) string {
	sign, digits := w.split(x, decimals)
	switch {
	case digits == nothing:
		return nothing
	case w.lang == "fr":
		return sign + digits + noBreak + "€"
	case w.lang == "en":
		return sign + "€" + digits
	default:
		return "€" + noBreak + sign + digits
	}
}

// Years writes calendar years, as 2027–2031, and one year as 2027.
func Years(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return strconv.Itoa(first) + "–" + strconv.Itoa(last)
}

// Month writes a calendar month: januari 2027, janvier 2027, January 2027.
func (w *Words) Month(year, month int) string {
	return w.Say("date.month", "name", w.monthName(month), "year", year)
}

// Date writes a calendar day: 1 januari 2027, 1er janvier 2027, 1 January 2027.
func (w *Words) Date(year, month, day int) string {
	id := "date.day"
	if day == 1 {
		id = "date.first_day"
	}
	return w.Say(id, "day", day, "name", w.monthName(month), "year", year)
}

func (w *Words) monthName(month int) string {
	return w.Say("date.name.m" + strconv.Itoa(month))
}

// split rounds |x| to the decimals and writes it in the language, with its sign apart.
func (w *Words) split(x float64, decimals int) (sign, digits string) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "", nothing
	}
	if x < 0 && !isZero(x, decimals) {
		sign = minus
	}
	return sign, w.printer.Sprint(number.Decimal(math.Abs(x), number.Scale(decimals)))
}

// isZero reports whether x shows as zero with these decimals.
func isZero(x float64, decimals int) bool {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', decimals, 64), 64)
	return err == nil && rounded == 0
}
