package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// Instruments that settle once a year: shared savings and the budget guarantee.

var (
	careNames      = choicesOf(finance.NumCare, func(i int) finance.Reason { return finance.Care[i] })
	indicatorNames = choicesOf(finance.NumIndicators, func(i int) finance.Indicator { return finance.Indicator(i) })
	carePayers     = namesOf(func(p finance.Party) bool { return p.Payer() && p != finance.Citizen })
	earners        = namesOf(func(p finance.Party) bool { return !p.Payer() && !p.Sink() })
)

// namesOf are the ids of the parties that a rule picks.
func namesOf(pick func(finance.Party) bool) (out []string) {
	for p := range finance.Party(finance.NumParties) {
		if pick(p) {
			out = append(out, p.String())
		}
	}
	return out
}

// yearlyFields gives the keys that the two kinds share, and their own.
func yearlyFields(kindName string) []field {
	months := func(key string, most float64) field {
		return field{key: key, kind: quantity, units: durations, max: most}
	}
	split := make([]field, len(earners))
	for i, e := range earners {
		split[i] = share(e)
	}
	bases := []string{"expected", "own_history", "own_adjusted", "neighbours", "fixed"}
	if kindName == "budget_guarantee" {
		bases = []string{"expected", "own_adjusted"}
	}
	benchmark := []field{
		needed(oneOf("by", bases...)),
		{key: "history", kind: quantity, units: durations, min: 12, max: 120},
		{key: "trend", kind: quantity, units: []string{"%"}, min: -50, max: 50},
		{key: "amount", kind: quantity, units: headAmounts, max: 1e5},
	}
	if kindName == "budget_guarantee" {
		benchmark = benchmark[:2]
	}
	all := []field{
		oneOf("population", "buurtteams", "region", "enrolled"),
		{key: "payers", kind: list, each: &field{kind: choice, choices: append([]string{"territory"}, carePayers...)}},
		{key: "costs", kind: list, each: &field{kind: choice, choices: careNames}},
		yes("programme_cost"),
		{key: "benchmark", kind: record, fields: benchmark},
		months("lag", 36),
	}
	if kindName == "budget_guarantee" {
		return append(all, months("deadline", 60), share("tolerance"), yes("carry_loss"), oneOf("use", "reinvest", "pay_out"), field{key: "split", kind: record, fields: split})
	}
	cap := func(key string) field { // zero would be no cap
		return field{key: key, kind: quantity, units: []string{"%"}, min: 0.01, max: 100}
	}
	measures := make([]field, len(indicatorNames))
	for i, name := range indicatorNames {
		measures[i] = field{key: name, kind: quantity, units: []string{"%"}, max: 1000}
	}
	return append(
		all,
		share("min_saving"), share("min_loss"), oneOf("threshold", "first_euro", "above_minimum"),
		needed(share("share")), share("loss_share"), cap("bonus_cap"), cap("loss_cap"),
		field{key: "quality", kind: record, fields: []field{
			needed(oneOf("use", "weight", "gate")), share("least"), {key: "measures", kind: record, fields: measures, need: true},
		}},
		oneOf("cross_financing", "investors_first", "none"), oneOf("use", "reinvest", "pay_out"), field{key: "split", kind: record, fields: split},
	)
}

// settlesYearly says whether a kind compares a year with a benchmark.
func settlesYearly(kindName string) bool {
	return kindName == finance.KindSharedSavings.String() || kindName == finance.KindBudgetGuarantee.String()
}

// yearlyTerms reads what the two kinds share. What a plan leaves out is the first
// reading of package finance.
func (b *builder) yearlyTerms(v *value, path string) finance.Yearly {
	y := finance.Yearly{Programme: truth(v.get("programme_cost")), Lag: wholeMonths(v.get("lag"))}
	if p := v.get("population"); p != nil {
		y.Population, _ = finance.ParsePopulation(p.text)
	}
	if u := v.get("use"); u != nil {
		y.Use, _ = finance.ParseUse(u.text)
	}
	for _, p := range items(v.get("payers")) {
		y.Payers = append(y.Payers, b.payer(p.text))
	}
	for _, c := range items(v.get("costs")) {
		y.Costs = append(y.Costs, finance.Care[slices.Index(careNames, c.text)])
	}
	for i, key := range keysOf(v.get("split")) {
		to, _ := finance.ParseParty(key)
		y.Split = append(y.Split, finance.Part{To: to, Share: plainNumber(v.get("split").items[i])})
	}
	m := v.get("benchmark")
	if by := m.get("by"); by != nil {
		y.Benchmark.By, _ = finance.ParseBasis(by.text)
	}
	y.Benchmark.Years = (wholeMonths(m.get("history")) + 11) / 12
	y.Benchmark.Trend = part(m.get("trend"))
	if a := m.get("amount"); a != nil {
		y.Benchmark.PerHead = b.perHead(a, path+".benchmark.amount")
	}
	return y
}

