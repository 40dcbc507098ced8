package plain

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/outputs"
)

// Wrap breaks a text into lines of a table's width, at no space that does not break.
func Wrap(said string) string { return wrappedTo(said, outputs.TableWidth) }

func wrappedTo(said string, width int) string {
	const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
	return strings.ReplaceAll(text.WrapSoft(strings.ReplaceAll(said, noBreak, kept), width), kept, noBreak)
}

// Sentence ends a text with a full stop, unless it ends with a mark of its own.
func Sentence(s string) string {
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// Trim is a text without the padding that wrapping leaves at the ends of its lines.
func Trim(said string) string { return trailing.ReplaceAllString(said, "\n") }

// trailing is the padding that wrapping leaves at the ends of lines.
var trailing = regexp.MustCompile(` +\n`)

// Quoted are the words of a command, in quotation marks where a shell needs them.
func Quoted(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		if out[i] = s; strings.ContainsAny(s, " '") {
			out[i] = fmt.Sprintf("%q", s)
		}
	}
	return out
}
