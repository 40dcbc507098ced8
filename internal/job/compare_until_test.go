package job

import (
	"testing"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
)

func TestReadUntil(t *testing.T) {
	for text, want := range map[string]reading.Precise{
		"net_cost ±5 EUR":              {Indicator: "net_cost", Within: 5},
		"net_cost +- 5":                {Indicator: "net_cost", Within: 5},
		"net_cost+/-5 EUR":             {Indicator: "net_cost", Within: 5},
		"Nettokosten ± 5 EUR":          {Indicator: "net_cost", Within: 5},
		"reached in time +-1%":         {Indicator: "reached_in_time", Within: 0.01},
		"reached_in_time ±0.5 %":       {Indicator: "reached_in_time", Within: 0.005},
		"reached_in_time ±0,5%":        {Indicator: "reached_in_time", Within: 0.005},
		"reached_in_time ±0,5\u00a0%":  {Indicator: "reached_in_time", Within: 0.005},
		"unplanned_stays ±2":           {Indicator: "unplanned_stays", Within: 2},
		" programme_cost  ±  1.5 EUR ": {Indicator: "programme_cost", Within: 1.5},
	} {
		got, err := readUntil(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if *got != want {
			t.Errorf("%q is %+v", text, got)
		}
	}
	for _, text := range []string{
		"", "net_cost", "±5 EUR", "net_cost ±", "net_cost 5 EUR", "net_cost ±0 EUR", "net_cost ±-5 EUR", "net_cost ±5 dagen",
		"nettocost ±5 EUR", "reached_in_time ±0.5", "net_cost ±5 %", "net_cost ±veel",
	} {
		if r, err := readUntil(text); fault.Of(err) != fault.Usage {
			t.Errorf("%q: %+v, %v", text, r, err)
		}
	}
}
