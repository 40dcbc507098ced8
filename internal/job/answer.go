package job

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

// Status is what came of a search.
type Status string

// What may come of a search.
const (
	Solved      Status = "solved"      // from Value on the goal is reached
	Already     Status = "already_met" // it is reached now; Value is how little is enough
	Always      Status = "always_met"  // it is reached in the whole range of the dial
	Unreachable Status = "unreachable" // nowhere in the range; Value gives the most
	NoEffect    Status = "no_effect"   // the dial does not move the indicator
)

// Answer is for which value of a dial a plan reaches a goal.
type Answer struct {
	Status     Status            `json:"status"`
	Plan       string            `json:"plan"`
	Title      map[string]string `json:"title"`
	Digest     string            `json:"plan_digest"`
	Versus     string            `json:"versus,omitempty"`
	VersusName map[string]string `json:"versus_title,omitempty"`
	Region     string            `json:"region"`
	Assumed    string            `json:"assumptions,omitempty"` // names of the sets of assumptions; empty = what the evidence says

	Numbers   *outputs.OwnNumbers `json:"numbers,omitempty"`
	Goal      string              `json:"goal"`
	Indicator string              `json:"indicator"`
	Target    float64             `json:"target"` // in the unit of the indicator
	AtLeast   bool                `json:"at_least"`
	First     int                 `json:"first_year"`
	Last      int                 `json:"last_year"`
	Dial      string              `json:"dial"`
	Sets      string              `json:"sets"`
	Unit      string              `json:"unit"`
	Old       float64             `json:"old_value"`
	Value     *float64            `json:"new_value"` // nil without effect
	// Low and High hold the value from which single cells reach the goal, in 95 %
	// of them; nil is beyond the values that were tried.
	Low      *float64  `json:"low"`
	High     *float64  `json:"high"`
	From     float64   `json:"searched_from"`
	To       float64   `json:"searched_to"`
	Step     float64   `json:"step"`
	Now      Level     `json:"now"`
	Then     Level     `json:"then"`
	Evidence *Evidence `json:"evidence,omitempty"`
	// Outside holds the note on a lever whose value lies outside the range of its row.
	Outside   []words.Message `json:"outside_evidence,omitempty"`
	Turns     bool            `json:"not_monotone"`
	Chance    bool            `json:"chance_only"`
	Draws     int             `json:"draws"`
	Trials    []Trial         `json:"trials"`
	Second    *Answer         `json:"second_dial,omitempty"`
	Folder    string          `json:"-"`
	decimals  int
	indicator *outputs.Indicator
	words     *words.Words
}

// Level is a plan at one value of the dial.
type Level struct {
	Indicator outputs.Estimate `json:"indicator"`
	Reached   int              `json:"cells_with_goal"`
	Cells     int              `json:"cells"`
	Programme outputs.Estimate `json:"programme_eur_per_year"`
	Unspent   outputs.Estimate `json:"unspent_eur_per_year"`
	PerQALY   *PerQALY         `json:"per_qaly,omitempty"` // of a goal in EUR per QALY
}

