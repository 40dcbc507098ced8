package figure

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

func TestSpreadKeepsLabelsApartAndInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		wished := rapid.SliceOfN(rapid.Float64Range(-20, 320), n, n).Draw(t, "wished")
		slices.Sort(wished)
		heights := rapid.SliceOfN(rapid.Float64Range(1, 33), n, n).Draw(t, "heights")
		at := spread(wished, heights, 0, 300)
		for i := range at {
			lo, hi := at[i]-heights[i]/2, at[i]+heights[i]/2
			if lo < -1e-6 || hi > 300+1e-6 {
				t.Fatalf("label %d at %v..%v leaves 0..300", i, lo, hi)
			}
			if i > 0 && lo < at[i-1]+heights[i-1]/2-1e-6 {
				t.Fatalf("labels %d and %d overlap: %v", i-1, i, at)
			}
		}
	})
}

func TestSpreadLeavesLoneLabelsWhereTheyAre(t *testing.T) {
	got := spread([]float64{20, 100, 104, 200}, []float64{10, 10, 10, 10}, 0, 300)
	for i, want := range []float64{20, 97, 107, 200} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("label %d stands at %v, not %v", i, got[i], want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi   float64
		n        int
		want     []float64
		decimals int
	}{
		{0, 60, 6, []float64{0, 10, 20, 30, 40, 50, 60}, 0},
		{-0.12, 0.26, 4, []float64{-0.1, 0, 0.1, 0.2}, 1},
		{0, 1, 4, []float64{0, 0.25, 0.5, 0.75, 1}, 2},
		{0, 9e5, 3, []float64{0, 5e5}, 0},
	} {
		got, decimals := ticks(c.lo, c.hi, c.n)
		if len(got) != len(c.want) || decimals != c.decimals {
			t.Errorf("ticks(%v, %v, %d) = %v, %d", c.lo, c.hi, c.n, got, decimals)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9*math.Abs(c.hi) {
				t.Errorf("ticks(%v, %v, %d) = %v", c.lo, c.hi, c.n, got)
			}
		}
	}
}

func TestReachHoldsWhatIsDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-5, 1e9).Draw(t, "x")
		if reach, _ := roundReach(x); reach < x*(1-1e-6) || reach > 1.7*x {
			t.Fatalf("an axis for %v reaches %v", x, reach)
		}
	})
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zéï]{1,30}[ ]){1,8}[a-z€]{1,40}`).Draw(t, "text")
		width := vg.Length(rapid.Float64Range(20, 300).Draw(t, "width"))
		lines := wrap(text, body, width)
		for _, line := range lines {
			if textWidth(line, body) > width+1e-6 && len([]rune(line)) > 1 {
				t.Fatalf("%q is wider than %v", line, width)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}

// Whatever a user calls plans and indicators, and however close lines end, texts
// keep apart.
func TestAnyNamesKeepApart(t *testing.T) {
	w := spoken(t, "nl")
	name := rapid.StringMatching(`[A-Zé][a-zë]{2,24}( [a-zï0-9]{1,22}){0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, MaxNamed).Draw(t, "plans")
		size := rapid.SampledFrom([]Size{Slide, Page, Square}).Draw(t, "size")
		p := Panel{
			Unit: name.Draw(t, "unit"), First: rapid.IntRange(24000, 24023).Draw(t, "first"), Step: rapid.IntRange(0, 12).Draw(t, "step"), Format: w.Number, Zero: rapid.Bool().Draw(t, "zero"),
			Moments: []Moment{{rapid.IntRange(0, 60).Draw(t, "moment"), name.Draw(t, "event")}},
		}
		d := Differences{First: name.Draw(t, "first")}
		for range n {
			title := name.Draw(t, "plan")
			at := rapid.Float64Range(-1e6, 1e6).Draw(t, "value")
			spread := rapid.Float64Range(0, 1e5).Draw(t, "spread")
			line := Series{Name: title}
			for range 60 {
				line.Values = append(line.Values, around(at, spread))
			}
			p.Series = append(p.Series, line)
			if len(d.Plans) < MaxNamed-1 {
				d.Plans, d.Letters = append(d.Plans, title), append(d.Letters, string(rune('B'+len(d.Plans))))
			}
		}
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			row := DifferenceRow{Label: name.Draw(t, "label"), Unit: name.Draw(t, "of"), Format: w.Signed}
			for range d.Plans {
				row.Plans = append(row.Plans, differing(around(rapid.Float64Range(-1e5, 1e5).Draw(t, "x"), 3), w.Signed, 1, name.Draw(t, "verdict")))
			}
			d.Rows = append(d.Rows, row)
		}
		newMonths := NewMonths
		if n > MaxPlans || n > 1 && rapid.Bool().Draw(t, "apart") {
			newMonths = NewMonthsApart
		}
		months, err := newMonths(frame(w, name.Draw(t, "title"), name.Draw(t, "subtitle")), p)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "months", lay(months, size))
		differences, err := NewDifferences(frame(w, name.Draw(t, "title"), name.Draw(t, "subtitle")), d)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "differences", lay(differences, size))
	})
}

