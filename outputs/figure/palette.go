package figure

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// colours is how many a picture in a document has: letters come in four shades of each ink,
// so that only the edges of lines and areas share. Of 32 a rare ink would change.
const colours = 64

// few redraws a picture in few colours, as documents hold it: a third of the bytes. Colours that lie near each
// other share one, the mean of its pixels; the rarest take the nearest that is left.
func few(src *image.RGBA) *image.Paletted {
	const bits = 5
	bin := func(r, g, b uint8) int {
		return int(r>>(8-bits))<<(2*bits) | int(g>>(8-bits))<<bits | int(b>>(8-bits))
	}
	type sum struct{ bin, n, r, g, b int }
	sums := make([]sum, 1<<(3*bits))
	for i := 0; i < len(src.Pix); i += 4 {
		r, g, b := src.Pix[i], src.Pix[i+1], src.Pix[i+2]
		s := &sums[bin(r, g, b)]
		s.n, s.r, s.g, s.b = s.n+1, s.r+int(r), s.g+int(g), s.b+int(b)
	}
	var used []sum
	for i, s := range sums {
		if s.bin = i; s.n > 0 {
			used = append(used, s)
		}
	}
	slices.SortFunc(used, func(a, b sum) int { return cmp.Or(b.n-a.n, a.bin-b.bin) })
	var palette color.Palette
	at := make([]uint8, len(sums))
	for i, s := range used {
		c := color.RGBA{uint8((s.r + s.n/2) / s.n), uint8((s.g + s.n/2) / s.n), uint8((s.b + s.n/2) / s.n), 255}
		if i < colours {
			palette = append(palette, c)
			at[s.bin] = uint8(i)
		} else {
			at[s.bin] = uint8(palette.Index(c))
		}
	}
	out := image.NewPaletted(src.Bounds(), palette)
	for i := 0; i < len(src.Pix); i += 4 {
		out.Pix[i/4] = at[bin(src.Pix[i], src.Pix[i+1], src.Pix[i+2])]
	}
	return out
}
