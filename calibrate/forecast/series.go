package forecast

import (
	"fmt"

	"piramide/scenarios/evidence"
)

// Series is what was counted of one type in consecutive years.
type Series struct {
	Type    string
	First   int       // the year of the first count
	Counts  []float64 // as printed, over the part of the year that was covered
	Covered []float64 // the part of each year, 1 = the whole
}

// Until is the series without the years after one.
func (s Series) Until(year int) Series {
	n := min(len(s.Counts), max(0, year-s.First+1))
	s.Counts, s.Covered = s.Counts[:n], s.Covered[:n]
	return s
}

// Last is the last year of the series.
func (s Series) Last() int { return s.First + len(s.Counts) - 1 }

// Yearly are the counts of whole years: a part of a year is scaled up.
func (s Series) Yearly() []float64 {
	years := make([]float64, len(s.Counts))
	for k, n := range s.Counts {
		years[k] = n / s.Covered[k]
	}
	return years
}

// NewPatients is the one type of P3 that counts people; the others count services,
// each in units of its own.
const NewPatients = "new_patients"

// p3Types are the types of P3 in the order of the table of the cabinet of the
// federal health minister (seed_p3_*). The printed total is left out: it adds up
// half hours, sessions and visits.
var p3Types = []string{
	"case_management", "occupational_therapy", "psychology", "occupational_therapy_group", "psychology_group",
	"night_visit", "care_education", "informal_carers", NewPatients,
}

// p3Years are the columns of that table that may be used: those after 2022 are kept
// back as a test. The first column holds the second to fourth quarter.
var p3Years = []struct {
	suffix  string
	covered float64
}{{"2019_t2_t4", 0.75}, {"2020", 1}, {"2021", 1}, {"2022", 1}}

// p3First is the year of the first column, and p3Shock that of the epidemic.
const p3First, p3Shock = 2019, 2020

// P3 are the volumes of P3 and its new patients, national totals of 2019 to 2022.
func P3(reg *evidence.Register) ([]Series, error) {
	list := make([]Series, len(p3Types))
	for i, t := range p3Types {
		list[i] = Series{Type: t, First: p3First}
		for _, y := range p3Years {
			r, ok := reg.Row("seed_p3_" + t + "_" + y.suffix)
			if !ok {
				return nil, fmt.Errorf("forecast: no evidence row seed_p3_%s_%s", t, y.suffix)
			}
			list[i].Counts = append(list[i].Counts, r.Value)
			list[i].Covered = append(list[i].Covered, y.covered)
		}
	}
	return list, nil
}
