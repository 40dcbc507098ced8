package job

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"piramide/internal/job/fault"
	"piramide/outputs"
	"piramide/sim"
)

// sample lives one cell of every plan: the bytes that a cell takes on disk, and the
// nanoseconds that a month of a region takes. fail is told of a cell that cannot be lived.
func (s *sweepRun) sample(ctx context.Context, fail func(outputs.Cell, error) error) (bytes int64, pace float64, err error) {
	var cells int64
	short, rates := *s.x, s.x.rates()
	short.fail = fail
	others := func(c outputs.Cell) bool { return c.Point+c.Draw+c.Replicate > 0 }
	began := time.Now()
	err = short.Each(ctx, 1, others, func(c outputs.Cell, r *sim.Result) error {
		t := outputs.Extract(c, r)
		t = t.Keep(s.x.keep, rates)
		n, err := t.Size()
		bytes, cells = bytes+n, cells+1
		return err
	}, nil)
	_, lived := short.tasks(others)
	return bytes / max(cells, 1), float64(time.Since(began)) / float64(lived), err
}

// plenty is more bytes than a cell of a sweep takes by far (Leuven, ten years: 19 kB).
// Where there is room for that, nothing is measured.
const plenty = 4_000_000

// room refuses a sweep whose cells do not fit on the disk, or a part of which the cells do
// not, before anything is written.
func (s *sweepRun) room(ctx context.Context, shard Shard) error {
	m, missing := &s.run.Manifest, 0
	for _, c := range s.status().missing {
		if shard.has(m, c) {
			missing++
		}
	}
	if free, ok := s.free(); !ok || missing == 0 || s.most(missing, shard) <= free/plenty {
		return nil
	}
	size, _, err := s.sample(ctx, func(outputs.Cell, error) error { return nil })
	if err != nil {
		return err
	}
	return s.fits(size * s.most(missing, shard))
}

// most is how many cells stand on the disk beside those that are there now, when there are
// most of them: while they are joined all stand there twice. A part joins none.
func (s *sweepRun) most(missing int, shard Shard) int64 {
	if shard.Count > 0 || missing == 0 {
		return int64(missing)
	}
	return int64(missing + len(s.run.Manifest.Cells()))
}

// fits refuses what needs more bytes than are free.
func (s *sweepRun) fits(need int64) error {
	if free, ok := s.free(); ok && need > free {
		return fault.New(fault.NoOutput, nil, "sweep_disk", "need", megabytes(need), "free", megabytes(free), "folder", s.out)
	}
	return nil
}

// free is how many bytes may still be written where the folder comes.
func (s *sweepRun) free() (int64, bool) { return freeDisk(existing(filepath.Dir(s.out))) }

// existing is the nearest folder above a path that is there.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }
