package validate

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/calibrate/forecast"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios/evidence"
)

// The year of P3 that is predicted from the years before it, and the years that
// nobody here has seen.
const (
	p3Trial = 2022
	p3Until = 2026
)

// P3 is the forecast of the volumes of P3 and its new patients: 2022 from the years
// before it, then the years after from all that is known. Counts are national.
type P3 struct {
	Trials []forecast.Trial
	Ahead  []forecast.Prediction // by type, then year
}

// ForecastP3 fits twice, without chance.
func ForecastP3() (*P3, error) {
	series, prior, _, err := p3Series()
	if err != nil {
		return nil, err
	}
	p := &P3{}
	if p.Trials, err = forecast.Trials(series, prior, p3Trial); err != nil {
		return nil, err
	}
	fit, err := forecast.Fit(series, prior)
	if err != nil {
		return nil, err
	}
	for i := range series {
		for year := p3Trial + 1; year <= p3Until; year++ {
			p.Ahead = append(p.Ahead, fit.Predict(i, year))
		}
	}
	return p, nil
}

func p3Series() ([]forecast.Series, forecast.Prior, *evidence.Register, error) {
	reg, err := evidence.Load()
	if err != nil {
		return nil, forecast.Prior{}, nil, err
	}
	series, err := forecast.P3(reg)
	if err != nil {
		return nil, forecast.Prior{}, nil, err
	}
	prior, err := forecast.P3Prior(reg, "", nil)
	return series, prior, reg, err
}

// P3Score is how far off a prediction of 2022 was.
type P3Score struct {
	Model, Last, Trend float64 // weighted absolute percentage error over the services
	Patients           [3]float64
	In80, In95, Types  int
}

// Score compares the three rules. Services and people are not added up.
func (p *P3) Score() P3Score {
	var services, patients []forecast.Trial
	s := P3Score{Types: len(p.Trials)}
	for _, t := range p.Trials {
		if t.Type == forecast.NewPatients {
			patients = append(patients, t)
		} else {
			services = append(services, t)
		}
		if t.Low80 <= t.Observed && t.Observed <= t.High80 {
			s.In80++
		}
		if t.Low95 <= t.Observed && t.Observed <= t.High95 {
			s.In95++
		}
	}
	rules := []func(forecast.Trial) float64{
		func(t forecast.Trial) float64 { return t.Median },
		func(t forecast.Trial) float64 { return t.Last },
		func(t forecast.Trial) float64 { return t.Trend },
	}
	for k, into := range []*float64{&s.Model, &s.Last, &s.Trend} {
		*into = forecast.WAPE(services, rules[k])
		s.Patients[k] = forecast.WAPE(patients, rules[k])
	}
	return s
}

// better names the rule with the smallest error over the services.
func (s P3Score) better() string {
	switch least := min(s.Model, s.Last, s.Trend); least {
	case s.Model:
		return "model"
	case s.Last:
		return "last"
	}
	return "trend"
}

