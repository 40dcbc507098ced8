package handover

import (
	"os"
	"path/filepath"
	"testing"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/outputs"
)

// small is a region of about 1,800 people, in two buurten.
var small = filepath.Join("..", "..", "..", "cmd", "piramide", "testdata", "klein.csv")

func request(t *testing.T, plans ...string) job.Request {
	t.Helper()
	return job.Request{Plans: plans, Region: small, Horizon: "3 years", Draws: 2, Seed: 7, Workers: 2, Lang: "nl", Out: filepath.Join(t.TempDir(), "uit")}
}

// sealed lives a request and gives its result, without figures and report.
func sealed(t *testing.T, r job.Request) *outputs.Result {
	t.Helper()
	r.Illustrate = nil
	live := job.Compare
	if len(r.Plans) == 1 {
		live = job.Run
	}
	o, err := live(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := outputs.Open(o.Folder)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func read(t *testing.T, name ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func dutch(t *testing.T) *words.Words {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
