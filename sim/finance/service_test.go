package finance

import (
	"testing"

	"pgregory.net/rapid"
)

// A GP consultation as in evidence rows ffs_consultation_fee, copay_gp_gmd and
// copay_gp_gmd_vt: EUR 30, own share 4, with VT 1. The ceilings are invented.
var (
	gpTariff = Tariff{Fee: 3000, OwnShare: 400, OwnShareVT: 100}
	bill     = MaximumBill{Ordinary: 50000, VT: 25000}
)

func TestOwnShare(t *testing.T) {
	for _, c := range []struct {
		name           string
		tariff         Tariff
		bill           MaximumBill
		vt             bool
		paid           Cents
		citizen, payer Cents
	}{
		{"ordinary, under the ceiling", gpTariff, bill, false, 0, 400, 2600},
		{"VT, under the ceiling", gpTariff, bill, true, 0, 100, 2900},
		{"exactly up to the ceiling", gpTariff, bill, false, 49600, 400, 2600},
		{"crossing it", gpTariff, bill, false, 49850, 150, 2850},
		{"at it", gpTariff, bill, false, 50000, 0, 3000},
		{"above it", gpTariff, bill, false, 60000, 0, 3000},
		{"VT crosses the lower ceiling", gpTariff, bill, true, 24999, 1, 2999},
		{"VT above the lower ceiling", gpTariff, bill, true, 25000, 0, 3000},
		{"ordinary passes the ceiling of VT", gpTariff, bill, false, 25000, 400, 2600},
		{"no ceiling", gpTariff, MaximumBill{}, false, 1e9, 400, 2600},
		{"own share above the fee", Tariff{Fee: 300, OwnShare: 400}, bill, false, 0, 300, 0},
		{"free service", Tariff{}, bill, false, 0, 0, 0},
	} {
		citizen, payer := OwnShare(c.tariff, c.bill, c.vt, c.paid)
		if citizen != c.citizen || payer != c.payer {
			t.Errorf("%s: citizen %d and payer %d, want %d and %d", c.name, citizen, payer, c.citizen, c.payer)
		}
	}
}

func TestOwnSharesOfAYearStopAtTheCeiling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vt := rapid.Bool().Draw(t, "vt")
		bill := MaximumBill{Ordinary: 1000, VT: 400}
		ceiling := bill.Ordinary
		if vt {
			ceiling = bill.VT
		}
		var paid, wanted Cents
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			fee := Cents(rapid.Int64Range(0, 500).Draw(t, "fee"))
			own := Cents(rapid.Int64Range(0, int64(fee)).Draw(t, "own share"))
			citizen, payer := OwnShare(Tariff{fee, own, own}, bill, vt, paid)
			if citizen < 0 || payer < 0 || citizen+payer != fee {
				t.Fatalf("fee %d became %d and %d", fee, citizen, payer)
			}
			paid += citizen
			wanted += own
		}
		if paid != min(wanted, ceiling) {
			t.Fatalf("paid %d, want the lesser of %d and %d", paid, wanted, ceiling)
		}
	})
}

func TestIdsRoundTripAndNearMisses(t *testing.T) {
	roundTrip(t, partyIDs, 0, ParseParty)
	roundTrip(t, reasonIDs[1:], 1, ParseReason)
	roundTrip(t, serviceIDs, 0, ParseService)
	roundTrip(t, kindIDs, 0, ParseKind)
	roundTrip(t, timingIDs, 0, ParseTiming)
	roundTrip(t, actionIDs, 0, ParseAction)
	roundTrip(t, paceIDs, 0, ParsePace)
	roundTrip(t, conditionIDs, 0, ParseCondition)
	roundTrip(t, levelIDs, 0, ParseLevel)
	if got := Kind(99).String(); got != "kind(99)" {
		t.Errorf("a kind that is none prints as %s", got)
	}
	if len(partyIDs) != NumParties || len(reasonIDs) != NumReasons || len(serviceIDs) != NumServices || len(actionIDs) != NumActions {
		t.Error("an id is missing or too many")
	}
	if r, known := ParseReason("none"); known || r != NoReason {
		t.Error("the zero reason can be written in a file")
	}
}

func roundTrip[T interface {
	~uint8
	String() string
}](t *testing.T, ids []string, first int, parse func(string) (T, bool)) {
	t.Helper()
	for i, id := range ids {
		if x, known := parse(id); !known || int(x) != first+i || x.String() != id {
			t.Errorf("%s: %v, %v", id, x, known)
		}
	}
	if x, known := parse(ids[0] + "x"); known || x != 0 {
		t.Errorf("%sx is %v", ids[0], x)
	}
}
