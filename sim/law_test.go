package sim

import (
	"context"
	"math"
	"testing"

	"piramide/internal/draw"
	"piramide/sim/finance"

	"github.com/google/go-cmp/cmp"
)

func run(t testing.TB, c Config) *Result {
	t.Helper()
	r, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Law 1 (one world): the same inputs give the same result, whether worlds run
// one after the other or branch from one another.
func TestSameInputsSameResult(t *testing.T) {
	c := testConfig(3000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	a, b := run(t, c), run(t, c)
	if d := diff(a, b); d != "" {
		t.Error(d)
	}
	w := started(t, c)
	twin, other := w.Branch(), w.Branch()
	if _, err := other.Run(context.Background(), []Dated{{c.Calendar.Start, c.Before}}, nil); err != nil {
		t.Fatal(err)
	}
	again, err := w.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(a, again); d != "" {
		t.Errorf("a branch that ran first changed this one: %s", d)
	}
	branched, err := twin.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(a, branched); d != "" {
		t.Errorf("a branch does not live as the world it came from: %s", d)
	}
}

func diff(a, b *Result) string {
	return cmp.Diff(a, b, cmp.AllowUnexported(finance.Ledger{}))
}

// Law 2: a plan that changes nothing changes nobody.
func TestPlanThatChangesNothing(t *testing.T) {
	c := testConfig(3000)
	same := c
	same.Schedule = []Dated{{c.Calendar.Start, c.Before}, {c.Calendar.Start + 12, c.Before}}
	a, b := run(t, c), run(t, same)
	if d := cmp.Diff(a.Yearly, b.Yearly); d != "" {
		t.Errorf("indicators differ: %s", d)
	}
	if d := cmp.Diff(a.Lives, b.Lives); d != "" {
		t.Error("lives differ")
	}
	if x, y := a.Ledger.KCECost(0, 36), b.Ledger.KCECost(0, 36); x != y {
		t.Errorf("cost %d and %d", x, y)
	}
}

// Law 3: one more citizen changes nobody else's life where no scarce hour is shared.
func TestOneMoreCitizen(t *testing.T) {
	c := testConfig(3000)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0 // P3 places are scarce
	a := started(t, c)
	b := a.Branch()
	i := b.enter(0, draw.Key(77), 3, 80, 1, 2)
	var lives [2]map[uint64]uint64
	for k, w := range []*World{a, b} {
		// Newcomers take other slots in the two worlds; compare by key.
		keys := make([]uint64, len(w.people))
		for j := range keys {
			keys[j] = w.people[j].key
		}
		if _, err := w.Run(context.Background(), c.Schedule, nil); err != nil {
			t.Fatal(err)
		}
		lives[k] = map[uint64]uint64{}
		for j, key := range keys {
			if w.people[j].life != 0 {
				lives[k][key] = w.people[j].life
			}
		}
	}
	if len(lives[1]) != len(lives[0])+1 {
		t.Errorf("%d lives became %d", len(lives[0]), len(lives[1]))
	}
	for key, life := range lives[0] {
		if lives[1][key] != life {
			t.Fatalf("citizen %x has another life", key)
		}
	}
	if i < 0 {
		t.Fatal("no room")
	}
}

// Law 3, last part: lowering one hazard moves no other event's candidate point
// or acceptance. Bounds come from the reference hazards, so only the accepted
// share of that one event changes.
func TestLoweringOneHazardMovesNothingElse(t *testing.T) {
	c := testConfig(4000)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	trace := func(scale float64) (others, own map[[2]uint64]bool) {
		m, err := Compile(c)
		if err != nil {
			t.Fatal(err)
		}
		for k := range m.recurrent {
			if m.recurrent[k].Kind == Stay {
				m.recurrent[k].accept *= scale // the bound stays
			}
		}
		w, err := m.Start(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		others, own = map[[2]uint64]bool{}, map[[2]uint64]bool{}
		for range 12 {
			for b := range w.buurten {
				for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
					class := w.people[i].class
					if class == vacant {
						continue
					}
					before := [2]int64{w.rec.month[MonthED], w.rec.month[MonthStays]}
					w.recurrentPoints(b, i, class, bits24, daysPerMonth)
					if w.rec.month[MonthED] > before[0] {
						others[[2]uint64{w.people[i].key, uint64(w.month)}] = true
					}
					if w.rec.month[MonthStays] > before[1] {
						own[[2]uint64{w.people[i].key, uint64(w.month)}] = true
					}
				}
			}
			w.month++
		}
		return others, own
	}
	ed1, stay1 := trace(1)
	ed2, stay2 := trace(0.5)
	if d := cmp.Diff(ed1, ed2); d != "" {
		t.Error("emergency visits moved")
	}
	if len(stay2) >= len(stay1) || len(stay2) == 0 {
		t.Errorf("stays went from %d to %d", len(stay1), len(stay2))
	}
	for k := range stay2 {
		if !stay1[k] {
			t.Error("a lower hazard made a new stay")
			break
		}
	}
}

// Law 4: citizens are conserved.
func TestCitizensAreConserved(t *testing.T) {
	c := testConfig(3000)
	r := run(t, c)
	at := func(s Series, m int) int64 { return r.Months[s][m] }
	for m := 1; m < 36; m++ {
		want := at(MonthPopulation, m-1) + at(MonthBirths, m) + at(MonthArrivals, m) - at(MonthDeaths, m) - at(MonthDepartures, m)
		if at(MonthPopulation, m) != want {
			t.Fatalf("month %d: %d citizens, expected %d", m, at(MonthPopulation, m), want)
		}
	}
	for m := range 36 {
		if at(MonthBirths, m)+at(MonthArrivals, m)+at(MonthDeaths, m)+at(MonthDepartures, m) == 0 {
			t.Fatalf("month %d: nobody came or went; the law was not tried", m)
		}
	}
}

// Law 5: every month the ledger balances, and the three costs tie.
func TestMoneyIsConserved(t *testing.T) {
	c := testConfig(3000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	l := run(t, c).Ledger
	for m := range 36 {
		var sum finance.Cents
		for p := range finance.NumParties {
			sum += l.Flow(finance.Party(p), m, m+1)
		}
		if sum != 0 {
			t.Fatalf("month %d: parties sum to %d cents", m, sum)
		}
		if kce, rest := l.KCECost(m, m+1)+l.InKind(m, m+1), l.ResourceCost(m, m+1)+l.BalanceChange(m, m+1); kce != rest {
			t.Fatalf("month %d: KCE cost and in kind %d, resources and balances %d", m, kce, rest)
		}
	}
	if l.ProgrammeCost(0, 36) == 0 || l.KCECost(0, 36) <= l.ProgrammeCost(0, 36) {
		t.Error("the plan cost nothing, or everything")
	}
	if l.PayerCost(finance.Flanders, 0, 36) == 0 || l.PayerCost(finance.Citizen, 0, 36) == 0 {
		t.Error("the territory or the citizen paid nothing")
	}
}

// Law 6: requests are served, given up, withdrawn or still waiting, and no
// place holds two people.
func TestRequestsAreConserved(t *testing.T) {
	c := testConfig(6000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	r := run(t, c)
	var requests int64
	for m := range 36 {
		requests += r.Months[MonthRequests][m]
	}
	ends := map[WaitEnd]int64{}
	for _, w := range r.Waits {
		ends[w.Ended]++
	}
	var total int64
	for _, n := range ends {
		total += n
	}
	if total != requests || ends[Served] == 0 || ends[GaveUp] == 0 {
		t.Errorf("%d requests ended as %v", requests, ends)
	}
	for m := range 36 {
		asked, hours := r.Months[RoleSeries(Zorgcoach, 3)][m], r.Months[RoleSeries(Zorgcoach, 2)][m]
		if asked > 0 && hours == 0 && m < 6 {
			t.Errorf("month %d: clients without a coach", m)
		}
	}
}

// Law 11: preventing a tier move by hand changes cost and utility by the
// difference of the frozen levels.
func TestPreventedMoveChangesByFrozenLevels(t *testing.T) {
	c := testConfig(4000)
	c.Personal = Personal{SDLasting: 0, SDPassing: 0, OnStays: 1} // factors of exactly 1
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	for k := range c.Exclusive { // nobody moves, so that the difference is pure
		clear(c.Exclusive[k].Hazard)
	}
	for k := range c.Recurrent {
		clear(c.Recurrent[k].Hazard)
	}
	c.Levels.Contacts = [2]Table{}
	c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
	a := started(t, c)
	b := a.Branch()
	moved := 0
	for i := range b.people {
		class := b.people[i].class
		if class != vacant && a.m.state(class) == 3 && moved < 20 {
			b.reclass(buurtOf(b, i), i, class-2, 0) // complex → chronic
			moved++
		}
	}
	ra, err := a.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	rb, err := b.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(r *Result, s Series) (n int64) {
		for _, x := range r.Months[s] {
			n += x
		}
		return n
	}
	years := 3.0
	wantQ := float64(moved) * years * 0.24 * 1e6
	if got := float64(sum(rb, MonthCohortQALY) - sum(ra, MonthCohortQALY)); math.Abs(got/wantQ-1) > 1e-4 {
		t.Errorf("QALY rose by %g micro, frozen levels say %g", got, wantQ)
	}
	home := 50.0 * 2 / 0.98 // payer and own share
	wantC := float64(moved) * years * 100 * (800*64 - 800*4 + home*0.98)
	if got := float64(sum(ra, MonthCohortCost) - sum(rb, MonthCohortCost)); math.Abs(got/wantC-1) > 1e-3 {
		t.Errorf("cost fell by %g cents, frozen levels say %g", got, wantC)
	}
}

func buurtOf(w *World, i int) int {
	for b := range w.buurten {
		if i < w.buurten[b].hi {
			return b
		}
	}
	return none
}

// The month allocates nothing once a world is warm, under care as today and
// under the whole plan, through runs of PHM and ends of years.
func TestMonthAllocatesNothing(t *testing.T) {
	c := testConfig(10_000)
	c.Calendar.Cycles = 120
	c.Network, c.Care.CarerHelp, c.Care.Residents = someNetwork, CarerHelp{Hours: 3, Relief: 0.1}, Residents{PlanHours: 4}
	c.Labour.NursingHour, c.Labour.RefillLag, c.Labour.Integrator = 50, 4, 80_000
	c.Labour.FromNursing = [NumRoles]float64{Zorgcoach: 0.5, Casemanager: 0.7}
	more := fullPlan(c.Calendar.Start)
	more.Audits, more.CarerSupport, more.NursingHomeTeam = 4, Posts{FTE: 2, Start: c.Calendar.Start}, Posts{FTE: 1, Start: c.Calendar.Start}
	more.Collaboration = Collaboration{Coverage: 0.6, People: 40, Time: 0.1, From: finance.Hospitals, Hours: 2, Paid: true, Payer: finance.Federal}
	more.PlanHolders, more.PlanShared = HeldByCoach|HeldByCaseManager|HeldByTeam, true
	wave, struckPlan := NoShock(), fullPlan(c.Calendar.Start)
	wave.P3Units[0], wave.P3Kept, wave.Absence, wave.StayDays, wave.NursingDay = 1.2, 1, 2, 0.8, 2100
	struckPlan.Shock = &wave
	all := fullPlan(c.Calendar.Start)
	for _, on := range levers(&c) {
		on(&all)
	}
	all.PHM.Levels = fourLevels(c.Calendar.Start)
	desks := fullPlan(c.Calendar.Start) // every desk and way to stand in
	desks.Zorgcoach, desks.Specialist = Posts{FTE: 2, Start: c.Calendar.Start, Cover: Neighbours}, Posts{FTE: 1, Start: c.Calendar.Start, Cover: PaidCover}
	desks.Pool = Pool{Expertise: [NumExpertise]float64{0.5, 0, 0, 0, 0.2}, Fallback: 1}
	desks.Queue, desks.CaseQueue = Queue{Order: ExpectedBenefit}, Queue{Order: Weighted, Weights: []Weight{{columnVT, 1}, {columnWaiting, 1}}}
	for name, p := range map[string]Plan{"reference": c.Before, "full plan": fullPlan(c.Calendar.Start), "every way to look": all, "all of a collaboration": more, "every desk": desks, "shock": struckPlan} {
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		w := opened(t, c)
		month := func() {
			if err := w.live(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		for range 30 {
			month()
		}
		if n := testing.AllocsPerRun(24, month); n != 0 {
			t.Errorf("%s: a month allocates %g times", name, n)
		}
		if sum(p.PHM.Use[:]) > 0 && !w.everRan() {
			t.Errorf("%s: there was no run of PHM", name)
		}
	}
	if DenseBytes > 48 || DenseBytesCare > 64 {
		t.Errorf("a citizen takes %d bytes, %d with care", DenseBytes, DenseBytesCare)
	}
}
