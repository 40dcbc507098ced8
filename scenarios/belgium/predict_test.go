package belgium

import (
	"context"
	"math"
	"testing"
	"time"
)

func TestPredictTmp(t *testing.T) {
	var names []string
	for _, q := range Quantities() {
		names = append(names, q.Name)
	}
	for luck := range uint64(3) {
		t0 := time.Now()
		x, err := Predict(context.Background(), base(t), names, luck+1)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(time.Since(t0))
		k := 0
		for _, q := range Quantities() {
			if luck == 0 || q.Lean {
				t.Log(q.Name, x[k:k+q.Numbers])
			}
			k += q.Numbers
		}
	}
	_ = math.Pi
}
