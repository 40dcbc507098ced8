package words

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"piramide/internal/stats"
)

var counted = regexp.MustCompile(`\d+`)

// TestNoMoreThanSimulationsTell: what is said of k of n simulations is true, names no
// number of simulations that there are not, and is finer than tenths only as a count.
func TestNoMoreThanSimulationsTell(t *testing.T) {
	for _, w := range []*Words{in(t, "nl"), in(t, "fr"), in(t, "en")} {
		for n := 1; n <= 220; n++ {
			for k := range n + 1 {
				said := w.InSimulations(k, n)
				var numbers []int
				for _, s := range counted.FindAllString(said, -1) {
					x, _ := strconv.Atoi(s)
					numbers = append(numbers, x)
				}
				share := 10 * float64(k) / float64(n)
				over, under := w.Say("certainty.over", "tenths", int(share)), w.Say("certainty.under")
				switch {
				case k == 0 || k == n:
					if n > 1 && !slices.Equal(numbers, []int{n}) {
						t.Errorf("%d of %d: %q", k, n, said)
					}
				case n < FewSimulations:
					if !slices.Equal(numbers, []int{k, n}) {
						t.Errorf("%d of %d: %q does not count them", k, n, said)
					}
				case said == under:
					if share >= 1 {
						t.Errorf("%d of %d: %q", k, n, said)
					}
				case said == over:
					if share <= float64(numbers[0]) || share >= float64(numbers[0]+1) {
						t.Errorf("%d of %d: %q", k, n, said)
					}
				default:
					if !slices.Equal(numbers, []int{int(share), 10}) || share != math.Trunc(share) {
						t.Errorf("%d of %d: %q", k, n, said)
					}
				}
			}
		}
	}
}

// TestCentralSimulations: the few that are said to lie within limits are those that do,
// limits that are called the extremes lie nearer to them than to any other simulation,
// and a share is named only where it is that of the simulations, to two of them.
func TestCentralSimulations(t *testing.T) {
	w := in(t, "nl")
	for _, share := range []float64{0.8, 0.95} {
		for n := 1; n <= 300; n++ {
			values := make([]float64, n)
			for i := range values {
				values[i] = float64(i)
			}
			low, high := stats.Quantile((1-share)/2, values), stats.Quantile((1+share)/2, values)
			inside := 0
			for _, x := range values {
				if x >= low-1e-9 && x <= high+1e-9 {
					inside++
				}
			}
			said := w.CentralSimulations(share, n)
			switch {
			case n >= FewSimulations:
				if said != w.Share(share)+" van de simulaties" || math.Abs(float64(inside)-share*float64(n)) > 2 {
					t.Errorf("%d: %q, and %d lie within", n, said, inside)
				}
			case low < 0.5-1e-9: // nearer to the lowest than to the next
				if strings.Contains(said, "middelste") || n > 1 && !strings.Contains(said, "uitersten") {
					t.Errorf("%d: %q, and %d lie within", n, said, inside)
				}
			case !slices.Equal(counted.FindAllString(said, -1), []string{strconv.Itoa(inside), strconv.Itoa(n)}):
				t.Errorf("%d: %q, and %d lie within", n, said, inside)
			}
		}
	}
}
