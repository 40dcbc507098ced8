package outputs

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"piramide/internal/words"
)

// SpreadsheetTables gives the summary tables as a Belgian spreadsheet opens them by a
// double click: semicolons, decimal commas, a mark that says UTF-8, headings in the words
// of the reader, and beside every id what it means. The files of a result folder stay as
// they are, for programs and for their digests.
func SpreadsheetTables(c *Comparison, w *words.Words, write func(name string, content []byte) error) error {
	for _, t := range summaryTables(c) {
		b := bytes.NewBufferString(byteOrderMark)
		out := csv.NewWriter(b)
		out.Comma, out.UseCRLF = ';', true
		var head []string
		known := map[string]string{} // an id stands in many lines, and finding its words takes long
		t.fill(c, func(fields ...any) {
			if head == nil {
				head = record(fields)
				_ = out.Write(headings(w, head)) // the error stays in out
				return
			}
			_ = out.Write(c.besideIDs(w, t.name, head, fields, known))
		})
		out.Flush()
		if err := errors.Join(out.Error(), write(t.name, b.Bytes())); err != nil {
			return err
		}
	}
	return nil
}

// headings are the columns of a table in words; one of ids stands there twice.
func headings(w *words.Words, head []string) (list []string) {
	for _, column := range head {
		said := w.Say("csv.column." + column)
		if slices.Contains(idColumns, column) {
			list = append(list, w.Say("csv.name_of_id", "what", said))
		}
		list = append(list, said)
	}
	return list
}

// besideIDs writes a line with decimal commas, and beside each id its words.
func (c *Comparison) besideIDs(w *words.Words, table string, head []string, fields []any, known map[string]string) (list []string) {
	line := commaRecord(fields)
	for i, column := range head {
		switch fields[i] {
		case true:
			line[i] = w.Say("scenarios.choice_yes")
		case false:
			line[i] = w.Say("scenarios.choice_no")
		case "constant", "nominal":
			line[i] = w.Say("csv.prices." + line[i])
		}
		list = append(list, line[i])
		if slices.Contains(idColumns, column) {
			said, ok := known[column+" "+line[i]]
			if !ok {
				said = c.inWords(w, table, column, line[i])
				known[column+" "+line[i]] = said
			}
			list = append(list, said)
		}
	}
	return list
}

// idColumns are the columns that hold ids.
var idColumns = []string{
	"indicator", "unit", "period", "plan", "first_plan", "mark", "capped_by", "origin", "group", "series", "from", "to", "instrument", "reason", "nature",
	"tier", "age", "sex", "moment", "perspective", "quantity", "party", "pot_or_role", "payer",
}

// inWords puts an id of a column in words; what has none stays as it is.
func (c *Comparison) inWords(w *words.Words, table, column, id string) string {
	if id == "" {
		return ""
	}
	prefix, suffix := "csv."+column+".", ""
	switch column {
	case "plan", "first_plan":
		return c.title(id, w)
	case "indicator":
		if i := Find(c.Result.Indicators, id); i >= 0 {
			return w.Say(c.Result.Indicators[i].TitleID())
		}
		return id
	case "series":
		explain, role := SeriesExplainID(id)
		if role == "" {
			return w.Say(explain)
		}
		return w.Say(explain, "role", w.Say(role))
	case "instrument":
		return InstrumentName(w, id)
	case "reason":
		return ReasonName(w, id)
	case "unit":
		if prefix = "indicators.unit."; id == "share" { // written as a number between 0 and 1
			prefix = "csv.unit."
		}
	case "mark":
		prefix, suffix = "verdict.", ".name"
	case "origin":
		prefix, suffix = "origin.", ".name"
	case "capped_by":
		prefix += "by_"
	case "nature":
		prefix = "ledger.nature."
	case "group", "age", "sex":
		prefix = "group."
	case "tier":
		prefix, suffix = "tier.", ".name"
	case "party", "payer":
		prefix = "party."
	case "pot_or_role":
		if slices.Contains(RoleIDs[:], id) {
			return w.Say("role." + id)
		}
		return InstrumentName(w, id)
	case "perspective":
		if prefix = "ledger.perspective."; !w.Has(prefix + id) {
			prefix = "party."
		}
	case "from", "to":
		switch table {
		case FileFlows:
			return livesAt(w, id)
		case FileBreakEven:
			var year, month int
			if n, _ := fmt.Sscanf(id, "%d-%d", &year, &month); n == 2 {
				return w.Month(year, month)
			}
			prefix = "csv.break_even."
		default:
			prefix = "party."
		}
	}
	if known := prefix + id + suffix; w.Has(known) {
		return w.Say(known)
	}
	return id
}

// livesAt is where a citizen lives, in words: a tier at home or in a nursing home, or a way
// in or out of the region.
func livesAt(w *words.Words, id string) string {
	tier, resident := strings.CutSuffix(id, "_nh")
	switch {
	case !w.Has("tier." + tier + ".name"):
		return w.Say("csv.flow." + id)
	case resident:
		return w.Say("csv.resident", "tier", w.Say("tier."+tier+".name"))
	}
	return w.Say("tier." + tier + ".name")
}
