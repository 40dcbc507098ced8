package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// P3: the eight service types of the Protocol 3 projects.
//
// Decided: who comes in and which services they get, who stays, what is left of
// their care when the money ends, whose work ends. Read: known need from 65 on,
// the plan, the shocks in force. Written: episodes, activity, people on the labour
// market. Source: seed 002 (`p3_*`), `p3_client_loss_without_overlap`, `own_p3_share_*`.

// NumP3 is how many service types Protocol 3 has; they are the first of
// Care.P3, in that order, in every Plan and Shock.
const NumP3 = 8

// P3Service is one service type.
type P3Service struct {
	Service        finance.Service
	Share          float64 // of new clients who get it
	UnitsPerClient float64 // billed units per new client and inclusion period, those who do not get it included
	MostUnits      float64 // most units of one client in an inclusion period; 0 = no cap known
	Session        int     // units that are billed at once; 0 = one by one
	HoursPerUnit   float64 // of work
	Qualification  int     // of who does it: index in Labour.Pool, or −1
	Tariff         finance.Tariff
}

// perMonth is the units a month of a client who gets the service.
func (s *P3Service) perMonth(months int) float64 {
	if s.Share <= 0 || months == 0 {
		return 0
	}
	units := s.UnitsPerClient / s.Share
	if s.MostUnits > 0 {
		units = math.Min(units, s.MostUnits)
	}
	return units / float64(months)
}

// allP3 are the bits of all service types, in Effect.P3 and episode.p3Has.
const allP3 = 1<<NumP3 - 1

// p3State is what the projects remember from month to month.
type p3State struct {
	due   float64        // clients who may still enter
	usual float64        // clients in a usual month
	level [NumP3]float64 // work there is, relative to today
	begun bool
}

// p3Ended says whether nobody pays P3 any more.
func (w *World) p3Ended() bool {
	return w.plan.P3Ended || w.plan.Shock != nil && w.plan.Shock.P3Stopped
}

// p3Local is the size of a service under the plan relative to today, inflow included.
func (w *World) p3Local(s int) float64 {
	if w.plan.P3Local == nil {
		return 1
	}
	return w.plan.P3Local[s]
}

// p3Inflow lets new clients into the projects: a fixed number per person aged 65
// or over, chosen by keyed words among known need of that age. Each gets every
// service with its own chance; who would get none where services are missing is
// not taken in.
func (w *World) p3Inflow() {
	care := &w.m.cfg.Care
	if care.P3Inflow == 0 {
		return
	}
	today := float64(w.elders) * care.P3Inflow / float64(w.m.cycles)
	w.rec.month[MonthP3Today] += int64(today*1000 + 0.5)
	w.rec.month[MonthP3Places] += int64(today*float64(care.P3Months)*1000 + 0.5)
	w.p3Staff(today)
	inflow := today * w.plan.P3
	if w.plan.Shock != nil {
		inflow *= w.plan.Shock.P3Entries
	}
	c, p := &w.care, &w.p3
	if inflow == 0 || w.p3Ended() {
		p.due = 0
		return
	}
	p.due += inflow
	n := int(p.due)
	if n == 0 {
		return
	}
	c.pool = c.pool[:0]
	last := uint64(math.MaxUint64) // n lower words are known
	for k := range w.needs {
		word := draw.Word(w.needs[k].key, w.month, draw.P3Inflow)
		if word > last {
			continue
		}
		i := int(w.needs[k].slot)
		if w.people[i].flags&known == 0 || w.m.rows[w.people[i].class].elder == 0 {
			continue
		}
		if e := w.episodeOf(i); e != nil && e.p3From != never {
			continue // once per episode
		}
		c.pool = append(c.pool, drawn{int32(k), word})
		if len(c.pool) > 2*n {
			c.lowest(n)
			c.pool, last = c.pool[:n], c.pool[n-1].word
		}
	}
	c.lowest(n)
	n = min(n, len(c.pool))
	p.due -= float64(n)
	for _, d := range c.pool[:n] {
		need := w.needs[d.slot]
		has := w.p3Gets(w.people[need.slot].key)
		if has == 0 {
			continue
		}
		e := w.openEpisode(int(need.slot), int(need.buurt))
		e.p3From, e.p3Until, e.p3Has = int32(w.cycle), int32(w.cycle+care.P3Months), has
		w.rec.month[MonthP3Entries]++
	}
}

