package figure

import (
	"image/color"
	"math"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// The inks. Body text on white has a contrast of at least 4.5 to 1.
var (
	white = color.NRGBA{255, 255, 255, 255}
	ink   = rgb(0x1d2833)
	grey  = rgb(0x55606b)
	rule  = rgb(0xc3cad1)
	grid  = rgb(0xe4e8ec)
	tint  = rgb(0xe8f0f7) // the side of an axis where things are better
)

// plans are the colours of plans, the first plan grey; payers have others, so that
// no bar is taken for a plan. They were chosen so that every pair within a set stays
// at least 15 apart in CIELAB for normal sight, protanopia, deuteranopia and
// tritanopia, and a payer 24 from every plan for normal sight (held by tests); the
// marks of plans differ in shape as well.
var (
	plans  = []color.NRGBA{rgb(0x6b7580), rgb(0x0b5fa5), rgb(0xd4580a), rgb(0x36b098), rgb(0x7a2e73), rgb(0xe3b23c)}
	payers = []color.NRGBA{rgb(0xaccc7c), rgb(0x542d46), rgb(0xc38dbb), rgb(0xa84230), rgb(0x2b2b87), rgb(0x3e86f0)}
)

// tiers run from light (general) to dark (complex): order is lightness, which
// every eye sees. others are the states beside the pyramid.
var (
	tiers  = []color.NRGBA{rgb(0xd3dfec), rgb(0x93b5d6), rgb(0x3f7fba), rgb(0x0f3a6d)}
	others = []color.NRGBA{rgb(0xa8672f), rgb(0x33383d), rgb(0xb9b4a7)}
)

// MaxPlans is how many plans (or payers) one picture tells apart by colour.
const MaxPlans = 6

// MaxNamed is how many plans one picture holds when each has its name or letter beside
// it; above [MaxPlans] the compared plans then share one colour.
const MaxNamed = 12

// MaxRoomy is how many compared plans have room for every number; of more, a picture
// shows the differences in a compact way.
const MaxRoomy = 3

// look is the place in the theme of plan i of n: its own, or that of the second plan
// where there are more than colours.
func look(i, n int) int {
	if n > MaxPlans {
		return min(i, 1)
	}
	return i
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

func fade(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

// tierColor gives the colour of tier i of n, light to dark; between the four
// of the theme it mixes neighbours.
func tierColor(i, n int) color.NRGBA {
	if n <= 1 {
		return tiers[len(tiers)-1]
	}
	at := float64(i) * float64(len(tiers)-1) / float64(n-1)
	low := min(int(at), len(tiers)-2)
	return mix(tiers[low], tiers[low+1], at-float64(low))
}

func mix(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x) + share*(float64(y)-float64(x)) + 0.5) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// deep darkens a colour until it can be read as text.
func deep(c color.NRGBA) color.NRGBA { return mix(c, ink, 0.45) }

// style is a way of writing.
type style struct {
	size  vg.Length
	bold  bool
	slant bool
	color color.NRGBA
}

// minSize is the smallest text: 20 pixels on a slide are 10 points.
const minSize = 10.5

var (
	title      = style{size: titleSize, bold: true, color: ink}
	heading    = style{size: 14, bold: true, color: ink}
	body       = style{size: 12, color: ink}
	strong     = style{size: 12, bold: true, color: ink}
	muted      = style{size: 13, color: grey}
	small      = style{size: minSize, color: grey}
	mutedSmall = style{size: 11, color: grey}
	number     = style{size: 11, color: ink}
	numberBold = style{size: 11, bold: true, color: ink}
	caveat     = style{size: 11, slant: true, color: ink}
)

func (st style) in(c color.NRGBA) style { st.color = c; return st }

// lineHeight is the distance from one line to the next.
func (st style) lineHeight() vg.Length { return st.size * 1.24 }

var fonts = font.NewCache(liberation.Collection())

// face is Liberation Sans in this style.
func (st style) face() font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if st.bold {
		f.Weight = xfont.WeightBold
	}
	if st.slant {
		f.Style = xfont.StyleItalic
	}
	return fonts.Lookup(f, st.size)
}

func textWidth(str string, st style) vg.Length {
	f := st.face()
	return f.Width(str)
}

// luminance is the relative luminance of WCAG 2, 0 to 1.
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is the contrast ratio of WCAG 2, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// readable is the ink that is best read on a ground.
func readable(ground color.NRGBA) color.NRGBA {
	if contrast(ground, white) > contrast(ground, ink) {
		return white
	}
	return ink
}
