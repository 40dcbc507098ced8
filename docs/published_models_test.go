package docs_test

import (
	"os"
	"strings"
	"testing"

	"piramide/scenarios/cohortmodel"
)

// The example of the page on published models is a model, and the page names every model
// that comes with the tool and reproduces something.
func TestPublishedModelsPage(t *testing.T) {
	page, err := os.ReadFile("published-models.md")
	if err != nil {
		t.Fatal(err)
	}
	found := example.FindAllSubmatch(page, -1)
	if len(found) == 0 {
		t.Fatal("the page has no example")
	}
	for _, e := range found {
		if _, err := cohortmodel.Parse("example.yaml", e[1]); err != nil {
			t.Errorf("%v in\n%s", err, e[1])
		}
	}
	for _, name := range cohortmodel.Names() {
		m, err := cohortmodel.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Reproduces) > 0 && !strings.Contains(string(page), "| `"+name+"` |") {
			t.Errorf("the page says nothing of %s", name)
		}
	}
}
