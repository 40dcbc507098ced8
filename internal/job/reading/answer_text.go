package reading

import (
	"fmt"
	"strings"

	"piramide/internal/job/plain"
	"piramide/outputs"
	"piramide/scenarios"
)

// Text is what a terminal shows.
func (a *Answer) Text() string {
	w := a.Words
	var b strings.Builder
	if a.Chance {
		b.WriteString(strings.ToUpper(w.Say("caveat.chance_only")) + "\n")
	}
	title := scenarios.Text(a.Title).In(w.Lang())
	b.WriteString(w.Say("solve.title", "plan", title, "from", a.First, "to", a.Last) + "\n")
	b.WriteString(w.Say("compare.assumptions", "sets", a.Numbers.Under(plain.SetTitles(a.Assumed, w.Lang()), w.Lang())) + "\n")
	for _, said := range a.Numbers.Sentences(w) {
		b.WriteString("  " + said + "\n")
	}
	b.WriteString("\n")
	width := 0
	var rows [][2]string
	row := func(id, text string) {
		rows = append(rows, [2]string{w.Say("solve.row." + id), text})
		width = max(width, len([]rune(rows[len(rows)-1][0])))
	}
	row("goal", a.GoalText())
	row("dial", a.dialText())
	row("old", a.reachedText(a.Old, &a.Now))
	if a.Value != nil {
		id := "new"
		switch a.Status {
		case Unreachable:
			id = "best"
		case Already, Always:
			id = "least"
		}
		if a.Status != Always {
			row(id, a.reachedText(*a.Value, &a.Then))
		}
	}
	if a.Status == Solved || a.Status == Already {
		row("interval", a.intervalText())
	}
	if e := a.Evidence; e != nil {
		row("evidence", a.evidenceText())
	}
	row("cost", a.costText())
	row("searched", w.Say("solve.searched", "low", a.amount(a.From), "high", a.amount(a.To), "step", a.amount(a.Step), "count", len(a.Trials)))
	for _, r := range rows {
		fmt.Fprintf(&b, "  %s%s  %s\n", r[0], strings.Repeat(" ", width-len([]rune(r[0]))), r[1])
	}
	b.WriteString("\n" + strings.Join(a.Sentences(), "\n") + "\n")
	b.WriteString(w.Say("caveat.simulation") + "\n" + w.Say("solve.folder", "folder", a.Folder) + "\n")
	if a.Second != nil {
		b.WriteString("\n" + w.Say("solve.second") + "\n\n" + a.Second.Text())
	}
	return b.String()
}

// Sentences say the answer in words.
func (a *Answer) Sentences() []string {
	w := a.Words
	args := []any{
		"plan", scenarios.Text(a.Title).In(w.Lang()), "goal", a.GoalText(), "dial", a.dialName(), "old", a.amount(a.Old),
		"low", a.amount(a.From), "high", a.amount(a.To), "from", a.First, "to", a.Last, "k", a.Then.Reached, "n", a.Then.Cells, "count", a.Then.Reached, "value", "", "result", "",
	}
	if a.Value != nil {
		shape := outputs.Shape{Indicator: a.indicator, Words: w}
		args = append(args, "value", a.amount(*a.Value), "result", shape.Value(a.Then.Indicator)+a.unitText())
	}
	if a.Value != nil && a.Then.PerQALY != nil {
		args[len(args)-1] = a.PerQALYText(a.Then.PerQALY)
	}
	list := []string{w.Say("solve.answer."+string(a.Status), args...)}
	if x := a.Then.PerQALY; x != nil {
		list = append(list, w.Say("solve.qaly.judged", "price", a.Target))
		if !x.Distinct {
			list = append(list, w.Say("solve.qaly.unsure", "k", x.Gained, "n", a.Then.Cells))
		}
	}
	if e := a.Evidence; e != nil && a.Value != nil && (a.Status == Solved || a.Status == Already || a.Status == Unreachable && !e.Inside) {
		id := "solve.outside"
		if a.Status == Unreachable {
			id = "solve.outside_best"
		}
		if e.Inside {
			id = "solve.inside"
		}
		list = append(list, w.Say(id, "low", a.plain(e.Low), "high", a.plain(e.High), "row", e.Row))
		if e.Ratio && *a.Value < 1 {
			list[len(list)-1] += " " + w.Say("solve.fewer", "share", 1-*a.Value)
		}
	}
	for _, m := range a.Outside {
		list = append(list, w.Say("solve.outside_note", "note", w.Tell(m)))
	}
	if a.Turns {
		list = append(list, w.Say("solve.turns"))
	}
	return list
}

