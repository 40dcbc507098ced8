package cohortmodel

import (
	"os"

	"go.yaml.in/yaml/v4"

	"piramide/scenarios"
	"piramide/sim"
)

// maxBytes is more than any model of sixteen states needs.
const maxBytes = 256 << 10

// Load reads a model file. Every mistake in it is reported, as
// [scenarios.Problems].
func Load(file string) (sim.Config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return sim.Config{}, err
	}
	return Parse(file, text)
}

// Parse is [Load] for a file that has been read.
func Parse(file string, text []byte) (sim.Config, error) {
	if len(text) > maxBytes {
		return sim.Config{}, scenarios.Problems{{File: file, Reason: plan("too_large", "limit", maxBytes>>10)}}
	}
	var root yaml.Node
	if err := yaml.Load(text, &root); err != nil {
		return sim.Config{}, scenarios.Problems{scenarios.NotYAML(file, text, err)}
	}
	r := reader{file: file}
	m := r.model(&root)
	if len(r.faults) > 0 {
		return sim.Config{}, r.faults
	}
	return m.config(), nil
}

// description is a model file, read.
type description struct {
	name            string
	perYear, cycles int
	citizens, age   int
	costs, outcomes float64 // discount rates
	states          []state
}

type state struct {
	name          string
	cost, utility float64 // per year
	start         float64
	to            []float64 // probability per cycle, by state; then death
}
