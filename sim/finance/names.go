package finance

import (
	"fmt"
	"slices"
)

// find gives the place of an id in a list, and whether it is there; who knows what
// was read, and from where, says what else was meant.
func find(id string, known []string) (int, bool) {
	i := slices.Index(known, id)
	return max(i, 0), i >= 0
}

// name returns the id of a constant, or says that it is none.
func name(what string, i int, known []string) string {
	if i < len(known) {
		return known[i]
	}
	return fmt.Sprintf("%s(%d)", what, i)
}
