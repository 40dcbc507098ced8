package report

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"

	"piramide/internal/words"
)

// between stands in a text of a report in two languages: left of it the first, right of
// it the second. It is the unit separator of ASCII, which no sentence holds.
const between = "\x1f"

// SideBySide joins the same report in two languages, the first at the left: running text
// in two columns, short texts behind each other, a number once. It refuses reports that
// differ in form.
func SideBySide(a, b Report) (Report, error) {
	joined, err := join(reflect.ValueOf(a), reflect.ValueOf(b), "report")
	if err != nil {
		return Report{}, err
	}
	r := joined.Interface().(Report)
	r.Words, r.second = a.Words, b.Words
	return r, nil
}

// sameInBoth are the fields by which parts of a report find each other.
var sameInBoth = map[string]bool{"ID": true, "Term": true, "Href": true, "URL": true, "Path": true, "Mark": true}

// join joins two values of the same type; at is where they stand, for an error.
func join(a, b reflect.Value, at string) (reflect.Value, error) {
	out := reflect.New(a.Type()).Elem()
	switch a.Kind() {
	case reflect.String:
		out.SetString(both(a.String(), b.String()))
	case reflect.Slice:
		if a.Type() == reflect.TypeFor[[]byte]() {
			out.SetBytes([]byte(both(string(a.Bytes()), string(b.Bytes()))))
			break
		}
		if a.Len() != b.Len() {
			return out, fmt.Errorf("report: %s has %d parts, and %d in the other language", at, a.Len(), b.Len())
		}
		if a.IsNil() {
			break
		}
		out.Set(reflect.MakeSlice(a.Type(), a.Len(), a.Len()))
		for i := range a.Len() {
			x, err := join(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", at, i))
			if err != nil {
				return out, err
			}
			out.Index(i).Set(x)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			f := a.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			x, err := join(a.Field(i), b.Field(i), at+"."+f.Name)
			if err != nil {
				return out, err
			}
			if sameInBoth[f.Name] && !a.Field(i).Equal(b.Field(i)) {
				return out, fmt.Errorf("report: %s.%s is %q, and %q in the other language", at, f.Name, a.Field(i), b.Field(i))
			}
			out.Field(i).Set(x)
		}
	case reflect.Pointer: // the words, which the joined report gets itself
	default:
		if !a.Equal(b) {
			return out, fmt.Errorf("report: %s is %v, and %v in the other language", at, a, b)
		}
		out.Set(a)
	}
	return out, nil
}

func both(a, b string) string {
	if a == b {
		return a
	}
	return a + between + b
}

// sides are a text in the language or languages of the report; one when both say the same.
func sides(s string) []string { return strings.Split(s, between) }

// short is a text in one line, such as a name or a number.
func short(s string) string {
	if two := sides(s); len(two) == 2 {
		return words.Both(two[0], two[1])
	}
	return s
}

// say is a message in the language or languages of the report.
func (r *Report) say(id string, args ...any) string {
	if r.second == nil {
		return r.Words.Say(id, args...)
	}
	of := func(w *words.Words, side int) string {
		own := make([]any, len(args))
		for i, x := range args {
			own[i] = x
			if s, is := x.(string); is {
				two := sides(s)
				own[i] = two[min(side, len(two)-1)]
			}
		}
		return w.Say(id, own...)
	}
	return both(of(r.Words, 0), of(r.second, 1))
}

// columns sets a text in one language as it is, and in two beside each other.
func (r *Report) columns(s string) template.HTML { return r.inBoth(s, "beside", prose) }

// stacked sets a text that is too long for one line, in two languages, one under the other.
func (r *Report) stacked(s string) template.HTML {
	if two := sides(s); len(two) == 2 {
		if line := words.Both(two[0], two[1]); len([]rune(line)) <= shortest {
			return prose(line)
		}
	}
	return r.inBoth(s, "stacked", prose)
}

// shortest is how many letters two names in a cell may have to stand on one line.
const shortest = 60

// inBoth writes each side in its language.
func (r *Report) inBoth(s, class string, write func(string) template.HTML) template.HTML {
	two := sides(s)
	if len(two) == 1 {
		return write(s)
	}
	return template.HTML(fmt.Sprintf(`<span class="%s"><span lang="%s">%s</span><span lang="%s">%s</span></span>`, class, r.Words.Lang(), write(two[0]), r.second.Lang(), write(two[1])))
}

// inline drops the XML prologue of a picture, which has no place inside HTML, and lets it
// take the width of the page; in two languages it stands there twice.
func (r *Report) inline(svg []byte) template.HTML {
	return r.inBoth(string(svg), "beside", func(one string) template.HTML {
		return template.HTML(one[strings.Index(one, "<svg "):])
	})
}
