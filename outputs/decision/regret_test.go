package decision

import "testing"

// Worked by hand: the gambler's option has the best mean, the middle one the least regret.
func TestRegretByHand(t *testing.T) {
	r := Regret([][]float64{{10, 0, 0}, {5, 4, 4}, {0, 6, 5}})
	for k, want := range []Regrets{{Mean: 11. / 3, Max: 6, State: 1}, {Mean: 8. / 3, Max: 5, State: 0}, {Mean: 10. / 3, Max: 10, State: 0}} {
		near(t, "mean", r[k].Mean, want.Mean, 1e-12)
		if r[k].Max != want.Max || r[k].State != want.State {
			t.Errorf("option %d: %+v, want %+v", k, r[k], want)
		}
	}
	near(t, "90 %", r[0].High, 5.8, 1e-12) // of 0, 5, 6: eight tenths from 5 to 6
}
