package evidence

// Nearest returns the name with the smallest edit distance to the given one,
// the first such in the order given; empty when every name differs in more
// than a third of the letters, or in all of them.
func Nearest(name string, names []string) string {
	best, bestAt := "", min(len(name)/3+1, len(name)-1)
	for _, n := range names {
		if abs(len(n)-len(name)) > bestAt {
			continue
		}
		if d := distance(name, n); d < bestAt || (d == bestAt && best == "") {
			best, bestAt = n, d
		}
	}
	return best
}

// distance is Levenshtein's: insertions, deletions and replacements of bytes.
func distance(a, b string) int {
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
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }
