package decide

import (
	"fmt"
	"math"

	"piramide/outputs"
	"piramide/outputs/decision"
)

// budgets are how many draws the difference of a plan with the first asks, at each point of
// the design (a comparison is one); nil where fewer than three draws have a value.
func (d *Decision) budgets(plan int, id string, tolerance float64) []*decision.Budget {
	m := &d.Frame.Manifest
	a, b := decision.ByDraw(d.Frame.Values(plan, id), m.Replicates), decision.ByDraw(d.Frame.Values(0, id), m.Replicates)
	list := make([]*decision.Budget, max(1, m.Points))
	for point := range list {
		var x, y []float64
		for i := point * m.Draws; i < (point+1)*m.Draws; i++ {
			if v := a[i] - b[i]; !math.IsNaN(v) && !math.IsInf(v, 0) {
				x, y = append(x, a[i]), append(y, b[i])
			}
		}
		if len(x) >= 3 {
			g := decision.Precision(x, y, tolerance)
			list[point] = &g
		}
	}
	return list
}

// pointsTold counts the points of a design by what their draws are enough for.
type pointsTold struct {
	known   int // points with three draws or more
	enough  int // the sign of the difference can be told
	more    int // it asks more draws than there are
	most    int // draws that the hardest of those asks
	never   int // it asks over a million
	nothing int // there is no difference
}

func countTold(list []*decision.Budget) (c pointsTold) {
	for _, g := range list {
		if g == nil {
			continue
		}
		c.known++
		switch {
		case g.Tell == 0:
			c.nothing++
		case g.Tell < 0:
			c.never++
		case g.Tell <= g.Draws:
			c.enough++
		default:
			c.more++
			c.most = max(c.most, g.Tell)
		}
	}
	return c
}

// precisionAtPoints says at how many points of a design the draws are enough to tell a plan
// from the first. No mean over points is taken: they differ on purpose.
func (t *Telling) precisionAtPoints() {
	d := t.d
	m := &d.Frame.Manifest
	t.each(func(plan int) {
		list := d.budgets(plan, d.Indicator.ID, 0)
		c := countTold(list)
		if c.known == 0 || m.FixedParameters {
			t.say("precision.sweep")
			return
		}
		for point, g := range list {
			if g != nil {
				t.number(d.Title(plan), fmt.Sprintf("%s; point=%d", d.Indicator.ID, point), "draws_to_tell", float64(g.Tell), "draws")
			}
		}
		t.about(plan, d.Indicator.ID)
		if c.enough == c.known {
			t.say("precision.points_all", "count", c.known, "draws", m.Draws)
		} else {
			t.say("precision.points", "enough", c.enough, "count", c.known, "draws", m.Draws)
		}
		if c.more > 0 {
			t.say("precision.points_more", "count", c.more, "most", c.most)
		}
		if c.never > 0 {
			t.say("precision.points_never", "count", c.never)
		}
		if c.nothing > 0 {
			t.say("precision.points_nothing", "count", c.nothing)
		}
		if left := len(list) - c.known; left > 0 {
			t.say("precision.points_left", "count", left)
		}
		within, never := 0, false
		for _, g := range d.budgets(plan, outputs.PresentCost, costTolerance) {
			if g != nil {
				within, never = max(within, g.Within), never || g.Within < 0
			}
		}
		t.number(d.Title(plan), outputs.PresentCost, "draws_within_tolerance_at_all_points", float64(within), "draws")
		if never {
			t.say("precision.points_cost_never", "tolerance", costTolerance)
		} else {
			t.say("precision.points_cost", "need", within, "draws", m.Draws, "tolerance", costTolerance)
		}
		t.say("precision.points_shared")
		if d.few() {
			t.say("precision.rough", "count", m.Draws)
		}
	})
}
