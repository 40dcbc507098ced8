package job

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
)

// ListResults writes the result folders inside a folder: name, plans and size.
func ListResults(out io.Writer, folder string, w *words.Words) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fail(BadInput, err, "folder", "folder", folder, "why", reason(err))
	}
	found := 0
	for _, e := range entries {
		dir := filepath.Join(folder, e.Name())
		if _, err := os.Stat(filepath.Join(dir, "manifest.json")); err != nil {
			continue
		}
		found++
		if strings.HasSuffix(e.Name(), ".partial") {
			fmt.Fprintln(out, w.Say("cli.result.list.partial", "folder", e.Name()))
			continue
		}
		r, err := outputs.Open(dir)
		if err != nil {
			fmt.Fprintln(out, w.Say("cli.result.list.broken", "folder", e.Name(), "why", err.Error()))
			continue
		}
		titles := make([]string, len(r.Plans))
		for i := range r.Plans {
			titles[i] = r.Plans[i].TitleIn(w.Lang())
		}
		fmt.Fprintln(out, w.Say("cli.result.list.line", "folder", e.Name(), "plans", strings.Join(titles, "; "), "region", regionName(r.Manifest.Region, w),
			"count", r.Manifest.Draws*r.Manifest.Replicates))
	}
	if found == 0 {
		fmt.Fprintln(out, w.Say("cli.result.list.none", "folder", folder))
	}
	return nil
}
