// Package plain writes for a terminal: wrapped text, [Table] with columns, and the small
// words that every room needs (a region, a number of decimals, a duration, the languages
// that were asked for). It knows no plan and no result.
package plain
