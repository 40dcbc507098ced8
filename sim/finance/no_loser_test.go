package finance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNoLoserByHand(t *testing.T) {
	for _, c := range []struct {
		name  string
		net   []Cents
		want  []SidePayment
		short Cents
	}{
		{"nobody", nil, nil, 0},
		{"nobody loses", []Cents{5, 0, 3}, nil, 0},
		{"one pays one", []Cents{100, -30}, []SidePayment{{0, 1, 30}}, 0},
		{"two gain 60 and 30, one loses 45: 30 and 15", []Cents{60, -45, 30}, []SidePayment{{0, 1, 30}, {2, 1, 15}}, 0},
		{"thirds: 3.33 each, the first gives the cent", []Cents{10, 10, 10, -10}, []SidePayment{{0, 3, 4}, {1, 3, 3}, {2, 3, 3}}, 0},
		{"one gains, two lose", []Cents{-7, 20, -6}, []SidePayment{{1, 0, 7}, {1, 2, 6}}, 0},
		{"all of the gain is needed", []Cents{-50, 20, 30}, []SidePayment{{1, 0, 20}, {2, 0, 30}}, 0},
		{"two and two: 8 of 12 and 4 of 6", []Cents{12, 6, -9, -3}, []SidePayment{{0, 2, 8}, {1, 2, 1}, {1, 3, 3}}, 0},
		{"not enough", []Cents{10, -30}, nil, 20},
		{"amounts that floats cannot hold", []Cents{1<<61 + 1, -(1<<61 - 1)}, []SidePayment{{0, 1, 1<<61 - 1}}, 0},
	} {
		got, short := NoLoser(c.net)
		if diff := cmp.Diff(c.want, got); diff != "" || short != c.short {
			t.Errorf("%s: short %d, want %d (-want +got)\n%s", c.name, short, c.short, diff)
		}
	}
}

// Nobody is below zero afterwards; the payments total the losses, and no smaller
// total could do, since each loser needs all of its own; who gives gains, gives at
// most that, and within a cent in proportion to it.
func TestNoLoser(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int64{3, 1000, 1 << 55}).Draw(t, "most")
		amounts := rapid.SliceOfN(rapid.Int64Range(-most, most), 0, 18).Draw(t, "net")
		net := make([]Cents, len(amounts))
		var gains, losses, total Cents
		for i, x := range amounts {
			net[i] = Cents(x)
			gains, losses = gains+max(0, net[i]), losses-min(0, net[i])
		}
		payments, short := NoLoser(net)
		if short != max(0, losses-gains) {
			t.Fatalf("short %d of gains %d and losses %d", short, gains, losses)
		}
		if short > 0 {
			if payments != nil {
				t.Fatal("payments that do not help")
			}
			return
		}
		after := append([]Cents(nil), net...)
		for _, p := range payments {
			if p.Amount <= 0 || net[p.From] <= 0 || net[p.To] >= 0 {
				t.Fatalf("%+v among %v", p, net)
			}
			after[p.From] -= p.Amount
			after[p.To] += p.Amount
			total += p.Amount
		}
		for i, x := range after {
			if x < 0 {
				t.Fatalf("party %d ends at %d", i, x)
			}
			if net[i] > 0 {
				if off := float64(net[i]-x) - float64(net[i])*(float64(losses)/float64(gains)); off > 1+float64(most)*1e-12 || off < -1-float64(most)*1e-12 {
					t.Fatalf("party %d gives %d of %d, %v off its proportion", i, net[i]-x, net[i], off)
				}
			}
		}
		if total != losses {
			t.Fatalf("%d is paid for losses of %d", total, losses)
		}
		if len(payments) > max(0, len(net)-1) {
			t.Fatalf("%d payments among %d parties", len(payments), len(net))
		}
	})
}
