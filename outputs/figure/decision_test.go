package figure

import (
	"bytes"
	"math"
	"testing"

	"piramide/internal/draw"
	"piramide/internal/words"
)

func cloud(seed uint64, n int, mean, sd float64) []float64 {
	src := draw.Source(draw.Key(seed), draw.StreamPopulation)
	v := make([]float64, n)
	for i := range v {
		v[i] = mean + sd*draw.Norm(src.Uint64())
	}
	return v
}

// decisionSamples are the pictures of a decision, with numbers that are made up.
func decisionSamples(t testing.TB, w *words.Words) map[string]*Figure {
	t.Helper()
	figures := map[string]*Figure{}
	add := func(name string, f *Figure, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		figures[name] = f
	}
	fr := frame(w, "Wat zegt het resultaat over de keuze tussen deze plannen?", "Verschil met zorg zoals vandaag, 2027–2036")
	share := func(x float64, n int) string { return w.Percent(x, max(0, n-2)) }
	plane := Plane{XTitle: "gewonnen QALY’s per 1.000 burgers", YTitle: "meer kosten, EUR per burger", XFormat: w.Signed, YFormat: w.Euro, Slope: 40}
	for i, name := range planNames[1:] {
		plane.Options = append(plane.Options, Cloud{name, cloud(uint64(i), 120, 0.5+float64(i), 1.2), cloud(uint64(9+i), 120, 20+30*float64(i), 14)})
	}
	f, err := NewPlane(fr, plane)
	add("plane", f, err)
	equity := Equity{
		XTitle: "winst: dagen thuis per 1.000 burgers per jaar", YTitle: "eerlijker: dagen die minder door ongelijkheid verloren gaan", Format: w.Signed,
		Corners: [4]string{"meer, en eerlijker verdeeld", "minder, wel eerlijker verdeeld", "minder, en minder eerlijk", "meer, maar minder eerlijk"},
	}
	for i, name := range planNames[1:] {
		equity.Plans = append(equity.Plans, Cloud{name, cloud(uint64(20+i), 120, 4*float64(i)-1, 3), cloud(uint64(30+i), 120, 2-2*float64(i), 1.1)})
	}
	f, err = NewEquity(fr, equity)
	add("equity", f, err)
	var prices []float64
	curves := make([][]float64, 3)
	var best []int
	for x := 0.0; x <= 100000; x += 1000 {
		prices = append(prices, x)
		a := 1 / (1 + math.Exp((x-30000)/9000))
		c := (1 - a) * x / 110000
		curves[0], curves[1], curves[2] = append(curves[0], a), append(curves[1], 1-a-c), append(curves[2], c)
		switch {
		case x < 32000:
			best = append(best, 0)
		case x < 65000:
			best = append(best, 1)
		default:
			best = append(best, 2)
		}
	}
	f, err = NewAcceptability(fr, Acceptability{Names: planNames, Prices: prices, Share: curves, Most: 1, Best: best, XTitle: "prijs van een QALY", YTitle: "deel van de simulaties", XFormat: w.Euro, YFormat: share})
	add("ceac", f, err)
	f, err = NewFrontier(fr, Frontier{Names: append(planNames[:3:3], "Gemengd"), Gain: []float64{0, 0.8, 2, 1.1}, Cost: []float64{0, 20, 70, 64}, GainSpan: [][2]float64{{0, 0}, {0.2, 1.4}, {1.1, 2.9}, {-0.2, 2.4}}, CostSpan: [][2]float64{{0, 0}, {12, 28}, {50, 91}, {55, 73}}, Limits: "95 % van de simulaties", On: []int{0, 1, 2}, XTitle: "gewonnen QALY’s per 1.000 burgers", YTitle: "meer kosten, EUR per burger", XFormat: w.Signed, YFormat: w.Euro})
	add("frontier", f, err)
	spans := Spans{Keys: []string{"waargenomen, 95\u00a0%", "vooraf", "beste waarden", "aannemelijk, 95\u00a0%"}, Title: "−1 tot 1 is het 95\u00a0%-interval van de waarneming", Note: "Wat verder ligt dan vier halve intervallen, staat aan de rand."}
	for i, name := range []string{"Dringende opnames een jaar later van wie er op 65+ minstens twee had, zonder enige ingreep", "Levensverwachting, mannen", "Mensen met dementie die thuis wonen"} {
		x := float64(i*3) - 1.5
		spans.Rows = append(spans.Rows, SpanRow{Name: name, Under: "rtm_frequent_admitters_share_index", Said: "0,262 (0,211 – 0,309)", Before: x + 0.6, Best: x, Low: x - 0.5, High: x + 0.7})
	}
	spans.Rows[1].Before, spans.Rows[1].Low = math.NaN(), math.NaN()
	f, err = NewSpans(fr, spans)
	add("spans", f, err)
	tornado := Tornado{Mean: 9.4, Title: "nettokosten", Format: w.Signed}
	for i, name := range []string{"effect van zorgcoördinatie op ongeplande opname (verhouding)", "staff.hiring_lag", "finding.visibility_rho", "care.hours.startup (en 3 met dezelfde trekking)", "wage.zorgcoach"} {
		d := 3 / float64(i+1)
		tornado.Bars = append(tornado.Bars, TornadoBar{Name: name, Range: "0,93 tot 1,07", AtLow: 9.4 - d, AtHigh: 9.4 + 0.8*d, Said: w.Signed(9.4-d, 1) + " / " + w.Signed(9.4+0.8*d, 1)})
	}
	f, err = NewTornado(fr, tornado)
	add("tornado", f, err)
	small := Heat{XTitle: "zorgcoach.posts", YTitle: "financing.regio.split", X: []string{"0,5 FTE/buurt", "1 FTE/buurt", "2 FTE/buurt"}, Y: []string{"{zorgcoordinatie: 40 %, casemanagement: 60 %}", "{zorgcoordinatie: 60 %, casemanagement: 40 %}"}, Mean: [][]float64{{1, 2}, {3.5, 5}, {4, 8}}, Format: w.Signed, Decimals: 1}
	f, err = NewHeat(fr, small)
	add("map", f, err)
	large := Heat{XTitle: "effect.coordination.stay", YTitle: "finding.visibility_rho", Format: w.Signed, Decimals: 2}
	for i := range 24 {
		large.X, large.Y = append(large.X, w.Number(0.93+float64(i)/170, 4)), append(large.Y, w.Number(0.5+float64(i)/50, 3))
		var row []float64
		for j := range 24 {
			row = append(row, math.Sin(float64(i)/9)+float64(j)/20)
		}
		large.Mean = append(large.Mean, row)
	}
	f, err = NewHeat(fr, large)
	add("surface", f, err)
	indices := Indices{Title: "deel van de spreiding", Format: share}
	screening := Screening{Title: "nettokosten", Format: w.Number}
	regret := Regret{Title: "EUR per burger", Format: w.Euro}
	variance := Variance{Title: "deel van de spreiding", Format: share}
	boxes := Boxes{Title: "plaats in het bereik", Format: share}
	for i, name := range []string{"effect.coordination.stay", "effect.coordination.nursing_home", "finding.visibility_rho", "casemanagement.posts"} {
		x := 0.6 / float64(i+1)
		at := func(mid, half float64) Range { return Range{mid, mid - half, mid + half, mid - half, mid + half} }
		indices.Factors = append(indices.Factors, IndexRow{Name: name, Said: "60 %; 70 %", First: at(x, 0.08), Total: at(x+0.1, 0.07)})
		screening.Factors = append(screening.Factors, ScreeningRow{Name: name, Said: w.Number(x, 2), Size: at(x, x/4), Spread: x / 2})
		regret.Options = append(regret.Options, RegretRow{Name: name, Said: "€ 12; hoogstens € 40", Mean: 30 * x, High: 60 * x, Max: 80 * x})
		variance.Rows = append(variance.Rows, VarianceRow{Name: "op tijd bereikt", Under: name, Said: "22 % (3 % tot 59 %)", Share: at(x, x/2)})
		boxes.Inputs = append(boxes.Inputs, BoxRow{Name: name, Under: "0,5 tot 0,95", Said: "0,8 tot 0,95", Low: 0.1 * float64(i), High: 0.5 + 0.1*float64(i), Missed: cloudIn(uint64(i), 40), Reached: cloudIn(uint64(i+50), 160)})
	}
	f, err = NewIndices(fr, indices)
	add("sobol", f, err)
	f, err = NewScreening(fr, screening)
	add("morris", f, err)
	f, err = NewRegret(fr, regret)
	add("regret", f, err)
	f, err = NewVariance(fr, variance)
	add("variance", f, err)
	f, err = NewBoxes(fr, boxes)
	add("prim", f, err)
	convergence := Convergence{XTitle: "aantal trekkingen", YTitle: "nettokosten", Format: w.Signed, Count: w.Number}
	for i, name := range planNames[1:] {
		line := ConvergenceLine{Name: name, From: 3}
		for n := 3; n <= 120; n++ {
			m, half := 4+5*float64(i)+math.Sin(float64(n))/float64(n)*6, 9/math.Sqrt(float64(n))
			line.Mean, line.Low, line.High = append(line.Mean, m), append(line.Low, m-half), append(line.High, m+half)
		}
		convergence.Plans = append(convergence.Plans, line)
	}
	f, err = NewConvergence(fr, convergence)
	add("convergence", f, err)
	power := Power{Asked: 0.8, AskedName: "gevraagd: 80 %", XTitle: "buurten", YTitle: "aandeel van de herhalingen", Count: w.Number, Share: share, Note: "De lijn is de kans die gevraagd wordt."}
	var reported Reported
	reported.Axis, reported.Format, reported.Note = "verandering, % van het niveau zonder plan", w.Signed, "Punt: gemeld. Ruit: waar."
	for i, name := range planNames[1:] {
		line := PowerLine{Name: name, Dashed: i == 1}
		for n := 4; n <= 8; n += 2 {
			line.N, line.Power = append(line.N, float64(n)), append(line.Power, min(1, float64(n)/float64(6+3*i)))
		}
		power.Lines = append(power.Lines, line)
		reported.Rows = append(reported.Rows, ReportedRow{Name: name, Under: "8 buurten, 2 jaar", Said: "gemeld −12,4 %, waar +0,2 %", Mean: -12.4 + 6*float64(i), Spread: 9 - float64(i), Truth: 0.2})
	}
	f, err = NewPower(fr, power)
	add("power", f, err)
	f, err = NewReported(fr, reported)
	add("reported", f, err)
	return figures
}

