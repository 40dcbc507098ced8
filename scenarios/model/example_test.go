package model_test

import (
	"fmt"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

func Example() {
	reg, err := evidence.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	parameters, err := model.Load(reg)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := parameters.Parameter("care.hours.startup")
	fmt.Printf("%s: %g (%g to %g) %s, %s, from %s\n", p.Path, p.Base, p.Low, p.High, p.Unit, p.Kind, p.Evidence)

	base := parameters.Values(2026, 0)
	fmt.Printf("a stay costs EUR %.0f, a consultation EUR %.2f in prices of 2024\n", base.Euro("price.stay"), base.Euro("price.gp"))
	fmt.Printf("women aged 85 to 89 in a nursing home: %.1f %%\n", 100*base.Table("nursing_home.share")[evidence.Women][17])
	// Output:
	// care.hours.startup: 6 (4 to 10) hours/client/month, assumption, from hours_client_crisis
	// a stay costs EUR 6375, a consultation EUR 30.99 in prices of 2024
	// women aged 85 to 89 in a nursing home: 20.5 %
}