func TestAnyNamesKeepApartInPyramidMoneyAndFlows(t *testing.T) {
	w := spoken(t, "fr")
	name := rapid.StringMatching(`[A-Zé][a-zë]{2,18}( [a-zï0-9]{1,22}){0,4}`)
	amount := rapid.Float64Range(-4e3, 4e3)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]Size{Slide, Page, Square}).Draw(t, "size")
		f := frame(w, name.Draw(t, "title"), name.Draw(t, "subtitle"))
		pyramid, money, flows := samplePyramid(w), sampleMoney(w), sampleFlows(w)
		for i := range pyramid.Tiers {
			pyramid.Tiers[i] = name.Draw(t, "tier")
		}
		pyramid.Plans = pyramid.Plans[:rapid.IntRange(1, 3).Draw(t, "plans")]
		for i := range pyramid.Plans {
			pyramid.Plans[i].Name = name.Draw(t, "plan")
			pyramid.Plans[i].End[0].Count = around(rapid.Float64Range(0, 2e7).Draw(t, "people"), 1e5)
		}
		for i := range money.Payers {
			money.Payers[i] = name.Draw(t, "payer")
		}
		if rapid.Bool().Draw(t, "many") {
			for len(money.Plans) < MaxNamed-1 {
				money.Plans, money.Letters = append(money.Plans, money.Plans[0]), append(money.Letters, string(rune('B'+len(money.Plans))))
			}
		}
		for i := range money.Plans {
			money.Plans[i].Name = name.Draw(t, "plan")
			money.Plans[i].Total = around(amount.Draw(t, "total"), 400)
			for y := range money.Plans[i].Net {
				money.Plans[i].Net[y] = around(amount.Draw(t, "net"), 10)
			}
		}
		for i := range flows.From {
			flows.From[i].Name, flows.To[i].Name = name.Draw(t, "from"), name.Draw(t, "to")
			for j := range flows.To {
				flows.People[i][j] = around(rapid.Float64Range(100, 2e5).Draw(t, "people"), 50)
			}
		}
		p, err := NewPyramid(f, pyramid)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "pyramid", lay(p, size))
		m, err := NewMoney(f, money)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "money", lay(m, size))
		s, err := NewFlows(f, flows)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "flows", lay(s, size))
	})
}

func TestAnyMoneyKeepsApart(t *testing.T) {
	w := spoken(t, "fr")
	name := rapid.StringMatching(`[A-Zé][a-zë]{2,24}( [a-zï0-9]{1,22}){0,4}`)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]Size{Slide, Page, Square}).Draw(t, "size")
		amount := func(label string) Range {
			return around(rapid.Float64Range(-1e6, 1e6).Draw(t, label), rapid.Float64Range(0, 1e5).Draw(t, "spread"))
		}
		f := frame(w, name.Draw(t, "title"), name.Draw(t, "subtitle"))
		if rapid.Bool().Draw(t, "waterfall") {
			fall := Waterfall{Signed: w.Signed, Decimals: 2, Total: name.Draw(t, "total")}
			for range rapid.IntRange(1, 4).Draw(t, "panels") {
				p := WaterfallPanel{Name: name.Draw(t, "party"), Levels: "2 908,39 € → 2 923,00 €", Total: amount("total")}
				for range rapid.IntRange(1, 7).Draw(t, "steps") {
					p.Steps = append(p.Steps, WaterfallStep{name.Draw(t, "step"), amount("step")})
				}
				fall.Panels = append(fall.Panels, p)
			}
			steps, err := NewWaterfall(f, fall)
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, "waterfall", lay(steps, size))
			return
		}
		d := sampleEuros(w)
		for _, nodes := range [][]EuroNode{d.Payers, d.Instruments, d.Receivers} {
			for i := range nodes {
				nodes[i] = EuroNode{name.Draw(t, "node"), amount("amount")}
			}
		}
		for _, links := range [][][]float64{d.In, d.Out} {
			for i := range links {
				for j := range links[i] {
					links[i][j] = rapid.Float64Range(0, 1e6).Draw(t, "link")
				}
			}
		}
		euros, err := NewEuros(f, d)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, "euros", lay(euros, size))
	})
}

