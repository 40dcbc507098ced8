package draw

// Kinds of entity. Each key starts with its kind, so that a citizen and a post
// with the same numbers do not share their luck. Append-only.
const (
	kindPlain uint64 = iota + 1
	kindFounder
	kindNewborn
	kindMigrant
	kindPost
	kindParameter
	kindString
	kindSource
)

// mix is a bijection of the 64-bit words in which every output bit depends on
// every input bit (Pelle Evensen's "moremur" constants of the murmur3
// finaliser).
func mix(x uint64) uint64 {
	x ^= x >> 27
	x *= 0x3c79ac492ba7b653
	x ^= x >> 33
	x *= 0x1c69b3f74ac4ae35
	return x ^ x>>27
}

// join adds one part to a key in the making. For a fixed h it is a bijection
// of part: siblings that differ in their last part never get the same key.
func join(h, part uint64) uint64 { return mix(h*phi + mix(part^root3)) }

// Key mixes parts, in this order, into the key of an entity. Keys of lists
// that differ only in their last part always differ; otherwise two keys are
// equal with probability 2⁻⁶⁴. It does not allocate.
//
// The key of a buurt, which [Migrant] asks, is Key(seed, luck, region, buurt).
func Key(parts ...uint64) uint64 {
	h := join(kindPlain, uint64(len(parts)))
	for _, p := range parts {
		h = join(h, p)
	}
	return h
}

// KeyString mixes a name, such as a region id or the path of a parameter, into
// a key.
func KeyString(s string) uint64 {
	// FNV-1a, then mixed with the length: FNV alone leaves its high bits poor
	// for short names.
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return join(join(kindString, uint64(len(s))), h)
}

// Founder is the key of a citizen of the starting population: the slot-th of
// a buurt, under a seed and a luck. region is KeyString of the region's id.
func Founder(seed, luck uint64, region uint64, buurt, slot int) uint64 {
	h := join(kindFounder, seed)
	h = join(h, luck)
	h = join(h, region)
	h = join(h, uint64(buurt))
	return join(h, uint64(slot))
}

// Newborn is the key of a child of mother (her key), born in a month; twin is
// 0 for the first child of the birth, 1 for the second.
func Newborn(mother uint64, month int32, twin int) uint64 {
	h := join(kindNewborn, mother)
	h = join(h, uint64(month))
	return join(h, uint64(twin))
}

// Migrant is the key of the slot-th arrival in a buurt in a month. buurtKey is
// Key(seed, luck, region, buurt).
func Migrant(buurtKey uint64, month int32, slot int) uint64 {
	h := join(kindMigrant, buurtKey)
	h = join(h, uint64(month))
	return join(h, uint64(slot))
}

// Post is the key of the slot-th post of a role in an area. area should carry
// seed and luck, as the key of a buurt does.
func Post(role, area uint64, slot int) uint64 {
	h := join(kindPost, role)
	h = join(h, area)
	return join(h, uint64(slot))
}

// Parameter is the key of a parameter in a draw, by the parameter's path. It
// holds no luck: replicates of a draw share their parameters.
func Parameter(seed uint64, draw int, path string) uint64 {
	h := join(kindParameter, seed)
	h = join(h, uint64(draw))
	return join(h, KeyString(path))
}
