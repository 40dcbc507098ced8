//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/require"
)

// A disk that is full is told as such, whatever was being written; nothing is half-written,
// and the same command goes on when there is room, with the bytes of a run that always had
// it. The disk is a tmpfs of some size in a mount namespace of its own.
func TestFullDisk(t *testing.T) {
	shell, unshare := require.Tool(t, "bash"), require.Tool(t, "unshare")
	if out, err := exec.Command(unshare, "-rm", "mount", "-t", "tmpfs", "tmpfs", t.TempDir()).CombinedOutput(); err != nil {
		require.That(t, "unshare", false, fmt.Sprintf("no small disk can be mounted here: %v, %s", err, bytes.TrimSpace(out)))
	}
	const region = "buurt;leeftijd;geslacht;aantal;vt\nNoord;0-64;m;90;20\nNoord;0-64;v;90;20\nNoord;65+;m;20;5\nNoord;65+;v;30;5\n"
	const sweep = "format: 1\nname: vol\nplans: [reference, full-proposal]\nregion: klein.csv\nhorizon: 2 years\ndraws: 40\n" +
		"indicators: [reached_in_time, net_cost, days_at_home, unplanned_stays, ed_visits]\n"
	for name, c := range map[string]struct {
		command string
		keeps   []int // share of the finished folder that the disk holds, %
	}{
		"compare": {"compare reference full-proposal --region klein.csv --horizon '2 years' --draws 2", []int{0, 10, 40, 90}},
		"sweep":   {"sweep run vol.yaml", []int{0, 40, 90}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			for file, body := range map[string][]byte{"klein.csv": []byte(region), "vol.yaml": []byte(sweep)} {
				if err := os.WriteFile(filepath.Join(dir, file), body, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(self, filepath.Join(dir, "piramide")); err != nil {
				t.Fatal(err)
			}
			run := func(script string) string {
				c := exec.Command(unshare, "-rm", shell, "-c", "set -u; ulimit -c 0; "+script)
				c.Dir = dir
				out, err := c.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				return string(out)
			}
			run("set -e; ./piramide " + c.command + " --quiet --out ruim; mkdir klein")
			whole := strings.TrimSpace(run("du -sk ruim | cut -f1"))
			for _, share := range c.keeps {
				told := run(fmt.Sprintf(`mount -t tmpfs -o size=$(( %s * %d / 100 + 8 ))k tmpfs klein
./piramide %s --quiet --out klein/uit 2>told; code=$?
echo "code $code"; cat told
find klein -name '*.tmp' -o -path klein/uit -o -name '*.lock'
mount -o remount,size=100%% klein
./piramide %[3]s --quiet --out klein/uit >/dev/null || echo "not resumed"
cmp klein/uit/digests.json ruim/digests.json
find klein -mindepth 1 -maxdepth 1 ! -name uit`, whole, share, c.command))
				t.Logf("%d %%: %s", share, told)
				if lines := strings.Split(strings.TrimSpace(told), "\n"); len(lines) != 2 || lines[0] != "code 4" || !strings.Contains(lines[1], "de schijf is vol") || !strings.Contains(lines[1], "klein/uit.partial") {
					t.Errorf("a disk with room for %d %%:\n%s", share, told)
				}
			}
		})
	}
}
