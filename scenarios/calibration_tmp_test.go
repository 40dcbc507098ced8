package scenarios_test

import (
	"testing"

	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

func TestShippedTmp(t *testing.T) {
	c, err := scenarios.LoadCalibration("belgium", func(name string) (int, string) {
		q, _ := belgium.QuantityNamed(name)
		return q.Numbers, belgium.NearQuantity(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(c.Targets), len(c.Free))
	for _, f := range c.Free {
		t.Log(f.Name, f.Paths, f.Quantile(0.025), f.Quantile(0.5), f.Quantile(0.975))
	}
}
