package belgium

import (
	"fmt"
	"math"
	"strings"

	"piramide/sim"
)

// Report says what building a configuration had to solve, clamp or shrink.
type Report struct {
	Region string
	// Notes: negative up-hazards set to 0, nursing-home entry solved instead of
	// read, departures raised, stays above their table because admissions from
	// emergency visits alone exceed it; by age and sex.
	Notes []Note
	// Shrunk names the class that was short at the drawn values, "" if none;
	// then Multipliers and Prices say how much of the draw was kept (1 = all).
	Shrunk              string
	Multipliers, Prices float64

	LengthOfStay       float64         // implied mean stay in a nursing home, years
	LengthOfStayByAge  map[int]float64 // the same by decade of age: 65, 75, 85, 95
	NursingHomeEntries float64         // per year, at the start
	BirthScale         float64         // factor on Belgian births by age
	Births             float64         // per year, at the start
	Arrivals, Left     float64         // people per year, at the start
	StayHigh           float64         // share of complex people of 65+ still complex a year later, of survivors
	Inhabitants        float64
}

// fill takes the figures of the report from what was built.
func (r *Report) fill(b *builder, chains [sim.Sexes]*solved, m migration) {
	r.Region = b.region.ID
	r.Notes = append(r.Notes, m.raised...)
	r.BirthScale, r.Left = m.scale, m.left
	r.LengthOfStayByAge = map[int]float64{}
	residents, entries := map[int]float64{}, map[int]float64{}
	var stock, high, stayed float64
	for s, c := range chains {
		for a := range sim.Ages {
			people := b.region.Population[s][a]
			r.Inhabitants += people
			r.Arrivals += m.arrivals[s][a]
			if s == 1 {
				r.Births += m.births[a] * people
			}
			var inside float64
			for _, x := range c.shares[a][tiers:] {
				inside += x
			}
			stock += people * inside
			r.NursingHomeEntries += people * c.entries[a]
			decade := min(max((a-5)/10*10+5, 65), 95)
			residents[decade] += people * inside
			entries[decade] += people * c.entries[a]
			if a >= 65 {
				var x mix
				x[3] = 1
				y := c.years[a]
				y.leave, y.arrive = 0, 0
				end := y.live(x).end
				var alive float64
				for _, v := range end {
					alive += v
				}
				n := people * (c.shares[a][3] + c.shares[a][7])
				high += n
				stayed += n * (end[3] + end[7]) / alive
			}
		}
	}
	if r.NursingHomeEntries > 0 {
		r.LengthOfStay = stock / r.NursingHomeEntries
	}
	if high > 0 {
		r.StayHigh = stayed / high
	}
	for d, n := range residents {
		if entries[d] > 0 {
			r.LengthOfStayByAge[d] = n / entries[d]
		}
	}
}

// String is the report in a few lines of plain text.
func (r Report) String() string {
	var w strings.Builder
	fmt.Fprintf(&w, "region %s: %.0f inhabitants, a year %.0f births (%.3f of the Belgian rates), %.0f arrivals, %.0f departures\n",
		r.Region, r.Inhabitants, r.Births, r.BirthScale, r.Arrivals, r.Left)
	fmt.Fprintf(&w, "nursing home: %.0f entries a year, implied length of stay %.2f years", r.NursingHomeEntries, r.LengthOfStay)
	for _, d := range []int{65, 75, 85, 95} {
		fmt.Fprintf(&w, "; %d+ %.2f", d, r.LengthOfStayByAge[d])
	}
	fmt.Fprintf(&w, "\ncomplex at 65+: %.0f %% still complex after a year, of survivors\n", 100*r.StayHigh)
	counts := map[string]int{}
	worst := map[string]Note{}
	for _, n := range r.Notes {
		counts[n.What]++
		if math.Abs(n.Value-n.Used) >= math.Abs(worst[n.What].Value-worst[n.What].Used) {
			worst[n.What] = n
		}
	}
	for _, what := range []string{"up01", "up12", "up23", "nursing_home", "entry", "leave", "stays"} {
		if n := counts[what]; n > 0 {
			x := worst[what]
			fmt.Fprintf(&w, "%s: changed in %d cells, most at age %d (%s): %.4f became %.4f a year\n", what, n, x.Age, sexNames[x.Sex], x.Value, x.Used)
		}
	}
	if r.Shrunk != "" {
		fmt.Fprintf(&w, "draw shrunk: multipliers to %.2f, prices to %.2f of the way from the base (%s)\n", r.Multipliers, r.Prices, r.Shrunk)
	}
	return w.String()
}
