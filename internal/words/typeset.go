package words

import "regexp"

var (
	apostrophe = regexp.MustCompile(`(\pL)'(\pL)`)
	closing    = regexp.MustCompile(`[ \x{a0}]([;:!?»%])`) // what French sets apart, where a space was typed
	opening    = regexp.MustCompile(`« `)
	percent    = regexp.MustCompile(`(\d) %`)
)

// Typeset gives what somebody typed, such as the title of a plan, the marks of print: ’
// for ', a no-break space between a number and its %, and in French before ; : ! ? and
// inside « ».
func Typeset(lang, text string) string {
	text = apostrophe.ReplaceAllString(text, "$1’$2")
	text = percent.ReplaceAllString(text, "$1"+noBreak+"%")
	if lang == "fr" {
		text = opening.ReplaceAllString(closing.ReplaceAllString(text, noBreak+"$1"), "«"+noBreak)
	}
	return text
}
