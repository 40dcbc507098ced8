package scenarios

import (
	"piramide/internal/draw"
	"piramide/scenarios/model"
)

// Assume puts the assumptions of the scenario over the parameters of draw n
// and notes each: a number that stands instead of evidence, and whether it
// leaves the range of that evidence. A distribution is drawn with the luck of
// its own path; in draw 0 it takes its value.
func (s *Scenario) Assume(v *model.Values, seed uint64, n int) []Note {
	var notes []Note
	for _, a := range s.Assumptions {
		p, _ := parameters().Parameter(a.Path) // known since loading
		x, said := a.Value, number(a.Value)
		if a.Row != "" {
			row, _ := register().Row(a.Row)
			x, said = row.Value, a.Row
		}
		if a.Draw != "" && a.Draw != "fixed" && n > 0 {
			u := draw.Unit(draw.Word(draw.Parameter(seed, n, a.Path), draw.Lasting, draw.ParameterValue))
			x = model.Draw(a.Draw).Quantile(a.Value, a.Low, a.High, u)
		}
		v.Override(a.Path, x)
		path := "assumptions." + a.Path
		notes = append(notes, Note{path, msg("note_override", "path", a.Path, "value", said, "evidence", p.Evidence)})
		if base := a.Value; a.Row == "" && !p.Plausible(base) {
			notes = append(notes, Note{path, msg("note_outside", "amount", said, "row", p.Evidence, "low", number(p.Low), "high", number(p.High))})
		}
	}
	return notes
}
