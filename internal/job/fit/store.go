package fit

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"piramide/calibrate"
	"piramide/internal/job/fault"
	"piramide/outputs"
)

// evaluations keep what the model was asked and said, one line each, in a file that only
// grows: a process that is killed leaves at most its last line torn, which is dropped.
type evaluations struct {
	calibrate.Memory
	asked   map[string]bool // by what they ask, the evaluations of this run
	file    *os.File
	release func() error
}

// fileEvaluations holds the evaluations of a calibration.
const fileEvaluations = "evaluations.jsonl"

// evaluationsHead is the first line.
type evaluationsHead struct {
	Problem string `json:"problem"` // SHA-256
}

// evaluationLine is each other line. Numbers are written with all digits that a float64
// has, so that what is read is what was written.
type evaluationLine struct {
	Values    []float64 `json:"values"`
	Luck      uint64    `json:"luck"`
	Predicted []float64 `json:"predicted,omitempty"`
	Failed    string    `json:"failed,omitempty"`
}

// openEvaluations opens a folder for the evaluations of a problem, and makes it when it
// is not there. It refuses the folder of another problem, anything else of that name, and
// a folder that another process is filling.
func openEvaluations(folder, problem string) (_ *evaluations, err error) {
	if err := ownFolder(folder); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fault.New(fault.NoOutput, err, "not_writable", "folder", folder)
	}
	s := &evaluations{asked: map[string]bool{}}
	if s.release, err = outputs.Lock(folder); err != nil {
		return nil, fault.Unwritable(folder, err)
	}
	defer func() {
		if err != nil {
			_ = s.release() // the first error is the one to tell
		}
	}()
	if s.file, err = os.OpenFile(filepath.Join(folder, fileEvaluations), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return nil, fault.New(fault.NoOutput, err, "not_writable", "folder", folder)
	}
	whole, err := s.read(folder, problem)
	if err == nil {
		err = errors.Join(s.file.Truncate(whole), seekEnd(s.file))
	}
	if err == nil && whole == 0 {
		err = s.line(evaluationsHead{problem})
	}
	if err != nil {
		_ = s.file.Close()
		return nil, fault.Unwritable(folder, err)
	}
	return s, nil
}

func seekEnd(f *os.File) error {
	_, err := f.Seek(0, io.SeekEnd)
	return err
}

// ownFolder refuses a folder that holds something else.
func ownFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return fault.New(fault.NoOutput, err, "calibrate_folder", "folder", folder)
	}
	if _, err := os.Stat(filepath.Join(folder, fileEvaluations)); err != nil {
		return fault.New(fault.NoOutput, err, "calibrate_folder", "folder", folder)
	}
	return nil
}

// read takes in what was stored, and says up to where the lines are whole.
func (s *evaluations) read(folder, problem string) (whole int64, err error) {
	in := bufio.NewReaderSize(s.file, 1<<16)
	for first := true; ; first = false {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) { // what has no end was torn
			return whole, nil
		}
		if err != nil {
			return 0, err
		}
		if first {
			var head evaluationsHead
			if json.Unmarshal(line, &head) != nil || head.Problem != problem {
				return 0, fault.New(fault.NoOutput, nil, "calibrate_other", "folder", folder)
			}
			whole += int64(len(line))
			continue
		}
		var e evaluationLine
		if err := json.Unmarshal(line, &e); err != nil {
			if _, err := in.Peek(1); errors.Is(err, io.EOF) {
				return whole, nil
			}
			return 0, fault.New(fault.BadInput, err, "calibrate_damaged", "folder", folder, "line", s.count()+2)
		}
		if err := s.Memory.Append(calibrate.Evaluation{Values: e.Values, Luck: e.Luck, Predicted: e.Predicted, Failed: e.Failed}); err != nil {
			return 0, err
		}
		whole += int64(len(line))
	}
}

func (s *evaluations) count() int { return len(s.All()) }

// Lookup is that of [calibrate.Store]; every evaluation is looked for before it is made.
func (s *evaluations) Lookup(values []float64, luck uint64) (calibrate.Evaluation, bool) {
	key := binary.LittleEndian.AppendUint64(nil, luck)
	for _, x := range values {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(x))
	}
	s.asked[string(key)] = true
	return s.Memory.Lookup(values, luck)
}

// used is how many evaluations this run asked, each counted once.
func (s *evaluations) used() int { return len(s.asked) }

// Append keeps an evaluation, here and in the file.
func (s *evaluations) Append(e calibrate.Evaluation) error {
	if err := s.line(evaluationLine{e.Values, e.Luck, e.Predicted, e.Failed}); err != nil {
		return err
	}
	return s.Memory.Append(e)
}

// line writes one line at once.
func (s *evaluations) line(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := s.file.Write(b.Bytes())
	return err
}

// Close ends the writing; what is stored stays.
func (s *evaluations) Close() error { return errors.Join(s.file.Close(), s.release()) }
