package report

import (
	"bytes"
	"math"
	"testing"

	"piramide/internal/words"
	"piramide/outputs/figure"
)

func spoken(t testing.TB, lang string) *words.Words {
	t.Helper()
	w, err := words.For(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// picture is a small real figure, as the page gets it.
func picture(t testing.TB, w *words.Words, title string, size figure.Size) Figure {
	t.Helper()
	p := figure.Panel{Unit: "% van de persoonmaanden in nood", First: 2027 * 12, Format: w.Number, Zero: true}
	for i, name := range []string{"Zorg zoals vandaag", "100 euro per geïncludeerde burger", "Volledig voorstel van de nota"} {
		line := figure.Series{Name: name}
		for m := range 120 {
			v := 31 + float64(i*i)*6*(1-math.Exp(-float64(m)/18))
			line.Values = append(line.Values, figure.Range{Mid: v, Lo80: v - 1, Hi80: v + 1, Lo95: v - 2, Hi95: v + 2})
		}
		p.Series = append(p.Series, line)
	}
	f, err := figure.NewMonths(figure.Frame{
		Words: w, Title: title, Subtitle: "Per maand, burgers thuis met werkelijke nood",
		Source: "Bron: Piramide 0.1.0, regio Leuven.", Digest: "run 3f9a2c71d08b",
	}, p)
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := f.Write(&svg, "svg", size); err != nil {
		t.Fatal(err)
	}
	return Figure{
		Title: f.Title(), Alt: f.Alt(), SVG: svg.Bytes(),
		Files: []Link{{"PNG", "figures/reached.png"}, {"PDF", "figures/reached.pdf"}},
	}
}

// sample resembles the report of three plans; the numbers are made up.
func sample(t testing.TB, lang string) Report {
	t.Helper()
	w := spoken(t, lang)
	r := Report{
		Words:    w,
		Title:    "Drie overgangsplannen voor de regio Leuven",
		Subtitle: "102.000 inwoners, 8 buurtteams, 2027–2036; jaren 1–5 eerst",
		Question: "Wat gebeurt er met de burgers, het geld en de zorgverleners als Leuven overstapt op structurele buurtteams, en hoe zeker is dat?",
		Plans: []Plan{
			{Title: "Zorg zoals vandaag", Sentence: "Betaling per prestatie, GMD, Protocol 3 op zijn huidige grootte, geen structurele teams."},
			{Title: "100 euro per geïncludeerde burger", Sentence: "Acht buurtteams structureel vanaf 2028, betaald per geïncludeerde burger, met het actiebudget van de piloot als plafond."},
			{Title: "Volledig voorstel van de nota", Sentence: "Populatiebudget voor de teams, regiobudget 60/40 voor zorgcoaches en casemanagers, integratie- en PHM-budget.", Notes: []string{"integratie — 152.520 euro per jaar — bedrag niet in de nota"}},
		},
		Answer: []string{
			"Het volledige voorstel bereikt in 40 van 40 simulaties meer mensen in nood op tijd: 24 procentpunt meer over jaren 1–5.",
			"Dat kost in 40 van 40 simulaties meer: € 17,40 per inwoner per jaar (95 % van de simulaties: € 15,60 tot € 19,20).",
			"Of er minder opnames zijn, is niet te onderscheiden; die uitkomst rust vooral op aannames.",
		},
		Threshold: []string{"Het voorstel kost niets extra als coördinatie ongeplande opnames met 21 % vermindert; het bewijs reikt van 7 % minder tot 7 % meer."},
		Figures: []Figure{
			picture(t, w, "Vanaf 2029 wordt één op twee mensen in nood op tijd bereikt", figure.Page),
			picture(t, w, "Er wachten minder mensen", figure.Page),
		},
		NotModelled: []string{"Gedrag van zorgverleners die het aanbod verschuiven naar wie makkelijk te bereiken is.", "Verhuizingen om zorg te krijgen."},
		Assumptions: []Assumption{
			{"effect.coordination.stay", "Effect van coördinatie op ongeplande opnames", "1,00", "0,93–1,07", "61 % van de spreiding van de nettokost", "", ""},
			{"finding.rho", "Zichtbaarheid tussen twee PHM-runs (ρ)", "0,8", "0,5–1", "in elk tornado", "", ""},
			{"care.clients", "Cliënten per VTE zorgcoach", "64", "40–90", "12 %", "Onafhankelijk ziekenfonds, werklaststudie 2022", "https://example.org/bron"},
		},
		Methods: []Fact{
			{"Trekkingen", "40 trekkingen van de parameters, dezelfde in elk plan, elk met een eigen toeval.", false},
			{"Aanloop", "36 maanden onder zorg zoals vandaag, weggelaten uit de cijfers.", false},
			{"Gesloten cohort", "Uitkomsten volgen de burgers in leven bij de start van de rekening, ook na hun overlijden (nul).", false},
			{"Intervallen", "Omvatten parameters en toeval; de simulatiefout staat ernaast.", false},
		},
		Pairing: []Fact{{"Gelijke levens", "93,1 % van de burgers leeft in beide simulaties hetzelfde leven.", false}, {"Variantie gespaard", "0,97", false}},
		Run: []Fact{
			{"Versie", "piramide 0.1.0, engine 1", true},
			{"Digest", "sha256:3f9a2c71d08b5e0c3f9a2c71d08b5e0c3f9a2c71d08b5e0c3f9a2c71d08b5e0c", true},
			{"Opdracht", "piramide compare reference leuven-100 full-proposal --draws 40 --lang nl", true},
		},
	}
	for _, period := range []string{"Jaren 1–5 (2027–2031)", "Tien jaar (2027–2036)"} {
		c := Comparison{Title: period, Note: "eerste jaar met teams: 2028"}
		for _, name := range [][2]string{
			{"Op tijd bereikt", "% van de persoonmaanden in nood"},
			{"Wachten", "persoonmaanden per 1.000 inwoners"},
			{"Programmakost", "€ per inwoner per jaar"},
			{"Overbelaste mantelzorgers", "% van de mantelzorgermaanden"},
		} {
			c.Rows = append(c.Rows, Row{name[0], name[1], "31,2", []Cell{
				{"+3,1", "+1,2 tot +5,0", "±0,15", Likely, "waarschijnlijk (36 van 40)", "vooral aannames", []string{"Gemiddelde van 40 gepaarde werelden: 34,3 min 31,2."}},
				{"+24,2", "+17,8 tot +30,6", "±0,51", Clear, "duidelijk (40 van 40)", "Belgisch gemeten", nil},
			}, "reached_in_time"})
		}
		r.Comparisons = append(r.Comparisons, c)
	}
	r.Kind = "Economische evaluatie met een simulatiemodel van drie plannen"
	r.Certain = []string{"Het volledige voorstel, tegenover het eerste plan: in alle 40 gesimuleerde werelden hoger – op tijd bereikt."}
	r.Terms = []Term{{"reached_in_time", "Op tijd bereikt", "Aandeel van de maanden met nood waarin iemand een plaats heeft."}}
	r.Aims = Part{ID: "aims", Intro: []string{"Geïntegreerde zorg heeft vijf doelen."}, Tables: []Table{{
		Title: "De vijf doelen, 2027–2031", Columns: []Column{{Head: "Doel", Width: 18}, {Head: r.Plans[1].Title, Plan: 1}, {Head: r.Plans[2].Title, Plan: 2}},
		Rows: []TableRow{
			{Cells: []Text{Plain("Gezondheid van de bevolking"), {Lines: []string{"Geen verschil van betekenis: dagen thuis.", "Precies gelijk: 4 indicatoren."}}, Plain("Niet te onderscheiden: dagen thuis.")}},
			{Cells: []Text{Plain("Ervaring"), Plain("Waarschijnlijk beter: op tijd bereikt (36 van 40)."), Plain("Duidelijk beter: op tijd bereikt (40 van 40).")}},
		},
	}}}
	r.Money = Part{ID: "money", Tables: []Table{{
		Title: r.Plans[2].Title, Columns: []Column{{Head: "Soort geld"}, {Head: "Miljoen euro", Number: true, Plan: 2}},
		Rows: []TableRow{
			{Cells: []Text{Plain("Plan, terugkerend"), Plain("+1.204,50")}},
			{Cells: []Text{Plain("Plan, eenmalig"), Plain("+9,75")}},
			{Cells: []Text{Plain("Andere zorg"), Plain("−11,25")}},
			{Cells: []Text{Plain("Samen"), Plain("+1.203,00")}, Sum: true},
		},
	}}}
	r.Checklists = []Part{{ID: "cheers", Tables: []Table{{
		Title: "De 28 items", Folded: true, Columns: []Column{{Head: "Item"}, {Head: "Stand"}, {Head: "Waar"}},
		Rows: []TableRow{{Cells: []Text{{Lines: []string{"27. Financiering"}, Under: "Wie betaalde?"}, {Lines: []string{"ontbreekt"}, Warn: true}, {Links: []Link{{"Het antwoord", "#answer"}}}}}},
	}}}}
	for _, plan := range r.Plans[1:] {
		r.Parties = append(r.Parties, PartyTable{
			Title: plan.Title, Columns: []string{"Jaren 1–5, mln €", "95 % van de simulaties", "Tien jaar, mln €"},
			Rows: []PartyRow{
				{"Federale overheid (RIZIV)", []string{"+4,1", "+3,5 tot +4,8", "+13,5"}, false},
				{"Vlaanderen", []string{"−0,7", "−0,9 tot −0,4", "−2,2"}, false},
				{"Samen", []string{"+3,4", "+2,6 tot +4,4", "+11,3"}, true},
			},
		})
	}
	return r
}
