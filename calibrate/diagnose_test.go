package calibrate

import (
	"context"
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestDiagnosisOfNormal: what is kept, moved and shared, against the exact posterior.
func TestDiagnosisOfNormal(t *testing.T) {
	l := newLinear(t, 3, 2, 31) // one direction that no target speaks of
	post := imis(t, &l.Problem, 1)
	d := Diagnose(&l.Problem, nil, post)
	root := 6 / math.Sqrt(post.Effective)
	for j, q := range d.Parameters {
		sd := math.Sqrt(l.cov.At(j, j))
		near(t, q.Name+": kept", q.Kept, sd, root)
		near(t, q.Name+": shift", q.Shift, l.mean.AtVec(j), root)
		for k, r := range q.Correlations {
			near(t, fmt.Sprintf("%s: correlation with %d", q.Name, k), r, l.cov.At(j, k)/(sd*math.Sqrt(l.cov.At(k, k))), root)
		}
		for i, level := range Levels {
			z := l.mean.AtVec(j) + sd*distuv.UnitNormal.Quantile(level)
			near(t, fmt.Sprintf("%s: posterior quantile %g", q.Name, level), q.Posterior[i], l.Free[j].Value(z), 4*root)
		}
	}
	if first := d.Directions[0]; !first.Undetermined || d.Directions[1].Undetermined {
		t.Errorf("directions keep %.3f, %.3f, %.3f: the first alone is undetermined", first.Kept, d.Directions[1].Kept, d.Directions[2].Kept)
	}
	near(t, "the spread that no target touches", d.Directions[0].Kept, 1, root)
}

// TestDirectionIsNamed: only a sum is observed, so the difference stays as it was.
func TestDirectionIsNamed(t *testing.T) {
	score := distuv.UnitNormal.Quantile
	p := &Problem{
		Free:    []Free{{Name: "a", Quantile: score}, {Name: "b", Quantile: score}},
		Targets: []Target{{Name: "sum", Numbers: 1, Likelihood: is(t)(Normal(1, 0.1))}},
		Model: func(_ context.Context, v []float64, _ uint64) ([]float64, error) {
			return []float64{v[0] + v[1]}, nil
		},
	}
	d := Diagnose(p, nil, imis(t, p, 1))
	dir := d.Directions[0]
	if !dir.Undetermined || len(dir.Loadings) != 2 || dir.Loadings[0].Weight*dir.Loadings[1].Weight > -0.4 {
		t.Errorf("the undetermined direction is %+v, want a against b", dir)
	}
	if last := d.Directions[1]; last.Kept > 0.1 || last.Undetermined {
		t.Errorf("the determined direction is %+v", last)
	}
	if len(d.Missed) > 0 || len(d.Conflicts) > 0 {
		t.Errorf("missed %v, conflicts %v, want none", d.Missed, d.Conflicts)
	}
}

// TestConflict: two sources that say different things of the same number, and a third
// that has nothing to do with either.
func TestConflict(t *testing.T) {
	score := distuv.UnitNormal.Quantile
	p := &Problem{
		Free: []Free{{Name: "a", Quantile: score}, {Name: "b", Quantile: score}},
		Targets: []Target{
			{Name: "one", Numbers: 1, Likelihood: is(t)(Normal(-0.8, 0.3))},
			{Name: "other", Numbers: 1, Likelihood: is(t)(Normal(0.8, 0.3))},
			{Name: "third", Numbers: 1, Likelihood: is(t)(Normal(0.3, 0.3))},
		},
		Model: func(_ context.Context, v []float64, _ uint64) ([]float64, error) {
			return []float64{v[0], v[0], v[1]}, nil
		},
	}
	fit, err := Best(t.Context(), p, BestSettings{Settings: Settings{Seed: 1, Budget: 500}})
	if err != nil {
		t.Fatal(err)
	}
	d := Diagnose(p, fit, imis(t, p, 1))
	if fmt.Sprint(d.Missed) != "[one other]" {
		t.Errorf("missed %v, want one and other", d.Missed)
	}
	if len(d.Conflicts) != 2 || d.Conflicts[0].Missed != "one" || d.Conflicts[0].Without != "other" || d.Conflicts[1].Missed != "other" {
		t.Fatalf("conflicts %+v, want one and other, both ways", d.Conflicts)
	}
	// Without the other, one is observed alone: its posterior mean is closed.
	precision := 1 / (0.3 * 0.3)
	c := d.Conflicts[0]
	near(t, "one with both", c.With, 0, 0.05)
	near(t, "one without the other", c.Then, -0.8*precision/(1+precision), 0.2)
	if d.Targets[2].Share < 0.9 || !d.Targets[2].Inside {
		t.Errorf("the third target: %+v", d.Targets[2])
	}
	if d.Targets[0].Without != nil && d.Targets[0].WithoutInside {
		t.Errorf("what the others say of one lies inside its interval: %+v", d.Targets[0])
	}
}

// TestSharpConflict: two sources so sure of themselves that no point of the posterior is
// left when one of them is left out; an emulator still tells them apart from a third.
func TestSharpConflict(t *testing.T) {
	score := distuv.UnitNormal.Quantile
	p := &Problem{
		Free: []Free{{Name: "a", Quantile: score}, {Name: "b", Quantile: score}},
		Targets: []Target{
			{Name: "one", Numbers: 1, Likelihood: is(t)(Normal(-1, 0.02))},
			{Name: "other", Numbers: 1, Likelihood: is(t)(Normal(1, 0.02))},
			{Name: "third", Numbers: 1, Likelihood: is(t)(Normal(0.3, 0.3))},
		},
		Model: func(_ context.Context, v []float64, _ uint64) ([]float64, error) {
			return []float64{v[0], v[0], v[1] + 0.1*v[0]}, nil
		},
	}
	d := Diagnose(p, nil, imis(t, p, 1))
	if len(d.Conflicts) != 2 || !d.Conflicts[0].Emulated || !d.Conflicts[1].Emulated {
		t.Fatalf("conflicts %+v, want one and other, both ways, emulated", d.Conflicts)
	}
	near(t, "one without the other", d.Conflicts[0].Then, -1, 0.02)
	near(t, "other without one", d.Conflicts[1].Then, 1, 0.02)
	near(t, "what the others say of one", d.Targets[0].Without[0], 1, 0.02)
}

// TestUnreachable: a target that no value in the prior comes to is named, with the end
// that is nearest and the parameter that holds it; one that a corner reaches is not.
func TestUnreachable(t *testing.T) {
	score := distuv.UnitNormal.Quantile
	p := &Problem{
		Free: []Free{{Name: "a", Quantile: score}, {Name: "b", Quantile: score}, {Name: "c", Quantile: score}},
		Targets: []Target{
			{Name: "far", Numbers: 1, Likelihood: is(t)(Normal(40, 1))},
			{Name: "corner", Numbers: 1, Likelihood: is(t)(Normal(8.5, 0.2))},
			{Name: "near", Numbers: 1, Likelihood: is(t)(Normal(1, 0.01))},
		},
		Model: func(_ context.Context, v []float64, _ uint64) ([]float64, error) {
			return []float64{2*v[0] - v[1], v[0] + v[1] + v[2], v[2]}, nil
		},
	}
	w, err := FirstWave(t.Context(), p, Settings{Seed: 1}, 200)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Unreachable) != 1 {
		t.Fatalf("unreachable %+v, want far alone", w.Unreachable)
	}
	u := w.Unreachable[0]
	if u.Target != "far" || u.Above || u.Limits[0].Name != "a" || !u.Limits[0].Up || u.Limits[1].Name != "b" || u.Limits[1].Up {
		t.Errorf("unreachable %+v, want far, held by a from above and b from below", u)
	}
	near(t, "the corner", u.Corner, 2*3+3, 3.1) // c may seem to matter by luck, and does not
	near(t, "the end of a", u.Limits[0].End, 3, 1e-6)
}
