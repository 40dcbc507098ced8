package handover

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/report"
)

// pageOf fills the report of a comparison in a language, without figures.
func pageOf(t *testing.T, c *outputs.Comparison, lang string) report.Report {
	t.Helper()
	w, err := words.For(lang)
	if err != nil {
		t.Fatal(err)
	}
	page, err := illustrator{c: c, w: w, where: "Klein"}.page(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func compared(t *testing.T, r job.Request) *outputs.Comparison {
	t.Helper()
	c, err := outputs.Compare(sealed(t, r), "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checked gives the rows of a checklist.
func checked(t *testing.T, page report.Report, id string) []report.TableRow {
	t.Helper()
	for _, p := range page.Checklists {
		if p.ID == id {
			return p.Tables[0].Rows
		}
	}
	t.Fatalf("no checklist %s", id)
	return nil
}

// item gives the state and the answer of a demand.
func item(t *testing.T, page report.Report, list string, demands []demand, id string) (state, answer string) {
	t.Helper()
	at := slices.IndexFunc(demands, func(d demand) bool { return d.id == id })
	cells := checked(t, page, list)[at].Cells
	return cells[1].Lines[0], strings.Join(cells[2].Lines, " ")
}

var checklistsOf = []struct {
	id      string
	demands []demand
	want    int
}{{"odd", oddElements, 7}, {"cheers", cheersItems, 28}, {"kce", kceDemands, 14}}

// Every demand of every checklist has a name, a question, a state and an answer in
// every language, and points only to sections that the report has.
func TestChecklistsAreAnswered(t *testing.T) {
	c := compared(t, request(t, "reference", "full-proposal"))
	names := map[string][]string{}
	for _, lang := range words.Languages() {
		page := pageOf(t, c, lang)
		anchors := map[string]bool{}
		for _, link := range page.Sections() {
			anchors[link.Href] = true
		}
		for _, list := range checklistsOf {
			rows := checked(t, page, list.id)
			if len(rows) != list.want || len(list.demands) != list.want {
				t.Fatalf("%s %s: %d rows of %d demands; %d are asked", lang, list.id, len(rows), len(list.demands), list.want)
			}
			for i, row := range rows {
				id := list.id + "." + list.demands[i].id
				if !strings.HasPrefix(row.Cells[0].Lines[0], fmt.Sprintf("%d. ", i+1)) || row.Cells[0].Under == "" {
					t.Errorf("%s %s: item %d is named %q, asked %q", lang, id, i+1, row.Cells[0].Lines, row.Cells[0].Under)
				}
				if strings.Join(row.Cells[2].Lines, "") == "" || row.Cells[1].Lines[0] == "" {
					t.Errorf("%s %s has no answer", lang, id)
				}
				for _, link := range row.Cells[3].Links {
					if !anchors[link.Href] {
						t.Errorf("%s %s points to %s, which is not there", lang, id, link.Href)
					}
				}
				where := slices.DeleteFunc(slices.Clone(list.demands[i].where), func(at string) bool { return at == "figures" }) // none were drawn
				if len(row.Cells[3].Links) != len(where) {
					t.Errorf("%s %s: %d of %d sections are there", lang, id, len(row.Cells[3].Links), len(where))
				}
				names[id] = append(names[id], row.Cells[2].Lines[0])
			}
		}
	}
	for id, said := range names {
		if said[0] == said[2] || said[0] == said[1] {
			t.Errorf("%s is not translated: %q", id, said)
		}
	}
}

// What a run lacks is said to be missing: the uncertainty of one draw or of fixed
// parameters, QALYs, the price year, other rates than those of the KCE.
func TestMissingIsSaid(t *testing.T) {
	r := request(t, "reference", "full-proposal")
	r.Horizon, r.Draws = "2 years", 1
	one := compared(t, r)
	r.Draws, r.Replicates, r.FixedParameters, r.Out = 1, 2, true, r.Out+"-vast"
	fixed := compared(t, r)
	for name, c := range map[string]*outputs.Comparison{"one draw": one, "fixed parameters": fixed} {
		page := pageOf(t, c, "nl")
		for _, id := range []string{"uncertainty", "effect_of_uncertainty"} {
			if state, answer := item(t, page, "cheers", cheersItems, id); state != "ontbreekt" || !strings.Contains(answer, "onzekerheid van de aannames") {
				t.Errorf("%s: %s is %q: %s", name, id, state, answer)
			}
		}
		if state, _ := item(t, page, "kce", kceDemands, "uncertainty"); state != "ontbreekt" {
			t.Errorf("%s: the uncertainty that the KCE asks is %q", name, state)
		}
	}
	for _, id := range []string{"engagement", "funding", "conflicts"} {
		if state, answer := item(t, pageOf(t, one, "nl"), "cheers", cheersItems, id); state != "ontbreekt" || !strings.HasPrefix(answer, "Ontbreekt: ") {
			t.Errorf("%s, which no run can know, is %q: %s", id, state, answer)
		}
	}
	if state, _ := item(t, pageOf(t, one, "nl"), "cheers", cheersItems, "discount"); state != "gegeven" {
		t.Errorf("the rates of the KCE are %q", state)
	}
	one.Result.Manifest.Discount = outputs.Rates{Costs: 0.05, Outcomes: 0.05}
	one.Result.Manifest.PriceYear = 0
	one.Rows = slices.DeleteFunc(one.Rows, func(row outputs.Row) bool { return row.Indicator.ID == "qaly" })
	page := pageOf(t, one, "nl")
	if state, answer := item(t, page, "cheers", cheersItems, "discount"); state != "deels" || !strings.Contains(answer, "Kosten 5\u00a0% en gezondheid 5\u00a0%") || !strings.Contains(answer, "het KCE vraagt 3\u00a0% voor kosten en 1,5\u00a0%") {
		t.Errorf("other rates are %q: %s", state, answer)
	}
	for _, id := range []string{"currency", "valuation"} {
		if state, answer := item(t, page, "cheers", cheersItems, id); state != "ontbreekt" {
			t.Errorf("%s without the data is %q: %s", id, state, answer)
		}
	}
	if state, _ := item(t, page, "kce", kceDemands, "technique"); state != "ontbreekt" {
		t.Errorf("a cost-utility analysis without QALYs is %q", state)
	}
}
