package sweep

import (
	"math"
	"slices"
	"testing"
)

// Of every dimension, each part holds one point: the defining property of a Latin
// hypercube, for sizes that are no powers of two.
func TestLatinHypercubeHasOnePointInEachPart(t *testing.T) {
	for _, n := range []int{1, 2, 7, 100, 1000} {
		points := LatinHypercube(n, 5, 9)
		for f := range 5 {
			stratified(t, points, f, n)
		}
	}
	if slices.Equal(LatinHypercube(50, 1, 1)[0], LatinHypercube(50, 1, 2)[0]) {
		t.Error("another seed gives the same points")
	}
}

func stratified(t *testing.T, points [][]float64, f, n int) {
	t.Helper()
	seen := make([]int, n)
	for _, p := range points {
		if !(p[f] >= 0 && p[f] < 1) {
			t.Fatalf("dimension %d: %v lies outside the cube", f, p[f])
		}
		seen[int(p[f]*float64(n))]++
	}
	for part, count := range seen {
		if count != len(points)/n {
			t.Fatalf("%d points, dimension %d: part %d of %d holds %d of them", len(points), f, part, n, count)
		}
	}
}

// The first 2^m points of a Sobol' sequence stratify every dimension, also after a shift;
// so does every following run of 2^m.
func TestSobolStratifiesEveryDimension(t *testing.T) {
	points := Sobol(2048, Dimensions, 3)
	for f := range Dimensions {
		for m := range 11 {
			n := 1 << m
			stratified(t, points[:n], f, n)
			stratified(t, points[n:2*n], f, n)
		}
	}
}

// The first two dimensions make a (0, m, 2)-net: every rectangle of area 2^−m with sides
// of powers of two holds one point.
func TestSobolFirstPairIsANet(t *testing.T) {
	const m = 8
	points := Sobol(1<<m, 2, 5)
	for a := range m + 1 {
		seen := map[[2]int]int{}
		for _, p := range points {
			seen[[2]int{int(p[0] * float64(int(1)<<a)), int(p[1] * float64(int(1)<<(m-a)))}]++
		}
		if len(seen) != 1<<m {
			t.Errorf("rectangles of 2^-%d by 2^-%d: %d of %d hold a point", a, m-a, len(seen), 1<<m)
		}
	}
}

// t of every pair among the first dimensions, found by counting points, is what quality
// says, and small: a poor pair leaves large parts of the square empty.
func TestPairsOfDimensions(t *testing.T) {
	v := directions(12)
	points := Sobol(1<<netBits, 12, 8)
	worst := 0
	for a := range v {
		for b := range a {
			q := quality(&v[b], &v[a])
			worst = max(worst, q)
			if counted := countedT(points, b, a); counted != q {
				t.Errorf("dimensions %d and %d: t is %d by counting, %d by rank", b, a, counted, q)
			}
		}
	}
	if worst > 4 {
		t.Errorf("the worst pair of the first 12 dimensions has t = %d", worst)
	}
}

func countedT(points [][]float64, f, g int) int {
	for t := range netBits {
		fair := true
		for a := 0; a <= netBits-t && fair; a++ {
			seen := map[[2]int]int{}
			for _, p := range points {
				seen[[2]int{int(p[f] * float64(int(1)<<a)), int(p[g] * float64(int(1)<<(netBits-t-a)))}]++
			}
			for _, n := range seen {
				fair = fair && n == 1<<t
			}
			fair = fair && len(seen) == 1<<(netBits-t)
		}
		if fair {
			return t
		}
	}
	return netBits
}

// There are φ(2^s − 1)/s primitive polynomials of degree s.
func TestPrimitivePolynomials(t *testing.T) {
	for degree, want := range map[int]int{1: 1, 2: 1, 3: 2, 4: 2, 5: 6, 6: 6, 7: 18, 8: 16, 9: 48, 10: 60} {
		n := 0
		for poly := uint32(1)<<degree | 1; poly < 2<<degree; poly += 2 {
			if isPrimitive(poly) {
				n++
			}
		}
		if n != want {
			t.Errorf("degree %d: %d primitive polynomials, not %d", degree, n, want)
		}
	}
}

// The error of an integral shrinks as the points fill the cube: at 4,096 points that of a
// smooth function in ten dimensions is far below the 1/√n of chance.
func TestSobolIntegrates(t *testing.T) {
	const n, k = 4096, 10
	sum := 0.0
	for _, p := range Sobol(n, k, 11) {
		g := 1.0
		for f, x := range p {
			a := float64(f)
			g *= (math.Abs(4*x-2) + a) / (1 + a)
		}
		sum += g
	}
	if got := sum / n; math.Abs(got-1) > 0.004 {
		t.Errorf("the g-function integrates to %v, not 1", got)
	}
}

// A longer design begins with a shorter one.
func TestExtending(t *testing.T) {
	for name, of := range map[string]func(n int) [][]float64{
		"sobol":    func(n int) [][]float64 { return Sobol(n, 6, 2) },
		"saltelli": func(n int) [][]float64 { return Saltelli(n, 3, 2) },
		"morris":   func(n int) [][]float64 { return Morris(n, 4, 4, 2) },
	} {
		short, long := of(5), of(9)
		for i := range short {
			if !slices.Equal(short[i], long[i]) {
				t.Errorf("%s: point %d is another in a longer design", name, i)
			}
		}
	}
}

// Each step of a trajectory moves one factor by the step, and each factor once.
func TestMorrisMovesOneFactorAtATime(t *testing.T) {
	const k, levels = 7, 6
	points := Morris(200, k, levels, 4)
	step := float64(levels/2) / float64(levels-1)
	seen := map[int]int{}
	for at := 0; at < len(points); at += k + 1 {
		moved := map[int]bool{}
		for i := 1; i <= k; i++ {
			n := 0
			for f := range k {
				x := points[at+i][f]
				if x < -1e-12 || x > 1+1e-12 || math.Abs(x*(levels-1)-math.Round(x*(levels-1))) > 1e-9 {
					t.Fatalf("%v is no level", x)
				}
				seen[int(math.Round(x*(levels-1)))]++
				if d := math.Abs(x - points[at+i-1][f]); d > 1e-12 {
					n++
					moved[f] = true
					if math.Abs(d-step) > 1e-12 {
						t.Fatalf("a step of %v, not %v", d, step)
					}
				}
			}
			if n != 1 {
				t.Fatalf("step %d moves %d factors", i, n)
			}
		}
		if len(moved) != k {
			t.Fatalf("a trajectory moves %d of %d factors", len(moved), k)
		}
	}
	for level := range levels { // as likely within five standard errors: false alarms 6 × 6·10⁻⁷
		n, mean := float64(seen[level]), float64(200*k*k)/levels
		if math.Abs(n-mean) > 5*math.Sqrt(mean*float64(k)) {
			t.Errorf("level %d stands %v times, about %v expected", level, n, mean)
		}
	}
}

func TestFactorial(t *testing.T) {
	got := Factorial([]int{2, 3})
	want := [][]int{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}
	if len(got) != len(want) {
		t.Fatalf("%d points", len(got))
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("point %d is %v, not %v", i, got[i], want[i])
		}
	}
}
