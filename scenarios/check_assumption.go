package scenarios

import (
	"errors"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/model"
)

// Assumptions and effects as files write them.
//
// Decided: whether a number, a row of the register or a distribution can stand
// for a parameter, and whether an effect of care outside the range of its
// evidence gives a reason. Read: the parameters and their rows. Written: the
// canonical value. Source: docs/model.md 7.8.

var drawNames = []string{"fixed", "lognormal", "beta", "gamma", "normal", "triangular", "uniform"}

// assumption reads a number, the id of an evidence row, or more than that:
// {value: 0.9, low: 0.8, high: 1, draw: lognormal}, {row: ID, draw: lognormal},
// {value: 0.9, reason: "…"}. Some parameters have a word for a value, see
// [model.Parameter.Word].
func (r *reader) assumption(v *value, path string) *value {
	name := strings.TrimPrefix(path, "assumptions.")
	if name == useKey && !r.set {
		if v.form != scalar || !isFile(v.text) {
			r.add(v, path, calibrateMsg("want_fit"), calibrateMsg("make_fit"))
			return nil
		}
		return plain(v, v.text, true)
	}
	parameter, ok := parameters().Parameter(name)
	if !ok {
		r.add(v, path, msg("unknown_parameter", "name", name), nearParameter(name))
		return nil
	}
	if parameter.Rule() {
		return r.rule(parameter, v, path)
	}
	if x, ok := parameter.Word(v.text); ok && v.form == scalar {
		return plain(v, number(x), false)
	}
	out := r.assumed(parameter, v, path)
	if out != nil && !r.inEvidence(parameter, assumptionOf(parameter, out), "value", out, path) {
		return nil
	}
	return out
}

// rule reads the word of a parameter that is a rule.
func (r *reader) rule(p model.Parameter, v *value, path string) *value {
	if _, ok := p.Word(v.text); ok && v.form == scalar {
		return plain(v, v.text, false)
	}
	r.add(v, path, msg("want_rule", "text", clip(v.text)), msg("choose_from", "names", strings.Join(model.Rules, ", ")))
	return nil
}

// effect reads the size of an effect of care under its name, {hr: 0.95, reason: "…"}, or
// the rule for effects together.
func (r *reader) effect(v *value, path string) *value {
	name := strings.TrimPrefix(path, "effects.")
	if name == overlapKey {
		parameter, _ := parameters().Parameter(overlapPath)
		return r.rule(parameter, v, path)
	}
	e, ok := careEffectOf(name)
	if !ok {
		r.add(v, path, msg("unknown_effect", "name", clip(name)), DidYouMean(name, append(effectNames(), overlapKey)))
		return nil
	}
	parameter, _ := parameters().Parameter(e.parameter)
	if v.form == mapping {
		for i, key := range v.keys {
			if key != e.measure && slices.Contains([]string{"hr", "rr", "smd", "value"}, key) {
				r.add(&value{place: v.marks[i]}, join(path, key), msg("wrong_measure", "measure", key), msg("write_measure", "measure", e.measure, "unit", parameter.Unit))
				return nil
			}
		}
	}
	size := field{key: e.measure, kind: effectSize, need: true}
	out := r.record(field{fields: []field{size, {key: "reason", kind: text}}}, v, path)
	if out == nil || out.get(e.measure) == nil {
		return nil
	}
	inner := r.assumed(parameter, out.get(e.measure), join(path, e.measure))
	if inner == nil {
		return nil
	}
	out = out.with([]string{e.measure}, inner)
	a := assumptionOf(parameter, inner)
	if reason := out.get("reason"); reason != nil {
		a.Reason = reason.text
	}
	if !r.inEvidence(parameter, a, e.measure, inner, join(path, e.measure)) {
		return nil
	}
	return out
}

// inEvidence refuses the size of an effect outside the range of its evidence
// without a reason. A row that answers the same question is its own reason.
func (r *reader) inEvidence(p model.Parameter, a Assumption, key string, v *value, path string) bool {
	if !p.Effect || r.free || a.Reason != "" || slices.Contains(p.Alternatives, a.Row) {
		return true
	}
	for _, x := range []float64{a.Value, a.Low, a.High} {
		if p.Plausible(x) {
			continue
		}
		r.add(v, path, msg("effect_outside", "value", number(x), "row", p.Evidence, "low", number(p.Low), "high", number(p.High)),
			msg("effect_reason", "key", key, "value", number(x)))
		return false
	}
	return true
}

