package scenarios

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"piramide/internal/require"
	"piramide/internal/words"
)

// An empty form says what its base plan says, in every language and for every plan.
func TestEmptyFormIsItsBase(t *testing.T) {
	for i, w := range everyLanguage() {
		for _, id := range [][]string{{"reference", "shared-savings"}, {"full-proposal"}, {"p3-phased"}}[i] {
			text, err := NewForm("eigen", "Eigen plan", id, w)
			if err != nil {
				t.Fatalf("%s %s: %v", w.Lang(), id, err)
			}
			s, err := Parse("eigen.xlsx", text)
			if err != nil {
				t.Fatalf("%s %s:\n%v", w.Lang(), id, err)
			}
			base, err := Load(id)
			if err != nil {
				t.Fatal(err)
			}
			if said := Diff(base, s); len(said) != 0 {
				t.Errorf("%s %s: %v", w.Lang(), id, said)
			}
		}
	}
}

// Every plan of the library, and plans with everything else, survives a form.
func TestFormRoundTrip(t *testing.T) {
	plans := Library()
	for _, file := range []string{"desks", "phm", "pooled-budget", "shared-savings", "bundle", "capitation", "prefinancing", "effects"} {
		s, err := Load("testdata/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, s)
	}
	for i, s := range plans {
		w := everyLanguage()[i%3]
		again, err := Parse(s.Name+".xlsx", s.Form(w))
		if err != nil {
			t.Errorf("%s in %s:\n%v", s.Name, w.Lang(), err)
			continue
		}
		if !again.Equal(s) {
			t.Errorf("%s in %s is another plan after a form: %v", s.Name, w.Lang(), tellAll(Diff(s, again)))
			if dir := os.Getenv("FORM_DEBUG"); dir != "" {
				_ = os.WriteFile(filepath.Join(dir, s.Name+".a"), s.Normalised(), 0o600)
				_ = os.WriteFile(filepath.Join(dir, s.Name+".b"), again.Normalised(), 0o600)
			}
		}
	}
}

// What a cell shows of a choice or unit is read back as that choice or unit, in every
// language and for every field of a plan.
func TestFormWordsAreReadBack(t *testing.T) {
	var walk func(f field, path string)
	walk = func(f field, path string) {
		for _, w := range everyLanguage() {
			for _, o := range f.options() {
				if got, ok := f.option(sayOption(w, f, o)); !ok || got != o {
					t.Errorf("%s: %s in %s is %q, read as %q", path, o, w.Lang(), sayOption(w, f, o), got)
				}
			}
			for _, u := range f.formUnits() {
				if said := w.Tell(SayUnit(u, true)); u != "" {
					if got, ok := f.unit(said); !ok || got != u {
						t.Errorf("%s: %s in %s is %q, read as %q", path, u, w.Lang(), said, got)
					}
				}
			}
		}
		for _, x := range f.fields {
			walk(x, join(path, x.key))
		}
		if f.each != nil && f.kind == named {
			walk(*f.each, join(path, "x"))
		}
	}
	walk(grammar, "")
	for _, kind := range kindNames {
		walk(instrumentFields(kind), kind)
	}
}

// The parts of what the base plan says yes to are read as what they are.
func TestFormOfAPartBehindAYes(t *testing.T) {
	want, err := Parse("x.yaml", []byte("format: 1\nname: eigen\nextends: full-proposal\ntitle: Eigen plan\ncare_plan: {start: 2029-01, shared: no, review: 6 months, held_by: [zorgcoach]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Parse("x.xlsx", want.Form(english())); err != nil || !again.Equal(want) {
		t.Errorf("another plan after a form: %v", err)
	}
	text := spoilt(t, func(f *excelize.File) {
		for i, row := range [][]any{
			{nil, "care_plan.start", time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)}, {nil, "care_plan.shared", "nee"}, {nil, "care_plan.review", 6, "maanden"}, {nil, "care_plan.held_by", "zorgcoach"},
		} {
			for k, x := range row {
				if x != nil {
					_ = f.SetCellValue("Meer", fmt.Sprintf("%c%d", 'A'+k, 20+i), x)
				}
			}
		}
	})
	if got, err := Parse("x.xlsx", text); err != nil || !got.Equal(want) {
		t.Errorf("the form: %v", err)
	}
}

func tellAll(said []words.Message) string {
	var lines []string
	for _, m := range said {
		lines = append(lines, english().Tell(m))
	}
	return strings.Join(lines, "\n")
}

var emptyForm = sync.OnceValue(func() []byte {
	text, err := NewForm("eigen", "Eigen plan", "full-proposal", everyLanguage()[0])
	if err != nil {
		panic(err)
	}
	return text
})

// spoilt gives an empty Dutch form after a change, as plan.xlsx.
func spoilt(tb testing.TB, change func(f *excelize.File)) []byte {
	tb.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(emptyForm()))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// cellOf finds the yellow cell of a key in a sheet.
func cellOf(tb testing.TB, f *excelize.File, sheet, key, column string) string {
	tb.Helper()
	found, err := f.SearchSheet(sheet, "^"+key+"$", true)
	if err != nil || len(found) == 0 {
		tb.Fatalf("no %s in %s: %v", key, sheet, err)
	}
	return column + strings.TrimLeft(found[0], "ABCDEFGHIJ")
}

// keyOfAPlan is a path or a pair of a plan file, which a form has words for.
var keyOfAPlan = regexp.MustCompile(`\b[a-z_]+\.[a-z_]{3,}\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+: (yes|null|funded)\b`)

// Each mistake in a form is told with its sheet and cell, in the words of the form; all
// at once.
func TestBadForms(t *testing.T) {
	var told strings.Builder
	tell := func(name, file string, text []byte) {
		s, err := Parse(file, text)
		if err == nil {
			found := s.Check()
			if len(found) == 0 {
				t.Errorf("%s is accepted:\n%s", name, s.Normalised())
				return
			}
			err = found
		}
		told.WriteString("# " + name + "\n")
		for _, w := range everyLanguage() {
			said := problems(t, err).In(w)
			told.WriteString(said + "\n")
			for line := range strings.SplitSeq(said, "\n") {
				if key := keyOfAPlan.FindString(strings.ReplaceAll(line, file, "")); key != "" && !strings.Contains(line, " Meer") && !strings.Contains(line, "Financiering") {
					t.Errorf("%s: %s speaks of %q, a key of a plan file:\n%s", name, w.Lang(), key, line)
				}
			}
		}
		told.WriteString("\n")
	}
	set := func(sheet, key string, value any) func(*excelize.File) {
		return func(f *excelize.File) {
			if err := f.SetCellValue(sheet, cellOf(t, f, sheet, key, map[string]string{"Invoer": "B", "Financiering": "C"}[sheet]), value); err != nil {
				t.Fatal(err)
			}
		}
	}
	percent := func(f *excelize.File, cell string) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Invoer", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		change func(f *excelize.File)
	}{
		{"a text where a number belongs", set("Invoer", "zorgcoach.posts", "veel")},
		{"a number with two readings", set("Invoer", "buurtteams.startup", "31.439")},
		{"a number with two separators", set("Invoer", "buurtteams.startup", "1.000,50")},
		{"a unit that is none", func(f *excelize.File) {
			set("Invoer", "zorgcoach.posts", 1)(f)
			_ = f.SetCellValue("Invoer", cellOf(t, f, "Invoer", "zorgcoach.posts", "C"), "VTE per straat")
		}},
		{"two units", set("Invoer", "zorgcoach.posts", "2 FTE/elz")},
		{"a unit of something else", func(f *excelize.File) {
			set("Invoer", "zorgcoach.posts", 1)(f)
			_ = f.SetCellValue("Invoer", cellOf(t, f, "Invoer", "zorgcoach.posts", "C"), "maanden")
		}},
		{"a percentage of posts", func(f *excelize.File) {
			set("Invoer", "zorgcoach.posts", 0.5)(f)
			percent(f, cellOf(t, f, "Invoer", "zorgcoach.posts", "B"))
		}},
		{"more than all", func(f *excelize.File) {
			set("Invoer", "phm.consent", 1.2)(f)
			percent(f, cellOf(t, f, "Invoer", "phm.consent", "B"))
		}},
		{"a share with two readings", set("Invoer", "phm.consent", 0.7)},
		{"a share with two readings, as text", set("Invoer", "phm.consent", "0,7")},
		{"a date where a number belongs", set("Invoer", "zorgcoach.posts", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))},
		{"a day in a month", set("Invoer", "zorgcoach.start", time.Date(2029, 3, 15, 0, 0, 0, 0, time.UTC))},
		{"a date after the horizon", set("Invoer", "zorgcoach.start", "2050-01")},
		{"a truth where a number belongs", set("Invoer", "zorgcoach.posts", true)},
		{"an unknown choice", set("Invoer", "zorgcoach.work", "proactif !")},
		{"an unknown base plan", set("Invoer", "extends", "full-propsal")},
		{"no base plan", set("Invoer", "extends", nil)},
		{"no title", set("Invoer", "title.nl", nil)},
		{"an unknown region", set("Invoer", "region", "leuve")},
		{"a formula", func(f *excelize.File) {
			_ = f.SetCellFormula("Invoer", cellOf(t, f, "Invoer", "zorgcoach.posts", "B"), "1+1")
		}},
		{"a merged cell", func(f *excelize.File) {
			_ = f.MergeCell("Invoer", cellOf(t, f, "Invoer", "zorgcoach.posts", "B"), cellOf(t, f, "Invoer", "zorgcoach.posts", "C"))
		}},
		{"a value without a key", func(f *excelize.File) { _ = f.SetCellValue("Meer", "C30", "40 %") }},
		{"an unknown key", func(f *excelize.File) {
			_ = f.SetCellValue("Meer", "B30", "zorgcoach.post")
			_ = f.SetCellValue("Meer", "C30", "1 FTE/buurt")
		}},
		{"a value between braces that is none", func(f *excelize.File) {
			_ = f.SetCellValue("Meer", "B30", "zorgcoach.queue")
			_ = f.SetCellValue("Meer", "C30", "{weighted: [")
		}},
		{"a key twice", func(f *excelize.File) {
			set("Invoer", "zorgcoach.posts", 1)(f)
			_ = f.SetCellValue("Meer", "B30", "zorgcoach.posts")
			_ = f.SetCellValue("Meer", "C30", "1 FTE/buurt")
		}},
		{"a part and a key in it", func(f *excelize.File) {
			set("Invoer", "outreach.posts", 1)(f)
			_ = f.SetCellValue("Meer", "B30", "outreach")
			_ = f.SetCellValue("Meer", "C30", "weglaten")
		}},
		{"a change of what cannot change", func(f *excelize.File) {
			_ = f.SetCellValue("Meer", "A30", time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
			_ = f.SetCellValue("Meer", "B30", "region")
			_ = f.SetCellValue("Meer", "C30", "leuven-10")
		}},
		{"a wave without a name", func(f *excelize.File) { _ = f.SetCellValue("Golven", "B12", "b01; b02") }},
		{"an instrument without a name", func(f *excelize.File) {
			_ = f.SetCellValue("Financiering", "C140", "5")
			_ = f.SetCellValue("Financiering", "G140", "amount")
		}},
		{"an instrument with half its rows", func(f *excelize.File) {
			for _, cell := range [][2]string{{"A140", "extra"}, {"C140", "vast budget"}, {"G140", "kind"}, {"A141", "extra"}, {"C141", "31.439 EUR/year"}, {"G141", "amount"}} {
				_ = f.SetCellValue("Financiering", cell[0], cell[1])
			}
		}},
		{"posts without money", func(f *excelize.File) {
			set("Invoer", "outreach.posts", "zoveel als het geld toelaat")(f)
		}},
		{"a price of what is not done", func(f *excelize.File) {
			set("Invoer", "buurtteams.group_sessions", "nee")(f)
			set("Invoer", "buurtteams.budget.group_session", 90)(f)
		}},
		{"two ends of P3", func(f *excelize.File) {
			set("Invoer", "p3.end", "2030-01")(f)
			set("Invoer", "p3.overlap", 6)(f)
		}},
		{"who pays nobody", func(f *excelize.File) { set("Financiering", "payee", "de burger")(f) }},
		{"no sheet of financing", func(f *excelize.File) { _ = f.DeleteSheet("Financiering") }},
		{"no column of units", func(f *excelize.File) { _ = f.RemoveCol("Invoer", "C") }},
		{"a form of a later version", func(f *excelize.File) { _ = f.SetCellValue("Invoer", "A2", "Formulier piramide-plan 2") }},
		{"a workbook that is no form", func(f *excelize.File) { _ = f.SetCellValue("Invoer", "A2", "") }},
		{"many mistakes", func(f *excelize.File) {
			set("Invoer", "zorgcoach.posts", "veel")(f)
			set("Invoer", "horizon.length", "tien jaar")(f)
			set("Financiering", "split.zorgcoordinatie", 0.7)(f)
			_ = f.SetCellValue("Meer", "C30", "40 %")
		}},
	} {
		tell(c.name, "plan.xlsx", spoilt(t, c.change))
	}
	tell("no workbook", "plan.xlsx", []byte("naam;waarde\n"))
	tell("nothing", "plan.xlsx", nil)
	tell("a workbook of before xlsx", "plan.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"))
	tell("a workbook with macros by its name", "plan.xlsm", spoilt(t, func(*excelize.File) {}))
	golden(t, "testdata/forms.bad.txt", told.String())
}

// Nothing makes reading a form panic, and what it accepts survives a round trip.
func FuzzForm(f *testing.F) {
	empty := spoilt(f, func(*excelize.File) {})
	f.Add(empty)
	f.Add([]byte("PK\x03\x04"))
	f.Add(spoilt(f, func(x *excelize.File) {
		_ = x.SetCellValue("Meer", "B30", "assumptions.x")
		_ = x.SetCellValue("Meer", "C30", "{")
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("fuzz.xlsx", data)
		if err != nil {
			if len(problems(t, err)) == 0 || err.Error() == "" {
				t.Error("an error that says nothing")
			}
			return
		}
		if again, err := Parse("again.xlsx", s.Form(english())); err != nil || !again.Equal(s) {
			t.Errorf("another plan after a form: %v", err)
		}
	})
}

// FuzzFormCells puts anything in the cells of a form.
func FuzzFormCells(f *testing.F) {
	for _, s := range []string{"", "veel", "31.439", "{a: [", "weglaten", "ja", "null", "=1+1", "40 %", "b01; b02", "{solve: 1 zorgcoach/buurt}", "timeline", "financing.x", "2030-01", ".", "zorgcoach.posts", "  "} {
		f.Add(s, s, s)
	}
	text := spoilt(f, func(*excelize.File) {})
	f.Fuzz(func(t *testing.T, a, b, c string) {
		x, err := excelize.OpenReader(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		for i, cell := range []string{"A30", "B30", "C30", "D30", "B31", "C31"} {
			_ = x.SetCellStr("Meer", cell, []string{a, b, c}[(i+i/4)%3])
		}
		for i, cell := range []string{"A140", "C140", "D140", "G140", "C12", "D12"} {
			_ = x.SetCellStr("Financiering", cell, []string{b, a, c}[i%3])
		}
		for i, cell := range []string{"A9", "B9", "C9", "D9", "E9", "F9"} {
			_ = x.SetCellStr("Golven", cell, []string{c, a, b}[i%3])
		}
		_ = x.SetCellStr("Invoer", "B26", a)
		var out bytes.Buffer
		if err := x.Write(&out); err != nil {
			t.Skip()
		}
		if s, err := Parse("fuzz.xlsx", out.Bytes()); err == nil {
			if again, err := Parse("again.xlsx", s.Form(english())); err != nil || !again.Equal(s) {
				t.Errorf("another plan after a form: %v", err)
			}
		} else if len(problems(t, err)) == 0 || err.Error() == "" {
			t.Error("an error that says nothing")
		}
	})
}

// A form that LibreOffice has opened and saved is the same plan, and own numbers are the
// same numbers.
func TestFormsThroughLibreOffice(t *testing.T) {
	office := require.Tool(t, "soffice")
	dir := t.TempDir()
	s, err := Load("shared-savings")
	if err != nil {
		t.Fatal(err)
	}
	saved := func(name string, text []byte) string {
		from := filepath.Join(dir, name)
		if err := os.WriteFile(from, text, 0o600); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, "saved")
		if said, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, from).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		return filepath.Join(out, name)
	}
	again, err := Load(saved("plan.xlsx", s.Form(everyLanguage()[0])))
	if err != nil {
		t.Fatal(err)
	}
	if !again.Equal(s) {
		t.Errorf("another plan: %s", tellAll(Diff(s, again)))
	}
	f, err := excelize.OpenReader(bytes.NewReader(NumbersForm(everyLanguage()[1], "wage", false)))
	if err != nil {
		t.Fatal(err)
	}
	on := f.GetSheetList()[0]
	at := strings.TrimLeft(cellOf(t, f, on, "wage_nurse_be", ""), "A")
	_ = f.SetCellValue(on, "H"+at, 77000.5)
	_ = f.SetCellValue(on, "K"+at, "barème")
	_ = f.SetCellValue(on, "L"+at, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC))
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	n, err := LoadNumbers(saved("chiffres.xlsx", out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if len(n.List) != 1 || n.List[0].Value != 77000.5 || n.List[0].Date != "2026-03-15" {
		t.Errorf("own numbers are %+v", n.List)
	}
}
