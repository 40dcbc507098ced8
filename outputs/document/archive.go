package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
)

// part is a file inside a package of Office Open XML.
type part struct {
	name string
	body []byte
}

// archive writes the parts of a package in their order, with a fixed date.
func archive(w io.Writer, parts []part) error {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: fixed})
		if err != nil {
			return fmt.Errorf("document: %w", err)
		}
		if _, err := f.Write(p.body); err != nil {
			return fmt.Errorf("document: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	_, err := buf.WriteTo(w)
	return err
}

// xmlText is a text inside XML.
func xmlText(s string) string { return html.EscapeString(s) }

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// coreProperties names the title and language of a package, with the fixed date.
func coreProperties(title, lang string) []byte {
	date := fixed.Format("2006-01-02T15:04:05Z")
	return []byte(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + xmlText(title) + `</dc:title><dc:creator>Piramide</dc:creator><dc:language>` + lang + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + date + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + date + `</dcterms:modified></cp:coreProperties>`)
}
