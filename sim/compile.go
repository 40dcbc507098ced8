package sim

import (
	"fmt"
	"math"

	"piramide/sim/finance"
)

// daysPerMonth is the length of a model month: events carry a day of it, and
// days in results are multiplied by realDays/daysPerMonth.
const (
	daysPerMonth = 30
	daysPerYear  = 12 * daysPerMonth
	// RealDays turns days of the model's 360-day year into calendar days.
	RealDays = 365.25 / daysPerYear
)

// bands of the personal factor on stays: the bound of recurrent events is
// declared per band, so that the many with a low factor draw few candidates.
const (
	bands = 8
)

// The shares of the bits of a citizen's monthly word.
const (
	bits24  = 1<<24 - 1
	oneIn24 = 1.0 / (1 << 24)
)

// scanRows are the rows of all classes, and in the last one of empty slots.
type scanRows [vacant + 1]scanRow

func (r *scanRows) clone() *scanRows { c := *r; return &c }

// scanRow holds what the scan of the month asks of a class, in a line of the cache.
type scanRow struct {
	noneExclusive uint32        // of 2²⁴: below it, no candidate point this month
	noneRecurrent [bands]uint32 // the same of the recurrent group, per band of the personal factor
	noContact     [4]uint32     // of 2¹⁶: the same of GP contacts under the plan in force, by screened and VT; of a world
	_             [12]uint8
}

// emptySlot is the row of slots without a citizen: nothing happens.
func emptySlot() (r scanRow) {
	r.noneExclusive = 1 << 24
	for band := range r.noneRecurrent {
		r.noneRecurrent[band] = 1 << 24
	}
	for kind := range r.noContact {
		r.noContact[kind] = 1 << 16
	}
	return r
}

// row holds the levels and labels of a class.
type row struct {
	residual    float32 // cents a month at personal factor 1
	homeNursing int32   // cents a month, the insurance's part
	nursingAll  int32   // the own share with it
	qaly        int32   // micro-QALY a month
	cell        uint16  // crossed cell of age group and sex, see cell
	pyramid     uint16  // place in the pyramid, see BandClass
	bits        uint8   // need, nursing home
	tier        uint8
	age         uint8 // age group 0 to 3
	elder       uint8 // 1 when 65 or over
	raised      uint8 // 1 at the ages of the raised GMD fee
	group       uint8 // age group of a capitation
	home        uint8 // tier at home; finance.NumTiers in a nursing home
	oldest      bool  // no birthday any more
}

const (
	rowNeed uint8 = 1 << iota
	rowAway
)

// Model is a compiled configuration: tables by class. It is immutable and may
// be shared by worlds that run at the same time.
type Model struct {
	cfg       *Config
	n         int // states
	cycles    int // per year
	exclusive []event
	recurrent []event
	scan      scanRows
	rows      []row
	status    []statusCuts
	quintiles [2][Quintiles]uint32 // cumulative cuts of the quintiles, without and with VT
	pointed   [][2]float64         // per source, without and in need: cut of the visibility
	entitled  [Quintiles]float64   // share of people without VT who are entitled to it, by quintile
	boundEx   []float64            // per class: candidate points per cycle of the exclusive group
	boundRec  []float64            // per class × band
	pickEx    [][MaxEvents]float64 // per class: cumulative bounds of the exclusive events
	pickRec   []picks              // per class
	relief    Table                // chance a cycle that an overloaded carer recovers
	contact   [4]contactPrice      // by VT (bit 0) and GMD (bit 1)

	personal        personalScale
	demented        int               // index of the condition "dementia", or none
	expert          [NumExpertise]int // condition that asks for it, or none
	effects         []effect
	catchUps        []*effect // of which what they put off comes back
	p3Effects       []effect
	losses          bool // there are functional losses
	isLoss          []bool
	anyLoss         [finance.NumTiers]float64 // share at home with a loss in any domain
	physicalLoss    [finance.NumTiers]float64
	noBenefit       [numSeats]bool // no effect acts at a desk
	groups          groupConditions
	blockSlot       []int // first slot of each block; one more entry for the end
	pathEffects     []pathEffect
	pathCondition   [NumPathways]int    // index of the condition, or none
	pathRefusal     [Quintiles]float64  // share that refuses what is offered
	needs           [NumProgrammes]bool // the programme has people it is for
	young           [2]uint16           // classes, the last excluded, in which the yearly check is made
	arrivals        []arrivalCell
	arrivalsPerYear float64
}

// event is a compiled Event.
type event struct {
	*Event
	bound    Table   // hazard per cycle by class, over the norm of its modifiers, × every cap but that of the personal factor
	accept   float64 // what is accepted of the bound at modifiers 1: one over the caps
	personal bool
	sure     bool // no modifier acts: every candidate point is accepted
	effect   int  // index among affected events, or none
}

