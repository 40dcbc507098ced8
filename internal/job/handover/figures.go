package handover

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
)

// illustrator turns a comparison into figures in one language.
type illustrator struct {
	c     *outputs.Comparison
	w     *words.Words
	where string // the region, in words
	lang  string // the language or languages asked for: nl, nl+fr
}

// lacksTable says that a result does not hold the table that a figure is drawn from.
type lacksTable outputs.TableID

func (t lacksTable) Error() string { return "the result holds no table " + string(t) }

// pictures draws every figure that the comparison can feed, in the order of the
// report. A figure that cannot be drawn is left out and told: tables and report
// do without it.
func (l illustrator) pictures() (out []reading.Picture, failed []string) {
	var many []string // figures of more plans than they can hold
	missing := map[outputs.TableID][]string{}
	add := func(name string, size figure.Size, f *figure.Figure, err error) {
		if lacks := lacksTable(""); errors.As(err, &lacks) {
			missing[outputs.TableID(lacks)] = append(missing[outputs.TableID(lacks)], name)
			return
		}
		if len(l.c.Plans) > figure.MaxNamed && errors.Is(err, figure.ErrTooMany) {
			many = append(many, l.w.Say("page.figure."+name))
			return
		}
		if err != nil {
			failed = append(failed, l.w.Say("page.figure_failed", "name", name, "why", strings.ReplaceAll(err.Error(), "\n", "; ")))
			return
		}
		if f != nil {
			out = append(out, reading.Picture{Name: name, Fig: f, Size: size})
		}
	}
	from := func(table outputs.TableID, draw func() (*figure.Figure, error)) (*figure.Figure, error) {
		if !l.c.Result.Holds(table) {
			return nil, lacksTable(table)
		}
		return draw()
	}
	f, err := from(outputs.OfMonths, l.reached)
	add("reached", figure.Slide, f, err)
	if len(l.c.Plans) > 1 {
		f, err = l.differences()
		add("differences", figure.Slide, f, err)
	}
	f, err = from(outputs.OfMonths, l.waiting)
	add("waiting", figure.Slide, f, err)
	if len(l.c.Plans) > figure.MaxPlans {
		f, err = from(outputs.OfMonths, l.workload)
		add("workload", figure.Slide, f, err)
	}
	if len(l.c.Plans) > 1 {
		f, err = from(outputs.OfLedger, l.money)
		add("money", figure.Slide, f, err)
	}
	if l.c.Result.Holds(outputs.OfLedger) {
		l.moneyOfPlans(add)
	}
	f, err = from(outputs.OfPyramid, l.pyramid)
	add("pyramid", figure.Slide, f, err)
	for i, p := range l.c.Plans {
		if i > 0 && l.c.Lives[p.ID] == 1 {
			continue // every life is that of the first plan, and so are the flows
		}
		f, err = from(outputs.OfFlows, func() (*figure.Figure, error) { return l.flows(i) })
		add("flows-"+p.ID, figure.Slide, f, err)
	}
	for _, table := range []outputs.TableID{outputs.OfMonths, outputs.OfLedger, outputs.OfPyramid, outputs.OfFlows} {
		if names := missing[table]; names != nil {
			failed = append(failed, l.w.Say("page.no_table", "figures", strings.Join(names, ", "), "table", string(table)))
		}
	}
	if many != nil {
		failed = append(failed, l.w.Say("page.too_many", "most", figure.MaxNamed, "figures", strings.Join(many, ", ")))
	}
	return out, failed
}

// writePictures stores all pictures, one per processor at a time.
func writePictures(store *outputs.Store, pictures []reading.Picture) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, p := range pictures {
		g.Go(func() error { return p.Write(store) })
	}
	return g.Wait()
}

// frame is what all pictures share.
func (l illustrator) frame(title, subtitle string) figure.Frame {
	m := &l.c.Result.Manifest
	source := l.w.Say("page.source", "region", l.where, "count", l.c.Draws*l.c.Replicates, "version", version.Name())
	if m.Assumed() != "" || m.Numbers != nil {
		subtitle += " – " + l.w.Say("compare.assumptions", "sets", m.AssumptionTitles(l.w.Lang()))
	}
	if l.c.ChanceOnly {
		subtitle += " – " + l.w.Say("caveat.chance_only")
	}
	return figure.Frame{Words: l.w, Title: title, Subtitle: subtitle, Source: source, Cells: l.c.Draws * l.c.Replicates, Digest: l.w.Say("page.digest", "digest", m.Digest()[:12])}
}

// years are the calendar years of the accounts; head those that are shown first.
func (l illustrator) years() (head, all outputs.Period) {
	head, all = l.c.Periods[0], l.c.Periods[0]
	for _, p := range l.c.Periods {
		if p.ID == outputs.PeriodAll {
			all = p
		}
	}
	return head, all
}

