package belgium

import (
	"fmt"
	"math"

	"piramide/sim"
)

// chain is what the solved hazards follow from, for one sex, by year of age.
type chain struct {
	cell     [sim.Ages]margins // mean of the year of age
	birthday [sim.Ages]margins // at its start
	dying    [sim.Ages]float64 // mean hazard of death of the cell
	tier     [tiers]ages       // frozen hazard of death by tier, before residence
	down     [3]ages
	jump     [2]float64
	entry    ages // mean hazard of entering a nursing home, of people at home
	gradient [tiers]float64
	leave    ages
	arrive   ages
	// Bounds on the mean hazard of death in a nursing home, per year, and the
	// least of that at home as a part of the cell's.
	nursingMin, nursingMax, homeMin float64
}

// solved is the result of [chain.solve] for one sex.
type solved struct {
	years   [sim.Ages]yearOfAge
	shares  [sim.Ages]mix // of the cell, summing to 1
	entries [sim.Ages]float64
	notes   []Note
}

// Note is something the solver had to give way on in one cell.
type Note struct {
	Age, Sex int
	What     string  // up01, up12, up23, nursing_home, entry, leave, stays
	Value    float64 // hazard per year: what was read or solved
	Used     float64 // what is in force
}

// solve finds, year of age by year of age, the hazards of moving up one tier
// and of dying at home and in a nursing home that carry the shares of tiers
// and residence from one birthday to the next with the given total mortality.
//
// Five unknowns and five equations a year: three up-hazards for the share in
// tier ≥ 1, ≥ 2 and 3, the level of death in the nursing home for its share,
// the level of death at home for total mortality. A negative up-hazard is set
// to 0 and its equation dropped; where the nursing-home death hazard leaves its
// bounds it is set to the bound and the entry hazard is solved instead; where
// death at home would fall under its floor it is set to the floor, total
// mortality decides death in the nursing home, and entry is solved too.
func (c *chain) solve(sex int) (*solved, error) {
	out := new(solved)
	x := mix{1}.rake(c.cell[0], c.gradient)
	guess := []float64{0.005, 0.01, 0.08, c.dying[0], 0.3}
	for age := range sim.Ages {
		target := c.birthday[min(age+1, sim.MaxAge)]
		s := yearSolver{chain: c, age: age, start: x, target: target}
		s.cell = x.rake(c.cell[age], c.gradient)
		y, f, err := s.solve(guess)
		if err != nil {
			return nil, fmt.Errorf("belgium: sex %d, age %d: %w", sex, age, err)
		}
		if !s.byEntry && s.active[nursing] {
			copy(guess, s.value[:])
		} else {
			copy(guess, s.value[:homeDeath])
			guess[homeDeath] = c.dying[age]
		}
		for _, n := range s.notes {
			n.Age, n.Sex = age, sex
			out.notes = append(out.notes, n)
		}
		out.years[age], out.shares[age] = y, s.cell
		out.entries[age] = f.entries / f.exposed
		var total float64
		for _, v := range f.end {
			total += v
		}
		for i, v := range f.end {
			x[i] = v / total
		}
	}
	return out, nil
}

// The unknowns of a year of age.
const (
	homeDeath = 3 // after the three up-hazards
	nursing   = 4 // death in the nursing home, or entry
	unknowns  = 5
)

type yearSolver struct {
	*chain
	age     int
	start   mix // at the birthday
	cell    mix // shares of the cell
	target  margins
	value   [unknowns]float64
	active  [unknowns]bool
	byEntry bool    // entry is solved, death in the nursing home given
	inside  float64 // that death hazard
	atFloor bool    // death at home is given, death in the nursing home solved
	notes   []Note
}

func (s *yearSolver) solve(guess []float64) (yearOfAge, flows, error) {
	copy(s.value[:], guess)
	s.active = [unknowns]bool{true, true, true, true, true}
	if s.target.nursing <= 0 && s.start.margins().nursing <= 0 {
		s.active[nursing], s.value[nursing] = false, s.nursingMin
	} else if s.entry[s.age] <= 0 {
		s.solveEntry(s.nursingMin)
	}
	for range 2 + unknowns {
		if err := s.newton(); err != nil {
			return yearOfAge{}, flows{}, err
		}
		if s.giveWay() {
			continue
		}
		if s.byEntry && s.active[nursing] {
			s.notes = append(s.notes, Note{What: "entry", Value: s.entry[s.age], Used: s.value[nursing]})
		}
		y := s.year()
		return y, y.live(s.start), nil
	}
	return yearOfAge{}, flows{}, fmt.Errorf("no hazards keep the shares in place")
}

