package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// Scenario is a plan in a region with its assumptions over a horizon, checked
// and resolved. It is never changed: [Scenario.Set] gives a new one.
type Scenario struct {
	Name        string
	Extends     string // as the file said; already taken in
	Title       Text
	Description Text
	Region      string    // id, or the path of a region file
	Population  string    // Churn or Ageing
	Start       sim.Month // first month of the accounts (branch)
	Months      int       // length of the accounts
	Assumptions []Assumption

	root  *value // the resolved file, canonical, without extends
	steps []step
	sets  []*Set // the sets of assumptions it is looked at under
	used  *Set   // the fit that the plan itself uses; nil = none
	free  bool   // a dial turned it: effects may leave the range of their evidence

	numbers *Numbers // a user's own numbers in the place of rows; nil = none
}

// What arrivals and departures do to the age structure of a region whose gross
// moves are known (the Leuven regions). They are part of the world and not of
// the plan: plans that are compared share them.
const (
	Churn  = "churn"  // they keep the age structure; the default
	Ageing = "ageing" // they follow the base year, and the region grows old
)

// With gives the plan over a user's own numbers: what it and its sets of assumptions
// take from rows of the register, they take from these. Nil gives the plan as it is.
func (s *Scenario) With(n *Numbers) *Scenario {
	out := *s
	out.numbers = n
	return out.under(s.sets)
}

// Numbers are the user's own numbers that the plan is looked at with; nil = none.
func (s *Scenario) Numbers() *Numbers { return s.numbers }

// register and parameters are those that the plan is looked at with.
func (s *Scenario) register() *evidence.Register {
	if s.numbers != nil {
		return s.numbers.Register
	}
	return register()
}

func (s *Scenario) parameters() *model.Parameters {
	if s.numbers != nil {
		return s.numbers.Parameters
	}
	return parameters()
}

// Text is a text by language (nl, fr, en).
type Text map[string]string

// In gives the text in a language, with the marks of print; Dutch where that language
// lacks it.
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return words.Typeset(lang, s)
	}
	return words.Typeset("nl", t["nl"])
}

// Assumption replaces the value of a parameter of the model: by a row of the
// evidence register, or by Value with Low and High as its range.
type Assumption struct {
	Path             string
	Row              string // evidence id; "" when Value is given
	Value, Low, High float64
	Draw             string  // distribution; "" = fixed at Value
	Coin             bool    // the programme works or it does not, and Value is the mean of both
	Reason           string  // why it leaves its evidence, in the words of the plan
	Set              string  // name of the set it comes from; "" = the plan's own
	At               Problem // its place, for messages of who applies it

	fit    *Fit // that it comes from, with its column; nil = none
	column int
}

// Fitted says whether the assumption is what a calibration found.
func (a Assumption) Fitted() bool { return a.fit != nil }

// Same says whether two assumptions come to the same numbers in every draw.
func (a Assumption) Same(b Assumption) bool {
	return a.Path == b.Path && a.Row == b.Row && a.Value == b.Value && a.Low == b.Low && a.High == b.High && a.Draw == b.Draw && a.Coin == b.Coin &&
		a.Fitted() == b.Fitted() && (a.fit == nil || a.fit.digest == b.fit.digest)
}

// step is the plan in force from a month on, before slip.
type step struct {
	from sim.Month
	root *value
	said *value   // its entry in the timeline
	all  []*value // every entry of that month
}

