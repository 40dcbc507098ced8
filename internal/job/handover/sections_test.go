package handover

import (
	"math"
	"strings"
	"testing"

	"piramide/outputs"
	"piramide/sim"
)

// Recurrent money, one-off money and other care add up to what all payers pay more,
// which is the budget impact that the KCE perspective shows.
func TestKindsOfMoneyAddUp(t *testing.T) {
	c := compared(t, request(t, "reference", "full-proposal"))
	head, sum := c.Periods[0], 0.0
	var whole float64
	for _, kind := range moneyKinds {
		x := c.LineSpread("full-proposal", c.Base, head, false, func(e outputs.Entry) float64 {
			if _, sign := e.Cost(); kind.counts(e) {
				return sign
			}
			return 0
		}).Mean
		if kind.id == "sum" {
			whole = x
		} else {
			sum += x
		}
	}
	impact := math.NaN()
	for _, v := range c.Perspectives() {
		if v.Plan == "full-proposal" && v.View == outputs.ViewKCE {
			impact = v.Impact.Mean
		}
	}
	if whole == 0 || math.Abs(sum-whole) > 0.01 || math.Abs(whole-impact) > 0.01 {
		t.Errorf("parts %.2f, together %.2f, budget impact %.2f", sum, whole, impact)
	}
}

// Each of the sections that readers ask for is there, whatever the run holds; the
// groups of one mark bring no indicator twice into the table of an aim.
func TestSectionsAreThere(t *testing.T) {
	r := request(t, "reference", "full-proposal")
	fixed := request(t, "reference", "full-proposal")
	fixed.Draws, fixed.FixedParameters, fixed.Replicates = 1, true, 2
	for _, c := range []*outputs.Comparison{compared(t, r), compared(t, fixed)} {
		page := pageOf(t, c, "fr")
		for _, at := range []string{"aims", "money", "waiting", "equity", "drivers", "mind", "before-after", "odd", "cheers", "kce", "terms"} {
			if _, there := page.Section(at); !there {
				t.Errorf("chance only %v: no section %s", c.ChanceOnly, at)
			}
		}
		for _, x := range page.Explained { // a number that care as today does not have, has no parts
			for _, n := range x.Numbers {
				if n.Sum == "–" || n.Sum == "" {
					t.Errorf("chance only %v: %s is taken apart", c.ChanceOnly, n.Title)
				}
			}
		}
		if (page.Certain == nil) != c.ChanceOnly {
			t.Errorf("chance only %v: certainty %q", c.ChanceOnly, page.Certain)
		}
		if rows := page.Aims.Tables[0].Rows; len(rows) != len(aims) {
			t.Errorf("%d aims", len(rows))
		}
		if said := strings.Join(page.BeforeAfter.Intro, " "); !c.ChanceOnly && !strings.Contains(said, "`piramide before-after full-proposal --versus reference") {
			t.Errorf("how to get the evaluation is not said: %s", said)
		}
	}
}

// The groups of an indicator together are all of it: who has increased reimbursement
// and who has not.
func TestGroupsHoldTheWhole(t *testing.T) {
	c := compared(t, request(t, "reference", "full-proposal"))
	all := c.ByGroup("reached_in_time", c.Periods[0], sim.GroupAll)
	if whole := c.Row("reached_in_time", c.Periods[0].ID); all.Base != whole.Base || all.Plans[0].Diff != whole.Plans[0].Diff {
		t.Errorf("the group of all is %+v, the indicator %+v", all.Plans[0].Diff, whole.Plans[0].Diff)
	}
	vt, not := c.ByGroup("reached_in_time", c.Periods[0], sim.GroupVT), c.ByGroup("reached_in_time", c.Periods[0], sim.GroupNoVT)
	low, high := min(vt.Plans[0].Value.Mean, not.Plans[0].Value.Mean), max(vt.Plans[0].Value.Mean, not.Plans[0].Value.Mean)
	if x := all.Plans[0].Value.Mean; x < low || x > high || low == high {
		t.Errorf("%v of all does not lie between %v and %v of its two groups", x, low, high)
	}
}

// A ratio is told only over a difference in health that is of weight and of a sure sign.
func TestCostPerQALYNeedsADifferenceInHealth(t *testing.T) {
	w := dutch(t)
	all := outputs.Period{ID: outputs.PeriodHead, First: 2027, Last: 2031}
	for _, c := range []struct {
		qaly float64
		k, n int
		says string
	}{
		{0.8, 39, 40, "25.000 per gewonnen QALY"},
		{-0.8, 39, 40, "minder QALY’s"},
		{0.001, 40, 40, "te klein of te onzeker"}, // sure, and nothing
		{0.8, 37, 40, "te klein of te onzeker"},   // 92,5 %
		{-0.8, 37, 40, "te klein of te onzeker"},
		{0.8, 4, 4, "te klein of te onzeker"}, // four cannot show 95 %
	} {
		qaly := outputs.Estimate{Mean: c.qaly, Low: c.qaly / 2, High: c.qaly * 2, Cells: c.n}
		l := illustrator{w: w, c: &outputs.Comparison{
			Plans: []outputs.Plan{{ID: "a"}, {ID: "b"}}, Periods: []outputs.Period{all},
			Present: []outputs.NetPresent{{Plan: "b", Costs: outputs.Estimate{Mean: 20, Cells: c.n}, QALYs: qaly}},
			Rows: []outputs.Row{{
				Indicator: outputs.Indicator{ID: "qaly", Relevance: 0.5}, Period: all,
				Plans: []outputs.Difference{{Plan: "b", Diff: qaly, K: c.k, N: c.n}},
			}},
		}}
		if said := l.costOfQALY(0); !strings.Contains(said, c.says) {
			t.Errorf("%+v: %s", c, said)
		}
	}
}

// What is done is never told as an improvement: however surely there is more of it, it
// stands apart from what gets better or worse.
func TestActivityIsNoImprovement(t *testing.T) {
	c := compared(t, request(t, "reference", "full-proposal"))
	w := dutch(t)
	l := illustrator{c: c, w: w, where: "klein"}
	done := 0
	for i := range c.Rows {
		r := &c.Rows[i]
		if !r.Indicator.IsActivity() {
			continue
		}
		if r.Indicator.Direction != 0 {
			t.Errorf("more of %s is said to be %+d", r.Indicator.ID, r.Indicator.Direction)
		}
		r.Plans[0].Mark, r.Plans[0].Diff, r.Plans[0].K, r.Plans[0].N = outputs.Clear, outputs.Estimate{Mean: 3, Low: 2, High: 4, Cells: 2}, 2, 2
	}
	for _, aim := range aims {
		for _, line := range l.aimOf(aim, 0, c.Periods[0]) {
			what, list, _ := strings.Cut(line, ": ")
			for i := range c.Rows {
				r := &c.Rows[i]
				if name := w.Say(r.Indicator.TitleID()) + " ("; r.Period != c.Periods[0] || r.Indicator.Aim != aim || !strings.Contains(", "+list, ", "+name) {
					continue
				}
				if apart := what == w.Say("report.aims.done_higher"); apart != r.Indicator.IsActivity() {
					t.Errorf("%s is told as %q", r.Indicator.ID, what)
				} else if apart {
					done++
				}
			}
		}
	}
	if done < 3 {
		t.Errorf("only %d activities are told", done)
	}
}
