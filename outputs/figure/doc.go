// Package figure draws the pictures of a comparison in one theme: the pyramid,
// differences with intervals, monthly lines, waiting and workload, money by
// payer, and the flows between tiers.
//
// Each picture takes a small plain struct with labels already in words and
// numbers in the unit shown, and gives a [Figure], which is written as PNG, SVG
// or PDF in one of three sizes ([Slide], [Page], [Square]). The package knows
// no simulator and no comparison; the caller fills the structs.
//
// Every picture carries its message as title, unit, period and people as
// subtitle, how to read it, its source, the digest of the run and the line that
// it is a simulation. Uncertainty is always drawn. Text never overlaps and
// never leaves the frame: where it does not fit, the sheet grows downwards.
//
// Drawing is done on the canvases (vg) and fonts of gonum/plot without plot.Plot,
// whose axes leave no room for a check on the place of every text.
//
// Reading order: figure.go (frame, sizes, formats), theme.go (colours, fonts),
// sheet.go (all ink goes through here), axis.go, then one file per picture.
package figure