// Table writes the forecast for a terminal.
func (p *P3) Table(w *words.Words) string {
	var b strings.Builder
	line := func(id string, args ...any) {
		const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
		said := strings.ReplaceAll(w.Say("forecast."+id, args...), noBreak, kept)
		fmt.Fprintln(&b, strings.ReplaceAll(text.WrapSoft(said, outputs.TableWidth), kept, noBreak))
	}
	name := func(id string) string { return w.Say("forecast.type." + id) }
	number := func(x float64) string { return w.Number(plain.Rounded(x), 0) }
	interval := func(low, high float64) string {
		return w.Say("forecast.interval", "low", number(low), "high", number(high))
	}
	line("title", "from", p3Trial+1, "until", p3Until)
	line("what")
	b.WriteString("\n")
	line("trial", "year", p3Trial)
	b.WriteString("\n")
	t := plain.Table(w.Say("forecast.head.type"), w.Say("forecast.head.observed"), w.Say("forecast.head.predicted"), w.Say("forecast.head.last"), w.Say("forecast.head.trend"),
		w.Say("forecast.head.within", "share", 0.80), w.Say("forecast.head.within", "share", 0.95))
	for _, x := range p.Trials {
		t.Row(name(x.Type), w.Number(x.Observed, 0), number(x.Median), w.Number(x.Last, 0), w.Number(x.Trend, 0), interval(x.Low80, x.High80), interval(x.Low95, x.High95))
	}
	b.WriteString(t.String() + "\n")
	s := p.Score()
	line("wape", "model", w.Percent(s.Model, 1), "last", w.Percent(s.Last, 1), "trend", w.Percent(s.Trend, 1))
	line("patients", "model", w.Percent(s.Patients[0], 1), "last", w.Percent(s.Patients[1], 1), "trend", w.Percent(s.Patients[2], 1))
	line("better."+s.better(), "year", p3Trial)
	line("inside", "in80", s.In80, "in95", s.In95, "types", s.Types)
	b.WriteString("\n")
	line("ahead", "from", p3Trial+1, "until", p3Until)
	b.WriteString("\n")
	t = plain.Table(w.Say("forecast.head.type"), w.Say("forecast.head.year"), w.Say("forecast.head.median"), w.Say("forecast.head.within", "share", 0.80), w.Say("forecast.head.within", "share", 0.95))
	for k, x := range p.Ahead {
		said := name(x.Type)
		if k > 0 && p.Ahead[k-1].Type == x.Type {
			said = ""
		}
		t.Row(said, strconv.Itoa(x.Year), number(x.Median), interval(x.Low80, x.High80), interval(x.Low95, x.High95))
	}
	b.WriteString(t.String() + "\n")
	line("limits")
	line("apart")
	return plain.Trim(b.String())
}

// CSV writes the forecast of the years that nobody here has seen, in three digits.
func (p *P3) CSV(out io.Writer) error {
	c := csv.NewWriter(out)
	rows := [][]string{{"type", "year", "median", "low80", "high80", "low95", "high95"}}
	for _, x := range p.Ahead {
		row := []string{x.Type, strconv.Itoa(x.Year)}
		for _, n := range []float64{x.Median, x.Low80, x.High80, x.Low95, x.High95} {
			row = append(row, strconv.FormatFloat(plain.Rounded(n), 'f', 0, 64))
		}
		rows = append(rows, row)
	}
	return c.WriteAll(rows)
}

// JSON writes the trial, its errors and the forecast for a program.
func (p *P3) JSON(out io.Writer) error {
	type prediction struct {
		Type   string  `json:"type"`
		Year   int     `json:"year"`
		Median float64 `json:"median"`
		Low80  float64 `json:"low80"`
		High80 float64 `json:"high80"`
		Low95  float64 `json:"low95"`
		High95 float64 `json:"high95"`
	}
	type trial struct {
		prediction
		Observed float64 `json:"observed"`
		Last     float64 `json:"last_value"`
		Trend    float64 `json:"linear_trend"`
	}
	of := func(x forecast.Prediction) prediction {
		return prediction{x.Type, x.Year, plain.Rounded(x.Median), plain.Rounded(x.Low80), plain.Rounded(x.High80), plain.Rounded(x.Low95), plain.Rounded(x.High95)}
	}
	var said struct {
		Trial    []trial            `json:"trial"`
		WAPE     map[string]float64 `json:"wape_services"`
		Patients map[string]float64 `json:"wape_new_patients"`
		In80     int                `json:"inside_80"`
		In95     int                `json:"inside_95"`
		Forecast []prediction       `json:"forecast"`
	}
	for _, t := range p.Trials {
		said.Trial = append(said.Trial, trial{of(t.Prediction), t.Observed, t.Last, math.Round(t.Trend)})
	}
	for _, x := range p.Ahead {
		said.Forecast = append(said.Forecast, of(x))
	}
	s := p.Score()
	thousandth := func(x float64) float64 { return math.Round(1000*x) / 1000 }
	said.WAPE = map[string]float64{"model": thousandth(s.Model), "last_value": thousandth(s.Last), "linear_trend": thousandth(s.Trend)}
	said.Patients = map[string]float64{"model": thousandth(s.Patients[0]), "last_value": thousandth(s.Patients[1]), "linear_trend": thousandth(s.Patients[2])}
	said.In80, said.In95 = s.In80, s.In95
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(said)
}
