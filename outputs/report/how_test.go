package report

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// told puts together what a cell holds, as the script does.
func (a *asked) told(cell string) (said []string) {
	for _, one := range strings.Split(cell, ";") {
		parts := strings.Split(one, " ")
		at, _ := strconv.Atoi(parts[0])
		for _, side := range sides(a.sentences[at]) {
			for _, digits := range parts[1:] {
				side = strings.Replace(side, hole, digits, 1)
			}
			said = append(said, side)
		}
	}
	return said
}

// Every cell gets its own sentences back, and what differs only in digits stands once.
func TestHowIsToldWhole(t *testing.T) {
	a := asked{places: map[string]int{}}
	for _, how := range [][]string{
		{"Gemiddelde van 40 paren: 34,3 met «Budget 60/40» min 1.031,2.\x1fMoyenne de 40 paires : 34,3 avec « Budget 60/40 » moins 1 031,2.", "Volgt uit 3.\x1fRésulte de 3."},
		{"Gemiddelde van 8 paren: 4,5 met «Budget 60/40» min 1.000,1.\x1fMoyenne de 8 paires : 4,5 avec « Budget 60/40 » moins 1 000,1.", "Volgt uit 3.\x1fRésulte de 3."},
		{"20 procent in 2027\x1fen 2027, 20 pour cent"}, // in another order: each for itself
		{"Zonder getal"},
	} {
		var want []string
		for _, said := range how {
			want = append(want, sides(said)...)
		}
		if got := a.told(a.cell(how)); !slices.Equal(got, want) {
			t.Errorf("%q became %q", want, got)
		}
	}
	if len(a.sentences) != 5 {
		t.Errorf("%d sentences: %q", len(a.sentences), a.sentences)
	}
}
