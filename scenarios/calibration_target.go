package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// targets reads what was observed, by name; targets that are taken from a calibration of
// the tool stand first, and one of the same name replaces them.
func (c *calibrationReader) targets(out *Calibration, v *value) *value {
	if v.form != mapping || len(v.keys) == 0 {
		c.add(v, "targets", calibrateMsg("no_targets"), calibrateMsg("write_target"))
		return v
	}
	said := &value{form: mapping, place: v.place}
	if use := v.get(useKey); use != nil {
		if use.form != scalar || !slices.Contains(Calibrations(), use.text) {
			c.add(use, "targets.use", calibrateMsg("unknown", "name", clip(use.text)), DidYouMean(use.text, Calibrations()))
		} else {
			base, err := LoadCalibration(use.text, c.known)
			if err != nil {
				panic("scenarios: calibration of the tool: " + err.Error())
			}
			out.Targets = slices.Clone(base.Targets)
			said = base.root.get("targets")
		}
	}
	quantities := map[string]string{}
	for i, key := range v.keys {
		item, path := v.items[i], "targets."+key
		mark := &value{place: v.marks[i]}
		switch {
		case key == useKey:
			continue
		case !idShape.MatchString(key):
			c.add(mark, path, msg("bad_name"), msg("write_name"))
			continue
		case item.form == null: // one that is taken in is left out
			at := slices.IndexFunc(out.Targets, func(t CalibrationTarget) bool { return t.Name == key })
			if at < 0 {
				c.add(item, path, msg("removes_nothing"), DidYouMean(key, said.keys))
				continue
			}
			out.Targets = slices.Delete(out.Targets, at, at+1)
			said = said.with([]string{key}, nil)
			continue
		}
		one := c.record(targetGrammar, item, path)
		if one == nil {
			continue
		}
		t, ok := c.target(key, one, item, path)
		said = said.with([]string{key}, one)
		if !ok {
			continue
		}
		at := slices.IndexFunc(out.Targets, func(o CalibrationTarget) bool { return o.Name == key })
		if at < 0 {
			out.Targets = append(out.Targets, t)
		} else {
			out.Targets[at] = t
		}
	}
	for _, t := range out.Targets {
		id := t.Quantity + " " + t.Source
		if first, twice := quantities[id]; twice {
			c.add(t.at, "targets."+t.Name, calibrateMsg("same_target", "first", first), sweepMsg("keep_one"))
		}
		quantities[id] = t.Name
	}
	if len(out.Targets) == 0 && c.err() == nil {
		c.add(v, "targets", calibrateMsg("no_targets"), calibrateMsg("write_target"))
	}
	return said
}

// target reads one target.
func (c *calibrationReader) target(key string, v, raw *value, path string) (CalibrationTarget, bool) {
	before := len(c.found)
	t := CalibrationTarget{Name: key, Likelihood: LikelyNormal, Note: textIn(v, "note"), at: raw}
	if q := v.get("quantity"); q != nil {
		t.Quantity = q.text
		if n, near := c.known(q.text); n == 0 {
			hint := calibrateMsg("list_quantities")
			if near != "" {
				hint = msg("did_you_mean", "name", near)
			}
			c.add(q, path+".quantity", calibrateMsg("unknown_quantity", "name", clip(q.text)), hint)
		}
	}
	var row evidence.Row
	var known bool
	if s := v.get("source"); s != nil {
		t.Source = strings.TrimSpace(s.text)
		row, known = register().Row(t.Source)
		if !known && idShape.MatchString(t.Source) {
			c.add(s, path+".source", msg("unknown_row", "row", clip(t.Source)), nearRow(t.Source))
		}
	}
	if l := v.get("likelihood"); l != nil {
		t.Likelihood = l.text
	}
	t.Values = c.numbers(v.get("values"), path+".values")
	switch one := v.get("value"); {
	case one != nil && v.get("values") != nil:
		c.add(one, path+".value", calibrateMsg("value_twice"), sweepMsg("keep_one"))
	case one != nil:
		t.Values = []float64{plainNumber(one)}
	case v.get("values") == nil && known:
		t.Values = []float64{row.Value}
	case v.get("values") == nil && len(c.found) == before:
		c.add(raw, path, calibrateMsg("no_value"), calibrateMsg("write_value"))
	}
	switch n, _ := c.known(t.Quantity); {
	case n > 0 && len(t.Values) > 0 && len(t.Values) != n:
		c.add(raw, path, calibrateMsg("numbers", "count", len(t.Values), "need", n), none)
	case len(t.Values) > 1 && t.Likelihood != LikelyDirichlet:
		at := raw
		if l := v.get("likelihood"); l != nil {
			at = l
		}
		c.add(at, join(path, "likelihood"), calibrateMsg("one_number", "likelihood", likelihoodSaid(t.Likelihood), "count", len(t.Values)), calibrateMsg("take_dirichlet"))
	}
	c.uncertainty(&t, v, raw, row, known, path)
	return t, len(c.found) == before
}

