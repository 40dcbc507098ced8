package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// Values gives the value of a parameter of the model in one draw, by path.
type Values interface{ Get(path string) float64 }

// The parameters a plan needs beside what it says itself.
const (
	pathCallToStart = "timing.call_to_start"         // months from call to start, as it went
	pathPlanned     = "timing.call_to_start_planned" // as it was planned
	pathMaturity    = "team.ramp_months"
	pathLevel       = "team.ramp_degree"
	pathNoCoach     = "team.no_coach_maturity"
	pathSession     = "team.budget.group_session" // EUR
	pathAction      = "team.budget.buurt_action"  // EUR
	pathQuality     = "team.budget.quality"       // EUR a year
	pathCarryOver   = "team.budget.carry_over"    // share of the year's earnings
	pathStartup     = "team.startup_cost"         // EUR
)

// pathUse are the ratios of use after a PHM run, in the order of sim.PHM.Use.
var pathUse = [4]string{"effect.phm.stay", "effect.phm.ed", "effect.phm.outpatient", "effect.phm.bed_days"}

// preparation is the planned preparation of a plan, in months; slip stretches
// it (model.md section 1).
const preparation = 12

// Slip is how many months a plan starts later than it says, in one draw: what
// the preparation of the federal pilots took beyond its planning.
func Slip(v Values) int {
	return max(0, int(math.Round(preparation*(v.Get(pathCallToStart)/v.Get(pathPlanned)-1))))
}

// Note is something a reader of the results must know about a plan.
type Note struct {
	Path    string // of the value it is about
	Message words.Message
}

// Plans resolves the plan for a region and one draw of the parameters: what is
// in force during burn-in (the reference of the library, the same for every
// plan) and the dated plans of the accounts. Of cfg it reads the buurten, the
// classes, prices, wages and sources; it changes nothing. Mistakes that only
// the region shows, such as an unknown buurt, are [Problems].
func (s *Scenario) Plans(cfg *sim.Config, v Values) (before sim.Plan, schedule []sim.Dated, notes []Note, err error) {
	base := libraryPlans()[0] // reference
	before = newBuilder(base, base, cfg, v).plan(base.steps[0].root, 0)
	before.Instruments = newBuilder(base, base, cfg, v).instruments()
	for i := range before.Instruments {
		before.Instruments[i].Start, before.Instruments[i].End = 0, 0
	}
	b := newBuilder(s, base, cfg, v)
	dates := b.dates()
	money := b.instruments()
	for _, m := range dates {
		plan := b.plan(b.at(m), m)
		plan.Instruments = money
		schedule = append(schedule, sim.Dated{From: m, Plan: plan})
	}
	b.noteTeams(schedule, money)
	b.noteLacking()
	b.noteIntegrator(schedule)
	b.noteStaff(b.s.steps[len(b.s.steps)-1].root)
	if b.slip > 0 && b.starts() {
		b.note("", msg("note_late", "months", int(b.slip)))
	}
	for _, p := range finance.Validate(money, finance.Month(s.Start)) {
		b.report.add(s.nearest(p.Path), p.Path, s.reason(p), words.Message{ID: "finance." + p.Code + ".hint", Args: p.Args})
	}
	if err := b.report.err(); err != nil {
		return sim.Plan{}, nil, nil, err
	}
	return before, schedule, b.notes, nil
}

// reason says what is wrong in a set of instruments; of two that do not go together
// it names the place of the other as well.
func (s *Scenario) reason(p finance.Problem) words.Message {
	why := words.Message{ID: "finance." + p.Code + ".reason", Args: p.Args}
	if p.Other == "" {
		return why
	}
	at := s.nearest(p.Other)
	if at == nil || at.file == "" {
		return why
	}
	_, name, _ := strings.Cut(p.Other, ".")
	return msg("finance_other", "why", why, "other", name, "place", at.within())
}

// nearest gives the value at a path of the plan at any time, or what it lies in.
func (s *Scenario) nearest(path string) *value {
	names := splitPath(path)
	for n := len(names); n > 1; n-- {
		for i := range s.steps {
			if v := s.steps[i].root.at(names[:n]); v != nil {
				return v
			}
		}
	}
	return s.root.at(names[:1])
}

// Late is how many months what begins after the first month of the accounts
// starts later than the plan says; 0 when nothing does.
func (s *Scenario) Late(v Values) int {
	b := &builder{s: s, values: v, slip: sim.Month(Slip(v))}
	if !b.starts() {
		return 0
	}
	return int(b.slip)
}

