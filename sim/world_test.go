package sim

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a world keeps up to date by additions is what a count from scratch says,
// every month: the blocks of birth months and their free slots, heads, sums of
// rates, tiers, elders, members, statuses, lines and places in caseloads.
func TestBookkeepingIsTheCount(t *testing.T) {
	c := costly(2500)
	practiceFees(&c)
	c.Care.P3Inflow, c.Calendar.BurnIn = 0.05, 0 // the cohort is the founders, whose keys tell the month of birth
	w := opened(t, c)
	for w.cycle < 30 {
		if err := w.live(t.Context()); err != nil {
			t.Fatal(err)
		}
		elders, members := 0, 0
		for b := range w.buurten {
			nb := &w.buurten[b]
			blocks(t, w, nb)
			var count buurt
			for i := nb.lo; i < nb.hi; i++ {
				p := &w.people[i].who
				if p.class == vacant {
					continue
				}
				count.alive++
				elders += int(one(w.m.age(p.class) >= 65))
				members += int(p.flags & inCohort)
				r, k := w.rateOf(i), p.flags&inCohort
				count.add(r, +1, k)
				count.count(w.m.rows[p.class].tier, +1)
				if p.look != w.m.rows[p.class].bits {
					t.Fatalf("month %d: looked at %d, not %d", w.cycle, p.look, w.m.rows[p.class].bits)
				}
				flags := p.flags
				w.refresh(&buurt{vt: nb.vt}, p) // as for a new class
				if p.flags != flags {
					t.Fatalf("month %d: statuses %b should be %b", w.cycle, flags, p.flags)
				}
				w.countHeads(&count, p, +1)
			}
			had := buurt{
				alive: nb.alive, heads: nb.heads, home: nb.home, raised: nb.raised, sums: nb.sums,
			}
			if d := cmp.Diff(count, had, cmp.AllowUnexported(buurt{}, block{}, network{}, sums{})); d != "" {
				t.Fatalf("month %d, buurt %d (−count +kept): %s", w.cycle, b, d)
			}
		}
		if w.elders != elders || w.members != members {
			t.Fatalf("month %d: %d elders and %d members, counted %d and %d", w.cycle, w.elders, w.members, elders, members)
		}
		places(t, w)
	}
}

// blocks holds every citizen to the block of the month of birth, and free slots
// to be free.
func blocks(t *testing.T, w *World, nb *buurt) {
	t.Helper()
	for k := range nb.blocks {
		bl := &nb.blocks[k]
		empty := 0
		for i := bl.lo; i < bl.hi; i++ {
			switch {
			case w.people[i].class == vacant && i < bl.used:
				empty++
				if !slices.Contains(bl.free, int32(i)) {
					t.Fatalf("month %d: slot %d is empty and not free", w.cycle, i)
				}
			case w.people[i].class == vacant:
			case i >= bl.used || w.people[i].flags&inCohort != 0 && birthMonth(w.people[i].key) != k:
				t.Fatalf("month %d: slot %d of block %d holds a founder born in month %d", w.cycle, i, k, birthMonth(w.people[i].key))
			}
		}
		if empty != len(bl.free) {
			t.Fatalf("month %d: %d empty slots, %d free", w.cycle, empty, len(bl.free))
		}
	}
}

// places holds lines and occupied places to the episodes.
func places(t *testing.T, w *World) {
	t.Helper()
	waiting, held := map[*desk]int{}, map[*desk]int{}
	open := 0
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() {
			continue
		}
		open++
		if w.people[e.slot].episode != int32(k) || w.people[e.slot].class == vacant {
			t.Fatalf("month %d: episode %d is of nobody", w.cycle, k)
		}
		for s := range numSeats {
			d := w.deskOf(e, s)
			waiting[d] += int(one(e.waits[s]))
			held[d] += int(one(e.began[s] != none))
		}
	}
	if open+len(w.care.free) != len(w.care.episodes) {
		t.Fatalf("month %d: %d open episodes and %d free of %d", w.cycle, open, len(w.care.free), len(w.care.episodes))
	}
	desks := []*desk{&w.care.special}
	for k := range w.care.coach {
		desks = append(desks, &w.care.coach[k])
	}
	for k := range w.care.cases {
		desks = append(desks, &w.care.cases[k])
	}
	for k, d := range desks {
		freed := 0 // announced for the coming month
		for _, e := range d.events {
			freed += int(one(e.kind == placeFree))
		}
		if len(d.waiting) != waiting[d] || d.occupied-freed != held[d] {
			t.Fatalf("month %d, desk %d: %d wait and %d places are held, of episodes %d and %d", w.cycle, k, len(d.waiting), d.occupied-freed, waiting[d], held[d])
		}
	}
}
