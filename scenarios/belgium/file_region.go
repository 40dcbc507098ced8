package belgium

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"

	"piramide/internal/words"
	"piramide/sim"
)

// covered checks that each buurt has every age of both sexes exactly once.
func (f *regionFile) covered() {
	type key struct {
		buurt string
		sex   int
	}
	var order []key
	lines := map[key][]regionLine{}
	for _, l := range f.lines {
		k := key{l.buurt, l.sex}
		if lines[k] == nil {
			order = append(order, k)
		}
		lines[k] = append(lines[k], l)
	}
	if len(f.faults) > 0 { // rows are missing already; gaps would only repeat that
		return
	}
	sexes := map[string]int{}
	for _, k := range order {
		sexes[k.buurt]++
		var by [sim.Ages]int
		for _, l := range lines[k] {
			twice := false
			for a := l.from; a <= l.to; a++ {
				if by[a] > 0 && !twice {
					f.fault(l.line, msg("age_twice", "buurt", k.buurt, "sex", sexMessage(k.sex), "age", a, "line", by[a]), none)
					twice = true
				}
				by[a] = l.line
			}
		}
		for a, line := range by {
			if line == 0 {
				f.fault(lines[k][0].line, msg("age_missing", "buurt", k.buurt, "sex", sexMessage(k.sex), "age", a), msg("cover_ages"))
				break
			}
		}
	}
	for _, k := range order {
		if sexes[k.buurt] == 1 {
			f.fault(lines[k][0].line, msg("one_sex", "buurt", k.buurt, "sex", sexMessage(k.sex)), none)
		}
	}
	if len(order) == 0 {
		f.fault(1, msg("no_rows"), msg("write_rows"))
		return
	}
	if f.people < 1 {
		f.fault(0, msg("nobody"), none)
	}
}

func sexMessage(sex int) words.Message { return msg([sim.Sexes]string{"men", "women"}[sex]) }

// id keys the luck of the citizens on what the rows say.
func (f *regionFile) id() string {
	h := sha256.New()
	for _, l := range f.lines {
		fmt.Fprintf(h, "%q %q %d %d %d %g %g\n", l.buurt, l.elz, l.from, l.to, l.sex, l.people, l.vts)
	}
	return "file-" + hex.EncodeToString(h.Sum(nil)[:8])
}

// region makes the region of the rows.
func (f *regionFile) region(v Values) Region {
	r := Region{ID: f.id(), Territory: flanders(v)}
	r.Territory.Name = r.ID
	shape := wholePopulation(v, "pop.fl")
	w := belgians(v)
	expected := w.both(v.Table("vt.share"))
	index, zones := map[string]int{}, map[string]int{}
	type balance struct{ people, vt, expected float64 }
	var sums []balance
	var vts, expect [sim.Sexes]ages
	var total balance
	for _, l := range f.lines {
		b, ok := index[l.buurt]
		if !ok {
			b = len(r.Buurten)
			index[l.buurt] = b
			zone, known := zones[l.elz]
			if !known {
				zone = len(zones)
				zones[l.elz] = zone
			}
			r.Buurten = append(r.Buurten, sim.Buurt{Name: l.buurt, ELZ: zone, Territory: r.Territory.Party})
			sums = append(sums, balance{})
		}
		var in float64
		for a := l.from; a <= l.to; a++ {
			in += shape[l.sex][a]
		}
		parts := make([]float64, l.to-l.from+1)
		for i := range parts {
			parts[i] = math.Round(l.people) * shape[l.sex][l.from+i] / in
		}
		for i, n := range wholeParts(parts, math.Round(l.people)) {
			a := l.from + i
			r.Buurten[b].Count[a][l.sex] += n
			r.Population[l.sex][a] += n
			sums[b].expected += n * expected[l.sex][a]
			expect[l.sex][a] += n * expected[l.sex][a]
			if l.people > 0 {
				vts[l.sex][a] += n * l.vts / l.people
			}
		}
		sums[b].people += l.people
		sums[b].vt += l.vts
	}
	for _, s := range sums {
		total.people += s.people
		total.vt += s.vt
		total.expected += s.expected
	}
	r.Territory.VT = inside(total.vt / total.people)
	vt := new(bySexAge)
	for s := range vt {
		for a := range vt[s] {
			vt[s][a] = inside(expected[s][a])
			if n := r.Population[s][a]; n > 0 {
				vt[s][a] = inside(vts[s][a] / n)
			}
		}
	}
	r.vt = vt
	// A buurt's deprivation is how far its share lies from what its ages say.
	level := logit(inside(total.vt/total.people)) - logit(inside(total.expected/total.people))
	for b, s := range sums {
		if s.people > 0 {
			r.Buurten[b].Deprivation = logit(inside(s.vt/s.people)) - logit(inside(s.expected/s.people)) - level
		}
	}
	r.birthday = smoothDensity(r.Population)
	return r
}

// inside keeps a share away from 0 and 1, where the logit has no value.
func inside(p float64) float64 { return math.Min(1-1e-4, math.Max(1e-4, p)) }
