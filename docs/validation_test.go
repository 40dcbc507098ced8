package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/calibrate/forecast"
	"piramide/internal/job"
	"piramide/internal/job/validate"
	"piramide/internal/words"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// TestValidationPage holds the dossier to what validate finds: every check of the
// pilot region and of Belgium by class, the trial of P3 and what it rests on. A test
// that the page names must be there.
func TestValidationPage(t *testing.T) {
	d := &dossier{t: t}
	var err error
	d.register, err = evidence.Load()
	d.must(err)
	d.words, err = words.For("en")
	d.must(err)
	rows := d.checks()
	tables := map[string]string{"trial": "", "errors": "", "priors": d.priors(), "bounds": d.bounds(), "held-bounds": d.heldBounds()}
	tables["trial"], tables["errors"] = d.trial()
	for _, class := range []string{belgium.Reproduced, belgium.Fitted, belgium.HeldOut} {
		tables[strings.ReplaceAll(class, " ", "-")] = table(" region | how | what | source | observed | model | allowed | verdict ", rows[class]...)
	}
	page := generatedParts(t, "validation.md", tables)
	named := regexp.MustCompile("`(Test\\w+)` \\(`([\\w/]+)`\\)").FindAllStringSubmatch(page, -1)
	if len(named) == 0 || len(named) != strings.Count(page, "`Test") {
		t.Errorf("%d tests are named with their folder, of %d", len(named), strings.Count(page, "`Test"))
	}
	for _, named := range named {
		if !d.hasTest(named[2], named[1]) {
			t.Errorf("the page names %s in %s, which is not there", named[1], named[2])
		}
	}
}

type dossier struct {
	t        *testing.T
	register *evidence.Register
	words    *words.Words
}

func (d *dossier) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// checks are the rows by class: the pilot region as validate looks at it, and the exact
// cohort of Belgium, whose simulation is too long for a test.
func (d *dossier) checks() map[string][][]string {
	rows := map[string][][]string{}
	add := func(region, how string, c validate.Check) {
		verdict := c.Verdict(d.words)
		if !c.OK() {
			verdict = "**" + verdict + "**"
		}
		decimals := 0
		if c.Tolerance > 0 {
			decimals = min(5, max(0, 1-int(math.Floor(math.Log10(c.Tolerance)))))
		}
		n := func(x float64) string { return d.words.Number(x, decimals) }
		rows[c.Class] = append(rows[c.Class], []string{region, how, d.words.Tell(c.Quantity) + ", " + d.words.Tell(c.Unit), code(c.ID), n(c.Target.Target), n(c.Model), "±" + n(c.Allowed), verdict})
	}
	v, err := validate.Validate(d.t.Context(), job.Request{Region: "leuven", Seed: 1, Workers: 2}, nil)
	d.must(err)
	for _, c := range v.Checks {
		how := "exact"
		switch {
		case c.Reported && c.Replicates > 0:
			how = "followed"
		case c.Replicates > 0:
			how = "simulated"
		}
		add("Leuven", how, c)
	}
	params, err := model.Load(d.register)
	d.must(err)
	targets, err := belgium.Targets(d.register, params.Values(1, 0), "belgium", false)
	d.must(err)
	for _, c := range targets {
		add("Belgium", "exact", validate.Check{Target: c, Allowed: c.Tolerance})
	}
	return rows
}

// trial is 2022 of P3, predicted and observed, and how far off each rule was.
func (d *dossier) trial() (rows, errors string) {
	p, err := validate.ForecastP3()
	d.must(err)
	var list [][]string
	n := func(x float64) string { return d.words.Number(x, 0) }
	within := func(low, high float64) string {
		return d.words.Number(digits(low), 0) + " to " + d.words.Number(digits(high), 0)
	}
	for _, x := range p.Trials {
		list = append(list, []string{code(x.Type), n(x.Observed), n(digits(x.Median)), within(x.Low80, x.High80), within(x.Low95, x.High95), n(x.Last), n(x.Trend)})
	}
	s := p.Score()
	share := func(x float64) string { return d.words.Percent(x, 1) }
	errors = table(" weighted absolute percentage error in 2022 | forecast | last value | straight line ",
		[]string{"eight kinds of services", share(s.Model), share(s.Last), share(s.Trend)},
		[]string{"new patients", share(s.Patients[0]), share(s.Patients[1]), share(s.Patients[2])})
	errors += fmt.Sprintf("\nOf %d types, %d lay within their interval of 80%% and %d within that of 95%%.\n", s.Types, s.In80, s.In95)
	return table(" type | observed 2022 | predicted | 80% | 95% | last value | straight line ", list...), errors
}

// digits keeps three of them.
func digits(x float64) float64 {
	kept, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		panic(err)
	}
	return kept
}

