package figure

import (
	"fmt"
	"math"
	"testing"

	"piramide/internal/words"
)

// The samples resemble a comparison of three plans for 102,000 inhabitants
// over ten years; the numbers are made up and smooth.

func spoken(t testing.TB, lang string) *words.Words {
	t.Helper()
	w, err := words.For(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func frame(w *words.Words, title, subtitle string) Frame {
	return Frame{
		Words: w, Title: title, Subtitle: subtitle,
		Source: "Bron: Piramide 0.1.0, regio Leuven, 40 trekkingen; defaults uit het register van bewijs.",
		Digest: "run 3f9a2c71d08b", Cells: 40,
	}
}

func around(mid, spread float64) Range {
	return Range{mid, mid - spread*0.65, mid + spread*0.65, mid - spread, mid + spread}
}

var planNames = []string{"Zorg zoals vandaag", "100 euro per geïncludeerde burger", "Volledig voorstel van de nota"}

func samplePyramid(w *words.Words) Pyramid {
	counts := [][2][4]float64{
		{{79560, 18000, 3349, 1091}, {78210, 18900, 3610, 1280}},
		{{79560, 18000, 3349, 1091}, {78215, 18896, 3611, 1278}},
		{{79560, 18000, 3349, 1091}, {78240, 18880, 3602, 1278}},
	}
	d := Pyramid{
		Tiers: []string{"algemene bevolking", "chronisch, zelfzorg", "hoog risico", "hoog complex"},
		Start: "januari 2027", End: "december 2036",
		Count: w.Number, Share: func(x float64, n int) string { return w.Percent(x/100, n) },
	}
	for i, name := range planNames {
		p := PyramidPlan{Name: name}
		for k := range 4 {
			a, b := counts[i][0][k], counts[i][1][k]
			p.Start = append(p.Start, Level{Exactly(a), Exactly(a / 1020)})
			p.End = append(p.End, Level{around(b, b*0.03), around(b/1020, b/1020*0.03)})
		}
		d.Plans = append(d.Plans, p)
	}
	return d
}

func differing(v Range, f Format, decimals int, verdict string) Difference {
	return Difference{Range: v, Mid: f(v.Mid, decimals), Low: f(v.Lo95, decimals), High: f(v.Hi95, decimals), Verdict: verdict}
}

func sampleDifferences(w *words.Words) Differences {
	eur := func(x float64, n int) string {
		if x > 0 {
			return "+" + w.Euro(x, n)
		}
		return w.Euro(x, n)
	}
	type row struct {
		label, unit  string
		better       int
		f            Format
		dec          int
		a, b, sa, sb float64
		va, vb       string
	}
	rows := []row{
		{"Op tijd bereikt", "% van de persoonmaanden in nood", 1, w.Signed, 1, 3.1, 24.2, 1.9, 6.4, "waarschijnlijk (36 van 40)", "duidelijk (40 van 40)"},
		{"Wachten", "persoonmaanden per 1.000 inwoners", -1, w.Signed, 2, -0.4, -2.35, 0.9, 0.8, "niet te onderscheiden", "duidelijk (39 van 40)"},
		{"Opgegeven aanvragen", "% van de aanvragen", -1, w.Signed, 1, -0.2, -3.4, 1.2, 1.6, "niet te onderscheiden", "waarschijnlijk (37 van 40)"},
		{"Dagen thuis", "per burger, vijf jaar", 1, w.Signed, 2, 0.04, 0.31, 0.4, 0.9, "geen verschil van betekenis", "niet te onderscheiden"},
		{"Overbelaste mantelzorgers", "% van de mantelzorgermaanden", -1, w.Signed, 2, -0.05, -0.42, 0.2, 0.37, "geen verschil van betekenis", "waarschijnlijk (38 van 40)"},
		{"Werklast zorgcoach", "% gevraagde / beschikbare uren", -1, w.Signed, 0, 0, -38, 0, 14, "geen verschil", "duidelijk (40 van 40)"},
		{"VT-kloof", "procentpunt, gestandaardiseerd", 1, w.Signed, 1, 0.3, 1.1, 2.2, 2.9, "niet te onderscheiden", "niet te onderscheiden"},
		{"Programmakost", "€ per inwoner per jaar", -1, eur, 2, 2.61, 17.4, 0.4, 1.8, "duidelijk (40 van 40)", "duidelijk (40 van 40)"},
		{"Nettokost (KCE)", "€ per inwoner per jaar", -1, eur, 2, 2.2, 14.9, 5.1, 7.7, "waarschijnlijk (33 van 40)", "duidelijk (40 van 40)"},
		{"QALY", "per 1.000 inwoners, vijf jaar", 1, w.Signed, 1, 0.1, 0.9, 2.4, 2.8, "niet te onderscheiden", "niet te onderscheiden"},
	}
	d := Differences{First: planNames[0], Plans: planNames[1:], Letters: []string{"B", "C"}}
	relevance := map[string]float64{"Op tijd bereikt": 2, "Dagen thuis": 1.5, "Overbelaste mantelzorgers": 1, "Programmakost": 1}
	for _, r := range rows {
		d.Rows = append(d.Rows, DifferenceRow{
			Label: r.label, Unit: r.unit, Better: r.better, Relevance: relevance[r.label], Format: r.f,
			Plans: []Difference{differing(around(r.a, r.sa), r.f, r.dec, r.va), differing(around(r.b, r.sb), r.f, r.dec, r.vb)},
		})
	}
	return d
}

func samplePanel(w *words.Words, title, unit string, level func(plan int, month float64) float64, spread float64) Panel {
	p := Panel{Title: title, Unit: unit, First: 2027 * 12, Format: w.Number, Zero: true}
	for i, name := range planNames {
		line := Series{Name: name}
		for m := range 120 {
			v := level(i, float64(m)) + 0.4*math.Sin(float64(m)*0.9+float64(i))
			line.Values = append(line.Values, around(v, spread*(0.3+float64(m)/120)))
		}
		p.Series = append(p.Series, line)
	}
	return p
}

func sampleReached(w *words.Words) Panel {
	p := samplePanel(w, "", "% van de persoonmaanden in nood", func(i int, m float64) float64 {
		return 31 + float64(i*i)*6*math.Max(0, 1-math.Exp(-(m-14)/18))
	}, 4)
	p.Moments = []Moment{{12, "eerste buurtteams (gepland)"}, {60, "einde van jaar 5"}}
	return p
}

func sampleWaiting(w *words.Words) (waiting, workload Panel) {
	waiting = samplePanel(w, "Wachten", "aanvragen die wachten aan het einde van de maand", func(i int, m float64) float64 {
		return 420 - float64(i)*120*math.Max(0, 1-math.Exp(-(m-14)/18)) + m*0.3
	}, 60)
	workload = samplePanel(w, "Werklast", "gevraagde uren in % van de beschikbare", func(i int, m float64) float64 {
		return 131 - float64(i)*22*math.Max(0, 1-math.Exp(-(m-14)/18))
	}, 12)
	workload.Limit = &Limit{100, "alle uren bezet"}
	for i := range workload.Series { // nobody works from the start, and between two waves one plan has a single month
		for m := range 12 {
			workload.Series[i].Values[m] = Absent()
		}
	}
	last := workload.Series[len(workload.Series)-1].Values
	last[40], last[42] = Absent(), Absent()
	return waiting, workload
}

func sampleMoney(w *words.Words) Money {
	d := Money{
		First: planNames[0], FirstYear: 2027, Letters: []string{"B", "C"},
		Payers: []string{"federale overheid (RIZIV)", "Vlaanderen", "lokale besturen", "ziekenfondsen", "burger"},
		Format: func(x float64, n int) string { return w.Euro(x, n) + " mln" },
		Signed: func(x float64, n int) string {
			if x > 0 {
				return "+" + w.Euro(x, n) + " mln"
			}
			return w.Euro(x, n) + " mln"
		},
	}
	shares := []float64{1, -0.16, 0.1, 0.04, -0.07}
	for i, name := range planNames[1:] {
		p := MoneyPlan{Name: name, ByPayer: make([][]float64, len(d.Payers))}
		var sum float64
		for y := range 10 {
			size := float64(i*i+1) * 0.9 * math.Max(0, 1-math.Exp(-float64(y)/2))
			var net float64
			for k, share := range shares {
				p.ByPayer[k] = append(p.ByPayer[k], size*share)
				net += size * share
			}
			p.Net = append(p.Net, around(net, 0.15+0.3*size))
			sum += net
		}
		for k := range d.Payers {
			var total float64
			for _, v := range p.ByPayer[k] {
				total += v
			}
			p.Totals = append(p.Totals, around(total, 0.2*math.Abs(total)+0.1))
		}
		p.Total = around(sum, 0.3*math.Abs(sum)+0.5)
		d.Plans = append(d.Plans, p)
	}
	return d
}

func sampleFlows(w *words.Words) Flows {
	tier := func(i int, name string) FlowState { return FlowState{Name: name, Kind: FlowTier, Tier: i} }
	states := []FlowState{
		tier(0, "algemene bevolking"), tier(1, "chronisch, zelfzorg"), tier(2, "hoog risico"), tier(3, "hoog complex"),
		{Name: "woonzorgcentrum", Kind: FlowNursingHome},
	}
	d := Flows{Format: w.Number}
	d.From = append(append(d.From, states...), FlowState{Name: "geboren", Kind: FlowEnd}, FlowState{Name: "in de regio komen wonen", Kind: FlowMove})
	d.To = append(append(d.To, states...), FlowState{Name: "overleden", Kind: FlowEnd}, FlowState{Name: "uit de regio vertrokken", Kind: FlowMove})
	people := [][]float64{
		{0, 1710, 120, 14, 22, 150, 3010},
		{860, 0, 640, 61, 74, 240, 310},
		{40, 410, 0, 235, 96, 178, 41},
		{3, 31, 128, 0, 61, 165, 12},
		{0, 0, 0, 0, 0, 236, 0},
		{980, 6, 1, 0, 0, 0, 0},
		{2810, 330, 44, 14, 4, 0, 0},
	}
	for _, row := range people {
		var rs []Range
		for _, v := range row {
			rs = append(rs, around(v, v*0.08))
		}
		d.People = append(d.People, rs)
	}
	for i := range d.From {
		var out, in float64
		for j := range d.To {
			out += people[i][j]
			in += people[j][i]
		}
		d.From[i].Movers, d.To[i].Movers = around(out, out*0.06), around(in, in*0.06)
	}
	return d
}

func sampleEuros(w *words.Words) Euros {
	return Euros{
		Heads:  [3]string{"wie betaalt", "via welk instrument", "wie ontvangt"},
		Payers: []EuroNode{{"federale betaler (RIZIV)", around(6.4, 0.8)}, {"Vlaanderen", around(1.1, 0.2)}, {"ziekenfondsen", Exactly(0.05)}},
		Instruments: []EuroNode{
			{"Regiobudget", around(3.8, 0.6)}, {"Populatiebudget", around(3.2, 0.4)}, {"Populatiemanagers per eerstelijnszone", around(0.45, 0.05)}, {"Integratiebudget", Exactly(0.1)},
		},
		Receivers: []EuroNode{{"zorgcoachposten", around(2.3, 0.3)}, {"pool casemanagers", around(1.5, 0.2)}, {"buurtteams", around(3.2, 0.4)}, {"samenwerkingsverband", around(0.55, 0.05)}},
		In:        [][]float64{{3.3, 2.6, 0.45, 0.05}, {0.5, 0.6, 0, 0}, {0, 0, 0, 0.05}},
		Out:       [][]float64{{2.3, 1.5, 0, 0}, {0, 0, 3.2, 0}, {0, 0, 0, 0.45}, {0, 0, 0, 0.1}},
		Format:    w.Number, Decimals: 2,
	}
}

func sampleWaterfall(w *words.Words) Waterfall {
	return Waterfall{
		Signed: w.Signed, Decimals: 2, Total: "Verschil samen",
		Panels: []WaterfallPanel{
			{"Federale betaler (RIZIV)", "€ 2.908,39 → € 2.921,51", []WaterfallStep{
				{"Regiobudget", around(7.26, 1)},
				{"Populatiebudget", around(4.2, 0.6)},
				{"Populatiemanagers per eerstelijnszone", around(0.64, 0.08)},
				{"Huisartscontact", around(0.97, 0.3)},
				{"Ziekenhuisopname", around(-0.81, 1.1)},
				{"Andere posten", around(0.86, 0.7)},
			}, around(13.12, 2.1)},
			{"Vlaanderen", "€ 337,31 → € 336,97", []WaterfallStep{{"Verblijf in woonzorgcentrum", around(-0.34, 0.2)}}, around(-0.34, 0.2)},
			{"Burger", "€ 304,65 → € 304,51", []WaterfallStep{
				{"Eigen aandeel – woonzorgcentrum", around(-0.26, 0.2)}, {"Eigen aandeel – huisarts", around(0.12, 0.05)},
			}, around(-0.14, 0.2)},
		},
	}
}

// samples gives every figure of the package.
func samples(t testing.TB, w *words.Words) map[string]*Figure {
	t.Helper()
	figures := map[string]*Figure{}
	add := func(name string, f *Figure, err error) {
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", name, err))
		}
		figures[name] = f
	}
	f, err := NewPyramid(frame(w, "De piramide verandert weinig: de vergrijzing weegt zwaarder dan het plan",
		"Inwoners per zorgniveau, regio Leuven, begin en einde van de rekening, per plan"), samplePyramid(w))
	add("pyramid", f, err)
	f, err = NewDifferences(frame(w, "Het volledige voorstel bereikt meer mensen op tijd en kost € 17 per inwoner",
		"Verschil met zorg zoals vandaag, jaren 1–5 (2027–2031), burgers in leven bij de start"), sampleDifferences(w))
	add("differences", f, err)
	f, err = NewMonths(frame(w, "Vanaf 2029 wordt één op twee mensen in nood op tijd bereikt",
		"Aandeel op tijd bereikt, per maand, burgers thuis met werkelijke nood"), sampleReached(w))
	add("months", f, err)
	a, b := sampleWaiting(w)
	f, err = NewWaitingWorkload(frame(w, "Er wachten minder mensen, en de werklast zakt naar wat de ploegen aankunnen",
		"Regio Leuven, per maand, alle functies van het buurtteam samen"), a, b)
	add("waiting", f, err)
	f, err = NewMoney(frame(w, "De federale overheid betaalt het meeste; Vlaanderen en de burger sparen iets uit",
		"Verschil met zorg zoals vandaag, miljoen euro per jaar, prijzen van 2024"), sampleMoney(w))
	add("money", f, err)
	f, err = NewFlows(frame(w, "Elk jaar gaan er meer mensen omhoog in de piramide dan omlaag",
		"Mensen per jaar die van toestand veranderen, gemiddeld jaar 2027–2036, volledig voorstel"), sampleFlows(w))
	add("flows", f, err)
	f, err = NewEuros(frame(w, "Wie betaalt het volledige voorstel, via welk instrument, en wie ontvangt het?",
		"Geld van de eigen instrumenten van het plan, miljoen EUR, samen over 2027–2031, prijzen van 2024"), sampleEuros(w))
	add("euros", f, err)
	f, err = NewWaterfall(frame(w, "Waardoor betaalt elke betaler meer of minder met het volledige voorstel?",
		"Verschil met zorg zoals vandaag in EUR per inwoner per jaar, 2027–2031, prijzen van 2024"), sampleWaterfall(w))
	add("waterfall", f, err)
	many := sampleDifferences(w)
	costs, line := sampleMoney(w), sampleReached(w)
	for i := range MaxNamed - 1 {
		name := fmt.Sprintf("%s – met %d eerstelijnszones", planNames[1+i%2], i+1)
		letter := string(rune('B' + i))
		if i >= len(costs.Plans) {
			costs.Plans, costs.Letters = append(costs.Plans, costs.Plans[i%2]), append(costs.Letters, letter)
			many.Plans, many.Letters = append(many.Plans, name), append(many.Letters, letter)
			line.Series = append(line.Series, Series{Name: letter + "  " + name, Values: line.Series[1+i%2].Values})
			for k := range many.Rows {
				many.Rows[k].Plans = append(many.Rows[k].Plans, many.Rows[k].Plans[i%2])
				many.Rows[k].Plans[i].Unsure = i%3 == 0
			}
		}
		costs.Plans[i].Name = name
	}
	f, err = NewDifferences(frame(w, "Wat verandert er met elf plannen?", "Verschil per plan, 2027–2031"), many)
	add("differences-many", f, err)
	f, err = NewMoney(frame(w, "Wie betaalt meer of minder met elf plannen?", "Verschil in kosten per betaler, miljoen euro samen over 2027–2036"), costs)
	add("money-many", f, err)
	f, err = NewMonthsApart(frame(w, "Met het volledige voorstel wordt één op twee mensen op tijd bereikt", "Per maand, elk plan naast het eerste"), line)
	add("months-many", f, err)
	return figures
}
