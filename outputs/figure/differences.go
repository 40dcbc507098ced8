package figure

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Differences sets plans against the first plan, one row per indicator, each
// with its own unit and axis.
type Differences struct {
	First   string   // title of the plan compared with
	Plans   []string // titles of the other plans
	Letters []string // their letters in the tables, which stand at every row
	Rows    []DifferenceRow
}

// DifferenceRow is one indicator.
type DifferenceRow struct {
	Label, Unit string
	Better      int          // +1 when more is better, -1 when less is, 0 when neither
	Relevance   float64      // below it a difference means nothing in practice; 0: not known
	Format      Format       // writes the ends of the axis, so with a plus sign
	Plans       []Difference // in the order of Differences.Plans
}

// Difference is a plan minus the first plan.
type Difference struct {
	Missing bool // nothing could be computed; Range is not read
	Range   Range
	Mid     string // of Range, in text; and the limits of 95 %
	Low     string
	High    string
	Verdict string // such as "duidelijk (39 van 40)"
	Unsure  bool   // it cannot be told from no difference, or is none that matters
}

// NewDifferences draws the intervals of all indicators under each other; of more than
// [MaxRoomy] plans as a matrix of plans and indicators.
func NewDifferences(f Frame, d Differences) (*Figure, error) {
	err := errors.Join(between("compared plans", len(d.Plans), 1, MaxNamed-1), sameLength("letters", len(d.Letters), len(d.Plans)), between("indicators", len(d.Rows), 1, math.MaxInt))
	for _, row := range d.Rows {
		err = errors.Join(err, sameLength(row.Label, len(row.Plans), len(d.Plans)))
		for _, p := range row.Plans {
			if !p.Missing {
				err = errors.Join(err, ordered(row.Label, p.Range))
			}
		}
	}
	if err != nil {
		return nil, err
	}
	if len(d.Plans) > MaxRoomy {
		many := matrixLayout{d, f}
		return &Figure{frame: f, note: d.note(f) + " " + f.note("figures.note.hollow"), shows: d.shows(f.Words), need: many.need, draw: many.draw}, nil
	}
	l := differenceLayout{Differences: d, frame: f}
	return &Figure{
		frame: f,
		note:  d.note(f),
		shows: d.shows(f.Words),
		need: func(w vg.Length) vg.Length {
			h, c := l.headHeight(w), l.columns(0, w)
			for _, row := range d.Rows {
				h += l.rowHeight(row, c)
			}
			return h
		},
		draw: l.draw,
	}, nil
}

// note says how to read the intervals, and the band of what is too small.
func (d Differences) note(f Frame) string {
	said := f.note("figures.note.intervals")
	if slices.ContainsFunc(d.Rows, func(r DifferenceRow) bool { return r.Relevance > 0 }) {
		said += " " + f.note("figures.note.relevance")
	}
	return said
}

// reach is the largest distance from zero that an axis of the row holds: that of an
// interval, and of a difference that would just matter, lest noise look like something.
// It is false when every plan is missing.
func (row DifferenceRow) reach() (reach float64, ok bool) {
	for _, p := range row.Plans {
		if !p.Missing {
			reach, ok = max(reach, math.Abs(p.Range.Lo95), math.Abs(p.Range.Hi95)), true
		}
	}
	return max(reach, 1.2*row.Relevance), ok // with the better side visible beyond it
}

// relevance draws the band of differences that are too small to matter.
func (row DifferenceRow) relevance(s *sheet, ax axis, lo, hi vg.Length) {
	if row.Relevance > 0 {
		s.fill(vg.Rectangle{Min: vg.Point{X: ax.at(-row.Relevance), Y: lo}, Max: vg.Point{X: ax.at(row.Relevance), Y: hi}}, fade(grey, 26))
	}
}

type differenceLayout struct {
	Differences
	frame Frame
}

// names are the plans with their letters.
func (d differenceLayout) names() []string {
	names := make([]string, len(d.Plans))
	for i := range names {
		names[i] = d.Letters[i] + "  " + d.Plans[i]
	}
	return names
}

const letterWide = 16 // room of a letter before the numbers of its plan

