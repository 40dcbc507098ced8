package scenarios

import (
	"errors"
	"slices"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// frees reads what is fitted, by path or by family.
func (c *calibrationReader) frees(out *Calibration, v *value) {
	if v.form != mapping || len(v.keys) == 0 {
		c.add(v, "free", calibrateMsg("no_free"), calibrateMsg("write_free"))
		return
	}
	if len(v.keys) > mostFree {
		c.add(v, "free", calibrateMsg("many_free", "count", len(v.keys), "most", mostFree), none)
	}
	owner := map[string]string{} // path → the key that fits it
	for i, key := range v.keys {
		item, path, mark := v.items[i], "free."+key, &value{place: v.marks[i]}
		f, ok := c.free(key, item, mark, path)
		if !ok {
			continue
		}
		for _, p := range f.Paths {
			if first, twice := owner[p]; twice {
				c.add(mark, path, calibrateMsg("free_twice", "path", p, "first", first), sweepMsg("keep_one"))
				ok = false
				break
			}
			owner[p] = key
		}
		if ok {
			out.Free = append(out.Free, f)
		}
	}
}

// free reads one parameter or family with its prior.
func (c *calibrationReader) free(key string, item, mark *value, path string) (CalibrationFree, bool) {
	f := CalibrationFree{Name: key}
	evident := item.form == mapping && item.get("range") != nil
	if item.form != mapping {
		c.add(item, path, calibrateMsg("want_prior"), calibrateMsg("write_free"))
		return f, false
	}
	if evident && (len(item.keys) > 1 || item.get("range").form != scalar || item.get("range").text != "evidence") {
		c.add(item, path, calibrateMsg("want_prior"), calibrateMsg("write_free"))
		return f, false
	}
	params := []model.Parameter{}
	if p, ok := parameters().Parameter(key); ok {
		params = append(params, p)
	} else {
		for _, p := range parameters().List() {
			if p.Family == key && p.Draw != model.Fixed {
				params = append(params, p)
			}
		}
		if len(params) > 0 && !evident {
			c.add(item, path, calibrateMsg("family_range"), calibrateMsg("write_family"))
			return f, false
		}
	}
	if len(params) == 0 {
		c.add(mark, path, msg("unknown_parameter", "name", clip(key)), nearFree(key))
		return f, false
	}
	f.Table = params[0].Table
	for _, p := range params {
		prior, ok := c.prior(p, item, mark, evident, path)
		if !ok {
			return f, false
		}
		f.Paths, f.prior = append(f.Paths, p.Path), append(f.prior, prior)
	}
	return f, true
}

// prior is the quantile function of a parameter's prior.
func (c *calibrationReader) prior(p model.Parameter, item, mark *value, evident bool, path string) (func(float64) float64, bool) {
	switch {
	case p.Rule():
		c.add(mark, path, calibrateMsg("a_rule", "path", p.Path), none)
		return nil, false
	case p.Kind == model.Lever:
		c.add(mark, path, calibrateMsg("a_lever", "path", p.Path), none)
		return nil, false
	}
	family, at, low, high := p.Draw, p.Base, p.Low, p.High
	switch {
	case evident && !(p.Low < p.High):
		c.add(item, path, calibrateMsg("no_range", "path", p.Path, "row", p.Evidence), calibrateMsg("write_prior"))
		return nil, false
	case evident && family == model.Fixed:
		family = usualPrior(p)
	case !evident:
		if p.Table { // the number is a factor on the table
			p.Table = false
			p.Unit = "ratio"
		}
		out := c.assumed(p, item, path)
		if out == nil {
			return nil, false
		}
		if out.get("draw") == nil || out.get("draw").text == string(model.Fixed) {
			c.add(item, path, calibrateMsg("prior_fixed"), calibrateMsg("write_prior"))
			return nil, false
		}
		a := assumptionOf(p, out)
		family, at, low, high = model.Draw(a.Draw), a.Value, a.Low, a.High
		if low < high && !(low <= at && at <= high) {
			c.add(item, path, calibrateMsg("value_outside", "value", at, "low", low, "high", high), calibrateMsg("fix_outside"))
			return nil, false
		}
	}
	no := new(model.Misfit)
	if errors.As(family.Check(at, low, high), &no) {
		c.add(item, path, msg("misfit_"+no.Code, "value", no.Value, "low", no.Low, "high", no.High), msg("misfit_fix"))
		return nil, false
	}
	for _, u := range []float64{1e-6, 1 - 1e-6} {
		if x := family.Quantile(at, low, high, u); p.Check(x) != nil {
			c.add(item, path, calibrateMsg("prior_outside", "path", p.Path, "value", x, "unit", p.Unit), calibrateMsg("other_prior"))
			return nil, false
		}
	}
	return func(u float64) float64 {
		return family.Quantile(at, low, high, min(max(u, 0x1p-100), 1-0x1p-53))
	}, true
}

// usualPrior is the family of a parameter that belgium.yaml does not draw but that has a
// range: shares are beta, what is positive lognormal, and the rest normal.
func usualPrior(p model.Parameter) model.Draw {
	switch {
	case !p.Table && model.IsShare(p.Unit) && model.Beta.Check(p.Base, p.Low, p.High) == nil:
		return model.Beta
	case model.Lognormal.Check(p.Base, p.Low, p.High) == nil:
		return model.Lognormal
	}
	return model.Normal
}

// nearFree is the hint for an unknown parameter or family.
func nearFree(key string) words.Message {
	var known []string
	for _, p := range parameters().List() {
		known = append(known, p.Path)
		if p.Family != "" && !slices.Contains(known, p.Family) {
			known = append(known, p.Family)
		}
	}
	if near := evidence.Nearest(key, known); near != "" {
		return msg("did_you_mean", "name", near)
	}
	return msg("list_evidence")
}
