package scenarios

import (
	"math"
	"slices"

	"piramide/sim/finance"
)

// Capitation, bundle, pooled budget and prefinancing: their keys, what must hold
// among them, and the terms they become. What each means is in package finance.

var (
	classWeights  = append(choicesOf(finance.NumAgeGroups, func(i int) finance.AgeGroup { return finance.AgeGroup(i) }), "vt", "chronic")
	tierNames     = choicesOf(finance.NumTiers, func(i int) finance.Tier { return finance.Tier(i) })
	ownShareRules = choicesOf(3, func(i int) finance.OwnShareRule { return finance.OwnShareRule(i) })
	restRules     = choicesOf(2, func(i int) finance.RestRule { return finance.RestRule(i) })
	lumpAmounts   = []string{"EUR", "EUR/region", "EUR/network", "EUR/elz", "EUR/buurt", "EUR/inhabitant"}
)

// useTo says who gets each use of a pooled budget; what is not here stays with the payee.
var useTo = map[string]finance.Party{
	"coordination": finance.ZorgcoachPosts, "case_management": finance.CasemanagementPool, "buurt_action": finance.Buurtteams,
}

// mixFields gives the keys of the kinds of this file, beside those of every instrument.
func mixFields(kind string) []field {
	services := field{key: "services", kind: list, each: &field{kind: choice, choices: serviceNames}}
	group := func(key string, names []string, units []string, most float64) field {
		out := field{key: key, kind: record}
		for _, n := range names {
			out.fields = append(out.fields, field{key: n, kind: quantity, units: units, max: most})
		}
		return out
	}
	portions := append([]string{"%"}, areaAmounts...)
	switch kind {
	case "capitation":
		return []field{
			needed(share("registered")),
			{key: "amount", kind: quantity, units: headAmounts, need: true},
			group("weights", classWeights, []string{"%"}, 10_000),
			needed(services), share("fee"), oneOf("own_share", ownShareRules...),
			{key: "premium", kind: quantity, units: areaAmounts},
		}
	case "bundle":
		parts := field{key: "split", kind: record}
		for _, p := range splitTo {
			parts.fields = append(parts.fields, share(p.key))
		}
		return []field{
			group("tiers", tierNames, headAmounts, 0),
			{key: "episode", kind: quantity, units: []string{"EUR"}},
			services, oneOf("own_share", ownShareRules[:2]...), parts,
		}
	case "pooled_budget":
		payers := []string{"territory"}
		for p := range finance.Party(finance.NumParties) {
			if p.Payer() && p != finance.Citizen {
				payers = append(payers, p.String())
			}
		}
		return []field{
			{key: "amount", kind: quantity, units: areaAmounts},
			needed(group("sources", payers, portions, 0)), needed(group("uses", budgetUses, portions, 0)),
			{key: "order", kind: list, each: &field{kind: choice, choices: budgetUses}},
			oneOf("rest", restRules...),
		}
	case "prefinancing":
		return []field{
			{key: "amount", kind: quantity, units: lumpAmounts, need: true},
			duration("paid_over"),
			{key: "recoup", kind: record, need: true, fields: []field{duration("after"), duration("over"), {key: "from", kind: name}, share("share")}},
		}
	}
	return nil
}

// wholeMix checks what must hold among the keys of an instrument.
func (r *reader) wholeMix(kind string, out *value, path string) {
	switch kind {
	case "bundle":
		if (out.get("tiers") == nil) == (out.get("episode") == nil) {
			r.add(out, path, msg("one_of_two", "a", "tiers", "b", "episode"), msg("keep_one"))
		}
		r.atMostWhole(out.get("split"), path+".split")
	case "pooled_budget":
		sources := out.get("sources")
		if some, all := r.portions(sources); some && out.get("amount") == nil {
			r.add(sources, path+".sources", msg("share_of_nothing"), msg("write_amount"))
		} else if all && len(items(sources)) > 0 {
			r.wholeSplit(sources, sources, path+".sources")
		} else {
			r.atMostWhole(sources, path+".sources")
		}
		r.atMostWhole(out.get("uses"), path+".uses")
		for _, use := range items(out.get("order")) {
			if uses := out.get("uses"); uses != nil && uses.get(use.text) == nil {
				r.add(use, path+".order", msg("not_a_use", "use", use.text), DidYouMean(use.text, uses.keys))
			}
		}
	case "prefinancing":
		if recoup := out.get("recoup"); recoup != nil {
			if (recoup.get("over") == nil) == (recoup.get("from") == nil) {
				r.add(recoup, path+".recoup", msg("one_of_two", "a", "over", "b", "from"), msg("keep_one"))
			}
			for _, k := range []string{"share", "after"} {
				with := map[string]string{"share": "from", "after": "over"}[k]
				if v := recoup.get(k); v != nil && recoup.get(with) == nil {
					r.add(v, path+".recoup."+k, msg("belongs_to", "key", k, "with", with), none)
				}
			}
		}
	}
}

// portions says whether some and whether all parts are percentages.
func (r *reader) portions(v *value) (some, all bool) {
	all = true
	for _, x := range items(v) {
		q, _ := parseQuantity(x.text)
		some, all = some || q.Unit == "%", all && q.Unit == "%"
	}
	return some, all
}

