package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Use says what a row is for.
type Use string

// The five uses. A row has exactly one.
const (
	Value       Use = "value"       // the default of one parameter
	Alternative Use = "alternative" // another answer to the question of a value: a named sensitivity
	Target      Use = "target"      // what the model must reproduce; never an input
	Bound       Use = "bound"       // what no result may exceed; never an input
	Background  Use = "background"  // read by people, not by the model
)

// Role is the use of a row. Answers names, for an alternative, the row or
// family ("vt_fl_*") it is an alternative of.
type Role struct {
	Use     Use
	Answers string
}

var (
	roleColumns     = []string{"group", "id", "role", "answers", "note"}
	questionColumns = []string{"question", "row", "text"}
)

// rule is one line of roles.csv: the default of a group (no pattern) or an
// exception for the ids that fit the pattern ("vt_fl_*" or a whole id).
type rule struct {
	group, pattern string
	role           Role
	where          string
	used           bool
}

// fits reports whether the rule speaks of this row of its group.
func (u rule) fits(r Row) bool {
	if stem, ok := strings.CutSuffix(u.pattern, "*"); ok {
		return strings.HasPrefix(r.ID, stem)
	}
	return u.pattern == "" || u.pattern == r.ID
}

// readRoles gives every row its role: the longest pattern that fits wins.
func (reg *Register) readRoles(data fs.FS) error {
	rules := map[string][]*rule{} // by group
	var inOrder []*rule
	var faults []error
	fault := func(where, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
	}
	err := eachRecord(data, "roles.csv", roleColumns, func(line int, rec []string) {
		u := &rule{group: rec[0], pattern: rec[1], role: Role{Use(rec[2]), rec[3]}, where: fmt.Sprintf("roles.csv:%d", line)}
		switch u.role.Use {
		case Value, Target, Bound, Background:
			if u.role.Answers != "" {
				fault(u.where, "only an alternative answers another row's question")
			}
		case Alternative:
			if len(reg.Named(u.role.Answers)) == 0 {
				fault(u.where, "an alternative must name the row or family it answers for; %q is none (did you mean %q?)", u.role.Answers, reg.Near(u.role.Answers))
			}
		default:
			fault(u.where, "role is %q; it must be value, alternative, target, bound or background", u.role.Use)
		}
		rules[u.group] = append(rules[u.group], u)
		inOrder = append(inOrder, u)
	})
	if err != nil {
		return err
	}
	reg.roles = make([]Role, len(reg.rows))
	for i, r := range reg.rows {
		var best *rule
		for _, u := range rules[r.Group] {
			if !u.fits(r) {
				continue
			}
			u.used = true
			if best == nil || len(u.pattern) > len(best.pattern) {
				best = u
			} else if len(u.pattern) == len(best.pattern) {
				fault(u.where, "%s already has a role at %s", r.ID, best.where)
			}
		}
		if best == nil {
			fault(r.Where(), "%s: group %q has no role in roles.csv", r.ID, r.Group)
			continue
		}
		reg.roles[i] = best.role
	}
	for _, u := range inOrder {
		if !u.used {
			fault(u.where, "no row fits group %q, id %q", u.group, u.pattern)
		}
	}
	if err := reg.readQuestions(data); err != nil {
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// readQuestions reads which rows answer the same question and holds that one
// of them leads and all others are its alternatives.
func (reg *Register) readQuestions(data fs.FS) error {
	var faults []error
	reg.leads = map[string][]string{}
	var names []string
	lines := map[string]int{}
	err := eachRecord(data, "questions.csv", questionColumns, func(line int, rec []string) {
		question, row := rec[0], rec[1]
		if len(reg.Named(row)) == 0 {
			faults = append(faults, fmt.Errorf("questions.csv:%d: %q is no row or family (did you mean %q?)", line, row, reg.Near(row)))
			return
		}
		if _, seen := lines[question]; !seen {
			names = append(names, question)
			lines[question] = line
		}
		reg.leads[question] = append(reg.leads[question], row)
	})
	if err != nil {
		return err
	}
	for _, q := range names {
		if err := reg.oneLead(q); err != nil {
			faults = append(faults, fmt.Errorf("questions.csv:%d: %w", lines[q], err))
		}
	}
	return errors.Join(faults...)
}

// oneLead checks a question: its first row leads, the others are alternatives of it.
func (reg *Register) oneLead(question string) error {
	rows := reg.leads[question]
	lead := rows[0]
	if len(rows) < 2 {
		return fmt.Errorf("question %q has one row only", question)
	}
	for _, r := range reg.Named(lead) {
		if role := reg.role(r.ID); role.Use == Alternative {
			return fmt.Errorf("question %q: %s leads but is an alternative of %s", question, lead, role.Answers)
		}
	}
	for _, other := range rows[1:] {
		for _, r := range reg.Named(other) {
			if role := reg.role(r.ID); role.Use != Alternative || role.Answers != lead {
				return fmt.Errorf("question %q: %s answers what %s answers, yet it is not an alternative of it", question, r.ID, lead)
			}
		}
	}
	return nil
}

func (reg *Register) role(id string) Role { return reg.roles[reg.byID[id]] }

// Role returns the role of a row; false when there is no such row.
func (reg *Register) Role(id string) (Role, bool) {
	if _, ok := reg.byID[id]; !ok {
		return Role{}, false
	}
	return reg.role(id), true
}

// Alternatives returns the rows and families that answer the question of the
// given row or family, in file order.
func (reg *Register) Alternatives(lead string) []string {
	var out []string
	seen := map[string]bool{}
	for i, r := range reg.rows {
		if reg.roles[i].Use != Alternative || reg.roles[i].Answers != lead {
			continue
		}
		name := r.ID
		if base, ok := familyOf(r.ID); ok && len(reg.byBase[base]) > 1 {
			name = base + "_*"
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
