package job

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
)

// Table writes the answer for a terminal: per size of area how often a bonus falls in
// a year in which nothing was saved, as it happened and by the normal approximation.
func (l *Luck) Table(w *words.Words) string {
	var b strings.Builder
	line := func(id string, args ...any) {
		fmt.Fprintln(&b, plain.Wrap(w.Say("luck."+id, args...)))
	}
	line("title", "region", plain.RegionName(l.Region, w))
	line("what", "worlds", l.Worlds, "years", l.Years)
	if l.Plan != "" {
		line("plan", "plan", l.Plan)
	}
	for _, said := range l.Numbers.Sentences(w) {
		fmt.Fprintln(&b, text.WrapSoft(said, outputs.TableWidth))
	}
	far, pairs := 0, 0
	for _, s := range l.Sizes {
		fmt.Fprintf(&b, "\n%s\n\n", text.WrapSoft(w.Say("luck.area."+s.Area, "count", s.Areas, "citizens", w.Number(plain.Rounded(s.Citizens), 0)), outputs.TableWidth))
		head := []string{w.Say("luck.head.benchmark"), w.Say("luck.head.spread"), w.Say("luck.head.off")}
		for _, c := range s.Rows[0].Cells {
			head = append(head, w.Say("luck.head.minimum", "rate", w.Share(c.Minimum)))
		}
		t := plain.Table(head...)
		for _, r := range s.Rows {
			cells := []string{w.Say("luck.by."+r.By, "count", r.Years), "±" + w.Percent(r.Spread, 1), w.Say("luck.signed", "share", w.Signed(100*r.Off, 1))}
			for _, c := range r.Cells {
				cells = append(cells, w.Say("luck.cell", "simulated", w.Percent(c.Simulated, 0), "normal", w.Number(100*c.Normal, 0), "alone", w.Number(100*c.Alone, 0)))
				pairs++
				if math.Abs(c.Simulated-c.Normal) > c.Error+2*c.SE {
					far++
				}
			}
			t.Row(cells...)
		}
		b.WriteString(t.String())
	}
	b.WriteString("\n")
	line("read")
	line("agree", "near", pairs-far, "all", pairs)
	last := l.Sizes[len(l.Sizes)-1]
	line("noise", "mean", last.Mean, "sd", last.SD, "auto", w.Number(last.Auto[0], 2), "size", plain.RegionName(l.Region, w))
	first := l.Sizes[0].Rows[0].Cells[0]
	line("bonus", "share", l.Share, "bonus", first.Bonus, "area", w.Say("luck.single."+l.Sizes[0].Area), "citizens", w.Number(plain.Rounded(l.Sizes[0].Citizens), 0))
	line("limits")
	fmt.Fprintln(&b, w.Say("caveat.simulation"))
	return plain.Trim(b.String())
}

// JSON writes the answer for a program.
func (l *Luck) JSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(l)
}
