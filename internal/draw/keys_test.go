package draw

import (
	"fmt"
	"testing"
)

// TestKeysDiffer: entities of one run, of neighbouring runs and of different
// kinds have different keys. About 600,000 keys are compared; for ideal keys
// the chance of a coincidence is 10⁻⁸.
func TestKeysDiffer(t *testing.T) {
	seen := make(map[uint64]string, 600_000)
	add := func(key uint64, kind string) {
		if old, ok := seen[key]; ok {
			t.Fatalf("a %s has the key of a %s: %#x", kind, old, key)
		}
		seen[key] = kind
	}
	leuven := KeyString("leuven")
	for luck := range uint64(3) {
		for buurt := range 10 {
			for slot := range 10_000 {
				add(Founder(1, luck, leuven, buurt, slot), "founder")
			}
			buurtKey := Key(1, luck, leuven, uint64(buurt))
			add(buurtKey, "buurt")
			for month := firstMonth; month < afterMonth; month++ {
				for slot := range 40 {
					add(Migrant(buurtKey, month, slot), "migrant")
				}
			}
			for role := range uint64(5) {
				for slot := range 20 {
					add(Post(role, buurtKey, slot), "post")
				}
			}
		}
	}
	for month := firstMonth; month < afterMonth; month++ {
		for twin := range 2 {
			for slot := range 100 {
				add(Newborn(Founder(1, 0, leuven, 0, slot), month, twin), "newborn")
			}
		}
	}
	for draw := range 200 {
		for i := range 100 {
			add(Parameter(1, draw, fmt.Sprintf("care.p%02d", i)), "parameter")
		}
	}
	for i := range 10_000 {
		add(KeyString(fmt.Sprintf("b%02d", i)), "name")
		add(Key(uint64(i)), "plain")
		add(Key(uint64(i), 0), "pair with zero")
		add(Key(1+uint64(i), 1), "pair with one")
	}
}

func TestKeyMindsOrderAndLength(t *testing.T) {
	if Key(1, 2) == Key(2, 1) {
		t.Error("Key(1, 2) = Key(2, 1)")
	}
	if Key() == Key(0) || Key(0) == Key(0, 0) {
		t.Error("Key does not see its length")
	}
	if KeyString("") == KeyString("\x00") {
		t.Error("KeyString does not see its length")
	}
	if Newborn(1, 5, 0) == Migrant(1, 5, 0) {
		t.Error("Newborn and Migrant share a key")
	}
}

// TestKeysLookRandom puts keys themselves through the checks on streams; a key
// is also used as a tie-breaker.
func TestKeysLookRandom(t *testing.T) {
	const n = 1 << 17
	fam := new(family)
	fam.stream("founders", keySets["founders"](n, 0))
	fam.stream("lucks", fill(n, func(i int) uint64 { return Founder(1, uint64(i), 5, 0, 0) }))
	fam.stream("migrants", fill(n, func(i int) uint64 { return Migrant(5, firstMonth+int32(i/40), i%40) }))
	fam.stream("names", fill(n, func(i int) uint64 { return KeyString(fmt.Sprintf("b%d", i)) }))
	fam.report(t)
}

func TestNothingAllocates(t *testing.T) {
	var s uint64
	n := testing.AllocsPerRun(100, func() {
		k := Key(s, 1, 2, 3)
		k += KeyString("leuven") + Founder(1, 2, k, 3, 4) + Newborn(k, 5, 0) + Migrant(k, 5, 6) + Post(1, k, 2) + Parameter(1, 2, "care.discharge")
		w := Word(k, firstMonth, Acceptance.At2(3, 1))
		s += w + uint64(Poisson(w, 60)) + uint64(Norm(w)*Unit(w)*1e9)
	})
	if n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
	sink = s
}

// TestPromisedNumbers pins keys and words: every stored result depends on
// them. A change here is a new engine id.
func TestPromisedNumbers(t *testing.T) {
	leuven := KeyString("leuven")
	buurt := Key(1, 2, leuven, 3)
	founder := Founder(1, 2, leuven, 3, 4)
	for _, c := range []struct {
		name      string
		got, want uint64
	}{
		{"KeyString", leuven, 0x8de8fe120e3fa212},
		{"Key", buurt, 0x83d5cc0871181f66},
		{"Founder", founder, 0x5bd48484f0709c2f},
		{"Newborn", Newborn(founder, firstMonth, 1), 0x1037c4105033efa2},
		{"Migrant", Migrant(buurt, firstMonth, 5), 0xabfd1a146043246a},
		{"Post", Post(1, buurt, 2), 0x8daf7fd55ec5ce2f},
		{"Parameter", Parameter(1, 2, "care.discharge"), 0x2d02584bc9c29af3},
		{"Word", Word(founder, firstMonth, MonthEvents), 0x2422ec3548005e69},
		{"lasting Word", Word(founder, Lasting, StartTier), 0x1d6b2c4267365bd3},
		{"indexed Word", Word(founder, firstMonth, Acceptance.At2(3, 1)), 0x339cbabaccbadb70},
	} {
		if c.got != c.want {
			t.Errorf("%s = %#x, want %#x", c.name, c.got, c.want)
		}
	}
}

// TestDecisionsStayInPlace: the last decision of each group still has the
// number it was given, so nothing was inserted before it. New decisions go to
// the end of the list.
func TestDecisionsStayInPlace(t *testing.T) {
	for _, c := range []struct {
		d    Decision
		want uint32
	}{
		{Contacts, 16},
		{QueueTie, 35},
		{Move, 43},
		{OutreachAccept, 49},
		{Experience, 64},
		{StartExperience, 69},
		{Audit, 71},
		{BuurtSpread, 77},
		{StreamBootstrap, 82},
	} {
		if uint32(c.d) != c.want {
			t.Errorf("a decision moved from %d to %d", c.want, c.d)
		}
	}
	if decisions > 1<<indexBits {
		t.Errorf("%d decisions do not fit in %d bits", decisions, indexBits)
	}
}

func TestDecisionIndex(t *testing.T) {
	seen := map[Decision]bool{MonthEvents: true, Acceptance: true, CandidateDay: true}
	for _, d := range []Decision{Acceptance, CandidateDay} {
		for i := range 20 {
			for j := range 255 {
				x := d.At2(i, j)
				if seen[x] {
					t.Fatalf("decision %d at (%d, %d) is another one", d, i, j)
				}
				seen[x] = true
			}
		}
	}
	if Visible.At2(1, 2) != Visible.At(1<<8|2) {
		t.Error("At2 is not At of i<<8 | j")
	}
	for name, f := range map[string]func(){
		"negative": func() { Visible.At(-1) },
		"too high": func() { Visible.At(1<<16 - 1) },
		"twice":    func() { Visible.At(0).At(0) },
		"row":      func() { Visible.At2(0, 255) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s index did not panic", name)
				}
			}()
			f()
		}()
	}
}
