package draw

import "testing"

var sink uint64

func BenchmarkWord(b *testing.B) {
	var s uint64
	for i := range b.N {
		s ^= Word(uint64(i)*phi, 324, 1)
	}
	sink = s
}

// BenchmarkWordChained: latency
func BenchmarkWordChained(b *testing.B) {
	var s uint64
	for range b.N {
		s = Word(s, 324, 1)
	}
	sink = s
}
