// Package cohort runs published state-transition models: [Calculate] by their matrix,
// [Live] one by one through the same monthly loop as the citizens.
package cohort