// p3Gets draws which services a new client gets: more coverage adds services to
// clients and takes none away.
func (w *World) p3Gets(key uint64) (has uint8) {
	for s := range w.m.cfg.Care.P3 {
		share := w.m.cfg.Care.P3[s].Share * w.p3Local(s)
		if draw.Unit(draw.Word(key, w.month, draw.P3Service.At(s))) < share {
			has |= 1 << s
		}
	}
	return has
}

// p3Active says whether a client of P3 is in it this month.
func (e *episode) p3Active(cycle int) bool { return int(e.p3Until) > cycle }

// p3Leaves ends the P3 of a client whose inclusion is over, or of everybody when
// the money ends. Who then holds a place with a coach, a case manager or a
// specialist team has been handed over; of the others whose inclusion was not over, a share loses the care
// and the rest keep their provider outside P3.
func (w *World) p3Leaves(e *episode) {
	if e.p3Until == never {
		return
	}
	over := int(e.p3Until) <= w.cycle
	ended := w.p3Ended()
	if !over && !ended {
		return
	}
	key := w.people[e.slot].key
	if over && !ended && w.plan.Shock != nil && draw.Unit(draw.Word(key, draw.Lasting, draw.P3Sessions.At(NumP3))) < w.plan.Shock.P3Kept {
		e.p3Until = int32(w.cycle + 1) // the projects keep who is there
		return
	}
	w.rec.month[MonthP3Left]++
	switch {
	case e.held():
		w.rec.month[MonthP3Handed]++
		w.rec.month[MonthP3Moved] += int64(one(!over))
	case over:
	case draw.Unit(draw.Word(key, draw.Lasting, draw.Continuity.At(1))) < w.m.cfg.Care.P3Lost:
		w.rec.month[MonthP3Cut]++
		e.p3Cut = e.p3Until
	default:
		w.rec.month[MonthP3KeptOn]++
	}
	e.p3Until = never
}

// p3HandsOver says whether the projects refer a client to the coaches: while they
// run beside the teams, and after the client's care was cut off.
func (w *World) p3HandsOver(e *episode) bool {
	return e != nil && (w.plan.P3Over && e.p3Active(w.cycle) || int(e.p3Cut) > w.cycle)
}

// p3Services books the units of the present clients, spread evenly over the
// inclusion period. In a shock that changes what is done, the workers of the
// projects do so much more or less than usual, for who is there.
func (w *World) p3Services() {
	care := &w.m.cfg.Care
	if care.P3Months == 0 {
		return
	}
	factor := w.p3Usual()
	if w.before {
		return
	}
	month := &w.rec.month
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() {
			continue
		}
		i := int(e.slot)
		if int(e.p3Cut) > w.cycle && !e.held() && w.m.rows[w.people[i].class].bits&rowNeed != 0 {
			month[MonthP3Without]++
		}
		if !e.p3Active(w.cycle) {
			continue
		}
		month[MonthP3Clients]++
		for s := range care.P3 {
			if e.p3Has>>s&1 == 0 {
				continue
			}
			svc := &care.P3[s]
			units := w.p3Units(e, s, factor[s])
			for range units {
				w.serve(int(e.buurt), i, svc.Service, svc.Tariff)
			}
			hours := int64(float64(units)*svc.HoursPerUnit*100 + 0.5)
			month[MonthOtherHours] += hours
			month[MonthP3Units+Series(s)] += int64(units)
			month[MonthP3Hours+Series(s)] += hours
			cost := int64(units) * int64(svc.Tariff.Fee)
			month[MonthP3Cost] += cost
			if w.plan.P3Over {
				month[MonthP3Double] += cost
			}
		}
		// What therapy is known to change is counted and acts on nothing
		// (docs/model.md 7.8: standardised differences never become hazards).
		month[MonthP3ADL] += milli(care.P3ADL, e.p3Has&(1<<1|1<<2) != 0)
		month[MonthP3Mood] += milli(care.P3Mood, e.p3Has&(1<<3|1<<4) != 0)
	}
}

// milli is x in thousandths when it holds.
func milli(x float64, holds bool) int64 {
	if !holds {
		return 0
	}
	return int64(math.Round(x * 1000))
}

