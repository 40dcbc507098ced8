package evidence

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryRowHasOneRole(t *testing.T) {
	reg := load(t)
	for _, r := range reg.Rows() {
		if role, ok := reg.Role(r.ID); !ok || role.Use == "" {
			t.Errorf("%s: %s has no role", r.Where(), r.ID)
		}
	}
	if _, ok := reg.Role("no_such_row"); ok {
		t.Error("a row that is not there has a role")
	}
}

// What a whole population showed bounds the model and never feeds it.
func TestBoundsAndTargetsAreNoInput(t *testing.T) {
	reg := load(t)
	for _, r := range reg.Rows() {
		role, _ := reg.Role(r.ID)
		var want Use
		switch {
		case r.ID == "ic_whole_system_rr_5y", strings.HasPrefix(r.ID, "vanguard_pop_"):
			want = Bound
		case strings.HasPrefix(r.ID, "le_be_"), r.ID == "conc_top5_be", strings.HasPrefix(r.ID, "rtm_"), strings.HasPrefix(r.ID, "trans_ontario_"):
			want = Target
		default:
			continue
		}
		if role.Use != want {
			t.Errorf("%s: %s is a %s; it must be a %s", r.Where(), r.ID, role.Use, want)
		}
	}
}

// The pairs that are known to answer one question.
func TestKnownPairsAreOneQuestion(t *testing.T) {
	reg := load(t)
	for _, pair := range [][2]string{
		{"gp_copay_gmd", "copay_gp_gmd"},
		{"gp_copay_vt", "copay_gp_gmd_vt"},
		{"gp_fee_2023", "ffs_consultation_fee"},
		{"elz_count", "elz_in_flanders"},
		{"population_per_elz", "elz_size"},
		{"diabetes_be_2020", "diabetes_prevalence_be"},
		{"caseload_zorgcoach", "clients_per_fte_medium"},
		{"gmd_fl_current", "gmd_fl_2015"},
		{"tier_share_t3_high_complexity_*", "complex_per_team"},
		{"tier_share_t2_high_risk_*", "highrisk_per_team"},
		{"seed_budget_per_included", "seed_budget_per_included_person"},
		{"seed_split_coordination", "seed_share_care_coordination"},
		{"seed_split_casemanagement", "seed_share_case_management"},
		{"seed_vicinity_teams", "seed_buurtteams_n"},
		{"seed_elz_per_hospital_network", "seed_phm_elz_count"},
		{"vt_share_fl_2021", "eq_share_vt_flanders"},
	} {
		lead, other := pair[0], pair[1]
		if role, _ := reg.Role(other); role.Use != Alternative || role.Answers != lead {
			t.Errorf("%s answers the question of %s, yet its role is %s %s", other, lead, role.Use, role.Answers)
		}
		found := false
		for _, name := range reg.Alternatives(lead) {
			found = found || name == other
		}
		if !found {
			t.Errorf("Alternatives(%s) = %v; %s is missing", lead, reg.Alternatives(lead), other)
		}
	}
}

// Two values with the same words, ages, sex and place would be one number twice.
func TestNoTwoValuesSayTheSame(t *testing.T) {
	reg := load(t)
	place := strings.NewReplacer("Belgium", "BE", "Flanders", "FL", "Leuven region", "LEUVEN", "Leuven", "LEUVEN")
	seen := map[string]Row{}
	for _, r := range reg.Rows() {
		if role, _ := reg.Role(r.ID); role.Use != Value {
			continue
		}
		tier := ""
		for _, name := range []string{"t0_general", "t1_chronic_selfcare", "t2_high_risk", "t3_high_complexity"} {
			if strings.Contains(r.ID, name) {
				tier = name
			}
		}
		move := ""
		if strings.HasPrefix(r.ID, "price_") || strings.HasPrefix(r.ID, "health_index_growth_") {
			move = r.Year // one number for each year
		}
		key := strings.Join([]string{r.Quantity, r.AgeBand, r.Sex, r.Unit, place.Replace(r.Region), tier, move}, "|")
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s both are values of %q", other.ID, r.ID, r.Quantity)
		}
		seen[key] = r
	}
}

func TestRolesRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, want string }{
		"no role":            {"roles.csv", "\nkce_guidelines,,", "\nkce_guidelines,kce_lifetime_horizon,", `group "kce_guidelines" has no role`},
		"unknown role":       {"roles.csv", "kce_guidelines,,background", "kce_guidelines,,useful", `role is "useful"`},
		"nothing fits":       {"roles.csv", "\nkce_guidelines,,", "\nkce_guidelines,kce_nothing,background,,\nkce_guidelines,,", `no row fits group "kce_guidelines", id "kce_nothing"`},
		"twice":              {"roles.csv", "\nkce_guidelines,,", "\nkce_guidelines,,target,,\nkce_guidelines,,", "already has a role at roles.csv:"},
		"alternative of air": {"roles.csv", "copay_gp_gmd,alternative,gp_copay_gmd", "copay_gp_gmd,alternative,gp_copay_gdm", `"gp_copay_gdm" is none (did you mean "gp_copay_gmd"?)`},
		"value twice":        {"roles.csv", "copay_gp_gmd,alternative,gp_copay_gmd", "copay_gp_gmd,value,", "copay_gp_gmd answers what gp_copay_gmd answers"},
		"question of air":    {"questions.csv", "elz_count,elz_in_flanders", "elz_count,elz_in_flandres", `"elz_in_flandres" is no row or family`},
		"lonely question":    {"questions.csv", "\nelz_count,elz_in_flanders,", "", `question "elz_count" has one row only`},
	} {
		t.Run(name, func(t *testing.T) {
			data := files(t)
			text := data[c.file].Data
			if !bytes.Contains(text, []byte(c.old)) {
				t.Fatalf("%s does not contain %q", c.file, c.old)
			}
			data[c.file] = &fstest.MapFile{Data: bytes.Replace(text, []byte(c.old), []byte(c.new), 1)}
			_, err := Read(data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v\nwant it to say %s", err, c.want)
			}
		})
	}
}
