package sim

import (
	"math"
	"slices"
	"testing"

	"piramide/internal/draw"

	"pgregory.net/rapid"
)

// job is a request with the time it will hold a place.
type job struct{ asked, holds int32 }

// play lives a desk with fixed demand and returns the day on which each job
// starts, or none. Nobody gives up.
func play(jobs []job, months int, places func(month int) int, length int32) []int32 {
	var d desk
	starts := make([]int32, len(jobs))
	for i := range starts {
		starts[i] = none
	}
	type release struct{ day int32 }
	var releases []release
	for m := range months {
		first := int32(m) * length
		for i, j := range jobs {
			if j.asked >= first && j.asked < first+length {
				d.join(ticket{id: int32(i), rank: uint64(j.asked), tie: uint64(i), asked: j.asked, deadline: math.MaxInt32})
			}
		}
		releases = slices.DeleteFunc(releases, func(r release) bool {
			if r.day < first+length {
				d.free(r.day)
				return true
			}
			return false
		})
		for _, end := range d.month(first, length, places(m), math.MaxInt) {
			starts[end.t.id] = end.day
			// A place is held to the end of a month at least: what starts in a
			// month is freed in a later one, as episodes are.
			releases = append(releases, release{max(end.day+jobs[end.t.id].holds, first+length)})
		}
	}
	return starts
}

// naive is the same queue, day by day, written as plainly as possible: on each
// day places come free, then the day's requests join, then the first in line start.
func naive(jobs []job, months int, places func(month int) int, length int32) []int32 {
	starts := make([]int32, len(jobs))
	ends := make([]int32, len(jobs))
	for i := range starts {
		starts[i] = none
	}
	for day := int32(0); day < int32(months)*length; day++ {
		month := int(day / length)
		for {
			busy := 0
			for i := range jobs {
				if starts[i] != none && ends[i] > day {
					busy++
				}
			}
			first := none
			for i, j := range jobs {
				if starts[i] == none && j.asked <= day && (first == none || j.asked < jobs[first].asked) {
					first = i
				}
			}
			if first == none || busy >= places(month) {
				break
			}
			starts[first] = day
			ends[first] = max(day+jobs[first].holds, int32(month+1)*length)
		}
	}
	return starts
}

func someJobs(t *rapid.T) []job {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	jobs := make([]job, n)
	for i := range jobs {
		jobs[i] = job{rapid.Int32Range(0, 200).Draw(t, "asked"), rapid.Int32Range(1, 120).Draw(t, "holds")}
	}
	return jobs
}

// Law 6: the desk agrees with the exact discrete-time queue.
func TestDeskIsTheDiscreteQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		jobs := someJobs(t)
		c := rapid.IntRange(1, 5).Draw(t, "places")
		places := func(int) int { return c }
		got, want := play(jobs, 12, places, daysPerMonth), naive(jobs, 12, places, daysPerMonth)
		if !slices.Equal(got, want) {
			t.Fatalf("starts %v, the plain queue says %v (jobs %v, places %d)", got, want, jobs, c)
		}
	})
}

// Law 9: with fixed demand, first come, first served and no give-up, more
// places never start any request later.
func TestMorePlacesNeverLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		jobs := someJobs(t)
		few := make([]int, 12)
		more := make([]int, 12)
		for m := range few {
			few[m] = rapid.IntRange(0, 4).Draw(t, "few")
			more[m] = few[m] + rapid.IntRange(0, 2).Draw(t, "extra")
		}
		a := play(jobs, 12, func(m int) int { return few[m] }, daysPerMonth)
		b := play(jobs, 12, func(m int) int { return more[m] }, daysPerMonth)
		for i := range jobs {
			if a[i] != none && (b[i] == none || b[i] > a[i]) {
				t.Fatalf("request %d started on day %d with few places and on %d with more", i, a[i], b[i])
			}
		}
	})
}

// Law 6, continued: as the step shrinks the desk approaches M/M/c. With 12
// places, a request every 5 days and places held 50 days on average, the load
// is 10/12 and Erlang's formula gives the mean wait. Steps of one day leave a
// bias of at most about a day; the band below is that day plus five standard
// errors of the batch means (20 batches), a false-alarm rate under 10⁻⁵ at a
// fixed seed.
func TestDeskApproachesErlang(t *testing.T) {
	t.Parallel()
	const c, lambda, mean = 12, 0.2, 50.0
	a := lambda * mean
	term, total := 1.0, 0.0
	for k := range c {
		total += term
		term *= a / float64(k+1)
	}
	wait := term / (1 - a/c)
	wait /= total + wait
	want := wait * mean / (c - a)

	const batches, days = 20, 40_000
	var means []float64
	for batch := range batches {
		key := draw.Key(uint64(batch))
		var d desk
		started := map[int32]int32{}
		asked := []int32{}
		free := map[int32]int{}
		var sum float64
		n := 0
		for day := range int32(days) {
			arrivals := draw.Poisson(draw.Word(key, day, draw.Arrivals), lambda)
			for range arrivals {
				d.join(ticket{id: int32(len(asked)), rank: uint64(len(asked)), asked: day, deadline: math.MaxInt32})
				asked = append(asked, day)
			}
			for range free[day] {
				d.free(day)
			}
			for _, end := range d.month(day, 1, c, math.MaxInt) {
				started[end.t.id] = end.day
				hold := -math.Log(draw.Unit(draw.Word(key, end.t.id, draw.LengthOfStay))) * mean
				// Random rounding keeps the mean of the discrete holding time.
				h := int32(hold + draw.Unit(draw.Word(key, end.t.id, draw.Intake)))
				free[day+max(h, 1)]++
				if day > days/10 {
					sum += float64(end.day - end.t.asked)
					n++
				}
			}
		}
		means = append(means, sum/float64(n))
	}
	var mu, v float64
	for _, x := range means {
		mu += x / batches
	}
	for _, x := range means {
		v += (x - mu) * (x - mu) / (batches - 1)
	}
	if band := 1 + 5*math.Sqrt(v/batches); math.Abs(mu-want) > band {
		t.Errorf("mean wait %.2f days, Erlang C gives %.2f (band %.2f)", mu, want, band)
	}
}

// Who gives up leaves the line, and nobody is served twice.
func TestGivingUp(t *testing.T) {
	var d desk
	for i := range int32(10) {
		d.join(ticket{id: i, rank: uint64(i), asked: 0, deadline: 10 + i})
	}
	d.free(12) // nobody holds a place yet; the desk starts with one occupied
	d.occupied = 1
	got := append([]deskEnd(nil), d.month(0, 30, 1, 100)...)
	served, gone := 0, map[int32]int32{}
	for _, e := range got {
		if e.served {
			served++
			if e.t.id != 2 || e.day != 12 {
				t.Errorf("request %d served on day %d; 0 and 1 gave up before day 12, on which a place comes free first, so 2 was next", e.t.id, e.day)
			}
		} else {
			gone[e.t.id] = e.day
		}
	}
	if served != 1 || len(gone) != 9 || d.length() != 0 {
		t.Errorf("%d served, %v gave up, %d wait", served, gone, d.length())
	}
}
