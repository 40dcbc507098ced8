package belgium

import (
	"math"

	"piramide/internal/words"
)

// Validation classes.
const (
	Reproduced = "input reproduced" // the number is itself an input
	Fitted     = "fitted"           // a parameter was solved or scaled for it
	HeldOut    = "held out"         // nothing was set with it in view
)

// Target compares an observed number with the model's.
type Target struct {
	ID        string // evidence id, or the path of the input that is checked
	Quantity  words.Message
	Unit      words.Message
	Target    float64
	Model     float64
	Tolerance float64 // absolute, in the unit
	Class     string
	Reported  bool // told, and no gate
}

// OK says whether the model lies within the tolerance.
func (t Target) OK() bool { return math.Abs(t.Model-t.Target) <= t.Tolerance }

// QuantityOf names what is compared, with its arguments; UnitOf its unit. Both are
// ids of the area validate.
func QuantityOf(id string, pairs ...any) words.Message {
	return words.NewMessage("validate.quantity."+id, pairs...)
}

// UnitOf is the unit of what is compared.
func UnitOf(id string) words.Message { return words.NewMessage("validate.unit." + id) }

// TierName is the name of a tier, from general to complex, as an argument.
func TierName(t int) words.Message { return words.NewMessage("tier." + stateNames[t] + ".name") }

func sexName(s int) words.Message { return words.NewMessage("validate." + sexNames[s]) }
