package docs_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/job/validate"
)

// TestForecastIsKept holds the committed forecast of P3 to the code. A forecast that
// is rewritten afterwards is none: -update makes the file only where there is none,
// so that who changes it has to remove it first, and say why in the commit.
func TestForecastIsKept(t *testing.T) {
	const file = "forecast-p3.csv"
	p, err := validate.ForecastP3()
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := p.CSV(&want); err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(file)
	if *update && errors.Is(err, fs.ErrNotExist) {
		err = os.WriteFile(file, want.Bytes(), 0o644)
		have = want.Bytes()
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), want.String()); diff != "" {
		t.Errorf("%s is a promise made before the years were seen; the code now says otherwise (−committed +code):\n%s", file, diff)
	}
}
