package outputs

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// livedAgain is a replay of two imaginary citizens: one is found and spared a stay, the
// other lives on.
func livedAgain() *Replay {
	months := func(n int, change func(m int, l *sim.Lived)) (list []sim.Lived) {
		for m := range n {
			l := sim.Lived{Key: 7, Days: 30, Age: 83, Sex: 1, Tier: 2, QALY: 50_000, Home: 30, Marks: sim.IsMember | sim.InNeed}
			l.Spent[sim.OnResidual], l.Contacts = 40_000, 1
			change(m, &l)
			list = append(list, l)
		}
		return list
	}
	base := months(30, func(m int, l *sim.Lived) {
		switch {
		case m == 3:
			l.Visits, l.Stays, l.Unplanned, l.BedDays, l.Home = 2, 1, 1, 9, 21
			l.Spent[sim.OnVisits], l.Spent[sim.OnStays], l.Own = 30_000, 700_000, 12_000
		case m > 10:
			l.Tier = 3
		}
		if m == 29 {
			l.Days, l.Home, l.Marks = 12, 12, l.Marks|sim.HasDied
		}
	})
	plan := months(60, func(m int, l *sim.Lived) {
		if m == 1 {
			l.Found, l.Asked = 1+uint8(sim.ByOutreach), 1
		}
		if m >= 2 {
			l.Marks |= sim.IsKnown | sim.IsPlaced | sim.WithCoach
		}
		if m == 3 {
			l.Visits, l.Spent[sim.OnVisits] = 1, 15_000
		}
		if m > 10 {
			l.Tier = 3
		}
	})
	p := NewPairing(120, 0, 60)
	for m := range 120 {
		a, b := []sim.Lived{{}, {}}, []sim.Lived{{}, {}}
		if m < len(plan) {
			a[0] = plan[m]
		}
		if m < len(base) {
			b[0] = base[m]
		}
		a[1], b[1] = sim.Lived{Key: 9, Days: 30, Marks: sim.IsMember}, sim.Lived{Key: 9, Days: 30, Marks: sim.IsMember}
		p.Month(m, a, b)
	}
	g := NewGather("full-proposal", "reference", 1, 0, Period{First: 2027, Last: 2031})
	g.Add(0, p)
	chosen := g.Choose()
	followed := make([]Followed, len(chosen))
	for k := range followed {
		followed[k] = Followed{Plan: plan, Base: base}
	}
	return g.Tell(chosen, followed)
}

// imagined are explanations with parts of every kind, which no change of the model moves.
func imagined(c *Comparison) []*Explanation {
	at := func(id string, diff Estimate) *Explanation {
		ind := &c.Result.Indicators[Find(c.Result.Indicators, id)]
		return &Explanation{
			Indicator: ind, ID: id, Plan: "full-proposal", Base: "reference", Period: Period{PeriodHead, 2027, 2031},
			Headline: Difference{Diff: diff}, Replayed: NeedsReplay(id), Draw: 1, Members: 2, Same: 1, Differ: 1,
			Events: []EventRow{{"deaths", 771.25, 770.5}, {"tier_up", 2670, 2671}, {"found_by_outreach", 0, 20.5}},
		}
	}
	net := at("net_cost", Estimate{Mean: 12.083, Low: 9.4, High: 14.6, Cells: 3})
	net.Parts = []Part{
		{ID: partProgramme, Value: 10.321},
		{ID: "cause.death", Value: 0.021, Of: []SubPart{{"care.nursing_home_day", -0.08}, {"care.residual", 0.101}}},
		{ID: "cause.left", Value: -0.014},
		{ID: "cause.nursing_home", Value: -0.71},
		{ID: "cause.tier", Value: 0.3},
		{ID: "rest.net_cost", Value: 2.03, Of: []SubPart{{"care.gp_contact", 1.29}, {"care.stay", 0.48}, {"care.ed_visit", 0.26}}},
		{ID: partOtherwise, Value: 0.01},
		{ID: partCounted, Value: -0.3},
		{ID: partOthers, Value: 0.425},
	}
	line := func(from, to, instrument, reason string, plan bool, eur float64) Line {
		return Line{Entry{From: from, To: to, Instrument: instrument, Reason: reason, Nature: "recurrent", Plan: plan}, eur}
	}
	net.Lines = []Line{
		line("federal", "collaboration", "regio", "convention", true, 12.5), line("collaboration", "federal", "regio", "returned", true, -0.96),
		{Entry{Instrument: "unpaid", Reason: "home_nursing", Nature: "unpaid"}, 0.35},
	}
	for k := range 12 {
		net.Lines = append(net.Lines, line("federal", "hospitals", "care", "stay", false, 0.02-float64(k)/1000))
	}
	net.Lives = livedAgain().of("net_cost")
	reached := at("reached_in_time", Estimate{Mean: 0.032, Low: 0.018, High: 0.054, Cells: 3})
	for k, id := range []string{"unknown", "no_request", "waiting", "stopped"} {
		reached.Parts = append(reached.Parts, Part{ID: "cause." + id, Value: 0.008 * float64(k-1)})
	}
	reached.Parts = append(reached.Parts, Part{ID: partOthers, Value: 0.016})
	workload := at("workload", Estimate{Mean: 0.1, Cells: 3})
	workload.Parts = []Part{{ID: "asked.zorgcoach", Value: 0.3}, {ID: "available", Value: -0.2}}
	gap := at("vt_gap", Estimate{Mean: 0.001, Cells: 3})
	gap.Parts = []Part{{ID: "gap.no_vt", Value: -0.031}, {ID: "gap.vt", Value: 0.032}}
	fte := at("fte", Estimate{Mean: 3.9, Cells: 3})
	fte.Parts = []Part{{ID: "role.zorgcoach", Value: 3.9}}
	nothing := at("qaly", Estimate{Cells: 3})
	nothing.Differ = 0
	nan := math.NaN()
	return []*Explanation{net, reached, workload, gap, fte, nothing, at("wait_median", Estimate{Mean: nan, Median: nan, Low: nan, High: nan})}
}

