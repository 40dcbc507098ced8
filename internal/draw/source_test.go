package draw

import (
	"math"
	"math/rand/v2"
	"testing"

	xrand "golang.org/x/exp/rand" //nolint:staticcheck // SA1019: see source.go
	"gonum.org/v1/gonum/stat/distuv"
)

func TestSourceRepeats(t *testing.T) {
	first := func(key uint64, purpose Decision) (w [4]uint64) {
		src := Source(key, purpose)
		for i := range w {
			w[i] = src.Uint64()
		}
		return w
	}
	key := Parameter(1, 2, "care.discharge")
	if a, b := first(key, StreamParameters), first(key, StreamParameters); a != b {
		t.Errorf("the same key and purpose gave %x and %x", a, b)
	}
	if a, b := first(key, StreamParameters), first(key, StreamPopulation); a == b {
		t.Errorf("two purposes share the stream %x", a)
	}
	if a, b := first(key, StreamParameters), first(key+1, StreamParameters); a == b {
		t.Errorf("two keys share the stream %x", a)
	}
	// The stream itself is a promise: stored results depend on it.
	want := [4]uint64{0xbae9edd4fa0af35, 0xb9b0a670425f1743, 0xe4e464e02648e92a, 0x871c1b1059de4cbf}
	if got := first(1, StreamParameters); got != want {
		t.Errorf("first words of the stream of key 1: %#x, want %#x", got, want)
	}
}

// TestSourceFeedsGonum: the reason why it exists.
func TestSourceFeedsGonum(t *testing.T) {
	gamma := distuv.Gamma{Alpha: 3, Beta: 2, Src: Source(7, StreamParameters)}
	const n = 20_000
	var sum float64
	for range n {
		sum += gamma.Rand()
	}
	z := (sum/n - 1.5) / math.Sqrt(0.75/n)
	if p := math.Erfc(math.Abs(z) / math.Sqrt2); p < falseAlarm {
		t.Errorf("mean of %d gamma variates is %v, want 1.5: p = %.1g", n, sum/n, p)
	}
}

// blocksRejected counts blocks of 2¹⁸ streams with consecutive keys whose
// third draws are not uniform over 1,024 cells, at a rate of 10⁻⁶ for all
// blocks together.
func blocksRejected(blocks int, source func(key uint64) rand.Source) int {
	fam := new(family)
	for block := range blocks {
		var cells [1024]int
		for i := range 1 << 18 {
			src := source(uint64(block<<18 + i))
			src.Uint64()
			src.Uint64()
			cells[src.Uint64()>>54]++
		}
		fam.chiSquare(cells[:], even(1024), "block %d", block)
	}
	return len(fam.alarms())
}

// TestSourceThirdDraw is the test that consecutive seeds fail: there the third
// draws of neighbouring streams are visibly alike.
func TestSourceThirdDraw(t *testing.T) {
	t.Run("keyed", func(t *testing.T) {
		t.Parallel()
		if n := blocksRejected(40, func(key uint64) rand.Source { return Source(key, StreamParameters) }); n != 0 {
			t.Errorf("%d of 40 blocks rejected", n)
		}
	})
	t.Run("consecutive seeds", func(t *testing.T) {
		t.Parallel()
		n := blocksRejected(6, func(key uint64) rand.Source { return xrand.NewSource(key).(*xrand.PCGSource) })
		t.Logf("%d of 6 blocks rejected", n)
		if n < 3 {
			t.Errorf("only %d of 6 blocks rejected: the test has lost its power", n)
		}
	})
}

func BenchmarkSource(b *testing.B) {
	var s uint64
	for i := 0; b.Loop(); i++ {
		s += Source(uint64(i), StreamParameters).Uint64()
	}
	sink = s
}
