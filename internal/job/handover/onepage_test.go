package handover

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
)

// pageCases are the results on which the sentences of the one page are tried, by what
// is special about them.
var pageCases = map[string]func(*testing.T) *outputs.Comparison{
	"three plans": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "10 years", "reference", "leuven-100", "full-proposal")
	},
	"one plan reaches": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "5 years", "reference", "full-proposal")
	},
	"nobody reaches more": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "3 years", "reference", "leuven-100")
	},
	"five plans": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "4 years", "reference", "leuven-100", "population-budget", "full-proposal", "no-phm")
	},
	"more plans than a page": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "4 years", "reference", "leuven-today", "no-coordination", "leuven-100", "population-budget", "coordination-60-40",
			"full-proposal", "no-phm", "outreach-first", "case-management-first", "cut-20", "kp-dementia")
	},
	"the same plan twice": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		same := filepath.Join(t.TempDir(), "zelfde.yaml")
		if err := os.WriteFile(same, []byte("format: 1\nname: zelfde\nextends: full-proposal\ntitle: {nl: Hetzelfde}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return lives(t, "3 years", "full-proposal", same)
	},
	"fixed parameters": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		r := request(t, "reference", "full-proposal")
		r.FixedParameters, r.Draws, r.Replicates = true, 1, 2
		return compared(t, r)
	},
	"numbers of one's own": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		r := request(t, "reference", "full-proposal")
		r.Numbers = filepath.Join(t.TempDir(), "cijfers.csv")
		if err := os.WriteFile(r.Numbers, []byte("Rij;Eigen cijfer;Eigen laag;Eigen hoog;Eigen bron;Datum van de bron;Opmerking\nwage_zorgcoach_be;120000;;;loonstudie;15/03/2026;dure regio\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return compared(t, r)
	},
	"many simulations": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		r := request(t, "reference", "full-proposal")
		r.Draws = 100 // what it takes to divide the differences over the assumptions
		r.Region = filepath.Join(t.TempDir(), "gehucht.csv")
		hamlet := "buurt;leeftijd;geslacht;aantal;vt\nb;0-64;m;90;10\nb;0-64;v;90;10\nb;65+;m;60;15\nb;65+;v;80;20\n"
		if err := os.WriteFile(r.Region, []byte(hamlet), 0o600); err != nil {
			t.Fatal(err)
		}
		return compared(t, r)
	},
	"a search lies in the result": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "4 years", "reference", "full-proposal")
		m := &c.Result.Manifest
		a := reading.Answer{
			Status: reading.NoEffect, Plan: "full-proposal", Digest: m.Inputs["plan/full-proposal"], Region: filepath.Base(m.Region), Assumed: m.Assumed(),
			Goal: "net_cost <= 0", Indicator: "net_cost", First: 2027, Last: 2030, Dial: "effects.zorgcoach.unplanned_stay", Step: 0.01, Draws: 2,
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(c.Result.Dir, outputs.DirSolved, "zoek")
		if err := os.MkdirAll(dir, 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, reading.FileAnswer), b, 0o600); err != nil {
			t.Fatal(err)
		}
		return c
	},
	// What the plans of the library do not bring about is set by hand.
	"costs unknown": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "5 years", "reference", "leuven-100", "full-proposal")
		for i := range c.Row("net_cost", c.Periods[0].ID).Plans {
			c.Row("net_cost", c.Periods[0].ID).Plans[i].Diff.Cells = 0
		}
		return c
	},
	"not at one budget": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "5 years", "reference", "full-proposal")
		c.Plans[1].Notes = append(c.Plans[1].Notes, words.NewMessage(outputs.Unspendable))
		return c
	},
	"some not at one budget": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "4 years", "reference", "leuven-100", "population-budget", "full-proposal", "no-phm")
		c.Plans[1].Notes = append(c.Plans[1].Notes, words.NewMessage(outputs.Unspendable))
		return c
	},
	"no wait ends": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "5 years", "reference", "full-proposal")
		d := &c.Row("wait_median", c.Periods[0].ID).Plans[0]
		d.Value.Mean, d.Value.Median = math.Inf(1), math.Inf(1)
		return c
	},
	"nobody surely reaches more": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "5 years", "reference", "leuven-100")
		c.Row("reached_in_time", outputs.PeriodHead).Plans[0].Mark = outputs.Unclear
		return c
	},
	"two years": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		return lives(t, "2 years", "reference", "leuven-100")
	},
	"over before it begins": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "2 years", "reference", "leuven-100")
		c.Plans[0].Planned, c.Plans[0].Begins = "2028-12", "2029-10" // a plan without money in those years
		return c
	},
	"a plan changes later": func(t *testing.T) *outputs.Comparison {
		t.Helper()
		c := lives(t, "5 years", "reference", "full-proposal")
		c.Plans[1].Changes = []string{"2034-01"}
		return c
	},
}

// always is a sentence without a condition.
const always = ""

