package decision

import "testing"

// Pasting widens a box that is too narrow to where its density would fall, and no further:
// here to a planted box of which all cases are hits, among cases on a grid of which no other
// is. Nothing is left to chance.
func TestPastingStopsAtThePlantedBox(t *testing.T) {
	const side = 40
	x, hit := make([][]float64, 2), make([]bool, 0, side*side)
	for i := range side {
		for j := range side {
			x[0], x[1] = append(x[0], float64(i)), append(x[1], float64(j))
			hit = append(hit, i >= 10 && i <= 29 && j >= 20)
		}
	}
	p := newPrimData(x, hit)
	narrow := p.measure(Box{Limits: []Limit{{Input: 0, Low: 14, High: 22}, {Input: 1, Low: 25, High: 33}}})
	b := p.paste(narrow)
	inside, hits := counted(x, hit, b)
	if b.Limits[0].Low != 10 || b.Limits[0].High != 29 || b.Limits[1].Low != 20 || b.Limits[1].High < side-1 || hits != inside || inside != 20*20 {
		t.Errorf("%+v, of which %d of %d are hits", b, hits, inside)
	}
}

// Pasting loses no case and costs no density, and what is let go after it makes no box worse,
// by cases that are counted here: of every box on the way in 200 worlds with one weak input
// of three. The seeds are fixed; the first two hold in any world.
func TestPastingCostsNothing(t *testing.T) {
	boxes, wider := 0, 0
	for w := range uint64(200) {
		x, hit := planted(4000+w, 90, 3, 0.4, 0.35)
		p := newPrimData(x, hit)
		_, path := p.search([]int{0, 1, 2})
		for _, b := range path {
			if b = p.prune(b); len(b.Limits) == 0 {
				continue
			}
			pasted := p.paste(b)
			cases, hits := counted(x, hit, b)
			more, of := counted(x, hit, pasted)
			if of*cases < hits*more || of < hits {
				t.Errorf("world %d: %d of %d cases became %d of %d", w, hits, cases, of, more)
			}
			if more > cases {
				wider++
			}
			last, kept := counted(x, hit, p.prune(pasted))
			all := 0
			for _, h := range hit {
				if h {
					all++
				}
			}
			if kept*(cases+all) < hits*(last+all) { // harmonic means of kept/last, kept/all and hits/cases, hits/all
				t.Errorf("world %d: %d of %d cases became %d of %d after letting go", w, hits, cases, kept, last)
			}
			boxes++
		}
	}
	if t.Logf("%d of %d boxes became wider", wider, boxes); wider == 0 {
		t.Error("nothing was pasted")
	}
}

// counted is how many cases a box holds, and how many of them are hits.
func counted(x [][]float64, hit []bool, b Box) (cases, hits int) {
	for i, h := range hit {
		in := true
		for _, l := range b.Limits {
			in = in && x[l.Input][i] >= l.Low && x[l.Input][i] <= l.High
		}
		if in {
			cases++
			if h {
				hits++
			}
		}
	}
	return cases, hits
}
