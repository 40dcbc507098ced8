package words

import (
	"errors"
	"testing"
)

func TestForAll(t *testing.T) {
	for langs, want := range map[string]string{"": "nl", "fr": "fr", "nl+fr": "nl fr", "fr+nl": "fr nl", "en+nl": "en nl"} {
		all, err := ForAll(langs)
		if err != nil {
			t.Errorf("%q: %v", langs, err)
			continue
		}
		got := all[0].Lang()
		if len(all) > 1 {
			got += " " + all[1].Lang()
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", langs, got, want)
		}
	}
	for langs, want := range map[string]error{"de": ErrUnknown, "nl+de": ErrUnknown, "nl+": ErrUnknown, "+fr": ErrUnknown, "nl+nl": ErrTwice, "nl+fr+en": ErrTooMany, "NL": ErrUnknown} {
		if _, err := ForAll(langs); !errors.Is(err, want) {
			t.Errorf("%q gives %v, want %v", langs, err, want)
		}
	}
}

// TestBoth holds that nothing of either language is lost, but how a number is written.
func TestBoth(t *testing.T) {
	nl, fr, en := in(t, "nl"), in(t, "fr"), in(t, "en")
	for _, c := range []struct{ a, b, want string }{
		{"workload", "workload", "workload"},
		{"", "plan A", "plan A"},
		{"Betaler", "", "Betaler"},
		{"Betaler", "Payeur", "Betaler / Payeur"},
		{nl.Number(-1234.5, 1), fr.Number(-1234.5, 1), nl.Number(-1234.5, 1)},
		{fr.Euro(1234, 0), nl.Euro(1234, 0), fr.Euro(1234, 0)},
		{nl.Percent(0.4, 0), en.Percent(0.4, 0), nl.Percent(0.4, 0)},
		{"0,3 tot 2,0", "0,3 à 2,0", "0,3 tot/à 2,0"},
		{"waarschijnlijk (39 van 40)", "probable (39 sur 40)", "waarschijnlijk/probable (39 van/sur 40)"},
		{"Jaren 1–5 (2027–2031)", "Années 1–5 (2027–2031)", "Jaren/Années 1–5 (2027–2031)"},
		{nl.Date(2028, 8, 2), fr.Date(2028, 8, 2), "2 augustus/août 2028"},
		{nl.Date(2028, 8, 1), fr.Date(2028, 8, 1), "1 augustus 2028 / 1er août 2028"},
		{"100 euro per burger", "100 euros par citoyen", "100 euro per burger / 100 euros par citoyen"},
		{"1 op 2", "1 sur 3", "1 op 2 / 1 sur 3"}, // never one number for another
	} {
		if got := Both(c.a, c.b); got != c.want {
			t.Errorf("%q and %q give %q, want %q", c.a, c.b, got, c.want)
		}
	}
}
