package belgium

import (
	"fmt"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/sim"
)

// Quantity is something about Belgium that was observed somewhere and that the model
// predicts: a number, or the shares of a whole.
type Quantity struct {
	Name    string
	Said    words.Message // what it is, in a reader's words
	Unit    string        // one of the ids of [UnitOf]
	Numbers int           // more than one for shares of a whole
	Lean    bool          // counted in a small simulated world; the others are exact
}

// Quantities lists what [Predict] knows, in the order in which a reader looks for it:
// people and the pyramid, use and cost, nursing homes, gradients, who stays costly, P3.
func Quantities() []Quantity { return slices.Clone(quantities) }

// QuantityNamed finds a quantity.
func QuantityNamed(name string) (Quantity, bool) {
	i := slices.IndexFunc(quantities, func(q Quantity) bool { return q.Name == name })
	if i < 0 {
		return Quantity{}, false
	}
	return quantities[i], true
}

// NearQuantity is the name most like one that is unknown; "" when none is.
func NearQuantity(name string) string {
	names := make([]string, len(quantities))
	for i, q := range quantities {
		names[i] = q.Name
	}
	return evidence.Nearest(name, names)
}

// p3Prefix begins the quantities of P3, which follow from parameters and inhabitants alone.
const p3Prefix = "p3_"

// p3Years are those of the projects' columns. The first holds three quarters.
var p3Years = []string{"2019_t2_t4", "2020", "2021", "2022"}

var quantities = listQuantities()

func listQuantities() (list []Quantity) {
	add := func(name, unit string, said words.Message) {
		list = append(list, Quantity{Name: name, Said: said, Unit: unit, Numbers: 1})
	}
	lean := func(name, unit string, said words.Message) {
		list = append(list, Quantity{Name: name, Said: said, Unit: unit, Numbers: 1, Lean: true})
	}
	list = append(list, Quantity{Name: "tier_shares", Said: QuantityOf("tier_shares"), Unit: "share", Numbers: tiers})
	for s, sex := range sexLetters {
		add("life_expectancy_"+sex, "years", QuantityOf("life_expectancy", "sex", sexName(s)))
		add("life_expectancy_65_"+sex, "years", QuantityOf("life_expectancy_65", "sex", sexName(s)))
	}
	add("stay_complex_65", "share", QuantityOf("stay_complex"))
	add("insurance_cost", "euro_year", QuantityOf("insurance_cost"))
	add("insurance_cost_chronic", "share", QuantityOf("cost_chronic"))
	add("stays", "per_1000", QuantityOf("stays"))
	add("ed_visits", "per_1000", QuantityOf("emergency"))
	for _, of := range []struct{ name, unit string }{{"insurance_cost", "euro_year"}, {"stays", "per_1000"}, {"ed_visits", "per_1000"}} {
		for s, sex := range sexLetters {
			for b := range bands {
				add(fmt.Sprintf("%s_%s_%s", of.name, sex, bandID(b)), of.unit, QuantityOf(of.name+"_of", "sex", sexName(s), "age", bandSaid(b)))
			}
		}
	}
	for s, sex := range sexLetters {
		add("nursing_home_85p_"+sex, "share", QuantityOf("nursing_home_85", "sex", sexName(s)))
	}
	add("nursing_home_dementia_18m", "share", QuantityOf("nursing_home_dementia"))
	add("dementia_home", "share", QuantityOf("dementia_home"))
	for s, sex := range sexLetters {
		add("life_expectancy_gap_"+sex, "years", QuantityOf("life_expectancy_gap", "sex", sexName(s)))
		add("life_expectancy_25_gap_"+sex, "years", QuantityOf("life_expectancy_25_gap", "sex", sexName(s)))
	}
	add("chronic_ses_ratio", "ratio", QuantityOf("chronic_ses"))
	add("ed_vt_ratio", "ratio", QuantityOf("ed_vt"))
	for k, share := range topShares {
		lean(topNames[k], "share", QuantityOf("costliest", "share", share))
	}
	lean("costliest_5_stay", "share", QuantityOf("costliest_stay"))
	lean("frequent_index", "share", QuantityOf("frequent_index"))
	lean("frequent_next", "share", QuantityOf("frequent_next"))
	lean("frequent_ratio", "ratio", QuantityOf("frequent_ratio"))
	for _, year := range p3Years {
		said, _, _ := strings.Cut(year, "_")
		add("p3_new_patients_"+year, "persons", QuantityOf("p3_new_"+map[bool]string{true: "part", false: "year"}[year != said], "year", said))
		for _, s := range p3Services {
			add("p3_"+s.name+"_"+year, "services", QuantityOf("p3_"+map[bool]string{true: "part", false: "year"}[year != said], "year", said, "service", QuantityOf("p3_service_"+s.name)))
		}
	}
	return list
}

// sexLetters write a sex as evidence rows do.
var sexLetters = [sim.Sexes]string{"m", "f"}

// The costliest whose share of cost is predicted.
var (
	topShares = [3]float64{0.01, 0.05, 0.10}
	topNames  = [3]string{"costliest_1", "costliest_5", "costliest_10"}
)

// bandID writes a band as evidence rows do: 0_4, 95p.
func bandID(b int) string {
	from, to := bandAges(b)
	if b == bands-1 {
		return fmt.Sprintf("%dp", from)
	}
	return fmt.Sprintf("%d_%d", from, to)
}

func bandSaid(b int) string {
	from, to := bandAges(b)
	if b == bands-1 {
		return fmt.Sprintf("%d+", from)
	}
	return fmt.Sprintf("%d–%d", from, to)
}
