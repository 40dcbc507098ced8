package belgium

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"piramide/internal/words"
	"piramide/scenarios"
)

func TestRegionFromFile(t *testing.T) {
	v := base(t)
	r, err := RegionFromFile("testdata/twee-buurten.csv", v)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(r.ID, "file-") || len(r.Buurten) != 2 || r.Buurten[1].Name != "Zuid" {
		t.Fatalf("region %s with %d buurten", r.ID, len(r.Buurten))
	}
	total := r.Population[0].sum() + r.Population[1].sum()
	if total != 20090 {
		t.Errorf("%g inhabitants, want 20090", total)
	}
	if want := 2540.5 / 20090; math.Abs(r.Territory.VT-want) > 1e-12 {
		t.Errorf("share with increased reimbursement %g, want %g", r.Territory.VT, want)
	}
	if !(r.Buurten[0].Deprivation > 0 && r.Buurten[1].Deprivation < 0) {
		t.Errorf("deprivation %g and %g; the first buurt has more increased reimbursement", r.Buurten[0].Deprivation, r.Buurten[1].Deprivation)
	}
	if _, _, err := Build(v, r); err != nil {
		t.Error(err)
	}
}

// A small region of one sex and few ages builds too.
func TestTinyRegion(t *testing.T) {
	v := base(t)
	path := filepath.Join(t.TempDir(), "klein.csv")
	text := "buurt,age,sex,count,vt\nA,0-64,m,0,0\nA,65+,m,0,0\nA,0-64,f,900,90\nA,65+,f,0,0\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := RegionFromFile(path, v)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := Build(v, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range append(c.Exclusive, c.Recurrent...) {
		for class, h := range e.Hazard {
			if !(h >= 0) || math.IsInf(h, 0) {
				t.Fatalf("%s: hazard %g in class %d", e.Name, h, class)
			}
		}
	}
}

// The same rows in a workbook give the same region.
func TestWorkbook(t *testing.T) {
	v := base(t)
	want, err := RegionFromFile("testdata/twee-buurten.csv", v)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/twee-buurten.csv")
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		for j, cell := range strings.Split(line, ";") {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "twee-buurten.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	got, err := RegionFromFile(path, v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Buurten, got.Buurten); diff != "" {
		t.Errorf("buurten (-csv +xlsx):\n%s", diff)
	}
	if want.ID != got.ID {
		t.Errorf("the same rows have the luck of %s and of %s", want.ID, got.ID)
	}
}

func TestRegionFileMistakes(t *testing.T) {
	v := base(t)
	for file, want := range map[string][]string{
		"fouten.bad.csv": {
			`fouten.bad.csv:2: aantal is 31.439; that can mean 31439 or a number with decimals (hint: write 31439 or 31.4390)`,
			`fouten.bad.csv:3: “x” is no sex (hint: write m or f)`,
			`fouten.bad.csv:4: “18-” is no age band (hint: write 0-4, 20-64 or 85+)`,
			`fouten.bad.csv:5: aantal is “-5”; a number of 0 or more is needed (hint: write 1250 or 1250.5)`,
			`fouten.bad.csv:6: 1260 people with increased reimbursement among 950 inhabitants`,
			`fouten.bad.csv:7: the neighbourhood is missing`,
			`fouten.bad.csv:8: 6 cells where the heading has 5 (hint: write decimals with a point, or split the columns by ;)`,
		},
		"gaten.bad.csv": {
			`gaten.bad.csv:4: neighbourhood Noord, men: age 60 stands also on line 3`,
			`gaten.bad.csv:5: neighbourhood Noord, women: no row holds age 18 (hint: bands run from 0 to the oldest, the last one written as 85+)`,
			`gaten.bad.csv:7: neighbourhood Zuid has only men`,
		},
	} {
		_, err := RegionFromFile(filepath.Join("testdata", file), v)
		if err == nil {
			t.Errorf("%s: accepted", file)
			continue
		}
		got := strings.Split(err.Error(), "\n")
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
	dir := t.TempDir()
	huge := "buurt;leeftijd;geslacht;aantal;vt\nA;0+;m;1500000;0\nA;0+;v;1500000;0\n"
	for name, text := range map[string]string{
		"empty.csv": "", "binary.csv": "a\x00b", "heading.csv": "wijk;aantal\n", "no.xlsx": "not a workbook",
		"huge.csv": huge, "nobody.csv": strings.ReplaceAll(huge, "1500000", "0"), "quotes.csv": "buurt;leeftijd;geslacht;aantal;vt\nA;0+;m;1\"0;0\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := RegionFromFile(path, v)
		var p scenarios.Problems
		if !errors.As(err, &p) {
			t.Fatalf("%s: %v", name, err)
		}
		for _, lang := range words.Languages() {
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			if said := p.In(w); !strings.HasPrefix(said, name) { // a missing argument panics here
				t.Errorf("%s: says %q", lang, said)
			}
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "absent.csv")} {
		if _, err := RegionFromFile(path, v); err == nil {
			t.Errorf("%s: accepted", path)
		}
	}
}
