package decide

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
	"piramide/outputs/document"
)

// Row is one number of a decision, for a program.
type Row struct {
	Measure  string   `json:"measure"`
	Option   string   `json:"option,omitempty"`
	Against  string   `json:"against,omitempty"`
	Item     string   `json:"item,omitempty"` // a threshold, a parameter, a group
	Quantity string   `json:"quantity"`
	Value    *float64 `json:"value"` // null where it is not told
	Low      *float64 `json:"low,omitempty"`
	High     *float64 `json:"high,omitempty"`
	Unit     string   `json:"unit,omitempty"`
}

// Telling gathers what is said of a decision, in words and in numbers.
type Telling struct {
	d       *Decision
	out     strings.Builder
	Blocks  map[string][]document.Block // the same as a document has it, by measure
	rows    []Row
	Named   []string // paths of the inputs that something is told of
	measure string
}

// OfReading is the measure of what is said before all others: how the folder was read.
const OfReading = "reading"

// Tell tells every measure that is asked.
func (d *Decision) Tell() *Telling {
	t := &Telling{d: d, Blocks: map[string][]document.Block{}}
	t.head()
	var idle []string
	for _, m := range measures {
		if !d.asked(m) || len(d.only) == 0 && !d.applies(m) {
			if d.asked(m) {
				idle = append(idle, m)
			}
			continue
		}
		t.measure = m
		t.out.WriteString("\n" + strings.ToUpper(d.Words.Say("decide.title."+m)) + "\n")
		switch m {
		case "frontier", "benefit", "ceac", "evpi", "evppi", "regret":
			if d.Barred != "" && (m != "regret" || !d.overPoints()) {
				t.say("barred." + d.Barred)
				continue
			}
		}
		map[string]func(){
			"outcomes": t.outcomes, "frontier": t.frontier, "benefit": t.benefit, "ceac": t.ceac, "evpi": t.evpi, "evppi": t.evppi, "tornado": t.tornado, "map": t.twoWay,
			"sobol": t.sobol, "morris": t.morris, "variance": t.variance, "precision": t.precision, "regret": t.regret, "equity": t.equity, "prim": t.prim,
		}[m]()
	}
	t.out.WriteString("\n")
	t.measure = ""
	if idle != nil {
		t.say("idle", "measures", strings.Join(idle, ", "), "folder", d.Folder, "first", idle[0])
	}
	t.line(d.Words.Say("caveat.simulation"))
	return t
}

// applies says whether a result is made for a measure; the others are told only when they
// are asked by name.
func (d *Decision) applies(measure string) bool {
	m := &d.Frame.Manifest
	switch measure {
	case "outcomes":
		return len(d.Options) > 1 && (d.Barred == "" || d.Barred == "chance" && m.Points == 0)
	case "sobol":
		return d.Frame.Design != nil && d.Frame.Design.Base > 0
	case "morris":
		return d.isMorris()
	case "variance":
		return !m.FixedParameters && m.Draws > 1 && m.Replicates > 1
	case "precision":
		return len(d.Frame.Plans) > 1 && !m.FixedParameters && (d.Frame.Design == nil || m.Draws > 2)
	case "tornado", "map", "prim":
		return len(d.Inputs) > 0
	case "frontier", "benefit", "ceac", "evpi", "evppi", "regret":
		return d.Barred == "" || measure == "frontier" || measure == "regret" && d.overPoints()
	}
	return true
}

// overPoints says whether regret can be taken over the points of a design although nothing
// is drawn: it asks no chances.
func (d *Decision) overPoints() bool {
	return d.Barred == "chance" && d.Varies() && !d.levers() && len(d.Options) > 1 && len(d.places) > 0
}

// Text is what a terminal shows.
func (d *Decision) Text() string { return plain.Trim(d.Tell().out.String()) }

