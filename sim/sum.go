package sim

import "piramide/sim/finance"

// Sum adds up the results of regions that ran apart with the same calendar and
// states, in the order given: counts and ledgers are summed, buurten and waits
// stand one after the other. Concentration is the mean by inhabitants, since the
// costliest of the whole cannot be found from the parts; lives are those of all.
// The sum of one result is that result. It panics when the parts do not fit.
func Sum(parts []*Result) *Result {
	first := parts[0]
	if len(parts) == 1 {
		return first
	}
	out := &Result{
		First: first.First, Years: first.Years, States: first.States, Areas: []string{first.Areas[0]},
		Months: make([][]int64, len(first.Months)), Ledger: finance.NewLedger(first.Ledger.Months()),
		Concentration: make([]Concentration, len(first.Concentration)),
	}
	for s := range out.Months {
		out.Months[s] = make([]int64, len(first.Months[s]))
	}
	for _, p := range parts {
		if p.First != out.First || p.Years != out.Years || len(p.States) != len(out.States) {
			panic("sim: Sum: results of different calendars or states")
		}
		out.Areas = append(out.Areas, p.Areas[1:]...)
		for s := range p.Months {
			addTo(out.Months[s], p.Months[s])
		}
		out.Flows = summed(out.Flows, p.Flows)
		out.Start, out.End = summed(out.Start, p.Start), summed(out.End, p.End)
		if out.Crossed == nil {
			out.Crossed = make([]Ratio, len(p.Crossed))
		}
		for i, x := range p.Crossed {
			out.Crossed[i] = Ratio{out.Crossed[i].Num + x.Num, out.Crossed[i].Den + x.Den}
		}
		out.Waits = append(out.Waits, p.Waits...)
		out.Lives = append(out.Lives, p.Lives...)
		out.Outcomes = append(out.Outcomes, p.Outcomes...)
		out.Spread = append(out.Spread, p.Spread...)
		out.Entered = append(out.Entered, p.Entered...)
		out.BeforeAfter = append(out.BeforeAfter, p.BeforeAfter...)
		out.Ledger.Add(p.Ledger)
		out.Cohort += p.Cohort
		out.Inhabitants += p.Inhabitants
		for y, c := range p.Concentration {
			n := float64(p.Inhabitants)
			sum := &out.Concentration[y]
			sum.Top1, sum.Top5, sum.Top10 = sum.Top1+float64(n*c.Top1), sum.Top5+float64(n*c.Top5), sum.Top10+float64(n*c.Top10)
		}
	}
	for y := range out.Concentration {
		n := float64(out.Inhabitants)
		sum := &out.Concentration[y]
		sum.Top1, sum.Top5, sum.Top10 = sum.Top1/n, sum.Top5/n, sum.Top10/n
	}
	out.Yearly = make([]Ratio, int(NumIndicators)*out.Years*len(out.Areas)*NumGroups)
	at := 1
	for _, p := range parts {
		out.addYears(p, at)
		at += len(p.Areas) - 1
	}
	return out
}

// addYears puts the buurten of a part from place at on, and adds its region to
// the whole.
func (r *Result) addYears(p *Result, at int) {
	for i := range NumIndicators {
		for year := range r.Years {
			for area := range p.Areas {
				to := 0
				if area > 0 {
					to = at + area - 1
				}
				for group := range NumGroups {
					x := p.At(i, year, area, group)
					sum := &r.Yearly[((int(i)*r.Years+year)*len(r.Areas)+to)*NumGroups+group]
					sum.Num += x.Num
					sum.Den += x.Den
				}
			}
		}
	}
}

func summed(sum, part []int64) []int64 {
	if sum == nil {
		sum = make([]int64, len(part))
	}
	addTo(sum, part)
	return sum
}

func addTo(sum, part []int64) {
	for i, x := range part {
		sum[i] += x
	}
}