func TestRefusesWhatCannotBeDrawn(t *testing.T) {
	w := spoken(t, "nl")
	f := frame(w, "t", "s")
	p := sampleReached(w)
	p.Series[1].Values[7].Mid = math.NaN()
	if _, err := NewMonths(f, p); err == nil || !strings.Contains(err.Error(), "NaN") {
		t.Errorf("NaN gives %v", err)
	}
	d := sampleDifferences(w)
	d.Rows[0].Plans = d.Rows[0].Plans[:1]
	d.Rows[1].Plans[0].Range = Range{Mid: 5, Lo80: 6, Hi80: 5}
	_, err := NewDifferences(f, d)
	if err == nil || !strings.Contains(err.Error(), "out of order") || !strings.Contains(err.Error(), "1 values where 2") {
		t.Errorf("both mistakes should be told: %v", err)
	}
	pyr := samplePyramid(w)
	pyr.Plans = nil
	if _, err := NewPyramid(f, pyr); err == nil {
		t.Error("a pyramid without plans is accepted")
	}
	m := sampleMoney(w)
	m.Payers = append(m.Payers, "a", "b")
	if _, err := NewMoney(f, m); err == nil {
		t.Error("seven payers are accepted with six colours")
	}
	fl := sampleFlows(w)
	fl.People[0][1] = Exactly(-3)
	if _, err := NewFlows(f, fl); err == nil || !strings.Contains(err.Error(), "negative") {
		t.Errorf("a negative flow gives %v", err)
	}
	e := sampleEuros(w)
	e.In[0][1], e.Out = -1, e.Out[1:]
	if _, err := NewEuros(f, e); err == nil || !strings.Contains(err.Error(), "negative") || !strings.Contains(err.Error(), "3 values where 4") {
		t.Errorf("both mistakes of the money should be told: %v", err)
	}
	fall := sampleWaterfall(w)
	fall.Panels[1].Steps = nil
	if _, err := NewWaterfall(f, fall); err == nil {
		t.Error("a party without steps is accepted")
	}
}

func TestMissingDifferencesSaySo(t *testing.T) {
	w := spoken(t, "nl")
	d := sampleDifferences(w)
	for i := range d.Rows[3].Plans {
		d.Rows[3].Plans[i] = Difference{Missing: true}
	}
	f, err := NewDifferences(frame(w, "t", "s"), d)
	if err != nil {
		t.Fatal(err)
	}
	s := lay(f, Slide)
	checkTexts(t, "missing", s)
	n := 0
	for _, text := range s.texts {
		if text.str == w.Say("figures.missing") {
			n++
		}
	}
	if n != len(d.Plans) {
		t.Errorf("%d of %d missing differences are told", n, len(d.Plans))
	}
}

// A value that hardly varies is told with about four digits, never with the decimals of
// its rounding error.
func TestFineOfNearCertainValues(t *testing.T) {
	for _, c := range []struct {
		width, value float64
		want         int
	}{{2, 10, 1}, {0.14, 0.26, 2}, {1e-13, 1e6, 0}, {1e-13, 31.2, 2}, {0, 0, 0}, {0, 1e-9, 4}, {math.NaN(), 5, 0}, {math.Inf(1), 5, 0}} {
		if got := fine(c.width, c.value); got != c.want {
			t.Errorf("width %g at %g: %d decimals, not %d", c.width, c.value, got, c.want)
		}
	}
}
