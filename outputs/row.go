package outputs

import (
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// The tables inside a block, in the order in which a cell writes them: what
// everyone reads stands first, single buurten last.
const (
	tableCell     = "cell"
	tableWaits    = "waits"
	tableFlows    = "flows"
	tablePyramid  = "pyramid"
	tableOutcomes = "outcomes"
	tableLives    = "lives"
	tableMonthly  = "monthly"
	tableLedger   = "ledger"
	tableYearly   = "yearly"
)

// row is one line of a block file. All tables share it; what a table does not
// use is empty or zero.
type row struct {
	Scenario  string `parquet:"scenario,dict"`
	Point     int32  `parquet:"point,delta"` // of a design; folders of before there were sweeps have no such column
	Draw      int32  `parquet:"draw,delta"`
	Replicate int32  `parquet:"replicate,delta"`
	Table     string `parquet:"table,dict"`
	ID        string `parquet:"id,dict"`         // measure, series, instrument or moment
	Year      int32  `parquet:"year,delta"`      // calendar year, the first of a block of years
	LastYear  int32  `parquet:"last_year,delta"` // last of a block of years
	Month     int32  `parquet:"month,delta"`     // year·12 + month − 1
	Area      string `parquet:"area,dict"`
	Group     string `parquet:"group,dict"`
	From      string `parquet:"from,dict"`   // state or party; age band in pyramid
	To        string `parquet:"to,dict"`     // state or party; sex in pyramid
	Reason    string `parquet:"reason,dict"` // or the verdict of an outcome
	Nature    string `parquet:"nature,dict"`
	Programme int32  `parquet:"programme,delta"` // 1: posting of the plan's own instruments
	Num       int64  `parquet:"num,delta"`
	Den       int64  `parquet:"den,delta"`
}

// The columns by kind, for reading them whole.
var (
	textColumns = map[string]func(*row) *string{
		"scenario": func(r *row) *string { return &r.Scenario }, "table": func(r *row) *string { return &r.Table },
		"id": func(r *row) *string { return &r.ID }, "area": func(r *row) *string { return &r.Area },
		"group": func(r *row) *string { return &r.Group }, "from": func(r *row) *string { return &r.From },
		"to": func(r *row) *string { return &r.To }, "reason": func(r *row) *string { return &r.Reason },
		"nature": func(r *row) *string { return &r.Nature },
	}
	smallColumns = map[string]func(*row) *int32{
		columnPoint: func(r *row) *int32 { return &r.Point },
		"draw":      func(r *row) *int32 { return &r.Draw }, "replicate": func(r *row) *int32 { return &r.Replicate },
		"year": func(r *row) *int32 { return &r.Year }, "last_year": func(r *row) *int32 { return &r.LastYear },
		"month": func(r *row) *int32 { return &r.Month }, "programme": func(r *row) *int32 { return &r.Programme },
	}
	largeColumns = map[string]func(*row) *int64{
		"num": func(r *row) *int64 { return &r.Num }, "den": func(r *row) *int64 { return &r.Den },
	}
	rowSchema = parquet.SchemaOf(row{})
)

// columnPoint may be missing: it reads as 0 then.
const columnPoint = "point"

func writerOptions() []parquet.WriterOption {
	options := []parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}),
		parquet.CreatedBy("piramide", "1", ""),
		parquet.DataPageStatistics(false),
		parquet.MaxRowsPerRowGroup(1 << 40), // a row group ends where a cell ends, never earlier
	}
	for _, path := range rowSchema.Columns() {
		options = append(options, parquet.SkipPageBounds(path...)) // nobody searches by them, and they cost a quarter of the time
	}
	return options
}

