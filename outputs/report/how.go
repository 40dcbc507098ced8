package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// asked holds how the numbers of a page were made, for the script to tell who presses
// one. A thousand cells say nearly the same, in two languages: a sentence stands once on
// the page, with holes for its digits, and a cell has its place and what fills the holes.
type asked struct {
	sentences []string
	places    map[string]int
}

// hole stands for digits in a sentence; it is a letter of nobody's, which no text holds.
const hole = "\ue000"

var digits = regexp.MustCompile(`[0-9]+`)

// cell gives what a cell holds of its sentences, such as "3 40 34 3;7".
func (a *asked) cell(how []string) string {
	var list []string
	for _, said := range how {
		one := []string{said}
		if two := sides(said); len(two) == 2 && !slices.Equal(digits.FindAllString(two[0], -1), digits.FindAllString(two[1], -1)) {
			one = two // numbers that are not the same are filled in for each
		}
		for _, s := range one {
			words := digits.ReplaceAllString(s, hole)
			at, known := a.places[words]
			if !known {
				at = len(a.sentences)
				a.places[words], a.sentences = at, append(a.sentences, words)
			}
			list = append(list, strings.Join(slices.Concat([]string{strconv.Itoa(at)}, digits.FindAllString(sides(s)[0], -1)), " "))
		}
	}
	return strings.Join(list, ";")
}
