package outputs

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// stock is what stands in the folder of an unfinished run at one moment: its directories
// read once, and no file looked at. A folder of 100,000 cells is asked three things of each.
type stock struct {
	manifest *Manifest
	blocks   map[string][]bool // by scenario
	cells    map[string][]bool
	failures map[string][]bool
}

// Endings of the files of single cells and of blocks, after a name and a number.
const (
	cellStem, blockStem     = "cell-", "block-"
	tableEnd, failureEnd    = ".parquet", ".failed"
	cellDigits, blockDigits = 6, 5
)

// takeStock reads a folder. What cannot be read counts as not there.
func takeStock(work string, m *Manifest) *stock {
	n := m.perScenario()
	s := &stock{manifest: m, blocks: map[string][]bool{}, cells: map[string][]bool{}, failures: map[string][]bool{}}
	for _, scenario := range m.Scenarios {
		s.blocks[scenario] = numbered(filepath.Join(work, dirCells, scenario), (n+blockCells-1)/blockCells, blockStem, tableEnd)[0]
		both := numbered(filepath.Join(work, dirPartial, scenario), n, cellStem, tableEnd, failureEnd)
		s.cells[scenario], s.failures[scenario] = both[0], both[1]
	}
	return s
}

// numbered says for each ending which of n numbers a file of a directory has.
func numbered(dir string, n int, stem string, ends ...string) [][]bool {
	there := make([][]bool, len(ends))
	for k := range there {
		there[k] = make([]bool, n)
	}
	d, err := os.Open(dir)
	if err != nil {
		return there
	}
	defer d.Close()
	for {
		names, err := d.Readdirnames(4096)
		for _, name := range names {
			digits, ok := strings.CutPrefix(name, stem)
			if !ok {
				continue
			}
			for k, end := range ends {
				if number, ok := strings.CutSuffix(digits, end); ok {
					if i, err := strconv.Atoi(number); err == nil && 0 <= i && i < n {
						there[k][i] = true
					}
				}
			}
		}
		if err != nil || len(names) == 0 {
			return there
		}
	}
}

// stored says whether a cell stands in a block or in a file of its own, and failed whether
// it is known to fail.
func (s *stock) stored(c Cell) bool {
	i := s.manifest.index(c)
	return s.blocks[c.Scenario][i/blockCells] || s.cells[c.Scenario][i]
}

func (s *stock) failed(c Cell) bool { return s.failures[c.Scenario][s.manifest.index(c)] }

func (s *stock) done(c Cell) bool { return s.stored(c) || s.failed(c) }

// missing lists the cells that are not done.
func (s *stock) missing() (list []Cell) {
	for _, c := range s.manifest.Cells() {
		if !s.done(c) {
			list = append(list, c)
		}
	}
	return list
}
