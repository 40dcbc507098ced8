package words

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parameter names a parameter of the model by its path, such as wage.zorgcoach; "" when
// the catalogue does not know it. The register itself is in English.
func (w *Words) Parameter(name string) string {
	return w.named(ParameterID(name))
}

// ParameterID is the message that names a parameter of the model, if there is one.
func ParameterID(name string) string { return "parameters." + strings.ReplaceAll(name, ".", "_") }

// Unit names a unit that the register writes, such as EUR/FTE/year; "" when the
// catalogue does not know it.
func (w *Words) Unit(unit string) string {
	return w.named(UnitID(unit))
}

// UnitID is the message that names a unit of the register, as each has one.
func UnitID(unit string) string {
	return "parameters.unit." + strings.Trim(notLetters.ReplaceAllString(strings.ToLower(unit), "_"), "_")
}

// Instrument names an instrument of financing by its key in a plan file: in words where
// the catalogue knows it, as it knows all of the library, and else as it is.
func (w *Words) Instrument(id string) string {
	return cmp.Or(w.named("ledger.instrument."+strings.ReplaceAll(id, "-", "_")), id)
}

// Region names a region by its id, or the file that describes it.
func (w *Words) Region(id string) string {
	return cmp.Or(w.named("page.region."+strings.ReplaceAll(id, "-", "_")), path.Base(strings.ReplaceAll(id, `\`, "/")))
}

var notLetters = regexp.MustCompile(`[^a-z0-9]+`)

func (w *Words) named(id string) string {
	if !w.Has(id) {
		return ""
	}
	return w.Say(id)
}

// Capital writes the first letter of a text large.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
