package scenarios

import (
	"math"

	"piramide/internal/words"
	"piramide/sim"
)

// P3 in a plan: how many new clients come in, which services they get where, and
// how it ends: on a date, or after a time beside the teams that follow it.

// p3Services are the service types as files name them, in the order of sim.Care.P3.
var p3Services = [sim.NumP3]string{
	"case_management", "occupational_therapy", "occupational_therapy_group", "psychology", "psychology_group",
	"night_visit", "care_education", "carer_support",
}

// p3ServicePath names the parameters of the services in the same order.
var p3ServicePath = [sim.NumP3]string{
	"case_management", "occupational_therapy", "occupational_therapy_group", "psychology", "psychology_group",
	"night_visit", "care_education", "informal_carers",
}

// ratio is a percentage of what is there today.
func ratio(key string) field {
	return field{key: key, kind: quantity, units: []string{"%"}, max: 1000}
}

func ratios(keys []string) []field {
	out := make([]field, len(keys))
	for i, key := range keys {
		out[i] = ratio(key)
	}
	return out
}

// p3Fields are the keys of p3.
func p3Fields() []field {
	return []field{
		needed(ratio("size")),
		{key: "services", kind: record, fields: ratios(p3Services[:])},
		fixed(duration("overlap")),
		fixed(day("end")),
	}
}

// p3 refuses an end that cannot come: two ends, or one after the horizon.
func (r *reader) p3(root *value) {
	overlap, end := root.at([]string{"p3", "overlap"}), root.at([]string{"p3", "end"})
	if overlap == nil {
		return
	}
	if end != nil {
		r.add(end, "p3.end", msg("p3_two_ends"), msg("p3_keep_one_end"))
	}
	q, _ := parseQuantity(overlap.text)
	if length := r.until - r.from; length > 0 && q.Months() > float64(length) {
		r.add(overlap, "p3.overlap", msg("p3_overlap_too_long", "overlap", sayQuantity(q), "length", sayQuantity(Quantity{float64(length) / 12, "year"})), msg("p3_shorten"))
	}
	r.takenOver(root, overlap, int(q.Months()+0.5))
}

// takenOver refuses an overlap that is over before anybody can take a client over: the
// desks of the plan all open later.
func (r *reader) takenOver(root, overlap *value, months int) {
	waves := root.at([]string{"buurtteams", "waves"})
	var ends sim.Month
	for _, name := range keysOf(waves) {
		start := waves.get(name).get("start")
		if start == nil {
			return
		}
		if m := month(start) + sim.Month(months); ends == 0 || m < ends {
			ends = m
		}
	}
	desks := 0
	for _, desk := range []string{"zorgcoach", "casemanagement"} {
		v := root.get(desk)
		if v.get("posts") == nil {
			continue
		}
		if start := v.get("start"); start == nil || month(start) < ends {
			return
		}
		desks++
	}
	if ends > 0 && desks > 0 {
		r.add(overlap, "p3.overlap", msg("p3_nobody_takes_over", "end", sayMonth(&value{text: FormatMonth(ends)})), msg("p3_open_earlier"))
	}
}

// p3Plan is how P3 goes in a plan: from over on it runs beside the first teams, from
// closes on nobody comes in, at ends nobody pays it any more; 0 = never.
type p3Plan struct{ over, closes, ends sim.Month }

// p3Plan reads it from the plan as it begins. The projects know an end after an
// overlap, and take in only who can complete an inclusion period before it; an end on
// a date is one that nobody prepared, and preparing the plan does not move it.
func (b *builder) p3Plan() (p p3Plan) {
	root := b.s.steps[0].root
	if v := root.at([]string{"p3", "end"}); v != nil {
		p.ends = month(v)
		p.closes = p.ends
	}
	if v := root.at([]string{"p3", "overlap"}); v != nil {
		q, _ := parseQuantity(v.text)
		p.over = b.firstTeam(root)
		p.ends = p.over + sim.Month(math.Round(q.Months()))
		p.closes = max(p.over, min(p.ends, p.ends-sim.Month(b.cfg.Care.P3Months)+1)) // who comes in the month before completes it
	}
	return p
}

// dates are the months in which P3 changes.
func (p p3Plan) dates() (out []sim.Month) {
	for _, m := range []sim.Month{p.over, p.closes, p.ends} {
		if m > 0 {
			out = append(out, m)
		}
	}
	return out
}

// fillP3 sets what a plan says of P3 in a month.
func (b *builder) fillP3(p *sim.Plan, root *value, from sim.Month) {
	p.P3 = 1
	if v := root.at([]string{"p3", "size"}); v != nil {
		p.P3 = plainNumber(v)
	}
	if v := root.at([]string{"p3", "services"}); v != nil {
		p.P3Local = make([]float64, sim.NumP3)
		for i, key := range p3Services {
			p.P3Local[i] = 1
			if x := v.get(key); x != nil {
				p.P3Local[i] = plainNumber(x)
			}
		}
	}
	when := b.p3Plan()
	if when.ends == 0 {
		return
	}
	p.P3Over = when.over > 0 && from >= when.over && from < when.ends
	if from >= when.closes {
		p.P3 = 0
	}
	p.P3Ended = from >= when.ends
}

// sayP3 says what a plan changes in P3.
func sayP3(v *value) (out []words.Message) {
	if size := v.get("size"); size != nil && size.text != "100 %" {
		out = append(out, msg("say_p3", "size", sayValue(size)))
	}
	services := v.get("services")
	for i, key := range keysOf(services) {
		out = append(out, sayP3Service(key, services.items[i]))
	}
	if o := v.get("overlap"); o != nil {
		out = append(out, msg("say_p3_overlap", "overlap", sayValue(o)))
	}
	if e := v.get("end"); e != nil {
		out = append(out, msg("say_p3_end", "end", sayMonth(e)))
	}
	return out
}

func sayP3Service(key string, v *value) words.Message {
	if v.text == "0 %" {
		return msg("say_p3_without", "service", msg("service_p3_"+key))
	}
	return msg("say_p3_service", "service", msg("service_p3_"+key), "size", sayValue(v))
}
