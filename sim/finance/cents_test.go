package finance

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEuro(t *testing.T) {
	for _, c := range []struct {
		euro float64
		want Cents
	}{
		{0, 0},
		{1, 100},
		{45.44, 4544},
		{-45.44, -4544},
		{0.125, 13},
		{-0.125, -13}, // halves that floats hold exactly go away from zero
		{0.375, 38},
		{208333.33, 20833333},
		{0.004, 0},
		{1e12, 1e14},
	} {
		if got := Euro(c.euro); got != c.want {
			t.Errorf("Euro(%v) = %d, want %d", c.euro, got, c.want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), 1e18} {
		mustPanic(t, func() { Euro(x) })
	}
}

func TestSplitByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		amount Cents
		shares []float64
		want   []Cents
	}{
		{"60/40", 1000, []float64{0.6, 0.4}, []Cents{600, 400}},
		{"60/40 of a cent goes to the larger", 1, []float64{0.6, 0.4}, []Cents{1, 0}},
		{"thirds: the first of equals gets the cent", 100, []float64{1, 1, 1}, []Cents{34, 33, 33}},
		{"largest remainder, not first: 7 × 0.15, 0.15, 0.7 = 1.05, 1.05, 4.9", 7, []float64{0.15, 0.15, 0.7}, []Cents{1, 1, 5}},
		{"weights need not sum to one", 10, []float64{3, 1}, []Cents{8, 2}}, // 7.5 and 2.5: the tie goes to the first
		{"a zero share gets nothing", 5, []float64{0, 1, 1}, []Cents{0, 3, 2}},
		{"negative is the mirror image", -100, []float64{1, 1, 1}, []Cents{-34, -33, -33}},
		{"nothing", 0, []float64{1, 2}, []Cents{0, 0}},
		{"one party", 12345, []float64{0.2}, []Cents{12345}},
	} {
		if diff := cmp.Diff(c.want, Split(c.amount, c.shares)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
	for _, bad := range [][]float64{{}, {0, 0}, {-1, 2}, {math.NaN()}, {math.Inf(1)}, {math.MaxFloat64, math.MaxFloat64}} {
		mustPanic(t, func() { Split(1, bad) })
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := Cents(rapid.Int64Range(-1e13, 1e13).Draw(t, "amount"))
		shares := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 12).Draw(t, "shares")
		shares[0] += 1e-6
		sum := 0.0
		for _, s := range shares {
			sum += s
		}
		var total Cents
		for i, part := range Split(amount, shares) {
			total += part
			exact := float64(amount) * (shares[i] / sum)
			// A cent from the exact part; above 2^53/100 the float itself is coarser.
			if math.Abs(float64(part)-exact) > 1+math.Abs(float64(amount))*1e-14 {
				t.Fatalf("part %d is %d, exactly %v", i, part, exact)
			}
			if (part > 0 && amount < 0) || (part < 0 && amount > 0) {
				t.Fatalf("part %d is %d of an amount of %d", i, part, amount)
			}
		}
		if total != amount {
			t.Fatalf("parts sum to %d, not %d", total, amount)
		}
	})
}

func TestApportionNeverDriftsFromItsShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 1, 5).Draw(t, "shares")
		had, dst := make([]Cents, len(shares)), make([]Cents, len(shares))
		sum, whole := 0.0, Cents(0)
		for _, s := range shares {
			sum += s
		}
		for _, pay := range rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 24).Draw(t, "payments") {
			whole += Cents(pay)
			apportion(dst, Cents(pay), whole, had, shares)
			var total Cents
			for i := range dst {
				if dst[i] < 0 {
					t.Fatalf("a party pays back %d", dst[i])
				}
				had[i] += dst[i]
				total += dst[i]
				if off := float64(had[i]) - float64(whole)*shares[i]/sum; math.Abs(off) > float64(len(shares)) {
					t.Fatalf("party %d is %v cents off its share after %d", i, off, whole)
				}
			}
			if total != Cents(pay) {
				t.Fatalf("paid %d of %d", total, pay)
			}
		}
	})
}

func TestPerTwelve(t *testing.T) {
	for twelfths, want := range map[int64]Cents{0: 0, 5: 0, 6: 1, 12: 1, 17: 1, 18: 2, -5: 0, -6: -1, -18: -2} {
		if got := perTwelve(twelfths); got != want {
			t.Errorf("perTwelve(%d) = %d, want %d", twelfths, got, want)
		}
	}
}

func TestDiscount(t *testing.T) {
	// 1.03^(−0.5/12) and 1.03^(−11.5/12), worked with ln 1.03 = 0.0295588022.
	for month, want := range map[int]float64{1: 0.9987691, 12: 0.9720705, 13: 0.9696787} {
		if got := Discount(0.03, month); math.Abs(got-want) > 1e-6 {
			t.Errorf("Discount(3 %%, %d) = %.7f, want %.7f", month, got, want)
		}
	}
	if Discount(0, 120) != 1 {
		t.Error("no rate must mean no discount")
	}
}

func mustPanic(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f()
}
