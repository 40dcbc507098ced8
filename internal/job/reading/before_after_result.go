package reading

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"

	"piramide/internal/words"
	"piramide/outputs"
)

// BeforeAfter is the answer.
type BeforeAfter struct {
	Plan       string            `json:"plan"`
	Title      map[string]string `json:"title"`
	Digest     string            `json:"plan_digest"`
	Versus     string            `json:"versus"`
	VersusName map[string]string `json:"versus_title"`
	Region     string            `json:"region"`
	Assumed    string            `json:"assumptions,omitempty"`

	Numbers *outputs.OwnNumbers `json:"numbers,omitempty"`
	Chance  bool                `json:"chance_only"`
	Worlds  int                 `json:"worlds"`
	Groups  []EvaluatedGroup    `json:"groups"`
	Folder  string              `json:"-"`
	Words   *words.Words
}

// EvaluatedGroup is a choice of whom the evaluation looks at.
type EvaluatedGroup struct {
	ID     string           `json:"id"` // all, stayed or costliest
	People outputs.Estimate `json:"people"`
	Rows   []Evaluated      `json:"measures"`
}

// Evaluated is a measure per person and year. Claimed and True are parts of the year
// before and of the same year without the plan; a fall is negative.
type Evaluated struct {
	ID      string           `json:"id"` // unplanned_stays or insurance_cost
	Before  outputs.Estimate `json:"before"`
	After   outputs.Estimate `json:"after"`
	Without outputs.Estimate `json:"after_without_the_plan"`
	Claimed outputs.Estimate `json:"claimed_change"`
	True    outputs.Estimate `json:"true_change"`
	Fell    int              `json:"worlds_that_report_a_fall"`
	Worlds  int              `json:"worlds_with_people"`
}

// Encode is the answer as JSON.
func (b *BeforeAfter) Encode() []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(b); err != nil {
		panic("job: " + err.Error()) // our own types always encode
	}
	return out.Bytes()
}

// JSON writes the answer for a program.
func (b *BeforeAfter) JSON(out io.Writer) error {
	_, err := out.Write(b.Encode())
	return err
}

// ReadBeforeAfter reads the folder of an answer back; false when it is none.
func ReadBeforeAfter(folder string, w *words.Words) (*BeforeAfter, bool) {
	b, ok := BeforeAfterIn(os.DirFS(folder), FileBeforeAfter, w)
	if ok {
		b.Folder = folder
	}
	return b, ok
}

// BeforeAfterIn reads an evaluation from a file; false when it is none.
func BeforeAfterIn(files fs.FS, name string, w *words.Words) (*BeforeAfter, bool) {
	text, err := fs.ReadFile(files, name)
	b := &BeforeAfter{Words: w}
	if err != nil || json.Unmarshal(text, b) != nil || len(b.Groups) == 0 {
		return nil, false
	}
	return b, true
}
