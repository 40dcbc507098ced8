package words

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// Errors of [ForAll], for who says them in the language of the reader.
var (
	ErrTwice   = errors.New("the same language twice")
	ErrTooMany = errors.New("more than two languages")
	ErrUnknown = errors.New("a language that is not available")
)

// ForAll returns the words of one language (fr), or of two that stand beside each
// other, the first at the left (nl+fr); empty means nl.
func ForAll(langs string) ([]*Words, error) {
	parts := strings.Split(langs, "+")
	if len(parts) > 2 {
		return nil, ErrTooMany
	}
	all := make([]*Words, 0, len(parts))
	for i, lang := range parts {
		if lang == "" && len(parts) > 1 || lang != "" && !slices.Contains(Languages(), lang) {
			return nil, ErrUnknown
		}
		if slices.Contains(parts[:i], lang) {
			return nil, ErrTwice
		}
		w, err := For(lang)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// Both is a short text in two languages: once where they say the same, word by word
// around numbers (0,3 tot/à 2,0), else the one after the other. A number is written as
// in the first.
func Both(a, b string) string {
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	}
	if s, ok := wordByWord(strings.Split(a, " "), strings.Split(b, " ")); ok {
		return s
	}
	return a + " / " + b
}

// wordByWord sets the words that differ beside each other, if there are no more of them
// than numbers: else a sentence would be cut to pieces.
func wordByWord(a, b []string) (string, bool) {
	if len(a) != len(b) {
		return "", false
	}
	numbers, differ := 0, 0
	out := slices.Clone(a)
	for i := range a {
		digits := strings.Map(digit, a[i])
		switch {
		case digits != strings.Map(digit, b[i]):
			return "", false
		case digits != "":
			if letters(a[i]) != letters(b[i]) {
				return "", false
			}
			numbers++
		case a[i] != b[i]:
			differ++
			out[i] = a[i] + "/" + b[i]
		}
	}
	return strings.Join(out, " "), numbers > 0 && differ <= numbers
}

func digit(r rune) rune {
	if unicode.IsDigit(r) {
		return r
	}
	return -1
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
