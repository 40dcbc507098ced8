// Package evaluation holds what an evaluation of a programme calculates, and how well it
// does so when the truth is known. It is plain numbers in, plain numbers out; it opens no
// file and chooses no words.
//
// Central types:
//
//   - [Count]: what happened to somebody, or in a buurt, over how much exposure
//   - [Estimate]: a difference with its interval; of [Paired], [Arms], [Matched] or [Wedge]
//   - [Panel] (wedge.go): buurten by period, which enter one after the other
//   - [Repetition] and [Performance]: estimates beside the truth, over many repetitions
//
// Reading order: estimate.go, difference.go, match.go, wedge.go, performance.go. Formulas,
// sources and what each design can and cannot see: docs/evaluation.md.
package evaluation
