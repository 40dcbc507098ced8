package calibrate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Settings are common to all methods.
type Settings struct {
	Seed     uint64 // of the method; with the same settings a method gives the same bytes
	Workers  int    // evaluations side by side, at least 1; the result does not depend on it
	Budget   int    // evaluations that a method may use, stored ones included; 0 is 10,000
	Luck     uint64 // of the model
	Store    Store  // keeps evaluations; nil keeps nothing
	Progress func(Progress)
}

// Progress is where a method stands.
type Progress struct {
	Stage  string  // search, polish, prior, wave, round, trial
	Round  int     // within the stage, from 1
	Done   int     // evaluations so far
	Budget int     // evaluations that are allowed
	Log    float64 // highest log posterior density so far, up to a constant
}

// Evaluation is what a model predicted.
type Evaluation struct {
	Values    []float64
	Luck      uint64
	Predicted []float64 // nil where no world exists
	Failed    string    // why not
}

// Store keeps evaluations, so that a search that was stopped can be done again without
// asking the model for what it said before: a method is a fixed sequence of questions.
// Values are the same when their bits are. Calls come one at a time, in an order that
// does not depend on the number of workers.
type Store interface {
	Lookup(values []float64, luck uint64) (Evaluation, bool)
	Append(Evaluation) error
}

// Point is where the model was asked, and what it said.
type Point struct {
	Scores    []float64
	Values    []float64
	Predicted []float64 // nil where no world exists
	Log       float64   // log likelihood; −Inf where no world exists or the observations are impossible
	Failed    string
}

// prior is the log density of the point's scores, up to a constant.
func (p *Point) prior() float64 {
	var sum float64
	for _, z := range p.Scores {
		sum -= z * z / 2
	}
	return sum
}

// posterior is the log of likelihood and prior, up to a constant.
func (p *Point) posterior() float64 { return p.Log + p.prior() }

// evaluator asks the model for batches of points and keeps the count.
type evaluator struct {
	problem *Problem
	Settings
	numbers int // of all targets
	done    int
	best    float64
	stage   string
	round   int
}

// ErrProblem is wrapped by errors that say that a problem cannot be solved as it is put.
var ErrProblem = errors.New("calibrate: the problem is not whole")

func newEvaluator(p *Problem, s Settings) (*evaluator, error) {
	if len(p.Free) == 0 || len(p.Targets) == 0 || p.Model == nil {
		return nil, fmt.Errorf("%w: it has %d free parameters and %d targets", ErrProblem, len(p.Free), len(p.Targets))
	}
	e := &evaluator{problem: p, Settings: s, best: math.Inf(-1)}
	e.Workers = max(1, s.Workers)
	if e.Budget <= 0 {
		e.Budget = 10_000
	}
	for _, t := range p.Targets {
		if t.Numbers < 1 {
			return nil, fmt.Errorf("%w: target %s has no numbers", ErrProblem, t.Name)
		}
		e.numbers += t.Numbers
	}
	return e, nil
}

// at names what the next evaluations are for.
func (e *evaluator) at(stage string, round int) { e.stage, e.round = stage, round }

// left is how many evaluations are allowed still.
func (e *evaluator) left() int { return max(0, e.Budget-e.done) }

// batch evaluates points under the luck of the settings.
func (e *evaluator) batch(ctx context.Context, scores [][]float64) ([]Point, error) {
	return e.under(ctx, scores, func(int) uint64 { return e.Luck })
}

// under evaluates points, each under its own luck, side by side. What is finished is
// stored in the order of the points, also when the context ends in between.
func (e *evaluator) under(ctx context.Context, scores [][]float64, luck func(i int) uint64) ([]Point, error) {
	answers := make([]Evaluation, len(scores))
	state := make([]answer, len(scores))
	var ask []int
	for i, z := range scores {
		values := e.problem.Values(z)
		answers[i] = Evaluation{Values: values, Luck: luck(i)}
		if e.Store != nil {
			if known, ok := e.Store.Lookup(values, luck(i)); ok {
				answers[i], state[i] = known, stored
				continue
			}
		}
		ask = append(ask, i)
	}

	var mu sync.Mutex
	next := 0 // the first point of which the answer is not written yet
	write := func() error {
		for next < len(state) && state[next] != waiting {
			if state[next] == fresh && e.Store != nil {
				if err := e.Store.Append(answers[next]); err != nil {
					return err
				}
			}
			next++
			e.done++
			if e.Progress != nil {
				e.Progress(Progress{Stage: e.stage, Round: e.round, Done: e.done, Budget: e.Budget, Log: e.best})
			}
		}
		return nil
	}
	group, inside := errgroup.WithContext(ctx)
	group.SetLimit(e.Workers)
	for _, i := range ask {
		if inside.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := inside.Err(); err != nil {
				return err
			}
			predicted, err := e.problem.Model(inside, answers[i].Values, answers[i].Luck)
			switch {
			case inside.Err() != nil:
				return inside.Err()
			case err != nil:
				answers[i].Failed = err.Error()
			case len(predicted) != e.numbers:
				return fmt.Errorf("%w: the model gave %d numbers, its targets speak of %d", ErrProblem, len(predicted), e.numbers)
			default:
				answers[i].Predicted = predicted
			}
			mu.Lock()
			defer mu.Unlock()
			state[i] = fresh
			return write()
		})
	}
	err := group.Wait()
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = write() // what was stored and stands at the end
	}
	if err != nil {
		return nil, err
	}

	points := make([]Point, len(scores))
	for i, z := range scores {
		points[i] = e.point(z, answers[i])
		e.best = max(e.best, points[i].posterior())
	}
	return points, nil
}

// answer is where an evaluation stands.
type answer uint8

const (
	waiting answer = iota
	stored
	fresh
)

func (e *evaluator) point(z []float64, a Evaluation) Point {
	p := Point{Scores: z, Values: a.Values, Predicted: a.Predicted, Failed: a.Failed, Log: math.Inf(-1)}
	if a.Predicted != nil && len(a.Predicted) == e.numbers {
		p.Log = possible(e.problem.Log(a.Predicted))
	}
	return p
}

// Memory is a Store that lasts as long as the process; methods that run side by side may
// share it.
type Memory struct {
	mu  sync.Mutex
	at  map[string]int
	all []Evaluation
}

// Lookup is that of [Store].
func (m *Memory) Lookup(values []float64, luck uint64) (Evaluation, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.at[bits(values, luck)]
	if !ok {
		return Evaluation{}, false
	}
	return m.all[i], true
}

// Append is that of [Store]; of what is appended twice the first stays.
func (m *Memory) Append(e Evaluation) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := bits(e.Values, e.Luck)
	if _, ok := m.at[key]; ok {
		return nil
	}
	if m.at == nil {
		m.at = make(map[string]int)
	}
	m.at[key] = len(m.all)
	m.all = append(m.all, e)
	return nil
}

// All are the evaluations, in the order in which they were appended.
func (m *Memory) All() []Evaluation { return m.all }

func bits(values []float64, luck uint64) string {
	key := make([]byte, 0, 8*len(values)+8)
	put := func(w uint64) {
		for range 8 {
			key = append(key, byte(w))
			w >>= 8
		}
	}
	for _, v := range values {
		put(math.Float64bits(v))
	}
	put(luck)
	return string(key)
}
