package evidence

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t *testing.T) *Register {
	t.Helper()
	reg, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// files returns the embedded files, to be changed one at a time.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range append([]string{"roles.csv", "questions.csv"}, rowFiles...) {
		text, err := fs.ReadFile(embedded, "data/"+name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: text}
	}
	return out
}

func TestLoadReadsEveryRow(t *testing.T) {
	reg := load(t)
	counts := map[string]int{}
	for _, r := range reg.Rows() {
		counts[r.File]++
		if got, ok := reg.Row(r.ID); !ok || got != r {
			t.Errorf("Row(%q) is another row than that of %s", r.ID, r.Where())
		}
		if r.File == "own.csv" && (r.Kind != Assumption || !strings.HasPrefix(r.ID, "own_") || r.Note == "") {
			t.Errorf("%s: %s: our own rows are assumptions, start with own_ and give a reason", r.Where(), r.ID)
		}
	}
	if got := counts["population_and_costs.csv"] + counts["care_and_financing.csv"]; got != 2765 {
		t.Errorf("the two published files hold %d rows; the issue counts 2,765", got)
	}
	r, _ := reg.Row("own_review_discharge_probability")
	if r.Value != 0.4 || r.Low != 0.2 || r.High != 0.7 || r.Unit != "probability" || r.Kind != Assumption {
		t.Errorf("own_review_discharge_probability reads as %+v", r)
	}
	if len(reg.Group("effect_base_case")) != 5 {
		t.Errorf("group effect_base_case has %d rows, 5 in the file", len(reg.Group("effect_base_case")))
	}
}

func TestReadReportsEveryFaultWithItsPlace(t *testing.T) {
	const good = "own_x,own_care,A number,0.5,0.4,0.6,share,all,all,,BE,2024,assumption,Own assumption,why\n"
	header := strings.Join(columns, ",") + "\n"
	for name, c := range map[string]struct{ rows, want string }{
		"not a number":    {strings.Replace(good, "0.5", "half", 1), `own.csv:2: own_x: value is "half"; it must be a number`},
		"NaN":             {strings.Replace(good, "0.6", "NaN", 1), `own.csv:2: own_x: high is "NaN"; it must be a number`},
		"out of range":    {strings.Replace(good, "0.5", "0.7", 1), "own.csv:2: own_x: value 0.7 lies outside its range 0.4 to 0.6"},
		"kind":            {strings.Replace(good, "assumption,", "guess,", 1), `own.csv:2: own_x: kind is "guess"`},
		"sex":             {strings.Replace(good, "all,all", "all,x", 1), `own.csv:2: own_x: sex is "x"`},
		"second of two":   {good + good, "own.csv:3: own_x: this id is already at own.csv:2"},
		"id of elsewhere": {strings.Replace(good, "own_x", "gp_fee_2023", 1), "own.csv:2: gp_fee_2023: this id is already at population_and_costs.csv:"},
		"short record":    {good + "own_y,own_care\n", "own.csv: record on line 3: wrong number of fields"},
	} {
		t.Run(name, func(t *testing.T) {
			data := files(t)
			data["own.csv"] = &fstest.MapFile{Data: []byte(header + c.rows)}
			_, err := Read(data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v\nwant it to say %s", err, c.want)
			}
		})
	}
	data := files(t)
	data["own.csv"] = &fstest.MapFile{Data: []byte("id,value\n")}
	if _, err := Read(data); err == nil || !strings.Contains(err.Error(), "own.csv") {
		t.Errorf("a wrong header is accepted: %v", err)
	}
}

func TestNear(t *testing.T) {
	reg := load(t)
	for wrong, want := range map[string]string{
		"hours_client_crsis": "hours_client_crisis",
		"qx_be_2o24":         "qx_be_2024",
		"something_else_x":   "",
	} {
		if got := reg.Near(wrong); got != want {
			t.Errorf("Near(%q) = %q, want %q", wrong, got, want)
		}
	}
}

func TestPriceYear(t *testing.T) {
	for _, c := range []struct {
		unit, year string
		want       int
		ok         bool
	}{
		{"EUR per stay", "2024", 2024, true},
		{"EUR/FTE/year", "2025+", 2025, true},
		{"EUR", "2009-2011", 2011, true},
		{"share", "2024", 0, false},
		{"EUR", "", 0, false},
	} {
		if got, ok := (Row{Unit: c.unit, Year: c.year}).PriceYear(); ok != c.ok || (ok && got != c.want) {
			t.Errorf("%q of %q: price year %d, %v", c.unit, c.year, got, ok)
		}
	}
}
