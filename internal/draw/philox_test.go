package draw

import (
	"math/bits"
	"testing"
)

// philox is Philox4x64-10 of J. K. Salmon and others, "Parallel random
// numbers: as easy as 1, 2, 3" (SC11): the statistical reference of this
// package. Word is not Philox; it must be as hard to tell from it as from
// chance.
func philox(ctr [4]uint64, key [2]uint64) [4]uint64 {
	for range 10 {
		hi0, lo0 := bits.Mul64(0xd2e7470ee14c6c93, ctr[0])
		hi1, lo1 := bits.Mul64(0xca5a826395121157, ctr[2])
		ctr = [4]uint64{hi1 ^ ctr[1] ^ key[0], lo1, hi0 ^ ctr[3] ^ key[1], lo0}
		key[0] += 0x9e3779b97f4a7c15
		key[1] += 0xbb67ae8584caa73b
	}
	return ctr
}

// philoxWord is the reference for Word.
func philoxWord(key uint64, month int32, d Decision) uint64 {
	return philox([4]uint64{uint64(uint32(month)), uint64(d)}, [2]uint64{key})[0]
}

// TestPhiloxKnownAnswers holds the reference to the vectors of Random123
// (kat_vectors, philox4x64 10).
func TestPhiloxKnownAnswers(t *testing.T) {
	const ff = ^uint64(0)
	for _, c := range []struct {
		ctr  [4]uint64
		key  [2]uint64
		want [4]uint64
	}{
		{
			want: [4]uint64{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b},
		},
		{
			ctr: [4]uint64{ff, ff, ff, ff}, key: [2]uint64{ff, ff},
			want: [4]uint64{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0},
		},
		{ // the digits of pi
			ctr:  [4]uint64{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
			key:  [2]uint64{0x452821e638d01377, 0xbe5466cf34e90c6c},
			want: [4]uint64{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6},
		},
	} {
		if got := philox(c.ctr, c.key); got != c.want {
			t.Errorf("philox(%x, %x) = %x, want %x", c.ctr, c.key, got, c.want)
		}
	}
}
