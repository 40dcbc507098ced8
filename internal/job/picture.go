package job

import (
	"bytes"
	"io"

	"piramide/outputs"
	"piramide/outputs/figure"
)

// picture is a figure with the name of its files.
type picture struct {
	name string
	fig  *figure.Figure
	size figure.Size
}

// write stores a picture in its three formats under figures/.
func (p picture) write(store *outputs.Store) error {
	for _, ext := range []string{"png", "svg", "pdf"} {
		if err := store.WriteFile("figures/"+p.name+"."+ext, func(w io.Writer) error { return p.fig.Write(w, ext, p.size) }); err != nil {
			return err
		}
	}
	return nil
}

func (p picture) svg() ([]byte, error) {
	var b bytes.Buffer
	err := p.fig.Write(&b, "svg", p.size)
	return b.Bytes(), err
}

// Sizes and formats in which a figure can be asked, the default first.
var (
	figureSizes   = []string{"slide", "page", "square"}
	figureFormats = []string{"png", "svg", "pdf"}
	sizeOf        = map[string]figure.Size{"slide": figure.Slide, "page": figure.Page, "square": figure.Square}
)