// cloudIn are places between 0 and 1.
func cloudIn(seed uint64, n int) []float64 {
	v := cloud(seed, n, 0, 1)
	for i := range v {
		v[i] = 0.5 + math.Atan(v[i])/math.Pi
	}
	return v
}

func TestTextsOfDecisionsKeepApart(t *testing.T) {
	for _, lang := range words.Languages() {
		for name, f := range decisionSamples(t, spoken(t, lang)) {
			for sizeName, size := range sizes {
				checkTexts(t, lang+" "+name+" "+sizeName, lay(f, size))
			}
			if h := f.height(Slide); h != Slide.H {
				t.Errorf("%s %s: needs %v points, a slide has %v", lang, name, h, Slide.H)
			}
		}
	}
}

func TestPicturesOfDecisionsAreTheSameTwice(t *testing.T) {
	for name, f := range decisionSamples(t, spoken(t, "nl")) {
		var a, b bytes.Buffer
		again := decisionSamples(t, spoken(t, "nl"))[name]
		if f.Write(&a, "svg", Page) != nil || again.Write(&b, "svg", Page) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s has other bytes the second time", name)
		}
	}
}

// The ellipse holds 95 % of a correlated normal cloud: of 20,000 points within 4.5 standard
// errors; the seeds are fixed.
func TestEllipseHolds95Percent(t *testing.T) {
	const n = 20000
	x, u := cloud(1, n, 3, 2), cloud(2, n, 0, 1)
	y := make([]float64, n)
	for i := range y {
		y[i] = 10 + 4*(x[i]-3) + 5*u[i]
	}
	e := ellipse(x, y)
	in := 0
	for i := range x {
		crossings := 0 // a point lies inside where a ray crosses the outline an odd number of times
		for k, a := range e {
			b := e[(k+1)%len(e)]
			if (a[1] > y[i]) != (b[1] > y[i]) && x[i] < a[0]+(b[0]-a[0])*(y[i]-a[1])/(b[1]-a[1]) {
				crossings++
			}
		}
		in += crossings % 2
	}
	if got := float64(in) / n; math.Abs(got-0.95) > 0.0065 {
		t.Errorf("%.4f of the points lie inside", got)
	}
}

