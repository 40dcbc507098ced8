package outputs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
)

// The federal payer pays teams EUR 50 a month of its own saving of 120; Flanders pays
// 30 for residents and gets 10 back from shared savings; citizens pay 15 less. A year.
func TestSidePayments(t *testing.T) {
	plan := func(saved, residents int64) []posting {
		return []posting{
			{from: "federal", to: "economy", instrument: "ziekenhuis", reason: "stay", nature: "recurrent", cents: 100_000 - saved, end: 12},
			{from: "citizen", to: "economy", instrument: "ziekenhuis", reason: "own_share", nature: "recurrent", cents: 8_500, end: 12},
			{from: "federal", to: "buurtteams", instrument: "honderd-euro", reason: "inclusion", nature: "recurrent", plan: true, cents: 5_000, end: 12},
			{from: "buurtteams", to: "economy", instrument: "spending", reason: "wage", nature: "recurrent", cents: 5_000, end: 12},
			{from: "flanders", to: "nursing_homes", instrument: "woonzorgcentrum", reason: "nursing_home_day", nature: "recurrent", cents: residents, end: 12},
			{from: "nursing_homes", to: "economy", instrument: "spending", reason: "fees_earned", nature: "recurrent", cents: residents, end: 12},
			{from: "federal", to: "flanders", instrument: "besparing", reason: "investment", nature: "recurrent", plan: true, cents: 1_000, end: 12},
		}
	}
	today := []posting{
		{from: "federal", to: "economy", instrument: "ziekenhuis", reason: "stay", nature: "recurrent", cents: 100_000, end: 12},
		{from: "citizen", to: "economy", instrument: "ziekenhuis", reason: "own_share", nature: "recurrent", cents: 10_000, end: 12},
	}
	year := Period{First: 2027, Last: 2027}
	c := books(1, map[string][][]posting{"a": {today, today}, "b": {plan(12_000, 3_000), plan(12_000, 3_000)}})
	got := c.SidePayments("b", year)
	want := SidePayments{
		// Federal: 120 − 50 − 10 = 60 a month; Flanders: 10 − 30 = −20.
		Payments: []Transfer{{"federal", "flanders", 240}}, Losses: true, K: 2, N: 2,
		Investors: []Transfer{{From: "federal", Euros: 600}}, Repaid: []Transfer{{"federal", "flanders", 120}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Federal keeps nothing of 60 and Flanders loses 20: only the citizen's 15 is a gain,
	// and citizens are not asked. In the other simulation federal gains 60: on average 30.
	c = books(1, map[string][][]posting{"a": {today, today}, "b": {plan(6_000, 3_000), plan(12_000, 3_000)}})
	if got = c.SidePayments("b", year); got.Short != 0 || got.K != 1 || got.Payments[0].Euros != 240 {
		t.Errorf("%+v", got)
	}
	c = books(1, map[string][][]posting{"a": {today, today}, "b": {plan(6_000, 3_000), plan(6_000, 3_000)}})
	if got = c.SidePayments("b", year); got.Short != 240 || got.K != 0 || got.Payments != nil {
		t.Errorf("%+v", got)
	}
	for lang, says := range map[string]string{"nl": "Er ontbreekt 240 EUR", "fr": "Il manque 240 EUR", "en": "240 EUR is lacking"} {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(got.In(w, func(eur float64) string { return w.Number(eur, 0) + " EUR" }), "\n")
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), says) {
			t.Errorf("%s: %s", lang, text)
		}
	}
	// The same plan twice: nobody loses.
	c = books(1, map[string][][]posting{"a": {today}, "b": {today}})
	if got = c.SidePayments("b", year); got.Losses || got.Payments != nil || got.Short != 0 {
		t.Errorf("%+v", got)
	}
}
