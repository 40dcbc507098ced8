package figure

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// pngCanvas draws pixels. It sets letters itself: gonum's canvas draws each of them anew,
// smoothed twice, wherever it falls between two pixels. Here a line of text stands on a
// whole pixel and a letter on a third of one, in four shades, so that the same letter is
// drawn once and looks the same each time: sharper, sooner, and in half the bytes.
type pngCanvas struct {
	*vgimg.Canvas
	img   *image.RGBA
	ink   *image.Uniform
	faces map[font.Font]*pixelFace
}

// pixelFace is a face in pixels with the letters that have been drawn of it.
type pixelFace struct {
	xfont.Face
	font    *sfnt.Font
	size    fixed.Int26_6 // in pixels
	buf     sfnt.Buffer
	letters map[letterAt]letter
}

// letterAt is a letter at a third of a pixel.
type letterAt struct {
	r     rune
	third fixed.Int26_6
}

// letter is a drawn letter, in its box around where it stands.
type letter struct {
	mask    *image.Alpha
	box     image.Rectangle
	advance fixed.Int26_6
}

func newPNG(w, h vg.Length, dpi float64) (*pngCanvas, error) {
	c := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(int(math.Round(dpi))))
	img, ok := c.Image().(*image.RGBA)
	if !ok || img.Stride != 4*img.Rect.Dx() {
		return nil, errors.New("figure: the PNG canvas has another kind of pixels")
	}
	return &pngCanvas{Canvas: c, img: img, ink: image.Black, faces: map[font.Font]*pixelFace{}}, nil
}

// SetColor sets the colour of lines, areas and text.
func (c *pngCanvas) SetColor(col color.Color) {
	c.Canvas.SetColor(col)
	c.ink = image.NewUniform(col)
}

// FillString writes text.
func (c *pngCanvas) FillString(face font.Face, pt vg.Point, str string) {
	f := c.faces[face.Font]
	if f == nil {
		f = &pixelFace{Face: face.FontFace(c.DPI()), font: face.Face, size: pixels(face.Font.Size.Dots(c.DPI())), letters: map[letterAt]letter{}}
		c.faces[face.Font] = f
	}
	x := pixels(pt.X.Dots(c.DPI())) + thirdPixel/2
	y := c.img.Rect.Max.Y - int(math.Round(pt.Y.Dots(c.DPI())))
	var before rune
	for _, r := range str {
		x += f.kern(before, r)
		l := f.letter(r, x&63/thirdPixel*thirdPixel)
		draw.DrawMask(c.img, l.box.Add(image.Pt(x.Floor(), y)), c.ink, image.Point{}, l.mask, image.Point{}, draw.Over)
		x, before = x+l.advance, r
	}
}

const thirdPixel fixed.Int26_6 = 22 // of the 64 parts of a pixel

func pixels(dots float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(64 * dots)) }

func (f *pixelFace) letter(r rune, third fixed.Int26_6) letter {
	at := letterAt{r, third}
	l, drawn := f.letters[at]
	if !drawn {
		l.advance, _ = f.GlyphAdvance(r)
		if box, mask, from, _, _ := f.Glyph(fixed.Point26_6{X: third}, r); mask != nil {
			l.box, l.mask = box, image.NewAlpha(image.Rectangle{Max: box.Size()})
			draw.Draw(l.mask, l.mask.Rect, mask, from, draw.Src) // the face draws its next letter over this one
			for i, a := range l.mask.Pix {
				l.mask.Pix[i] = uint8((int(a) + 42) / 85 * 85)
			}
		}
		f.letters[at] = l
	}
	return l
}

// kern is how much nearer two letters stand than they are wide. That of the face is in
// units of the font, whatever its size.
func (f *pixelFace) kern(a, b rune) fixed.Int26_6 {
	i, failed := f.font.GlyphIndex(&f.buf, a)
	k, failing := f.font.GlyphIndex(&f.buf, b)
	if failed != nil || failing != nil || a == 0 {
		return 0
	}
	near, _ := f.font.Kern(&f.buf, i, k, f.size, xfont.HintingNone) // 0 where the font says nothing
	return near
}

func (f *Figure) writePNG(w io.Writer, size Size) error {
	img, err := f.image(size, DPI)
	if err != nil {
		return err
	}
	return pngEncoder.Encode(w, img)
}

// pngEncoder takes the fastest compression: a third of the time for 3 % more bytes.
var pngEncoder = png.Encoder{CompressionLevel: png.BestSpeed}

// image draws the figure in pixels.
func (f *Figure) image(size Size, dpi float64) (*image.RGBA, error) {
	c, err := newPNG(size.W, f.height(size), dpi)
	if err != nil {
		return nil, err
	}
	f.paint(c, size)
	return c.img, nil
}

// PNG is the drawing as PNG of few colours; share is how wide it is in pixels, 1 for the
// full resolution.
func (d Drawing) PNG(share float64) ([]byte, error) {
	img, err := d.fig.image(d.size, DPI*share)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&b, few(img))
	return b.Bytes(), err
}