// columns are the left edges of label, axis, numbers and verdict, and the right end.
// On a narrow sheet the verdict stands under the numbers.
type differenceColumns struct {
	label, axis, number, verdict, end vg.Length
	under                             bool
}

func (c differenceColumns) numberWidth() vg.Length {
	if c.under {
		return c.end - c.number
	}
	return c.verdict - c.number - 16
}

const axisLeast = 230 // least width of the axes with the values at their ends

func (d differenceLayout) columns(left, w vg.Length) differenceColumns {
	label, verdict := w*0.24, vg.Length(0)
	numbers := textWidth(d.frame.Words.Say("figures.mean_interval"), mutedSmall)
	for _, row := range d.Rows {
		for _, p := range row.Plans {
			numbers = max(numbers, textWidth(d.numbers(p), number))
			verdict = max(verdict, textWidth(p.Verdict, number))
		}
	}
	under := min(verdict, w*0.32)
	verdict = min(verdict, w*0.24)
	numbers = min(numbers, w*0.3)
	c := differenceColumns{label: left, axis: left + label + 14, end: left + w}
	c.verdict = c.end - verdict
	c.number = c.verdict - numbers - 16
	if c.number-letterWide-c.axis < axisLeast {
		c.under = true
		c.number = c.end - max(numbers, under)
		c.verdict = c.number
	}
	return c
}

func (d differenceLayout) numbers(p Difference) string {
	if p.Missing {
		return d.frame.Words.Say("figures.missing")
	}
	return d.frame.Words.Say("figures.interval", "mid", p.Mid, "low", p.Low, "high", p.High)
}

const differenceGap = 3.5

func (d differenceLayout) headHeight(w vg.Length) vg.Length {
	return keyHeight(w-d.betterWidth(), d.names()) + number.lineHeight() + 6
}

func (d differenceLayout) betterWidth() vg.Length {
	return textWidth(d.frame.Words.Say("figures.better"), mutedSmall) + 34
}

// planHeight is the room of one plan in a row: its numbers and verdict may wrap.
func (d differenceLayout) planHeight(row DifferenceRow, p Difference, c differenceColumns) vg.Length {
	numbers := paragraphHeight(d.numbers(p), number, c.numberWidth())
	verdict := paragraphHeight(p.Verdict, number, c.end-c.verdict)
	if c.under {
		return numbers + verdict
	}
	return max(numbers, verdict)
}

func (d differenceLayout) labelHeight(row DifferenceRow, c differenceColumns) vg.Length {
	w := c.axis - c.label - 14
	return paragraphHeight(row.Label, strong, w) + paragraphHeight(row.Unit, small, w)
}

func (d differenceLayout) rowHeight(row DifferenceRow, c differenceColumns) vg.Length {
	var h vg.Length
	for _, p := range row.Plans {
		h += d.planHeight(row, p, c)
	}
	return max(h, d.labelHeight(row, c)) + differenceGap
}

func (d differenceLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	say := d.frame.Words.Say
	c := d.columns(r.Min.X, w)
	key := s.key(r.Min.X, r.Max.Y, w-d.betterWidth(), d.names(), 1)
	better := textWidth(say("figures.better"), mutedSmall)
	s.text(r.Max.X, r.Max.Y-9, 1, 0.5, mutedSmall, say("figures.better"))
	s.fill(vg.Rectangle{Min: vg.Point{X: r.Max.X - better - 26, Y: r.Max.Y - 14}, Max: vg.Point{X: r.Max.X - better - 6, Y: r.Max.Y - 4}}, tint)
	s.text((c.axis+c.number-letterWide-14)/2, key, 0.5, 1, mutedSmall, fit(say("figures.difference_with", "plan", d.First), mutedSmall, c.number-letterWide-c.axis-14))
	s.text(c.number, key, 0, 1, mutedSmall, say("figures.mean_interval"))
	if !c.under {
		s.text(c.verdict, key, 0, 1, mutedSmall, fit(say("figures.verdict"), mutedSmall, c.end-c.verdict))
	}

	// Room to spare is shared by the rows, up to a limit.
	needed := d.headHeight(w)
	for _, row := range d.Rows {
		needed += d.rowHeight(row, c)
	}
	spare := min((r.Max.Y-r.Min.Y-needed)/vg.Length(len(d.Rows)), 16)
	top := r.Max.Y - d.headHeight(w)
	for _, row := range d.Rows {
		h := d.rowHeight(row, c) + max(spare, 0)
		d.row(s, row, c, top, h)
		top -= h
	}
	s.line(r.Min.X, top, r.Max.X, top, 0.75, grid)
}