// JSON writes every number for a program, unrounded.
func (d *Decision) JSON(out io.Writer) error {
	m := &d.Frame.Manifest
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{
		"folder": d.Folder, "run": m.Digest(), "threshold_eur_per_qaly": d.Threshold, "indicator": d.Indicator.ID,
		"first_year": d.Frame.Period.First, "last_year": d.Frame.Period.Last, "points": max(1, m.Points), "draws": m.Draws, "replicates": m.Replicates,
		"chance_only": m.FixedParameters, "cells_missing": len(d.Frame.Failures), "cells_left_out": d.failed, "rows": d.Tell().rows,
	})
}

// CSV writes the same numbers as a table.
func (d *Decision) CSV(out io.Writer) error {
	w := csv.NewWriter(out)
	number := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	rows := [][]string{{"measure", "option", "against", "item", "quantity", "value", "low", "high", "unit"}}
	for _, r := range d.Tell().rows {
		rows = append(rows, []string{r.Measure, r.Option, r.Against, r.Item, r.Quantity, number(r.Value), number(r.Low), number(r.High), r.Unit})
	}
	return w.WriteAll(rows)
}

// number notes a number; it gives the row, to which an interval may be added.
func (t *Telling) number(option, item, quantity string, value float64, unit string) *Row {
	t.rows = append(t.rows, Row{Measure: t.measure, Option: option, Item: item, Quantity: quantity, Value: finiteOr(value), Unit: unit})
	return &t.rows[len(t.rows)-1]
}

func (r *Row) between(low, high float64) *Row {
	r.Low, r.High = finiteOr(low), finiteOr(high)
	return r
}

func (r *Row) than(other string) *Row { r.Against = other; return r }

