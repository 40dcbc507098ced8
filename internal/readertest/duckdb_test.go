// Package readertest runs the examples of docs/sweeps.md for DuckDB on a real sweep.
package readertest

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2" // as driver "duckdb"
)

const sweep = `format: 1
name: zestig-veertig
plans: [reference, coordination-60-40]
region: klein.csv
horizon: 2 years
factors:
  price.ed: {values: [200, 250]}
design: {kind: factorial}
draws: 3
indicators: [reached_in_time, net_cost]
`

// example is one query of the page.
var example = regexp.MustCompile("(?s)```sql\n(.*?)```")

func TestDuckDB(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "sweeps.md"))
	if err != nil {
		t.Fatal(err)
	}
	region, err := os.ReadFile(filepath.Join(root, "cmd", "piramide", "testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for name, body := range map[string][]byte{"klein.csv": region, "zestig-veertig.yaml": []byte(sweep)} {
		if err := os.WriteFile(name, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", filepath.Join(here, "piramide"), "./cmd/piramide")
	build.Dir = root
	for _, c := range []*exec.Cmd{
		build,
		exec.Command("./piramide", "sweep", "run", "zestig-veertig.yaml", "--out", "zestig-veertig", "--quiet"),
		exec.Command("./piramide", "sweep", "table", "zestig-veertig"),
	} {
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, out)
		}
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	queries := example.FindAllStringSubmatch(string(page), -1)
	if len(queries) < 3 {
		t.Fatalf("the page has %d queries", len(queries))
	}
	for _, q := range queries {
		rows := read(t, db, q[1])
		t.Logf("%s%v", q[1], rows)
		if len(rows) == 0 {
			t.Errorf("no answer to\n%s", q[1])
		}
	}
	// Both roads lead to the same cells: 2 plans, 2 points, 3 draws.
	for _, q := range []string{
		"select count(*) from (select distinct scenario, point, draw, replicate from 'zestig-veertig/cells/*/*.parquet')", "select count(*) from 'zestig-veertig.csv' where failed is null",
	} {
		if rows := read(t, db, q); rows[0][0] != int64(12) {
			t.Errorf("%s gives %v", q, rows)
		}
	}
}

func read(t *testing.T, db *sql.DB, query string) (table [][]any) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v in\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		table = append(table, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, row := range table {
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				row[i] = strings.TrimSpace(string(b))
			}
		}
	}
	return table
}
