package handover

import (
	"piramide/outputs"
	"piramide/outputs/report"
)

// explained are the headline differences of every plan with their parts, and for three
// of them two lives, as far as the folder holds what they need.
func (l illustrator) explained() (list []report.Explained, err error) {
	kept, err := l.c.Result.Replays()
	if err != nil {
		return nil, err
	}
	head, _ := l.years()
	for i, p := range l.c.Plans[1:] {
		x := report.Explained{Plan: l.title(i + 1)}
		replay := outputs.ReplayOf(kept, p.ID, l.c.Base)
		for k := range l.c.Result.Indicators {
			ind := &l.c.Result.Indicators[k]
			if !ind.Headline || outputs.NeedsReplay(ind.ID) && replay == nil {
				continue
			}
			e, err := l.c.Explain(ind, p.ID, head, replay)
			if err != nil {
				return nil, err
			}
			if len(e.Parts) > 0 {
				x.Numbers = append(x.Numbers, l.number(e))
			}
		}
		if len(x.Numbers) > 0 {
			list = append(list, x)
		}
	}
	return list, nil
}

// explainedLead is what stands above the parts: of a folder in which no simulation was
// lived again, that the rest is lived when it is asked.
func explainedLead(list []report.Explained, lead string) string {
	for _, x := range list {
		for _, n := range x.Numbers {
			if len(n.Stories) > 0 {
				return "explain.report." + lead
			}
		}
	}
	return "explain.report.lead_when_asked"
}

// toldInReport are the indicators of which the report tells two lives.
var toldInReport = map[string]bool{"reached_in_time": true, "days_at_home": true, "net_cost": true}

func (l illustrator) number(e *outputs.Explanation) report.Number {
	w, page := l.w, l.c.Explained(e, l.w)
	n := report.Number{Title: page.Heading, Lead: page.Lead, Sum: page.Sum, Notes: page.Notes}
	for _, p := range page.Parts {
		n.Parts = append(n.Parts, report.Piece{Name: p.Name, Amount: p.Amounts[0], Text: p.Text})
	}
	if page.Alike != "" {
		n.Notes = append(n.Notes, page.Alike)
	}
	if !toldInReport[e.ID] {
		return n
	}
	for _, s := range page.Stories {
		first, plan := w.Say("page.quote", "text", l.titleOf(e.Base)), w.Say("page.quote", "text", l.titleOf(e.Plan))
		story := report.Story{Title: s.Title, Who: s.Who, First: first, Plan: plan, Empty: w.Say("explain.nothing_shown"), Note: w.Say("explain.synthetic")}
		for _, m := range s.Months {
			story.Months = append(story.Months, report.Month{Month: m.Name, First: m.Amounts[0], Plan: m.Amounts[1]})
		}
		story.Sums = report.PartyTable{Head: w.Say("explain.head.sums"), Columns: []string{first, plan, w.Say("report.difference")}}
		for _, r := range s.Sums {
			story.Sums.Rows = append(story.Sums.Rows, report.PartyRow{Party: r.Name, Amounts: r.Amounts})
		}
		n.Stories = append(n.Stories, story)
	}
	return n
}

// titleOf is the title of a plan by its id.
func (l illustrator) titleOf(id string) string {
	for i := range l.c.Plans {
		if l.c.Plans[i].ID == id {
			return l.title(i)
		}
	}
	return id
}
