package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// Dial is a lever of a plan or an assumption about the world that can be
// turned: one number with its unit.
type Dial struct {
	Path      string           // as it was asked
	Sets      string           // the path that is set: another one for funded posts and for aliases
	Unit      string           // as in a file; of a parameter, the unit of its row
	Value     float64          // as the plan has it now
	Low, High float64          // between which it is looked for
	Step      float64          // of whole posts, months and counts; 0 = any number
	Parameter *model.Parameter // of an assumption; nil for a lever
	at        func(x float64) (*Scenario, error)
}

// At gives the plan with the dial at x. The error is [Problems].
func (d *Dial) At(x float64) (*Scenario, error) { return d.at(x) }

// Text writes a value of the dial as in a file.
func (d *Dial) Text(x float64) string {
	if d.Parameter != nil {
		return number(x)
	}
	return Quantity{x, d.Unit}.String()
}

// reach is how many times its present value a dial without limits of its own is
// looked for; the grammar may allow less.
const reach = 10

// ratioFloor is the strongest effect that is looked for: 95 % of all events gone.
const ratioFloor = 0.05

// Dial finds a dial by path: a lever of the plan (zorgcoach.posts,
// financing.regio.amount) or a parameter of the model (effect.coordination.stay,
// with or without "assumptions." in front, or as effects.zorgcoach.unplanned_stay).
// cfg is a region of the plan at base values: what posts cost follows from it.
// Posts that are funded are turned by the money that pays them, the money of
// others untouched. The error is [Problems].
func (s *Scenario) Dial(path string, cfg *sim.Config, v Values) (*Dial, error) {
	if p, ok := parameters().Parameter(ParameterPath(path)); ok && !p.Rule() {
		return s.assumptionDial(path, p), nil
	}
	r := &report{}
	names := splitPath(path)
	f, _, ok := lookup(s.root, names)
	ok = ok && names[0] != "effects" && names[0] != "assumptions" // those that can be turned are parameters
	at := s.root.at(names)
	switch {
	case !ok:
		hint := msg("dial_choose")
		if near := evidence.Nearest(path, s.dialNames()); near != "" {
			hint = msg("did_you_mean", "name", near)
		}
		r.add(nil, clip(path), msg("unknown_dial"), hint)
	case f.fixed:
		r.add(at, path, msg("dial_fixed"), msg("dial_choose"))
	case at == nil:
		r.add(nil, path, msg("dial_absent", "plan", s.Name), msg("dial_add"))
	default:
		if d := s.leverDial(path, f, at, cfg, v, r); d != nil {
			return d, nil
		}
	}
	return nil, r.err()
}

// ParameterPath is the path of the parameter that somebody means by the path of an
// assumption or of an effect of care; any other path stays as it is.
func ParameterPath(path string) string {
	name := strings.TrimPrefix(path, "assumptions.")
	if e, ok := careEffectOf(name); ok {
		return e.parameter
	}
	return name
}

// dialNames lists what a mistyped dial may have meant.
func (s *Scenario) dialNames() []string {
	names := s.Paths()
	for _, effect := range effectNames() {
		names = append(names, "effects."+effect)
	}
	for _, p := range parameters().List() {
		names = append(names, p.Path)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// assumptionDial turns a parameter: the same number in every draw.
func (s *Scenario) assumptionDial(path string, p model.Parameter) *Dial {
	d := &Dial{Path: path, Sets: "assumptions." + p.Path, Unit: p.Unit, Value: p.Base, Parameter: &p}
	for _, a := range s.Assumptions {
		if a.Path != p.Path {
			continue
		}
		d.Value = a.Value
	}
	width := p.High - p.Low
	switch {
	case !p.Table && p.Check(2) != nil: // a share
		d.Low, d.High = 0, 1
	case p.Effect && p.Low > 0 && strings.Contains(p.Unit, "ratio"):
		d.Low, d.High = ratioFloor, math.Max(1, p.High)
	case width > 0:
		d.Low, d.High = p.Low-2*width, p.High+2*width
	default:
		d.Low, d.High = math.Min(p.Base/reach, p.Base*reach), math.Max(p.Base/reach, p.Base*reach)
	}
	if p.Low >= 0 {
		d.Low = math.Max(0, d.Low)
	}
	d.at = func(x float64) (*Scenario, error) { return s.set(d.Sets, number(x), true) }
	for _, e := range careEffects {
		if v := s.root.at([]string{"effects", e.name}); v != nil && e.parameter == p.Path { // the plan's own effect turns in its place
			d.Sets = "effects." + e.name
			d.at = func(x float64) (*Scenario, error) { return s.set(d.Sets, "{"+e.measure+": "+number(x)+"}", true) }
		}
	}
	return d
}

// leverDial turns a quantity of the plan.
func (s *Scenario) leverDial(path string, f field, at *value, cfg *sim.Config, v Values, r *report) *Dial {
	d := &Dial{Path: path, Sets: path}
	switch {
	case f.kind == posts && at.text == "funded":
		return s.fundedDial(path, cfg, v, r)
	case f.kind == amount && at.form == mapping:
		q, _ := parseQuantity(at.get("solve").text)
		d.Unit, d.Value = q.Unit, q.Value
		d.at = func(x float64) (*Scenario, error) { return s.Set(path, "{solve: "+Quantity{x, q.Unit}.String()+"}") }
	case f.kind == quantity, f.kind == amount, f.kind == posts, f.kind == placesOf && at.text != "funded":
		q, _ := parseQuantity(at.text)
		d.Unit, d.Value = q.Unit, q.Value
		d.at = func(x float64) (*Scenario, error) { return s.Set(path, Quantity{x, q.Unit}.String()) }
	default:
		r.add(at, path, msg("dial_no_number"), msg("dial_choose"))
		return nil
	}
	d.Low, d.High = f.min, reach*d.Value
	most := f.max
	if d.Unit == "year" && slices.Equal(f.units, durations) {
		most /= 12
	}
	switch {
	case most > 0 && d.Unit == "%":
		d.High = most
	case most > 0:
		d.High = math.Min(d.High, most)
	}
	if f.kind == posts || d.Unit == "month" || d.Unit == "" || slices.Equal(f.units, []string{"year"}) {
		d.Step = 1
	}
	return d
}

// ReadQuantity reads a number with one of some units, "" for none, from what
// somebody typed at path. The error is [Problems].
func ReadQuantity(path, text string, units ...string) (Quantity, error) {
	rd := &reader{report: &report{}}
	q, ok := rd.quantity(field{kind: quantity, units: units, min: -largest}, &value{text: text}, path)
	if !ok {
		return q, rd.err()
	}
	return q, nil
}
