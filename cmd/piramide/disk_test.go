//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		filled  bool  // by somebody else, when the command has begun
		told    []string
		begun   bool
	}{
		"compare":      {"compare reference full-proposal --region klein.csv --horizon '2 years' --draws 2", []int{0, 10, 40, 90}, false, []string{"de schijf is vol", "klein/uit.partial"}, true},
		"sweep":        {"sweep run vol.yaml", []int{0, 40, 90}, false, []string{"vraagt op haar grootst", "MB vrij voor klein/uit"}, false},
		"shard":        {"sweep run vol.yaml --shard 2/3", []int{0, 10}, false, []string{"vraagt op haar grootst"}, false},
		"sweep filled": {"sweep run vol.yaml", []int{1000}, true, []string{"de schijf is vol", "klein/uit.partial"}, true},
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
			run("set -e; ./piramide " + strings.Replace(c.command, " --shard 2/3", "", 1) + " --quiet --out ruim; mkdir klein")
			whole := strings.TrimSpace(run("du -sk ruim | cut -f1"))
			filler := ""
			if c.filled {
				filler = "( until test -e klein/uit.partial/plans.json; do :; done; head -c 1G /dev/zero >klein/vol 2>/dev/null ) &"
			}
			for _, share := range c.keeps {
				told := run(fmt.Sprintf(`mount -t tmpfs -o size=$(( %s * %d / 100 + 8 ))k tmpfs klein
%s
./piramide %s --quiet --out klein/uit 2>told; code=$?
echo "code $code"; cat told; wait
find klein -name '*.tmp' -o -path klein/uit -o -name '*.lock'
if %t; then test -e klein/uit.partial; else test -z "$(ls -A klein)"; fi || echo "begun, or not"
rm -f klein/vol
mount -o remount,size=100%% klein
./piramide %s --quiet --out klein/uit >/dev/null || echo "not resumed"
cmp klein/uit/digests.json ruim/digests.json
find klein -mindepth 1 -maxdepth 1 ! -name uit`, whole, share, filler, c.command, c.begun, strings.Replace(c.command, " --shard 2/3", "", 1)))
				t.Logf("%d %%: %s", share, told)
				lines := strings.Split(strings.TrimSpace(told), "\n")
				if len(lines) != 2 || lines[0] != "code 4" || slices.ContainsFunc(c.told, func(s string) bool { return !strings.Contains(lines[1], s) }) {
					t.Errorf("a disk with room for %d %%:\n%s", share, told)
				}
			}
		})
	}
}
