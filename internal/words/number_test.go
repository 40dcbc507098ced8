package words

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"pgregory.net/rapid"
)

func tagOf(lang string) language.Tag { return language.MustParse(lang) }

func values(m map[string]*i18n.Message) []*i18n.Message { return slices.Collect(maps.Values(m)) }

func TestNumbers(t *testing.T) {
	const nb, mi = "\u00a0", "\u2212"
	nl, fr, en := in(t, "nl"), in(t, "fr"), in(t, "en")
	for _, c := range []struct{ got, want string }{
		{nl.Number(31439, 0), "31.439"},
		{fr.Number(31439, 0), "31" + nb + "439"},
		{en.Number(31439, 0), "31,439"},
		{nl.Number(-1234.56, 1), mi + "1.234,6"},
		{nl.Number(2, 2), "2,00"},
		{nl.Number(-0.04, 1), "0,0"},
		{nl.Number(math.NaN(), 1), "–"},
		{nl.Number(math.Inf(-1), 1), "–"},
		{nl.Signed(1.25, 2), "+1,25"},
		{fr.Signed(-1.25, 2), mi + "1,25"},
		{nl.Signed(0.001, 2), "0,00"},
		{nl.Signed(math.Inf(1), 2), "–"},
		{nl.Percent(0.4, 0), "40" + nb + "%"},
		{fr.Percent(0.125, 1), "12,5" + nb + "%"},
		{en.Percent(-0.4, 0), mi + "40%"},
		{en.Percent(math.NaN(), 0), "–"},
		{nl.Euro(3215, 0), "€" + nb + "3.215"},
		{nl.Euro(-3.5, 2), "€" + nb + mi + "3,50"},
		{fr.Euro(1234.5, 2), "1" + nb + "234,50" + nb + "€"},
		{en.Euro(-1234.5, 2), mi + "€1,234.50"},
		{fr.Euro(math.NaN(), 2), "–"},
		{nl.Month(2027, 1), "januari 2027"},
		{fr.Month(2027, 2), "février 2027"},
		{en.Month(2036, 12), "December 2036"},
		{nl.Date(2028, 1, 1), "1 januari 2028"},
		{fr.Date(2028, 1, 1), "1er janvier 2028"},
		{fr.Date(2028, 8, 2), "2 août 2028"},
		{en.Date(2028, 1, 31), "31 January 2028"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestYears(t *testing.T) {
	for _, c := range []struct {
		first, last int
		want        string
	}{{2027, 2031, "2027–2031"}, {2027, 2027, "2027"}} {
		if got := Years(c.first, c.last); got != c.want {
			t.Errorf("Years(%d, %d) is %q, want %q", c.first, c.last, got, c.want)
		}
	}
	w, err := For("fr")
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Say("figures.sum_over", "first", 2027, "last", 2027); got != "total 2027, millions d’euros" {
		t.Errorf("one year in a text: %q", got)
	}
}

// TestNoSignOnNothing holds that whatever shows only noughts carries no sign,
// and that everything else keeps its own.
func TestNoSignOnNothing(t *testing.T) {
	w := in(t, "en")
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.Float64Range(-5, 5).Draw(rt, "x")
		decimals := rapid.IntRange(0, 3).Draw(rt, "decimals")
		shown := w.Signed(x, decimals)
		first := []rune(shown)[0]
		bare := !slices.ContainsFunc([]rune(shown), func(r rune) bool { return r >= '1' && r <= '9' })
		switch {
		case bare && first != '0':
			rt.Errorf("%v shows as %q", x, shown)
		case !bare && x > 0 && first != '+', !bare && x < 0 && first != '\u2212':
			rt.Errorf("%v shows as %q", x, shown)
		}
	})
}
