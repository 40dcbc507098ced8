package scenarios

import (
	"math"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// teams gives the team of each buurt as it is from a month on. A team that
// existed before starts with its age: its Start lies that long before.
func (b *builder) teams(root *value, from sim.Month) []sim.Team {
	out := make([]sim.Team, len(b.cfg.Population.Buurten))
	waves := root.at([]string{"buurtteams", "waves"})
	if waves == nil {
		return out
	}
	hasCoach := hasPosts(root.at([]string{"buurtteams", "coach"}))
	taken := make([]string, len(out))
	for i, name := range waves.keys {
		w := waves.items[i]
		start := b.late(month(w.get("start")))
		team := sim.Team{Start: start, Coach: hasCoach && word(w.get("coach")) != "no"}
		if v := w.get("age"); v != nil {
			q, _ := parseQuantity(v.text)
			team.Start -= sim.Month(math.Round(q.Months()))
		}
		if v := w.get("end"); v != nil {
			team.End = month(v)
			if team.End <= start {
				b.tooLate(w, "buurtteams.waves."+name, start)
			}
		}
		for _, k := range b.buurten(w.get("buurten"), "buurtteams.waves."+name+".buurten") {
			if taken[k] != "" && taken[k] != name {
				b.report.add(w.get("buurten"), "buurtteams.waves."+name+".buurten", msg("buurt_twice", "buurt", b.cfg.Population.Buurten[k].Name, "wave", taken[k]), msg("keep_one"))
				continue
			}
			taken[k] = name
			if start <= from && (team.End == 0 || start < team.End) {
				out[k] = team
			}
		}
	}
	return out
}

// buurten gives the places of the buurten that a wave names.
func (b *builder) buurten(v *value, path string) []int {
	all := b.cfg.Population.Buurten
	out := make([]int, 0, len(all))
	if v.form == scalar {
		for i := range all {
			out = append(out, i)
		}
		return out
	}
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	for _, item := range v.items {
		i := slices.Index(names, item.text)
		if i < 0 {
			b.report.add(item, path, msg("unknown_buurt", "name", item.text, "region", b.s.Region, "count", len(names)), DidYouMean(item.text, names))
			continue
		}
		out = append(out, i)
	}
	return out
}

// teamBudget reads the rules by which teams spend, and what a new team costs once.
func (b *builder) teamBudget(root *value) sim.TeamBudget {
	euro := func(key, parameter string) finance.Cents {
		path := "buurtteams." + key
		return b.euro(b.either(root, path, parameter), root.at(splitPath(path)), path)
	}
	return sim.TeamBudget{
		GroupSession: euro("budget.group_session", pathSession), BuurtAction: euro("budget.buurt_action", pathAction),
		Quality: euro("budget.quality", pathQuality), Startup: euro("startup", pathStartup),
		CarryOver: b.either(root, "buurtteams.budget.carry_over", pathCarryOver),
	}
}

// payers reads who pays what no instrument pays; without a word the federal payer.
func (b *builder) payers(v *value) (p sim.Payers) {
	for _, one := range []struct {
		key string
		to  *finance.Party
	}{{"set_posts", &p.SetPosts}, {"notice", &p.Notice}, {"team_start", &p.TeamStart}} {
		if x := v.get(one.key); x != nil {
			*one.to = b.payer(x.text)
		}
	}
	return p
}

// noteTeams says the amounts that the note does not name: the rules of the virtual
// budgets where somebody pays the teams, and what the start of a new team costs.
func (b *builder) noteTeams(schedule []sim.Dated, money []finance.Instrument) {
	for k := range schedule {
		p := &schedule[k].Plan
		if slices.ContainsFunc(money, paysTeams) &&
			slices.ContainsFunc(p.Teams, func(t sim.Team) bool { return t.Start != 0 }) {
			r := &p.TeamBudget
			b.note("buurtteams.budget", msg("note_team_budget", "session", r.GroupSession.Euro(), "action", r.BuurtAction.Euro(), "quality", r.Quality.Euro(), "carry", 100*r.CarryOver))
		}
		if slices.ContainsFunc(p.Teams, func(t sim.Team) bool { return t.Start == schedule[k].From }) {
			b.note("buurtteams.startup", msg("note_team_start", "amount", p.TeamBudget.Startup.Euro()))
		}
	}
}

// paysTeams says whether money of a plan reaches the buurtteams.
func paysTeams(i finance.Instrument) bool {
	pool, _ := i.Terms.(finance.PooledBudget)
	return i.Plan && (i.Payee == finance.Buurtteams || slices.ContainsFunc(pool.Uses, func(u finance.PoolUse) bool { return u.To == finance.Buurtteams }))
}
