package job

import (
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// Defaults are the register of numbers and the parameters of the model. That
// they cannot be read is a fault of the program itself.
func Defaults() (*evidence.Register, *model.Parameters, error) {
	reg, err := evidence.Load()
	if err != nil {
		return nil, nil, err
	}
	params, err := model.Load(reg)
	return reg, params, err
}

// BurnIn is how many months of care as today precede the accounts (model.md
// section 1), so that queues, caseloads and histories are filled.
const BurnIn = 36
