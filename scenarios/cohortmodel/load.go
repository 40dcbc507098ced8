package cohortmodel

import (
	"errors"
	"fmt"
	"os"

	"go.yaml.in/yaml/v4"

	"piramide/sim"
)

// maxBytes is more than any model of sixteen states needs.
const maxBytes = 256 << 10

// Load reads a model file. Every mistake in it is reported, as
// file:line: reason (hint: what to do).
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
		return sim.Config{}, fmt.Errorf("%s: %d bytes; a model file has at most %d", file, len(text), maxBytes)
	}
	var root yaml.Node
	if err := yaml.Load(text, &root); err != nil {
		return sim.Config{}, fmt.Errorf("%s: no YAML: %w", file, err)
	}
	r := reader{file: file}
	m := r.model(&root)
	if len(r.faults) > 0 {
		return sim.Config{}, errors.Join(r.faults...)
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