// build checks a merged file and makes it a scenario.
func build(root *value, r *report, free bool) (*Scenario, error) {
	rd := &reader{report: r, free: free}
	s := &Scenario{free: free}
	if ext := root.get("extends"); ext != nil && ext.form == scalar {
		s.Extends = ext.text
		root = root.with([]string{"extends"}, nil)
	}
	rd.from, rd.until = rd.horizon(root)
	out := rd.read(grammar, root, "")
	if out != nil {
		rd.region(out)
		rd.p3(out)
		rd.shocks(out)
		s.steps = rd.timeline(out, root.get("timeline"))
		s.Assumptions = rd.effectsOf(out, assumptionsOf(out.get("assumptions")))
		s.used = rd.uses(out.at([]string{"assumptions", useKey}))
		rd.paths(s.steps)
		for _, st := range s.steps {
			rd.phm(st.root)
			rd.outreach(st.root)
		}
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	s.root = canonicalTimeline(out, s.steps)
	s.Name, s.Region = out.get("name").text, out.get("region").text
	if s.Population = word(out.get("population")); s.Population == "" {
		s.Population = Churn
	}
	s.Start, s.Months = rd.from, int(rd.until-rd.from)
	s.Title, s.Description = textOf(out.get("title")), textOf(out.get("description"))
	if s.used != nil {
		return s.under(nil), nil
	}
	return s, nil
}

// Uses is the fit that the plan itself uses; nil = none.
func (s *Scenario) Uses() *Fit {
	if s.used == nil {
		return nil
	}
	return s.used.Fit
}

// UsesAt is the plan with the fit it uses under another name, that of the file where a
// folder keeps it.
func (s *Scenario) UsesAt(file string) *Scenario {
	out := *s
	out.root = s.root.with([]string{"assumptions", useKey}, &value{text: file, quoted: true})
	return &out
}

// uses reads the fit that a plan names, from beside the plan.
func (r *reader) uses(v *value) *Set {
	if v == nil {
		return nil
	}
	set, err := fitted(besideFile(v.file, v.text), nil)
	if err != nil {
		for _, p := range problemsOf(err) {
			r.add(v, join("assumptions", useKey), calibrateMsg("use", "why", p.Reason), p.Hint)
		}
		return nil
	}
	return set
}

// horizon reads the horizon ahead of everything else, so that dates can be
// judged; mistakes in it are reported when its turn comes.
func (r *reader) horizon(root *value) (from, until sim.Month) {
	silent := &reader{report: &report{}}
	f, _, _ := lookup(root, []string{"horizon"})
	v := root.get("horizon")
	if v == nil {
		return 0, 0
	}
	h := silent.read(f, v, "")
	if h == nil || len(silent.found) > 0 {
		return 0, 0
	}
	from, _ = ParseMonth(h.get("start").text)
	length, _ := parseQuantity(h.get("length").text)
	return from, from + sim.Month(length.Months())
}

// region refuses a region that is neither known nor a file.
func (r *reader) region(root *value) {
	v := root.get("region")
	if v == nil {
		return
	}
	low := strings.ToLower(v.text)
	for _, known := range append([]string{".csv", ".xlsx"}, regionNames...) {
		if low == known || strings.HasPrefix(known, ".") && strings.HasSuffix(low, known) {
			return
		}
	}
	r.add(v, "region", msg("unknown_region", "name", clip(v.text)), DidYouMean(v.text, regionNames))
}

func textOf(v *value) Text {
	switch {
	case v == nil:
		return nil
	case v.form == scalar:
		return Text{"nl": v.text}
	}
	t := Text{}
	for i, key := range v.keys {
		t[key] = v.items[i].text
	}
	return t
}

func assumptionsOf(v *value) []Assumption {
	if v == nil {
		return nil
	}
	out := make([]Assumption, 0, len(v.keys))
	for i, key := range v.keys {
		item := v.items[i]
		p, ok := parameters().Parameter(key) // checked when it was read
		if !ok {
			continue // the fit that is used
		}
		a := assumptionOf(p, item)
		a.At = item.problem("assumptions." + key)
		out = append(out, a)
	}
	return out
}

// assumptionOf reads a checked assumption about a parameter. A row brings its own
// value and range; that of a table stands for its cells.
func assumptionOf(p model.Parameter, item *value) Assumption {
	a := Assumption{Path: p.Path, Coin: truth(item.get("coin"))}
	if reason := item.get("reason"); reason != nil {
		a.Reason = reason.text
	}
	if d := item.get("draw"); d != nil && d.text != string(model.Fixed) {
		a.Draw = d.text
	}
	switch row := item.get("row"); {
	case row != nil:
		a.Row = row.text
	case item.form == mapping:
		a.Value = plainNumber(item.get("value"))
		a.Low, a.High = a.Value, a.Value
		if low := item.get("low"); low != nil {
			a.Low, a.High = plainNumber(low), plainNumber(item.get("high"))
		}
	case item.quoted:
		a.Row = item.text
	default:
		if a.Value = plainNumber(item); p.Rule() {
			a.Value, _ = p.Word(item.text)
		}
		a.Low, a.High = a.Value, a.Value
	}
	if a.Row != "" && p.Table {
		a.Value, a.Low, a.High = 1, 1, 1
		return a
	}
	return a.over(register())
}

// over is an assumption with the number that its row has in a register.
func (a Assumption) over(reg *evidence.Register) Assumption {
	p, _ := parameters().Parameter(a.Path)
	row, ok := reg.Row(a.Row)
	if !ok || p.Table {
		return a
	}
	a.Value, a.Low, a.High = row.Value, row.Value, row.Value
	switch {
	case a.Draw != "" && row.Instead != nil && row.Low >= row.High: // an own number without a range is not drawn
		a.Draw = ""
	case a.Draw != "":
		a.Low, a.High = row.Low, row.High
	}
	return a
}

// plainNumber gives the number of a checked value; a percentage as a share.
func plainNumber(v *value) float64 {
	q, _ := parseQuantity(v.text)
	if q.Unit == "%" {
		return q.Share()
	}
	return q.Value
}

// Normalised writes the resolved plan as canonical YAML: everything it extends
// taken in, keys in the order of the grammar, units in one spelling. Reading it
// again gives an equal scenario.
func (s *Scenario) Normalised() []byte { return write(s.root) }

// Digest is the SHA-256 of the normalised plan, in hexadecimal.
func (s *Scenario) Digest() string {
	sum := sha256.Sum256(s.Normalised())
	return hex.EncodeToString(sum[:])
}

// Equal says whether two scenarios hold the same.
func (s *Scenario) Equal(other *Scenario) bool {
	return s.Digest() == other.Digest() && maps.Equal(s.Title, other.Title)
}
