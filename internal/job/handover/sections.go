package handover

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/report"
	"piramide/sim"
)

// fillSections adds to a filled report what readers ask beside the comparison: each
// is read from the result folder, or says what is missing and how to get it.
func (l illustrator) fillSections(r *report.Report) {
	w, head := l.w, l.c.Periods[0]
	titles := make([]string, len(l.c.Plans))
	for i := range titles {
		titles[i] = w.Say("page.quote", "text", l.title(i))
	}
	r.Kind = w.Say("report.kind", "plans", strings.Join(titles, ", "))
	r.Certain = l.certain(head)
	r.Aims = l.aims(head)
	r.Money = l.kindsOfMoney()
	r.Waiting = l.waitingAndWorkers(head)
	r.Equity = l.equity(head)
	r.Drivers = l.drivers(head)
	r.Mind = l.mind(head)
	r.BeforeAfter = l.evaluated()
	r.Terms = l.terms(r)
	r.Checklists = l.checklists(r)
}

// certain says per plan in how many simulations each headline indicator is higher or lower
// than under the first plan.
func (l illustrator) certain(p outputs.Period) (said []string) {
	if l.c.ChanceOnly || l.c.Draws*l.c.Replicates < 2 {
		return nil
	}
	for i, plan := range l.c.Plans[1:] {
		type group struct {
			worlds string
			share  float64
			sign   int
			names  []string
		}
		var groups []group
		var none, same []string
		for _, row := range l.headlines(p) {
			d, name := row.Plans[i], l.w.Say(row.Indicator.TitleID())
			switch sign := signOf(d.Diff.Middle()); {
			case d.Mark == outputs.Identical:
				same = append(same, name)
			case d.Mark == outputs.NoDifference: // in how many worlds something is a hair higher tells nobody anything
				none = append(none, name)
			case d.Mark == outputs.NoMark || d.N == 0 || sign == 0:
			default:
				worlds := l.w.InSimulations(d.K, d.N)
				at := slices.IndexFunc(groups, func(g group) bool { return g.worlds == worlds && g.sign == sign })
				if at < 0 {
					at = len(groups)
					groups = append(groups, group{worlds: worlds, share: float64(d.K) / float64(d.N), sign: sign})
				}
				groups[at].names = append(groups[at].names, name)
			}
		}
		slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(b.share, a.share) })
		var parts []string
		for _, g := range groups {
			id := "report.certain_higher"
			if g.sign < 0 {
				id = "report.certain_lower"
			}
			parts = append(parts, l.w.Say(id, "worlds", g.worlds, "list", strings.Join(g.names, ", ")))
		}
		if none != nil {
			parts = append(parts, l.w.Say("report.certain_none", "list", strings.Join(none, ", ")))
		}
		if same != nil {
			parts = append(parts, l.w.Say("report.certain_same", "list", strings.Join(same, ", ")))
		}
		if parts != nil {
			said = append(said, l.w.Say("report.certain_plan", "plan", plan.TitleIn(l.w.Lang()), "parts", strings.Join(parts, l.w.Say("compare.between"))))
		}
	}
	return said
}

