package job

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/sim"
)

// What every cell of a trial leaves.
const (
	theIndicator = iota // what the goal is about
	theProgramme        // programme cost, EUR a year
	theUnspent          // EUR a year that its holders did not spend
	theReturned         // of which they gave back
	theCost             // EUR per citizen alive at branch, discounted
	theQALY             // QALYs per citizen alive at branch, discounted
	numMeasures
)

type measured [numMeasures]float64

// asIs is the place of a plan as it stands, which may lie between two places of
// the lattice.
const asIs = math.MinInt

// trials lives a plan, and the plan it is set against, with a dial at several
// places. Every place has the same draws and the same luck, so that what is
// measured is a fixed function of the place.
type trials struct {
	x       *Experiment // draws, luck, regions and length
	dial    *scenarios.Dial
	against *scenarios.Dial // the same assumption in the first plan; nil when the dial is a lever
	first   *scenarios.Scenario
	plan    *scenarios.Scenario
	lat     lattice
	measure func(*outputs.CellTables) measured
	workers int

	folder *outputs.Folder
	mu     sync.Mutex
	seen   map[trialKey]measured

	progress       Progress
	done, expected int64 // months lived so far, and expected in all
}

// trialKey is one cell of one trial.
type trialKey struct {
	first           bool // of the plan it is set against
	place           int
	draw, replicate int
}

// turned gives a plan with the dial at a place.
func turned(d *scenarios.Dial, s *scenarios.Scenario, lat lattice, place int) (*scenarios.Scenario, error) {
	if place == asIs || d == nil {
		return s, nil
	}
	return d.At(lat.value(place))
}

// manifest says what was asked: a command, and all that its cells depend on.
func (t *trials) manifest(command ...string) (outputs.Manifest, error) {
	run, err := t.x.Describe()
	m := run.Manifest
	m.Detail = reading.DetailSolve
	m.Command = append(command, "--seed", strconv.FormatUint(t.x.Seed, 10), "--draws", strconv.Itoa(t.x.Draws),
		"--replicates", strconv.Itoa(t.x.Replicates), "--region", m.Region, "--horizon", plain.HorizonText(t.plan.Months))
	if t.x.Fixed {
		m.Command = append(m.Command, "--fixed-parameters")
	}
	m.Command = append(m.Command, t.x.assumptionFlag()...)
	return m, err
}

// live makes sure that the first draws of the plan have been lived at places.
func (t *trials) live(ctx context.Context, draws int, places ...int) error {
	x := *t.x
	x.Draws, x.Plans = draws, nil
	names := map[string]trialKey{}
	add := func(first bool, place int) error {
		s, d := t.plan, t.dial
		if first {
			s, d = t.first, t.against
			if d == nil {
				place = asIs
			}
		}
		v, err := turned(d, s, t.lat, place)
		if err != nil {
			return err
		}
		named := *v
		named.Name = fmt.Sprintf("%t/%d", first, place)
		if _, twice := names[named.Name]; !twice {
			names[named.Name] = trialKey{first: first, place: place}
			x.Plans = append(x.Plans, &named)
		}
		return nil
	}
	for _, place := range places {
		if err := add(false, place); err != nil {
			return err
		}
		if t.first != nil {
			if err := add(true, place); err != nil {
				return err
			}
		}
	}
	key := func(c outputs.Cell) trialKey {
		k := names[c.Scenario]
		k.draw, k.replicate = c.Draw, c.Replicate
		return k
	}
	before, last := t.done, int64(0)
	err := x.Each(ctx, t.workers, func(c outputs.Cell) bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		_, done := t.seen[key(c)]
		return done
	}, func(c outputs.Cell, r *sim.Result) error {
		cell := outputs.Extract(c, r)
		return t.keep(key(c), t.measure(&cell))
	}, func(done, _ int64) {
		t.mu.Lock()
		last = max(last, done)
		lived := before + last
		t.mu.Unlock()
		if t.progress != nil {
			t.progress(min(lived, t.expected-1), t.expected)
		}
	})
	t.done = before + last
	return err
}

// keep stores a cell, so that an interrupted search goes on from there.
func (t *trials) keep(k trialKey, m measured) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen[k] = m
	if t.folder == nil || t.folder.Complete() {
		return nil
	}
	return t.folder.Append(FileScratch, []byte(line(k, m)))
}

