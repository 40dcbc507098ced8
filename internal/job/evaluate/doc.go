// Package evaluate shows what an evaluation of a plan would have concluded, in worlds where
// the truth is known: [BeforeAfter] the simplest one (before_after.go), and
// [Designs] any planned design (design.go and its siblings: the worlds that are
// lived, what a register holds of them, whom a design sees, how it is judged). What a design
// calculates is in outputs/evaluation.
package evaluate
