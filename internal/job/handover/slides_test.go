package handover

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs/document"
)

// TestSlides: five slides that each say something, then the appendix with every other
// figure once; every picture has words, every slide says in its notes how it was made.
func TestSlides(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	c := lives(t, "5 years", "reference", "leuven-100", "full-proposal")
	l := illustrator{c: c, w: w, where: "klein"}
	d, pictures := l.slides("29 november 2026"), 0
	for i := range c.Plans {
		if strings.Contains(d.Slides[1].Title, l.title(i)) {
			t.Errorf("the answer repeats the name of plan %s: %s", plain.Letter(i), d.Slides[1].Title)
		}
	}
	seen := map[string]bool{}
	for i, s := range d.Slides {
		if (s.Part == "") != (i < 5) {
			t.Errorf("slide %d (%s) belongs to %q", i+1, s.Title, s.Part)
		}
		if seen[s.Title] {
			t.Errorf("%q is said twice", s.Title)
		}
		seen[s.Title] = true
		if i > 0 && i < 5 && strings.HasSuffix(s.Title, "?") {
			t.Errorf("slide %d asks and says nothing: %s", i+1, s.Title)
		}
		if (s.Picture != nil) != (s.Alt != "") || (s.Picture == nil) == (s.Points == nil) {
			t.Errorf("slide %d has a picture, words or points too few or too many", i+1)
		}
		if s.Picture != nil {
			pictures++
			if strings.Contains(s.Alt, "?") || !strings.ContainsAny(s.Alt, "0123456789") {
				t.Errorf("slide %d: the words of the picture ask, or hold no number: %s", i+1, s.Alt)
			}
		}
		if !slices.Contains(s.Notes, w.Say("slides.notes.read")) {
			t.Errorf("slide %d says nothing of the method", i+1)
		}
	}
	head, _ := l.years()
	lost := l.lostCare(head)
	at := slices.IndexFunc(d.Slides, func(s document.Slide) bool { return slices.Contains(s.Notes, lost) })
	if lost == "" || at != 3 || l.workbook("29 november 2026").NotPaid != lost {
		t.Errorf("slide %d says why the payers are not the net cost: %q", at+1, lost)
	}
	list, _ := l.pictures()
	if len(d.Slides) < 5 || pictures != len(list) {
		t.Errorf("%d slides show %d of %d figures", len(d.Slides), pictures, len(list))
	}
}
