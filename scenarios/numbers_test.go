package scenarios

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"piramide/scenarios/model"
)

const numbersHead = "Rij;Eigen cijfer;Eigen laag;Eigen hoog;Eigen bron;Datum van de bron;Opmerking\n"

func own(tb testing.TB, text string) *Numbers {
	tb.Helper()
	n, err := parseNumbers("cijfers.csv", []byte(numbersHead+text))
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// A number takes the place of its row: value, range and source. Nothing else moves, and
// the register of the tool stays as it is.
func TestOwnNumberTakesThePlaceOfItsRow(t *testing.T) {
	before := parameters().Values(1, 3)
	n := own(t, "wage_zorgcoach_be;82000,5;80000;84000;loonschaal;15/03/2026;\n")
	p, _ := n.Parameters.Parameter("wage.zorgcoach")
	if p.Base != 82000.5 || p.Low != 80000 || p.High != 84000 || p.Kind != model.Measured || p.Row.Source != "loonschaal, 2026-03-15" {
		t.Errorf("the parameter is %+v", p)
	}
	after := n.Parameters.Values(1, 3)
	for _, q := range parameters().List() {
		a, b := before.Get(q.Path), after.Get(q.Path)
		if (a == b) == (q.Path == "wage.zorgcoach") {
			t.Errorf("%s is %g and was %g", q.Path, b, a)
		}
	}
	if r, _ := register().Row("wage_zorgcoach_be"); r.Value == 82000.5 || r.Instead != nil {
		t.Error("the register of the tool has changed")
	}
}

// Without a range a number is certain; a share may be a percentage; a cell of a table
// changes that cell alone.
func TestOwnNumbersOfEveryShape(t *testing.T) {
	n := own(t, "own_phm_consent;70 %;;;enquête;2026-03;\nqx_be_2024_m_85_89;0,15;;;Statbel;2026;hitte\n")
	p, _ := n.Parameters.Parameter("finding.consent")
	if p.Base != 0.7 || p.Draw != model.Fixed {
		t.Errorf("consent is %g, drawn %s", p.Base, p.Draw)
	}
	if a, b := n.Parameters.Values(1, 1).Get("finding.consent"), n.Parameters.Values(1, 2).Get("finding.consent"); a != 0.7 || b != 0.7 {
		t.Errorf("a certain number is drawn: %g, %g", a, b)
	}
	was, now := parameters().Values(1, 0).Table("qx"), n.Parameters.Values(1, 0).Table("qx")
	moved := 0
	for sex := range was {
		for band := range was[sex] {
			if was[sex][band] != now[sex][band] {
				moved++
			}
		}
	}
	if moved != 1 {
		t.Errorf("%d cells of the table moved", moved)
	}
}

// The same numbers from a workbook and from CSV are the same.
func TestOwnNumbersFromAWorkbook(t *testing.T) {
	want := own(t, "wage_zorgcoach_be;82000,5;80000;84000;loonschaal;15/03/2026;\nown_phm_consent;70 %;;;enquête;2026-03;\n")
	for _, w := range everyLanguage() {
		f, err := excelize.OpenReader(bytes.NewReader(NumbersForm(w, "", false)))
		if err != nil {
			t.Fatal(err)
		}
		on := f.GetSheetList()[0]
		for id, cells := range map[string][]any{
			"wage_zorgcoach_be": {82000.5, 80000, 84000, "loonschaal", "2026-03-15"}, "own_phm_consent": {"70%", nil, nil, "enquête", "2026-03"},
		} {
			at := strings.TrimLeft(cellOf(t, f, on, id, ""), "A")
			for i, x := range cells {
				if x != nil {
					_ = f.SetCellValue(on, fmt.Sprintf("%c%s", 'H'+i, at), x)
				}
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		n, err := parseNumbers("cijfers.xlsx", out.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", w.Lang(), err)
		}
		if n.Digest() != want.Digest() {
			t.Errorf("%s: other numbers: %+v", w.Lang(), n.List)
		}
	}
}

// An own number for an effect is no surer than the evidence it stands in for.
func TestOwnEffectIsNoSurer(t *testing.T) {
	const row = "risk_strat_emergency_admission_rr" // measured abroad
	was, _ := parameters().Parameter("effect.phm.stay")
	inside, _ := own(t, row+";"+strings.Replace(number(was.Base), ".", ",", 1)+";;;eigen studie;2026;\n").Parameters.Parameter("effect.phm.stay")
	outside, _ := own(t, row+";0,5;;;eigen studie;2026;klein\n").Parameters.Parameter("effect.phm.stay")
	if inside.Origin() != was.Origin() || outside.Origin() != model.Assumed || outside.Kind != was.Kind {
		t.Errorf("origins: register %s, inside %s, outside %s (%s)", was.Origin(), inside.Origin(), outside.Origin(), outside.Kind)
	}
}

// Plans and sets of assumptions take from own numbers what they take from rows; who says
// something else is told.
func TestPlansFollowOwnNumbers(t *testing.T) {
	n := own(t, "wage_zorgcoach_be;82000;80000;84000;loonschaal;2026;\n")
	value := func(s *Scenario) float64 {
		v := n.Parameters.Values(1, 0)
		s.With(n).Assume(v, 1, 0)
		return v.Get("wage.zorgcoach")
	}
	base := "format: 1\nname: x\nextends: reference\ntitle: x\n"
	for text, want := range map[string]float64{base: 82000, base + "assumptions: {wage.zorgcoach: wage_zorgcoach_be}\n": 82000, base + "assumptions: {wage.zorgcoach: 70000}\n": 70000} {
		s, err := Parse("x.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := value(s); got != want {
			t.Errorf("%s: %g, want %g", text, got, want)
		}
		told := false
		for _, note := range s.With(n).Assume(n.Parameters.Values(1, 0), 1, 0) {
			told = told || note.Message.ID == "scenarios.note_own_number"
		}
		if told != (want == 70000) {
			t.Errorf("%s: told of the number that does not count: %v", text, told)
		}
	}
	for _, set := range Sets() {
		s, err := libraryPlans()[0].With(n).Under(set.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range s.Assumptions {
			if a.Path == "wage.zorgcoach" && a.Value != 84000 { // the high end of the own range
				t.Errorf("%s takes %g", set.Name, a.Value)
			}
		}
	}
}

// Every mistake is told with its place; all at once.
func TestBadNumbers(t *testing.T) {
	var told strings.Builder
	for _, c := range []struct{ name, text string }{
		{"no source and no date", numbersHead + "wage_zorgcoach_be;82000;;;;;\n"},
		{"a source without a number", numbersHead + "wage_zorgcoach_be;;;;loonschaal;2026;\n"},
		{"an unknown row", numbersHead + "wage_zorgcoach;82000;;;loonschaal;2026;\n"},
		{"no row", numbersHead + ";82000;;;loonschaal;2026;\n"},
		{"a row twice", numbersHead + "wage_zorgcoach_be;82000;;;a;2026;\nwage_zorgcoach_be;83000;;;b;2026;\n"},
		{"a row that is no input", numbersHead + "leuven_teams_measured;1;;;a;2026;\nriziv_per_capita_2024;3000;;;a;2026;\n"},
		{"two readings", numbersHead + "wage_zorgcoach_be;82.000;;;a;2026;\n"},
		{"no number", numbersHead + "wage_zorgcoach_be;veel;;;a;2026;\n"},
		{"a percentage of euros", numbersHead + "wage_zorgcoach_be;82 %;;;a;2026;\n"},
		{"a share above one", numbersHead + "own_phm_consent;1,2;;;a;2026;\n"},
		{"an end above one", numbersHead + "own_phm_consent;0,8;0,7;1,1;a;2026;\n"},
		{"a negative amount", numbersHead + "wage_zorgcoach_be;-82000;;;a;2026;\n"},
		{"half a range", numbersHead + "wage_zorgcoach_be;82000;80000;;a;2026;\n"},
		{"outside its own range", numbersHead + "wage_zorgcoach_be;82000;83000;84000;a;2026;\n"},
		{"a range that cannot be drawn", numbersHead + "hiring_lag_months;3;0;6;a;2026;\n"},
		{"outside the evidence without a reason", numbersHead + "wage_zorgcoach_be;120000;;;a;2026;\n"},
		{"no date", numbersHead + "wage_zorgcoach_be;82000;;;a;vorig jaar;\n"},
		{"nothing filled in", numbersHead + "wage_zorgcoach_be;;;;;;\n"},
		{"a missing column", "Rij;Eigen cijfer;Eigen laag;Eigen hoog;Eigen bron;Opmerking\nwage_zorgcoach_be;82000;;;a;\n"},
		{"commas for decimals and columns", strings.ReplaceAll(numbersHead, ";", ",") + "wage_zorgcoach_be,82000,5,,,a,2026,\n"},
		{"an open quote", numbersHead + "wage_zorgcoach_be;\"82000;;;a;2026;\n"},
		{"not text", "\x00"},
		{"empty", ""},
	} {
		n, err := parseNumbers("cijfers.csv", []byte(c.text))
		if err == nil {
			t.Errorf("%s is accepted: %+v", c.name, n.List)
			continue
		}
		for _, w := range everyLanguage() {
			problems(t, err).In(w) // a missing argument panics here
		}
		told.WriteString("# " + c.name + "\n" + err.Error() + "\n\n")
	}
	golden(t, "testdata/numbers.bad.txt", told.String())
}

// Nothing makes reading own numbers panic.
func FuzzNumbers(f *testing.F) {
	f.Add("cijfers.csv", []byte(numbersHead+"wage_zorgcoach_be;82000;;;a;2026;\n"))
	f.Add("cijfers.csv", []byte("id,own_value,own_low,own_high,own_source,own_date,own_note\nqx_be_2024_m_85_89,0,0,0,a,2026,b\n"))
	f.Add("cijfers.xlsx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		if _, err := parseNumbers(name, text); err != nil && (len(problems(t, err)) == 0 || err.Error() == "") {
			t.Error("an error that says nothing")
		}
	})
}
