package belgium

import (
	"fmt"
	"math"
	"strings"

	"piramide/sim"
	"piramide/sim/finance"
)

// Region is one collaboration: who lives there, by buurt, and which of the
// measured levels hold there. It is simulated serially and exchanges nothing
// with other regions.
type Region struct {
	ID         string
	Population bySexAge // whole citizens
	Buurten    []sim.Buurt
	Territory  Territory
	// Ageing: arrivals and departures follow the base year, and the region grows
	// old as Flanders does. Otherwise, where gross moves are known (the Leuven
	// regions), they keep the age structure; elsewhere net rates of the base year
	// hold, with Ageing or without.
	Ageing   bool
	gross    bool // gross arrivals and departures are known
	vt       *bySexAge
	birthday bySexAge // density of the population at each exact age
	flemish  bySexAge // that of Flanders, worked out in the same way; where gross
}

// Territory holds what differs between parts of the country.
type Territory struct {
	Name         string
	Party        finance.Party
	Mortality    [sim.Sexes]float64 // ratio to the Belgian death rates
	Cost, Visits float64            // ratio to the Belgian cell
	VT, GMD      float64            // share of the inhabitants
	migration    string             // path of the net migration rates
}

// RegionIDs are the regions that come with the tool.
var RegionIDs = []string{"leuven", "leuven-10", "leuven-6elz", "flanders", "belgium"}

// Regions builds a region of the tool from the evidence tables: one Region for
// leuven, leuven-10 and leuven-6elz; networks of about 600,000 inhabitants for
// flanders and belgium. Ages, buurten and territories are the same in every
// draw as long as the values are those of the base.
func Regions(id string, v Values) ([]Region, error) {
	switch id {
	case "leuven", "leuven-10":
		n := int(v.Get("team.count.leuven"))
		if id == "leuven-10" {
			n = 10
		}
		r := leuven(v, id)
		r.Buurten = buurten(v, id, r.Population, []int{n}, r.Territory.Party)
		return []Region{r}, nil
	case "leuven-6elz":
		r := sixELZ(v)
		return []Region{r}, nil
	case "flanders", "belgium":
		var out []Region
		for _, t := range territories(id, v) {
			out = append(out, networks(v, t)...)
		}
		return out, nil
	}
	return nil, fmt.Errorf("no region %q (hint: %s, or a .csv or .xlsx file)", id, strings.Join(RegionIDs, ", "))
}

// territories are the undivided parts of flanders and belgium, in one buurt each.
func territories(id string, v Values) []Region {
	one := func(t Territory, people bySexAge) Region {
		r := Region{ID: t.Name, Territory: t, Population: people, birthday: smoothDensity(people)}
		b := sim.Buurt{Name: t.Name, Territory: t.Party}
		for s := range people {
			for a, n := range people[s] {
				b.Count[a][s] = n
			}
		}
		r.Buurten = []sim.Buurt{b}
		return r
	}
	out := []Region{one(flanders(v), wholePopulation(v, "pop.fl"))}
	if id == "belgium" {
		out = append(out, one(rest(v, "wa"), restPopulation(v, "wa")), one(rest(v, "br"), restPopulation(v, "br")))
	}
	return out
}

// leuven is the pilot city, without buurten.
func leuven(v Values, id string) Region {
	r := Region{ID: id, Population: wholePopulation(v, "pop.leuven"), Territory: flanders(v), gross: true}
	r.Territory.Name, r.Territory.VT = "leuven", v.Get("vt.leuven")
	r.birthday, r.flemish = density(v, "pop.leuven"), density(v, "pop.fl")
	return r
}

// sixELZ is Leuven in ten buurten and five ELZ of the Flemish age table that
// fill the hospital network up. Its gross departures are those of Leuven: no
// gross number of the ELZ around is known.
func sixELZ(v Values) Region {
	city := leuven(v, "leuven-6elz")
	var total float64
	for s := range city.Population {
		total += city.Population[s].sum()
	}
	around := wholePopulation(v, "pop.fl")
	scale := total * (1/v.Get("region.leuven_share") - 1) / (around[0].sum() + around[1].sum())
	for s := range around {
		around[s] = wholeAges(around[s].times(scale))
	}
	n := int(v.Get("region.network.elz")) - 1
	perELZ := int(math.Round((around[0].sum() + around[1].sum()) / float64(n) / v.Get("team.size")))
	sizes := make([]int, n)
	for i := range sizes {
		sizes[i] = perELZ
	}
	inner := buurten(v, "leuven-6elz", city.Population, []int{10}, finance.Flanders)
	outer := buurten(v, "leuven-6elz/around", around, sizes, finance.Flanders)
	r := Region{ID: "leuven-6elz", Territory: flanders(v), gross: true}
	for s := range around {
		for a := range around[s] {
			r.Population[s][a] = city.Population[s][a] + around[s][a]
		}
	}
	for i := range outer {
		outer[i].ELZ++
		outer[i].Name = fmt.Sprintf("b%02d", len(inner)+i+1)
	}
	r.Buurten = append(inner, outer...)
	r.birthday, r.flemish = smoothDensity(r.Population), smoothDensity(wholePopulation(v, "pop.fl"))
	return r
}

