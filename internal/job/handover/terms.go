package handover

import (
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/report"
)

// domainTerms are the words of the field that a report uses; those of the catalogue.
var domainTerms = []string{
	"draw", "interval", "mc_error", "equal_money", "programme_cost", "reference", "buurtteam", "zorgcoach", "casemanager", "buurtteamcoach", "phm",
	"outreach", "p3", "gmd", "vt", "true_need", "known_need", "tier", "riziv", "quintuple_aim", "assumption", "lever", "measured",
}

// terms explain every indicator of the tables, the verdicts and the words of the field.
func (l illustrator) terms(r *report.Report) (list []report.Term) {
	w := l.w
	shown := map[string]bool{}
	for _, t := range r.Comparisons {
		for _, row := range t.Rows {
			shown[row.Term] = true
		}
	}
	for _, t := range slices.Concat(r.Others, r.Waiting.Tables, r.Equity.Tables) {
		for _, row := range t.Rows {
			shown[row.Cells[0].Term] = true
		}
	}
	for i := range l.c.Result.Indicators {
		ind := &l.c.Result.Indicators[i]
		known := slices.ContainsFunc(list, func(t report.Term) bool { return t.ID == ind.Term })
		if shown[ind.Term] && !known {
			list = append(list, report.Term{ID: ind.Term, Name: words.Capital(w.Say(ind.TitleID())), Text: w.Say(ind.ExplainID())})
		}
	}
	for _, m := range []outputs.Mark{outputs.Clear, outputs.Likely, outputs.Unclear, outputs.NoDifference} {
		id := strings.TrimSuffix(m.TitleID(), ".name")
		list = append(list, report.Term{ID: "verdict-" + string(m), Name: words.Capital(w.Say(id + ".name")), Text: w.Say(id + ".explain")})
	}
	for _, id := range domainTerms {
		name := words.Capital(w.Say("term." + id + ".name"))
		if !slices.ContainsFunc(list, func(t report.Term) bool { return t.Name == name }) { // an indicator of that name says it
			list = append(list, report.Term{ID: "word-" + id, Name: name, Text: w.Say("term." + id + ".explain")})
		}
	}
	return list
}
