package outputs

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim"
)

// twoPayers is a year in which the federal payer puts EUR 300 and Flanders EUR 100 a
// month in a regional budget, of which 60 % goes on to the coaches; Flanders alone
// adds EUR 80 a month for coaches, after EUR 1,000 to start them. EUR 30 a month
// comes back to the federal payer.
func twoPayers(months int) []posting {
	return []posting{
		{"federal", "collaboration", "regio", "convention", "recurrent", true, 30_000, 0, months},
		{"flanders", "collaboration", "regio", "convention", "recurrent", true, 10_000, 0, months},
		{"collaboration", "federal", "regio", "returned", "recurrent", true, 3_000, 0, months},
		{"collaboration", "zorgcoach_posts", "regio", "coordination", "recurrent", true, 24_000, 0, months},
		{"flanders", "zorgcoach_posts", "coaches", "startup", "one_off", true, 100_000, 0, 1},
		{"flanders", "zorgcoach_posts", "coaches", "coordination", "recurrent", true, 8_000, 0, months},
		{"hospitals", "economy", "integrator", "in_kind", "in_kind", true, 700, 0, months},
	}
}

func TestPotsByHand(t *testing.T) {
	c := books(2, map[string][][]posting{"a": {today(24)}, "b": {twoPayers(24)}})
	months := make([]int64, 24)
	for m := range months {
		months[m] = 200 // two posts
		if m >= 12 {
			months[m] = 400
		}
	}
	c.Result.cells["b"][0].monthly[seriesID(sim.RoleSeries(sim.Zorgcoach, filledPosts))] = months
	p := Period{First: 2027, Last: 2028}
	got := map[string][3]float64{}
	total := 0.0
	for _, x := range c.Pots("b", p) {
		got[x.Instrument+"/"+x.Payer+"/"+x.Nature] = [3]float64{x.Years[0].Mean, x.Years[1].Mean, x.Total.Mean}
		total += x.Total.Mean
	}
	if d := cmp.Diff(map[string][3]float64{
		"regio/federal/recurrent":    {12 * 270, 12 * 270, 24 * 270},
		"regio/flanders/recurrent":   {12 * 100, 12 * 100, 24 * 100},
		"coaches/flanders/one_off":   {1000, 0, 1000},
		"coaches/flanders/recurrent": {12 * 80, 12 * 80, 24 * 80},
	}, got, near); d != "" {
		t.Error(d)
	}
	if programme := c.Ties("b", p).Programme; math.Abs(programme-total) > 1e-9 {
		t.Errorf("the pots add up to %v, the programme cost is %v", total, programme)
	}
	// Coaches keep 240 a month of the regional budget, three quarters of it federal,
	// and Flanders' own 80, with 1,000 in the first year.
	federal := [2]float64{180 * 12 / (320.0*12 + 1000), 180 / 320.0}
	posts := map[string][2]float64{}
	for _, x := range c.Posts("b", p) {
		posts[x.Role+"/"+x.Payer] = [2]float64{x.Years[0].Mean, x.Years[1].Mean}
	}
	if d := cmp.Diff(map[string][2]float64{
		"zorgcoach/federal":  {2 * federal[0], 4 * federal[1]},
		"zorgcoach/flanders": {2 * (1 - federal[0]), 4 * (1 - federal[1])},
	}, posts, near); d != "" {
		t.Error(d)
	}
	if list := c.Pots("a", p); len(list) > 0 {
		t.Errorf("care as today has pots of its own: %v", list)
	}
}

// Posts of a plan that pays nothing for them belong to nobody, not to somebody at random.
func TestPostsWithoutMoney(t *testing.T) {
	c := books(1, map[string][][]posting{"a": {today(12)}, "b": {today(12)}})
	c.Result.cells["b"][0].monthly[seriesID(sim.RoleSeries(sim.Outreach, filledPosts))] = []int64{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}
	posts := c.Posts("b", Period{First: 2027, Last: 2027})
	if len(posts) != 1 || posts[0].Payer != "" || posts[0].Years[0].Mean != 1 {
		t.Errorf("posts %+v", posts)
	}
}

// A pot that never paid stays, with 0; a nature without money has no row.
func TestPotsThatNeverPaid(t *testing.T) {
	c := books(2, map[string][][]posting{"a": {today(24)}, "b": {
		{{"flanders", "zorgcoach_posts", "coaches", "coordination", "recurrent", true, 800_000, 0, 24}},
	}})
	c.Result.cells["b"][0].outcomes = []OutcomeRow{{Instrument: "besparing", Year: 2027, Months: 12, Verdict: "no_saving"}, {Instrument: "besparing", Year: 2028, Verdict: "pending"}}
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	page := PotsTable(c, Period{First: 2027, Last: 2028}, w)
	if n := strings.Count(page, "\nbesparing"); n != 1 {
		t.Errorf("the pot that never paid has %d rows, want 1:\n%s", n, page)
	}
	if strings.Contains(page, w.Say("ledger.nature.one_off")) || !strings.Contains(page, "coaches") {
		t.Errorf("rows without money are shown, or money is not:\n%s", page)
	}
}

// The order is the same every time, also of those that nobody pays beside those that the
// first party pays.
func TestPotsStandInOneOrder(t *testing.T) {
	sums := map[potKey][][]float64{}
	for _, payer := range []string{"", "federal", "flanders"} {
		for _, name := range []string{RoleIDs[0], RoleIDs[1], "regio"} {
			sums[potKey{name, payer, "recurrent"}] = nil
		}
	}
	want := sortedPots(sums)
	for range 50 {
		if got := sortedPots(sums); !slices.Equal(got, want) {
			t.Fatalf("%v, then %v", want, got)
		}
	}
}
