package sim

// Sets of citizens and small numbers beside the records, by slot.

// slotSet is a set of slots.
type slotSet struct {
	set  []uint64
	some bool
}

func newSlotSet(n int) slotSet { return slotSet{set: make([]uint64, (n+63)/64)} }

func (s *slotSet) has(i int) bool { return s.some && s.set[i>>6]>>(i&63)&1 != 0 }

func (s *slotSet) put(i int) {
	s.set[i>>6] |= 1 << (i & 63)
	s.some = true
}

func (s *slotSet) empty() {
	if s.some {
		clear(s.set)
		s.some = false
	}
}

// ofStretch is a small number for each citizen of the stretch that is being lived:
// slots that follow each other do not meet in it.
type ofStretch [stretch]uint8

func (s *ofStretch) at(i int) *uint8 { return &s[uint(i)%stretch] }
