package finance_test

import (
	"fmt"

	"piramide/sim/finance"
)

// A regional convention of EUR 1,000 a year, split 60/40, for a quarter.
func ExampleSettlement() {
	ledger := finance.NewLedger(3)
	settlement, err := finance.Compile([]finance.Instrument{{
		Name: "regio", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true,
		Terms: finance.RegionalConvention{
			PerYear: finance.Euro(1000),
			Split: []finance.Share{
				{To: finance.ZorgcoachPosts, Reason: finance.ForCoordination, Share: 0.6},
				{To: finance.CasemanagementPool, Reason: finance.ForCaseManagement, Share: 0.4},
			},
		},
	}}, finance.Date(2028, 1), 8, ledger)
	if err != nil {
		fmt.Println(err)
		return
	}
	activity := finance.NewActivity(8)
	for month := range 3 {
		received := settlement.Settle(month, activity)
		fmt.Println(received.Region(finance.ZorgcoachPosts), received.Region(finance.CasemanagementPool))
	}
	fmt.Println("programme cost:", ledger.ProgrammeCost(0, 3))
	// Output:
	// 5000 3333
	// 5000 3334
	// 5000 3333
	// programme cost: 25000
}
