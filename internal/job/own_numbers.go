package job

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// OwnNumbers are the user's own numbers of a plan, as results list them; nil = none.
func OwnNumbers(s *scenarios.Scenario) *outputs.OwnNumbers {
	n := s.Numbers()
	if n == nil {
		return nil
	}
	out := &outputs.OwnNumbers{File: n.File, Digest: n.Digest(), Title: map[string]string{}}
	for _, lang := range words.Languages() {
		if w, err := words.For(lang); err == nil {
			out.Title[lang] = w.Say("numbers.set_title", "count", len(n.List), "file", n.File)
		}
	}
	for _, x := range n.List {
		out.List = append(out.List, outputs.OwnNumber{
			Row: x.ID, Quantity: x.Quantity, Unit: x.Unit, Value: x.Value, Low: x.Low, High: x.High,
			Was: x.Was.Value, WasLow: x.Was.Low, WasHigh: x.Was.High, Path: x.Path, Source: x.From, Date: x.Date, Note: x.Note,
		})
	}
	return out
}

// NewNumbers writes a file to fill in with own numbers, FILE.xlsx or FILE.csv, of all
// rows the model takes a number from or of those that hold a word. A file that is
// there is left alone.
func NewNumbers(out io.Writer, file, word string, w *words.Words) error {
	ext := strings.ToLower(filepath.Ext(file))
	if ext != ".xlsx" && ext != ".csv" {
		return fault.New(fault.Usage, nil, "numbers_format", "file", file)
	}
	text := scenarios.NumbersForm(w, word, ext == ".csv")
	if text == nil {
		return fault.New(fault.Usage, nil, "numbers_word", "word", word)
	}
	if err := writeNew(file, text); err != nil {
		return err
	}
	done := "cli.evidence.new.done"
	if ext == ".csv" { // which has no colours
		done += "_csv"
	}
	_, err := fmt.Fprintln(out, w.Say(done, "file", file, "value", w.Say("numbers.column_own_value"), "source", w.Say("numbers.column_own_source"), "date", w.Say("numbers.column_own_date")))
	return err
}
