package decide

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
)

// A sweep with a design is answered point by point, over the draws of that point alone; what
// is told of it counts those points.
func TestPrecisionAtPoints(t *testing.T) {
	dir := t.TempDir()
	region := "buurt;leeftijd;geslacht;aantal;vt\nNoord;0-64;m;90;20\nNoord;0-64;v;90;20\nNoord;65+;m;20;5\nNoord;65+;v;30;5\n"
	sweep := "format: 1\nname: punten\nplans: [reference, full-proposal]\nregion: klein.csv\nhorizon: 3 years\nfactors:\n  price.ed: {values: [150, 350]}\n  zorgcoach.work: {values: [referral, proactive]}\ndesign: {kind: factorial}\ndraws: 5\nreplicates: 2\nindicators: [net_cost]\n"
	for name, body := range map[string]string{"klein.csv": region, "punten.yaml": sweep} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "uit")
	if _, err := job.RunSweep(t.Context(), job.SweepRequest{File: filepath.Join(dir, "punten.yaml"), Out: out, Workers: 2}, nil); err != nil {
		t.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decide(Request{Folder: out, Only: []string{"precision"}, Indicator: "net_cost"}, w)
	if err != nil {
		t.Fatal(err)
	}
	f, err := outputs.ReadFrame(out, []string{"net_cost"}, d.Frame.Period.First, d.Frame.Period.Last)
	if err != nil {
		t.Fatal(err)
	}
	enough, most := 0, 0
	for point := range 4 {
		var a, b []float64
		for draw := range 5 {
			at := point*10 + draw*2
			x, y := f.Values(1, "net_cost"), f.Values(0, "net_cost")
			a, b = append(a, (x[at]+x[at+1])/2), append(b, (y[at]+y[at+1])/2)
		}
		g := decision.Precision(a, b, 0)
		if g.Tell > 0 && g.Tell <= 5 {
			enough++
		}
		most = max(most, g.Tell)
		got := d.budgets(1, "net_cost", 0)[point]
		if got == nil || got.Draws != 5 || got.Tell != g.Tell {
			t.Errorf("point %d: %+v, not %+v", point, got, g)
		}
	}
	text := strings.Join(strings.Fields(d.Text()), " ")
	want := "Op alle 4 punten volstaan de 5 trekkingen"
	if enough < 4 {
		want = fmt.Sprintf("Op %d van de 4 punten volstaan de 5 trekkingen", enough)
	}
	if !strings.Contains(text, want) || !strings.Contains(text, "met opzet") {
		t.Errorf("no %q in %s", want, text)
	}
	if pictures, failed := d.Pictures(); len(failed) > 0 {
		t.Errorf("%v", failed)
	} else {
		for _, p := range pictures {
			if p.Name == "convergence" {
				t.Error("draws of a design are no line of draws")
			}
		}
	}
}

func TestPointsAreCountedByWhatTheyAsk(t *testing.T) {
	list := []*decision.Budget{{Tell: 0, Draws: 9}, {Tell: -1, Draws: 9}, {Tell: 9, Draws: 9}, {Tell: 10, Draws: 9}, nil, {Tell: 70, Draws: 9}, {Tell: 2, Draws: 9}}
	if got, want := countTold(list), (pointsTold{known: 6, enough: 2, more: 2, most: 70, never: 1, nothing: 1}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}
