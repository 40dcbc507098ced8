package outputs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
)

// GP practices earn EUR 100 a month from the federal payer and pass it on. A plan
// pays them 83 instead, of which 80 through a pool and 3 of it given back.
func TestIncomes(t *testing.T) {
	line := func(from, to, reason string, cents int64) posting {
		return posting{from: from, to: to, instrument: "x", reason: reason, nature: "recurrent", cents: cents, end: 12}
	}
	today := []posting{line("federal", "gp_practices", "gp_contact", 10_000), line("gp_practices", "economy", "fees_earned", 10_000)}
	less := []posting{
		line("federal", "collaboration", "pool", 8_000), line("collaboration", "gp_practices", "bundle", 8_000),
		line("federal", "gp_practices", "gp_contact", 600), line("gp_practices", "federal", "returned", 300),
		line("gp_practices", "economy", "fees_earned", 8_300),
	}
	c := books(1, map[string][][]posting{"a": {today, today}, "b": {less, less}})
	year := Period{First: 2027, Last: 2027}
	got := c.Incomes("b", year)
	if len(got) != 1 || got[0].Party != "gp_practices" {
		t.Fatalf("incomes %+v, want those of GP practices alone", got)
	}
	if d := cmp.Diff([2]float64{-12 * 17, -0.204}, [2]float64{got[0].More.Mean, got[0].PerHead.Mean}, near); d != "" {
		t.Error(d)
	}
	s := c.SidePayments("b", year)
	if s.Losses || len(s.Providers) != 1 || s.Providers[0].From != "gp_practices" || s.Providers[0].Euros < 203.999 || s.Providers[0].Euros > 204.001 {
		t.Errorf("%+v: the payer gains 204 that the practices no longer receive", s)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		want := w.Say("ledger.side.providers", "list", w.Say("party.gp_practices")+" 204")
		if said := s.In(w, func(eur float64) string { return w.Number(eur, 0) }); len(said) != 2 || said[1] != want {
			t.Errorf("%s says %q, want %q", lang, said, want)
		}
		row, first := "", strings.Fields(w.Say("party.gp_practices"))[0]
		for _, l := range strings.Split(LedgerTable(c, year, w), "\n") {
			if strings.HasPrefix(l, first) && strings.Contains(l, w.Signed(-0.204, 2)) && row == "" {
				row = l
			}
		}
		if row == "" {
			t.Errorf("%s: no row shows what GP practices lose", lang)
		}
		if said := c.SidePayments("a", year).In(w, func(float64) string { return "" }); len(said) != 1 {
			t.Errorf("%s: a plan that takes nothing from providers says %q", lang, said)
		}
	}
}

// The columns of the table tie: EUR over inhabitants is EUR per inhabitant, also
// when the mean of the simulations is far from the median.
func TestPerInhabitantTiesWithTheTotal(t *testing.T) {
	paid := func(cents int64) []posting {
		return []posting{{from: "federal", to: "economy", instrument: "x", reason: "convention", nature: "recurrent", plan: true, cents: cents, end: 12}}
	}
	c := books(1, map[string][][]posting{"a": {paid(0), paid(0), paid(0)}, "b": {paid(100_000), paid(100_000), paid(1_000_000)}})
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	year := Period{First: 2027, Last: 2027}
	for _, a := range c.Accounts("b", year) {
		if d := cmp.Diff(a.NetMore.Mean/1000, a.PerHead.Mean, near); d != "" {
			t.Errorf("%s: %s", a.Party, d)
		}
	}
	row := ""
	for _, line := range strings.Split(LedgerTable(c, year, w), "\n") {
		if strings.HasPrefix(line, "federal") && strings.Contains(line, "(3 of 3)") {
			row = line
		}
	}
	if strings.Count(row, w.Signed(-48, 0)) != 2 {
		t.Errorf("48 thousand EUR of 1,000 inhabitants is 48 each, but %q", row)
	}
}
