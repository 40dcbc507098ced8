package calibrate

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// search is a run of gonum's CMA-ES one generation at a time. Its own loop hands out
// points one by one to whoever is free; here a whole generation is asked and told in
// order, so that any number of workers gives the same bytes.
type search struct {
	method *optimize.CmaEsChol
	ask    chan optimize.Task
	tell   chan optimize.Task
	tasks  []optimize.Task
	begun  bool
	next   *optimize.Task // to be told before the next generation is asked
	done   bool           // the spread of the generation fell under narrow
}

// narrow is the spread, in scores, under which a search has closed in: a thousandth of
// the prior's standard deviation, as geometric mean over directions.
const narrow = 1e-3

// newSearch starts at a mean with a spread in scores, the same in all directions.
func newSearch(mean []float64, spread float64, population int, src rand.Source) *search {
	n := len(mean)
	initial := mat.NewDiagDense(n, nil)
	for i := range n {
		initial.SetDiag(i, spread*spread)
	}
	var chol mat.Cholesky
	chol.Factorize(initial)
	s := &search{
		method: &optimize.CmaEsChol{
			InitStepSize: 1, // the spread stands in the matrix, where gonum samples from
			InitCholesky: &chol,
			Population:   population,
			StopLogDet:   2 * float64(n) * math.Log(narrow),
			Src:          src,
		},
		ask:  make(chan optimize.Task),
		tell: make(chan optimize.Task),
	}
	s.tasks = make([]optimize.Task, s.method.Init(n, population))
	for i := range s.tasks {
		s.tasks[i].Location = &optimize.Location{X: make([]float64, n)}
	}
	copy(s.tasks[0].X, mean)
	go s.method.Run(s.ask, s.tell, s.tasks)
	return s
}

// points are those of the next generation.
func (s *search) points() [][]float64 {
	if s.begun = true; s.next != nil {
		s.tell <- *s.next
		s.next = nil
	}
	z := make([][]float64, len(s.tasks))
	for range s.tasks {
		task := <-s.ask
		s.tasks[task.ID] = task
	}
	for i := range s.tasks {
		z[i] = slices.Clone(s.tasks[i].X)
	}
	return z
}

// told takes what is to be made small at the points, in their order.
func (s *search) told(f []float64) {
	for i, task := range s.tasks {
		task.F = f[i]
		s.tell <- task
	}
	task := <-s.ask
	s.done = task.Op == optimize.MethodDone
	if !s.done {
		s.next = &task
	}
}

// stop ends the search, between generations or instead of telling one.
func (s *search) stop() {
	if !s.begun {
		s.points() // gonum listens only after it has spoken
	}
	s.tell <- optimize.Task{Op: optimize.PostIteration}
	close(s.tell)
	for open := true; open; { // what it has to say still, until it ends
		_, open = <-s.ask
	}
}