// rows lays out a cell for storage, behind what list holds.
func (t *CellTables) rows(list []row) []row {
	base := row{Scenario: t.Cell.Scenario, Point: int32(t.Cell.Point), Draw: int32(t.Cell.Draw), Replicate: int32(t.Cell.Replicate)}
	list = slices.Grow(list, 3+len(t.Yearly)+len(t.Monthly)+len(t.Ledger)+len(t.Flows)+len(t.Pyramid)+len(t.Waits)+len(outcomeParts)*len(t.Outcomes)+len(t.Lives))
	add := func(table, id string) *row {
		base.Table, base.ID = table, id
		list = append(list, base)
		return &list[len(list)-1]
	}
	head := add(tableCell, "calendar")
	head.Month, head.Num, head.Den = t.First, int64(t.Years), int64(t.Cycles)
	add(tableCell, "cohort").Num = t.Cohort
	add(tableCell, "inhabitants").Num = t.Inhabitants
	for _, w := range t.Waits {
		r := add(tableWaits, w.Measure)
		r.Year, r.LastYear, r.Group, r.Num, r.Den = int32(w.First), int32(w.Last), w.Group, w.Num, w.Den
	}
	for _, f := range t.Flows {
		r := add(tableFlows, "")
		r.Year, r.LastYear, r.From, r.To, r.Num = int32(f.Year), int32(f.Year), f.From, f.To, f.Citizens
	}
	for _, p := range t.Pyramid {
		r := add(tablePyramid, p.Moment)
		r.Group, r.Num = strings.Join([]string{p.Age, p.Sex, p.Tier}, "/"), p.Citizens
	}
	for i := range t.Outcomes {
		for _, p := range outcomeParts {
			o := &t.Outcomes[i]
			r := add(tableOutcomes, o.Instrument)
			r.Year, r.LastYear, r.Group, r.Reason, r.Num = int32(o.Year), int32(o.Year), p.id, o.Verdict, *p.of(o)
		}
	}
	for _, l := range t.Lives {
		r := add(tableLives, "")
		r.Num, r.Den = l.Citizen, int64(l.Digest)
	}
	for _, m := range t.Monthly {
		r := add(tableMonthly, m.Series)
		r.Month, r.Num = m.Month, m.Value
	}
	for _, l := range t.Ledger {
		r := add(tableLedger, l.Instrument)
		r.Month, r.From, r.To, r.Reason, r.Nature, r.Num = l.Month, l.From, l.To, l.Reason, l.Nature, l.Cents
		if l.Plan {
			r.Programme = 1
		}
	}
	for _, y := range t.Yearly {
		r := add(tableYearly, y.Measure)
		r.Year, r.LastYear, r.Area, r.Group, r.Num, r.Den = int32(y.Year), int32(y.Year), y.Area, y.Group, y.Num, y.Den
	}
	return list
}

// room is an empty cell with room for as many rows, as the next one will have about as many.
func (t *CellTables) room() CellTables {
	return CellTables{
		Yearly: room(t.Yearly), Monthly: room(t.Monthly), Ledger: room(t.Ledger),
		Flows: room(t.Flows), Pyramid: room(t.Pyramid), Waits: room(t.Waits), Outcomes: room(t.Outcomes), Lives: room(t.Lives),
	}
}

func room[T any](like []T) []T {
	if len(like) == 0 {
		return nil
	}
	return make([]T, 0, len(like))
}

// take puts a stored row back into its table.
func (t *CellTables) take(r *row) {
	switch r.Table {
	case tableCell:
		switch r.ID {
		case "calendar":
			t.Cell = Cell{r.Scenario, int(r.Point), int(r.Draw), int(r.Replicate)}
			t.First, t.Years, t.Cycles = r.Month, int(r.Num), int(r.Den)
		case "cohort":
			t.Cohort = r.Num
		case "inhabitants":
			t.Inhabitants = r.Num
		}
	case tableWaits:
		t.Waits = append(t.Waits, WaitRow{r.ID, int(r.Year), int(r.LastYear), r.Group, r.Num, r.Den})
	case tableFlows:
		t.Flows = append(t.Flows, FlowRow{int(r.Year), r.From, r.To, r.Num})
	case tablePyramid:
		age, rest, _ := strings.Cut(r.Group, "/")
		sex, tier, _ := strings.Cut(rest, "/")
		t.Pyramid = append(t.Pyramid, PyramidRow{r.ID, tier, age, sex, r.Num})
	case tableOutcomes:
		t.takeOutcome(r)
	case tableLives:
		t.Lives = append(t.Lives, LifeRow{r.Num, uint64(r.Den)})
	case tableMonthly:
		t.Monthly = append(t.Monthly, MonthRow{r.ID, r.Month, r.Num})
	case tableLedger:
		t.Ledger = append(t.Ledger, LedgerRow{r.Month, r.From, r.To, r.ID, r.Reason, r.Nature, r.Programme == 1, r.Num})
	case tableYearly:
		t.Yearly = append(t.Yearly, YearRow{r.ID, int(r.Year), r.Area, r.Group, r.Num, r.Den})
	}
}
