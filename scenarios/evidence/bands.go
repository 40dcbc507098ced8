package evidence

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Bands is the number of five-year age bands: 0-4, 5-9, … 90-94, 95 and over.
const Bands = 20

// Men and Women index the first dimension of a [Table].
const (
	Men   = 0
	Women = 1
)

// Table holds one number per sex and five-year age band, in the unit of its rows.
type Table [2][Bands]float64

// Gaps says what a family of rows may leave out.
type Gaps string

// The ways a family may be incomplete.
const (
	NoGaps        Gaps = ""            // every band of both sexes must have a row
	ZeroOutside   Gaps = "zero"        // ages and sexes without a row are zero
	Interpolation Gaps = "interpolate" // bands between two rows lie on the line between them
)

// familySuffix is the end of an id that names sex and ages: _m_0_4, _95p, _all_5_9.
var familySuffix = regexp.MustCompile(`_(?:(?:m|f|all)_)?(?:\d{1,2}_\d{1,2}|\d{1,2}p)$`)

// familyOf strips sex and ages from an id; ok is false when it names none.
func familyOf(id string) (base string, ok bool) {
	at := familySuffix.FindStringIndex(id)
	if at == nil || at[0] == 0 {
		return id, false
	}
	return id[:at[0]], true
}

// Family returns the rows of an age family, in file order; when there is none,
// the one row with exactly this id.
func (reg *Register) Family(prefix string) []Row {
	if rows := reg.at(reg.byBase[prefix]); len(rows) > 0 {
		return rows
	}
	if r, ok := reg.Row(prefix); ok {
		return []Row{r}
	}
	return nil
}

// Named returns the rows that a name stands for in roles, questions and
// alternatives: "vt_fl_*" is an age family, any other name one row.
func (reg *Register) Named(name string) []Row {
	if prefix, ok := strings.CutSuffix(name, "_*"); ok {
		return reg.at(reg.byBase[prefix])
	}
	if r, ok := reg.Row(name); ok {
		return []Row{r}
	}
	return nil
}

func (reg *Register) at(indices []int) []Row {
	var out []Row
	for _, i := range indices {
		out = append(out, reg.rows[i])
	}
	return out
}

// Bands spreads the rows of an age family over the twenty bands: rows without
// a sex count for both, and a band that several coarse rows share takes their
// mean by years of age. It is meant for shares, rates and amounts a head; a
// coarse count of persons is refused, since it would have to be divided.
func (reg *Register) Bands(prefix string) (Table, error) {
	value, _, _, err := reg.Tables(prefix, NoGaps)
	return value, err
}

// Tables is [Register.Bands] for value, low and high, with the given gaps allowed.
func (reg *Register) Tables(prefix string, gaps Gaps) (value, low, high Table, err error) {
	rows := reg.Family(prefix)
	if len(rows) == 0 {
		hint := ""
		if near := reg.Near(prefix); near != "" {
			hint = fmt.Sprintf(" (did you mean %q?)", near)
		}
		return value, low, high, fmt.Errorf("no rows of family %q%s", prefix, hint)
	}
	var years [2][Bands]int // years of age that have a row
	for _, r := range rows {
		from, to, err := ageSpan(r.AgeBand)
		if err != nil {
			return value, low, high, fmt.Errorf("%s: %s: %w", r.Where(), r.ID, err)
		}
		if to-from > 5 && r.Unit == "persons" {
			return value, low, high, fmt.Errorf("%s: %s: a count of persons aged %s cannot be spread over five-year bands", r.Where(), r.ID, r.AgeBand)
		}
		for sex := range years {
			if (r.Sex == "m" && sex != Men) || (r.Sex == "f" && sex != Women) {
				continue
			}
			for band := range Bands {
				overlap := min(to, 5*band+5) - max(from, 5*band)
				if overlap <= 0 {
					continue
				}
				years[sex][band] += overlap
				share := float64(overlap) / 5 // exactly 1 for a five-year row
				value[sex][band] += float64(share * r.Value)
				low[sex][band] += float64(share * r.Low)
				high[sex][band] += float64(share * r.High)
			}
		}
	}
	for sex := range years {
		for band := range Bands {
			switch y := years[sex][band]; {
			case y > 5:
				return value, low, high, fmt.Errorf("family %q: two rows cover the ages from %d (sex %d)", prefix, 5*band, sex)
			case y < 5 && gaps == NoGaps:
				return value, low, high, fmt.Errorf("family %q has no row for ages %d to %d (sex %d)", prefix, 5*band, 5*band+4, sex)
			case y > 0 && y < 5:
				covered := float64(y) / 5
				value[sex][band] /= covered
				low[sex][band] /= covered
				high[sex][band] /= covered
			}
		}
	}
	if gaps == Interpolation {
		for _, t := range []*Table{&value, &low, &high} {
			for sex := range t {
				interpolate(&t[sex], &years[sex])
			}
		}
	}
	return value, low, high, nil
}

// interpolate fills bands without years on the line between their neighbours;
// before the first and after the last it repeats them.
func interpolate(v *[Bands]float64, years *[Bands]int) {
	last := -1
	for band := range Bands {
		if years[band] == 0 {
			continue
		}
		for gap := last + 1; gap < band; gap++ {
			if last < 0 {
				v[gap] = v[band]
				continue
			}
			share := float64(gap-last) / float64(band-last)
			v[gap] = v[last] + float64(share*(v[band]-v[last]))
		}
		last = band
	}
	for gap := last + 1; last >= 0 && gap < Bands; gap++ {
		v[gap] = v[last]
	}
}

// lastAge closes the open band 95+.
const lastAge = 5 * Bands

// ageSpan reads "5-9", "85+", "65" or "all" as [from, to) in years.
func ageSpan(band string) (from, to int, err error) {
	bad := fmt.Errorf("age band %q is not like 5-9, 85+ or all", band)
	switch {
	case band == "all" || band == "":
		return 0, lastAge, nil
	case strings.HasSuffix(band, "+"):
		from, err = strconv.Atoi(strings.TrimSuffix(band, "+"))
		to = lastAge
	default:
		a, b, ok := strings.Cut(band, "-")
		if !ok {
			b = a
		}
		if from, err = strconv.Atoi(a); err != nil {
			return 0, 0, bad
		}
		to, err = strconv.Atoi(b)
		to++
	}
	if err != nil || from < 0 || from >= to || to > lastAge {
		return 0, 0, bad
	}
	return from, to, nil
}