// at gives a measure in every cell of the first draws at a place: of the plan, or
// of the plan minus the first when difference is true.
func (t *trials) at(place, draws, what int, difference bool) []float64 {
	out := make([]float64, 0, draws*t.x.Replicates)
	for d := range draws {
		for r := range t.x.Replicates {
			y := t.seen[trialKey{place: place, draw: d, replicate: r}][what]
			if difference {
				k := trialKey{first: true, place: place, draw: d, replicate: r}
				if t.against == nil {
					k.place = asIs
				}
				y -= t.seen[k][what]
			}
			out = append(out, y)
		}
	}
	return out
}

// lived is how many draws of the plan have been lived at a place.
func (t *trials) lived(place int) (draws int) {
	for {
		if _, done := t.seen[trialKey{place: place, draw: draws, replicate: t.x.Replicates - 1}]; !done || draws == t.x.Draws {
			return draws
		}
		draws++
	}
}

// draws names the draw of each cell.
func (t *trials) draws(n int) []int {
	out := make([]int, 0, n*t.x.Replicates)
	for d := range n {
		for r := range t.x.Replicates {
			if t.x.Fixed { // all cells share the parameters, only luck differs
				d = r
			}
			out = append(out, d)
		}
	}
	return out
}

// The files of a search.
const (
	fileCells   = "cells.csv"     // every cell of every trial
	FileScratch = "cells.partial" // the same, as they come
	fileTrials  = "trials.csv"
)

const cellsHead = "plan,place,draw,replicate,indicator,programme_eur_per_year,unspent_eur_per_year,returned_eur_per_year,present_eur_per_citizen,qaly_per_citizen"

// measuredBy fills what every cell leaves, beside the indicator.
func measuredBy(p outputs.Probe, indicator float64, from, to int) measured {
	return measured{indicator, p.Programme(from, to), p.Unspent(from, to), p.Returned(from, to), p.Cost(from, to), p.QALY(from, to)}
}

// line writes a cell; an unbounded wait is Inf, what does not exist NaN.
func line(k trialKey, m measured) string {
	who, place := "plan", strconv.Itoa(k.place)
	if k.first {
		who = "first"
	}
	if k.place == asIs {
		place = "present"
	}
	parts := []string{who, place, strconv.Itoa(k.draw), strconv.Itoa(k.replicate)}
	for _, y := range m {
		parts = append(parts, strconv.FormatFloat(y, 'g', -1, 64))
	}
	return strings.Join(parts, ",") + "\n"
}

// recall takes up the cells that a folder holds; lines that a killed process did
// not finish are lived again.
func (t *trials) recall() error {
	for _, name := range []string{fileCells, FileScratch} {
		b, err := t.folder.Read(name)
		if err != nil {
			return err
		}
		for text := range bytes.Lines(b) {
			parts := strings.Split(strings.TrimSuffix(string(text), "\n"), ",")
			if !bytes.HasSuffix(text, []byte("\n")) || len(parts) != 4+numMeasures {
				continue
			}
			k := trialKey{first: parts[0] == "first", place: asIs}
			var m measured
			bad := false
			for i, into := range []*int{&k.place, &k.draw, &k.replicate} {
				if i == 0 && parts[1] == "present" {
					continue
				}
				n, err := strconv.Atoi(parts[1+i])
				*into, bad = n, bad || err != nil
			}
			for i := range m {
				y, err := strconv.ParseFloat(parts[4+i], 64)
				m[i], bad = y, bad || err != nil
			}
			if !bad {
				t.seen[k] = m
			}
		}
	}
	return nil
}

// cells writes all cells in order.
func (t *trials) cells() []byte {
	keys := make([]trialKey, 0, len(t.seen))
	for k := range t.seen {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b trialKey) int {
		return cmp.Or(boolFirst(a.first, b.first), cmp.Compare(a.place, b.place), cmp.Compare(a.draw, b.draw), cmp.Compare(a.replicate, b.replicate))
	})
	var b bytes.Buffer
	b.WriteString(cellsHead + "\n")
	for _, k := range keys {
		b.WriteString(line(k, t.seen[k]))
	}
	return b.Bytes()
}

// boolFirst orders true before false.
func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