// networks cuts a territory into regions of about the size of a hospital network.
func networks(v Values, whole Region) []Region {
	t, people := whole.Territory, whole.Population
	total := people[0].sum() + people[1].sum()
	size := v.Get("pop.total.leuven") / v.Get("region.leuven_share")
	n := int(math.Max(1, math.Round(total/size)))
	out := make([]Region, n)
	for s := range people {
		for a, x := range people[s] {
			for i := range out {
				out[i].Population[s][a] = math.Floor(x*float64(i+1)/float64(n)) - math.Floor(x*float64(i)/float64(n))
			}
		}
	}
	elz := int(v.Get("region.network.elz"))
	for i := range out {
		r := &out[i]
		r.ID, r.Territory = fmt.Sprintf("%s-%02d", t.Name, i+1), t
		perELZ := int(math.Round(total / float64(n) / float64(elz) / v.Get("team.size")))
		sizes := make([]int, elz)
		for k := range sizes {
			sizes[k] = perELZ
		}
		r.Buurten = buurten(v, r.ID, r.Population, sizes, t.Party)
		r.birthday = smoothDensity(r.Population)
	}
	return out
}

// flanders holds the Flemish levels.
func flanders(v Values) Territory {
	return Territory{
		Name: "flanders", Party: finance.Flanders,
		Mortality: [sim.Sexes]float64{v.Get("mortality.factor_fl.m"), v.Get("mortality.factor_fl.f")},
		Cost:      v.Get("cost.factor_fl"), Visits: v.Get("ed.factor_fl"),
		VT: v.Get("vt.fl"), GMD: v.Get("gmd.current"), migration: "migration.net.fl",
	}
}

// rest holds the levels of Wallonia and Brussels: what Flanders leaves of the
// Belgian deaths, cost, emergency visits and enrolment, the same for both.
func rest(v Values, id string) Territory {
	t := Territory{Name: "wallonia", Party: finance.Wallonia, VT: v.Get("vt." + id), migration: "migration.net.be"}
	if id == "br" {
		t.Name, t.Party = "brussels", finance.Brussels
	}
	f := flanders(v)
	w := belgians(v)
	be, fl := wholePopulation(v, "pop.be"), wholePopulation(v, "pop.fl")
	left := func(path string, sexes []int, factor float64) float64 {
		level := w.both(v.Table(path))
		var all, some float64
		for _, s := range sexes {
			for a := range be[s] {
				all += be[s][a] * level[s][a]
				some += fl[s][a] * level[s][a]
			}
		}
		return (all - some*factor) / (all - some)
	}
	for s := range t.Mortality {
		t.Mortality[s] = left("qx", []int{s}, f.Mortality[s])
	}
	t.Cost = left("cost.cell", []int{0, 1}, f.Cost)
	t.Visits = left("ed.visits", []int{0, 1}, f.Visits)
	nb, nf := be[0].sum()+be[1].sum(), fl[0].sum()+fl[1].sum()
	t.GMD = (v.Get("gmd.be")*nb - f.GMD*nf) / (nb - nf)
	return t
}

// restPopulation is the Belgian population less the Flemish, fitted to the
// broad age groups of Wallonia or Brussels.
func restPopulation(v Values, id string) (out bySexAge) {
	be, fl := wholePopulation(v, "pop.be"), wholePopulation(v, "pop.fl")
	groups := []struct {
		id       string
		from, to int
	}{{"0_17", 0, 17}, {"18_64", 18, 64}, {"65p", 65, sim.MaxAge}}
	for s, sex := range [sim.Sexes]string{"m", "f"} {
		for _, g := range groups {
			var total float64
			for a := g.from; a <= g.to; a++ {
				out[s][a] = math.Max(0, be[s][a]-fl[s][a])
				total += out[s][a]
			}
			want := v.Get(fmt.Sprintf("pop.%s.%s.%s", id, sex, g.id))
			for a := g.from; a <= g.to; a++ {
				out[s][a] *= want / total
			}
		}
		out[s] = wholeAges(out[s])
	}
	return out
}
