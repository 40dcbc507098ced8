package figure

import (
	"fmt"
	"math"
)

// between refuses an empty picture and more plans or payers than colours.
func between(what string, n, least, most int) error {
	if n < least || n > most {
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

// ordered refuses intervals that do not hold each other.
func ordered(what string, ranges ...Range) error {
	for _, r := range ranges {
		if err := finite(what, r.Mid, r.Lo80, r.Hi80, r.Lo95, r.Hi95); err != nil {
			return err
		}
		if r.Lo95 > r.Lo80 || r.Lo80 > r.Mid || r.Mid > r.Hi80 || r.Hi80 > r.Hi95 {
			return fmt.Errorf("figure: %s has an interval out of order: %+v", what, r)
		}
	}
	return nil
}