// Begins is the first month in which anything of the plan begins that is not there
// from the first month of the accounts, the slip of [Scenario.Late] included; false
// when everything is there from then on.
func (s *Scenario) Begins(v Values) (sim.Month, bool) {
	b := &builder{s: s, values: v, slip: sim.Month(Slip(v))}
	var starts []sim.Month
	root := s.steps[0].root
	for _, st := range s.steps[1:] {
		starts = append(starts, b.late(st.from))
	}
	for _, part := range append(items(root.at([]string{"buurtteams", "waves"})), items(root.get("financing"))...) {
		starts = append(starts, b.late(month(part.get("start"))))
	}
	for _, part := range []string{
		"zorgcoach", "casemanagement", "buurtteams", "collaboration", "phm", "outreach", "outreach.welfare", "outreach.caring_neighbourhoods", "outreach.access", "casemanagement.specialist",
	} {
		starts = append(starts, b.late(month(root.at(append(splitPath(part), "start")))))
	}
	for _, x := range teamRoles {
		starts = append(starts, b.late(month(root.at([]string{"buurtteams", x.key, "start"}))))
	}
	for _, part := range lateParts(root) {
		starts = append(starts, b.late(month(part.get("start"))))
	}
	starts = slices.DeleteFunc(starts, func(m sim.Month) bool { return m <= s.Start })
	if len(starts) == 0 {
		return 0, false
	}
	return slices.Min(starts), true
}

// builder turns the steps of one scenario into plans for one region and draw.
type builder struct {
	s, base *Scenario
	cfg     *sim.Config
	values  Values
	area    area
	slip    sim.Month
	report  *report
	notes   []Note
}

func newBuilder(s, base *Scenario, cfg *sim.Config, v Values) *builder {
	return &builder{s: s, base: base, cfg: cfg, values: v, area: areaOf(cfg), slip: sim.Month(Slip(v)), report: &report{}}
}

// late is when something planned for a month really starts: what is there from
// the first month of the accounts needs no preparation.
func (b *builder) late(m sim.Month) sim.Month {
	if m <= b.s.Start {
		return m
	}
	return m + b.slip
}

// at gives the plan in force in a month, slip taken into account.
func (b *builder) at(m sim.Month) *value {
	now := b.s.steps[0].root
	for _, st := range b.s.steps[1:] {
		if b.late(st.from) <= m {
			now = st.root
		}
	}
	return now
}

// dates are the months from which another plan holds: its own, and those in which a
// shock begins or is over.
func (b *builder) dates() []sim.Month {
	return b.within(slices.Concat(b.steps(), b.p3Plan().dates(), b.shockDates()))
}

// steps are the dates that preparing the plan may move: the steps of the timeline and
// the start of every wave.
func (b *builder) steps() []sim.Month {
	out := []sim.Month{b.s.Start}
	for _, st := range b.s.steps[1:] {
		out = append(out, b.late(st.from))
	}
	for _, w := range items(b.s.steps[0].root.at([]string{"buurtteams", "waves"})) {
		out = append(out, b.late(month(w.get("start"))))
	}
	return b.within(out)
}

// within sorts dates and leaves out those after the accounts.
func (b *builder) within(out []sim.Month) []sim.Month {
	end := b.s.Start + sim.Month(b.s.Months)
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(m sim.Month) bool { return m >= end })
}

// starts says whether anything of the plan begins after the accounts open.
func (b *builder) starts() bool {
	if len(b.steps()) > 1 {
		return true
	}
	root := b.s.steps[0].root
	for _, part := range append(lateParts(root), items(root.get("financing"))...) {
		if month(part.get("start")) > b.s.Start {
			return true
		}
	}
	return false
}

// lateParts are the parts of a plan, beside teams, posts and money, that have a
// start of their own.
func lateParts(root *value) []*value {
	parts := []*value{root.get("care_plan"), root.get("shared_record")}
	return append(append(parts, items(root.get("pathways"))...), items(root.get("programmes"))...)
}

