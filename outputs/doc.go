// Package outputs turns what a world leaves behind into what people read:
// indicators, tables, a result folder, and the comparison of plans.
//
// It chooses no words and knows no number of the world: texts are ids of
// internal/words, relevance and discount rates come in with the [Manifest].
//
// Main types, in reading order:
//
//   - [Indicator] (indicator.go): what is measured, declared once in [Indicators].
//   - [CellTables] (tables.go): one run of one plan as rows, made by [Extract].
//   - [Manifest], [Run] (manifest.go): what was asked; decides the bytes of the folder.
//   - [Store] (store.go): writes a result folder, cell by cell, and resumes it.
//   - [Result] (result.go): a result folder read back.
//   - [Comparison] (compare.go): differences with the first plan, with intervals and verdicts.
//   - [Band], [Pyramid], [Flow], [PartyYear] (series.go, money.go): what figures are drawn from.
//
// [Table] writes a comparison for a terminal.
package outputs
