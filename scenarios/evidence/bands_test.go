package evidence

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBandsReadsFiveYearRows(t *testing.T) {
	got, err := load(t).Bands("qx_be_2024")
	if err != nil {
		t.Fatal(err)
	}
	if got[Men][0] != 0.000749 { // qx_be_2024_m_0_4
		t.Errorf("men 0-4: %g", got[Men][0])
	}
	for sex := range got {
		for band := 3; band < Bands; band++ { // from 15 on death only rises with age
			if got[sex][band] <= got[sex][band-1] {
				t.Errorf("sex %d: death at band %d is not above the band before", sex, band)
			}
		}
	}
}

func TestBandsSpreadsCoarseRows(t *testing.T) {
	got, err := load(t).Bands("trans_down_10") // 0-17: 0.08, 18-44: 0.06, … 85+: 0.008
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]float64{0: 0.08, 2: 0.08, 3: (3*0.08 + 2*0.06) / 5, 4: 0.06, 16: 0.012, 17: 0.008, 19: 0.008}
	for band, w := range want {
		for sex := range got {
			if math.Abs(got[sex][band]-w) > 1e-12 {
				t.Errorf("sex %d, band %d: %g, want %g", sex, band, got[sex][band], w)
			}
		}
	}
}

func TestGaps(t *testing.T) {
	reg := load(t)
	if _, err := reg.Bands("asfr_be_2023"); err == nil || !strings.Contains(err.Error(), "has no row for ages 0 to 4") {
		t.Errorf("births have no rows for men and old women, yet Bands says %v", err)
	}
	births, _, _, err := reg.Tables("asfr_be_2023", ZeroOutside)
	if err != nil || births[Men][6] != 0 || births[Women][6] != 109.11 || births[Women][15] != 0 {
		t.Errorf("births: %v, men 30-34 %g, women 30-34 %g, women 75-79 %g", err, births[Men][6], births[Women][6], births[Women][15])
	}
	adults, _, _, err := reg.Tables("huntington_be_adults", ZeroOutside) // one row, 20+
	if err != nil || adults[Men][3] != 0 || adults[Men][4] != 9.68e-05 {
		t.Errorf("Huntington: %v, %v", err, adults[Men])
	}
	stay, _, _, err := reg.Tables("los_be_2020", Interpolation) // nothing from 35 to 54
	if err != nil {
		t.Fatal(err)
	}
	if stay[Men][6] != 4.28 || stay[Men][11] != 6.78 {
		t.Errorf("length of stay beside the gap: %v", stay[Men])
	}
	for band := 7; band <= 11; band++ { // five steps of equal size
		if step := stay[Men][band] - stay[Men][band-1]; math.Abs(step-(6.78-4.28)/5) > 1e-12 {
			t.Errorf("length of stay does not rise evenly along the gap: %v", stay[Men])
		}
	}
}

func TestBandsRefuses(t *testing.T) {
	reg := load(t)
	for prefix, want := range map[string]string{
		"qx_be_2o24":        `did you mean "qx_be_2024"?`,
		"pop_wa_2025_broad": "a count of persons aged 0-17 cannot be spread",
	} {
		if _, err := reg.Bands(prefix); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Bands(%q): %v, want it to say %s", prefix, err, want)
		}
	}
}

// A family that covers all ages once keeps its mean by years of age, however it is cut.
func TestSpreadKeepsTheMean(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cuts := rapid.SliceOfNDistinct(rapid.IntRange(1, 99), 1, 6, rapid.ID[int]).Draw(rt, "cuts")
		inside := make([]bool, 101)
		for _, c := range cuts {
			inside[c] = true
		}
		inside[100] = true
		reg := &Register{byID: map[string]int{}, byBase: map[string][]int{}}
		from, mean := 0, 0.0
		for age := 1; age <= 100; age++ {
			if !inside[age] {
				continue
			}
			v := rapid.Float64Range(0, 1).Draw(rt, "value")
			r := Row{ID: "x", Value: v, Low: v, High: v, Unit: "share", AgeBand: band(from, age)}
			reg.byBase["x"] = append(reg.byBase["x"], len(reg.rows))
			reg.rows = append(reg.rows, r)
			mean += v * float64(age-from) / 100
			from = age
		}
		got, err := reg.Bands("x")
		if err != nil {
			rt.Fatal(err)
		}
		sum := 0.0
		for _, v := range got[Men] {
			sum += v / Bands
		}
		if math.Abs(sum-mean) > 1e-12 || got[Men] != got[Women] {
			rt.Fatalf("mean %g, want %g", sum, mean)
		}
	})
}

func band(from, to int) string {
	if to == 100 {
		return strconv.Itoa(from) + "+"
	}
	return strconv.Itoa(from) + "-" + strconv.Itoa(to-1)
}