// GoalText is the goal in the reader’s words.
func (a *Answer) GoalText() string {
	g := Goal{Indicator: a.indicator, Least: a.AtLeast, Value: a.Target, PerQALY: a.Indicator == CostPerQALY}
	text := g.In(a.Words)
	if a.Versus != "" || g.PerQALY {
		text += a.Words.Say("solve.versus", "plan", scenarios.Text(a.VersusName).In(a.Words.Lang()))
	}
	return text
}

// dialText names the dial, with what it goes by in commands and plan files.
func (a *Answer) dialText() string {
	paths := []string{strings.TrimPrefix(a.Dial, "assumptions.")}
	if sets := strings.TrimPrefix(a.Sets, "assumptions."); sets != paths[0] {
		paths = append(paths, sets)
	}
	return a.dialName() + " (" + strings.Join(paths, ", ") + ")"
}

// dialName is the dial in words: of a row of the register, the parameter that it sets.
func (a *Answer) dialName() string {
	if name := scenarios.Label(a.Dial, a.Words); name != a.Dial {
		return name
	}
	return scenarios.Label(a.Sets, a.Words)
}

func (a *Answer) reachedText(x float64, l *Level) string {
	w := a.Words
	if l.PerQALY != nil {
		return w.Say("solve.qaly.level", "value", a.amount(x), "what", a.PerQALYText(l.PerQALY), "k", l.Reached, "n", l.Cells)
	}
	shape := outputs.Shape{Indicator: a.indicator, Words: w}
	middle, low, high, _ := shape.Level(l.Indicator)
	if a.indicator.Relative {
		middle, low, high, _ = shape.Difference(l.Indicator)
	}
	return w.Say("solve.level", "value", a.amount(x), "middle", middle+a.percentSign(), "low", low, "high", high, "k", l.Reached, "n", l.Cells)
}

// unitText is what stands behind a result in a sentence.
func (a *Answer) unitText() string {
	switch {
	case a.Indicator == CostPerQALY:
		return ""
	case a.indicator.IsShare():
		return a.percentSign()
	}
	return " " + a.Words.Say(a.indicator.UnitID())
}

func (a *Answer) percentSign() string {
	if a.indicator.IsShare() {
		return " %"
	}
	return ""
}

func (a *Answer) intervalText() string {
	w := a.Words
	switch {
	case a.Draws == 1:
		return w.Say("solve.interval.single")
	case a.Low == nil && a.High == nil:
		return w.Say("solve.interval.none")
	case a.Low == nil:
		return w.Say("solve.interval.under", "high", a.amount(*a.High))
	case a.High == nil:
		return w.Say("solve.interval.over", "low", a.amount(*a.Low))
	}
	return w.Say("solve.interval.both", "low", a.amount(*a.Low), "high", a.amount(*a.High))
}

func (a *Answer) evidenceText() string {
	e := a.Evidence
	says := a.Words.Parameter(strings.TrimPrefix(a.Sets, "assumptions."))
	if says == "" {
		says = e.Says
	}
	return a.Words.Say("solve.evidence", "value", a.plain(e.Value), "low", a.plain(e.Low), "high", a.plain(e.High), "row", e.Row, "says", says)
}

func (a *Answer) costText() string {
	w := a.Words
	if a.Value == nil || a.Status == Always {
		return w.Say("solve.cost_now", "old", a.Now.Programme.Mean)
	}
	text := w.Say("solve.cost", "old", a.Now.Programme.Mean, "new", a.Then.Programme.Mean)
	if u := a.Then.Unspent.Mean; u >= 0.005*a.Then.Programme.Mean && u >= 1 {
		text += w.Say("solve.unspent", "amount", u)
	}
	return text
}

// amount writes a value of the dial with its unit.
func (a *Answer) amount(x float64) string {
	unit := a.Unit
	if a.Evidence != nil || unit == "" {
		return a.plain(x)
	}
	return a.plain(x) + " " + a.Words.Tell(scenarios.SayUnit(unit, x != 1))
}

// plain writes a value of the dial, finer than its lattice only when it is.
func (a *Answer) plain(x float64) string {
	return a.Words.Number(x, max(min(a.decimals, plain.DecimalsOf(x)), min(plain.DecimalsOf(x), 2)))
}
