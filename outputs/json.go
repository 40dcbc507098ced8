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

// MarshalJSON writes null for what does not exist.
func (e Estimate) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Mean   number `json:"mean"`
		Median number `json:"median"`
		Low    number `json:"low"`
		High   number `json:"high"`
		SE     number `json:"monte_carlo_error"`
		Cells  int    `json:"cells"`
	}{number(e.Mean), number(e.Median), number(e.Low), number(e.High), number(e.SE), e.Cells})
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
