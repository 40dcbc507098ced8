package scenarios

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
)

// Quantity is a number with its unit, as written in a file: 40 %,
// 12 EUR/person/year, 30 months, 1 FTE/buurt. Unit is in canonical form (see
// [ParseQuantity]); a bare number has unit "".
type Quantity struct {
	Value float64
	Unit  string
}

// largest is the biggest amount a file may name; beyond it a typing error is
// certain (the whole Belgian health budget is under 10^11 EUR).
const largest = 1e15

// unitWords maps what people write to the canonical word of a unit.
var unitWords = map[string]string{
	"%": "%", "eur": "EUR", "€": "EUR", "euro": "EUR",
	"month": "month", "months": "month", "maand": "month", "maanden": "month", "mois": "month",
	"year": "year", "years": "year", "jaar": "year", "jaren": "year", "an": "year", "ans": "year", "année": "year",
	"person": "person", "persons": "person", "persoon": "person", "citizen": "person", "burger": "person", "personne": "person",
	"inhabitant": "inhabitant", "inwoner": "inhabitant", "habitant": "inhabitant",
	"hour": "hour", "hours": "hour", "uur": "hour", "heure": "hour", "heures": "hour",
	"week": "week", "weken": "week", "weeks": "week", "semaine": "week",
	"action": "action", "actions": "action", "actie": "action", "acties": "action",
	"place": "place", "places": "place", "plaats": "place", "plaatsen": "place",
	"buurt": "buurt", "elz": "elz", "network": "network", "netwerk": "network", "region": "region", "regio": "region",
	"fte": "FTE", "vte": "FTE", "etp": "FTE",
	"zorgcoach": "zorgcoach", "casemanager": "casemanager", "buurtteamcoach": "buurtteamcoach",
	"population_manager": "population_manager", "outreach": "outreach", "nursing_home_team": "nursing_home_team", "carer_support": "carer_support",
	"link_worker": "link_worker", "link_workers": "link_worker",
}

// ParseQuantity reads a number and its unit. Point and comma are both decimal
// signs; 31.439 is refused because it may mean 31 thousand. Units are words
// joined by /, time last; Dutch and French words are understood.
func ParseQuantity(text string) (Quantity, error) {
	q, m := parseQuantity(text)
	if m.ID != "" {
		return Quantity{}, errors.New(english().Tell(m))
	}
	return q, nil
}

func parseQuantity(text string) (Quantity, words.Message) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("+-0123456789.,", r) })
	if end < 0 {
		end = len(text)
	}
	number, rest := text[:end], strings.TrimSpace(text[end:])
	x, m := parseNumber(number, text)
	if m.ID != "" {
		return Quantity{}, m
	}
	unit, m := parseUnit(rest)
	if m.ID != "" {
		return Quantity{}, m
	}
	return Quantity{x, unit}, none
}

// parseNumber reads the number of a quantity; whole is the text it stands in.
func parseNumber(s, whole string) (float64, words.Message) {
	first, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(whole), "+-. "), " ")
	switch first {
	case "nan", "inf", "infinity":
		return 0, msg("not_finite", "text", whole)
	}
	digits := strings.TrimLeft(s, "+-")
	if digits == "" || len(s)-len(digits) > 1 {
		return 0, msg("not_a_number", "text", clip(whole))
	}
	if strings.Count(digits, ".")+strings.Count(digits, ",") > 1 {
		return 0, msg("thousands", "text", clip(s), "plain", clip(strings.NewReplacer(".", "", ",", "").Replace(s)))
	}
	if at := strings.IndexAny(digits, ".,"); at >= 0 {
		if at == 0 || at == len(digits)-1 {
			return 0, msg("not_a_number", "text", clip(whole))
		}
		if len(digits)-at-1 == 3 && at <= 3 && digits[0] != '0' {
			head, tail := digits[:at], digits[at+1:]
			return 0, msg("ambiguous", "text", s, "thousands", head+tail, "decimal", head+"."+tail+"0")
		}
	} else if len(digits) > 1 && digits[0] == '0' {
		return 0, msg("leading_zero", "text", clip(s))
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.Abs(x) > largest {
		return 0, msg("too_large_number", "text", clip(s))
	}
	return x + 0, none
}

func parseUnit(s string) (string, words.Message) {
	if s == "" {
		return "", none
	}
	var words []string
	time := ""
	for i, w := range strings.Split(s, "/") {
		w = strings.TrimSpace(w)
		known, ok := unitWords[strings.ToLower(w)]
		switch {
		case !ok:
			return "", msg("unknown_unit", "unit", clip(s))
		case i > 0 && (known == "year" || known == "month") && time == "":
			time = known
		default:
			words = append(words, known)
		}
	}
	if time != "" {
		words = append(words, time)
	}
	return strings.Join(words, "/"), none
}

// String writes the quantity so that [ParseQuantity] reads it back exactly.
func (q Quantity) String() string {
	s := number(q.Value)
	switch {
	case q.Unit == "":
		return s
	case (q.Unit == "month" || q.Unit == "year" || q.Unit == "hour") && q.Value != 1:
		return s + " " + q.Unit + "s"
	}
	return s + " " + q.Unit
}

// number writes a float without exponent and never in the ambiguous shape 1.234.
func number(x float64) string {
	s := strconv.FormatFloat(x+0, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	digits := strings.TrimPrefix(s, "-")
	if at := strings.IndexByte(digits, '.'); at >= 0 && len(digits)-at-1 == 3 && at <= 3 && digits[0] != '0' {
		s += "0"
	}
	return s
}

// Months gives a duration in months.
func (q Quantity) Months() float64 {
	if q.Unit == "year" {
		return q.Value * 12
	}
	return q.Value
}

// Share gives a percentage as a fraction.
func (q Quantity) Share() float64 { return q.Value / 100 }

// PerYear gives an amount per year of a quantity per year or per month, and the
// area or head it is per: region, network, elz, buurt, inhabitant or person.
func (q Quantity) PerYear() (amount float64, per string) {
	words := strings.Split(q.Unit, "/")
	amount, per = q.Value, "region"
	for _, w := range words[1:] {
		switch w {
		case "month":
			amount *= 12
		case "year":
		default:
			per = w
		}
	}
	return amount, per
}

// ParseMonth reads a month written as 2028-01.
func ParseMonth(s string) (sim.Month, error) {
	if len(s) != 7 || s[4] != '-' {
		return 0, errors.New(english().Tell(msg("not_a_month", "text", clip(s))))
	}
	year, err1 := strconv.ParseUint(s[:4], 10, 16)
	month, err2 := strconv.ParseUint(s[5:], 10, 8)
	if err1 != nil || err2 != nil || month < 1 || month > 12 {
		return 0, errors.New(english().Tell(msg("not_a_month", "text", clip(s))))
	}
	return sim.Month(year*12 + month - 1), nil
}

// FormatMonth writes a month as 2028-01.
func FormatMonth(m sim.Month) string { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }

// clip keeps a quoted text short in a message.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