func finiteOr(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// say writes a sentence, wrapped; no-break spaces stay whole.
func (t *Telling) say(id string, args ...any) {
	said := t.d.Words.Say("decide."+id, args...)
	t.Keep(document.Paragraph{Text: said})
	t.line(said)
}

func (t *Telling) line(said string) {
	const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
	said = strings.ReplaceAll(said, noBreak, kept)
	fmt.Fprintln(&t.out, strings.ReplaceAll(text.WrapSoft(said, outputs.TableWidth), kept, noBreak))
}

// Keep adds a block to the document of the measure. A line that ends in a colon announces:
// it becomes the caption of a table, and what else follows it becomes points of a list, as
// indented lines do.
func (t *Telling) Keep(b document.Block) {
	list := t.Blocks[t.measure]
	var points []string
	at := len(list)
	if at > 0 {
		if last, ok := list[at-1].(document.List); ok {
			points, at = last.Items, at-1
		}
	}
	head := ""
	if at > 0 {
		if p, ok := list[at-1].(document.Paragraph); ok && strings.HasSuffix(p.Text, ":") {
			head = p.Text
		}
	}
	switch x := b.(type) {
	case document.Paragraph:
		said := words.Capital(strings.TrimSpace(x.Text))
		b = document.Paragraph{Text: said}
		if announces := strings.HasSuffix(said, ":"); !announces && (head != "" || strings.HasPrefix(x.Text, "  ")) {
			b, list = document.List{Items: append(points, said)}, list[:at]
		}
	case document.Table:
		if head != "" && points == nil {
			x.Caption, list = strings.TrimRight(head, ":\u00a0 "), list[:at-1]
			b = x
		}
	}
	t.Blocks[t.measure] = append(list, b)
}

func (t *Telling) heads(ids ...string) *plain.Lines {
	for i, id := range ids {
		ids[i] = t.d.Words.Say("decide.head." + id)
	}
	return plain.Table(ids...)
}

func (t *Telling) show(l *plain.Lines) {
	t.Keep(l.Document())
	t.out.WriteString(l.String())
}

// head says what was read.
func (t *Telling) head() {
	d, w := t.d, t.d.Words
	m := &d.Frame.Manifest
	if m.FixedParameters && m.Points == 0 {
		t.line(strings.ToUpper(w.Say("caveat.chance_only")))
	}
	t.say("read", "folder", d.Folder, "count", len(d.Frame.Plans), "region", plain.RegionName(m.Region, w), "draws", m.Draws, "replicates", m.Replicates, "points", max(1, m.Points))
	t.line(w.Say("compare.assumptions", "sets", m.AssumptionTitles(w.Lang())))
	t.measure = OfReading
	if m.FixedParameters {
		if m.Points > 0 {
			t.say("fixed_sweep")
		} else {
			t.say("chance")
		}
	}
	if missing := len(d.Frame.Failures); missing > 0 {
		t.say("failed", "count", missing, "cells", len(m.Cells()), "kept", len(d.places), "all", len(d.Options[0].cells))
	}
	lettered := slices.ContainsFunc([]string{"outcomes", "frontier", "benefit", "ceac", "evpi", "regret"}, d.asked)
	if lettered && (d.Barred == "" || d.overPoints()) {
		for o := range d.Options {
			t.line(d.Letter(o) + ". " + d.Options[o].Name)
		}
	}
}

// Letter is how tables name an option.
func (d *Decision) Letter(o int) string { return string(rune('A' + o)) }

// signed writes a difference with its interval, as fine as that allows.
func (d *Decision) signed(e outputs.Estimate, scale float64, most int) string {
	digits := fine((e.High-e.Low)*scale, most)
	return d.Words.Say("decide.interval", "x", d.Words.Signed(e.Mean*scale, digits), "low", d.Words.Signed(e.Low*scale, digits), "high", d.Words.Signed(e.High*scale, digits))
}

// fine is how many decimals an interval of some width supports.
func fine(width float64, most int) int {
	if !(width > 0) || math.IsInf(width, 0) {
		return most
	}
	return min(max(int(math.Ceil(-math.Log10(width/12))), 0), most)
}

func (t *Telling) frontier() {
	d, w := t.d, t.d.Words
	table := t.heads("option", "cost", "qaly", "place", "ratio")
	vague := false
	for _, r := range d.rungs() {
		name, ratio := d.Letter(r.Option), "–"
		if r.Option > 0 && !d.told() {
			ratio = w.Say("decide.not_told")
		}
		x := d.against(r.Option, 0)
		t.number(d.Options[r.Option].id, "", "cost", r.Cost, "EUR/citizen")
		t.number(d.Options[r.Option].id, "", "effect", r.Effect, "QALY/citizen")
		if r.Below >= 0 {
			told := d.against(r.Option, r.Below).Distinct && len(d.places) >= fewDraws
			row := t.number(d.Options[r.Option].id, "", "icer", r.ICER, "EUR/QALY").than(d.Options[r.Below].id)
			if told {
				ratio = w.Euro(twoDigits(r.ICER), 0)
			} else {
				vague, row.Value = true, nil
				ratio = w.Say("decide.not_told")
			}
		}
		place := w.Say("decide.place." + string(r.Place))
		switch {
		case !d.told(): // who dominates whom would be noise
			place = "–"
		case r.By >= 0:
			place = w.Say("decide.place.by", "place", place, "other", d.Letter(r.By))
			fallthrough
		default:
			t.number(d.Options[r.Option].id, "", "place_"+string(r.Place), 1, "")
		}
		if r.Option == 0 {
			table.Row(name, w.Say("decide.first"), w.Say("decide.first"), place, ratio)
			continue
		}
		table.Row(name, d.signed(x.Cost, 1, 2), d.signed(x.QALY, 1000, 2), place, ratio)
	}
	t.show(table)
	t.say("frontier.read", "count", len(d.places))
	switch {
	case !d.told():
		t.say("frontier.no_difference", "first", d.Letter(0))
	case vague:
		t.say("frontier.vague", "least", fewDraws)
	}
}

// twoDigits rounds a ratio of means to what can be read from it.
func twoDigits(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	step := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-1)
	return math.Round(x/step) * step
}