// Evidence is the range of the row behind a parameter.
type Evidence struct {
	Row    string  `json:"row"`
	Says   string  `json:"quantity"`
	Value  float64 `json:"value"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Inside bool    `json:"needed_value_inside"`
	Ratio  bool    `json:"ratio"`
}

// Trial is one value of the dial that was tried.
type Trial struct {
	Value float64 `json:"value"`
	Draws int     `json:"draws"`
	Level
}

// begin is what is known before the first trial.
func (s *search) begin() *Answer {
	year := int(s.x.start) / 12
	a := &Answer{
		Plan: s.plan.Name, Title: s.plan.Title, Digest: planDigest(s.plan), Region: filepath.Base(s.plan.Region), Assumed: setNames(s.plan), Numbers: ownNumbers(s.plan),
		Goal: s.goal.String(), Indicator: s.goal.indicator.ID, Target: s.goal.value, AtLeast: s.goal.least,
		First: year + s.years.from, Last: year + s.years.to, Dial: s.dial.Path, Sets: s.dial.Sets, Unit: s.dial.Unit, Old: s.dial.Value,
		From: s.lat.value(s.lat.lo), To: s.lat.value(s.lat.hi), Step: s.lat.value(1), Chance: s.x.fixed, Draws: s.x.draws * s.x.replicates,
		decimals: s.lat.decimals(), indicator: s.goal.indicator,
	}
	if s.first != nil {
		a.Versus, a.VersusName = s.first.Name, s.first.Title
	}
	if p := s.dial.Parameter; p != nil {
		a.Evidence = &Evidence{Row: p.Evidence, Says: p.Row.Quantity, Value: p.Base, Low: p.Low, High: p.High, Ratio: p.Effect && strings.Contains(p.Unit, "ratio")}
	}
	return a
}

// planDigest identifies a plan, whatever the folder its region file lies in.
func planDigest(s *scenarios.Scenario) string {
	told, err := s.Set("region", strconv.Quote(filepath.Base(s.Region)))
	if err != nil {
		return s.Digest()
	}
	return told.Digest()
}

// tell fills in what came out, at a place that all draws tried.
func (s *search) tell(place int) {
	a := s.answer
	a.Now, a.Then = s.level(asIs, s.all), s.level(place, s.all)
	if place != asIs {
		v := s.lat.value(place)
		a.Value = &v
		if a.Evidence != nil {
			a.Evidence.Inside = a.Evidence.Low <= v && v <= a.Evidence.High
		}
	}
	if a.Status == Solved || a.Status == Already {
		a.Low, a.High = s.interval(place)
	}
	for _, p := range s.tried() {
		n := s.lived(p)
		a.Trials = append(a.Trials, Trial{s.lat.value(p), n * s.x.replicates, s.level(p, n)})
	}
}

// outside are the notes on the lever with the dial at a value.
func (s *search) outside(value float64) (notes []words.Message, err error) {
	plan, err := s.dial.At(value)
	if err != nil {
		return nil, err
	}
	v := s.x.base(plan)
	cfg, _, err := belgium.Build(v, s.x.regions[0])
	if err != nil {
		return nil, err
	}
	cfg.Calendar.Start, cfg.Calendar.Cycles = s.x.start, s.x.months
	_, _, all, err := plan.Plans(&cfg, v)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if scenarios.OutsideEvidence(n.Message) && n.Path == s.dial.Sets {
			notes = append(notes, n.Message)
		}
	}
	return notes, nil
}

// tried lists the places of all trials, in order.
func (s *search) tried() (places []int) {
	for k := range s.seen {
		if k.place != asIs && !k.first {
			places = append(places, k.place)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func (s *search) level(place, draws int) Level {
	l := Level{Indicator: s.estimate(place, draws, theIndicator), Programme: s.estimate(place, draws, theProgramme), Unspent: s.estimate(place, draws, theUnspent)}
	for _, y := range s.at(place, draws, theIndicator, s.goal.indicator.Relative) {
		l.Cells++
		if s.goal.miss(y) <= 0 {
			l.Reached++
		}
	}
	if s.goal.perQALY {
		l.PerQALY = perQALY(s.at(place, draws, theCost, true), s.at(place, draws, theQALY, true), s.draws(draws))
	}
	return l
}

// interval is where 95 % of the cells reach the goal: each cell by itself, linear
// between the values that all draws tried. nil is beyond those.
func (s *search) interval(reached int) (low, high *float64) {
	places := slices.Clone(s.sorted())
	up := s.missed(places[len(places)-1], s.all) <= s.missed(places[0], s.all)
	if !up {
		slices.Reverse(places)
	}
	x := make([]float64, len(places))
	miss := make([][]float64, len(places))
	for i, p := range places {
		x[i] = s.lat.value(p)
		miss[i] = s.at(p, s.all, theIndicator, s.goal.indicator.Relative)
		for k, y := range miss[i] {
			if miss[i][k] = s.goal.miss(y); math.IsNaN(y) {
				miss[i][k] = math.Inf(1)
			}
		}
	}
	cells := make([]float64, len(miss[0]))
	column := make([]float64, len(places))
	for k := range cells {
		for i := range column {
			column[i] = miss[i][k]
		}
		v, beyond := crossing(x, column)
		if beyond != 0 {
			v = math.Inf(beyond)
			if !up {
				v = -v
			}
		}
		cells[k] = v
	}
	slices.Sort(cells)
	end := func(p float64) *float64 {
		v := stats.Quantile(p, cells)
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil
		}
		if s.dial.Step > 0 { // whole posts: the step at which the cell has reached it
			if up {
				v = s.lat.value(int(math.Ceil(v*s.lat.per - 1e-9)))
			} else {
				v = s.lat.value(int(math.Floor(v*s.lat.per + 1e-9)))
			}
		}
		return &v
	}
	return end(0.025), end(0.975)
}

// table writes every trial for a spreadsheet.
func (s *search) table() []byte {
	var b bytes.Buffer
	b.WriteString("value,unit,indicator,low,high,mc_error,cells,cells_with_goal,programme_eur_per_year,unspent_eur_per_year\n")
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', 8, 64) }
	for _, t := range s.answer.Trials {
		e := t.Indicator
		b.WriteString(strings.Join([]string{
			number(t.Value), strconv.Quote(s.answer.Unit), number(e.Middle()), number(e.Low), number(e.High), number(e.SE),
			strconv.Itoa(t.Cells), strconv.Itoa(t.Reached), number(t.Programme.Mean), number(t.Unspent.Mean),
		}, ",") + "\n")
	}
	return b.Bytes()
}

// encoded is the answer as JSON.
func (a *Answer) encoded() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		panic("job: " + err.Error()) // our own types always encode
	}
	return b.Bytes()
}

// JSON writes the answer for a program.
func (a *Answer) JSON(out io.Writer) error {
	_, err := out.Write(a.encoded())
	return err
}