func signOf(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// headlines are the rows of the headline indicators that any plan has.
func (l illustrator) headlines(p outputs.Period) (rows []*outputs.Row) {
	for i := range l.c.Rows {
		if r := &l.c.Rows[i]; r.Period == p && r.Indicator.Headline && exists(r) {
			rows = append(rows, r)
		}
	}
	return rows
}

// aims are the five aims, in the order of the protocol.
var aims = []outputs.Aim{"health", "experience", "workforce", "efficiency", "equity"}

// aims says what each plan does for each of the five aims: what gets better, what
// gets worse, and how surely.
func (l illustrator) aims(p outputs.Period) report.Part {
	w := l.w
	part := report.Part{ID: "aims", Intro: []string{w.Say("report.aims.intro", "plan", l.title(0))}}
	for plans := range slices.Chunk(l.others(), aimsBeside) {
		t := report.Table{Title: w.Say("report.aims.table", "from", p.First, "to", p.Last), Columns: []report.Column{{Head: w.Say("report.aims.aim"), Width: 18}}}
		for _, i := range plans {
			t.Columns = append(t.Columns, report.Column{Head: l.title(i), Plan: i})
		}
		for _, aim := range aims {
			row := report.TableRow{Cells: []report.Text{report.Plain(words.Capital(w.Say("aim." + string(aim))))}}
			for _, i := range plans {
				row.Cells = append(row.Cells, report.Text{Lines: l.aimOf(aim, i-1, p)})
			}
			t.Rows = append(t.Rows, row)
		}
		part.Tables = append(part.Tables, t)
	}
	return part
}

// others are the places of the plans beside the first.
func (l illustrator) others() (places []int) {
	for i := range l.c.Plans[1:] {
		places = append(places, i+1)
	}
	return places
}

// aimNames is how many indicators are named before the others are counted.
const aimNames = 4

// aimOf lists what a plan does for an aim, the surest first; what is only done stands
// apart from what it brings about. Indicators without a
// difference of weight are counted, and named when they are headlines.
func (l illustrator) aimOf(aim outputs.Aim, plan int, p outputs.Period) (lines []string) {
	w := l.w
	named, counted := map[string][]string{}, map[string]int{}
	for i := range l.c.Rows {
		r := &l.c.Rows[i]
		if r.Period != p || r.Indicator.Aim != aim || !exists(r) {
			continue
		}
		d := r.Plans[plan]
		name := w.Say(r.Indicator.TitleID())
		way := map[int]string{1: "better", -1: "worse"}[d.Better]
		if d.Better == 0 {
			way = map[int]string{1: "higher", -1: "lower"}[signOf(d.Diff.Middle())]
		}
		id := way + "_" + string(d.Mark)
		if r.Indicator.IsActivity() {
			id = "done_" + way
		}
		switch d.Mark {
		case outputs.Clear, outputs.Likely:
			named[id] = append(named[id], w.Say("report.aims.count", "name", name, "worlds", d.Count(w)))
		case outputs.Unclear, outputs.NoDifference, outputs.Identical:
			if r.Indicator.Headline {
				named[string(d.Mark)] = append(named[string(d.Mark)], name)
			} else {
				counted[string(d.Mark)]++
			}
		default:
			if d.Value.Cells > 0 && r.Indicator.Headline {
				named["own"] = append(named["own"], w.Say("report.aims.count", "name", name, "worlds", l.ownWithUnit(r, d.Value)))
			}
		}
	}
	for _, id := range []string{
		"better_clear", "worse_clear", "better_likely", "worse_likely", "higher_clear", "lower_clear", "higher_likely", "lower_likely",
		"done_higher", "done_lower", "own", string(outputs.Unclear), string(outputs.NoDifference), string(outputs.Identical),
	} {
		list := named[id]
		if more := len(list) - aimNames; more > 0 {
			list = list[:aimNames]
			counted[id] += more
		}
		if n := counted[id]; n > 0 && list != nil {
			list = append(list, w.Say("report.aims.more", "count", n))
		} else if n > 0 {
			list = []string{w.Say("report.aims.indicators", "count", n)}
		}
		if list != nil {
			lines = append(lines, w.Say("report.aims.line", "what", w.Say("report.aims."+id), "list", strings.Join(list, ", ")))
		}
	}
	if lines == nil {
		lines = []string{w.Say("page.absent")}
	}
	return lines
}

// ownWithUnit is the value of a plan itself, with its unit.
func (l illustrator) ownWithUnit(r *outputs.Row, e outputs.Estimate) string {
	value := own(outputs.Shape{Indicator: &r.Indicator, Words: l.w}, e)
	if r.Indicator.IsShare() || math.IsInf(e.Middle(), 0) {
		return value
	}
	return value + " " + l.w.Say(r.Indicator.UnitID())
}

// The indicators of waiting and of workers, in the order of the tables.
var (
	waitingRows = []string{"wait_median", "wait_p90", "within_30_days", "give_ups", "waiting_person_months", "found_too_late"}
	workerRows  = []string{
		"workload", "staff_overloaded", "vacancies", "fte", "job_satisfaction", "absence_covered", "admin_hours", "collaboration_hours",
		"displaced_hours", "displaced_share", "home_nursing_lost",
	}
)

// waitingAndWorkers sets waiting, workload and where workers come from together.
func (l illustrator) waitingAndWorkers(p outputs.Period) report.Part {
	part := report.Part{ID: "waiting", Intro: []string{l.w.Say("report.waiting.intro")}}
	for _, t := range []struct {
		id   string
		rows []string
	}{{"waiting", waitingRows}, {"workers", workerRows}} {
		part.Tables = append(part.Tables, l.chosen(l.w.Say("report.waiting."+t.id, "from", p.First, "to", p.Last), p, t.rows)...)
	}
	return part
}

// chosen are the tables of some indicators.
func (l illustrator) chosen(title string, p outputs.Period, ids []string) []report.Table {
	var rows []*outputs.Row
	for _, id := range ids {
		if r := l.c.Row(id, p.ID); r != nil && exists(r) {
			rows = append(rows, r)
		}
	}
	return l.compact(title, rows)
}

// plansBeside and aimsBeside are how many plans a table of numbers and that of the aims
// set beside the first; more go into tables of their own.
const (
	plansBeside = 4
	aimsBeside  = 3
)

// compact sets indicators in rows and plans in columns: the difference, and under it
// interval, verdict and origin.
func (l illustrator) compact(title string, rows []*outputs.Row) (tables []report.Table) {
	if rows == nil {
		return nil
	}
	w := l.w
	for plans := range slices.Chunk(l.others(), plansBeside) {
		t := report.Table{Title: title, Columns: []report.Column{{Head: w.Say("report.indicator"), Width: 24}, {Head: w.Say("report.level_of", "plan", l.title(0)), Width: 14, Number: true}}}
		for _, i := range plans {
			t.Columns = append(t.Columns, report.Column{Head: w.Say("report.difference_of", "plan", l.title(i)), Plan: i})
		}
		for _, r := range rows {
			shape := outputs.Shape{Indicator: &r.Indicator, Words: w}
			row := report.TableRow{Cells: []report.Text{
				{Lines: []string{w.Say(r.Indicator.TitleID())}, Under: w.Say(r.Indicator.UnitID()), Term: r.Indicator.Term}, report.Plain(shape.Value(r.Base)),
			}}
			for _, i := range plans {
				row.Cells = append(row.Cells, l.compactCell(r, i-1))
			}
			t.Rows = append(t.Rows, row)
		}
		tables = append(tables, t)
	}
	return tables
}

func (l illustrator) compactCell(r *outputs.Row, plan int) report.Text {
	x := l.cell(outputs.Shape{Indicator: &r.Indicator, Words: l.w}, r.Plans[plan])
	under := slices.DeleteFunc([]string{x.Interval, x.Verdict}, func(s string) bool { return s == "" })
	if x.Origin != "" {
		under = append(under, l.w.Say("onepage.origin", "origin", x.Origin))
	}
	return report.Text{Lines: []string{x.Difference}, Under: strings.Join(under, l.w.Say("compare.between")), Mark: x.Mark, How: l.how(r, plan)}
}

// equityGroups are the groups in which being reached in time is shown.
var equityGroups = []int{
	sim.GroupNoVT, sim.GroupVT, sim.GroupAge18, sim.GroupAge65, sim.GroupAge80, sim.GroupMen, sim.GroupWomen, sim.GroupGMD, sim.GroupNoGMD,
	sim.GroupHighRisk, sim.GroupComplex,
}

// equity says who is reached: by group, and the indicators of the aim.
func (l illustrator) equity(p outputs.Period) report.Part {
	w := l.w
	part := report.Part{ID: "equity", Intro: []string{w.Say("report.equity.intro")}}
	var groups []*outputs.Row
	for _, g := range equityGroups {
		if r := l.c.ByGroup("reached_in_time", p, g); exists(&r) {
			groups = append(groups, &r)
		}
	}
	tables := l.compact(w.Say("report.equity.groups", "from", p.First, "to", p.Last), groups)
	for _, t := range tables {
		for i := range t.Rows {
			t.Rows[i].Cells[0] = report.Plain(words.Capital(w.Say("group." + groups[i].Group)))
		}
	}
	var ids []string
	for i := range l.c.Result.Indicators {
		if ind := &l.c.Result.Indicators[i]; ind.Aim == "equity" {
			ids = append(ids, ind.ID)
		}
	}
	part.Tables = append(tables, l.chosen(w.Say("report.equity.indicators", "from", p.First, "to", p.Last), p, ids)...)
	part.Notes = []string{w.Say("report.equity.more", "command", "piramide result buurten "+w.Say("cli.arg.folder"))}
	return part
}

// otherTables are the tables of all other indicators, one an aim. What is the same in every
// world of every plan is named below the table.
func (l illustrator) otherTables(p outputs.Period) (tables []report.Table) {
	w := l.w
	elsewhere := slices.Concat(waitingRows, workerRows)
	for _, aim := range aims {
		var rows []*outputs.Row
		var same []string
		for i := range l.c.Rows {
			r := &l.c.Rows[i]
			switch {
			case r.Period != p || r.Indicator.Aim != aim || r.Indicator.Headline || !exists(r):
			case aim == "equity" || slices.Contains(elsewhere, r.Indicator.ID): // has a section of its own
			case !slices.ContainsFunc(r.Plans, func(d outputs.Difference) bool { return d.Mark != outputs.Identical }):
				same = append(same, w.Say(r.Indicator.TitleID()))
			default:
				rows = append(rows, r)
			}
		}
		list := folded(l.compact(w.Say("report.others", "aim", w.Say("aim."+string(aim)), "from", p.First, "to", p.Last), rows))
		if same != nil && list != nil {
			list[len(list)-1].Below = w.Say("report.same_in_all", "list", strings.Join(same, ", "))
		}
		tables = append(tables, list...)
	}
	return tables
}

// folded are tables that a reader unfolds.
func folded(tables []report.Table) []report.Table {
	for i := range tables {
		tables[i].Folded = true
	}
	return tables
}

// planOf is the plan that a picture is about, 0 when it is about all.
func (l illustrator) planOf(picture string) int {
	for i, p := range l.c.Plans {
		if i > 0 && strings.HasSuffix(picture, "-"+p.ID) {
			return i
		}
	}
	return 0
}

// effectsNamed is how many effects of care are named behind a number.
const effectsNamed = 3

// how says how a difference was made: of which two levels, and over which effects.
func (l illustrator) how(r *outputs.Row, plan int) (said []string) {
	w, d := l.w, r.Plans[plan]
	if d.Diff.Cells == 0 {
		return nil
	}
	shape := outputs.Shape{Indicator: &r.Indicator, Words: w}
	if !r.Indicator.Relative {
		said = append(said, w.Say("report.how.levels", "plan", l.title(plan+1), "value", shape.Value(d.Value), "first", l.title(0), "base", shape.Value(r.Base), "count", d.Diff.Cells))
	}
	var named []string
	for _, path := range r.Indicator.Effects {
		if e := l.entry(path); e != nil && len(named) < effectsNamed {
			named = append(named, w.Say("report.how.effect", "name", l.parameter(path), "origin", w.Say("origin."+string(e.Origin)+".name")))
		}
	}
	switch more := len(r.Indicator.Effects) - len(named); {
	case d.Mark == outputs.Identical:
	case named == nil:
		said = append(said, w.Say("report.how.no_effect"))
	case more > 0:
		said = append(said, w.Say("report.how.effects", "list", strings.Join(named, w.Say("compare.between")))+" "+w.Say("report.how.more", "count", more))
	default:
		said = append(said, w.Say("report.how.effects", "list", strings.Join(named, w.Say("compare.between"))))
	}
	return said
}

// entry is a parameter of the run, nil when it has none of that path.
func (l illustrator) entry(path string) *outputs.RegisterEntry {
	for i := range l.c.Result.Register {
		if e := &l.c.Result.Register[i]; e.Path == path {
			return e
		}
	}
	return nil
}