// p3Units is the units of a service that a client gets this month: rounded by
// what is due since the start, with a keyed phase so that rare services are kept;
// in a shock by a word of the month.
func (w *World) p3Units(e *episode, s int, factor float64) int {
	care := &w.m.cfg.Care
	svc := &care.P3[s]
	session := float64(max(svc.Session, 1))
	rate := svc.perMonth(care.P3Months) / session
	key := w.people[e.slot].key
	if factor != 1 {
		rate *= factor
		if svc.MostUnits > 0 {
			rate = math.Min(rate, svc.MostUnits/float64(care.P3Months)/session)
		}
		n := math.Floor(rate)
		more := draw.Unit(draw.Word(key, w.month, draw.P3Sessions.At(s))) < rate-n
		return int(n+float64(one(more))) * int(session)
	}
	phase := draw.Unit(draw.Word(key, e.p3From, draw.P3Sessions.At(s)))
	due := func(m int) int { return int(float64(rate*float64(m)) + phase) }
	month := w.cycle - int(e.p3From)
	return (due(month+1) - due(month)) * int(session)
}

// p3Usual keeps how many clients are usual, and gives the factor on what a client
// gets of each service: 1, unless a shock changes the work that is done.
func (w *World) p3Usual() (factor [NumP3]float64) {
	care := &w.m.cfg.Care
	var all float64
	var now [NumP3]float64
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() || !e.p3Active(w.cycle) {
			continue
		}
		all++
		for s := range now {
			now[s] += float64(e.p3Has >> s & 1)
		}
	}
	shock := w.plan.Shock
	for s := range factor {
		factor[s] = 1
		if shock != nil && shock.P3Units[s] != 1 && s < len(care.P3) && now[s] > 0 {
			factor[s] = shock.P3Units[s] * w.p3.usual * math.Min(1, care.P3[s].Share*w.p3Local(s)) / now[s]
		}
	}
	if shock == nil || shock.P3Units == NoShock().P3Units {
		// Within an inclusion period what is usual follows.
		w.p3.usual += (all - w.p3.usual) / float64(care.P3Months)
	}
	return factor
}

// p3Staff follows the work that the projects have: it shrinks with the clients,
// within an inclusion period, and at once when the money ends. Who loses work
// comes on the labour market and may be hired for the posts of the plan.
func (w *World) p3Staff(today float64) {
	care, l, p := &w.m.cfg.Care, &w.m.cfg.Labour, &w.p3
	full := l.DirectHours * (1 - l.Absence)
	if full <= 0 || care.P3Months == 0 {
		return
	}
	for q := range w.staff.freed {
		w.staff.freed[q] -= w.staff.freed[q] / 12 // within about a year they have found other work
	}
	var fte, lost float64
	for s := range care.P3 {
		svc := &care.P3[s]
		size := w.plan.P3 * math.Min(w.p3Local(s), 1/math.Max(svc.Share, 1e-9))
		level := size
		switch step := 1 / float64(care.P3Months); {
		case !p.begun:
		case w.p3Ended():
			level = 0
		case size < p.level[s]:
			level = math.Max(size, p.level[s]-step)
		default:
			level = math.Min(size, p.level[s]+step)
		}
		work := today * svc.UnitsPerClient * svc.HoursPerUnit / full
		fte += work * level
		if gone := (p.level[s] - level) * work; gone > 0 {
			lost += gone
			if q := svc.Qualification; q >= 0 && q < len(w.staff.freed) {
				w.staff.freed[q] += gone
			}
		}
		p.level[s] = level
	}
	p.begun = true
	w.rec.month[MonthP3FTE] += int64(fte*100 + 0.5)
	w.rec.month[MonthP3Lost] += int64(lost*1000 + 0.5)
}

// p3Effects sets the effects of P3 on a client for the next month. Who supports the
// carer, P3 or posts for it, that is one effect.
func (w *World) p3Effects(e *episode) {
	if !e.p3Active(w.cycle) {
		return
	}
	for k := range w.m.p3Effects {
		f := &w.m.p3Effects[k]
		if e.p3Has&f.P3 == 0 || f.Carer && !w.hasCarer(int(e.slot)) ||
			f.Carer && w.m.cfg.Overlap == Multiply && w.helped.has(int(e.slot)) {
			continue
		}
		l := f.LogHR[min(w.cycle-int(e.p3From), len(f.LogHR)-1)]
		on := &e.effects[f.on]
		*on = float32(w.m.cfg.Overlap.join(float64(*on), l))
	}
}

// p3Supports says whether the carer of a citizen gets support of P3 this month.
func (w *World) p3Supports(i int) bool {
	e := w.episodeOf(i)
	return e != nil && e.p3Active(w.cycle) && e.p3Has>>p3CarerSupport&1 != 0
}

// p3CarerSupport is the place of the support of carers in Care.P3.
const p3CarerSupport = 7
