// Package workbook writes a result as a spreadsheet: the one page, a yellow sheet of
// prices, money, indicators, ledger and assumptions. Totals and differences are live
// formulas, so that a payer can see what another price would do to the euros; what
// care does to people does not move with them, and every sheet of money says so.
//
// It knows no simulator and chooses no words. The same [Book] gives the same bytes.
//
// Reading order: book.go (what a workbook holds), write.go (its sheets). Cells and
// styles are those of internal/sheet.
package workbook
