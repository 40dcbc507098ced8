package words

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	i18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Message is a sentence before its language is chosen, as result folders
// store it. An argument may itself be a Message.
type Message struct {
	ID   string         `json:"id"`
	Args map[string]any `json:"args,omitempty"`
}

// NewMessage makes a message of an id and its arguments, which come in pairs of
// name and value. Pairs that are none are our own mistake: it panics.
func NewMessage(id string, pairs ...any) Message {
	if len(pairs)%2 != 0 {
		panic("words: " + id + ": arguments must come in pairs of name and value")
	}
	m := Message{ID: id}
	for i := 0; i < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = make(map[string]any, len(pairs)/2)
		}
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Say gives the text of an id. Arguments come in pairs, name then value:
//
//	w.Say("compare.answer", "plan", title, "count", 3)
//
// An id or argument nobody wrote is our own mistake: it panics in a test, and
// shows a reader the id in brackets.
func (w *Words) Say(id string, pairs ...any) string {
	if len(pairs)%2 != 0 {
		return broken(id, "arguments must come in pairs of name and value")
	}
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return broken(id, fmt.Sprintf("argument name %v is not a string", pairs[i]))
		}
		args[name] = pairs[i+1]
	}
	return w.Tell(Message{ID: id, Args: args})
}

// Tell gives the text of a message. See [Words.Say] for what happens when the
// catalogue lacks it.
func (w *Words) Tell(m Message) string {
	args := make(map[string]any, len(m.Args))
	for name, value := range m.Args {
		if inner, ok := value.(Message); ok {
			value = w.Tell(inner)
		}
		args[name] = value
	}
	text, err := w.localizer.Localize(&i18n.LocalizeConfig{
		MessageID:      m.ID,
		TemplateData:   args,
		PluralCount:    pluralCount(args["count"]),
		TemplateParser: &i18ntemplate.TextParser{Funcs: w.funcs(), Option: "missingkey=error"},
	})
	// A text together with an error means that go-i18n fell back, to the default
	// language or to the plural form "other", as it should.
	if err != nil && text == "" {
		return broken(m.ID, err.Error())
	}
	if w.hear != nil {
		w.hear(m.ID, text)
	}
	return text
}

// pluralCount makes a number, which after storage in JSON is always a float,
// acceptable to the plural rules.
func pluralCount(count any) any {
	if f, ok := count.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return count
}

// funcs are the shapes a message may give to its arguments.
func (w *Words) funcs() template.FuncMap {
	return template.FuncMap{
		"num":    func(x any, decimals int) (string, error) { return shape(x, decimals, w.Number) },
		"signed": func(x any, decimals int) (string, error) { return shape(x, decimals, w.Signed) },
		"pct":    func(x any, decimals int) (string, error) { return shape(x, decimals, w.Percent) },
		"eur":    func(x any, decimals int) (string, error) { return shape(x, decimals, w.Euro) },
		"short":  func(x any) (string, error) { return shape(x, 0, func(f float64, _ int) string { return w.Short(f) }) },
		"share":  func(x any) (string, error) { return shape(x, 0, func(f float64, _ int) string { return w.Share(f) }) },
		"has":    func(text, part any) bool { return strings.Contains(fmt.Sprint(text), fmt.Sprint(part)) },
		"month": func(year, month any) (string, error) {
			y, err := toFloat(year)
			if err != nil {
				return "", err
			}
			m, err := toFloat(month)
			return w.Month(int(y), int(m)), err
		},
		"years": func(first, last any) (string, error) {
			a, err := toFloat(first)
			if err != nil {
				return "", err
			}
			b, err := toFloat(last)
			return Years(int(a), int(b)), err
		},
		"simulations": func(k, n any) (string, error) {
			a, err := toFloat(k)
			if err != nil {
				return "", err
			}
			b, err := toFloat(n)
			return w.InSimulations(int(a), int(b)), err
		},
		"central": func(share float64, n any) (string, error) {
			f, err := toFloat(n)
			return w.CentralSimulations(share, int(f)), err
		},
		"say":        func(id string) string { return w.Say(id) },
		"instrument": w.Instrument,
		"region":     w.Region,
	}
}

func shape(x any, decimals int, format func(float64, int) string) (string, error) {
	f, err := toFloat(x)
	if err != nil {
		return "", err
	}
	return format(f, decimals), nil
}

func toFloat(x any) (float64, error) {
	switch v := x.(type) {
	case float64:
		return v, nil
	case int:
		return float64(v), nil
	case int64:
		return float64(v), nil
	case json.Number:
		return v.Float64()
	}
	return 0, fmt.Errorf("%v (%T) is not a number", x, x)
}

// UnmarshalJSON reads a stored message; an argument that is an object with an
// id is a message again.
func (m *Message) UnmarshalJSON(b []byte) error {
	var raw struct {
		ID   string                     `json:"id"`
		Args map[string]json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	*m = Message{ID: raw.ID}
	for name, text := range raw.Args {
		if m.Args == nil {
			m.Args = make(map[string]any, len(raw.Args))
		}
		var inner Message
		if text[0] == '{' && json.Unmarshal(text, &inner) == nil && inner.ID != "" {
			m.Args[name] = inner
			continue
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			return err
		}
		m.Args[name] = value
	}
	return nil
}
