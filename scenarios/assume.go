package scenarios

import (
	"slices"
	"strings"

	"piramide/internal/draw"
	"piramide/internal/words"
	"piramide/scenarios/model"
)

// Assume puts the assumptions of the scenario, and of the sets it is looked at
// under, over the parameters of draw n. It notes those of the plan itself: a number
// that stands instead of evidence, whether it leaves the range of that evidence and
// why, and whether it stands instead of that of a set. A distribution is drawn with
// the luck of its parameter; in draw 0 it takes its value.
func (s *Scenario) Assume(v *model.Values, seed uint64, n int) []Note {
	var notes []Note
	for _, coin := range []bool{false, true} { // what a coin needs stands before it falls
		for _, a := range s.Assumptions {
			if a.Coin == coin {
				s.assume(a, v, seed, n)
			}
		}
	}
	if s.used != nil {
		notes = append(notes, Note{join("assumptions", useKey), calibrateMsg("note_use", "file", s.used.Fit.File, "count", len(s.used.Assumptions))})
	}
	for _, a := range s.Assumptions {
		if a.Set == "" {
			notes = append(notes, a.notes(s.beaten(a.Path))...)
		}
		if n := s.unused(a); n != nil {
			who := msg("note_own_number_plan")
			if a.Set != "" {
				who = msg("note_own_number_set", "set", a.Set)
			}
			notes = append(notes, Note{a.Path, msg("note_own_number", "row", n.ID, "path", a.Path, "who", who)})
		}
	}
	if s.numbers != nil {
		for _, n := range s.numbers.List {
			named := func(a Assumption) bool { return a.Row == n.ID || a.Row != "" && strings.HasPrefix(n.ID, a.Row+"_") }
			if n.Path == "" && !slices.ContainsFunc(s.Assumptions, named) {
				notes = append(notes, Note{n.ID, msg("note_own_number_idle", "row", n.ID)})
			}
		}
	}
	return notes
}

// unused is the user's own number that an assumption puts aside by naming another
// number or row for its parameter; nil = none. What a rule of a set makes of the range
// of an own number follows that number.
func (s *Scenario) unused(a Assumption) *OwnNumber {
	if s.numbers == nil || a.Set != "" && a.Row == "" && a.At.Path == "" {
		return nil
	}
	for i := range s.numbers.List {
		if n := &s.numbers.List[i]; n.Path == a.Path && n.ID != a.Row {
			return n
		}
	}
	return nil
}

// assume puts one assumption over a parameter.
func (s *Scenario) assume(a Assumption, v *model.Values, seed uint64, n int) {
	p, _ := parameters().Parameter(a.Path) // known since loading
	if p.Table && a.Row != "" {
		v.OverrideTable(a.Path, a.Row, s.register())
		return
	}
	x := a.Value
	if a.fit != nil {
		if row := a.fit.row(seed, n); row != nil {
			x = row[a.column]
		}
	}
	if a.Draw != "" && n > 0 {
		x = model.Draw(a.Draw).Quantile(a.Value, a.Low, a.High, p.Unit01(seed, n))
	}
	if a.Coin && n > 0 {
		x = tossed(x, v.Get(successPath), works(v, seed, n))
	}
	v.Override(a.Path, x)
}

// successPath is the chance that a programme does anything at all.
const successPath = "effect.success_probability"

// works says how the coin of a draw falls: one coin for all effects of a programme.
func works(v *model.Values, seed uint64, n int) bool {
	return draw.Unit(draw.Word(draw.Parameter(seed, n, "effect.success"), draw.Lasting, draw.ParameterValue)) < v.Get(successPath)
}

// tossed is a ratio in a draw: 1 where the programme fails, and where it works so
// much that the mean over both is the ratio itself.
func tossed(ratio, p float64, works bool) float64 {
	if !works {
		return 1
	}
	return max(ratioFloor, 1-(1-ratio)/p)
}

// Tosses says whether a coin decides what the plan does: it has coordination, and
// an effect of that is tossed for.
func (s *Scenario) Tosses() bool {
	return slices.ContainsFunc(s.Assumptions, func(a Assumption) bool { return a.Coin }) &&
		slices.ContainsFunc(s.steps, func(st step) bool { return st.root.get("zorgcoach") != nil || st.root.get("casemanagement") != nil })
}

// Fails says whether in draw n, with its values, the programme has no effect on
// what its coin decides. In draw 0 nothing is tossed.
func (s *Scenario) Fails(v *model.Values, seed uint64, n int) bool {
	return s.Tosses() && n > 0 && !works(v, seed, n)
}

// OriginOf says where the number of an assumption was seen; one without a row is
// somebody's own.
func OriginOf(a Assumption) model.Origin {
	if p, _ := parameters().Parameter(a.Path); a.fit != nil && p.Effect {
		return p.Origin() // observations of care as today do not tell what care does
	} else if a.fit != nil {
		return model.Fitted
	}
	row, ok := register().Row(a.Row)
	if !ok {
		return model.Assumed
	}
	return model.Parameter{Row: row}.Origin()
}

// notes are what a reader of the results must know of a plan's own assumption.
func (a Assumption) notes(set string) (notes []Note) {
	p, _ := parameters().Parameter(a.Path)
	path, said := a.At.Path, number(a.Value)
	if p.Rule() {
		notes = append(notes, Note{path, msg("note_overlap_" + model.Rules[int(a.Value)])})
		if set != "" {
			notes = append(notes, Note{path, msg("note_beats_set", "path", a.Path, "set", set)})
		}
		return notes
	}
	if a.Row != "" {
		said = a.Row
	}
	notes = append(notes, Note{path, msg("note_override", "path", strings.TrimPrefix(path, "assumptions."), "value", said, "evidence", p.Evidence)})
	if a.Row == "" && !p.Plausible(a.Value) {
		m := msg("note_outside", "amount", said, "row", p.Evidence, "low", number(p.Low), "high", number(p.High))
		if a.Reason != "" {
			m = msg("note_outside_reason", "amount", said, "row", p.Evidence, "low", number(p.Low), "high", number(p.High), "reason", a.Reason)
		}
		notes = append(notes, Note{path, m})
	}
	if set != "" {
		notes = append(notes, Note{path, msg("note_beats_set", "path", a.Path, "set", set)})
	}
	return notes
}

// OutsideEvidence says whether a note tells of a number outside the range of its
// evidence.
func OutsideEvidence(m words.Message) bool {
	return m.ID == "scenarios.note_outside" || m.ID == "scenarios.note_outside_reason"
}
