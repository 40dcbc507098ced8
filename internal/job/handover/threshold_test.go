package handover

import (
	"slices"
	"testing"
)

// A plan without posts has no effect of coordination to search for, and the report says so.
func TestNoThresholdWithoutPosts(t *testing.T) {
	c := compared(t, request(t, "reference", "mixed-new-deal"))
	l := illustrator{c: c, w: dutch(t)}
	want := []string{l.w.Say("solve.report.no_support", "plan", l.title(1))}
	if got := l.thresholds(); !slices.Equal(got, want) {
		t.Errorf("without posts the threshold says %q", got)
	}
}
