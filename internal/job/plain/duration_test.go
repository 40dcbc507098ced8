package plain

import (
	"testing"
	"time"

	"piramide/internal/words"
)

// How long a sweep takes is said in hours and minutes.
func TestDurationText(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[time.Duration]string{
		20 * time.Second:                "minder dan een minuut",
		80 * time.Second:                "ongeveer één minuut",
		5*time.Hour + 20*time.Minute:    "ongeveer 5 uur 20 minuten",
		3*time.Hour + 10*time.Second:    "ongeveer 3 uur",
		59*time.Minute + 40*time.Second: "ongeveer 1 uur",
		12 * time.Minute:                "ongeveer 12 minuten",
	} {
		if got := DurationText(w, d); got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
}
