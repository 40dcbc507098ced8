package outputs

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"

	"piramide/sim"
)

// fileReplay holds the replay that the result folder was finished with.
const fileReplay = "replay.json"

// Replay is one simulation of a plan and the plan it is compared with, lived again and
// set beside each other citizen by citizen: what the months of citizens say of the
// difference, and two lives of some of them.
type Replay struct {
	Plan      string                        `json:"plan"`
	Base      string                        `json:"first_plan"`
	Draw      int                           `json:"draw"`
	Replicate int                           `json:"replicate"`
	First     int                           `json:"first_year"` // of the years in which citizens are chosen
	Last      int                           `json:"last_year"`
	Members   int64                         `json:"citizens_at_branch"`
	Same      int64                         `json:"same_life"`
	Differ    map[string]int                `json:"citizens_who_differ"` // by indicator
	Sums      map[string]map[Cause][]MonthN `json:"differences"`         // by indicator or kind of care
	Lives     []TwoLives                    `json:"two_lives"`
}

// MonthN is a count in a month of the accounts.
type MonthN struct {
	Month int
	N     int64
}

// MarshalJSON writes the pair.
func (m MonthN) MarshalJSON() ([]byte, error) { return json.Marshal([2]int64{int64(m.Month), m.N}) }

// UnmarshalJSON reads it.
func (m *MonthN) UnmarshalJSON(b []byte) error {
	var pair [2]int64
	err := json.Unmarshal(b, &pair)
	m.Month, m.N = int(pair[0]), pair[1]
	return err
}

// Rule says how a citizen is chosen among those who were alive at branch and for whom
// the indicator differs.
type Rule string

// The rules. Of equal differences the lowest key comes first, which says nothing of
// the citizen.
const (
	Typical Rule = "typical" // the middle one by the size of the difference
	Largest Rule = "largest"
)

// Chosen is a citizen whose two lives are told.
type Chosen struct {
	Indicator string  `json:"indicator"` // by whose difference
	Rule      Rule    `json:"rule"`
	Diff      float64 `json:"difference"` // days, QALY, EUR or a count
	Region    int     `json:"-"`
	Key       uint64  `json:"-"`
}

// of gives the two lives that were chosen by an indicator.
func (r *Replay) of(indicator string) (list []TwoLives) {
	for _, two := range r.Lives {
		if two.Indicator == indicator {
			list = append(list, two)
		}
	}
	return list
}

// candidate is a citizen for whom an indicator differs.
type candidate struct {
	region int
	key    uint64
	diff   int64
}

// perCitizen turns what a quantity counts into what a reader counts.
func perCitizen(indicator string) float64 {
	switch indicator {
	case "net_cost", "own_share":
		return 0.01
	case "qaly":
		return 1e-6
	case "days_at_home":
		return sim.RealDays
	}
	return 1
}

// Gather adds up the pairings of all regions of a simulation, in their order.
type Gather struct {
	replay     *Replay
	candidates [][]candidate
}

// NewGather begins a replay of a cell.
func NewGather(plan, base string, draw, replicate int, p Period) *Gather {
	return &Gather{&Replay{
		Plan: plan, Base: base, Draw: draw, Replicate: replicate, First: p.First, Last: p.Last,
		Differ: map[string]int{}, Sums: map[string]map[Cause][]MonthN{},
	}, make([][]candidate, len(quantities))}
}

// Add adds a region.
func (g *Gather) Add(region int, p *Pairing) {
	same, all := p.same()
	g.replay.Same += same
	g.replay.Members += all
	for q := range quantities {
		id := quantities[q].id
		g.candidates[q] = append(g.candidates[q], p.candidates(q, region)...)
		for month, by := range p.sums[q] {
			for _, cause := range Causes {
				n := by[cause]
				if n == 0 {
					continue
				}
				if g.replay.Sums[id] == nil {
					g.replay.Sums[id] = map[Cause][]MonthN{}
				}
				list := g.replay.Sums[id][cause]
				at, found := slices.BinarySearchFunc(list, month, func(m MonthN, month int) int { return cmp.Compare(m.Month, month) })
				if found {
					list[at].N += n
				} else {
					list = slices.Insert(list, at, MonthN{month, n})
				}
				g.replay.Sums[id][cause] = list
			}
		}
	}
}

