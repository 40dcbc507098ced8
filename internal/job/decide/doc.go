// Package decide says what follows from a finished comparison or sweep for a choice:
// [Decide] reads the folder, outputs/decision calculates, and a [Decision] is told as text,
// CSV, JSON and figures. decide.go holds what is weighed and what is one observation; the
// measures are told in information.go, sensitivity.go and robust.go.
// docs/decisions.md explains each.
package decide
