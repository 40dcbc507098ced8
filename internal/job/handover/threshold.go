package handover

import (
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/sim"
)

// thresholds says how strong an effect must be for each plan to cost nothing: what
// a search in the folder solve/ of the result found for that very plan, or which
// command finds it. It is not read off the cells of the comparison: their effects
// differ too little and too much at once for a line through them to be honest.
func (l illustrator) thresholds() (said []string) {
	if l.c.ChanceOnly {
		return nil
	}
	for i, p := range l.c.Plans[1:] {
		found := l.thresholdOf(i + 1)
		said = append(said, found...)
		changed := len(reading.EqualNotes(l.c, &p, l.w)) > 0 // no command line names such a plan
		if found != nil || changed || l.c.Lives[p.ID] == 1 {
			continue
		}
		all := reading.WholeHorizon(l.c)
		if l.c.Employs(p.ID, sim.Zorgcoach, all) || l.c.Employs(p.ID, sim.Casemanager, all) {
			said = append(said, l.w.Say("solve.report.command", "plan", l.title(i+1), "command", l.solveCommand(p.ID)))
		} else {
			said = append(said, l.w.Say("solve.report.no_support", "plan", l.title(i+1)))
		}
	}
	return said
}

// foundThresholds are the searches whose answer lies in the result.
func (l illustrator) foundThresholds() (said []string) {
	for i := range l.c.Plans[1:] {
		said = append(said, l.thresholdOf(i+1)...)
	}
	return said
}

// thresholdOf says what the searches in the result found for a plan.
func (l illustrator) thresholdOf(plan int) (said []string) {
	m, p := &l.c.Result.Manifest, &l.c.Plans[plan]
	if root, err := os.OpenRoot(l.c.Result.Dir); err == nil {
		defer root.Close()
		names, _ := fs.Glob(root.FS(), path.Join(outputs.DirSolved, "*", reading.FileAnswer)) // a fixed pattern cannot be malformed
		slices.Sort(names)
		for _, name := range names {
			a, ok := reading.AnswerIn(root, name, l.w)
			if !ok || a.Region != filepath.Base(m.Region) || a.Assumed != m.Assumed() || !a.Numbers.Same(m.Numbers) || a.Versus != "" && a.Versus != l.c.Base {
				continue
			}
			if a.Plan == p.ID && a.Digest == m.Inputs["plan/"+p.ID] {
				said = append(said, l.w.Say("solve.report.answer", "plan", l.title(plan), "goal", a.GoalText(), "text", strings.Join(a.Sentences(), " ")))
			}
		}
	}
	return said
}

// solveCommand is the search for the effect with which a plan costs nothing, on
// the draws and luck of the comparison.
func (l illustrator) solveCommand(plan string) string {
	m := &l.c.Result.Manifest
	list := []string{
		"solve", scenarios.Argument(plan), "--goal", "net_cost <= 0", "--dial", "effects.zorgcoach.unplanned_stay", "--versus", scenarios.Argument(l.c.Base), "--region", m.Region,
		"--seed", strconv.FormatUint(m.Seed, 10), "--draws", strconv.Itoa(m.Draws), "--out", l.w.Say("cli.arg.folder") + "/" + outputs.DirSolved + "/" + plan,
	}
	list = append(list, l.asked(plan)...)
	if sets := m.Assumed(); sets != "" {
		list = append(list, "--assumptions", sets)
	}
	if m.Numbers != nil {
		list = append(list, "--numbers", m.Numbers.File)
	}
	return strings.Join(plain.Quoted(list), " ")
}

// asked are the horizon and the population of this result as a command on a plan names
// them, where the plan itself says otherwise: without them the command would live
// another plan. Years are spelt as years, since the spelling counts for what a plan is.
func (l illustrator) asked(plan string) (flags []string) {
	command := l.c.Result.Manifest.Command
	after := func(flag string) string {
		if at := slices.Index(command, flag); at >= 0 && at+1 < len(command) {
			return command[at+1]
		}
		return ""
	}
	if q, err := scenarios.ParseQuantity(after("--horizon")); err == nil {
		months := int(math.Round(q.Months()))
		if s, err := scenarios.Load(plan); err != nil || s.Months != months {
			flags = append(flags, "--horizon", plain.HorizonText(months))
		}
	}
	if population := after("--population"); population != "" {
		flags = append(flags, "--population", population)
	}
	return flags
}