// atMostWhole checks that parts in percentages sum to 100 % at most.
func (r *reader) atMostWhole(v *value, path string) {
	sum := 0.0
	for _, part := range items(v) {
		if q, _ := parseQuantity(part.text); q.Unit == "%" {
			sum += q.Share()
		}
	}
	if sum > 1+1e-9 {
		r.add(v, path, msg("split_over", "sum", Quantity{math.Round(sum*1e6) / 1e4, "%"}.String()), msg("split_lower"))
	}
}

func (b *builder) capitation(v *value, path string) finance.Terms {
	t := finance.Capitation{
		Registered: plainNumber(v.get("registered")), PerYear: b.perHead(v.get("amount"), path+".amount"),
		VT: 1, Chronic: 1, Services: servicesOf(v), Premium: b.yearly(v.get("premium"), path+".premium"),
	}
	weights := v.get("weights")
	weight := func(key string) float64 {
		if w := weights.get(key); w != nil {
			return plainNumber(w)
		}
		return 1
	}
	for g := range t.Age {
		t.Age[g] = weight(finance.AgeGroup(g).String())
	}
	t.VT, t.Chronic = weight("vt"), weight("chronic")
	if f := v.get("fee"); f != nil {
		t.FeeShare = plainNumber(f)
	}
	t.OwnShare, _ = finance.ParseOwnShareRule(word(v.get("own_share")))
	return t
}

func (b *builder) bundle(v *value, path string) finance.Terms {
	t := finance.Bundle{Services: servicesOf(v)}
	for i, tier := range tierNames {
		if x := v.get("tiers").get(tier); x != nil {
			t.PerTier[i] = b.perHead(x, path+".tiers."+tier)
		}
	}
	if x := v.get("episode"); x != nil {
		t.Basis, t.Episode = finance.ByEpisode, b.euro(plainNumber(x), x, path+".episode")
	}
	t.OwnShare, _ = finance.ParseOwnShareRule(word(v.get("own_share")))
	for _, to := range splitTo {
		if x := v.get("split").get(to.key); x != nil {
			t.Split = append(t.Split, finance.Share{To: to.to, Reason: to.reason, Share: plainNumber(x)})
		}
	}
	return t
}

func servicesOf(v *value) []finance.Service {
	var out []finance.Service
	for _, item := range items(v.get("services")) {
		id, _ := finance.ParseService(item.text)
		out = append(out, id)
	}
	return out
}

// pool reads an envelope. Sources in % are of the amount, uses in % of what all
// sources put in; percentages are divided together, so that no cent is lost.
func (b *builder) pool(v *value, payee finance.Party, path string) finance.Terms {
	var t finance.PooledBudget
	sources := v.get("sources")
	for i, cents := range b.cents(sources, b.yearly(v.get("amount"), path+".amount"), path+".sources") {
		t.Sources = append(t.Sources, finance.PoolSource{Payer: b.payer(sources.keys[i]), PerYear: cents})
	}
	var total finance.Cents
	for _, s := range t.Sources {
		total += s.PerYear
	}
	uses := v.get("uses")
	for i, cents := range b.cents(uses, total, path+".uses") {
		use := finance.PoolUse{To: payee, PerYear: cents}
		use.Reason, _ = finance.ParseReason(uses.keys[i])
		if to, ok := useTo[uses.keys[i]]; ok {
			use.To = to
		}
		t.Uses = append(t.Uses, use)
	}
	t.Order = finance.ProRata
	if order := v.get("order"); order != nil {
		t.Order = finance.AsListed
		rank := func(u finance.PoolUse) int {
			i := slices.IndexFunc(order.items, func(x *value) bool { return x.text == u.Reason.String() })
			if i < 0 {
				return len(order.items)
			}
			return i
		}
		slices.SortStableFunc(t.Uses, func(a, c finance.PoolUse) int { return rank(a) - rank(c) })
	}
	t.Rest, _ = finance.ParseRestRule(word(v.get("rest")))
	return t
}

// cents gives a mapping of amounts and percentages as yearly amounts.
func (b *builder) cents(v *value, whole finance.Cents, path string) []finance.Cents {
	out := make([]finance.Cents, len(items(v)))
	shares, sum := make([]float64, len(out)), 0.0
	for i, x := range items(v) {
		if q, _ := parseQuantity(x.text); q.Unit == "%" {
			shares[i] = q.Share()
			sum += shares[i]
			continue
		}
		out[i] = b.yearly(x, join(path, v.keys[i]))
	}
	if sum > 0 {
		for i, cents := range finance.Split(finance.Cents(math.Round(float64(whole)*sum)), shares) {
			out[i] += cents
		}
	}
	return out
}

func (b *builder) prefinancing(v *value, path string) finance.Terms {
	t := finance.Prefinancing{Advance: b.yearly(v.get("amount"), path+".amount"), Installments: 1}
	months := func(x *value) int32 {
		q, _ := parseQuantity(x.text)
		return int32(math.Round(q.Months()))
	}
	if x := v.get("paid_over"); x != nil {
		t.Installments = months(x)
	}
	recoup := v.get("recoup")
	if x := recoup.get("over"); x != nil {
		t.RecoupMonths, t.RecoupAfter = months(x), t.Installments
		if after := recoup.get("after"); after != nil {
			t.RecoupAfter = months(after)
		}
	}
	if x := recoup.get("from"); x != nil {
		t.From, t.Share = x.text, 1
		if part := recoup.get("share"); part != nil {
			t.Share = plainNumber(part)
		}
	}
	return t
}