// picks are the cumulative bounds of the recurrent events of a class, apart for
// those that the personal factor acts on and the others.
type picks struct {
	personal, other float64
	upTo            [MaxEvents]float64
}

// affected events: the ones an effect may act on.
const (
	onUnplanned = iota
	onNursingHome
	onDeath
	onUp
	numAffected
)

var affectedNames = [numAffected]string{"stay", "nursing_home", "death", "up"}

// kinds that compile adds to EventKind.
const birth EventKind = 1000

// Compile checks a configuration and turns it into tables by class. All
// problems of the configuration are reported in one error.
func Compile(c Config) (*Model, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	m := &Model{cfg: &c, n: len(c.States), cycles: c.Calendar.CyclesPerYear, demented: none}
	for k, cond := range c.Conditions {
		if cond.Name == "dementia" {
			m.demented = k
		}
	}
	m.personal = newPersonalScale(c.Personal)
	if err := m.compileEvents(); err != nil {
		return nil, err
	}
	m.compileRows()
	m.compileStatuses()
	m.entitled, m.pointed = m.entitledWithoutVT(), c.Finding.pointedOut()
	m.compileEffects()
	m.compileLosses()
	m.compilePathways()
	m.compileProgrammes()
	m.compileBenefit()
	m.compileGroups()
	m.compileExpertise()
	m.layout()
	return m, nil
}

// classes is the number of classes.
func (m *Model) classes() int { return Ages * Sexes * m.n }

// state and age of a class.
func (m *Model) state(class uint16) int { return int(class) % m.n }
func (m *Model) age(class uint16) int   { return int(class) / (m.n * Sexes) }

// compileEvents builds hazards per cycle and the bounds of both groups.
func (m *Model) compileEvents() error {
	c := m.cfg
	build := func(list []Event) ([]event, error) {
		out := make([]event, 0, len(list)+1)
		for k := range list {
			e := &list[k]
			if e.Kind == Relief { // a status of few: tried for them alone, see citizens
				m.relief = make(Table, m.classes())
				for class, h := range e.Hazard {
					m.relief[class] = 1 - math.Exp(-h/float64(m.cycles))
				}
				continue
			}
			ev := event{
				Event: e, personal: e.Caps[ByPersonal] > 0, effect: none,
				bound: make(Table, m.classes()),
			}
			for a, name := range affectedNames {
				if e.Name == name || a == onUnplanned && e.Kind == Visit || a == onUp && e.Name == "jump" {
					ev.effect = a
				}
			}
			cp := 1.0
			for mod, cap := range e.Caps {
				if cap > 0 && Modifier(mod) != ByPersonal {
					cp *= cap
				}
			}
			ev.accept = 1 / cp
			ev.sure = e.Caps == [NumModifiers]float64{}
			for class := range ev.bound {
				norm := m.norm(e, class)
				h := e.Hazard[class] / norm / float64(m.cycles)
				ev.bound[class] = h * cp
				if err := m.underCaps(e, norm); err != nil {
					return nil, err
				}
			}
			if err := c.underCareCap(e); err != nil {
				return nil, err
			}
			out = append(out, ev)
		}
		return out, nil
	}
	var err error
	if m.exclusive, err = build(c.Exclusive); err != nil {
		return err
	}
	recurrent := c.Recurrent
	if total := sum(c.Population.Births[:]); total > 0 {
		h := make(Table, m.classes())
		for age, perYear := range c.Population.Births {
			for s := range m.n {
				h[Class(age, 1, s, m.n)] = perYear
			}
		}
		recurrent = append(append([]Event(nil), recurrent...), Event{Name: "birth", Kind: birth, Hazard: h})
	}
	if m.recurrent, err = build(recurrent); err != nil {
		return err
	}

	m.boundEx = make([]float64, m.classes())
	m.boundRec = make([]float64, m.classes()*bands)
	m.scan[vacant], m.rows = emptySlot(), make([]row, m.classes())
	m.pickEx = make([][MaxEvents]float64, m.classes())
	m.pickRec = make([]picks, m.classes())
	for class := range m.rows {
		var b float64
		for k := range m.exclusive {
			if m.exclusive[k].possible(class % m.n) {
				b += m.exclusive[k].bound[class]
			}
			m.pickEx[class][k] = b
		}
		p := &m.pickRec[class]
		for k := range m.recurrent {
			if e := &m.recurrent[k]; e.personal {
				p.personal += e.bound[class]
			} else {
				p.other += e.bound[class]
			}
			if m.recurrent[k].personal {
				p.upTo[k] = p.personal
			} else {
				p.upTo[k] = p.other
			}
		}
		m.scan[class].noneExclusive, m.boundEx[class] = gridBound(b)
		for band := range bands {
			b = float64(p.personal*m.personal.bandCap(band)) + p.other
			m.scan[class].noneRecurrent[band], m.boundRec[class*bands+band] = gridBound(b)
		}
	}
	return nil
}

