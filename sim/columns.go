package sim

// columns is the dense state: one entry per slot, citizens of a buurt lie
// together. An empty slot has class vacant. Slots are used again; citizens are
// known by their key, never by their slot.
//
// The phase named in brackets changes the column; entry and exit excepted.
type columns struct {
	key        []uint64     // who it is; never changes
	life       []uint64     // digest of what happened to a member of the closed cohort [illness]
	class      []uint16     // age, sex and state, see Class [population, illness]
	flags      []uint16     // the flag bits below [population, finding, illness]
	factor     []float32    // personal factor on residual cost, mean 1 [illness]
	stays      []float32    // personal factor on stays, mean 1 [illness]
	lasting    [2][]float32 // lasting part of both factors; never changes
	yearCost   []int32      // cents of health insurance this calendar year [illness, money]
	yearOwn    []int32      // cents paid by the citizen this calendar year [illness]
	yearQALY   []int32      // micro-QALY this calendar year [illness]
	yearAway   []int16      // days not at home this calendar year [illness]
	episode    []int32      // index of the open care episode, or none [finding, care]
	needSince  []int16      // cycle in which the present need began, or never [illness]
	again      []int16      // cycle from which the citizen may ask again after giving up or discharge [care]
	renew      []int16      // cycle in which the passing factor is drawn anew [illness]
	band       []uint8      // band of the personal factor on stays [illness]
	birthMonth []uint8      // 0 to 11; never changes
	quintile   []uint8      // socio-economic quintile, 0 lowest [population]
	span       []uint8      // months of the accounts' year: low 4 bits entry (0 for the start), high 4 bits up to where the levels are credited [population, illness]
}

// vacant is the class of an empty slot.
const vacant = ^uint16(0)

// none marks the absence of an index or of a day of the accounts' care; never
// that of a cycle, which is negative in the burn-in.
const (
	none  = -1
	never = -1 << 15
)

// Flag bits of a citizen.
const (
	inCohort   uint16 = 1 << iota // alive at branch
	hasVT                         // increased reimbursement
	hasGMD                        // enrolled with a GP practice
	hasChronic                    // official status of person with a chronic condition
	overloaded                    // the informal carer is overloaded
	known                         // the present need is known to the care providers
	refuses                       // refuses a proactive offer for the present need
	screened                      // stood in a PHM run of the last twelve months
)

// Above the flags stand two small numbers of two bits and two bits of the
// moment of the branch, for counting the closed cohort, and the tier at the
// start of the year, for counting the open population.
const (
	branchAgeAt  = 8
	branchVT     = uint16(1) << 10
	branchGMD    = uint16(1) << 11
	branchTierAt = 12
	yearTierAt   = 14
	twoBits      = uint16(3)
)

// newColumns makes n empty slots.
func newColumns(n int) columns {
	c := columns{
		key: make([]uint64, n), life: make([]uint64, n), class: make([]uint16, n), flags: make([]uint16, n),
		factor: make([]float32, n), stays: make([]float32, n), lasting: [2][]float32{make([]float32, n), make([]float32, n)}, yearCost: make([]int32, n), yearOwn: make([]int32, n),
		yearQALY: make([]int32, n), yearAway: make([]int16, n), episode: make([]int32, n),
		needSince: make([]int16, n), again: make([]int16, n), renew: make([]int16, n), band: make([]uint8, n), birthMonth: make([]uint8, n),
		quintile: make([]uint8, n), span: make([]uint8, n),
	}
	for i := range c.class {
		c.class[i], c.episode[i], c.needSince[i] = vacant, none, never
	}
	return c
}

// clone copies every column.
func (c *columns) clone() columns {
	return columns{
		key: append([]uint64(nil), c.key...), life: append([]uint64(nil), c.life...),
		class: append([]uint16(nil), c.class...), flags: append([]uint16(nil), c.flags...),
		factor: append([]float32(nil), c.factor...), stays: append([]float32(nil), c.stays...),
		lasting: [2][]float32{append([]float32(nil), c.lasting[0]...), append([]float32(nil), c.lasting[1]...)}, yearCost: append([]int32(nil), c.yearCost...),
		yearOwn: append([]int32(nil), c.yearOwn...), yearQALY: append([]int32(nil), c.yearQALY...),
		yearAway: append([]int16(nil), c.yearAway...), episode: append([]int32(nil), c.episode...),
		needSince: append([]int16(nil), c.needSince...), again: append([]int16(nil), c.again...), renew: append([]int16(nil), c.renew...), band: append([]uint8(nil), c.band...),
		birthMonth: append([]uint8(nil), c.birthMonth...), quintile: append([]uint8(nil), c.quintile...),
		span: append([]uint8(nil), c.span...),
	}
}

// DenseBytes is the size of a citizen's dense state without and with the
// columns of care and of the pairing digest.
const (
	DenseBytes     = 8 + 2 + 2 + 4 + 4 + 8 + 4 + 4 + 4 + 2 + 2 + 1 + 1 + 1 + 1
	DenseBytesCare = DenseBytes + 4 + 2 + 2 + 8
)
