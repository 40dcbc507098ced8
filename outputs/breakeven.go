package outputs

import (
	"math"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// BreakEven says when a party is no longer worse off than under the first plan:
// the first month from the end of which its cumulative net position (received −
// paid, undiscounted, less that under the first plan) is at least zero for good.
// It is a distribution over the cells.
type BreakEven struct {
	Cells  int          `json:"cells"`
	Always int          `json:"never_in_the_red"`   // cells in which the position is never negative
	Never  int          `json:"not_within_horizon"` // cells in which it ends negative
	Months []BreakMonth `json:"months,omitempty"`   // the other cells, by calendar month
	// Median is the month that half of the cells have reached, those that never
	// do last; "" when that is no month of the accounts.
	Median string `json:"median,omitempty"`
	Even   bool   `json:"untouched"` // the position is zero in every month of every cell
}

// BreakMonth counts the cells that break even in a calendar month (2031-04).
type BreakMonth struct {
	Month string `json:"month"`
	Cells int    `json:"cells"`
}

// breakEven follows the position of a party in every cell.
func (c *Comparison) breakEven(plan string, party int) BreakEven {
	own, base := c.Result.cells[plan], c.Result.cells[c.Base]
	b := BreakEven{Even: true}
	var at []float64
	for i, s := range own {
		other := base[i]
		if s.net == nil || other.net == nil {
			continue
		}
		more := make([]int64, min(s.cycles, other.cycles))
		for m := range more {
			more[m] = s.net[m*finance.NumParties+party] - other.net[m*finance.NumParties+party]
			b.Even = b.Even && more[m] == 0
		}
		at = append(at, breaksEven(more))
	}
	b.Cells = len(at)
	if b.Cells == 0 {
		return b
	}
	slices.Sort(at)
	name := func(x float64) string {
		return finance.Month(own[0].first + sim.Month(int(x)*12/own[0].perYear)).String()
	}
	for _, x := range at {
		switch n := len(b.Months); {
		case x < 0:
			b.Always++
		case math.IsInf(x, 1):
			b.Never++
		case n > 0 && b.Months[n-1].Month == name(x):
			b.Months[n-1].Cells++
		default:
			b.Months = append(b.Months, BreakMonth{name(x), 1})
		}
	}
	if mid := at[(len(at)-1)/2]; mid >= 0 && !math.IsInf(mid, 1) { // the lower one, so that a cell does break even then
		b.Median = name(mid)
	}
	return b
}

// breaksEven is the place of the month from whose end the sum of a series is at
// least zero for good: −1 when it never was less, +Inf when it ends below.
func breaksEven(series []int64) float64 {
	sum, last := int64(0), -1 // last is the last month that ends below zero
	for m, x := range series {
		if sum += x; sum < 0 {
			last = m
		}
	}
	switch {
	case last < 0:
		return -1
	case last == len(series)-1:
		return math.Inf(1)
	}
	return float64(last + 1)
}