// giveWay drops what cannot be met, notes it, and says whether it did.
func (s *yearSolver) giveWay() bool {
	for k, name := range [3]string{"up01", "up12", "up23"} {
		if s.active[k] && s.value[k] < 0 {
			s.notes = append(s.notes, Note{What: name, Value: s.value[k]})
			s.active[k], s.value[k] = false, 0
			return true
		}
	}
	if !s.active[nursing] {
		return false
	}
	v := s.value[nursing]
	switch {
	case s.atFloor && v < 0:
		s.notes = append(s.notes, Note{What: "nursing_home", Value: v})
		s.active[nursing], s.value[nursing] = false, 0
	case s.atFloor:
		return false
	case s.value[homeDeath] < s.homeMin*s.dying[s.age]:
		s.solveEntry(0)
		s.atFloor, s.value[homeDeath] = true, s.dying[s.age]
	case s.byEntry && v < 0:
		s.notes = append(s.notes, Note{What: "nursing_home", Value: v})
		s.active[nursing], s.value[nursing] = false, 0
	case s.byEntry:
		return false
	case v < s.nursingMin:
		s.solveEntry(s.nursingMin)
	case v > s.nursingMax:
		s.solveEntry(s.nursingMax)
	default:
		return false
	}
	return true
}

// solveEntry makes entry the unknown, with death in the nursing home given.
func (s *yearSolver) solveEntry(inside float64) {
	s.byEntry, s.inside = true, inside
	s.value[nursing] = math.Max(s.entry[s.age], 1e-4)
}

// year is the year of age at the present values of the unknowns.
func (s *yearSolver) year() yearOfAge {
	a := s.age
	y := yearOfAge{jump: s.jump, leave: s.leave[a], arrive: s.arrive[a], arriving: s.cell}
	copy(y.up[:], s.value[:3])
	for t := range y.down {
		y.down[t] = s.down[t][a]
	}
	entry, outside, inside := s.entry[a], s.value[homeDeath], s.value[nursing]
	switch {
	case s.atFloor:
		entry, outside, inside = s.value[nursing], s.homeMin*s.dying[a], s.value[homeDeath]
	case s.byEntry:
		entry, inside = s.value[nursing], s.inside
	}
	var home, homeWeight, away, awayWeight, graded float64
	for t := range tiers {
		home += s.cell[t]
		homeWeight += s.cell[t] * s.tier[t][a]
		graded += s.cell[t] * s.gradient[t]
		away += s.cell[tiers+t]
		awayWeight += s.cell[tiers+t] * s.tier[t][a]
	}
	for t := range tiers {
		h := s.tier[t][a]
		y.death[t] = outside * h * home / homeWeight
		y.death[tiers+t] = inside
		if awayWeight > 0 {
			y.death[tiers+t] = inside * h * away / awayWeight
		}
		y.entry[t] = entry * s.gradient[t] * home / graded
	}
	return y
}

// residuals are what the present values miss, in the order of the unknowns.
func (s *yearSolver) residuals() (r [unknowns]float64) {
	y := s.year()
	f := y.live(s.start)
	m := f.end.margins()
	for k := range 3 {
		r[k] = m.tier[k] - s.target.tier[k]
	}
	r[homeDeath] = f.deaths/f.exposed - 12*(1-math.Exp(-s.dying[s.age]/12))
	r[nursing] = m.nursing - s.target.nursing
	return r
}

// longest is the longest step of an unknown, hazard per year.
const longest = 0.3

// newton solves the active equations for the active unknowns, with slopes that
// are worked out again only when a few steps with the old ones were not enough.
func (s *yearSolver) newton() error {
	var index []int
	for k, on := range s.active {
		if on {
			index = append(index, k)
		}
	}
	n := len(index)
	var slopes [unknowns][unknowns]float64
	r := s.residuals()
	for try := range 60 {
		worst := 0.0
		for _, k := range index {
			worst = math.Max(worst, math.Abs(r[k]))
		}
		if worst < 1e-11 {
			return nil
		}
		if try%5 == 0 || try == 1 {
			for col, k := range index {
				const step = 1e-6
				s.value[k] += step
				moved := s.residuals()
				s.value[k] -= step
				for row, e := range index {
					slopes[row][col] = (moved[e] - r[e]) / step
				}
			}
		}
		var j [unknowns][unknowns + 1]float64
		for row, e := range index {
			copy(j[row][:], slopes[row][:])
			j[row][n] = -r[e]
		}
		if !eliminate(&j, n) {
			return fmt.Errorf("the equations of the hazards have no solution")
		}
		for row, k := range index {
			s.value[k] += math.Max(-longest, math.Min(longest, j[row][n]))
		}
		r = s.residuals()
	}
	return fmt.Errorf("the hazards did not converge")
}

// eliminate solves n linear equations in place by Gauss–Jordan with pivoting;
// the solution stands in column n.
func eliminate(j *[unknowns][unknowns + 1]float64, n int) bool {
	for c := range n {
		p := c
		for r := c + 1; r < n; r++ {
			if math.Abs(j[r][c]) > math.Abs(j[p][c]) {
				p = r
			}
		}
		if j[p][c] == 0 {
			return false
		}
		j[c], j[p] = j[p], j[c]
		for r := range n {
			if r == c {
				continue
			}
			k := j[r][c] / j[c][c]
			for q := c; q <= n; q++ {
				j[r][q] -= k * j[c][q]
			}
		}
	}
	for c := range n {
		j[c][n] /= j[c][c]
	}
	return true
}