// numbers reads a list of numbers.
func (c *calibrationReader) numbers(v *value, path string) []float64 {
	if v == nil {
		return nil
	}
	if v.form != sequence || len(v.items) == 0 {
		c.add(v, path, msg("want_list"), calibrateMsg("write_target"))
		return nil
	}
	var out []float64
	for _, item := range v.items {
		if x := c.read(observedNumber(""), item, path); x != nil {
			out = append(out, plainNumber(x))
		}
	}
	return out
}

// uncertaintyKeys are, by likelihood, the keys that say how sure an observation is.
var uncertaintyKeys = map[string][]string{
	LikelyNormal: {"sd", "interval", "range"}, LikelyLognormal: {"sd", "interval", "range"},
	LikelyBinomial: {"n"}, LikelyPoisson: {"exposure"}, LikelyNegative: {"size", "exposure"}, LikelyDirichlet: {"concentration"},
}

// likelihoodSaid names a likelihood in a sentence.
func likelihoodSaid(name string) words.Message { return calibrateMsg("likelihood_" + name) }

// uncertainty reads how sure an observation is. Of an interval the width counts, and the
// observation is its middle: one that lies outside it was mistyped.
func (c *calibrationReader) uncertainty(t *CalibrationTarget, v, raw *value, row evidence.Row, known bool, path string) {
	own := uncertaintyKeys[t.Likelihood]
	var said []string
	for _, key := range []string{"sd", "interval", "range", "n", "exposure", "size", "concentration"} {
		switch at := v.get(key); {
		case at == nil:
		case !slices.Contains(own, key):
			c.add(at, join(path, key), calibrateMsg("other_uncertainty", "likelihood", likelihoodSaid(t.Likelihood), "keys", strings.Join(own, ", ")), none)
			return
		default:
			said = append(said, key)
		}
	}
	number := func(key string, to *float64) {
		if at := v.get(key); at != nil {
			if *to = plainNumber(at); !(*to > 0) {
				c.add(at, join(path, key), calibrateMsg("not_above_0"), none)
			}
		}
	}
	spread := t.Likelihood == LikelyNormal || t.Likelihood == LikelyLognormal
	switch {
	case len(said) == 0, t.Likelihood == LikelyNegative && v.get("size") == nil:
		c.add(raw, path, calibrateMsg("no_uncertainty", "likelihood", likelihoodSaid(t.Likelihood), "keys", strings.Join(own, ", ")), calibrateMsg("why_uncertainty"))
		return
	case spread && len(said) > 1:
		c.add(raw, path, calibrateMsg("uncertainty_twice", "a", said[0], "b", said[1]), sweepMsg("keep_one"))
		return
	}
	t.Exposure = 1
	number("sd", &t.SD)
	number("n", &t.Trials)
	number("exposure", &t.Exposure)
	number("size", &t.Size)
	number("concentration", &t.Weight)
	low, high, ends := row.Low, row.High, v.get("range")
	switch {
	case v.get("range") != nil && (!known || !(row.Low < row.High)):
		c.add(v.get("range"), join(path, "range"), calibrateMsg("row_no_range", "row", clip(t.Source)), calibrateMsg("why_uncertainty"))
		return
	case v.get("interval") != nil:
		ends = v.get("interval")
		two := c.numbers(ends, join(path, "interval"))
		if len(two) != 2 || !(two[0] < two[1]) {
			c.add(ends, join(path, "interval"), calibrateMsg("no_interval"), none)
			return
		}
		low, high = two[0], two[1]
	case v.get("range") == nil:
		return
	}
	if len(t.Values) == 1 && !(low <= t.Values[0] && t.Values[0] <= high) {
		c.add(ends, path, calibrateMsg("value_outside", "value", t.Values[0], "low", low, "high", high), calibrateMsg("fix_outside"))
		return
	}
	const width = 2 * 1.959963984540054 // of a 95 % interval in standard deviations
	if t.Likelihood == LikelyLognormal {
		if !(low > 0) {
			c.add(raw, path, calibrateMsg("log_above_0"), none)
			return
		}
		t.SD = math.Log(high/low) / width
		return
	}
	t.SD = (high - low) / width
}