// pageSentences are all sentences of the one page, each with a case in which its
// condition holds and one in which it does not; neither where it is always there.
var pageSentences = map[string]struct{ said, silent string }{
	"page.title":                    {always, always},
	"numbers.said":                  {"numbers of one's own", "three plans"},
	"compare.assumptions":           {always, always},
	"caveat.simulation":             {always, always},
	"page.subtitle":                 {"three plans", "one plan reaches"},
	"page.subtitle_one_period":      {"one plan reaches", "three plans"},
	"report.only_chance":            {"fixed parameters", "three plans"},
	"onepage.some_plans":            {"more plans than a page", "five plans"},
	"onepage.question":              {always, always},
	"onepage.plan":                  {"five plans", "more plans than a page"},
	"onepage.title":                 {"more plans than a page", "five plans"},
	"compare.answer.reach_and_cost": {"three plans", "nobody reaches more"},
	"compare.answer.reach":          {"costs unknown", "three plans"},
	"compare.answer.next_and_cost":  {"three plans", "one plan reaches"},
	"compare.answer.next":           {"costs unknown", "three plans"},
	"compare.answer.full_years":     {"three plans", "costs unknown"},
	"compare.answer.unequal":        {"not at one budget", "one plan reaches"},
	"compare.answer.same_lives":     {"three plans", "one plan reaches"},
	"compare.answer.teams_alone":    {"three plans", "one plan reaches"},
	"compare.answer.nothing":        {"nobody surely reaches more", "three plans"},
	"compare.answer.small":          {"nobody reaches more", "nobody surely reaches more"},
	"compare.hardly.late":           {"two years", "three plans"},
	"compare.hardly.never":          {"over before it begins", "two years"},
	"report.unsourced_count":        {always, always},
	"compare.answer.chance_only":    {"fixed parameters", "three plans"},
	"compare.others.unequal":        {"some not at one budget", "five plans"},
	"compare.others.same_lives":     {"five plans", "three plans"},
	"compare.others.teams_alone":    {"five plans", "three plans"},
	"compare.sure.all":              {"three plans", "fixed parameters"},
	"compare.sure.part":             {"three plans", "the same plan twice"},
	"compare.sure.origin":           {"three plans", "nobody reaches more"},
	"compare.sure.chance_only":      {"fixed parameters", "three plans"},
	"compare.changes_after":         {"a plan changes later", "one plan reaches"},
	"solve.report.answer":           {"a search lies in the result", "one plan reaches"},
	"onepage.no_threshold":          {"one plan reaches", "a search lies in the result"},
	"onepage.how_to_read":           {"three plans", "more plans than a page"},
	"onepage.how_to_read_crowded":   {"more plans than a page", "three plans"},
	"onepage.few":                   {"three plans", "many simulations"},
	"compare.never":                 {"no wait ends", "nobody reaches more"},
	"compare.below_note":            {"three plans", "two years"},
	"compare.staffed.late":          {"three plans", "more plans than a page"},
	"compare.staffed.full":          {"three plans", "more plans than a page"},
	"compare.staffed.years":         {"more plans than a page", "three plans"},
	"compare.staffed.year":          {"more plans than a page", "three plans"},
	"page.absent":                   {"three plans", "one plan reaches"},
	"page.own_level_verdict":        {"three plans", "nobody reaches more"},
	"onepage.means":                 {"more plans than a page", "five plans"},
	"onepage.lost_care":             {"three plans", "the same plan twice"},
	"onepage.lost_care_of":          label,
	"onepage.driver":                {"many simulations", "three plans"},
	"onepage.assumption":            {"three plans", "many simulations"},
	"onepage.not_modelled":          {always, always},
	"compare.answer.single":         notHere,
	"compare.sure.single":           notHere,
	"report.question":               label,
	"report.answer":                 label,
	"report.indicator":              label,
	"report.party":                  label,
	"report.not_modelled":           label,
	"onepage.overturn":              label,
	"onepage.most_outcomes":         label,
	"onepage.who_pays":              label,
	"onepage.letter":                label,
	"onepage.level":                 label,
	"onepage.minus":                 label,
	"onepage.difference":            label,
	"onepage.origin":                label,
	"onepage.crowded":               label,
	"onepage.source":                label,
	"onepage.fact":                  label,
	"compare.from_to":               label,
	"compare.between":               label,
	"compare.unbounded":             label,
	"compare.and":                   label,
	"compare.open":                  notHere, // the reader has it open
	"page.period.years_1_5":         label,
	"compare.intervals_few":         notHere,
	"role.zorgcoach":                label, // a word in what a plan is
	"solve.equal.unspendable":       notHere,
	"solve.equal.unreachable":       notHere,
	"programme_cost":                notHere,
}

// label is a heading, a unit or a part of a cell; notHere is what its functions say
// elsewhere: a single plan, for one, has no page of its own.
var (
	label   = struct{ said, silent string }{"label", "label"}
	notHere = struct{ said, silent string }{"elsewhere", "elsewhere"}
)

