package handover

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/job/decide"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
)

// decided lives a small sweep of two plans with some lines of its own.
func decided(t *testing.T, lines string) *decide.Decision {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "proef.yaml")
	body := "format: 1\nname: proef\nplans: [reference, full-proposal]\nregion: klein.csv\nhorizon: 2 years\nindicators: [net_cost, reached_in_time]\n" + lines
	region := "buurt;leeftijd;geslacht;aantal;vt\nNoord;0-64;m;30;9\nNoord;0-64;v;30;9\nNoord;65+;m;20;5\nNoord;65+;v;20;5\n"
	if err := errors.Join(os.WriteFile(file, []byte(body), 0o600), os.WriteFile(filepath.Join(dir, "klein.csv"), []byte(region), 0o600)); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "proef")
	if _, err := job.RunSweep(t.Context(), job.SweepRequest{File: file, Out: out, Workers: 2}, nil); err != nil {
		t.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	d, err := decide.Decide(decide.Request{Folder: out}, w)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sections are the headings of a level of a document.
func sections(d *document.Document, level int) (list []string) {
	for _, b := range d.Blocks {
		if h, ok := b.(document.Heading); ok && h.Level == level {
			list = append(list, h.Text)
		}
	}
	return list
}

// Each section of the decision report stands there when the folder can feed it, in the order
// of what a payer asks.
func TestDecisionReportSections(t *testing.T) {
	all := []string{
		"De vraag en de plannen", "Hoe gerekend is, en wat er verschilt", "Wat verandert er?", "Wat volgt er voor een keuze?", "Kosten en gewonnen gezondheid", "Figuren",
		"Welk bewijs zou het geld waard zijn?", "Waar het antwoord kantelt", "Zijn er genoeg simulaties?", "Aannames die ertoe doen", "Wat het model niet kent", "Deze berekening",
	}
	without := func(some ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
	}
	d := decided(t, "draws: 4\nreplicates: 2\n")
	for name, test := range map[string]struct {
		change func(*decide.Decision)
		want   []string
		says   string
		silent string
	}{
		"weighed": {func(*decide.Decision) {}, all, "Dit steunt op 4 trekkingen", "met opzet"},
		"levers": {
			func(d *decide.Decision) { d.Barred = "levers" }, without("Wat verandert er?", "Kosten en gewonnen gezondheid", "Welk bewijs zou het geld waard zijn?"),
			"Er is geen keuze gewogen: deze verkenning verandert hefbomen", "gemiddeld het beste",
		},
		"one plan": {
			func(d *decide.Decision) { d.Barred = "single" }, without("Wat verandert er?", "Kosten en gewonnen gezondheid", "Welk bewijs zou het geld waard zijn?"),
			"Er is één plan, en dus niets te kiezen", "gemiddeld het beste",
		},
		"nothing kept": {
			func(d *decide.Decision) { d.Barred = "failed" }, without("Wat verandert er?", "Kosten en gewonnen gezondheid", "Welk bewijs zou het geld waard zijn?"),
			"geen enkele simulatie heeft kosten en QALY’s", "gemiddeld het beste",
		},
		"nothing varies": {func(d *decide.Decision) { d.Inputs = nil }, without("Waar het antwoord kantelt"), "Gesimuleerd", "onzekere aannames een andere waarde"},
		"points": {
			func(d *decide.Decision) {
				d.Frame.Manifest.Points = 1
				d.Frame.Design = &outputs.Design{Kind: "list", Factors: []outputs.Factor{{Path: "price.ed", Kind: "assumption", Low: 150, High: 350}}, Points: [][]string{{"150"}}, Numbers: [][]float64{{150}}}
			}, all, "Wat de verkenning met opzet verandert", "Om het teken van het gemiddelde verschil",
		},
	} {
		t.Run(name, func(t *testing.T) {
			frame := *d.Frame
			changed := *d
			changed.Frame = &frame
			test.change(&changed)
			doc := decisionReport(&changed)
			if got := sections(doc, 1); !slices.Equal(got, test.want) {
				t.Errorf("sections %q, want %q", got, test.want)
			}
			text := textOf(doc)
			if !strings.Contains(text, test.says) || strings.Contains(text, test.silent) {
				t.Errorf("it does not say %q, or says %q:\n%s", test.says, test.silent, text)
			}
		})
	}
}

// What is told of a sensitivity stands in the list of assumptions, before all others, and
// red when it has no source.
func TestDecisionReportNamesWhatItTells(t *testing.T) {
	d := decided(t, "draws: 2\n")
	const path = "effect.fade_months" // on no way to an indicator
	blocks := assumptionBlocks(d, decisionIllustrator(d), []string{path})
	table := blocks[len(blocks)-1].(document.Table)
	if first := table.Rows[0].Cells; !strings.Contains(first[0].Text, path) || first[3].Style != document.Warning {
		t.Errorf("first stands %+v", first)
	}
	if len(table.Rows) != 1+mostAssumptions {
		t.Errorf("%d assumptions", len(table.Rows))
	}
}

// The numbers of the report are those of decide: every row of its tables stands in its text.
func TestDecisionReportTellsWhatDecideTells(t *testing.T) {
	d := decided(t, "draws: 4\n")
	text := strings.Join(strings.Fields(d.Text()), " ")
	rows := 0
	for m, blocks := range d.Tell().Blocks {
		for _, b := range blocks {
			x, ok := b.(document.Table)
			if !ok {
				continue
			}
			for _, r := range x.Rows {
				var cells []string
				for _, c := range r.Cells {
					cells = append(cells, c.Text)
				}
				if line := strings.Join(cells, " "); !strings.Contains(text, strings.Join(strings.Fields(line), " ")) {
					t.Errorf("%s: %q is not in decide", m, line)
				}
				rows++
			}
		}
	}
	if rows < 2*3 {
		t.Errorf("only %d rows", rows)
	}
}

// Of the same folder every format is the same bytes, read twice.
func TestDecisionReportIsTheSame(t *testing.T) {
	d := decided(t, "draws: 2\n")
	for _, format := range document.Formats {
		var want []byte
		for range 2 {
			write, err := decisionWriter(decide.Request{Folder: d.Folder}, []*words.Words{d.Words})
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := write(&got, format); err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = got.Bytes()
			} else if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s differs", format)
			}
		}
	}
}