// TestExplainText holds every word of an explanation in three languages.
func TestExplainText(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 10)
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, x := range imagined(c) {
			if sum := x.Sum(); len(x.Parts) > 0 && math.Abs(sum-x.Headline.Diff.Mean) > 1e-9 {
				t.Errorf("%s: %v is not %v", x.ID, sum, x.Headline.Diff.Mean)
			}
			b.WriteString(ExplainText(c, x, w) + "\n")
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := len([]rune(line)); n > TableWidth {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		golden(t, filepath.Join("testdata", "explain."+lang+".golden"), b.String())
	}
}

// TestExplainLives tells what the imaginary replay lived, also when read back.
func TestExplainLives(t *testing.T) {
	b, err := json.Marshal(livedAgain())
	if err != nil {
		t.Fatal(err)
	}
	var read Replay
	if err := json.Unmarshal(b, &read); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(&read); err != nil || string(again) != string(b) {
		t.Errorf("a replay changes when it is read back: %v", err)
	}
	if sum := read.Sums["days_at_home"]; len(sum[CauseDeath]) != 31 || sum[CauseRest][0] != (MonthN{3, 9}) {
		t.Errorf("days at home: %v", sum)
	}
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs: %s", file, d)
	}
}

// A heading stands above two lives only where there are some, and a life in which nothing
// is shown has a sentence for a table.
func TestNoHeadingOverNoLives(t *testing.T) {
	c := fakeComparison(t, fakeRun(2, 1), 7)
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	ind := &Indicators[Find(Indicators, "days_at_home")]
	e, err := c.Explain(ind, "full-proposal", c.Periods[0], &Replay{Plan: "full-proposal", Base: c.Base, First: 2027, Last: 2031, Members: 10, Same: 9})
	if err != nil {
		t.Fatal(err)
	}
	heading, sentence := w.Say("explain.lives"), w.Say("explain.nothing_shown")
	if said := ExplainText(c, e, w); strings.Contains(said, heading) || !strings.Contains(said, "Voor geen van hen verschilt deze indicator.") {
		t.Error(said)
	}
	e.Differ, e.Lives = 1, []TwoLives{{Chosen: Chosen{Indicator: "days_at_home", Rule: Typical}, Sex: "women", Tier: "complex", Age: 80}}
	said := strings.Join(strings.Fields(ExplainText(c, e, w)), " ")
	if !strings.Contains(said, heading) || !strings.Contains(said, sentence) {
		t.Error(said)
	}
}

// TestOwnValueIsNoDifference: of a number that exists under one plan only its own value is
// told, without the sign of a difference and in the unit of a level: per cent for a share,
// where a difference is in percentage points; with a sentence that says so.
func TestOwnValueIsNoDifference(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 10)
	nan := math.NaN()
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for i := range Indicators {
			ind := &Indicators[i]
			k := 250.
			if ind.IsShare() {
				k = 0.25
			}
			level := Estimate{Mean: k, Median: k, Low: 0.96 * k, High: 1.04 * k, Cells: 3}
			x := &Explanation{Plan: c.Plans[1].ID, Base: c.Base, Period: c.Periods[0], Indicator: ind}
			x.ID = ind.ID
			x.Headline.Value, x.Headline.Diff = level, Estimate{Mean: nan, Median: nan, Low: nan, High: nan}
			own := c.Explained(x, w)
			x.Headline.Diff = level
			differs := c.Explained(x, w)
			unit, points := w.Say(ind.UnitID()), w.Say(ind.UnitID())
			if ind.IsShare() {
				unit, points = "%", w.Say("explain.points")
			}
			none := w.Say("explain.none", "plan", c.title(x.Plan, w), "first", c.title(x.Base, w))
			switch {
			case strings.Contains(own.Heading, "+"), !strings.Contains(own.Heading, Shape{ind, w}.Value(level)), !strings.Contains(own.Heading, unit):
				t.Errorf("%s: the own value of %s is told as %q", lang, ind.ID, own.Heading)
			case ind.IsShare() && strings.Contains(own.Heading, points), !strings.Contains(own.Lead, none):
				t.Errorf("%s: the own value of %s is told as a difference: %q %q", lang, ind.ID, own.Heading, own.Lead)
			case !strings.Contains(differs.Heading, "+"), !strings.Contains(differs.Heading, points), strings.Contains(differs.Lead, none):
				t.Errorf("%s: the difference in %s is told as %q", lang, ind.ID, differs.Heading)
			}
		}
	}
}
