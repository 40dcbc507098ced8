package job

import (
	"slices"

	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// assumptions says in a manifest under which sets of assumptions its plans were
// looked at.
func (x *Experiment) assumptions(m *outputs.Manifest) {
	sets := x.Plans[0].Sets()
	if len(sets) == 0 {
		for _, set := range scenarios.Sets() {
			if set.Name == scenarios.DefaultSet {
				sets = append(sets, set)
			}
		}
	}
	for _, set := range sets {
		m.Assumptions = append(m.Assumptions, outputs.AssumptionSet{ID: set.Name, Title: set.Title, Description: set.Description, Fit: fitFileOf(set)})
		m.Inputs["assumptions/"+set.Name] = set.Digest()
	}
}

// fitFileOf is the file of a result folder that holds the fit of a set; "" for a set of
// the tool.
func fitFileOf(set *scenarios.Set) string {
	if set.Fit == nil {
		return ""
	}
	return outputs.FitFile(set.Digest())
}

// fits are the fits that the plans are looked at with, by their file in a result folder.
func (x *Experiment) fits() map[string][]byte {
	out := map[string][]byte{}
	for _, set := range x.Plans[0].Sets() {
		if set.Fit != nil {
			out[fitFileOf(set)] = set.Fit.Text()
		}
	}
	for _, s := range x.Plans {
		if f := s.Uses(); f != nil {
			out[outputs.FitFile(f.Digest())] = f.Text()
		}
	}
	return out
}

// underSets puts what the sets say of a parameter in its place in the register of
// a run: with a row, its number and source; without, an assumption.
func (x *Experiment) underSets(register []outputs.RegisterEntry) {
	reg, _, err := DefaultsOf(x.Plans[0])
	if err != nil {
		panic("job: " + err.Error()) // it was read before
	}
	for _, set := range x.Plans[0].Sets() {
		for _, a := range set.Assumptions {
			i := slices.IndexFunc(register, func(e outputs.RegisterEntry) bool { return e.Path == a.Path })
			e := &register[i]
			low, high := a.Low, a.High
			e.Value, e.Low, e.High, e.Origin, e.EvidenceID = a.Value, &low, &high, outputs.Origin(scenarios.OriginOf(a)), a.Row
			e.Source, e.Own = "assumptions/"+set.Name, false
			if set.Fit != nil {
				e.Source = set.Fit.File + " (" + set.Digest() + ")"
			}
			if row, ok := reg.Row(a.Row); ok {
				e.Source = row.Source
			}
		}
	}
}

// coin says in how many simulations the programme of a plan does nothing, where a coin
// decides that.
func (x *Experiment) coin(s *scenarios.Scenario) []words.Message {
	if !s.Tosses() {
		return nil
	}
	if x.Fixed {
		return []words.Message{words.NewMessage("scenarios.note_coin_fixed")}
	}
	failed := 0
	for d := range x.Draws {
		if s.Fails(x.Values(s, d), x.Seed, d+1) {
			failed++
		}
	}
	return []words.Message{words.NewMessage(reading.NoteCoin, "count", failed, "of", x.Draws)}
}
