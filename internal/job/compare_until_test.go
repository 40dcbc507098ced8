package job

import "testing"

func TestReadUntil(t *testing.T) {
	for text, want := range map[string]precise{
		"net_cost ±5 EUR":              {indicator: "net_cost", within: 5},
		"net_cost +- 5":                {indicator: "net_cost", within: 5},
		"net_cost+/-5 EUR":             {indicator: "net_cost", within: 5},
		"Nettokosten ± 5 EUR":          {indicator: "net_cost", within: 5},
		"reached in time +-1%":         {indicator: "reached_in_time", within: 0.01},
		"reached_in_time ±0.5 %":       {indicator: "reached_in_time", within: 0.005},
		"reached_in_time ±0,5%":        {indicator: "reached_in_time", within: 0.005},
		"reached_in_time ±0,5\u00a0%":  {indicator: "reached_in_time", within: 0.005},
		"unplanned_stays ±2":           {indicator: "unplanned_stays", within: 2},
		" programme_cost  ±  1.5 EUR ": {indicator: "programme_cost", within: 1.5},
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
		if r, err := readUntil(text); FaultOf(err) != Usage {
			t.Errorf("%q: %+v, %v", text, r, err)
		}
	}
}
