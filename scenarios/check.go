package scenarios

import (
	"cmp"
	"slices"

	"piramide/internal/words"
)

// Check finds levers without effect: posts that nobody pays, money that pays
// no posts, roles of a team without a team, a dated change that changes
// nothing; and a file named as a plan of the library. They are mistakes for whoever checks a plan and warnings for whoever
// runs it.
func (s *Scenario) Check() Problems {
	c := &checker{report{asked: s.root.get("name").file}}
	if v := s.root.get("name"); slices.Contains(libraryOrder, s.Name) && v.ours() {
		c.report.add(v, "name", msg("library_name", "name", s.Name), msg("other_name"))
	}
	for _, st := range s.steps {
		c.plan(st.root)
	}
	for i := 1; i < len(s.steps); i++ {
		if same(s.steps[i-1].root, s.steps[i].root) {
			c.add(s.steps[i].said, "timeline", "effect_same_step", none)
		}
	}
	slices.SortStableFunc(c.found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.CompactFunc(c.found, func(a, b Problem) bool { return a.Error() == b.Error() })
}

// nothings are the sizes that leave a part of a plan without effect when they are 0.
var nothings = append(func() (out []string) {
	for _, name := range pathwayNames {
		out = append(out, "pathways."+name+".coverage", "pathways."+name+".hours")
	}
	return out
}(), "shared_record.coverage", "programmes.pregnancy.places", "programmes.youth_obesity.places")

type checker struct{ report }

func (c *checker) add(v *value, path, id string, hint words.Message) {
	c.report.add(v, path, msg(id), hint)
}

// plan checks the plan of one step.
func (c *checker) plan(root *value) {
	money := root.get("financing")
	for _, role := range []struct {
		part, key string
		team      bool
		pays      func(v *value) bool
	}{
		{"zorgcoach", "posts", true, func(v *value) bool {
			return v.at([]string{"split", "zorgcoordinatie"}) != nil || v.at([]string{"uses", "coordination"}) != nil || word(v.get("payee")) == "zorgcoach_posts"
		}},
		{"casemanagement", "posts", false, func(v *value) bool {
			return v.at([]string{"split", "casemanagement"}) != nil || v.at([]string{"uses", "case_management"}) != nil || word(v.get("payee")) == "casemanagement_pool"
		}},
		{"buurtteams", "coach", true, func(v *value) bool {
			return word(v.get("payee")) == "buurtteams" || v.at([]string{"uses", "buurt_action"}) != nil
		}},
		{"phm", "managers", false, func(v *value) bool {
			return (word(v.get("for")) == "phm" || v.at([]string{"uses", "phm"}) != nil) && word(v.get("payee")) == "collaboration"
		}},
		{"outreach", "posts", false, func(v *value) bool { return word(v.get("payee")) == "collaboration" }},
		{"buurtteams.nursing_home_team", "posts", false, func(*value) bool { return false }}, // no instrument pays them: posts are set
		{"buurtteams.carer_support", "posts", false, func(*value) bool { return false }},
	} {
		path := role.part + "." + role.key
		v := root.at(splitPath(path))
		paid := slices.ContainsFunc(items(money), role.pays)
		if v == nil {
			if paid && (role.part == "zorgcoach" || role.part == "casemanagement") {
				c.add(money, "financing", "effect_unused_money", msg("effect_add_posts"))
			}
			continue
		}
		if v.text == "funded" && !paid {
			c.add(v, path, "effect_no_money", msg("effect_add_instrument"))
		}
		if role.team && len(items(root.at([]string{"buurtteams", "waves"}))) == 0 {
			c.add(v, path, "effect_no_team", msg("effect_add_wave"))
		}
	}
	if v := root.get("collaboration"); v != nil {
		if paid := v.get("paid_by"); paid != nil && v.get("time") == nil {
			c.add(paid, "collaboration.paid_by", "effect_no_hours", msg("effect_add_time"))
		}
		for _, key := range []string{"coverage", "time"} {
			if x := v.get(key); x != nil && len(items(root.at([]string{"buurtteams", "waves"}))) == 0 {
				c.add(x, "collaboration."+key, "effect_no_team", msg("effect_add_wave"))
			}
		}
	}
	if x := root.at([]string{"buurtteams", "audits"}); x != nil && root.get("phm") == nil {
		c.add(x, "buurtteams.audits", "effect_no_data", msg("effect_add_phm"))
	}
	if v := root.get("care_plan"); v != nil && (v.form == mapping || truth(v)) && root.at([]string{"zorgcoach", "posts"}) == nil {
		c.add(v, "care_plan", "effect_no_coach", msg("effect_add_coach"))
	}
	for i, in := range items(money) {
		for _, p := range pays {
			if word(in.get("for")) == p.service && word(root.at(splitPath(p.path+".places"))) != "funded" {
				c.add(in, "financing."+money.keys[i]+".for", "effect_unused_budget", msg("effect_funded_places", "path", p.path))
			}
		}
	}
	for _, path := range nothings {
		if v := root.at(splitPath(path)); v != nil {
			if q, wrong := parseQuantity(v.text); wrong.ID == "" && q.Value == 0 {
				c.add(v, path, "effect_nobody", none)
			}
		}
	}
	p3 := root.at([]string{"p3", "size"})
	if p3 != nil && plainNumber(p3) > 0 && !slices.ContainsFunc(items(money), func(v *value) bool {
		return word(v.get("kind")) == "convention_services" || word(v.get("kind")) == "bundle" && v.get("services") != nil
	}) {
		c.add(p3, "p3.size", "effect_p3_unpaid", msg("effect_add_instrument"))
	}
	c.p3(root)
	c.market(root)
}
