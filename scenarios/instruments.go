package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/sim"
	"piramide/sim/finance"
)

// instruments gives every way of paying of the plan over its whole life. A
// change by the timeline ends one period of an instrument and begins the next.
func (b *builder) instruments() []finance.Instrument {
	var out []finance.Instrument
	type state struct {
		v     *value
		since sim.Month
	}
	open := map[string]state{}
	var names []string
	end := b.s.Start + sim.Month(b.s.Months)
	closeAt := func(name string, m sim.Month) {
		if st, ok := open[name]; ok {
			out = append(out, b.period(name, st.v, st.since, m)...)
			delete(open, name)
		}
	}
	for i, st := range b.s.steps {
		from := b.late(st.from)
		if i == 0 {
			from = 0
		} else if from >= end {
			break
		}
		now := st.root.get("financing")
		for _, name := range names {
			if item := now.get(name); open[name].v != nil && !same(item, open[name].v) {
				closeAt(name, from)
			}
		}
		for j, name := range keysOf(now) {
			if _, ok := open[name]; !ok {
				open[name] = state{now.items[j], from}
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	for _, name := range names {
		closeAt(name, 0)
	}
	return out
}

func keysOf(v *value) []string {
	if v == nil {
		return nil
	}
	return v.keys
}

// period gives the instrument of one stretch of the plan, [from, until); 0 is
// open. What care as today does not have starts with the accounts at the
// earliest. Nothing when its own start lies after the stretch.
func (b *builder) period(name string, v *value, from, until sim.Month) []finance.Instrument {
	path := "financing." + name
	today := same(b.base.steps[0].root.at([]string{"financing", name}), v)
	start, end := max(from, b.late(month(v.get("start")))), month(v.get("end"))
	if !today {
		start = max(start, b.s.Start)
	}
	if until > 0 && (end == 0 || until < end) {
		end = until
	}
	if end > 0 && start >= end {
		if until == 0 {
			b.tooLate(v, path, start)
		}
		return nil
	}
	if isZero(v.get("cap")) || isZero(v.get("units")) {
		return nil // it pays nothing; zero is no limit to package finance
	}
	payee, _ := finance.ParseParty(v.get("payee").text)
	in := finance.Instrument{
		Name: name, Payer: b.payer(word(v.get("payer"))), Payee: payee, Plan: !today,
		Start: finance.Month(start), End: finance.Month(end),
		Cap: b.yearly(v.get("cap"), path+".cap"), Floor: b.yearly(v.get("floor"), path+".floor"),
	}
	if c := v.get("cap_by"); c != nil {
		in.CapBy, _ = finance.ParsePace(c.text)
	}
	if u := v.get("unspent"); u != nil {
		in.Unspent, _ = finance.ParseUnspent(u.text)
	}
	in.Terms = b.terms(v, path)
	if end := b.s.Start + sim.Month(b.s.Months); !today && start >= end {
		b.note(path+".start", msg("note_too_late", "path", path, "start", FormatMonth(start), "end", FormatMonth(end)))
	} else if settlesYearly(word(v.get("kind"))) && settledFrom(start, v) >= end {
		b.note(path, msg("note_never_settled", "path", path, "start", FormatMonth(start)))
	}
	if pool, ok := in.Terms.(finance.PooledBudget); ok && len(pool.Sources) > 0 {
		in.Payer = pool.Sources[0].Payer
	}
	b.sources(v, path, today)
	return []finance.Instrument{in}
}

// tooLate says why something that ends never begins: as planned already, a mistake
// of the file; or in this draw, because its preparation takes until after its end.
func (b *builder) tooLate(v *value, path string, start sim.Month) {
	ev := v.get("end")
	if ev == nil {
		return
	}
	if planned := month(v.get("start")); month(ev) <= max(planned, b.s.Start) {
		b.report.add(ev, path+".end", msg("end_before_start", "end", ev.text, "start", FormatMonth(max(planned, b.s.Start))), msg("end_is_first_without"))
		return
	}
	b.note(path+".end", msg("note_too_late", "path", path, "start", FormatMonth(start), "end", ev.text))
}

// payer reads who pays; territory is the one the region lies in.
func (b *builder) payer(id string) finance.Party {
	if id == "territory" {
		return b.cfg.Population.Buurten[0].Territory
	}
	p, _ := finance.ParseParty(id)
	return p
}

// yearly gives an amount per area in cents a year for the whole region.
func (b *builder) yearly(v *value, path string) finance.Cents {
	if v == nil {
		return 0
	}
	q, _ := parseQuantity(v.text)
	amount, per := q.PerYear()
	return b.euro(amount*b.area.count(per), v, path)
}

// euro refuses amounts that no payer has.
func (b *builder) euro(x float64, v *value, path string) finance.Cents {
	if !(math.Abs(x) <= maxEuro) {
		b.report.add(v, path, msg("too_large_number", "text", number(x)+" EUR"), none)
		return 0
	}
	return finance.Euro(x)
}

// maxEuro is more than Belgium spends on care in a year, a few times 10^10.
const maxEuro = 1e11

func (b *builder) terms(v *value, path string) finance.Terms {
	switch v.get("kind").text {
	case "fee_for_service":
		return finance.FeeForService{Services: b.services(v)}
	case "convention_services":
		return finance.ConventionServices{Services: b.services(v)}
	case "gmd_fee":
		return finance.GMDFee{PerHead: b.cfg.Prices.GMD, PerRaised: b.cfg.Prices.GMDChronic}
	case "inclusion_fee":
		t := finance.InclusionFee{PerYear: b.perHead(v.get("amount"), path+".amount")}
		if c := v.get("condition"); c != nil {
			t.Condition, _ = finance.ParseCondition(c.text)
		}
		for i, a := range actionNames {
			if least := v.get("actions").get(a); least != nil {
				t.Actions[i] = int32(plainNumber(least))
			}
		}
		return t
	case "population_budget":
		return b.populationBudget(v, path)
	case "regional_convention":
		return b.convention(v, path)
	case "capitation":
		return b.capitation(v, path)
	case "bundle":
		return b.bundle(v, path)
	case "pooled_budget":
		payee, _ := finance.ParseParty(v.get("payee").text)
		return b.pool(v, payee, path)
	case "prefinancing":
		return b.prefinancing(v, path)
	case "shared_savings":
		return b.sharedSavings(v, path)
	case "budget_guarantee":
		return b.budgetGuarantee(v, path)
	}
	t := finance.FixedBudget{PerYear: b.amount(v.get("amount"), 1, path+".amount")}
	t.Reason, _ = finance.ParseReason(v.get("for").text)
	if s := v.get("startup"); s != nil {
		t.Startup = b.euro(plainNumber(s), s, path+".startup")
	}
	if l := v.get("level"); l != nil {
		t.Level, _ = finance.ParseLevel(l.text)
	}
	return t
}

// services gives the tariffs of care as today; a convention may limit the units
// to a share of what P3 delivers at its present size.
func (b *builder) services(v *value) []finance.ServiceFee {
	var out []finance.ServiceFee
	for _, item := range v.get("services").items {
		id, _ := finance.ParseService(item.text)
		fee := finance.ServiceFee{Service: id, Tariff: b.tariff(id)}
		if u := v.get("units"); u != nil {
			fee.Units = int64(math.Ceil(b.present(id) * plainNumber(u)))
		}
		out = append(out, fee)
	}
	return out
}

// tariff is the price of a service as the region's prices give it. Home
// nursing, residual care and nursing-home days are priced per citizen by the
// simulator.
func (b *builder) tariff(id finance.Service) finance.Tariff {
	p := &b.cfg.Prices
	switch id {
	case finance.GPContact:
		return p.Contact
	case finance.EDVisit:
		return p.Visit
	case finance.Stay:
		return p.Stay
	case finance.NursingHomeDay:
		return finance.Tariff{
			Fee:      p.NursingHomeDayPublic + p.NursingHomeDayCitizen,
			OwnShare: p.NursingHomeDayCitizen, OwnShareVT: p.NursingHomeDayCitizen,
		}
	}
	if s := b.p3(id); s != nil {
		return s.Tariff
	}
	return finance.Tariff{}
}

// p3 finds a P3 service of the region.
func (b *builder) p3(id finance.Service) *sim.P3Service {
	for i := range b.cfg.Care.P3 {
		if b.cfg.Care.P3[i].Service == id {
			return &b.cfg.Care.P3[i]
		}
	}
	return nil
}

// present is how many units a year P3 delivers at its present size.
func (b *builder) present(id finance.Service) float64 {
	s := b.p3(id)
	if s == nil {
		return 0
	}
	old := 0.0
	for i := range b.cfg.Population.Buurten {
		for age := 65; age < sim.Ages; age++ {
			old += b.cfg.Population.Buurten[i].Count[age][0] + b.cfg.Population.Buurten[i].Count[age][1]
		}
	}
	return old * b.cfg.Care.P3Inflow * s.UnitsPerClient
}

func (b *builder) perHead(v *value, path string) finance.Cents {
	q, _ := parseQuantity(v.text)
	amount, _ := q.PerYear()
	return b.euro(amount, v, path)
}

// amount reads EUR a year for the region, or solves it: the amount of which a
// share pays exactly the posts asked.
func (b *builder) amount(v *value, share float64, path string) finance.Cents {
	if v.form != mapping {
		return b.yearly(v, path)
	}
	return b.euro(b.target(v)/share, v, path)
}

// target is the yearly cost of what an amount is solved for: posts at wage and
// overhead, or a sum of money.
func (b *builder) target(v *value) float64 {
	q, _ := parseQuantity(v.get("solve").text)
	role, per, _ := strings.Cut(q.Unit, "/")
	i := slices.Index(roleNames, role)
	if i < 0 {
		amount, per := q.PerYear()
		return amount * b.area.count(per)
	}
	return q.Value * b.area.count(per) * b.postCost(role)
}

// populationBudget gives the amounts per enrolled head; additions in % are of
// the base, also when the base is solved.
func (b *builder) populationBudget(v *value, path string) finance.Terms {
	base := v.get("base")
	added := func(key string) (relative, fixed float64) {
		x := v.get(key)
		if x == nil {
			return 0, 0
		}
		if q, _ := parseQuantity(x.text); q.Unit != "%" {
			fixed, _ = q.PerYear()
			return 0, fixed
		}
		return plainNumber(x), 0
	}
	chronic, chronicEUR := added("chronic")
	vt, vtEUR := added("vt")
	var perHead float64
	if base.form == mapping {
		weight := b.area.enrolled + float64(chronic*b.area.chronic) + float64(vt*b.area.vt)
		left := b.target(base) - float64(chronicEUR*b.area.chronic) - float64(vtEUR*b.area.vt)
		if weight <= 0 || left < 0 {
			b.report.add(base, path+".base", msg("cannot_solve"), msg("lower_additions"))
			return finance.PopulationBudget{}
		}
		perHead = left / weight
	} else {
		perHead = b.perHead(base, path+".base").Euro()
	}
	return finance.PopulationBudget{
		Base:    b.euro(perHead, base, path+".base"),
		Chronic: b.euro(float64(perHead*chronic)+chronicEUR, base, path+".chronic"), VT: b.euro(float64(perHead*vt)+vtEUR, base, path+".vt"),
	}
}

func (b *builder) convention(v *value, path string) finance.Terms {
	t := finance.RegionalConvention{}
	split := v.get("split")
	solved, _, _ := strings.Cut(solveUnit(v.get("amount")), "/")
	part := 1.0
	for _, to := range splitTo {
		x := split.get(to.key)
		if x == nil {
			continue
		}
		s := plainNumber(x)
		t.Split = append(t.Split, finance.Share{To: to.to, Reason: to.reason, Share: s})
		if to.role == solved {
			part = s
		}
	}
	if part <= 0 {
		b.report.add(v.get("amount"), path+".amount", msg("cannot_solve"), msg("raise_share", "role", solved))
		return t
	}
	t.PerYear = b.amount(v.get("amount"), part, path+".amount")
	return t
}

func solveUnit(v *value) string {
	if v == nil || v.form != mapping {
		return ""
	}
	q, _ := parseQuantity(v.get("solve").text)
	return q.Unit
}
