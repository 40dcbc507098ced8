package words

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
)

//go:embed catalogue/*.yaml
var catalogue embed.FS

// Words speaks one language. It may be used by several goroutines at once.
type Words struct {
	lang      string
	localizer *i18n.Localizer
	printer   *xmessage.Printer
	hear      func(id, text string)
}

// Heard gives words that also tell what they say, message by message, so that a test
// can hold which sentences a document may hold.
func (w *Words) Heard(hear func(id, text string)) *Words {
	copied := *w
	copied.hear = hear
	return &copied
}

// locales gives the number style of each language, in the order in which the
// languages are offered; the first is the default and the fallback.
var locales = []struct{ lang, locale string }{
	{"nl", "nl-BE"},
	{"fr", "fr-BE"},
	{"en", "en"},
}

// Languages lists the languages a reader may ask for, the default first.
func Languages() []string {
	langs := make([]string, len(locales))
	for i, l := range locales {
		langs[i] = l.lang
	}
	return langs
}

// For returns the words of one language: nl, fr or en; empty means nl.
func For(lang string) (*Words, error) {
	if lang == "" {
		lang = locales[0].lang
	}
	for _, l := range locales {
		if l.lang != lang {
			continue
		}
		c, err := load()
		if err != nil {
			return nil, err
		}
		return &Words{
			lang:      lang,
			localizer: i18n.NewLocalizer(c.bundle, lang),
			printer:   xmessage.NewPrinter(language.MustParse(l.locale)),
		}, nil
	}
	return nil, fmt.Errorf("language %q is not available (hint: choose %s)", lang, strings.Join(Languages(), ", "))
}

// Lang is the language asked for: nl, fr or en.
func (w *Words) Lang() string { return w.lang }

// Has reports whether the catalogue knows the id, in this language or in the
// one it falls back to.
func (w *Words) Has(id string) bool {
	c, err := load()
	return err == nil && (c.messages[w.lang][id] != nil || c.messages[locales[0].lang][id] != nil)
}

// loud is whether our own mistakes panic: in a test, not before a reader.
var loud = testing.Testing()

// broken handles our own mistakes in ids and arguments.
func broken(id, why string) string {
	if loud {
		panic("words: " + id + ": " + why)
	}
	return "[" + id + "]"
}

// catalog is the parsed catalogue: for go-i18n, and by language and id.
type catalog struct {
	bundle   *i18n.Bundle
	messages map[string]map[string]*i18n.Message
}

// load reads the embedded files once; every Words shares the outcome.
var load = sync.OnceValues(func() (*catalog, error) {
	c := &catalog{bundle: newBundle(), messages: make(map[string]map[string]*i18n.Message)}
	files, err := catalogue.ReadDir("catalogue")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	for _, f := range files {
		text, err := catalogue.ReadFile(path.Join("catalogue", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		if err := c.add(f.Name(), text); err != nil {
			return nil, fmt.Errorf("words: %s: %w", f.Name(), err)
		}
	}
	return c, nil
})

func newBundle() *i18n.Bundle {
	b := i18n.NewBundle(language.MustParse(locales[0].lang))
	b.RegisterUnmarshalFunc("yaml", func(text []byte, v any) error {
		err := yaml.Load(text, v)
		if p, ok := v.(*any); ok && *p == nil {
			*p = map[string]any{} // a file that holds only its heading
		}
		return err
	})
	return b
}

// add takes in one file, named AREA.LANG.yaml.
func (c *catalog) add(name string, text []byte) error {
	parts := strings.Split(name, ".")
	if len(parts) != 3 || !slices.Contains(Languages(), parts[1]) {
		return errors.New("a catalogue file is named AREA.LANG.yaml")
	}
	area, lang := parts[0], parts[1]
	file, err := c.bundle.ParseMessageFileBytes(text, name)
	if err != nil {
		return err
	}
	known := c.messages[lang]
	if known == nil {
		known = make(map[string]*i18n.Message)
		c.messages[lang] = known
	}
	for _, m := range file.Messages {
		if area != "terms" && !strings.HasPrefix(m.ID, area+".") {
			return fmt.Errorf("id %s must start with %q", m.ID, area+".")
		}
		if known[m.ID] != nil {
			return fmt.Errorf("id %s stands in two files", m.ID)
		}
		known[m.ID] = m
	}
	return nil
}
