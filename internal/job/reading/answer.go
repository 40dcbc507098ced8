package reading

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
)

// Status is what came of a search.
type Status string

// What may come of a search.
const (
	Solved      Status = "solved"      // from Value on the goal is reached
	Already     Status = "already_met" // it is reached now; Value is how little is enough
	Always      Status = "always_met"  // it is reached in the whole range of the dial
	Unreachable Status = "unreachable" // nowhere in the range; Value gives the most
	NoEffect    Status = "no_effect"   // the dial does not move the indicator
)

// Answer is for which value of a dial a plan reaches a goal.
type Answer struct {
	Status     Status            `json:"status"`
	Plan       string            `json:"plan"`
	Title      map[string]string `json:"title"`
	Digest     string            `json:"plan_digest"`
	Versus     string            `json:"versus,omitempty"`
	VersusName map[string]string `json:"versus_title,omitempty"`
	Region     string            `json:"region"`
	Assumed    string            `json:"assumptions,omitempty"` // names of the sets of assumptions; empty = what the evidence says

	Numbers   *outputs.OwnNumbers `json:"numbers,omitempty"`
	Goal      string              `json:"goal"`
	Indicator string              `json:"indicator"`
	Target    float64             `json:"target"` // in the unit of the indicator
	AtLeast   bool                `json:"at_least"`
	First     int                 `json:"first_year"`
	Last      int                 `json:"last_year"`
	Dial      string              `json:"dial"`
	Sets      string              `json:"sets"`
	Unit      string              `json:"unit"`
	Old       float64             `json:"old_value"`
	Value     *float64            `json:"new_value"` // nil without effect
	// Low and High hold the value from which single cells reach the goal, in 95 %
	// of them; nil is beyond the values that were tried.
	Low      *float64  `json:"low"`
	High     *float64  `json:"high"`
	From     float64   `json:"searched_from"`
	To       float64   `json:"searched_to"`
	Step     float64   `json:"step"`
	Now      Level     `json:"now"`
	Then     Level     `json:"then"`
	Evidence *Evidence `json:"evidence,omitempty"`
	// Outside holds the note on a lever whose value lies outside the range of its row.
	Outside   []words.Message `json:"outside_evidence,omitempty"`
	Turns     bool            `json:"not_monotone"`
	Chance    bool            `json:"chance_only"`
	Draws     int             `json:"draws"`
	Trials    []Trial         `json:"trials"`
	Second    *Answer         `json:"second_dial,omitempty"`
	Folder    string          `json:"-"`
	decimals  int
	indicator *outputs.Indicator
	Words     *words.Words
}

// Level is a plan at one value of the dial.
type Level struct {
	Indicator outputs.Estimate `json:"indicator"`
	Reached   int              `json:"cells_with_goal"`
	Cells     int              `json:"cells"`
	Programme outputs.Estimate `json:"programme_eur_per_year"`
	Unspent   outputs.Estimate `json:"unspent_eur_per_year"`
	PerQALY   *PerQALY         `json:"per_qaly,omitempty"` // of a goal in EUR per QALY
}

// Evidence is the range of the row behind a parameter.
type Evidence struct {
	Row    string  `json:"row"`
	Says   string  `json:"quantity"`
	Value  float64 `json:"value"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Inside bool    `json:"needed_value_inside"`
	Ratio  bool    `json:"ratio"`
}

// Trial is one value of the dial that was tried.
type Trial struct {
	Value float64 `json:"value"`
	Draws int     `json:"draws"`
	Level
}

// Encode is the answer as JSON.
func (a *Answer) Encode() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		panic("job: " + err.Error()) // our own types always encode
	}
	return b.Bytes()
}

// JSON writes the answer for a program.
func (a *Answer) JSON(out io.Writer) error {
	_, err := out.Write(a.Encode())
	return err
}

// ReadAnswer reads the folder of a search back; false when it is none.
func ReadAnswer(folder string, w *words.Words) (*Answer, bool) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	a, ok := AnswerIn(root, FileAnswer, w)
	if ok {
		a.Folder = folder
	}
	return a, ok
}

// AnswerIn reads an answer from a file of a folder; false when it is none.
func AnswerIn(root *os.Root, name string, w *words.Words) (*Answer, bool) {
	b, err := root.ReadFile(name)
	if err != nil {
		return nil, false
	}
	a := new(Answer)
	if json.Unmarshal(b, a) != nil || !a.In(w) {
		return nil, false
	}
	return a, a.Indicator != CostPerQALY || a.Now.PerQALY != nil && (a.Value == nil || a.Then.PerQALY != nil)
}

// In has the answer said in the words of a reader; false when its indicator is none of
// this program.
func (a *Answer) In(w *words.Words) bool {
	a.Words, a.decimals = w, plain.DecimalsOf(a.Step)
	if a.Indicator == CostPerQALY {
		a.indicator = &netBenefit
		return true
	}
	at := outputs.Find(outputs.Indicators, a.Indicator)
	if at < 0 {
		return false
	}
	a.indicator = &outputs.Indicators[at]
	return true
}

// AskedOf reads the command of a folder of trials from its manifest; false when it
// is the folder of something else.
func AskedOf(folder string) (command string, ok bool) {
	b, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return "", false
	}
	var m struct {
		Detail  string   `json:"detail"`
		Command []string `json:"command"`
	}
	if json.Unmarshal(b, &m) != nil || m.Detail != DetailSolve && m.Detail != DetailBeforeAfter && m.Detail != DetailEvaluate {
		return "", false
	}
	return "piramide " + strings.Join(plain.Quoted(m.Command), " "), true
}