// assumed reads what stands for a parameter.
func (r *reader) assumed(p model.Parameter, v *value, path string) *value {
	var out *value
	switch v.form {
	case mapping:
		out = r.assumedParts(p, v, path)
	case scalar:
		out = r.assumedScalar(p, v, path)
	default:
		r.add(v, path, msg("want_value", "form", formNames[v.form]), none)
	}
	if out == nil {
		return nil
	}
	for _, one := range append(items(out), out) {
		if one.form == scalar && !one.quoted && !slices.Contains(drawNames, one.text) && one.text != "yes" && one.text != "no" {
			if n := plainNumber(one); p.Check(n) != nil {
				reason := msg("out_of_range", "value", number(n), "min", "0", "max", "1") // a share
				if n < 0 {
					reason = msg("negative", "value", number(n))
				}
				r.add(one, path, reason, none)
				return nil
			}
		}
	}
	return out
}

// assumedNumber is a number that stands for a parameter.
var assumedNumber = field{kind: quantity, units: []string{"", "%"}, min: -largest}

// assumedParts reads a mapping: a row or a value, a distribution, a reason.
func (r *reader) assumedParts(p model.Parameter, v *value, path string) *value {
	drawn := v.get("draw") != nil || v.get("low") != nil || v.get("high") != nil
	var fields []field
	if v.get("row") != nil {
		fields = []field{{key: "row", kind: rowOf, need: true}, oneOf("draw", drawNames...)}
	} else {
		drawn = drawn || v.get("reason") == nil // a value alone is written as a number
		for _, key := range []string{"value", "low", "high"} {
			part := assumedNumber
			part.key, part.need = key, key == "value" || drawn
			fields = append(fields, part)
		}
		d := oneOf("draw", drawNames...)
		d.need = drawn
		fields = append(fields, d)
	}
	if r.set {
		fields = append(fields, yes("coin"))
	}
	before := len(r.found)
	out := r.record(field{fields: append(fields, field{key: "reason", kind: text})}, v, path)
	if out == nil || len(r.found) > before {
		return nil
	}
	if row := out.get("row"); row != nil && r.row(p, row, join(path, "row")) == nil {
		return nil
	}
	if out.get("draw") == nil {
		return out
	}
	a := assumptionOf(p, out)
	no := new(model.Misfit)
	switch {
	case p.Table:
		r.add(out, path, msg("table_row"), msg("write_factor"))
		return nil
	case errors.As(model.Draw(a.Draw).Check(a.Value, a.Low, a.High), &no):
		r.add(out, path, msg("misfit_"+no.Code, "value", no.Value, "low", no.Low, "high", no.High), msg("misfit_fix"))
		return nil
	}
	return out
}

// assumedScalar reads a number or the id of a row.
func (r *reader) assumedScalar(p model.Parameter, v *value, path string) *value {
	if idShape.MatchString(v.text) && !strings.ContainsAny(v.text[:1], "0123456789") {
		switch strings.ToLower(v.text) {
		case "nan", "inf", "infinity":
			r.add(v, path, msg("not_finite", "text", v.text), none)
			return nil
		}
		return r.row(p, v, path)
	}
	return r.scalar(assumedNumber, v, path)
}

// row checks the id of a row, or of an age table for a parameter that is one.
func (r *reader) row(p model.Parameter, v *value, path string) *value {
	if p.Table {
		if len(register().Family(v.text)) == 0 {
			r.add(v, path, msg("unknown_row", "row", v.text), nearRow(v.text))
			return nil
		}
		if _, err := p.Alternative(v.text, register()); err != nil {
			r.add(v, path, msg("table_row"), msg("write_factor"))
			return nil
		}
		return plain(v, v.text, true)
	}
	if _, ok := register().Row(v.text); !ok {
		r.add(v, path, msg("unknown_row", "row", v.text), nearRow(v.text))
		return nil
	}
	return plain(v, v.text, true)
}

// nearParameter is the hint for an unknown parameter.
func nearParameter(path string) words.Message {
	if near := parameters().Near(path); near != "" {
		return msg("did_you_mean", "name", near)
	}
	return msg("list_parameters")
}

// nearRow is the hint for an unknown evidence id.
func nearRow(id string) words.Message {
	if near := register().Near(id); near != "" {
		return msg("did_you_mean", "name", near)
	}
	return msg("list_evidence")
}
