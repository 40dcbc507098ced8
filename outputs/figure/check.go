package figure

import (
	"errors"
	"fmt"
	"math"
)

// ErrTooMany says that there is more to draw than a picture can tell apart.
var ErrTooMany = errors.New("too many for one picture")

// between refuses an empty picture and more plans or payers than colours.
func between(what string, n, least, most int) error {
	if n > most {
		return fmt.Errorf("figure: %d %s; the picture shows %d to %d: %w", n, what, least, most, ErrTooMany)
	}
	if n < least {
		return fmt.Errorf("figure: %d %s; the picture shows %d to %d", n, what, least, most)
	}
	return nil
}

func sameLength(what string, n, want int) error {
	if n != want {
		return fmt.Errorf("figure: %s has %d values where %d are needed", what, n, want)
	}
	return nil
}

// finite refuses numbers that cannot be drawn.
func finite(what string, values ...float64) error {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("figure: %s holds %v, which cannot be drawn", what, v)
		}
	}
	return nil
}

// ordered refuses intervals that do not hold each other, but for rounding. The
// middle may lie outside: a mean of a lopsided quantity does.
func ordered(what string, ranges ...Range) error {
	for _, r := range ranges {
		if err := finite(what, r.Mid, r.Lo80, r.Hi80, r.Lo95, r.Hi95); err != nil {
			return err
		}
		slack := 1e-9 * max(math.Abs(r.Lo95), math.Abs(r.Hi95))
		if r.Lo95 > r.Lo80+slack || r.Lo80 > r.Hi80+slack || r.Hi80 > r.Hi95+slack {
			return fmt.Errorf("figure: %s has an interval out of order: %+v", what, r)
		}
	}
	return nil
}
