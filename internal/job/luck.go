package job

import (
	"context"
	"path/filepath"
	"slices"

	"piramide/internal/job/fault"
	"piramide/outputs"
	"piramide/scenarios/belgium"
	"piramide/sim"
	"piramide/sim/finance"
)

// How often is a bonus of shared savings luck? Worlds of care as today are lived, in
// which nothing is saved, and settled as if they had an agreement: by buurt, by
// primary-care zone and by region. Beside what happened stands the normal
// approximation from the same worlds' variance and autocorrelation
// (finance.SharedSavings.ByLuck).

// luckWorlds is how many worlds are lived when nothing is asked, luckYears how many
// accounting years of each are settled, and luckShare the part of a saving that a
// bonus is said to be.
const (
	luckWorlds = 40
	luckYears  = 3
	luckShare  = 0.5
)

// The benchmarks and minimum savings rates that are set beside each other.
var (
	luckBenchmarks = []finance.Benchmark{
		{By: finance.ByExpected},
		{By: finance.ByOwnHistory, Years: 1},
		{By: finance.ByOwnHistory, Years: 3},
		{By: finance.ByOwnAdjusted, Years: 3},
		{By: finance.ByNeighbours, Years: 3},
	}
	luckMinima = []float64{0, 0.01, 0.02, 0.03}
)

// Luck is the answer.
type Luck struct {
	Region string `json:"region"`
	Plan   string `json:"plan,omitempty"` // whose agreement is among the rows and columns
	Worlds int    `json:"worlds"`

	Numbers *outputs.OwnNumbers `json:"numbers,omitempty"`

	Years int         `json:"accounting_years_per_world"`
	Share float64     `json:"share_of_saving"`
	Sizes []LuckOfOne `json:"sizes"`
}

// LuckOfOne is the luck of areas of one size: buurt, elz or region.
type LuckOfOne struct {
	Area     string    `json:"area"`
	Areas    int       `json:"areas"`
	Citizens float64   `json:"citizens"` // of an area, mean
	Mean     float64   `json:"cost_per_citizen_year"`
	SD       float64   `json:"sd_per_citizen_year"`
	Auto     []float64 `json:"autocorrelation"` // over one year, two, …
	Rows     []LuckRow `json:"benchmarks"`
}

// LuckRow is one benchmark.
type LuckRow struct {
	By    string `json:"by"`
	Years int    `json:"base_years,omitempty"`
	// Off is how far it lies above what a year costs when nothing is saved, as a part of
	// it, mean over areas; Spread the standard deviation of the saving it shows.
	Off    float64    `json:"off"`
	Spread float64    `json:"spread"`
	Cells  []LuckCell `json:"minimum_rates"`
}

// LuckCell is how often a bonus falls to an area in a year in which nothing was saved.
type LuckCell struct {
	Minimum   float64 `json:"minimum"`
	Simulated float64 `json:"simulated"`
	SE        float64 `json:"simulated_se"`
	Normal    float64 `json:"normal"`
	Error     float64 `json:"normal_error"` // of the approximation: skewness, and how well Off is known
	Alone     float64 `json:"chance_alone"` // the same for a benchmark that is right
	Bonus     float64 `json:"bonus_per_citizen_year"`
}

