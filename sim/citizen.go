package sim

import (
	"math"
	"unsafe"
)

// citizen is the state of one slot: 64 bytes, a line of the cache, so that what is read
// in order for the scan is all that the events of the month change. Citizens of a buurt lie together. An empty slot has class vacant. Slots are used
// again; citizens are known by their key, never by their slot.
type citizen struct {
	who
	paid
	account
	course
}

// who is what the scan of the month reads of a citizen. The phase named in
// brackets changes it; entry and exit excepted.
type who struct {
	key   uint64 // who it is; never changes
	class uint16 // age, sex and state, see Class [population, illness]
	flags uint16 // the flag bits below [population, finding, illness]
	renew int16  // cycle in which the passing factor is drawn anew [illness]
	band  uint8  // band of the personal factor on stays [illness]
	look  uint8  // not 0: in need or in a nursing home, so looked at every month [population, illness]
}

// paid is what was paid for a citizen this calendar year, in cents.
type paid struct {
	own   int32 // by the citizen [illness]
	payer int32 // by health insurance [illness, money]
}

// account is a citizen's personal factors and what else the calendar year adds up.
type account struct {
	factor    float32    // personal factor on residual cost, mean 1 [illness]
	stays     float32    // personal factor on stays, mean 1 [illness]
	lasting   [2]float32 // lasting part of both factors; never changes
	qaly      int32      // micro-QALY this year [illness]
	away      int16      // days not at home this year [illness]
	quintiles uint8      // socio-economic quintile without and with VT, see quintile; never changes
	entered   uint8      // month of the accounts' year in which the citizen came; 0 for who was here at its start [population]
}

// course is a citizen's way through care, and the digest of the life.
type course struct {
	life      uint64 // digest of what happened to a member of the closed cohort [illness]
	episode   int32  // index of the open care episode, or none, or below that of a clock, see catchup.go [finding, care]
	needSince int16  // cycle in which the present need began, or never [illness]
	again     int16  // cycle from which the citizen may ask again after giving up or discharge [care]
}

// vacant is the class of an empty slot: above every class, and all ones, so that
// a class & vacant is that class.
const vacant = 1<<12 - 1

// emptyWho is an empty slot, which the scan passes over without asking.
var emptyWho = who{class: vacant, renew: math.MaxInt16}

// none marks the absence of an index or of a day of the accounts' care; never
// that of a cycle, which is negative in the burn-in.
const (
	none  = -1
	never = -1 << 15
)

// Flag bits of a citizen. VT stands between screened and GMD, because chances of
// a contact go by the first two and its price by the last two.
const (
	inCohort   uint16 = 1 << iota // alive at branch
	screened                      // stood in a PHM run of the last twelve months
	hasVT                         // increased reimbursement
	hasGMD                        // enrolled with a GP practice
	hasChronic                    // official status of person with a chronic condition
	overloaded                    // the informal carer is overloaded
	known                         // the present need is known to the care providers
	refuses                       // refuses a proactive offer for the present need
)

// The places of the flags that are shifted rather than tested.
const (
	screenedBit = 1
	vtBit       = 2
	gmdBit      = 3
	chronicBit  = 4
)

// Above the flags stand two small numbers of two bits and two bits of the
// moment of the branch, for counting the closed cohort, and the tier at the
// start of the year, for counting the open population.
const (
	branchAgeAt  = 8
	branchVTBit  = 10
	branchGMDBit = 11
	branchTierAt = 12
	yearTierAt   = 14
	twoBits      = uint16(3)
)

// emptySlots makes n empty slots.
func emptySlots(n int) []citizen {
	c := make([]citizen, n)
	for i := range c {
		c[i].who, c[i].episode, c[i].needSince = emptyWho, none, never
	}
	return c
}

// DenseBytes is the size of a citizen's state without and with care and the pairing
// digest.
const (
	DenseBytes     = DenseBytesCare - int(unsafe.Sizeof(course{}))
	DenseBytesCare = int(unsafe.Sizeof(citizen{}))
)