// A line that announces becomes a caption or heads a list; indented lines are points.
func TestKeep(t *testing.T) {
	say := func(s string) document.Paragraph { return document.Paragraph{Text: s} }
	tell := func(blocks ...document.Block) []document.Block {
		tl := &decide.Telling{Blocks: map[string][]document.Block{}}
		for _, b := range blocks {
			tl.Keep(b)
		}
		return tl.Blocks[""]
	}
	for name, test := range map[string]struct{ got, want []document.Block }{
		"caption": {tell(say("over dit:"), document.Table{}, say("uitleg")), []document.Block{document.Table{Caption: "Over dit"}, say("Uitleg")}},
		"list": {
			tell(say("over dit:"), say("één"), say("twee"), say("over dat:"), say("drie")),
			[]document.Block{say("Over dit:"), document.List{Items: []string{"Één", "Twee"}}, say("Over dat:"), document.List{Items: []string{"Drie"}}},
		},
		"indented": {tell(say("A."), say("  x"), say("  y"), say("B.")), []document.Block{say("A."), document.List{Items: []string{"X", "Y"}}, say("B.")}},
	} {
		if len(test.got) != len(test.want) {
			t.Errorf("%s: %+v", name, test.got)
			continue
		}
		for i := range test.want {
			if textOf(&document.Document{Blocks: test.got[i : i+1]}) != textOf(&document.Document{Blocks: test.want[i : i+1]}) {
				t.Errorf("%s, %d: %+v, want %+v", name, i, test.got[i], test.want[i])
			}
		}
	}
}
