package decision

import "testing"

// Worked by hand: draws (1, 3), (5, 7), (6, 8) have within 2; means 2, 6, 7 with variance
// 7, so between 14, parameters (14−2)/2 = 6.
func TestSplitByHand(t *testing.T) {
	s, ok := SplitVariance([][]float64{{1, 3, 5, 7, 6, 8}}, 2)
	if !ok {
		t.Fatal("nothing told")
	}
	near(t, "chance", s.Chance, 2, 1e-12)
	near(t, "parameters", s.Parameters, 6, 1e-12)
	near(t, "share", s.Share, 0.75, 1e-12)
	near(t, "without", s.Without(2), 6./7, 1e-12)
	// F(2, 3) has 97.5 % under 16.044 and 2.5 % under 1/39.166.
	near(t, "low", s.Low, 0, 1e-12)
	near(t, "high", s.High, (7*39.166-1)/(7*39.166+1), 1e-4)
	s, _ = SplitVariance([][]float64{{1, 3, 11, 13, 21, 23}}, 2) // between 200, ratio 100
	near(t, "low", s.Low, (100/16.0441-1)/(100/16.0441+1), 1e-4)
	if _, ok := SplitVariance([][]float64{{1, 2, 3}}, 1); ok {
		t.Error("one replicate cannot be split")
	}
}

// The interval holds the true share in 95 of 100 worlds: of 1,000 worlds 918 to 977 with a
// false-alarm rate of 10⁻⁵ (binomial, ±4.6 sd); the seeds are fixed.
func TestSplitIntervalHoldsTheTruth(t *testing.T) {
	const worlds, draws, replicates = 1000, 20, 3
	const share = 4. / 13 // 2² of 2² + 3²
	held := 0
	for w := range uint64(worlds) {
		p, c := normals(2*w+1, draws), normals(2*w+2, draws*replicates)
		v := make([]float64, draws*replicates)
		for i := range v {
			v[i] = 2*p[i/replicates] + 3*c[i]
		}
		if s, _ := SplitVariance([][]float64{v}, replicates); s.Low <= share && share <= s.High {
			held++
		}
	}
	t.Logf("%d of %d", held, worlds)
	if held < 918 || held > 977 {
		t.Errorf("the interval holds the truth in %d of %d worlds", held, worlds)
	}
}

// Points of a design share their draws and their luck, and differ on purpose: the shares
// stay as they are at one of them, and the interval holds the truth as often (1,000 worlds,
// bounds as above). Taken as draws of their own the interval would be too narrow and the
// share too low.
func TestSplitOverPointsThatShareDraws(t *testing.T) {
	const worlds, points, draws, replicates = 1000, 20, 8, 3
	const share = 4. / 13
	held, mean, chance := 0, 0.0, 0.0
	for w := range uint64(worlds) {
		p, c := normals(2*w+1, draws), normals(2*w+2, draws*replicates)
		v := make([][]float64, points)
		for at := range v {
			for i := range draws * replicates {
				v[at] = append(v[at], 100*float64(at*at)+2*p[i/replicates]+3*c[i])
			}
		}
		s, _ := SplitVariance(v, replicates)
		if s.Low <= share && share <= s.High {
			held++
		}
		mean += s.Parameters / worlds
		chance += s.Chance / worlds
	}
	t.Logf("%d of %d, parameters %.3f, chance %.3f", held, worlds, mean, chance)
	if held < 918 || held > 977 {
		t.Errorf("the interval holds the truth in %d of %d worlds", held, worlds)
	}
	near(t, "chance", chance, 9, 0.5)
	near(t, "parameters", mean, 4.15, 0.6) // 4, and a little that is cut off at nothing; standard error 0.12
}
