package finance

import (
	"fmt"
	"strings"
)

// parse finds an id in a list and otherwise names the nearest known one.
func parse(what, id string, known []string) (int, error) {
	nearest, distance := "", len(id)/3+2
	for i, k := range known {
		if k == id {
			return i, nil
		}
		if d := edits(strings.ToLower(id), k); d < distance {
			nearest, distance = k, d
		}
	}
	if nearest != "" {
		return 0, fmt.Errorf("unknown %s %q (hint: did you mean %s?)", what, id, nearest)
	}
	return 0, fmt.Errorf("unknown %s %q (hint: known are %s)", what, id, strings.Join(known, ", "))
}

// edits is the Levenshtein distance in bytes; ids are ASCII.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// name returns the id of a constant, or says that it is none.
func name(what string, i int, known []string) string {
	if i < len(known) {
		return known[i]
	}
	return fmt.Sprintf("%s(%d)", what, i)
}
