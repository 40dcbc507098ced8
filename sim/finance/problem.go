package finance

import (
	"fmt"
	"maps"
	"strings"
)

// Problem is one mistake in a set of instruments, for the caller to put in words:
// this package has codes and arguments, and no sentence.
type Problem struct {
	Path  string         // the field in the terms of a scenario file: financing.NAME.FIELD
	Code  string         // what is wrong, of [Codes]
	Args  map[string]any // by name: ids and months as files write them, euro, shares, counts
	Other string         // path of the other instrument, when two do not go together
}

// String writes path, code and arguments, for a log.
func (p Problem) String() string {
	s := p.Path + ": " + p.Code
	for _, name := range codes[p.Code] {
		s += fmt.Sprintf(" %s=%v", name, p.Args[name])
	}
	return s
}

// Problems is every mistake of a set of instruments, as an error.
type Problems []Problem

// Error lists the problems, one per line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// Codes returns what can be wrong, with the names of the arguments of each.
func Codes() map[string][]string { return maps.Clone(codes) }

// problem makes a Problem; arguments come in the order of their code.
func problem(path, code string, args ...any) Problem {
	names, known := codes[code]
	if !known || len(names) != len(args) {
		panic(fmt.Sprintf("finance: problem %q with %d arguments", code, len(args)))
	}
	p := Problem{Path: path, Code: code}
	for i, name := range names {
		if p.Args == nil {
			p.Args = make(map[string]any, len(names))
		}
		switch x := args[i].(type) {
		case []string:
			p.Args[name] = strings.Join(x, ", ")
		case float64, int:
			p.Args[name] = x
		case int32:
			p.Args[name] = int(x)
		case int64:
			p.Args[name] = int(x)
		default: // a name, or an id or month that writes itself
			p.Args[name] = fmt.Sprint(x)
		}
	}
	return p
}

// beside names the other instrument.
func (p Problem) beside(name string) Problem {
	p.Other = "financing." + name
	return p
}

// codes are what can be wrong, with the names of the arguments.
var codes = map[string][]string{
	"no_name":                   nil,
	"name_reserved":             {"names"},
	"odd_service":               {"party", "service", "choices"},
	"no_such":                   {"choices"},
	"unknown_terms":             {"type"},
	"twice":                     nil,
	"amount_negative":           {"euro"},
	"amount_large":              {"euro", "most"},
	"share_range":               {"share"},
	"weight_range":              {"weight"},
	"part_twice":                {"to", "reason"},
	"part_to_payer":             {"to"},
	"pays_itself":               {"party"},
	"only_receives":             {"party"},
	"end_before_start":          {"end", "start"},
	"cap_under_floor":           {"cap", "floor"},
	"no_kind":                   {"choices"},
	"citizen_delivers":          nil,
	"citizen_pays":              {"kind"},
	"odd_payer":                 {"party", "kind", "choices"},
	"odd_payee":                 {"party", "kind", "choices"},
	"odd_use":                   {"party", "reason", "choices"},
	"earns_no_savings":          {"party"},
	"no_floor":                  {"kind"},
	"startup_without_start":     nil,
	"units_not_here":            nil,
	"no_service":                nil,
	"own_share_over_fee":        nil,
	"vt_over_own_share":         nil,
	"units_range":               {"units"},
	"least_negative":            {"least"},
	"condition_without_actions": nil,
	"actions_without_condition": nil,
	"split_sum":                 {"sum"},
	"split_over":                {"sum"},
	"budget_for_nothing":        {"choices"},
	"name_taken":                nil,
	"fixed_budget_changed":      nil,
	"pooled_budget_changed":     nil,
	"prefinancing_changed":      nil,
	"yearly_changed":            {"kind"},
	"periods_overlap":           {"start"},
	"same_saving":               {"first", "second"},
	"service_paid_twice":        {"first", "second", "service"},
	"rivals":                    {"first", "second", "to"},
	"paid_twice":                {"first", "second", "to", "reason"},
	"over_registered":           {"names", "service", "sum"},
	"lag_range":                 {"months"},
	"pays_no_care":              {"party"},
	"no_expected_cost":          {"reason", "choices"},
	"benchmark_without_amount":  nil,
	"amount_not_used":           {"benchmark"},
	"base_years_range":          {"years"},
	"needs_base_years":          {"benchmark"},
	"base_years_early":          {"from", "first", "least"},
	"trend_range":               {"trend"},
	"trend_found":               {"benchmark"},
	"gain_twice":                {"to"},
	"cost_unpaid":               {"reason"},
	"nothing_shared":            nil,
	"loss_rules":                nil,
	"nothing_measured":          {"choices"},
	"measures_unused":           nil,
	"open_gate":                 nil,
	"target_range":              {"target"},
	"not_risk_adjusted":         nil,
	"deadline_range":            nil,
	"untested":                  nil,
	"bundle_by_both":            nil,
	"bundle_in_proportion":      nil,
	"bundle_for_nothing":        nil,
	"heavy_class":               nil,
	"covers_nothing":            nil,
	"no_sources":                nil,
	"no_payer":                  {"party"},
	"source_twice":              nil,
	"sources_large":             nil,
	"no_uses":                   nil,
	"use_to_payer":              {"to"},
	"other_first_source":        {"party", "source"},
	"holds_no_envelope":         {"party"},
	"paid_over_range":           {"months"},
	"never_recouped":            nil,
	"recouped_twice":            nil,
	"nothing_withheld":          nil,
	"recoup_range":              {"over", "after"},
	"recouped_early":            {"from", "until"},
	"advance_without_start":     nil,
	"advance_with_cap":          nil,
	"no_instrument":             {"name"},
	"from_advance":              {"name"},
	"pays_another":              {"name", "payee"},
	"withheld_over":             {"names", "sum", "name"},
}