// firstMonth is the first month of the accounts, as figures count months.
func (l illustrator) firstMonth() int {
	b, err := l.c.Result.Band(l.c.Base, "population")
	if err != nil {
		panic("job: " + err.Error()) // plan and series both come from the result
	}
	return int(b.First)
}

func (l illustrator) title(i int) string { return l.c.Plans[i].TitleIn(l.w.Lang()) }

// series gives a monthly series of every plan. It is absent in a month in which
// most cells have no value (no posts, no one in need).
func (l illustrator) series(name string, scale float64) ([]figure.Series, error) {
	out := make([]figure.Series, len(l.c.Plans))
	for i, p := range l.c.Plans {
		b, err := l.c.Result.Band(p.ID, name)
		if err != nil {
			return nil, err
		}
		out[i].Name = l.title(i)
		for m := range b.Median {
			r := figure.Absent()
			if 2*b.Known[m] > b.Cells {
				r = scaled(figure.Range{Mid: b.Median[m], Lo80: b.Low80[m], Hi80: b.High80[m], Lo95: b.Low95[m], Hi95: b.High95[m]}, scale)
			}
			out[i].Values = append(out[i].Values, r)
		}
	}
	return out, nil
}

func scaled(r figure.Range, k float64) figure.Range {
	return figure.Range{Mid: k * r.Mid, Lo80: k * r.Lo80, Hi80: k * r.Hi80, Lo95: k * r.Lo95, Hi95: k * r.Hi95}
}

func rangeOf(s outputs.Spread, k float64) figure.Range {
	return scaled(figure.Range{Mid: s.Middle(), Lo80: s.Low80, Hi80: s.High80, Lo95: s.Low95, Hi95: s.High95}, k)
}

// moments marks the first month in which any compared plan has staff that it did not have
// from the start, in most cells; of a plan with teams from the year in which they should
// start, since a pilot before it is not the plan.
func (l illustrator) moments() []figure.Moment {
	first := 0
	compared := l.c.Plans[1:]
	if len(compared) == 0 {
		compared = l.c.Plans
	}
	for _, p := range compared {
		b, err := l.c.Result.Band(p.ID, "posts_filled")
		if err != nil {
			panic("job: " + err.Error()) // plan and series both come from the result
		}
		from := min(max(0, (12*p.FirstTeamYear-int(b.First))/b.Step), len(b.Median))
		m := slices.IndexFunc(b.Median[from:], func(x float64) bool { return x > 0 })
		if m < 0 || m == 0 && (from == 0 || b.Median[from-1] > 0) {
			continue
		}
		if at := (from + m) * b.Step; first == 0 || at < first {
			first = at
		}
	}
	if first == 0 {
		return nil
	}
	at := l.firstMonth() + first
	return []figure.Moment{{Month: first, Name: l.w.Say("page.first_staff", "month", l.w.Month(at/12, at%12+1))}}
}

// reached is the headline, month by month; there is no picture when nobody is in
// need at the end.
func (l illustrator) reached() (*figure.Figure, error) {
	s, err := l.series("reached_share", 100)
	if err != nil {
		return nil, err
	}
	_, all := l.years()
	best, last := -1, len(s[0].Values)-1
	for i := range s {
		if x := s[i].Values[last].Mid; !math.IsNaN(x) && (best < 0 || x > s[best].Values[last].Mid) {
			best = i
		}
	}
	if best < 0 {
		return nil, nil
	}
	title := l.w.Say("page.reached.title", "plan", l.title(best), "year", all.Last, "share", s[best].Values[last].Mid/100)
	return l.months(l.frame(title, l.w.Say("page.reached.subtitle")),
		figure.Panel{Unit: l.w.Say("page.reached.unit"), First: l.firstMonth(), Format: l.w.Number, Zero: true, Series: s, Moments: l.moments()})
}

// months draws lines of all plans in one plot, or apart where there are too many.
func (l illustrator) months(f figure.Frame, p figure.Panel) (*figure.Figure, error) {
	if len(p.Series) <= figure.MaxPlans {
		return figure.NewMonths(f, p)
	}
	for i := range p.Series {
		p.Series[i].Name = plain.Letter(i) + "  " + p.Series[i].Name
	}
	return figure.NewMonthsApart(f, p)
}

// offered is a series of the plans that ever have requests to serve.
func (l illustrator) offered(name string, scale float64) ([]figure.Series, error) {
	list, err := l.series(name, scale)
	if err != nil {
		return nil, err
	}
	for i, p := range l.c.Plans {
		if !l.offers(p.ID) {
			list[i].Values = nil
		}
	}
	return list, nil
}

