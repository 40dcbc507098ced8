package handover

import (
	"testing"

	"piramide/outputs"
)

// Of a result without replays the report says that they are lived when they are asked.
func TestReportWithoutReplays(t *testing.T) {
	whole := sealed(t, request(t, "reference", "full-proposal"))
	result, err := outputs.Open(without(t, whole, func(*outputs.CellTables) {}))
	if err != nil {
		t.Fatal(err)
	}
	c, err := outputs.Compare(result, "")
	if err != nil {
		t.Fatal(err)
	}
	page := pageOf(t, c, "nl")
	if got := page.ExplainedLead; got != dutch(t).Say("explain.report.lead_when_asked") {
		t.Errorf("above the parts stands %q", got)
	}
}
