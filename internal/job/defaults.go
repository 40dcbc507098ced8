package job

import (
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// defaults are the register of numbers and the parameters of the model. That
// they cannot be read is a fault of the program itself.
func defaults() (*evidence.Register, *model.Parameters, error) {
	reg, err := evidence.Load()
	if err != nil {
		return nil, nil, err
	}
	params, err := model.Load(reg)
	return reg, params, err
}

// burnIn is how many months of care as today precede the accounts (model.md
// section 1), so that queues, caseloads and histories are filled.
const burnIn = 36
