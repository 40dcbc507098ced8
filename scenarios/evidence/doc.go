// Package evidence holds the register of numbers: every value the model takes
// from the world, with its range, unit, kind and source, and the marked
// assumptions (own_*) that stand where no source was found.
//
// The register is embedded: two files of published and derived rows, one file
// of our own assumptions, and two files that say what each row is for (its
// role) and which rows answer the same question. It is written in English;
// texts.csv holds its words in Dutch and French, and [In] gives them to a reader.
//
// Main types: [Row] (one number), [Register] (all of them, looked up by id,
// group or age family), [Table] (sex × twenty five-year bands), [Role].
// Read row.go, register.go, bands.go, roles.go, texts.go, in that order.
package evidence