// priors repeats the trial with each prior at the ends of its range.
func (d *dossier) priors() string {
	series, err := forecast.P3(d.register)
	d.must(err)
	var list [][]string
	for _, id := range forecast.PriorRows {
		row, ok := d.register.Row(id)
		if !ok {
			d.t.Fatalf("no row %s", id)
		}
		cells := []string{code(id), fmt.Sprintf("%g (%g to %g)", row.Value, row.Low, row.High)}
		for _, pick := range []func(evidence.Row) float64{func(r evidence.Row) float64 { return r.Low }, func(r evidence.Row) float64 { return r.High }} {
			prior, err := forecast.P3Prior(d.register, id, pick)
			d.must(err)
			trials, err := forecast.Trials(series, prior, 2022)
			d.must(err)
			inside := 0
			for _, t := range trials {
				if t.Low80 <= t.Observed && t.Observed <= t.High80 {
					inside++
				}
			}
			services := trials[:len(trials)-1]
			cells = append(cells, d.words.Percent(forecast.WAPE(services, func(t forecast.Trial) float64 { return t.Median }), 1), strconv.Itoa(inside))
		}
		list = append(list, cells)
	}
	return table(" prior | value (range) | error at the low end | within 80% | error at the high end | within 80% ", list...)
}

// bounds are the rows of effects that no result may exceed.
func (d *dossier) bounds() string {
	var list [][]string
	for _, r := range d.register.Rows() {
		role, ok := d.register.Role(r.ID)
		if ok && role.Use == evidence.Bound && strings.HasPrefix(r.Group, "effect_") {
			list = append(list, []string{code(r.ID), r.Quantity, fmt.Sprintf("%g (%g to %g)", r.Value, r.Low, r.High), r.Unit})
		}
	}
	return table(" row | what | value (range) | unit ", list...)
}

// heldBounds are the plans beside those rows, as `make bounds` found them: a gate. They
// take a minute or two on a quiet machine, so that an ordinary test holds what is
// committed to the engine, the plans and the rows it was made with; `make long` lives
// them again.
func (d *dossier) heldBounds() string {
	raw, err := os.ReadFile("bounds.json")
	d.must(err)
	var b validate.Bounds
	d.must(json.Unmarshal(raw, &b))
	if os.Getenv("PIRAMIDE_LONG") != "" {
		again, err := validate.HoldBounds(d.t.Context(), job.Request{Seed: 1, Workers: 2}, nil)
		d.must(err)
		var now bytes.Buffer
		d.must(again.JSON(&now))
		if diff := cmp.Diff(string(raw), now.String()); diff != "" {
			d.t.Errorf("bounds.json is not what is lived now (hint: make bounds):\n%s", diff)
		}
	}
	if b.Engine != sim.Engine {
		d.t.Errorf("bounds.json was made with engine %s, this is %s (hint: make bounds)", b.Engine, sim.Engine)
	}
	head, seen := " assumptions | plan ", []string{"", "was seen (range)"}
	var rows [][]string
	lived, under := map[string]int{}, 0
	for _, x := range b.Rows {
		r, ok := d.register.Row(x.Row)
		if low, high := r.Low, r.High; !ok || (low != x.Low || high != x.High) && (math.Exp(low) != x.Low || math.Exp(high) != x.High) {
			d.t.Errorf("bounds.json holds %s to %g to %g, which is not what the register says (hint: make bounds)", x.Row, x.Low, x.High)
		}
		if x.Verdict == validate.BoundFails {
			d.t.Errorf("%s under %s promises %.4f of today's rate; %s was seen down to %.4f", x.Plan, x.Set, x.Ratio, x.Row, x.Low)
		}
		if len(rows) == 0 || rows[len(rows)-1][1] != code(x.Plan) {
			rows = append(rows, []string{x.Set, code(x.Plan)})
		}
		if len(rows) == 1 {
			head += "| " + d.words.Say("validate.bounds.row."+x.Row) + " "
			seen = append(seen, d.words.Number(x.Low, 3)+" to "+d.words.Number(x.High, 3))
		}
		last := &rows[len(rows)-1]
		*last = append(*last, d.words.Number(x.Ratio, 4)+" ±"+d.words.Number(x.Half, 4)+", "+d.words.Say("validate.bounds.verdict."+x.Verdict))
		lived[x.Plan]++
		under = max(under, x.Under)
	}
	for _, plan := range validate.BoundedPlans {
		if lived[plan] == 0 || len(lived) != len(validate.BoundedPlans) {
			d.t.Errorf("bounds.json holds %d plans, and %s %d times (hint: make bounds)", len(lived), plan, lived[plan])
		}
	}
	return fmt.Sprintf("Made with engine %s: the mean of the ratio over %d simulations per plan and half of its 95%% interval. Of the separate simulations of a plan, at most %d lie below a range.\n\n", b.Engine, b.Worlds, under) +
		table(head, append([][]string{seen}, rows...)...)
}

// hasTest says whether a test of that name stands in a folder.
func (d *dossier) hasTest(folder, name string) bool {
	files, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
	d.must(err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		d.must(err)
		if strings.Contains(string(text), "\nfunc "+name+"(t *testing.T)") {
			return true
		}
	}
	return false
}
