// Package document is a text with tables and pictures, written as HTML, PDF, docx
// or Markdown: what people take to a meeting or paste in a note. It knows no
// simulator and no comparison and chooses no words; the caller fills a [Document]
// with sentences and formatted numbers. The same document gives the same bytes.
//
// Reading order: document.go (what a document is), then one file per format:
// html.go, pdf.go, docx.go, markdown.go.
package document