// plan builds what a policy maker chose, for one month from which it holds.
func (b *builder) plan(root *value, from sim.Month) sim.Plan {
	p := sim.Plan{
		TeamMaturity:  b.either(root, "buurtteams.maturity", pathMaturity),
		TeamLevel:     b.either(root, "buurtteams.level", pathLevel),
		NoCoachSlower: b.values.Get(pathNoCoach),
		CarePlan:      truth(root.get("care_plan")),
		GroupSessions: truth(root.at([]string{"buurtteams", "group_sessions"})),
		Proactive:     word(root.at([]string{"zorgcoach", "work"})) == "proactive",
		Shock:         b.shock(from),
		Market:        b.market(root),
	}
	p.Queue, p.CaseQueue, p.Frail = b.queue(root, "zorgcoach"), b.queue(root, "casemanagement"), b.frail(root)
	b.fillP3(&p, root, from)
	b.paths(root, &p)
	p.TeamBudget = b.teamBudget(root)
	p.Payers = b.payers(root.get("payers"))
	p.Zorgcoach = b.posts(root, "zorgcoach", "posts", sim.Zorgcoach)
	p.Casemanagers = b.posts(root, "casemanagement", "posts", sim.Casemanager)
	p.Buurtteamcoach = b.posts(root, "buurtteams", "coach", sim.Buurtteamcoach)
	p.PopulationManager = b.managers(root)
	b.outreach(root, &p)
	p.Specialist = b.postsAt(root, []string{"casemanagement", "specialist"}, "posts", sim.Specialist)
	p.Pool = b.caseManagers(root)
	for _, x := range teamRoles {
		*x.of(&p) = b.postsAt(root, []string{"buurtteams", x.key}, "posts", x.role)
	}
	p.Collaboration, p.Hiring, p.Audits = b.collaboration(root), b.hiring(root), audits(root)
	p.Teams = b.teams(root, from)
	p.PHM = b.phm(root)
	return p
}

// either is a duration, share or amount of the plan, or the parameter where it is silent.
func (b *builder) either(root *value, path, parameter string) float64 {
	v := root.at(splitPath(path))
	if v == nil {
		return b.values.Get(parameter)
	}
	q, _ := parseQuantity(v.text)
	x := q.Months()
	if q.Unit == "%" {
		x = q.Share()
	}
	b.note(path, msg("note_override", "path", path, "value", sayValue(v), "evidence", parameter))
	return x
}

func (b *builder) note(path string, m words.Message) {
	n := Note{path, m}
	if !slices.ContainsFunc(b.notes, func(o Note) bool { return o.Path == path && o.Message.ID == m.ID }) {
		b.notes = append(b.notes, n)
	}
}

// posts reads the posts of a role: per buurt for roles of a team, per region
// for the others.
func (b *builder) posts(root *value, part, key string, role sim.Role) sim.Posts {
	return b.postsAt(root, []string{part}, key, role)
}

func (b *builder) postsAt(root *value, part []string, key string, role sim.Role) sim.Posts {
	v := root.at(append(slices.Clone(part), key))
	if v == nil {
		return sim.Posts{}
	}
	out, said := b.postsOf(root, v, root.at(append(slices.Clone(part), "start")), role), b.week(root, part)
	out.Cover, out.Week = said.Cover, said.Week
	return out
}

// postsOf reads posts that begin on a date, or with the first team.
func (b *builder) postsOf(root, v, start *value, role sim.Role) sim.Posts {
	out := sim.Posts{Start: b.s.Start}
	if start != nil {
		out.Start = b.late(month(start))
	}
	if v.text == "funded" {
		out.Funded = true
		return out
	}
	q, _ := parseQuantity(v.text)
	amount, per := q.PerYear()
	out.FTE = amount * b.area.count(per)
	if role == sim.Zorgcoach || role == sim.Buurtteamcoach || role == sim.Casemanager && inTeam(root) {
		out.FTE /= b.area.count("buurt")
	}
	if start == nil {
		out.Start = b.firstTeam(root)
	}
	return out
}

// firstTeam is when set posts without a start of their own begin: with the
// first team, or with the accounts.
func (b *builder) firstTeam(root *value) sim.Month {
	first := sim.Month(math.MaxInt32)
	for _, w := range items(root.at([]string{"buurtteams", "waves"})) {
		first = min(first, b.late(month(w.get("start"))))
	}
	if first == math.MaxInt32 {
		return b.s.Start
	}
	return first
}

// items gives the items of a mapping, or none.
func items(v *value) []*value {
	if v == nil {
		return nil
	}
	return v.items
}

func truth(v *value) bool { return v != nil && v.text == "yes" }

func word(v *value) string {
	if v == nil {
		return ""
	}
	return v.text
}

// month reads a checked date; 0 where there is none.
func month(v *value) sim.Month {
	if v == nil {
		return 0
	}
	m, _ := ParseMonth(v.text)
	return m
}