func (d differenceLayout) row(s *sheet, row DifferenceRow, c differenceColumns, top, h vg.Length) {
	s.line(c.label, top, c.end, top, 0.75, grid)
	mid := top - h/2
	y := mid + d.labelHeight(row, c)/2
	y = s.paragraph(c.label, y, c.axis-c.label-14, 0, strong, row.Label)
	s.paragraph(c.label, y, c.axis-c.label-14, 0, small, row.Unit)

	var heights vg.Length
	for _, p := range row.Plans {
		heights += d.planHeight(row, p, c)
	}
	ax, ok := d.axis(s, row, c, top, h)
	y = mid + heights/2
	for i, p := range row.Plans {
		ph := d.planHeight(row, p, c)
		at := y - ph/2
		if ok && !p.Missing {
			s.whisker(ax, p.Range, at, plans[i+1])
			s.mark(ax.at(p.Range.Mid), at, 4.5, i+1)
		}
		text, verdict := d.numbers(p), number.in(deep(plans[i+1]))
		s.text(c.number-letterWide, at, 0, 0.5, numberBold.in(deep(plans[i+1])), d.Letters[i])
		if c.under {
			edge := s.paragraph(c.number, y, c.numberWidth(), 0, number, text)
			s.paragraph(c.verdict, edge, c.end-c.verdict, 0, verdict, p.Verdict)
		} else {
			s.paragraph(c.number, at+paragraphHeight(text, number, c.numberWidth())/2, c.numberWidth(), 0, number, text)
			s.paragraph(c.verdict, at+paragraphHeight(p.Verdict, number, c.end-c.verdict)/2, c.end-c.verdict, 0, verdict, p.Verdict)
		}
		y -= ph
	}
}

// axis draws the row's own axis: the tinted better side, zero, and the values at
// both ends; ok is false when every plan is missing.
func (d differenceLayout) axis(s *sheet, row DifferenceRow, c differenceColumns, top, h vg.Length) (ax axis, ok bool) {
	reach, ok := row.reach()
	if !ok {
		return ax, false
	}
	step, decimals := roundReach(reach)
	const ends = 52 // room of the values at both ends
	ax = axis{-step, step, c.axis + ends, c.number - letterWide - 8 - ends}
	zero := ax.at(0)
	lo, hi := top-h+1, top-1
	switch {
	case row.Better > 0:
		s.fill(vg.Rectangle{Min: vg.Point{X: zero, Y: lo}, Max: vg.Point{X: ax.to, Y: hi}}, tint)
	case row.Better < 0:
		s.fill(vg.Rectangle{Min: vg.Point{X: ax.from, Y: lo}, Max: vg.Point{X: zero, Y: hi}}, tint)
	}
	row.relevance(s, ax, lo, hi)
	s.line(ax.from, lo, ax.from, hi, 0.75, rule)
	s.line(ax.to, lo, ax.to, hi, 0.75, rule)
	s.line(zero, lo, zero, hi, 1.25, grey)
	s.text(ax.from-4, top-h/2, 1, 0.5, small, fit(row.Format(-step, decimals), small, ends-4))
	s.text(ax.to+4, top-h/2, 0, 0.5, small, fit(row.Format(step, decimals), small, ends-4))
	return ax, true
}

// fit shortens text with an ellipsis to a width.
func fit(str string, st style, width vg.Length) string {
	if textWidth(str, st) <= width {
		return str
	}
	runes := []rune(str)
	for n := len(runes) - 1; n > 0; n-- {
		if try := string(runes[:n]) + "…"; textWidth(try, st) <= width {
			return try
		}
	}
	return ""
}
