package evaluate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs/evaluation"
	"piramide/scenarios"
	"piramide/sim"
)

// evaluationFile writes an evaluation of the full proposal with six coaches a buurt in a region of some buurten of
// 2,900 citizens, over four years where rest says no other.
func evaluationFile(t *testing.T, buurten int, rest string) string {
	t.Helper()
	dir := t.TempDir()
	var region strings.Builder
	region.WriteString("buurt;leeftijd;geslacht;aantal;vt\n")
	for b := range buurten {
		for _, row := range []string{"0-17;m;240;30", "0-17;v;230;30", "18-64;m;800;90", "18-64;v;800;110", "65-79;m;240;40", "65-79;v;270;60", "80+;m;110;30", "80+;v;210;60"} {
			fmt.Fprintf(&region, "b%02d;%s\n", b+1, row)
		}
	}
	plan := "format: 1\nname: veel\nextends: full-proposal\ntitle: {nl: Veel coaches, fr: Beaucoup, en: Many coaches}\nzorgcoach: {posts: 6 FTE/buurt}\n"
	body := "format: 1\nname: proef\nplan: veel.yaml\nregion: regio.csv\n" + rest
	if !strings.Contains(rest, "horizon:") {
		body += "horizon: 4 years\n"
	}
	for name, text := range map[string]string{"regio.csv": region.String(), "veel.yaml": plan, "proef.yaml": body} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "proef.yaml")
}

