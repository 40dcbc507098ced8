package handover

import (
	"path/filepath"
	"testing"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/words"
)

// most is how large a report may be, so that it goes by mail.
const most = 3_000_000 // bytes

// TestSameFolderSameDocuments: every document of a folder in a language has the same
// bytes each time it is written, and the report stays small.
func TestSameFolderSameDocuments(t *testing.T) {
	dir := filepath.Dir(sealed(t, request(t, "reference", "leuven-100", "full-proposal")).Dir)
	folders, err := filepath.Glob(filepath.Join(dir, "uit*", "manifest.json"))
	if err != nil || len(folders) != 1 {
		t.Fatal(folders, err)
	}
	folder := filepath.Dir(folders[0])
	for _, lang := range []string{"nl", "fr", "nl+fr"} {
		for _, kind := range reportKinds {
			known, _ := formats(kind)
			var twice [2][]string
			for i := range twice {
				ws, err := plain.Languages(lang)
				if err != nil {
					t.Fatal(err)
				}
				if twice[i], err = Write(Request{Folder: folder, Kind: kind, Formats: append([]string{}, known...), Out: t.TempDir()}, ws); err != nil {
					t.Fatal(err)
				}
			}
			for k, file := range twice[0] {
				a, b := read(t, file), read(t, twice[1][k])
				if string(a) != string(b) {
					t.Errorf("%s differs from one time to the next", filepath.Base(file))
				}
				if kind == kindReport && len(a) > most {
					t.Errorf("%s has %d bytes", filepath.Base(file), len(a))
				}
			}
		}
	}
}

// TestReportOfManyPlansIsSmall: the report of eleven plans over ten years, with four
// dozen pictures, goes by mail too, in one language and with each picture in two.
func TestReportOfManyPlansIsSmall(t *testing.T) {
	r := request(
		t, "reference", "leuven-100", "population-budget", "coordination-60-40", "full-proposal", "no-phm", "outreach-first", "cut-20", "shared-savings", "p3-stop", "staff-shortage",
	)
	r.Horizon = "10 years"
	folder := sealed(t, r).Dir
	for _, c := range []struct {
		lang    string
		formats []string
		most    int // a larger region has a third more to tell, of lives above all
	}{{"fr", []string{"html", "docx", "pdf"}, most / 2}, {"nl+fr", []string{"html", "docx"}, most * 8 / 10}} { // the texts of fr are the longest
		ws, err := plain.Languages(c.lang)
		if err != nil {
			t.Fatal(err)
		}
		files, err := Write(Request{Folder: folder, Formats: c.formats, Out: t.TempDir()}, ws)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if n := len(read(t, file)); n > c.most {
				t.Errorf("%s has %d bytes", filepath.Base(file), n)
			}
		}
	}
}

// BenchmarkDocuments tells how long each document of a result takes, reading included.
func BenchmarkDocuments(b *testing.B) {
	r := job.Request{Plans: job.DefaultPlans, Region: small, Draws: 8, Seed: 7, Lang: "nl", Out: filepath.Join(b.TempDir(), "uit")}
	if _, err := job.Compare(b.Context(), r, nil); err != nil {
		b.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range reportKinds {
		_, usual := formats(kind)
		for _, format := range usual {
			b.Run(kind+"/"+format, func(b *testing.B) {
				for b.Loop() {
					if _, err := Write(Request{Folder: r.Out, Kind: kind, Formats: []string{format}, Out: b.TempDir()}, []*words.Words{w}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
