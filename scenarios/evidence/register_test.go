package evidence

import "testing"

func TestLoad(t *testing.T) {
	reg, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(reg.rows); n < 2765 {
		t.Errorf("%d rows; the two published files alone hold 2,765", n)
	}
}
