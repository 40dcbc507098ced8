package evidence

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"piramide/internal/words"
)

// ToCheck opens the part of a note that says where a number could be found.
const ToCheck = "source to check:"

var textColumns = []string{"text", "nl", "fr"}

// texts are the words of the register in Dutch and French, by language and by what
// stands in the row.
var texts = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{"nl": {}, "fr": {}}
	data, err := fs.Sub(embedded, "data")
	if err == nil {
		err = eachRecord(data, "texts.csv", textColumns, func(line int, rec []string) {
			for i, lang := range textColumns[1:] {
				if _, twice := out[lang][rec[0]]; twice {
					panic(fmt.Sprintf("evidence: texts.csv:%d: %q stands there twice", line, rec[0]))
				}
				out[lang][rec[0]] = words.Typeset(lang, rec[1+i])
			}
		})
	}
	if err != nil {
		panic("evidence: " + err.Error())
	}
	return out
})

// In gives words of the register in the language of a reader: a quantity, a population, a
// source or a note. The register is in English; what it says in several parts ("a; b") is
// translated part by part. What has no translation stays as it is: a citation, a formula,
// the source that a user gave.
func In(lang, text string) string {
	known := texts()[lang]
	if known == nil || text == "" {
		return text
	}
	said := make([]string, 0, 4)
	for _, part := range parts(text) {
		asks := ""
		if rest, ok := strings.CutPrefix(part, ToCheck+" "); ok {
			asks, part = known[ToCheck]+" ", rest
		}
		if t, ok := known[part]; ok {
			part = t
		}
		said = append(said, asks+part)
	}
	return words.Typeset(lang, strings.Join(said, separator[lang]))
}

var separator = map[string]string{"nl": "; ", "fr": " ; "}

// parts are what a text of the register says one after the other.
func parts(text string) []string { return strings.Split(text, "; ") }