// SavingsLuck lives the worlds. r.Plans is empty, or a plan with shared savings whose
// benchmark and minimum rate are asked too; true saving is 0 in any case.
func SavingsLuck(ctx context.Context, r Request, progress Progress) (*Luck, error) {
	if r.Replicates == 0 {
		r.Replicates = luckWorlds
	}
	if r.Replicates < LeastReplicates {
		return nil, fault.New(fault.Usage, nil, "luck_few", "count", r.Replicates, "least", LeastReplicates)
	}
	r.Draws, r.FixedParameters = 1, true
	r, err := r.Complete()
	if err != nil {
		return nil, err
	}
	if r.Region == "" {
		r.Region = "leuven-6elz"
	}
	asked := r.Plans
	r.Plans = []string{"reference"}
	x, err := NewExperiment(r)
	if err != nil {
		return nil, err
	}
	l := &Luck{Region: filepath.Base(r.Region), Worlds: r.Replicates, Numbers: OwnNumbers(x.Plans[0]), Years: luckYears, Share: luckShare}
	benchmarks, minima := luckBenchmarks, luckMinima
	if len(asked) > 0 {
		r.Plans = asked
		if benchmarks, minima, err = l.agreed(x, r); err != nil {
			return nil, err
		}
	}
	longest := 0
	for _, b := range benchmarks {
		longest = max(longest, b.Years)
	}
	x.spread, x.Months = true, 12*(longest+luckYears)
	worlds := make([][]sim.CostSpread, r.Replicates)
	none := func(outputs.Cell) bool { return false }
	if err := x.Each(ctx, r.Workers, none, func(c outputs.Cell, res *sim.Result) error {
		worlds[c.Replicate] = res.Spread
		return nil
	}, progress); err != nil {
		return nil, err
	}
	for _, size := range sizes(x.Regions) {
		l.Sizes = append(l.Sizes, size.luck(worlds, benchmarks, minima, longest))
	}
	return l, nil
}

// agreed adds what the shared savings of a plan agree to the rows and columns.
func (l *Luck) agreed(x *Experiment, r Request) (benchmarks []finance.Benchmark, minima []float64, err error) {
	plans, err := LoadPlans(r)
	if err != nil {
		return nil, nil, err
	}
	s := plans[0]
	cfg, v, err := x.Config(x.Regions[0], s, 0)
	if err != nil {
		return nil, nil, err
	}
	_, schedule, _, err := s.Plans(&cfg, v)
	if err != nil {
		return nil, nil, err
	}
	benchmarks, minima = slices.Clone(luckBenchmarks), slices.Clone(luckMinima)
	for _, d := range schedule {
		for _, i := range d.Plan.Instruments {
			t, ok := i.Terms.(finance.SharedSavings)
			if !ok {
				continue
			}
			l.Plan = s.Name
			if !slices.Contains(benchmarks, t.Benchmark) {
				benchmarks = append(benchmarks, t.Benchmark)
			}
			minima = append(minima, t.MinSaving)
		}
	}
	if l.Plan == "" {
		return nil, nil, fault.New(fault.Usage, nil, "luck_no_savings", "plan", s.Name)
	}
	slices.Sort(minima)
	return benchmarks, slices.Compact(minima), nil
}

// areas are the areas of one size: the places of their buurten among all.
type areas struct {
	kind    string
	buurten [][]int
	region  []int // per area: its region
	whole   [][]int
}

// sizes cuts regions into buurten, primary-care zones and themselves; a size of which
// the areas are those of a smaller one is left out.
func sizes(regions []belgium.Region) (out []areas) {
	buurt, elz, whole := areas{kind: "buurt"}, areas{kind: "elz"}, areas{kind: "region"}
	at := 0
	for k, r := range regions {
		var all []int
		zones := map[int]int{}
		for _, b := range r.Buurten {
			buurt.buurten, buurt.region = append(buurt.buurten, []int{at}), append(buurt.region, k)
			z, known := zones[b.ELZ]
			if !known {
				z = len(elz.buurten)
				zones[b.ELZ] = z
				elz.buurten, elz.region = append(elz.buurten, nil), append(elz.region, k)
			}
			elz.buurten[z] = append(elz.buurten[z], at)
			all = append(all, at)
			at++
		}
		whole.buurten, whole.region = append(whole.buurten, all), append(whole.region, k)
	}
	for _, size := range []areas{buurt, elz, whole} {
		size.whole = whole.buurten
		if n := len(out); n == 0 || len(out[n-1].buurten) != len(size.buurten) {
			out = append(out, size)
		}
	}
	return out
}

// neighbours are the other buurten of the region of an area.
func (a *areas) neighbours(area int) (others []int) {
	for _, b := range a.whole[a.region[area]] {
		if !slices.Contains(a.buurten[area], b) {
			others = append(others, b)
		}
	}
	return others
}

// How many replicates a validation simulates: with fewer than the least, what
// chance may add is so much that every gate passes.
const (
	ValidationReplicates = 12
	LeastReplicates      = 8
)
