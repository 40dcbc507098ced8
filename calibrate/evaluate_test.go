package calibrate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// everyMethod runs each method on a problem with some settings.
func everyMethod(ctx context.Context, p *Problem, s Settings) (map[string]any, error) {
	fit, err := Best(ctx, p, BestSettings{Settings: s})
	if err != nil {
		return nil, err
	}
	post, err := IMIS(ctx, p, IMISSettings{Settings: s, Draws: 100, Start: fit})
	if err != nil {
		return nil, err
	}
	near, err := ABC(ctx, p, ABCSettings{Settings: s, Points: 100})
	if err != nil {
		return nil, err
	}
	return map[string]any{"best": fit, "imis": post, "abc": near}, nil
}

var same = cmp.Options{
	cmp.AllowUnexported(Posterior{}),
	cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }),
	cmp.Comparer(func(a, b *mat.SymDense) bool { return a == b || a != nil && b != nil && mat.Equal(a, b) }),
}

// slow is a model in which points take very different times.
func slow(m Model) Model {
	return func(ctx context.Context, x []float64, luck uint64) ([]float64, error) {
		time.Sleep(time.Duration(math.Float64bits(x[0])%97) * time.Millisecond)
		return m(ctx, x, luck)
	}
}

// TestWorkersChangeNothing: the same bits and the same order in the store on one worker
// and on seven.
func TestWorkersChangeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := banana(t)
		p.Model = slow(p.Model)
		var results []map[string]any
		var stores []*Memory
		for _, workers := range []int{1, 7} {
			store := &Memory{}
			got, err := everyMethod(t.Context(), p, Settings{Seed: 9, Workers: workers, Budget: 700, Store: store})
			if err != nil {
				t.Fatal(err)
			}
			results, stores = append(results, got), append(stores, store)
		}
		if diff := cmp.Diff(results[0], results[1], same); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(stores[0].All(), stores[1].All(), same); diff != "" {
			t.Error(diff)
		}
	})
}

// TestResume: a run that was stopped at any moment goes on where it was, asks the model
// nothing twice, and ends with the same bits.
func TestResume(t *testing.T) {
	p := banana(t)
	world := p.Model
	whole := &Memory{}
	want, err := everyMethod(t.Context(), p, Settings{Seed: 3, Workers: 2, Budget: 500, Store: whole})
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	store := &Memory{}
	var got map[string]any
	stops := 0
	for stop := int64(50); got == nil; stop += 211 {
		ctx, cancel := context.WithCancel(t.Context())
		p.Model = func(ctx context.Context, x []float64, luck uint64) ([]float64, error) {
			if asked.Add(1) == stop {
				cancel()
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return world(ctx, x, luck)
		}
		stops++
		got, err = everyMethod(ctx, p, Settings{Seed: 3, Workers: 1, Budget: 500, Store: store})
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
	}
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(whole.All(), store.All(), same); diff != "" {
		t.Error("the stores differ:", diff)
	}
	if twice := int(asked.Load()) - len(store.All()); twice > stops {
		t.Errorf("%d evaluations were asked again after %d stops", twice, stops)
	}
}

// TestBudgetHolds: no method asks for more than it may, whatever it may.
func TestBudgetHolds(t *testing.T) {
	h, _ := hard(t, 4, 1)
	for _, p := range []*Problem{banana(t), h} {
		for _, budget := range []int{1, 2, 7, 30, 111, 420} {
			var asked atomic.Int64
			counted := *p
			counted.Model = func(ctx context.Context, x []float64, luck uint64) ([]float64, error) {
				asked.Add(1)
				return p.Model(ctx, x, luck)
			}
			s := Settings{Seed: 1, Budget: budget}
			for name, run := range map[string]func() (int, error){
				"best": func() (int, error) {
					f, err := Best(t.Context(), &counted, BestSettings{Settings: s})
					if err != nil {
						return 0, err
					}
					return f.Evaluations, nil
				},
				"imis": func() (int, error) {
					f, err := IMIS(t.Context(), &counted, IMISSettings{Settings: s})
					if err != nil {
						return 0, err
					}
					return f.Evaluations, nil
				},
				"abc": func() (int, error) {
					f, err := ABC(t.Context(), &counted, ABCSettings{Settings: s})
					if err != nil {
						return 0, err
					}
					return f.Evaluations, nil
				},
			} {
				asked.Store(0)
				said, err := run()
				if err != nil && !errors.Is(err, ErrNowhere) {
					t.Errorf("%s with %d: %v", name, budget, err)
				}
				if n := int(asked.Load()); n > budget || err == nil && n != said {
					t.Errorf("%s may ask %d, asked %d and said %d", name, budget, n, said)
				}
			}
		}
	}
}

// TestNoWorld: where no world exists, or none can have been observed, every method says
// so, with the reason of the model.
func TestNoWorld(t *testing.T) {
	p := one(distuv.UnitNormal, is(t)(Lognormal(1, 1)))
	for _, c := range []struct {
		name, reason string
		model        Model
	}{
		{"none", "rates over 1", func(context.Context, []float64, uint64) ([]float64, error) { return nil, errors.New("rates over 1") }},
		{"impossible", "", func(context.Context, []float64, uint64) ([]float64, error) { return []float64{-1}, nil }},
	} {
		p.Model = c.model
		s := Settings{Seed: 1, Budget: 300}
		for _, run := range []func() error{
			func() error { _, err := Best(t.Context(), p, BestSettings{Settings: s}); return err },
			func() error { _, err := IMIS(t.Context(), p, IMISSettings{Settings: s}); return err },
			func() error { _, err := ABC(t.Context(), p, ABCSettings{Settings: s}); return err },
		} {
			err := run()
			want := ErrNowhere.Error()
			if c.reason != "" {
				want += " (" + c.reason + ")"
			}
			if !errors.Is(err, ErrNowhere) || err.Error() != want {
				t.Errorf("%s: %v, want %s", c.name, err, want)
			}
		}
	}
}

// TestProblemIsWhole: what cannot be solved as it is put is an error, not a panic.
func TestProblemIsWhole(t *testing.T) {
	whole := banana(t)
	for i, spoil := range []func(*Problem){
		func(p *Problem) { p.Free = nil },
		func(p *Problem) { p.Targets = nil },
		func(p *Problem) { p.Model = nil },
		func(p *Problem) { p.Targets = []Target{{Name: "none"}} },
		func(p *Problem) {
			p.Model = func(context.Context, []float64, uint64) ([]float64, error) { return []float64{1, 2}, nil }
		},
	} {
		p := *whole
		spoil(&p)
		if _, err := everyMethod(t.Context(), &p, Settings{Seed: 1, Budget: 100}); !errors.Is(err, ErrProblem) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

type full struct{ Memory }

func (*full) Append(Evaluation) error { return errors.New("no space left") }

// TestStoreFails: what cannot be kept ends the search with its reason.
func TestStoreFails(t *testing.T) {
	_, err := Best(t.Context(), banana(t), BestSettings{Settings: Settings{Seed: 1, Budget: 50, Workers: 3, Store: &full{}}})
	if err == nil || fmt.Sprint(err) != "no space left" {
		t.Errorf("error %v", err)
	}
}
