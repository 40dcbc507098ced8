package draw

import "math/bits"

// Odd 64-bit constants without structure: fractional parts of the golden
// ratio and of the square roots of 2, 3 and 7 (digits nobody chose).
const (
	phi   = 0x9e3779b97f4a7c15 // (√5−1)/2
	root2 = 0x6a09e667f3bcc909 // √2−1, last bit set
	root3 = 0xbb67ae8584caa73b // √3−1
	root7 = 0xa54ff53a5f1d36f1 // √7−2
)

// Lasting is the month of a draw that does not depend on time, such as a
// citizen's tier at the start. No calendar month has this value.
const Lasting int32 = -1 << 31

// Word returns the 64 random bits that belong to key, calendar month and
// decision d. It is a pure function; all 64 bits may be used, and bits of one
// word may be shared out among several questions.
//
// Two rounds of a 64×64→128-bit multiplication: the first multiplies the key
// by the spread (month, decision), the second multiplies the two halves of
// that product with each other. Both inputs enter again between the rounds,
// so that no key and no month makes the product vanish.
func Word(key uint64, month int32, d Decision) uint64 { return At(month, d).Word(key) }

// A Moment is a month and a decision, prepared for the words of many keys.
type Moment uint64

// At prepares the words of a month and a decision.
func At(month int32, d Decision) Moment {
	return Moment((uint64(uint32(month))<<32|uint64(d))*phi ^ root3)
}

// Word returns what the function [Word] does for key at this moment.
func (m Moment) Word(key uint64) uint64 {
	a, b := key^root2, uint64(m)
	hi, lo := bits.Mul64(a, b)
	hi, lo = bits.Mul64(lo^a^root7, hi^b)
	return hi ^ lo
}
