package reading

import (
	"bytes"
	"io"

	"piramide/outputs"
	"piramide/outputs/figure"
)

// Picture is a figure with the name of its files.
type Picture struct {
	Name string
	Fig  *figure.Figure
	Size figure.Size
}

// Write stores a picture in its three formats under figures/.
func (p Picture) Write(store *outputs.Store) error {
	for _, ext := range []string{"png", "svg", "pdf"} {
		if err := store.WriteFile("figures/"+p.Name+"."+ext, func(w io.Writer) error { return p.Fig.Write(w, ext, p.Size) }); err != nil {
			return err
		}
	}
	return nil
}

// SVG is the picture as such a document.
func (p Picture) SVG() ([]byte, error) {
	var b bytes.Buffer
	err := p.Fig.Write(&b, "svg", p.Size)
	return b.Bytes(), err
}

// Sizes and formats in which a figure can be asked, the default first.
var (
	FigureSizes   = []string{"slide", "page", "square"}
	FigureFormats = []string{"png", "svg", "pdf"}
	SizeOf        = map[string]figure.Size{"slide": figure.Slide, "page": figure.Page, "square": figure.Square}
)
