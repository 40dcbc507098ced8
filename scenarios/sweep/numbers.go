package sweep

import (
	"math/bits"
	"sync"

	"piramide/internal/draw"
)

// Direction numbers of the Sobol' sequence. They follow from primitive polynomials over
// the field of two elements, which are computed, and from starting numbers, of which the
// best of some candidates are taken: those whose pairs with the dimensions before fill
// the square most evenly.

// direction is the 32 direction numbers of one dimension, the first bit highest.
type direction [sobolBits]uint32

var known struct {
	sync.Mutex
	all []direction
}

// directions gives those of the first k dimensions; they are found once.
func directions(k int) []direction {
	known.Lock()
	defer known.Unlock()
	for len(known.all) < k {
		known.all = append(known.all, nextDirection(known.all))
	}
	return known.all[:k]
}

// candidates is how many starts are looked at for a dimension, and neighbours with how
// many dimensions before it the pairs are judged. Factors that are varied together are
// few; more looks would change little.
const (
	candidates = 48
	neighbours = 24
)

func nextDirection(before []direction) direction {
	j := len(before)
	if j == 0 {
		var v direction
		for i := range v {
			v[i] = 1 << (sobolBits - 1 - i)
		}
		return v
	}
	poly := primitive(j)
	var best direction
	bestScore := -1
	for c := range candidates {
		v := start(poly, j, c)
		score := 0
		for _, u := range before[max(0, j-neighbours):] {
			if t := quality(&u, &v); t > 0 {
				score += t * t // one bad pair is worse than two fair ones
			}
		}
		if bestScore < 0 || score < bestScore {
			best, bestScore = v, score
		}
	}
	return best
}

// start fills the direction numbers of a polynomial from a candidate's starting numbers:
// odd, and below 2, 4, 8, …
func start(poly uint32, dimension, candidate int) (v direction) {
	s := bits.Len32(poly) - 1
	key := draw.Key(uint64(dimension), uint64(candidate))
	for i := range min(s, sobolBits) {
		m := uint32(draw.Word(key, int32(i), draw.DesignOrder)>>32)&(1<<(i+1)-1) | 1
		v[i] = m << (sobolBits - 1 - i)
	}
	for i := s; i < sobolBits; i++ {
		v[i] = v[i-s] ^ v[i-s]>>s
		for k := 1; k < s; k++ {
			if poly>>(s-k)&1 == 1 {
				v[i] ^= v[i-k]
			}
		}
	}
	return v
}

// netBits is the size of the nets by which pairs are judged: 2¹⁰ points.
const netBits = 10

// quality is the t of the digital net of 2¹⁰ points that two dimensions make: every
// rectangle of area 2^(t−10) with sides of powers of two holds 2^t points. 0 is best.
func quality(a, b *direction) int {
	ra, rb := rows(a), rows(b)
	for rho := netBits; rho > 0; rho-- {
		independent := true
		for d := 0; d <= rho && independent; d++ {
			independent = rank(ra[:d], rb[:rho-d]) == rho
		}
		if independent {
			return netBits - rho
		}
	}
	return netBits
}

// rows are the first rows of the matrix whose columns are direction numbers.
func rows(v *direction) (r [netBits]uint32) {
	for i := range r {
		for k := range netBits {
			r[i] |= v[k] >> (sobolBits - 1 - i) & 1 << k
		}
	}
	return r
}

// rank is that of some rows over the field of two elements.
func rank(lists ...[]uint32) (n int) {
	var pivot [netBits]uint32
	for _, list := range lists {
		for _, row := range list {
			for row != 0 {
				top := bits.Len32(row) - 1
				if pivot[top] == 0 {
					pivot[top] = row
					n++
					break
				}
				row ^= pivot[top]
			}
		}
	}
	return n
}

// primitive is the j-th primitive polynomial over the field of two elements, from 1, by
// degree and then by size; the bit of its highest power is set.
func primitive(j int) uint32 {
	for degree := 1; ; degree++ {
		for poly := uint32(1)<<degree | 1; poly < 2<<degree; poly += 2 {
			if isPrimitive(poly) {
				if j--; j == 0 {
					return poly
				}
			}
		}
	}
}

// isPrimitive says whether x generates every polynomial but 0 modulo poly: whether its
// order is 2^degree − 1.
func isPrimitive(poly uint32) bool {
	degree := bits.Len32(poly) - 1
	x := uint32(1)
	for order := 1; ; order++ {
		if x <<= 1; x>>degree&1 == 1 {
			x ^= poly
		}
		if x == 1 {
			return order == 1<<degree-1
		}
		if x == 0 || order == 1<<degree {
			return false
		}
	}
}
