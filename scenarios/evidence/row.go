package evidence

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Kind says how a number came to be known.
type Kind string

// The four kinds of a row.
const (
	Published  Kind = "published"  // seen in a source
	Derived    Kind = "derived"    // computed by us from sources
	Assumption Kind = "assumption" // recalled or set by us; the note says what to check
	Seed       Kind = "seed"       // stated in the user documents
)

// Row is one number of the register. Low and High are the limits of its
// plausible range; the note says whether an interval is printed or ours.
type Row struct {
	ID               string
	Group            string
	Quantity         string
	Value, Low, High float64
	Unit             string
	AgeBand          string // "5-9", "85+", "all" or empty
	Sex              string // "m", "f", "all" or empty
	Population       string
	Region           string
	Year             string // as the source gives it; see [Row.PriceYear]
	Kind             Kind
	Source           string
	Note             string

	File string // file in the register
	Line int    // line in that file, from 1

	Instead *Row // the row of the register that a user's own number stands in for; nil = this is that row
}

// Where names the row's place as "file:line".
func (r Row) Where() string { return fmt.Sprintf("%s:%d", r.File, r.Line) }

// Fixed reports whether the row has no range at all.
func (r Row) Fixed() bool { return r.Low == r.High }

// PriceYear is the year whose prices an amount in EUR is in: the last year
// that the row names.
func (r Row) PriceYear() (int, bool) {
	if !strings.HasPrefix(r.Unit, "EUR") && !strings.HasPrefix(r.Unit, "MEUR") {
		return 0, false
	}
	y := strings.TrimSuffix(r.Year, "+")
	if len(y) > 4 {
		y = y[len(y)-4:]
	}
	n, err := strconv.Atoi(y)
	return n, err == nil
}

var columns = []string{
	"id", "group", "quantity", "value", "low", "high", "unit", "age_band", "sex",
	"population", "region", "year", "kind", "source", "note",
}

// parseRow turns one record into a row and says everything that is wrong with it.
func parseRow(rec []string) (Row, []string) {
	r := Row{
		ID: rec[0], Group: rec[1], Quantity: rec[2], Unit: rec[6], AgeBand: rec[7], Sex: rec[8],
		Population: rec[9], Region: rec[10], Year: rec[11], Kind: Kind(rec[12]), Source: rec[13], Note: rec[14],
	}
	var faults []string
	number := func(column string, text string) float64 {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			faults = append(faults, fmt.Sprintf("%s is %q; it must be a number", column, text))
		}
		return v
	}
	r.Value, r.Low, r.High = number("value", rec[3]), number("low", rec[4]), number("high", rec[5])
	if len(faults) == 0 && !(r.Low <= r.Value && r.Value <= r.High) {
		faults = append(faults, fmt.Sprintf("value %g lies outside its range %g to %g", r.Value, r.Low, r.High))
	}
	if r.ID == "" {
		faults = append(faults, "the id is empty")
	}
	if r.Group == "" || r.Unit == "" || r.Source == "" {
		faults = append(faults, "group, unit and source may not be empty")
	}
	switch r.Kind {
	case Published, Derived, Assumption, Seed:
	default:
		faults = append(faults, fmt.Sprintf("kind is %q; it must be published, derived, assumption or seed", r.Kind))
	}
	switch r.Sex {
	case "m", "f", "all", "":
	default:
		faults = append(faults, fmt.Sprintf("sex is %q; it must be m, f, all or empty", r.Sex))
	}
	return r, faults
}
