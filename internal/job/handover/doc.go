// Package handover makes what leaves the tool, from a result folder alone: [Write] the
// report, the one page, the annual plan, slides, workbook and note; [Plot] single figures;
// [Illustrate] what a new folder is filled with.
//
// All of them are methods of illustrator (figures.go): a comparison, a language. page.go
// fills the report for a browser and its sections (section*.go, checklist*.go, explained.go);
// report.go makes a paper of it; onepage.go, annual.go, slides.go and workbook.go are the other
// kinds, and languages.go sets two languages side by side. How a document looks is not here but
// in outputs/report, outputs/document, outputs/workbook and outputs/figure.
package handover
