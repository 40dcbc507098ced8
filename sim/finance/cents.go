package finance

import "math"

// Cents is an amount of money in integer euro cents, at constant prices.
type Cents int64

// Euro turns an amount in euro into cents, rounding half away from zero.
// It panics on NaN and on amounts that 64 bits cannot hold: the reader of a
// file refuses those before.
func Euro(x float64) Cents {
	c := math.Round(x * 100)
	if !(math.Abs(c) < 1<<63) {
		panic("finance: amount is not a number of cents")
	}
	return Cents(c)
}

// Euro returns the amount in euro, for tables and figures.
func (c Cents) Euro() float64 { return float64(c) / 100 }

// Split divides an amount over parties in proportion to their shares, by
// largest remainder: everyone gets the whole cents of the exact part, and the
// cents that are left go one by one to the largest remainders, the first of
// equals first. The parts always sum to the amount. A negative amount is split
// as its mirror image.
//
// Shares need not sum to one; only their proportion counts. Split panics when
// a share is negative or not a number, or when none is positive.
func Split(amount Cents, shares []float64) []Cents {
	parts := make([]Cents, len(shares))
	SplitInto(parts, amount, shares)
	return parts
}

// SplitInto is [Split] into dst, without allocation. It panics when the lengths differ.
func SplitInto(dst []Cents, amount Cents, shares []float64) {
	apportion(dst, amount, amount, nil, shares)
}

// apportion divides pay over dst so that what everyone has had so far, had[i] +
// dst[i], comes as near as whole cents allow to the share of the whole; whole is
// the sum of all that was ever divided, pay included. With no history (had nil)
// this is a largest-remainder split. No part has the opposite sign of pay.
func apportion(dst []Cents, pay, whole Cents, had []Cents, shares []float64) {
	if len(dst) != len(shares) {
		panic("finance: split into a slice of another length")
	}
	sum := 0.0
	for _, s := range shares {
		if !(s >= 0) || math.IsInf(s, 1) {
			panic("finance: share is negative or not a number")
		}
		sum += s
	}
	if sum <= 0 {
		panic("finance: no positive share to split over")
	}
	if math.IsInf(sum, 1) {
		panic("finance: shares too large to add")
	}
	sign := Cents(1)
	if pay < 0 {
		sign = -1
	}
	pay, whole = sign*pay, sign*whole
	var few [2][512]float64 // on the stack, so that a usual division allocates nothing
	quotas, gaps := few[0][:], few[1][:]
	if len(dst) > len(few[0]) {
		quotas, gaps = make([]float64, len(dst)), make([]float64, len(dst))
	}
	quotas, gaps = quotas[:len(dst)], gaps[:len(dst)]
	left := pay
	for i := range dst {
		q := float64(float64(whole) * (shares[i] / sum))
		if had != nil {
			q -= float64(sign * had[i])
		}
		quotas[i] = q
		dst[i] = max(0, Cents(math.Floor(q)))
		left -= dst[i]
	}
	// The cents that are left go to the first part that falls furthest short of its
	// quota; a part without a share never gets one. What was given too much is taken
	// from the first part that exceeds its quota most and has a cent.
	gap := func(i int) float64 {
		switch {
		case left > 0 && shares[i] > 0:
			return quotas[i] - float64(dst[i])
		case left < 0 && dst[i] > 0:
			return float64(dst[i]) - quotas[i]
		}
		return math.Inf(-1)
	}
	if left != 0 {
		for i := range gaps {
			gaps[i] = gap(i)
		}
	}
	for left != 0 {
		i := largest(gaps)
		if left > 0 {
			dst[i]++
			gaps[i] = gap(i)
			left--
			continue
		}
		dst[i]--
		gaps[i] = gap(i)
		left++
	}
	for i := range dst {
		dst[i] *= sign
	}
}

// largest returns the place of the first largest number.
func largest(x []float64) int {
	best := 0
	most := x[0]
	for i, v := range x {
		if v > most {
			best, most = i, v
		}
	}
	return best
}

// perTwelve turns twelfths of a cent into cents, rounding half away from zero.
func perTwelve(twelfths int64) Cents {
	if twelfths < 0 {
		return -perTwelve(-twelfths)
	}
	return Cents((twelfths + 6) / 12)
}

// Discount returns the factor that brings an amount of the given month, counted
// from 1, to the start of month 1: (1+rate)^−((month−0.5)/12), so that a month's
// money counts as paid in its middle. The rate is per year.
func Discount(rate float64, month int) float64 {
	return math.Pow(1+rate, -(float64(month)-0.5)/12)
}
