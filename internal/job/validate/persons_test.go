package validate

import (
	"math"
	"testing"

	"piramide/sim"
)

// A table of deaths at a constant rate gives the life expectancy of that rate.
func TestYearsFrom25(t *testing.T) {
	c := &crowd{}
	const rate = 0.02
	for age := range sim.Ages {
		c.lived[1][3][age], c.died[1][3][age] = 12*100_000, 100_000*rate
	}
	if got := c.yearsFrom25(1, 3); math.Abs(got-1/rate) > 1e-9 {
		t.Errorf("%g years, want %g", got, 1/rate)
	}
	if got := c.yearsFrom25(0, 3); got != 5*14 { // nobody to learn from
		t.Errorf("%g years without people", got)
	}
}

// Four people of 65 and over: one comes back, one is new, one was there once.
func TestAgainByHand(t *testing.T) {
	stays := [][followedYears]uint8{{3, 1, 0, 0, 0, 1}, {2, 0}, {1, 4, 0, 0, 0, 2}, {0, 1, 0, 0, 0, 1}}
	var people []person
	for _, s := range stays {
		var p person
		for y, n := range s {
			p.years[y].older = n
		}
		people = append(people, p)
	}
	share, ratio := again(people)
	if share[0] != 5.0/6 || share[1] != 1.0/6 || share[5] != 1.0/4 || ratio[1] != 1.0/5 {
		t.Errorf("share %v, ratio %v", share, ratio)
	}
}

// Of 40 people two are the costliest 5 %: one stays so for three years, the other dies.
func TestStaysCostlyByHand(t *testing.T) {
	people := make([]person, 40)
	for i := range people {
		people[i].key = uint64(i + 1)
		for y := range 3 {
			people[i].years[y] = personYear{months: 12, cents: int64(i)}
		}
	}
	people[38].years[1] = personYear{months: 2, cents: 1}
	people[38].years[2] = personYear{}
	if got := staysCostly(people); got != 0.5 {
		t.Errorf("%g stay costly, want a half", got)
	}
}

// Who was here for a part of the year does not count; VT is that of its start.
func TestVisitorsByHand(t *testing.T) {
	var people []person
	for _, y := range []personYear{{months: 12, visits: 3}, {months: 12}, {months: 11, visits: 1}, {months: 12, visits: 1, vt: true}} {
		people = append(people, person{years: [followedYears]personYear{y}})
	}
	if got := visitors(people); got != [3]float64{0.5, 1, 2.0 / 3} {
		t.Errorf("%v", got)
	}
}

// Who follows another in a slot is another person; the years of both are kept.
func TestCrowdKeepsWhoIsGone(t *testing.T) {
	c := &crowd{}
	c.month(0, []sim.Lived{{Key: 7, Age: 70, Unplanned: 1, VT: 1, Fifth: 2, Marks: sim.HasDied}, {}})
	c.month(13, []sim.Lived{{Key: 9, Age: 64, Unplanned: 1, Visits: 2}, {}})
	people := c.people()
	if len(people) != 2 || people[1].years[0] != (personYear{months: 1, older: 1, vt: true}) || people[0].years[1] != (personYear{months: 1, visits: 2}) {
		t.Errorf("%+v", people)
	}
	if c.died[0][2][70] != 1 || c.lived[0][0][64] != 1 {
		t.Error("deaths and months by age are not counted")
	}
}