func TestDecisionsThatCannotBeDrawn(t *testing.T) {
	f := frame(spoken(t, "nl"), "", "")
	w := spoken(t, "nl")
	for name, err := range map[string]error{
		"no option":     second(NewPlane(f, Plane{})),
		"missing share": second(NewAcceptability(f, Acceptability{Names: []string{"a", "b"}, Prices: []float64{0, 1}, Share: [][]float64{{1, 1}, {0, math.NaN()}}, Best: []int{0, 0}, XFormat: w.Euro, YFormat: w.Percent})),
		"no bar":        second(NewTornado(f, Tornado{})),
		"uneven map":    second(NewHeat(f, Heat{X: []string{"a", "b"}, Y: []string{"c", "d"}, Mean: [][]float64{{1, 2}, {3}}})),
		"no design":     second(NewPower(f, Power{})),
		"one size":      second(NewPower(f, Power{Lines: []PowerLine{{Name: "a", N: []float64{4}, Power: []float64{1}}}})),
		"no truth":      second(NewReported(f, Reported{Rows: []ReportedRow{{Name: "a", Truth: math.NaN()}}, Format: w.Signed})),
		"turned index":  second(NewIndices(f, Indices{Factors: []IndexRow{{First: Range{Lo95: 2, Hi95: 1}}}})),
	} {
		if err == nil {
			t.Errorf("%s is drawn", name)
		}
	}
}

func second(_ *Figure, err error) error { return err }

// Colours span what counts: values that differ by less all have nearly one shade.
func TestHeatSpansWhatCounts(t *testing.T) {
	shade := func(reach float64) (uint8, uint8) {
		lo, hi := spanOf(0.1, 0.2, reach)
		l := heatLayout{lo: lo, hi: hi}
		return l.colour(0.1).R, l.colour(0.2).R
	}
	if a, b := shade(0); a == b {
		t.Error("without a reach the ends have one colour")
	}
	if a, b := shade(10); int(a)-int(b) > 4 || a < b {
		t.Errorf("values far under the reach have red %d and %d", a, b)
	}
}
