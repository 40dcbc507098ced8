package scenarios

import (
	"sync"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// sources notes where the amount of an instrument comes from: solved or without
// a source (bedrag niet in de nota, or an amount of a user's own), or outside the range of its evidence.
func (b *builder) sources(v *value, path string, today bool) {
	if today {
		return
	}
	key := "amount"
	for _, other := range []string{"base", "episode", "tiers", "sources"} {
		if v.get(key) == nil {
			key = other
		}
	}
	money := v.get(key)
	if money == nil {
		return
	}
	name := path[len("financing."):]
	path += "." + key
	if money.get("solve") != nil {
		id := "note_solved"
		if money.ours() {
			id = "note_own_solved"
		}
		b.note(path, msg(id, "name", name, "target", sayValue(money.get("solve"))))
		return
	}
	source := v.get("source")
	if source == nil {
		id := "note_not_in_note"
		if money.ours() {
			id = "note_own"
		}
		b.note(path, msg(id, "name", name, "amount", sayValue(money)))
		return
	}
	if money.form == mapping {
		return // several amounts, of which one row cannot be the measure
	}
	row, ok := b.s.register().Row(source.text)
	if !ok {
		b.report.add(source, path[:len(path)-len(key)]+"source", msg("unknown_row", "row", source.text), nearRow(source.text))
		return
	}
	q, _ := parseQuantity(money.text)
	amount, _ := q.PerYear()
	switch {
	case amount < row.Low || amount > row.High:
		b.note(path, msg("note_outside", "amount", sayValue(money), "row", row.ID, "low", number(row.Low), "high", number(row.High)))
	case amount != row.Value:
		b.note(path, msg("note_override", "path", path, "value", sayValue(money), "evidence", row.ID))
	}
}

// register is the embedded evidence; that it loads is our own promise.
func register() *evidence.Register {
	reg, err := evidence.Load()
	if err != nil {
		panic("scenarios: the embedded register does not load: " + err.Error())
	}
	return reg
}

// parameters are the embedded defaults of the model.
func parameters() *model.Parameters { return loadParameters() }

var loadParameters = sync.OnceValue(func() *model.Parameters {
	ps, err := model.Load(register())
	if err != nil {
		panic("scenarios: the embedded parameters do not load: " + err.Error())
	}
	return ps
})
