package outputs

import (
	"encoding/json"
	"math"
)

// number is a float that JSON can hold.
type number float64

// MarshalJSON writes null for what does not exist, "never" for a wait that is
// longer than was watched, and "-never" for a difference with a first plan that
// never gets there.
func (n number) MarshalJSON() ([]byte, error) {
	switch x := float64(n); {
	case math.IsNaN(x):
		return []byte("null"), nil
	case math.IsInf(x, 1):
		return []byte(`"never"`), nil
	case math.IsInf(x, -1):
		return []byte(`"-never"`), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *number) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		*n = number(math.NaN())
		return nil
	case `"never"`:
		*n = number(math.Inf(1))
		return nil
	case `"-never"`:
		*n = number(math.Inf(-1))
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// written is an estimate as JSON holds it.
type written struct {
	Mean   number `json:"mean"`
	Median number `json:"median"`
	Low    number `json:"low"`
	High   number `json:"high"`
	SE     number `json:"monte_carlo_error"`
	Cells  int    `json:"cells"`
}

// MarshalJSON writes null for what does not exist.
func (e Estimate) MarshalJSON() ([]byte, error) {
	return json.Marshal(written{number(e.Mean), number(e.Median), number(e.Low), number(e.High), number(e.SE), e.Cells})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Estimate) UnmarshalJSON(b []byte) error {
	var w written
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*e = Estimate{Mean: float64(w.Mean), Median: float64(w.Median), Low: float64(w.Low), High: float64(w.High), SE: float64(w.SE), Cells: w.Cells}
	return nil
}

// MarshalJSON writes null for what does not exist.
func (d Difference) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Plan            string   `json:"plan"`
		Value           Estimate `json:"value"`
		Diff            Estimate `json:"difference"`
		K               int      `json:"cells_with_sign"`
		N               int      `json:"cells"`
		Mark            Mark     `json:"mark"`
		Cap             string   `json:"capped_by,omitempty"`
		Origin          Origin   `json:"origin,omitempty"`
		Better          int      `json:"better"`
		AssumptionShare number   `json:"assumption_share"`
		Pairing         number   `json:"pairing"`
		Needed          int      `json:"cells_needed"`
	}{d.Plan, d.Value, d.Diff, d.K, d.N, d.Mark, d.Cap, d.Origin, d.Better, number(d.AssumptionShare), number(d.Pairing), d.Needed})
}
