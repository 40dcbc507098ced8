package workbook

import (
	"bytes"
	"encoding/csv"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"piramide/internal/require"
	"piramide/internal/sheet"
)

func followed() *Follow {
	return &Follow{
		Lang: "nl", Title: "Jaarplan", Caveat: "simulatie", Source: "Piramide & co", Sheet: "Opvolging", Notes: []string{"Vul de gele kolom in."},
		Head: []string{"Wat", "Wanneer", "Verwacht", "80 laag", "80 hoog", "95 laag", "95 hoog", "Waargenomen", "Oordeel"},
		Rows: []FollowRow{
			{Texts: []string{"posten", "K1"}, Mean: 2, Low80: 1.5, High80: 2.5, Low95: 1, High95: 3},
			{Texts: []string{"posten", "K2"}, Mean: 2, Low80: 1.5, High80: 2.5, Low95: 1, High95: 3},
			{Texts: []string{"posten", "K3"}, Mean: 2, Low80: 1.5, High80: 2.5, Low95: 1, High95: 3},
			{Texts: []string{"wachttijd", "K1"}, Mean: math.Inf(1), Low80: math.NaN(), High80: math.NaN(), Low95: math.NaN(), High95: math.NaN()},
			{Texts: []string{"posten", "K4"}, Mean: 2, Low80: 1.5, High80: 2.5, Low95: 1, High95: 3},
		},
		Below: "lager", Above: `hoger "dan"`, Inside: "binnen",
	}
}

func TestFollowSameBytes(t *testing.T) {
	if !bytes.Equal(write(t, followed()), write(t, followed())) {
		t.Error("the sheet differs from one time to the next")
	}
	short := followed()
	short.Head = short.Head[1:]
	if err := short.Write(io.Discard); err == nil {
		t.Error("a head that does not fit its rows is accepted")
	}
	other := followed()
	other.Lang, other.Sheet, other.Inside = "fr", "Suivi", "dans les limites"
	both, err := BothFollows(followed(), other)
	if err != nil {
		t.Fatal(err)
	}
	if both.Sheet != "Opvolging – Suivi" || both.Inside != "binnen / dans les limites" || both.Rows[0].Texts[0] != "posten" || both.Lang != "nl" {
		t.Errorf("%+v", both)
	}
	write(t, both)
}

// What is filled in is judged by the sheet itself: below, inside, above; nothing where
// nothing is filled in, or nothing is expected.
func TestFollowJudges(t *testing.T) {
	office := require.Tool(t, "soffice")
	f, err := excelize.OpenReader(bytes.NewReader(write(t, followed())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const top = 6 // the first row of figures
	for i, x := range []any{0.9, 3, 3.1, 5, nil} {
		if x == nil {
			continue
		}
		if err := f.SetCellValue("Opvolging", sheet.At(8, top+i), x); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := f.SaveAs(filepath.Join(dir, "f.xlsx")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", dir, filepath.Join(dir, "f.xlsx")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "f.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"lager", "binnen", `hoger "dan"`, "", ""} {
		if got := rows[top-1+i][8]; got != want {
			t.Errorf("row %d is judged %q, want %q", i+1, got, want)
		}
	}
}
