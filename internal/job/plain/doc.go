// Package plain writes for a terminal: wrapped text (text.go) and [Table] with columns
// (table.go). It also has the small things that every room says: a region, a duration, a unit,
// the languages that were asked for (words.go), and how many digits a number needs (numbers.go).
// It knows no plan.
package plain