// waiting shows which requests wait, and whether the hours suffice. A plan that
// offers nothing to wait for is left out; there is no picture when all are. Where the
// plans are too many for one plot, the hours stand in the figure of workload.
func (l illustrator) waiting() (*figure.Figure, error) {
	requests, err := l.offered("waiting", 1)
	if err != nil {
		return nil, err
	}
	_, all := l.years()
	worst, most := -1, 0.0
	for i := range l.c.Plans {
		if requests[i].Values == nil {
			continue
		}
		if n := requests[i].Values[len(requests[i].Values)-1].Mid; worst < 0 || n > most {
			worst, most = i, n
		}
	}
	if worst < 0 {
		return nil, nil
	}
	title := l.w.Say("page.waiting.none")
	if most >= 1 {
		title = l.w.Say("page.waiting.title", "plan", l.title(worst), "year", all.Last, "count", int(math.Round(most)))
	}
	waiting := figure.Panel{Title: l.w.Say("page.waiting.people"), Unit: l.w.Say("page.waiting.people_unit"), First: l.firstMonth(), Format: l.w.Number, Zero: true, Series: requests, Moments: l.moments()}
	if len(requests) > figure.MaxPlans {
		return l.months(l.frame(title, l.w.Say("page.waiting.subtitle_apart")), waiting)
	}
	load, err := l.load()
	if err != nil {
		return nil, err
	}
	return figure.NewWaitingWorkload(l.frame(title, l.w.Say("page.waiting.subtitle")), waiting, load)
}

// workload shows whether the hours suffice, plan by plan.
func (l illustrator) workload() (*figure.Figure, error) {
	load, err := l.load()
	if err != nil || !slices.ContainsFunc(load.Series, func(s figure.Series) bool { return s.Values != nil }) {
		return nil, err
	}
	return l.months(l.frame(l.w.Say("page.workload.title"), l.w.Say("page.workload.subtitle")), load)
}

func (l illustrator) load() (figure.Panel, error) {
	load, err := l.offered("workload", 100)
	return figure.Panel{
		Title: words.Capital(l.w.Say("indicator.workload.name")), Unit: l.w.Say("page.waiting.load_unit"), First: l.firstMonth(), Format: l.w.Number, Zero: true, Series: load,
		Limit: &figure.Limit{At: 100, Name: l.w.Say("page.waiting.full")},
	}, err
}

// offers says whether a plan ever has requests to serve.
func (l illustrator) offers(plan string) bool {
	b, err := l.c.Result.Band(plan, "requests")
	if err != nil {
		panic("job: " + err.Error()) // plan and series both come from the result
	}
	return slices.ContainsFunc(b.High95, func(x float64) bool { return x > 0 })
}

// differences sets the headline indicators of the first years beside each other.
func (l illustrator) differences() (*figure.Figure, error) {
	head, _ := l.years()
	d := figure.Differences{First: l.title(0)}
	for i := range l.c.Plans[1:] {
		d.Plans, d.Letters = append(d.Plans, l.title(i+1)), append(d.Letters, plain.Letter(i+1))
	}
	for i := range l.c.Rows {
		r := &l.c.Rows[i]
		if r.Period != head || !r.Indicator.Headline {
			continue
		}
		row := figure.DifferenceRow{Label: l.w.Say(r.Indicator.TitleID()), Unit: plain.DifferenceUnit(l.w, &r.Indicator), Better: r.Indicator.Direction, Relevance: plain.Scale(&r.Indicator) * r.Indicator.Relevance, Format: l.signed}
		shape := outputs.Shape{Indicator: &r.Indicator, Words: l.w}
		known := false
		for _, p := range r.Plans {
			s := l.c.DifferenceSpread(&r.Indicator, p.Plan, head)
			v := figure.Difference{Missing: math.IsNaN(s.Median) || math.IsInf(s.Low95, 0) || math.IsInf(s.High95, 0) || math.IsInf(s.Middle(), 0), Verdict: l.verdict(p), Unsure: p.Mark != outputs.Clear && p.Mark != outputs.Likely}
			if !v.Missing {
				v.Range, known = rangeOf(s, plain.Scale(&r.Indicator)), true
				v.Mid, v.Low, v.High, _ = shape.Difference(p.Diff)
			}
			row.Plans = append(row.Plans, v)
		}
		if known {
			d.Rows = append(d.Rows, row)
		}
	}
	f := l.frame(l.w.Say("page.differences.title", "plan", l.title(0)), l.w.Say("page.differences.subtitle", "from", head.First, "to", head.Last))
	f.Message = l.message("differences")
	return figure.NewDifferences(f, d)
}

// signed writes a difference; fewer than no decimals is in tens, as in the tables.
func (l illustrator) signed(x float64, decimals int) string {
	if decimals < 0 {
		unit := math.Pow(10, float64(-decimals))
		x = math.Round(x/unit) * unit
	}
	return l.w.Signed(x, max(decimals, 0))
}

// verdict is a mark with its count, as "duidelijk (39 van 40)".
func (l illustrator) verdict(d outputs.Difference) string {
	switch d.Mark {
	case outputs.NoMark:
		return ""
	case outputs.Identical:
		return l.w.Say(d.Mark.TitleID())
	}
	if count := d.Count(l.w); count != "" {
		return l.w.Say(d.Mark.TitleID()) + " (" + count + ")"
	}
	return l.w.Say(d.Mark.TitleID())
}

// pyramid shows the tiers at the start and at the end.
func (l illustrator) pyramid() (*figure.Figure, error) {
	_, all := l.years()
	r := l.c.Result
	tiers := r.Pyramids(l.c.Base)[0].Tiers
	d := figure.Pyramid{
		Start: l.w.Month(all.First, 1), End: l.w.Month(all.Last, 12), Count: l.w.Number,
		Share: func(x float64, n int) string { return l.w.Percent(x/100, n) },
	}
	for _, t := range tiers {
		d.Tiers = append(d.Tiers, l.tier(t))
	}
	for i, p := range l.c.Plans {
		plan := figure.PyramidPlan{Name: l.title(i)}
		for _, t := range tiers {
			count, share := r.TierSpread(p.ID, "start", t)
			plan.Start = append(plan.Start, figure.Level{Count: rangeOf(count, 1), Share: rangeOf(share, 100)})
			count, share = r.TierSpread(p.ID, "end", t)
			plan.End = append(plan.End, figure.Level{Count: rangeOf(count, 1), Share: rangeOf(share, 100)})
		}
		d.Plans = append(d.Plans, plan)
	}
	return figure.NewPyramid(l.frame(l.w.Say("page.pyramid.title", "from", all.First, "to", all.Last),
		l.w.Say("page.pyramid.subtitle", "region", l.where)), d)
}

// tier is the name of a tier; a published model has its own names.
func (l illustrator) tier(id string) string {
	if l.w.Has("tier." + id + ".name") {
		return l.w.Say("tier." + id + ".name")
	}
	return id
}

// flowEnds are the nodes of the flows besides the tiers.
const (
	homeEnd    = "nursing_home"
	awaySuffix = "_nh" // of states that live in a nursing home
)

// flows shows who moves between the tiers in an average year, under one plan.
// Moving house is left out: in a student city it would drown the rest.
func (l illustrator) flows(i int) (*figure.Figure, error) {
	_, all := l.years()
	r, plan := l.c.Result, l.c.Plans[i]
	var from, to []string
	d := figure.Flows{Format: l.w.Number}
	add := func(ids *[]string, states *[]figure.FlowState, id, name string, kind figure.FlowKind, tier int) {
		*ids = append(*ids, id)
		*states = append(*states, figure.FlowState{Name: name, Kind: kind, Tier: tier})
	}
	for i, t := range r.Pyramids(plan.ID)[0].Tiers {
		add(&from, &d.From, t, l.tier(t), figure.FlowTier, i)
		add(&to, &d.To, t, l.tier(t), figure.FlowTier, i)
	}
	home := l.w.Say("term.nursing_home.name")
	add(&from, &d.From, homeEnd, home, figure.FlowNursingHome, 0)
	add(&to, &d.To, homeEnd, home, figure.FlowNursingHome, 0)
	add(&from, &d.From, "birth", l.w.Say("page.flows.birth"), figure.FlowEnd, 0)
	add(&to, &d.To, "death", l.w.Say("page.flows.death"), figure.FlowEnd, 0)
	node := func(state string) string {
		if strings.HasSuffix(state, awaySuffix) {
			return homeEnd
		}
		return state
	}
	moves := func(f, t string) figure.Range {
		return rangeOf(r.FlowSpread(plan.ID, all.First, all.Last, func(x, y string) bool {
			return x != "arrival" && y != "departure" && node(x) != node(y) && (f == "" || node(x) == f) && (t == "" || node(y) == t)
		}), 1)
	}
	for i, f := range from {
		d.From[i].Movers = moves(f, "")
		row := make([]figure.Range, len(to))
		for k, t := range to {
			row[k] = moves(f, t)
		}
		d.People = append(d.People, row)
	}
	for k, t := range to {
		d.To[k].Movers = moves("", t)
	}
	return figure.NewFlows(l.frame(l.w.Say("page.flows.title", "plan", l.title(i)),
		l.w.Say("page.flows.subtitle", "from", all.First, "to", all.Last)), d)
}
