package sim

import (
	"context"
	"fmt"
	"math"
	"slices"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// World is one region in one state of luck: its citizens, staff and queues.
// It is not safe for use by two goroutines; different worlds are.
type World struct {
	m      *Model
	people []citizen

	buurten []buurt
	month   Month      // calendar month that is being lived
	cycle   int        // cycles since branch; negative during the burn-in
	plan    *Plan      // in force this month
	before  bool       // burn-in: nothing is recorded
	phm     phmState   // runs and lists of population health management
	use     [4]float64 // ratios on screened people, as the last plan with PHM set them
	elders  int        // citizens aged 65 or over, from whom P3 clients come
	members int        // of the closed cohort, alive and in the region

	care  careState
	p3    p3State
	staff staffState
	crews crewState
	money moneyState
	rec   record
	noise *noise // nil unless asked
	paths pathwayState
	progs [NumProgrammes]programme

	helped    slotSet // citizens whose carer is supported this month
	residents planned // care plans in the nursing homes

	entries *entries   // nil unless asked
	around  *following // nil unless asked
	probe   *Probe     // nil unless asked

	needs    []needing // citizens at home in need this month [illness → finding, care, record]
	accepted []outcome // exclusive outcomes of a stretch, applied after all else
	born     []newborn
	coming   []arrival
	entering []int32 // per stretch: the place among coming of the last who enters in it, plus one
	lists    lists
	fetched  int32     // see fetch
	seen     ofStretch // GP contacts of the month
	days     ofStretch // days of the month that are not lived here any more
	stayed   slotSet   // citizens who had an unplanned stay this month [illness → finding, care]
	trail    []uint8   // per slot: how the present need stays unknown, and the list of PHM, see trailLate [illness, finding]

	scanned  *scanRows     // with the chances of GP contacts under the plan in force
	contacts []contactCuts // per class

	incentives incentives // of the month
	market     conditions // of the labour market under the plan in force
	withRecord float64    // share of the enrolled with a shared electronic record
	saved      float64    // share of the hours that clients ask that such a record takes away
}

// buurt is the running state of one neighbourhood.
type buurt struct {
	lo, hi int // slots
	blocks [birthMonths]block
	key    uint64
	vt     []uint32 // per class: a status word below it means increased reimbursement, see below
	alive  int
	heads  [finance.NumAgeGroups][2][2]int32 // enrolled citizens by age group, chronic status and VT
	home   [finance.NumTiers + 1]int32       // citizens at home by tier; the last are in nursing homes
	raised int32                             // of whom the practice may ask the raised GMD fee
	cells  []int32                           // citizens by needCell; nil where no instrument asks
	paths  *[NumPathways]pathHeads           // citizens whom pathways are for; nil where no plan has any
	share  float64                           // founders
	team   network                           // how the buurtteam grows
	mature float64                           // how much of its design the buurtteam does, 0 to 1: maturity × who takes part

	sums // of all citizens
}

// block is the slots of the citizens of a buurt who were born in one month of
// the year. They lie together because they change together, on their birthday,
// and because a block fits in the cache while its month is lived.
type block struct {
	lo, hi int // slots
	used   int // slots ever used: lo ≤ slot < used
	first  int // its first stretch, among those of all blocks
	free   []int32
}

// stretchOf is the stretch of a slot, among those of all blocks.
func (bl *block) stretchOf(i int) int { return bl.first + (i-bl.lo)/stretch }

// birthMonths is how many blocks a buurt has.
const birthMonths = 12

// take gives a slot, or none when the block is full.
func (bl *block) take() int {
	if n := len(bl.free); n > 0 {
		i := bl.free[n-1]
		bl.free = bl.free[:n-1]
		return int(i)
	}
	if bl.used == bl.hi {
		return none
	}
	bl.used++
	return bl.used - 1
}

// needing is a citizen at home in true need, as the illness phase leaves it.
// What the phases after it ask of everybody in need stands here, so that they look
// up only whom something happens to.
type needing struct {
	key      uint64
	slot     int32
	buurt    int16
	contacts uint8
	known    bool // when the month of finding began
}

// outcome is an accepted exclusive event.
type outcome struct {
	slot  int32
	buurt int16
	event int8
	day   int8
}

// arrival is who comes to live in a buurt this month, with a slot. Those of a
// stretch are linked, so that they can enter when it is lived.
type arrival struct {
	key        uint64
	slot, next int32 // next is the place of another of the stretch among coming, plus one
	age        int16
	sex, state int8
}

// newborn is a birth of the month, by the key of the mother.
type newborn struct {
	mother uint64
	buurt  int16
	twin   bool
}

// layout gives every block its slots, with headroom for arrivals.
func (m *Model) layout() {
	const headroom = 1.3
	m.blockSlot = []int{0}
	for b := range m.cfg.Population.Buurten {
		size := int(m.buurtHeads(b)*headroom/birthMonths) + 64
		for range birthMonths {
			m.blockSlot = append(m.blockSlot, m.blockSlot[len(m.blockSlot)-1]+size)
		}
	}
	for age := range m.cfg.Population.Arrivals {
		for sex, rate := range m.cfg.Population.Arrivals[age] {
			if rate > 0 {
				m.arrivalsPerYear += rate
				m.arrivals = append(m.arrivals, arrivalCell{m.arrivalsPerYear, int16(age), int8(sex)})
			}
		}
	}
}

type arrivalCell struct {
	upTo float64 // cumulative rate
	age  int16
	sex  int8
}

// Start draws the founding population and lives the burn-in under
// Config.Before. What it costs and counts is discarded.
func (m *Model) Start(ctx context.Context) (*World, error) {
	w := &World{m: m, before: true, cycle: -m.cfg.Calendar.BurnIn}
	w.month = m.cfg.Calendar.Start + Month(w.cycle*12/m.cycles)
	w.people = emptySlots(m.blockSlot[len(m.blockSlot)-1])
	w.buurten = make([]buurt, len(m.cfg.Population.Buurten))
	region, stretches := draw.KeyString(m.cfg.Region), 0
	for b := range w.buurten {
		w.buurten[b] = buurt{
			lo: m.blockSlot[b*birthMonths], hi: m.blockSlot[(b+1)*birthMonths],
			share: m.buurtHeads(b), vt: m.raisedVT(b), key: draw.Key(m.cfg.Seed, m.cfg.Luck, region, uint64(b)),
		}
		for k := range birthMonths {
			lo, hi := m.blockSlot[b*birthMonths+k], m.blockSlot[b*birthMonths+k+1]
			w.buurten[b].blocks[k] = block{lo: lo, hi: hi, used: lo, first: stretches, free: make([]int32, 0, hi-lo)}
			stretches += (hi - lo + stretch - 1) / stretch
		}
	}
	w.entering = make([]int32, stretches)
	w.phm, w.trail = newPHMState(len(w.buurten)), make([]uint8, len(w.people))
	w.reserve()
	w.scanned, w.contacts = m.scan.clone(), make([]contactCuts, m.classes())
	w.takeUp(&m.cfg.Before)
	w.startRecord(1, m.cycles)
	w.startMoney()
	w.startStaff()
	for b := range w.buurten {
		w.found(b)
	}
	for w.cycle < 0 {
		if err := w.live(ctx); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// reserve preallocates what the month appends to.
func (w *World) reserve() {
	n := len(w.people)
	w.needs = make([]needing, 0, n/4+64)
	w.accepted = make([]outcome, 0, n/8+64)
	w.born = make([]newborn, 0, n/64+64)
	w.coming = make([]arrival, 0, n/64+64)
	w.helped = newSlotSet(n)
	w.scratch()
	w.startCare(n/4 + 64)
}

// scratch makes what a month uses and forgets.
func (w *World) scratch() {
	w.lists = newLists(stretch)
	w.stayed = newSlotSet(len(w.people))
}

// Branch returns an independent copy: what one does afterwards does not touch
// the other.
func (w *World) Branch() *World {
	c := *w
	c.people = slices.Clone(w.people)
	c.buurten = append([]buurt(nil), w.buurten...)
	for b := range c.buurten {
		for k := range c.buurten[b].blocks {
			bl := &c.buurten[b].blocks[k]
			bl.free = append(make([]int32, 0, cap(bl.free)), bl.free...)
		}
	}
	c.needs = make([]needing, 0, cap(w.needs))
	c.accepted = make([]outcome, 0, cap(w.accepted))
	c.coming, c.entering = make([]arrival, 0, cap(w.coming)), make([]int32, len(w.entering))
	c.born = append(make([]newborn, 0, cap(w.born)), w.born...) // they enter in the next month
	c.helped.set = slices.Clone(w.helped.set)
	c.scratch()
	c.scanned, c.contacts = w.scanned.clone(), slices.Clone(w.contacts)
	c.care = w.care.clone()
	c.staff = w.staff.clone()
	c.phm, c.trail = w.phm.clone(), slices.Clone(w.trail)
	return &c
}

// Run lives the accounts under a schedule of plans, from the branch on, and
// returns what they leave. It stops between months when ctx ends. Progress,
// when not nil, is told the cycles done. A world runs its accounts once.
func (w *World) Run(ctx context.Context, schedule []Dated, progress func(done int)) (*Result, error) {
	if w.cycle != 0 || !w.before {
		panic("sim: Run: this world has already lived its accounts")
	}
	if len(schedule) == 0 {
		schedule = []Dated{{From: w.m.cfg.Calendar.Start, Plan: w.m.cfg.Before}}
	}
	if err := checkSchedule(w.m.cfg, schedule); err != nil {
		return nil, err
	}
	w.before = false
	w.phm = newPHMState(len(w.buurten))
	cycles := w.m.cfg.Calendar.Cycles
	w.startRecord(cycles, w.m.cycles)
	w.branchCohort()
	if err := w.startAccounts(schedule, cycles); err != nil {
		return nil, err
	}
	w.startNoise(w.rec.years)
	for w.cycle < cycles {
		for len(schedule) > 0 && schedule[0].From <= w.month {
			w.takeUp(&schedule[0].Plan)
			schedule = schedule[1:]
		}
		if err := w.live(ctx); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(w.cycle)
		}
	}
	return w.result(), nil
}

// Run compiles a configuration, draws its world and lives its schedule.
func Run(ctx context.Context, c Config) (*Result, error) {
	m, err := Compile(c)
	if err != nil {
		return nil, err
	}
	w, err := m.Start(ctx)
	if err != nil {
		return nil, err
	}
	return w.Run(ctx, c.Schedule, nil)
}

// branchCohort marks who is alive at branch and clears the year.
func (w *World) branchCohort() {
	for i := range w.people {
		class := w.people[i].class
		if class == vacant {
			continue
		}
		w.startYear(i)
		w.people[i].flags |= inCohort
		w.people[i].life = w.people[i].key
		w.rec.cohort++
		w.members++
		w.rec.start[w.pyramidCell(class)]++
	}
	for b := range w.buurten { // the cohort's sums begin
		nb := &w.buurten[b]
		nb.sums = sums{}
		for i := nb.lo; i < nb.hi; i++ {
			if w.people[i].class != vacant {
				w.rates(nb, i, +1)
			}
		}
	}
}

// setYearTier stores the tier at the start of the year in the flags.
func (w *World) setYearTier(i int) {
	p := &w.people[i].who
	tier := uint16(min(w.m.rows[p.class].tier, 3))
	p.flags = p.flags&^(twoBits<<yearTierAt) | tier<<yearTierAt
}

// setBranch stores age band, statuses and tier at branch in the flags.
func (w *World) setBranch(i int) {
	r, f := &w.m.rows[w.people[i].class], w.people[i].flags&0xff
	f |= uint16(r.age)<<branchAgeAt | uint16(min(r.tier, 3))<<branchTierAt | uint16(min(r.tier, 3))<<yearTierAt
	w.people[i].flags = f | f>>vtBit&1<<branchVTBit | f>>gmdBit&1<<branchGMDBit
}

// checkSchedule refuses plans that do not fit the region.
func checkSchedule(c *Config, schedule []Dated) error {
	for k := range schedule {
		if n := len(schedule[k].Plan.Teams); n != 0 && n != len(c.Population.Buurten) {
			return fmt.Errorf("sim: plan %d names %d teams for %d buurten", k+1, n, len(c.Population.Buurten))
		}
		if err := schedule[k].Plan.check(c); err != nil {
			return err
		}
		if problems := finance.Validate(schedule[k].Plan.Instruments, finance.Month(c.Calendar.Start)); len(problems) > 0 {
			return problems
		}
	}
	return nil
}

// check refuses a configuration that cannot be lived.
func (c *Config) check() error {
	n := len(c.States)
	switch {
	case n == 0 || n > MaxStates:
		return fmt.Errorf("sim: a model needs 1 to %d states, not %d", MaxStates, n)
	case len(c.Exclusive) > MaxEvents || len(c.Recurrent) >= MaxEvents:
		return fmt.Errorf("sim: at most %d exclusive and %d recurrent events", MaxEvents, MaxEvents-1)
	case c.Calendar.CyclesPerYear != 12 && c.Calendar.CyclesPerYear != 1:
		return fmt.Errorf("sim: a year has 12 cycles or 1, not %d", c.Calendar.CyclesPerYear)
	case c.Calendar.Cycles < 1 || c.Calendar.BurnIn < 0:
		return fmt.Errorf("sim: accounts of %d cycles after a burn-in of %d", c.Calendar.Cycles, c.Calendar.BurnIn)
	case len(c.Population.Buurten) == 0:
		return fmt.Errorf("sim: a region needs at least one buurt")
	case Ages*Sexes*n > int(vacant):
		return fmt.Errorf("sim: too many classes")
	}
	if err := c.Conduct.check(); err != nil {
		return err
	}
	if err := checkCatchUps(c.Effects); err != nil {
		return err
	}
	size := Ages * Sexes * n
	if len(c.Population.ArrivalState) == 0 { // who arrives is like who lives here
		c.Population.ArrivalState = c.Population.State
	}
	tables := []struct {
		name string
		t    *Table
	}{
		{"levels.admitted_ed", &c.Levels.AdmittedED},
		{"levels.residual", &c.Levels.Residual},
		{"levels.home_nursing", &c.Levels.HomeNursing},
		{"levels.utility", &c.Levels.Utility},
		{"population.state", &c.Population.State},
		{"population.vt", &c.Population.VT},
		{"population.gmd", &c.Population.GMD},
		{"population.chronic", &c.Population.Chronic},
		{"population.carer", &c.Population.Carer},
		{"population.overload", &c.Population.Overload},
		{"population.arrival_state", &c.Population.ArrivalState},
	}
	for k := range c.Exclusive {
		tables = append(tables, struct {
			name string
			t    *Table
		}{"event " + c.Exclusive[k].Name, &c.Exclusive[k].Hazard})
	}
	for k := range c.Recurrent {
		tables = append(tables, struct {
			name string
			t    *Table
		}{"event " + c.Recurrent[k].Name, &c.Recurrent[k].Hazard})
	}
	for _, t := range tables {
		if len(*t.t) == 0 { // absent: nothing of the kind in this model
			*t.t = make(Table, size)
		}
		if len(*t.t) != size {
			return fmt.Errorf("sim: table %s has %d cells, not %d", t.name, len(*t.t), size)
		}
		for _, v := range *t.t {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 && t.name != "levels.utility" {
				return fmt.Errorf("sim: table %s holds %g; a finite number of at least 0 is needed", t.name, v)
			}
		}
	}
	return nil
}
