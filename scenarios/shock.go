package scenarios

import (
	"cmp"
	"slices"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// Shocks and the labour market of a plan.

// shockSizes are what each kind of shock changes: the keys by which a plan gives a
// size of its own, in % of what is there without it, and the parameter of its usual size.
var shockSizes = map[string][]shockSize{
	"epidemic": {
		{"new_clients", "shock.epidemic.new_clients", 1000, 0, func(s *sim.Shock) *float64 { return &s.P3Entries }},
		{"absence", "shock.epidemic.absence", 1000, 0, func(s *sim.Shock) *float64 { return &s.Absence }},
		{"contacts", "shock.epidemic.contacts", 1000, 0, func(s *sim.Shock) *float64 { return &s.Contacts }},
		{"stays", "shock.epidemic.stays", 100, 0, func(s *sim.Shock) *float64 { return &s.Stays }},
	},
	"staff_shortage": {
		{"pool", "shock.staff.pool", 1000, 0, func(s *sim.Shock) *float64 { return &s.Pool }},
		{"turnover", "shock.staff.turnover", 1000, 0, func(s *sim.Shock) *float64 { return &s.Turnover }},
		{"hiring_lag", "shock.staff.hiring_lag", 1000, 0, func(s *sim.Shock) *float64 { return &s.HireLag }},
	},
	"early_discharge": {
		{"stay_days", "shock.discharge.stay_days", 100, 10, func(s *sim.Shock) *float64 { return &s.StayDays }},
	},
	"p3_stop": nil,
}

type shockSize struct {
	key, path string
	most      float64 // %
	least     float64 // %
	of        func(s *sim.Shock) *float64
}

// shockKinds in the order in which readers see them.
var shockKinds = []string{"epidemic", "staff_shortage", "early_discharge", "p3_stop"}

// shockFields are the keys of a kind of shock.
func shockFields(kindName string) field {
	all := []field{
		needed(oneOf("kind", shockKinds...)), needed(day("start")),
		{key: "length", kind: quantity, units: durations, min: 1, max: 1200, need: true},
	}
	for _, s := range shockSizes[kindName] {
		all = append(all, field{key: s.key, kind: quantity, units: []string{"%"}, min: s.least, max: s.most})
	}
	if kindName == "epidemic" {
		all = append(all, field{key: "services", kind: record, fields: ratios(p3Services[:])})
	}
	return field{kind: record, fields: all}
}

// labourFields are the keys of labour: the people who can be hired and the wages in %
// of the register's, the time to fill a post and the share who leave in a year.
func labourFields() []field {
	wages := field{key: "wages", kind: quantity, units: []string{"%"}, min: 50, max: 300}
	return []field{ratio("pool"), {key: "hiring_lag", kind: quantity, units: durations, max: 60}, {key: "turnover", kind: quantity, units: []string{"%"}, max: 100}, wages}
}

// shockTime is the first month of a shock and the first after it.
func shockTime(v *value) (from, until sim.Month) {
	if v.get("start") == nil || v.get("length") == nil {
		return 0, 0
	}
	from = month(v.get("start"))
	q, _ := parseQuantity(v.get("length").text)
	return from, from + sim.Month(q.Months()+0.5)
}

// shocks refuses what cannot be: a shock that goes on after the horizon, or two of
// one kind at once, of which nobody could tell the size.
func (r *reader) shocks(root *value) {
	all := root.get("shocks")
	names := slices.Clone(keysOf(all))
	slices.SortStableFunc(names, func(a, b string) int {
		x, _ := shockTime(all.get(a))
		y, _ := shockTime(all.get(b))
		return cmp.Compare(x, y)
	})
	for i, name := range names {
		v := all.get(name)
		from, until := shockTime(v)
		if r.until > 0 && from < r.until && until > r.until {
			r.add(v.get("length"), "shocks."+name+".length", msg("shock_after", "end", sayMonth(&value{text: FormatMonth(until - 1)}), "until", sayMonth(&value{text: FormatMonth(r.until - 1)})), msg("shock_shorten"))
		}
		for _, other := range names[:i] {
			if _, end := shockTime(all.get(other)); word(all.get(other).get("kind")) == word(v.get("kind")) && v.get("kind") != nil && from < end && until > 0 {
				r.add(v, "shocks."+name, msg("shock_twice", "other", other), msg("shock_apart"))
			}
		}
	}
}

// shockDates are the months in which a shock begins or is over.
func (b *builder) shockDates() (out []sim.Month) {
	for _, v := range items(b.s.steps[0].root.get("shocks")) {
		from, until := shockTime(v)
		out = append(out, from, until)
	}
	return out
}

// shock is what the shocks of the plan do in a month, or nil. They come when they come:
// preparing the plan does not move them.
func (b *builder) shock(m sim.Month) *sim.Shock {
	var out *sim.Shock
	for _, v := range items(b.s.steps[0].root.get("shocks")) {
		if from, until := shockTime(v); m < from || m >= until {
			continue
		}
		if out == nil {
			s := sim.NoShock()
			out = &s
		}
		kind := word(v.get("kind"))
		for _, size := range shockSizes[kind] {
			*size.of(out) = b.values.Get(size.path)
			if own := v.get(size.key); own != nil {
				*size.of(out) = plainNumber(own)
			}
		}
		switch kind {
		case "epidemic":
			out.P3Kept = b.values.Get("shock.epidemic.p3_kept")
			for i, path := range p3ServicePath {
				out.P3Units[i] = b.values.Get("shock.epidemic.units." + path)
				if own := v.at([]string{"services", p3Services[i]}); own != nil {
					out.P3Units[i] = plainNumber(own)
				}
			}
		case "early_discharge":
			out.NursingDay = finance.Euro(b.values.Get("shock.discharge.nursing_day"))
		case "p3_stop":
			out.P3Stopped = true
		}
	}
	return out
}

// market is what the plan says of the labour market, or nil. What it is silent about
// stays as the register has it.
func (b *builder) market(root *value) *sim.Market {
	v := root.get("labour")
	if v == nil {
		return nil
	}
	if len(v.keys) == 1 && v.get("sources") != nil {
		return nil
	}
	l := &b.cfg.Labour
	out := sim.Market{Pool: 1, HireLag: l.HireLag, Turnover: l.Turnover, Wages: 1}
	for i, key := range v.keys {
		q, _ := parseQuantity(v.items[i].text)
		switch key {
		case "pool":
			out.Pool = q.Share()
		case "hiring_lag":
			out.HireLag = q.Months()
		case "turnover":
			out.Turnover = q.Share()
		case "wages":
			out.Wages = q.Share()
		}
		if path := map[string]string{"hiring_lag": "staff.hiring_lag", "turnover": "staff.turnover"}[key]; path != "" {
			b.note("labour."+key, msg("note_override", "path", "labour."+key, "value", sayValue(v.items[i]), "evidence", path))
		}
	}
	return &out
}

// sayShock says a shock with the sizes that are the plan's own.
func sayShock(v *value) words.Message {
	m := msg("say_shock_"+v.get("kind").text, "start", sayMonth(v.get("start")), "length", sayValue(v.get("length")))
	for i, key := range v.keys {
		switch key {
		case "kind", "start", "length":
			continue
		case "services":
			for j, service := range v.items[i].keys {
				m = msg("say_shock_size", "shock", m, "what", msg("service_p3_"+service), "size", sayValue(v.items[i].items[j]))
			}
			continue
		}
		m = msg("say_shock_size", "shock", m, "what", msg("key_"+key), "size", sayValue(v.items[i]))
	}
	return m
}

func sayMarket(v *value) (out []words.Message) {
	for i, key := range keysOf(v) {
		if key == "sources" {
			continue
		}
		out = append(out, msg("say_labour_"+key, "x", sayValue(v.items[i])))
	}
	return out
}

// shockLevers are what shocks and the labour market need to have an effect.
func shockLevers() (out []lever) {
	for _, key := range []string{"pool", "hiring_lag", "turnover", "wages"} {
		out = append(out, lever{"labour." + key, noWorker, "effect_no_posts", "effect_write_posts"})
	}
	among := func(v *value, kind string) bool {
		return slices.ContainsFunc(items(v), func(x *value) bool { return word(x.get("kind")) == kind })
	}
	nobody := func(p *chosen) bool { return p.at("p3.size") != nil && isZero(p.at("p3.size")) }
	return append(out,
		lever{"p3.services", func(p *chosen, _ *value) bool { return nobody(p) }, "effect_p3_nobody", "effect_p3_size"},
		lever{"shocks", func(p *chosen, v *value) bool { return among(v, "p3_stop") && nobody(p) }, "effect_p3_nobody", "effect_p3_size"},
		lever{"shocks", func(p *chosen, v *value) bool { return among(v, "staff_shortage") && noWorker(p, v) }, "effect_no_posts", "effect_write_posts"},
	)
}
