package scenarios

import (
	"slices"

	"piramide/internal/words"
)

// sayMix says a capitation, bundle, pooled budget or prefinancing in one sentence;
// false for another kind.
func sayMix(name string, v *value) (words.Message, bool) {
	kind := word(v.get("kind"))
	args := []any{"name", name, "kind", words.Message{ID: "instrument." + kind + ".name"}, "payee", sayValue(v.get("payee"))}
	if payer := v.get("payer"); payer != nil {
		args = append(args, "payer", sayValue(payer))
	}
	sourced := func(x *value, said any) any {
		if v.get("source") == nil {
			return sayUnsourced(x, said)
		}
		return said
	}
	amount := func(x *value) any { return sourced(x, sayValue(x)) }
	var m words.Message
	var more []words.Message
	switch kind {
	case "capitation":
		m = msg("say_capitation", append(args, "amount", amount(v.get("amount")), "registered", sayValue(v.get("registered")))...)
		if w := v.get("weights"); w != nil {
			more = append(more, msg("say_weights", "list", sayParts(w)))
		}
		if fee := v.get("fee"); fee != nil && plainNumber(fee) == 1 {
			more = append(more, msg("say_fee_kept", "services", sayServices(v.get("services"))))
		} else if fee != nil && plainNumber(fee) > 0 {
			more = append(more, msg("say_fee_left", "fee", sayValue(fee), "services", sayServices(v.get("services"))))
		} else {
			more = append(more, msg("say_no_fee", "services", sayServices(v.get("services"))))
		}
		more = append(more, sayOwnShare(v))
		if p := v.get("premium"); p != nil {
			more = append(more, msg("say_premium", "amount", amount(p)))
		}
	case "bundle":
		if tiers := v.get("tiers"); tiers != nil {
			m = msg("say_bundle_tiers", append(args, "list", sourced(tiers, sayParts(tiers)))...)
		} else {
			m = msg("say_bundle_episode", append(args, "amount", amount(v.get("episode")))...)
		}
		if services := v.get("services"); services != nil {
			more = append(more, msg("say_no_fee", "services", sayServices(services)), sayOwnShare(v))
		}
		if split := v.get("split"); split != nil {
			more = append(more, msg("say_parts", "list", sayParts(split)))
		}
	case "pooled_budget":
		m = msg("say_pool", append(args, "sources", sayParts(v.get("sources")), "uses", sayParts(v.get("uses")))...)
		if whole := v.get("amount"); whole != nil {
			more = append(more, msg("say_whole", "amount", amount(whole)))
		}
		if order := v.get("order"); order != nil {
			more = append(more, msg("say_in_order", "list", sayNames(order.items)))
		} else {
			more = append(more, msg("say_pro_rata"))
		}
		rest := "carry_over"
		if r := v.get("rest"); r != nil {
			rest = r.text
		}
		more = append(more, msg("say_rest_"+rest))
	case "prefinancing":
		m = msg("say_advance", append(args, "amount", amount(v.get("amount")))...)
		if over := v.get("paid_over"); over != nil {
			more = append(more, msg("say_paid_over", "over", sayTime(over)))
		}
		recoup := v.get("recoup")
		from := recoup.get("from")
		switch {
		case from != nil && recoup.get("share") != nil:
			more = append(more, msg("say_back_share", "from", from.text, "share", sayValue(recoup.get("share"))))
		case from != nil:
			more = append(more, msg("say_back_from", "from", from.text))
		case recoup.get("after") != nil:
			more = append(more, msg("say_back_after", "over", sayTime(recoup.get("over")), "after", sayTime(recoup.get("after"))))
		default:
			more = append(more, msg("say_back_over", "over", sayTime(recoup.get("over"))))
		}
	default:
		return none, false
	}
	for _, clause := range more {
		m = msg("clauses", "a", m, "b", clause)
	}
	return msg("sentence", "what", m), true
}

func sayOwnShare(v *value) words.Message {
	rule := "none"
	if o := v.get("own_share"); o != nil {
		rule = o.text
	}
	return msg("say_own_share_" + rule)
}

// sayParts lists the keys of a mapping with their values.
func sayParts(v *value) any {
	parts := make([]any, len(items(v)))
	for i, x := range items(v) {
		parts[i] = msg("part", "what", sayKey(v.keys[i]), "value", sayValue(x))
	}
	return sayList(parts)
}

func sayServices(v *value) any { return sayNames(items(v)) }

func sayNames(names []*value) any {
	parts := make([]any, len(names))
	for i, x := range names {
		parts[i] = sayKey(x.text)
	}
	return sayList(parts)
}

// sayKey puts a name of the grammar in words: a key, party, service or weight.
func sayKey(key string) any {
	switch {
	case slices.Contains(serviceNames, key):
		return msg("service_" + key)
	case slices.Contains(choiceWords, key):
		return msg("choice_" + key)
	case slices.Contains(partyNames, key):
		return words.Message{ID: "party." + key}
	case slices.Contains(keyWords, key):
		return msg("key_" + key)
	case english().Has("ledger.reason." + key):
		return words.Message{ID: "ledger.reason." + key}
	}
	return key
}

// sayList joins with commas.
func sayList(parts []any) any {
	if len(parts) == 0 {
		return msg("nothing")
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out = msg("path", "a", out, "b", p)
	}
	return out
}
