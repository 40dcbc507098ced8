package job

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The result folder tells from when a plan is another, the slip of its start included.
func TestDatesOfPlans(t *testing.T) {
	r := request(t, "reference", "stop-after-4-years", "cut-20")
	r.Horizon = "10 years"
	r, err := r.Complete()
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewExperiment(r)
	if err != nil {
		t.Fatal(err)
	}
	run, err := x.Describe()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, p := range run.Plans {
		got[p.ID] = p.Changes
	}
	want := map[string][]string{"reference": nil, "stop-after-4-years": {"2028-11", "2032-11"}, "cut-20": {"2028-11", "2030-11"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