// gridBound raises a bound to the nearest one whose chance of no candidate
// point is a whole number of 2⁻²⁴, so that a 24-bit comparison is exact.
func gridBound(b float64) (none uint32, bound float64) {
	if b == 0 {
		return 1 << 24, 0
	}
	k := math.Floor(math.Exp(-b) * (1 << 24))
	if k < 1 {
		return 0, b // every month has candidates; Poisson decides how many
	}
	return uint32(k), -math.Log(k * oneIn24)
}

// possible says whether an exclusive event can happen in a state.
func (e *event) possible(state int) bool { return e.To == nil || e.To[state] != none }

// norm is the mean of an event's modifiers in a class, by which its hazard is
// divided so that the mean of the cell is kept. VT and quintile go together.
func (m *Model) norm(e *Event, class int) float64 {
	p := &m.cfg.Population
	norm := 1.0
	if e.Caps[ByVT] > 0 || e.Caps[BySES] > 0 {
		var mean float64
		for vt := range 2 {
			share := p.VT[class]
			if vt == 0 {
				share = 1 - share
			}
			for q := range Quintiles {
				f := float64(e.factor(ByVT, vt) * e.factor(BySES, q))
				mean += float64(share * p.SESByVT[vt][q] * f)
			}
		}
		norm *= mean
	}
	if e.Caps[ByDementia] > 0 && m.demented != none {
		d := m.cfg.Conditions[m.demented].Share[class]
		norm *= float64((1-d)*e.factor(ByDementia, 0)) + float64(d*e.factor(ByDementia, 1))
	}
	if e.Caps[ByCarer] > 0 {
		has, over := p.Carer[class], p.Overload[class]
		norm *= float64(has*(1-over)*e.factor(ByCarer, 0)) + float64((1-has)*e.factor(ByCarer, 1)) + float64(has*over*e.factor(ByCarer, 2))
	}
	return norm
}

// factor is the value of a table-valued modifier, 1 where it does not act.
func (e *Event) factor(mod Modifier, value int) float64 {
	if e.Caps[mod] == 0 || value >= len(e.Factors[mod]) {
		return 1
	}
	return e.Factors[mod][value]
}

// underCaps refuses an event whose declared factors exceed their cap.
func (m *Model) underCaps(e *Event, norm float64) error {
	for mod, list := range e.Factors {
		for _, f := range list {
			if e.Caps[mod] > 0 && f > e.Caps[mod]*(1+1e-12) {
				return fmt.Errorf("sim: event %s: a factor of %g is over the cap of its modifier, %g (hint: raise the cap)", e.Name, f, e.Caps[mod])
			}
		}
	}
	if !(norm > 0) {
		return fmt.Errorf("sim: event %s: its modifiers have mean %g in a cell; a mean above 0 is needed", e.Name, norm)
	}
	return nil
}

// compileRows fills what the common month needs.
func (m *Model) compileRows() {
	c := m.cfg
	m.priceContacts()
	for class := range m.rows {
		r := &m.rows[class]
		age := class / (m.n * Sexes)
		st := c.States[class%m.n]
		r.residual = float32(c.Levels.Residual[class] * 100 / float64(m.cycles))
		r.homeNursing = int32(math.Round(c.Levels.HomeNursing[class] * 100 / float64(m.cycles)))
		r.qaly = int32(math.Round(c.Levels.Utility[class] * 1e6 / float64(m.cycles)))
		r.nursingAll = int32(math.Round(float64(r.homeNursing) / (1 - c.Prices.HomeNursing)))
		r.tier = uint8(st.Tier)
		r.group, r.home = uint8(finance.AgeGroupOf(age)), min(r.tier, uint8(finance.NumTiers)-1)
		if st.Need && st.Home {
			r.bits |= rowNeed
		}
		if !st.Home {
			r.bits |= rowAway
			r.home = uint8(finance.NumTiers)
		}
		switch {
		case age >= 80:
			r.age = 3
		case age >= 65:
			r.age = 2
		case age >= 18:
			r.age = 1
		}
		if age >= 65 {
			r.elder = 1
		}
		if age >= c.Prices.RaisedFrom && age <= c.Prices.RaisedTo {
			r.raised = 1
		}
		r.oldest = age == MaxAge
		sex := class / m.n % Sexes
		r.cell = uint16(r.age)*2 + uint16(sex)
		r.pyramid = uint16(BandClass(int(r.age), sex, int(r.tier)))
	}
}

// at is t[class], or 0 for an empty table.
func (t Table) at(class int) float64 {
	if len(t) == 0 {
		return 0
	}
	return t[class]
}

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}
