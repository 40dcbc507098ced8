package fit

import (
	"bytes"
	"encoding/json"
	"math"

	"piramide/calibrate"
)

// diagnosisJSON writes what can be said of a calibration beside its values; docs/calibration.md
// says what each key is.
func (c *Calibration) diagnosisJSON() ([]byte, error) {
	type start struct {
		Log         *float64 `json:"log_posterior"` // null where the search found no world
		Evaluations int      `json:"evaluations"`
		Converged   bool     `json:"converged"`
	}
	type limit struct {
		Name        string  `json:"number"`
		Up          bool    `json:"up"`
		Correlation float64 `json:"correlation"`
		End         float64 `json:"end"`
	}
	type unreachable struct {
		Target  string   `json:"target"`
		Number  int      `json:"number"`
		Low     float64  `json:"low"`
		High    float64  `json:"high"`
		Nearest float64  `json:"nearest"`
		Corner  *float64 `json:"corner,omitempty"`
		Limits  []limit  `json:"limits"`
	}
	type conflict struct {
		Missed   string  `json:"missed"`
		Without  string  `json:"without"`
		Number   int     `json:"number"`
		With     float64 `json:"with"`
		Then     float64 `json:"then"`
		Low      float64 `json:"low"`
		High     float64 `json:"high"`
		Emulated bool    `json:"emulated"`
	}
	type loading struct {
		Name   string  `json:"number"`
		Weight float64 `json:"weight"`
	}
	type direction struct {
		Kept         float64   `json:"kept"`
		Undetermined bool      `json:"undetermined"`
		Loadings     []loading `json:"loadings"`
	}
	type parameter struct {
		Name         string    `json:"number"`
		Prior        []float64 `json:"prior"`
		Posterior    []float64 `json:"posterior"`
		Shift        float64   `json:"shift"`
		Kept         float64   `json:"kept"`
		Error        float64   `json:"error"`
		Correlations []float64 `json:"correlations"`
	}
	type target struct {
		Name          string      `json:"target"`
		Quantiles     [][]float64 `json:"posterior"`
		Share         float64     `json:"share_inside"`
		Without       []float64   `json:"without,omitempty"`
		WithoutInside bool        `json:"without_inside"`
		WithoutSize   float64     `json:"without_effective"`
		Emulated      bool        `json:"emulated"`
	}
	type sample struct {
		Converged  bool        `json:"converged"`
		Why        string      `json:"stopped_by"`
		Rows       int         `json:"rows"`
		Effective  float64     `json:"effective"`
		Largest    float64     `json:"largest_weight"`
		Levels     []float64   `json:"levels"`
		Parameters []parameter `json:"numbers"`
		Directions []direction `json:"directions"`
		Targets    []target    `json:"targets"`
		Conflicts  []conflict  `json:"conflicts"`
	}
	said := struct {
		Evaluations int           `json:"evaluations"`
		FirstWave   int           `json:"first_wave"`
		Converged   bool          `json:"search_converged"`
		Agree       int           `json:"searches_that_agree"`
		Starts      []start       `json:"searches"`
		Outside     []string      `json:"outside"`
		Unreachable []unreachable `json:"unreachable"`
		Sample      *sample       `json:"sample,omitempty"`
	}{
		Evaluations: c.Evaluations, FirstWave: c.firstWave(), Converged: c.Best.Converged, Agree: c.Best.Agree,
		Outside: append([]string{}, c.Conflicts()...), Unreachable: []unreachable{},
	}
	for _, s := range c.Best.Starts {
		said.Starts = append(said.Starts, start{finite(s.Log), s.Evaluations, s.Converged})
	}
	for _, u := range c.Unreachable {
		one := unreachable{Target: u.Target, Number: u.Number + 1, Low: u.Low, High: u.High, Nearest: u.Nearest, Corner: finite(u.Corner), Limits: []limit{}}
		for _, l := range u.Limits {
			one.Limits = append(one.Limits, limit{l.Name, l.Up, l.Correlation, l.End})
		}
		said.Unreachable = append(said.Unreachable, one)
	}
	if d := c.Diagnosis; d != nil {
		s := &sample{
			Converged: c.Posterior.Converged, Why: c.Posterior.Why, Rows: len(c.Rows), Effective: c.effective(), Largest: c.Posterior.Largest,
			Levels: calibrate.Levels, Conflicts: []conflict{},
		}
		for _, p := range d.Parameters {
			s.Parameters = append(s.Parameters, parameter{p.Name, p.Prior, p.Posterior, p.Shift, p.Kept, p.Error, p.Correlations})
		}
		for _, one := range d.Directions {
			out := direction{Kept: one.Kept, Undetermined: one.Undetermined, Loadings: []loading{}}
			for _, l := range one.Loadings {
				out.Loadings = append(out.Loadings, loading{l.Name, l.Weight})
			}
			s.Directions = append(s.Directions, out)
		}
		for _, t := range d.Targets {
			s.Targets = append(s.Targets, target{t.Target, t.Quantiles, t.Share, t.Without, t.WithoutInside, t.WithoutSize, t.Emulated})
		}
		for _, x := range d.Conflicts {
			s.Conflicts = append(s.Conflicts, conflict{x.Missed, x.Without, x.Number + 1, x.With, x.Then, x.Low, x.High, x.Emulated})
		}
		said.Sample = s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(said)
	return b.Bytes(), err
}

// finite is a number as JSON can have it, or nil.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
