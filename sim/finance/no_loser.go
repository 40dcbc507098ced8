package finance

import "math/bits"

// SidePayment is what one party gives another so that nobody loses. From and To are
// places in the list that [NoLoser] was given.
type SidePayment struct {
	From, To int
	Amount   Cents
}

// NoLoser finds the smallest side payments after which no party is worse off. net is
// what each party gains (above 0) or loses against the plan it is compared with.
//
// The smallest total is the sum of the losses: less leaves a loser, more is not
// needed. So the linear programme "minimise what is paid, such that nobody ends
// below 0" has a closed form, which is exact in cents. Among the many ways to reach
// that total, who gains gives in proportion to the gain (largest remainder, the
// first of equals first), and the payments follow the order of the list, so that
// there is at least one fewer of them than there are parties concerned.
//
// When the losses exceed the gains no side payment can help: short is what is
// missing, and there are no payments.
//
// NoLoser panics when gains or losses overflow 64 bits.
func NoLoser(net []Cents) (payments []SidePayment, short Cents) {
	var gains, losses Cents
	for _, x := range net {
		if x > 0 {
			gains += x
		} else {
			losses -= x
		}
		if gains < 0 || losses < 0 {
			panic("finance: gains or losses overflow")
		}
	}
	if losses > gains {
		return nil, losses - gains
	}
	if losses == 0 {
		return nil, 0
	}
	give := contributions(net, losses, gains)
	from := 0
	for to, x := range net {
		for need := -x; need > 0; {
			for give[from] == 0 {
				from++
			}
			amount := min(need, give[from])
			payments = append(payments, SidePayment{from, to, amount})
			give[from] -= amount
			need -= amount
		}
	}
	return payments, 0
}

// contributions divides losses over who gains, in proportion and in whole cents;
// nobody gives more than the gain. It is exact where [Split] goes through floats.
func contributions(net []Cents, losses, gains Cents) []Cents {
	give, rest := make([]Cents, len(net)), make([]uint64, len(net))
	left := losses
	for i, x := range net {
		if x <= 0 {
			continue
		}
		hi, lo := bits.Mul64(uint64(losses), uint64(x))
		quotient, remainder := bits.Div64(hi, lo, uint64(gains)) // losses ≤ gains, so it fits
		give[i], rest[i] = Cents(quotient), remainder
		left -= give[i]
	}
	for ; left > 0; left-- {
		best := -1
		for i, r := range rest {
			if r > 0 && (best < 0 || r > rest[best]) {
				best = i
			}
		}
		give[best]++
		rest[best] = 0
	}
	return give
}