func lives(t *testing.T, horizon string, plans ...string) *outputs.Comparison {
	t.Helper()
	r := request(t, plans...)
	r.Horizon = horizon
	return compared(t, r)
}

// saidOn gives the ids of all messages whose text stands on the one page.
func saidOn(t *testing.T, c *outputs.Comparison) map[string]bool {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	type message struct{ id, text string }
	var heard []message
	w = w.Heard(func(id, text string) { heard = append(heard, message{id, text}) })
	page := strings.ToLower(textOf(illustrator{c: c, w: w, where: "klein"}.onePage("29 november 2026")))
	said := map[string]bool{}
	for _, m := range heard {
		if m.text != "" && strings.Contains(page, strings.ToLower(m.text)) {
			said[m.id] = true
		}
	}
	return said
}

// textOf is all that a document says.
func textOf(d *document.Document) string {
	lines := []string{d.Title, d.Subtitle, d.Caveat, d.Source}
	for _, b := range d.Blocks {
		switch x := b.(type) {
		case document.Heading:
			lines = append(lines, x.Text)
		case document.Paragraph:
			lines = append(lines, x.Text)
		case document.List:
			lines = append(lines, x.Items...)
		case document.Table:
			lines = append(lines, x.Caption)
			for _, c := range x.Columns {
				lines = append(lines, c.Head)
			}
			for _, r := range x.Rows {
				for _, c := range r.Cells {
					lines = append(lines, c.Text, c.Under)
				}
			}
		}
	}
	return strings.Join(lines, "\n")
}

// pageIDs are all message ids that the code of the one page names, and all of the
// families from which it puts ids together.
func pageIDs(t *testing.T) []string {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, file := range []string{"onepage.go", filepath.Join("..", "..", "..", "outputs", "closing.go"), filepath.Join("..", "..", "..", "outputs", "later.go")} {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if id, err := strconv.Unquote(lit.Value); err == nil && w.Has(id) {
					ids[id] = true
				}
			}
			return true
		})
	}
	for _, id := range catalogueIDs(t, "compare") {
		for _, family := range []string{"compare.answer.", "compare.sure.", "compare.others."} {
			if strings.HasPrefix(id, family) {
				ids[id] = true
			}
		}
	}
	for _, id := range catalogueIDs(t, "onepage") {
		if !strings.HasPrefix(id, "onepage.parameter.") {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// catalogueIDs are the ids of an area.
func catalogueIDs(t *testing.T, area string) (ids []string) {
	t.Helper()
	var tree map[string]any
	if err := yaml.Load(read(t, "..", "..", "words", "catalogue", area+".nl.yaml"), &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(prefix string, node any)
	walk = func(prefix string, node any) {
		branches, ok := node.(map[string]any)
		if _, text := branches["other"].(string); !ok || text {
			ids = append(ids, strings.TrimPrefix(prefix, "."))
			return
		}
		for key, below := range branches {
			walk(prefix+"."+key, below)
		}
	}
	walk("", tree)
	return ids
}

// TestEverySentenceOfTheOnePage: each is said where its condition holds, is not where it
// does not, and none can be added without a case.
func TestEverySentenceOfTheOnePage(t *testing.T) {
	ids := pageIDs(t)
	for _, id := range ids {
		if _, known := pageSentences[id]; !known {
			t.Errorf("the one page can say %s, and no case holds it: add one to pageSentences", id)
		}
	}
	said := map[string]map[string]bool{}
	for name, make := range pageCases {
		said[name] = saidOn(t, make(t))
	}
	for id, s := range pageSentences {
		for name, here := range said {
			switch {
			case s == notHere && here[id]:
				t.Errorf("%s is said of %q, and nowhere on the one page", id, name)
			case s.said == always && !here[id]:
				t.Errorf("%s is not said of %q", id, name)
			case s.said == name && !here[id]:
				t.Errorf("%s is not said of %q, where its condition holds", id, name)
			case s.silent == name && here[id]:
				t.Errorf("%s is said of %q, where its condition does not hold", id, name)
			}
		}
		if s != label && s != notHere && s.said != always && (said[s.said] == nil || said[s.silent] == nil) {
			t.Errorf("%s names a case that is not there", id)
		}
	}
}

// TestPlanInShort: as many whole sentences as fit, the first always.
func TestPlanInShort(t *testing.T) {
	long := strings.Repeat("lang ", 70) + "is dit."
	for _, x := range []struct{ text, want string }{
		{"", ""},
		{"Het werk gaat voort. Het geld stopt eind 2027.", "Het werk gaat voort. Het geld stopt eind 2027."},
		{"Kort. " + long + " Kort.", "Kort."},
		{long + " Kort.", long},
		{"Zonder punt", "Zonder punt"},
	} {
		if got := inShort(x.text); got != x.want {
			t.Errorf("%q is %q in short", x.text, got)
		}
	}
}
