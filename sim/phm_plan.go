package sim

// Level is a level of population health management.
type Level int

// The levels, the nearest to the citizen first. A plan that names none has one run
// on one source, at the level of the region.
const (
	Practice Level = iota
	BuurtLevel
	ELZLevel
	RegionLevel
	NumLevels
)

// PHM says how population health management runs.
type PHM struct {
	On      bool
	Start   Month
	Levels  [NumLevels]PHMLevel
	Consent float64    // share of citizens whose data may be shared between organisations
	Alone   bool       // each population manager has a part of the buurten; otherwise they are one team
	Use     [4]float64 // ratio on screened people: unplanned stays, emergency visits, contacts, bed-days
}

// PHMLevel says what a level does: on which data, how often and on whom.
type PHMLevel struct {
	On          bool
	Start       Month
	EveryMonths int
	Own, Shared uint16 // bits of Finding.Sources: data of its own, and what others share with it
	MinAge      int
	ChronicOnly bool   // only people with the chronic status
	Conditions  uint32 // bits of Config.Conditions: only people with one of these; 0: all
	Managers    bool   // population managers run it; otherwise the buurtteamcoach of the buurt
}
