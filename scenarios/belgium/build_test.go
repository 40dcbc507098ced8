package belgium

import (
	"testing"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// parameters loads the register and the defaults.
func parameters(t testing.TB) *model.Parameters {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	ps, err := model.Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// base holds the base values.
func base(t testing.TB) Values {
	t.Helper()
	return parameters(t).Values(1, 0)
}

func TestBuildEveryRegion(t *testing.T) {
	v := base(t)
	for _, id := range RegionIDs {
		regions, err := Regions(id, v)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range regions {
			_, report, err := Build(v, r)
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
			}
			t.Logf("%s", report)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	v := base(b)
	regions, err := Regions("leuven", v)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, _, err := Build(v, regions[0]); err != nil {
			b.Fatal(err)
		}
	}
}
