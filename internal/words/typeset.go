package words

import "regexp"

var (
	apostrophe = regexp.MustCompile(`(\pL)'(\pL)`)
	closing    = regexp.MustCompile(`[ \x{a0}]([;:!?»%])`) // what French sets apart, where a space was typed
	opening    = regexp.MustCompile(`« `)
	percent    = regexp.MustCompile(`(\d)[ \x{a0}]%`)
)

// Typeset gives what somebody typed, such as the title of a plan, the marks of print: ’
// for ', between a number and its % a no-break space, in English nothing, and in French
// one before ; : ! ? and inside « » as well.
func Typeset(lang, text string) string {
	text = apostrophe.ReplaceAllString(text, "$1’$2")
	if lang == "en" {
		return percent.ReplaceAllString(text, "$1%")
	}
	text = percent.ReplaceAllString(text, "$1"+noBreak+"%")
	if lang == "fr" {
		text = opening.ReplaceAllString(closing.ReplaceAllString(text, noBreak+"$1"), "«"+noBreak)
	}
	return text
}
