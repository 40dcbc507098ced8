// Package report writes the result of a comparison as one HTML page that needs
// no network: text, tables and figures in one file, readable on a screen and
// printed on A4.
//
// The caller fills a [Report] with sentences and numbers that are already in
// words; the package brings order, headings, typography and accessibility. Its
// own words (headings, column names) come from internal/words, area report.
//
// Reading order: report.go (what a report holds), html.go (how it is written),
// beside.go (two languages side by side), page.html, page.css and page.js (what it
// looks like).
package report