func (b *builder) sharedSavings(v *value, path string) finance.Terms {
	t := finance.SharedSavings{
		Yearly:    b.yearlyTerms(v, path),
		MinSaving: part(v.get("min_saving")), MinLoss: part(v.get("min_loss")),
		Share: part(v.get("share")), LossShare: part(v.get("loss_share")), BonusCap: part(v.get("bonus_cap")), LossCap: part(v.get("loss_cap")),
	}
	if x := v.get("threshold"); x != nil {
		t.Threshold, _ = finance.ParseThreshold(x.text)
	}
	if x := v.get("cross_financing"); x != nil {
		t.Cross, _ = finance.ParseCross(x.text)
	}
	if q := v.get("quality"); q != nil {
		t.Quality.Use, _ = finance.ParseQuality(q.get("use").text)
		t.Quality.Least = part(q.get("least"))
		for i, key := range keysOf(q.get("measures")) {
			of, _ := finance.ParseIndicator(key)
			t.Quality.Measures = append(t.Quality.Measures, finance.Measure{Of: of, Target: plainNumber(q.get("measures").items[i])})
		}
	}
	return t
}

func (b *builder) budgetGuarantee(v *value, path string) finance.Terms {
	return finance.BudgetGuarantee{
		Yearly:   b.yearlyTerms(v, path),
		Deadline: wholeMonths(v.get("deadline")), Tolerance: part(v.get("tolerance")), CarryLoss: truth(v.get("carry_loss")),
	}
}

// part is a percentage as a fraction; 0 where there is none.
func part(v *value) float64 {
	if v == nil {
		return 0
	}
	return plainNumber(v)
}

// wholeMonths is a duration in months; 0 where there is none.
func wholeMonths(v *value) int {
	if v == nil {
		return 0
	}
	q, _ := parseQuantity(v.text)
	return int(math.Round(q.Months()))
}

// sayMeasures lists the quality that is asked: at least, or at most where less is better.
func sayMeasures(v *value) any {
	parts := make([]any, len(v.items))
	for i, x := range v.items {
		id := "say_at_least"
		if of, _ := finance.ParseIndicator(v.keys[i]); of.Lower() {
			id = "say_at_most"
		}
		parts[i] = msg(id, "what", msg("measure_"+v.keys[i]), "value", sayValue(x))
	}
	return sayList(parts)
}

// sayYearly adds to the sentence of an instrument what it compares and shares.
func sayYearly(m words.Message, v *value) words.Message {
	benchmark := "expected"
	if by := v.at([]string{"benchmark", "by"}); by != nil {
		benchmark = by.text
	}
	say := func(id, key string) {
		if x := v.at(strings.Split(key, ".")); x != nil {
			m = msg(id, "instrument", m, "x", sayValue(x))
		}
	}
	m = msg("say_benchmark", "instrument", m, "benchmark", msg("choice_"+benchmark))
	if truth(v.get("programme_cost")) {
		m = msg("say_programme_cost", "instrument", m)
	}
	say("say_share", "share")
	say("say_min_saving", "min_saving")
	say("say_loss_share", "loss_share")
	say("say_quality", "quality.use")
	if measures := v.at([]string{"quality", "measures"}); measures != nil {
		m = msg("say_measures", "instrument", m, "parts", sayMeasures(measures))
	}
	say("say_lag", "lag")
	say("say_deadline", "deadline")
	say("say_tolerance", "tolerance")
	use := "reinvest"
	if u := v.get("use"); u != nil {
		use = u.text
	}
	m = msg("say_use", "instrument", m, "x", msg("choice_"+use))
	if split := v.get("split"); split != nil {
		var parts any
		for i, to := range split.keys {
			one := msg("part", "what", words.Message{ID: "party." + to}, "value", sayValue(split.items[i]))
			if parts == nil {
				parts = one
			} else {
				parts = msg("path", "a", parts, "b", one)
			}
		}
		m = msg("say_split_earned", "instrument", m, "parts", parts)
	}
	if c := v.get("cap"); c != nil {
		m = msg("say_cap", "instrument", m, "cap", sayValue(c))
	}
	return m
}