// trialOf lives one repetition of an evaluation.
func trialOf(t *testing.T, file string) (*job.Experiment, *scenarios.EvaluationFile, *trial) {
	t.Helper()
	e, err := scenarios.LoadEvaluation(file)
	if err != nil {
		t.Fatal(err)
	}
	x, _, err := evaluationExperiment(e, Request{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fitsEvaluation(x, e); err != nil {
		t.Fatal(err)
	}
	trial, err := liveTrial(context.Background(), x, e, 0, 0, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return x, e, trial
}

// A before–after design sees what piramide before-after sees: of everybody who enters, in
// the year before and the year after, with the plan and without, the same stays and the same
// cost. So its bias is the regression to the mean that is shown there.
func TestBeforeAfterDesignSeesWhatBeforeAfterSees(t *testing.T) {
	x, e, tr := trialOf(t, evaluationFile(t, 4, `repetitions: 20
recruit: 4 years
outcomes: {unplanned_stays: {worth: 10 %}}
sizes: {years: [1], clients: [20]}
designs: {a: {kind: before_after, unit: clients}}
`))
	people := tr.subjects(e, 0, 1, x.Months)
	f, err := followOne(context.Background(), x, 0, 0, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(people) != len(f.with) || len(people) < 12 {
		t.Fatalf("%d people enter, before-after follows %d", len(people), len(f.with))
	}
	var got, want [4]tally // before and after with the plan, and without
	for i := range people {
		for k, side := range []*tally{&people[i].with.before, &people[i].with.after, &people[i].without.before, &people[i].without.after} {
			got[k].add(side)
		}
		for k, side := range []sim.Window{f.with[i].Before, f.with[i].After, f.without[i].Before, f.without[i].After} {
			want[k].add(&tally{stays: side.Stays, cents: side.Cents, days: side.Months})
		}
	}
	for k := range got {
		// The maximum bill moves part of the own share to health insurance at the end of a year.
		if got[k].stays != want[k].stays || math.Abs(float64(got[k].cents)/float64(want[k].cents)-1) > 0.02 {
			t.Errorf("side %d: %d stays and %d cents, before-after has %d and %d", k, got[k].stays, got[k].cents, want[k].stays, want[k].cents)
		}
	}
}

// What a register adds up over a region is what the world counted; and what it holds of the
// citizens adds up to that.
func TestRegisterAddsUp(t *testing.T) {
	x, _, tr := trialOf(t, evaluationFile(t, 4, `repetitions: 20
outcomes: {unplanned_stays: {worth: 10 %}}
sizes: {years: [1], clients: [20], buurten: [4]}
designs: {a: {kind: before_after, unit: clients}, b: {kind: before_after, unit: buurten}}
`))
	g := tr.plan.register
	var region, people tally
	for b := range tr.buurten {
		s := g.inBuurt(0, b, g.from, x.Months)
		region.add(&s)
	}
	for _, c := range g.list {
		s := g.window(c.key, g.from, x.Months)
		s.afterwards = 0
		people.add(&s)
	}
	if region != people || region.stays == 0 || region.died == 0 || region.moved == 0 || region.reached == 0 {
		t.Errorf("buurten hold %+v, citizens %+v", region, people)
	}
}

// Each design hands the plan out as it says: who is drawn holds places and the others do
// not, a buurt of a wedge has clients from its month of entry on, and of a lot among buurten
// half have none.
func TestDesignsHandOutAsTheySay(t *testing.T) {
	x, e, tr := trialOf(t, evaluationFile(t, 6, `repetitions: 20
outcomes: {unplanned_stays: {worth: 10 %}}
sizes: {years: [1], clients: [20], buurten: [6]}
designs:
  wig: {kind: stepped_wedge, steps: 3, every: 4 months}
  lot: {kind: randomised_inclusion, unit: clients}
  loten: {kind: randomised_inclusion, unit: buurten}
`))
	lot := tr.designs[1]
	in := 0
	for _, d := range lot.drawn {
		clients := false
		for _, m := range lot.register.monthsOf(lot.register.at[d.Key]) {
			clients = clients || m.marks&isClient != 0
		}
		if d.In {
			in++
		} else if clients {
			t.Fatal("who was not drawn is a client")
		}
	}
	if n := float64(len(lot.drawn)); n < 100 || math.Abs(float64(in)/n-0.5) > 5*0.5/math.Sqrt(n) {
		t.Errorf("%d of %.0f are drawn", in, n)
	}
	for k, want := range map[int][]int{0: {0, 0, 4, 4, 8, 8}, 2: {0, 0, 0, x.Months - tr.start, x.Months - tr.start, x.Months - tr.start}} {
		w := tr.designs[k]
		var entry []int
		placed := 0
		for b, month := range w.entry {
			entry = append(entry, month-tr.start)
			for m := range x.Months - tr.start {
				now := w.register.inBuurt(0, b, tr.start+m, tr.start+m+1)
				base := tr.without.inBuurt(0, b, tr.start+m, tr.start+m+1)
				if tr.start+m < month && now.reached > base.reached+2 { // P3 serves who moves on for other reasons
					t.Errorf("%s: %d places in month %d of a buurt that enters in month %d", e.Designs[k].Name, now.reached-base.reached, m, month-tr.start)
				}
				if tr.start+m > month && now.reached > base.reached {
					placed++
				}
			}
		}
		slices.Sort(entry)
		if !slices.Equal(entry, want) || placed == 0 {
			t.Errorf("%s: buurten enter in months %v and hold places in %d", e.Designs[k].Name, entry, placed)
		}
	}
}

// When nothing happens an honest design concludes at its level: of 30 repetitions of lots
// among citizens, the share that concludes that it works or that it harms lies in the exact
// binomial band around 5 % with a false alarm of 10⁻⁶ per outcome. A before–after design of
// people who were in hospital concludes far more often that stays fall: regression to the
// mean. Nothing is written when the run is refused.
func TestNothingIsSeenAtItsLevel(t *testing.T) {
	file := evaluationFile(t, 4, `repetitions: 30
horizon: 5 years
recruit: 24 months
outcomes: {unplanned_stays: {worth: 20 %}, ed_visits: {worth: 20 %}, riziv_cost: {worth: 20 %}}
sizes: {years: [1], clients: [20, 150]}
designs:
  lot: {kind: randomised_inclusion, unit: clients}
  voor-na: {kind: before_after, unit: clients, who: stayed}
`)
	out := filepath.Join(t.TempDir(), "uit")
	a, err := Designs(context.Background(), Request{File: file, Out: out, Lang: "nl"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range a.Designs[:1] {
		for _, o := range d.Outcomes {
			s := o.largest()
			k := (s.FalseAlarm + s.FalseHarm) * float64(s.Repetitions)
			if over := 1 - (distuv.Binomial{N: float64(s.Repetitions), P: a.Alpha}).CDF(k-0.5); over < 1e-6 {
				t.Errorf("%s, %s: %.0f of %d conclude something of nothing", d.Name, o.ID, k, s.Repetitions)
			}
		}
	}
	if len(a.Designs[1].Outcomes) == 0 {
		t.Fatalf("nobody who was in hospital enters: %+v", a.Designs[1])
	}
	if s := a.Designs[1].Outcomes[0].largest(); !(s.NullMean < -0.2*s.Without) || s.FalseAlarm < 0.2 {
		t.Errorf("regression to the mean is missing: of nothing it reports %+.2f of %.2f, and concludes that it works in %.2f", s.NullMean, s.Without, s.FalseAlarm)
	}
	again, err := Designs(context.Background(), Request{File: file, Out: out, Lang: "nl"}, nil)
	if err != nil || again.Text() != a.Text() {
		t.Errorf("a finished folder tells another answer: %v", err)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		a.words = w
		for _, line := range strings.Split(a.Text(), "\n") {
			if strings.Contains(line, "<no value>") || strings.Contains(line, "evaluate.") {
				t.Errorf("%s: %s", lang, line)
			}
		}
		if list, err := a.pictures(); err != nil || len(list) != 2 {
			t.Errorf("%s: %d pictures, %v", lang, len(list), err)
		}
	}
	if _, err := Designs(context.Background(), Request{File: file, Out: out, Lang: "nl", Repetitions: 31}, nil); fault.Of(err) != fault.NoOutput {
		t.Errorf("another run in the same folder: %v", err)
	}
}

// What only the region or the horizon shows is refused at its place, before anything is lived.
func TestEvaluationThatDoesNotFit(t *testing.T) {
	good := "repetitions: 20\noutcomes: {deaths: {worth: 10 %}}\nsizes: {years: [1], buurten: [4]}\ndesigns: {wig: {kind: stepped_wedge, steps: 3, every: 4 months}}\n"
	for old, c := range map[string]struct{ with, want string }{
		"buurten: [4]":    {"buurten: [4, 9]", "the region has 4 neighbourhoods; 9 are asked"},
		"years: [1]":      {"years: [3]", "after that there are"},
		"steps: 3":        {"steps: 12", "12 steps for 4 neighbourhoods"},
		"every: 4 months": {"every: 5 months", "steps of 5 months do not fit in a year"},
		"repetitions: 20": {"repetitions: 20\nversus: population-budget", ""},
	} {
		file := evaluationFile(t, 4, strings.Replace(good, old, c.with, 1))
		out := filepath.Join(t.TempDir(), "uit")
		if c.want == "" { // another comparator is fine
			if e, err := scenarios.LoadEvaluation(file); err != nil || e.Versus != "population-budget" {
				t.Errorf("%s: %v", c.with, err)
			}
			continue
		}
		_, err := Designs(context.Background(), Request{File: file, Out: out, Lang: "en"}, nil)
		var found scenarios.Problems
		if !errors.As(err, &found) || !strings.Contains(err.Error(), c.want) || found[0].Line == 0 || fault.Of(err) != fault.BadInput {
			t.Errorf("%s: %v", c.with, err)
		}
		if list, _ := filepath.Glob(out + "*"); len(list) > 0 {
			t.Errorf("%s: leaves %v", c.with, list)
		}
	}
}

// The size that suffices is the smallest of those that reach the power and do not mislead;
// without one, what is needed follows from the largest.
func TestJudgeOfSizes(t *testing.T) {
	at := func(n int, power float64, level string) EvaluatedSize {
		return EvaluatedSize{N: n, Years: 1, Scale: 2, Performance: evaluation.Performance{Power: power, NullSE: 0.1}, Level: level}
	}
	o := EvaluatedOutcome{Worth: 0.1, Reaches: -1, Sizes: []EvaluatedSize{at(4, 0.9, levelMisleads), at(6, 0.85, levelKeeps), at(8, 0.9, levelKeeps)}}
	if o.judge(0.8, 0.05); o.Reaches != 1 || o.Needed != 0 {
		t.Errorf("%+v", o)
	}
	o = EvaluatedOutcome{Worth: 0.1, Reaches: -1, Sizes: []EvaluatedSize{at(4, 0.2, levelKeeps), at(8, 0.4, levelUntold)}}
	if o.judge(0.8, 0.05); o.Reaches != -1 || math.Abs(o.Needed-8*2.8015852*2.8015852/4) > 1e-4 {
		t.Errorf("%+v", o)
	}
	for _, level := range []string{levelMisleads, levelBiased} {
		o = EvaluatedOutcome{Worth: 0.1, Reaches: -1, Sizes: []EvaluatedSize{at(8, 1, level)}}
		if o.judge(0.8, 0.05); o.Reaches != -1 || o.Needed != 0 {
			t.Errorf("what misleads is taken for enough: %+v", o)
		}
	}
	off := at(8, 0.4, levelKeeps)
	off.NullMean = -0.06 // of 0.2 that is worth seeing
	o = EvaluatedOutcome{Worth: 0.1, Sizes: []EvaluatedSize{off}}
	if o.judge(0.8, 0.05); o.Needed != 0 {
		t.Errorf("more of what may be biased are asked: %+v", o)
	}
	for x, want := range map[float64]int{13.2: 14, 8: 8, 121: 130, 5401: 5500} {
		if got := needed(x); got != want {
			t.Errorf("%g rounds to %d, not %d", x, got, want)
		}
	}
}

// With few repetitions nothing is said to keep its level; a mean of nothing that is not
// nothing is a bias, however rarely it leads to a conclusion.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		n, hits  int
		mean, se float64
		want     string
	}{
		{20, 0, 0, 1, levelUntold},
		{20, 5, 0, 1, levelUntold},
		{20, 6, 0, 1, levelMisleads},
		{28, 0, 0, 1, levelUntold}, // 0.9²⁸ = 0.052
		{29, 0, 0, 1, levelKeeps},
		{100, 4, 0, 1, levelKeeps},
		{100, 5, 0, 1, levelUntold},
		{100, 12, 0, 1, levelMisleads},
		{100, 0, 0.29, 1, levelKeeps},
		{100, 0, -0.31, 1, levelBiased},
		{20, 0, 0.68, 1, levelBiased},
	} {
		for _, harm := range []bool{false, true} {
			s := EvaluatedSize{Performance: evaluation.Performance{Repetitions: c.n, NullMean: c.mean, NullSE: c.se}}
			if share := float64(c.hits) / float64(c.n); harm {
				s.FalseHarm = share
			} else {
				s.FalseAlarm = share
			}
			if got := s.level(0.05); got != c.want {
				t.Errorf("%+v: %s", c, got)
			}
		}
	}
}
