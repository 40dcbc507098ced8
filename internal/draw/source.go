package draw

import (
	"encoding/binary"
	"math/rand/v2"

	xrand "golang.org/x/exp/rand" //nolint:staticcheck // SA1019: named in the design card, pinned, imported only here
)

// Generator names the generator behind [Source] for the run manifest. The
// stream is fixed by it: another generator is another name.
const Generator = "golang.org/x/exp/rand PCG XSL-RR 128/64"

// Source returns a stream of its own for a key and a purpose, for gonum's
// distributions. All 128 bits of its state come from keyed words; seeding with
// consecutive numbers, the usual way, leaves the first draws of neighbouring
// streams visibly alike. Each call returns a new source, at its beginning; a
// source is not safe for concurrent use.
func Source(key uint64, purpose Decision) rand.Source {
	k := join(kindSource, key)
	var state [16]byte
	binary.BigEndian.PutUint64(state[:8], Word(k, 0, purpose))
	binary.BigEndian.PutUint64(state[8:], Word(k, 1, purpose))
	pcg := new(xrand.PCGSource)
	if err := pcg.UnmarshalBinary(state[:]); err != nil {
		panic("draw: Source: " + err.Error())
	}
	return pcg
}