// Choose chooses whose lives are told: for every indicator the typical and the largest
// difference.
func (g *Gather) Choose() (chosen []Chosen) {
	size := func(c candidate) int64 { return max(c.diff, -c.diff) }
	for q, list := range g.candidates {
		id := quantities[q].id
		g.replay.Differ[id] = len(list)
		if len(list) == 0 || quantities[q].kind {
			continue
		}
		slices.SortFunc(list, func(x, y candidate) int {
			return cmp.Or(cmp.Compare(size(x), size(y)), cmp.Compare(y.key, x.key))
		})
		for _, r := range []struct {
			rule Rule
			at   int
		}{{Typical, (len(list) - 1) / 2}, {Largest, len(list) - 1}} {
			c := list[r.at]
			chosen = append(chosen, Chosen{id, r.rule, float64(c.diff) * perCitizen(id), c.region, c.key})
		}
	}
	return chosen
}

// Tell ends the replay with the two lives of the chosen, which followed holds in their order.
func (g *Gather) Tell(chosen []Chosen, followed []Followed) *Replay {
	for k, c := range chosen {
		g.replay.Lives = append(g.replay.Lives, followed[k].tell(c, g.replay))
	}
	return g.replay
}

// Middle is the cell whose differences with the first plan lie nearest to the means of
// all cells, over all plans and headline indicators of the first period together, each
// in its own standard deviations.
func (c *Comparison) Middle() (draw, replicate int) {
	r := c.Result
	far := make([]float64, r.Manifest.Draws*r.Manifest.Replicates)
	for i := range r.Indicators {
		if !r.Indicators[i].Headline {
			continue
		}
		for _, p := range c.Plans[1:] {
			c.farOff(far, p.ID, c.Base, &r.Indicators[i])
		}
	}
	return c.nearest(far)
}

// MiddleOf is the same for one indicator of one plan against another.
func (c *Comparison) MiddleOf(ind *Indicator, plan, base string) (draw, replicate int) {
	far := make([]float64, c.Draws*c.Replicates)
	c.farOff(far, plan, base, ind)
	return c.nearest(far)
}

// farOff adds how far the difference of every cell lies from the mean.
func (c *Comparison) farOff(far []float64, plan, base string, ind *Indicator) {
	head := c.Periods[0]
	diff := subtract(c.Result.values(plan, ind.measure, head, sim.GroupAll), c.Result.values(base, ind.measure, head, sim.GroupAll))
	e := estimate(diff, c.Result.draws())
	sd := 0.0
	for _, x := range diff {
		sd += (x - e.Mean) * (x - e.Mean) / float64(len(diff))
	}
	if sd == 0 || math.IsNaN(sd) || math.IsInf(sd, 0) {
		return
	}
	for k, x := range diff {
		far[k] += float64((x - e.Mean) * (x - e.Mean) / sd)
	}
}

func (c *Comparison) nearest(far []float64) (draw, replicate int) {
	at := 0
	for k, x := range far {
		if x < far[at] {
			at = k
		}
	}
	return at / c.Replicates, at % c.Replicates
}

// ErrOtherLives says that a replay did not live what the folder holds.
var ErrOtherLives = errors.New("the replay is not what the result folder holds")

// Lived checks that a cell lived again is the cell that the folder holds: the digest of
// all lives, and every line of the ledger.
func (r *Result) Lived(t *CellTables) error {
	stored, now := r.cell(t.Cell), summarise(t, r.Manifest.Discount)
	if !slices.Equal(stored.lives, now.lives) || !slices.EqualFunc(stored.ledger, now.ledger, func(a, b ledgerLine) bool {
		return a.Line == b.Line && slices.Equal(a.Cents, b.Cents)
	}) {
		return fmt.Errorf("%w: plan %s, draw %d, replicate %d", ErrOtherLives, t.Cell.Scenario, t.Cell.Draw, t.Cell.Replicate)
	}
	return nil
}

// cell is the summary of a cell.
func (r *Result) cell(c Cell) *summary { return r.cells[c.Scenario][r.Manifest.index(c)] }

// WriteReplays keeps the replays of a result in its folder.
func (s *Store) WriteReplays(list []*Replay) error {
	return s.WriteFile(fileReplay, func(w io.Writer) error {
		_, err := w.Write(compact(list))
		return err
	})
}

// Replays reads the replays that a result folder holds; none of a folder of before there were any.
func (r *Result) Replays() ([]*Replay, error) {
	b, err := readFile(r.Dir, fileReplay)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []*Replay
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("%s/%s: %w", r.Dir, fileReplay, err)
	}
	return list, nil
}

// ReplayOf is the replay of a plan against another; nil when there is none.
func ReplayOf(list []*Replay, plan, base string) *Replay {
	if at := slices.IndexFunc(list, func(x *Replay) bool { return x.Plan == plan && x.Base == base }); at >= 0 {
		return list[at]
	}
	return nil
}