func (t *Telling) benefit() {
	d, w := t.d, t.d.Words
	nb := d.netBenefits()
	loss := decision.ExpectedLoss(nb)
	table := t.heads("option", "benefit", "loss")
	draw := make([]int, len(nb[0]))
	for i := range draw {
		draw[i] = i
	}
	decimals := 2 // a loss is no finer than the differences beside it
	for o := 1; o < len(d.Options); o++ {
		e := outputs.Summarise(minus(nb[o], nb[0]), draw)
		decimals = min(decimals, fine(e.High-e.Low, 2))
	}
	for o := range d.Options {
		e := outputs.Summarise(minus(nb[o], nb[0]), draw)
		said := w.Say("decide.first")
		if o > 0 {
			said = d.signed(e, 1, 2)
		}
		table.Row(d.Letter(o), said, w.Euro(loss[o], decimals))
		t.number(d.Options[o].id, "", "net_benefit_difference", e.Mean, "EUR/citizen").between(e.Low, e.High).than(d.Options[0].id)
		t.number(d.Options[o].id, "", "expected_loss", loss[o], "EUR/citizen")
	}
	t.show(table)
	best := decision.Best(nb)
	t.say("benefit.best", "threshold", d.Threshold, "best", d.Letter(best))
	t.say("threshold", "threshold", d.Threshold)
	if !d.told() {
		t.say("benefit.cost_decides")
	}
}

func (t *Telling) ceac() {
	d, w := t.d, t.d.Words
	c := decision.Acceptability(d.weighed(), thresholds(10_000))
	head := []string{w.Say("decide.head.threshold")}
	for o := range d.Options {
		head = append(head, d.Letter(o))
	}
	table := plain.Table(append(head, w.Say("decide.head.best"))...)
	for k, x := range c.Thresholds {
		cells := []string{w.Euro(x, 0)}
		for o := range d.Options {
			cells = append(cells, d.wins(c.Share[o][k]))
			t.number(d.Options[o].id, strconv.FormatFloat(x, 'f', -1, 64), "share_best", c.Share[o][k], "share")
		}
		table.Row(append(cells, w.Say("decide.best", "best", d.Letter(c.Best[k]), "share", d.wins(c.Sure[k])))...)
		t.number(d.Options[c.Best[k]].id, strconv.FormatFloat(x, 'f', -1, 64), "frontier", c.Sure[k], "share")
	}
	t.show(table)
	t.say("ceac.read", "count", len(d.places))
	t.say("ceac.no_threshold")
	if !d.told() {
		t.say("benefit.cost_decides")
	}
}

// wins writes a share of the simulations; of few as their number.
func (d *Decision) wins(share float64) string {
	if d.few() {
		return d.Words.Say("decide.of", "count", math.Round(share*float64(len(d.places))), "all", len(d.places))
	}
	return d.Words.Percent(share, 0)
}

// amount writes EUR per citizen with two digits of its error.
func (t *Telling) amount(x, error float64) string { return t.d.Words.Euro(x, fine(4*error, 2)) }

func (t *Telling) evpi() {
	d := t.d
	v := decision.EVPI(d.netBenefits())
	t.number("", "", "evpi", v.Value, "EUR/citizen").between(max(0, v.Value-1.96*v.SE), v.Value+1.96*v.SE)
	t.number("", "", "evpi_bias", v.Bias, "EUR/citizen")
	if v.Value == 0 && d.few() {
		t.say("evpi.same_few", "threshold", d.Threshold, "count", len(d.places))
		return
	}
	if v.Value == 0 {
		t.say("evpi.same", "threshold", d.Threshold)
		return
	}
	id := "evpi.value"
	if d.few() {
		id = "evpi.value_few"
	}
	t.say(id, "value", t.amount(v.Value, v.SE), "error", t.amount(v.SE, v.SE), "threshold", d.Threshold, "count", len(d.places))
	if v.Low() {
		t.say("evpi.low")
	}
	if d.Frame.Manifest.Replicates == 1 {
		t.say("evpi.chance")
	}
	if len(d.places)/d.Frame.Manifest.Replicates < decision.LeastDraws {
		t.say("evpi.scarce", "count", len(d.places)/d.Frame.Manifest.Replicates)
	}
}
