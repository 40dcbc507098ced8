package fault

import (
	"errors"

	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

// Reasons are what of an error can be said in any language: of mistakes in a file one
// message each, none where the error is a defect of ours.
func Reasons(err error) (list []words.Message) {
	var e *Error
	var p scenarios.Problems
	var one scenarios.Problem
	switch {
	case errors.As(err, &e):
		return []words.Message{e.Message}
	case errors.As(err, &p):
		for _, one := range p {
			list = append(list, one.Message())
		}
	case errors.As(err, &one):
		list = []words.Message{one.Message()}
	case errors.Is(err, belgium.ErrResidual):
		list = []words.Message{words.NewMessage("errors.residual")}
	}
	return list
}
