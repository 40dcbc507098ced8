package figure

import (
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip()
	}
	for n, f := range samples(t, spoken(t, "nl")) {
		for _, ext := range []string{"png", "svg", "pdf"} {
			if err := f.Save(dir+"/"+n+"."+ext, Slide); err != nil {
				t.Fatal(n, ext, err)
			}
		}
		if err := f.Save(dir+"/"+n+"-page.png", Page); err != nil {
			t.Fatal(err)
		}
		if err := f.Save(dir+"/"+n+"-square.png", Square); err != nil {
			t.Fatal(err)
		}
	}
}
