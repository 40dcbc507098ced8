package job

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/words"
)

// How often a bonus falls in worlds in which nothing is saved agrees with the normal
// approximation from the same worlds' variance and autocorrelation: within the error
// stated for it (skewness, and how well the benchmark's offset is known) plus z standard
// errors of the simulated share.
//
// False alarms: every benchmark, rate and size is a check, under 60 of them; a share's
// error over n worlds is a Student t with n−1 degrees of freedom, and at 7 (11 degrees)
// or 6 (99) all checks share less than 10⁻³ and 10⁻⁵, with the stated error unused.
// Fixed seed. The small region has 1,800 people, so that its stated error is wide; the
// long run holds the pilot region in ten buurten to about 2 points.
func TestBonusByLuckAgrees(t *testing.T) {
	region, err := filepath.Abs(filepath.Join("..", "..", "cmd", "piramide", "testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	worlds, z := 12, 7.0
	if os.Getenv("PIRAMIDE_LONG") != "" {
		region, worlds, z = "leuven-10", 100, 6.0
	}
	l, err := SavingsLuck(context.Background(), Request{Region: region, Replicates: worlds, Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	checks, widest := 0, 0.0
	for _, s := range l.Sizes {
		for _, r := range s.Rows {
			for k, c := range r.Cells {
				checks++
				band := c.Error + z*c.SE
				widest = max(widest, c.Error)
				if math.Abs(c.Simulated-c.Normal) > band {
					t.Errorf("%d × %s, %s over %d years from %v: %.3f of years, the approximation says %.3f ± %.3f", s.Areas, s.Area, r.By, r.Years, c.Minimum, c.Simulated, c.Normal, band)
				}
				if k == 0 && math.Abs(c.Alone-0.5) > 1e-9 {
					t.Errorf("%s: a right benchmark without a minimum pays in %v of years, not half", r.By, c.Alone)
				}
				if k > 0 && (c.Simulated > r.Cells[k-1].Simulated || c.Alone >= r.Cells[k-1].Alone) {
					t.Errorf("%s: a higher minimum pays more often", r.By)
				}
			}
		}
		if s.Mean < 1000 || s.SD < s.Mean || s.Auto[0] <= 0 || s.Auto[0] >= 1 || s.Auto[2] > s.Auto[0] {
			t.Errorf("%s: noise %+v", s.Area, s)
		}
	}
	t.Logf("%d checks, widest stated error %.3f", checks, widest)
	l.Sizes[0].Citizens = 12_700 // numbers of five digits are written in groups
	for _, lang := range []string{"nl", "fr", "en"} {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(l.Table(w)) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > 120 || strings.Contains(line, "luck.") {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
	}
}
