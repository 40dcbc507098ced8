package words

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

func in(t *testing.T, lang string) *Words {
	t.Helper()
	w, err := For(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestFor(t *testing.T) {
	if got := in(t, "").Lang(); got != "nl" {
		t.Errorf("the default language is %q, want nl", got)
	}
	_, err := For("de")
	if err == nil || !strings.Contains(err.Error(), "choose nl, fr, en") {
		t.Errorf("For(de) gives %v, want the languages to choose from", err)
	}
}

func TestSay(t *testing.T) {
	for _, c := range []struct{ lang, id, want string }{
		{"nl", "term.agreement.name", "overeenkomst"},
		{"fr", "term.agreement.name", "convention"},
		{"en", "term.agreement.name", "agreement"},
		{"nl", "caveat.simulation", "simulatie, geen voorspelling – niet getoetst aan pilootresultaten"},
	} {
		if got := in(t, c.lang).Say(c.id); got != c.want {
			t.Errorf("%s %s = %q, want %q", c.lang, c.id, got, c.want)
		}
	}
	if got := in(t, "fr").Say("verdict.count", "k", 38, "n", 40); got != "38 sur 40" {
		t.Errorf("arguments: %q", got)
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		lang  string
		count any
		want  string
	}{
		{"nl", 1, "1 dag"},
		{"nl", 0, "0 dagen"},
		{"nl", 31439, "31.439 dagen"},
		{"nl", 2.0, "2 dagen"}, // as a count comes back from JSON
		{"fr", 0, "0 jour"},    // French counts nought as one
		{"fr", 1_000_000, "1\u00a0000\u00a0000 jours"},
		{"en", 1, "1 day"},
		{"en", int64(2), "2 days"},
	} {
		if got := in(t, c.lang).Say("unit.day", "count", c.count); got != c.want {
			t.Errorf("%s %v = %q, want %q", c.lang, c.count, got, c.want)
		}
	}
}

// TestMessageStored holds that a sentence says the same after it was stored,
// its inner message included, in every language.
func TestMessageStored(t *testing.T) {
	m := Message{ID: "verdict.count", Args: map[string]any{
		"k": Message{ID: "tier.complex.name"}, "n": 40.0,
	}}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back Message
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, back); diff != "" {
		t.Error(diff)
	}
	if got := in(t, "nl").Tell(back); got != "complexe zorgnood van 40" {
		t.Errorf("told in Dutch: %q", got)
	}
	if got := in(t, "en").Tell(back); got != "complex need of 40" {
		t.Errorf("told in English: %q", got)
	}
}

// TestShapes uses every function a message may call.
func TestShapes(t *testing.T) {
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	bundle := newBundle()
	if err := bundle.AddMessages(tagOf("nl"), &i18n.Message{ID: "x", Other: "{{num .a 1}} {{signed .a 1}} {{pct .b 0}} {{eur .a 2}} {{month .y .m}} {{say .id}} {{.s}}"}); err != nil {
		t.Fatal(err)
	}
	if err := bundle.AddMessages(tagOf("nl"), values(c.messages["nl"])...); err != nil {
		t.Fatal(err)
	}
	w := in(t, "nl")
	own := &Words{lang: "nl", localizer: i18n.NewLocalizer(bundle, "nl"), printer: w.printer}
	got := own.Say("x", "a", 1234.5, "b", 0.4, "y", 2028, "m", 1, "id", "tier.general.name", "s", "€")
	want := "1.234,5 +1.234,5 40\u00a0% €\u00a01.234,50 januari 2028 algemene bevolking €"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestOwnMistakes holds that what we forgot to write cannot pass a test.
func TestOwnMistakes(t *testing.T) {
	w := in(t, "nl")
	for name, call := range map[string]func(){
		"unknown id":         func() { w.Say("term.nobody") },
		"missing argument":   func() { w.Say("verdict.count", "k", 1) },
		"odd arguments":      func() { w.Say("verdict.count", "k") },
		"name not a string":  func() { w.Say("verdict.count", 1, 2) },
		"text for a number":  func() { w.Say("unit.day", "count", "veel") },
		"thirteenth month":   func() { w.Month(2027, 13) },
		"unknown inner text": func() { w.Say("verdict.count", "k", Message{ID: "nope"}, "n", 1) },
	} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.HasPrefix(fmt.Sprint(r), "words: ") {
					t.Errorf("%s: recovered %v, want a panic that names this package", name, r)
				}
			}()
			call()
		}()
	}
	if w.Has("term.nobody") || !w.Has("term.vt.name") {
		t.Error("Has does not tell known from unknown ids")
	}
}

// TestBeforeAReader holds that a mistake of ours never stops the program.
func TestBeforeAReader(t *testing.T) {
	loud = false
	defer func() { loud = true }()
	w := in(t, "en")
	if got := w.Say("term.nobody"); got != "[term.nobody]" {
		t.Errorf("an unknown id shows as %q", got)
	}
	if got := w.Say("verdict.count", "k", 1); got != "[verdict.count]" {
		t.Errorf("a missing argument shows as %q", got)
	}
}

// TestTogether lets several goroutines speak at once, for the race detector.
func TestTogether(t *testing.T) {
	w := in(t, "fr")
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			want := "2 jours"
			if n < 2 {
				want = strconv.Itoa(n) + " jour"
			}
			if got := w.Say("unit.day", "count", min(n, 2)); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
	wait.Wait()
}

func BenchmarkSay(b *testing.B) {
	w, err := For("nl")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w.Say("verdict.count", "k", 38, "n", 40)
	}
}
