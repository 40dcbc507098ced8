package scenarios

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/sheet"
)

// planForm is a workbook that is being read. What it says comes out as the same tree as
// that of a YAML file, each value with its cell.
type planForm struct {
	*report
	file   string
	book   *sheet.Book
	tables map[string]*table
	own    *value
	seen   map[string]*value // by date and path
}

// table is a sheet of a form: where its rows begin, and its columns.
type table struct {
	name string // as the workbook calls it
	nth  int
	head int // row of the headings
	at   map[string]int
}

// version is how a form says what it is.
var version = regexp.MustCompile(`piramide-plan (\d+)`)

// openForm reads the sheets of a form; nil when nothing can be said of it.
func openForm(file string, data []byte, r *report) *planForm {
	whole := &value{place: place{file: file}}
	book, err := sheet.Open(file, data)
	if fault := new(sheet.Fault); errors.As(err, &fault) {
		r.add(whole, "", formMsg("file_"+fault.Code, "megabytes", sheet.MaxFile>>20), formMsg("file_"+fault.Code+"_hint"))
		return nil
	}
	f := &planForm{report: r, file: file, book: book, tables: map[string]*table{}, own: &value{form: mapping}, seen: map[string]*value{}}
	if !f.ours() {
		return nil
	}
	before := len(r.found)
	for _, id := range formSheets {
		if t := f.table(id); t != nil {
			f.tables[id] = t
		}
	}
	if len(r.found) > before {
		return nil
	}
	f.own.place = f.tables[formInput].place(file, 0, 0)
	f.cells = f.yellow()
	f.put([]string{"format"}, &value{text: "1", place: f.own.place})
	return f
}

// ours says whether a workbook is a form of this version.
func (f *planForm) ours() bool {
	for nth, name := range f.book.Sheets() {
		for row := 1; row <= min(6, f.book.Rows(name)); row++ {
			for col := 1; col <= min(4, f.book.Columns(name)); col++ {
				m := version.FindStringSubmatch(f.book.At(name, col, row).Text)
				if m == nil {
					continue
				}
				if n, err := strconv.Atoi(m[1]); err == nil && n == formVersion {
					return true
				}
				at := &value{place: place{file: f.file, line: row, col: col, sheet: name, nth: nth + 1}}
				f.add(at, "", formMsg("other_version", "version", m[1], "ours", formVersion), formMsg("new_form"))
				return false
			}
		}
	}
	f.add(&value{place: place{file: f.file}}, "", formMsg("no_form"), formMsg("new_form"))
	return false
}

// table finds a sheet and the row with its headings.
func (f *planForm) table(id string) *table {
	for i, name := range f.book.Sheets() {
		if !means(name, "sheet_"+id) {
			continue
		}
		t := &table{name: name, nth: i + 1}
		for row := 1; row <= min(20, f.book.Rows(name)); row++ {
			if at := columnIn(f.book, name, row, formRead[id]); len(at) > len(t.at) {
				t.head, t.at = row, at
			}
		}
		var missing []string
		for _, c := range formRead[id] {
			if t.at[c] == 0 {
				missing = append(missing, english().Say("form.column_"+c))
				f.add(&value{place: t.place(f.file, 0, 0)}, "", formMsg("no_column", "column", formMsg("column_"+c)), formMsg("new_form"))
			}
		}
		if len(missing) > 0 {
			return nil
		}
		return t
	}
	f.add(&value{place: place{file: f.file}}, "", formMsg("no_sheet", "sheet", formMsg("sheet_"+id)), formMsg("new_form"))
	return nil
}

func (t *table) place(file string, col, row int) place {
	return place{file: file, line: row, col: col, sheet: t.name, nth: t.nth}
}

// cell reads a cell of a column. What cannot be trusted is reported and false: a
// formula, a merged cell, an error.
func (f *planForm) cell(t *table, column string, row int) (sheet.Cell, *value, bool) {
	col := t.at[column]
	c, v := f.book.At(t.name, col, row), &value{place: t.place(f.file, col, row)}
	switch {
	case c.Merged:
		f.add(v, "", formMsg("merged"), formMsg("unmerge"))
	case c.Formula:
		f.add(v, "", formMsg("formula"), formMsg("write_value"))
	case c.Kind == sheet.Broken:
		f.add(v, "", formMsg("broken_cell", "text", clip(c.Text)), formMsg("write_value"))
	default:
		return c, v, true
	}
	return c, v, false
}

// yellow are the cells of the first sheet where a value goes, by path, for what is missing.
func (f *planForm) yellow() map[string]place {
	t, cells := f.tables[formInput], map[string]place{}
	for _, row := range f.rows(t) {
		if key := f.book.At(t.name, t.at["key"], row).Text; key != "" {
			cells[key] = t.place(f.file, t.at["own"], row)
		}
	}
	return cells
}

// rows gives the numbers of the rows under the headings.
func (f *planForm) rows(t *table) (rows []int) {
	for row := t.head + 1; row <= f.book.Rows(t.name); row++ {
		rows = append(rows, row)
	}
	return rows
}

// base reads which plan the form extends, ahead of everything else: what a row may
// hold depends on it.
func (f *planForm) base() {
	t := f.tables[formInput]
	for _, row := range f.rows(t) {
		if key, _, ok := f.cell(t, "key", row); !ok || key.Text != "extends" {
			continue
		}
		c, v, ok := f.cell(t, "own", row)
		if !ok {
			return
		}
		if c.Kind == sheet.Empty {
			f.add(v, "extends", msg("missing_key"), formMsg("name_base"))
			return
		}
		v.text = c.Text
		if id := strings.ToLower(v.text); slices.Contains(libraryOrder, id) {
			v.text = id
		} else if id := titles()[id]; id != "" { // the title is what the list shows
			v.text = id
		}
		f.put([]string{"extends"}, v)
		return
	}
	f.add(&value{place: t.place(f.file, 0, 0)}, "extends", formMsg("no_row", "key", "extends"), formMsg("new_form"))
}

// read gives what the form says over a base plan; under is nil when that is not known.
func (f *planForm) read(under *value) *value {
	f.kinds()
	root := f.own
	if under != nil {
		root = merge(under, f.own, "", &report{}) // mistakes are told when the whole is merged
	}
	for _, id := range []string{formInput, formMoney, formMore} {
		f.list(f.tables[id], id, root)
	}
	f.waves(root)
	f.titles()
	return f.own
}

// kinds reads the kinds of instruments ahead of their other keys.
func (f *planForm) kinds() {
	t := f.tables[formMoney]
	silent := &planForm{report: &report{}, file: f.file, book: f.book}
	for _, row := range f.rows(t) {
		key, _, _ := silent.cell(t, "key", row)
		name, _, _ := silent.cell(t, "name", row)
		c, v, ok := silent.cell(t, "own", row)
		if key.Text != "kind" || name.Text == "" || c.Kind == sheet.Empty || !ok {
			continue
		}
		kind, _ := instrumentFields("").child("kind")
		v.text = c.Text
		if o, ok := kind.option(c.Text); ok {
			v.text = o
		}
		f.own = f.own.with([]string{"financing", name.Text, "kind"}, v)
	}
}

// list reads a sheet of keys and values.
func (f *planForm) list(t *table, id string, root *value) {
	for _, row := range f.rows(t) {
		c, v, ok := f.cell(t, "own", row)
		if !ok || c.Kind == sheet.Empty {
			continue
		}
		key, keyAt, okKey := f.cell(t, "key", row)
		unit, unitAt, okUnit := f.cell(t, "unit", row)
		var first sheet.Cell
		var firstAt *value
		okFirst := true
		if id == formMoney {
			first, firstAt, okFirst = f.cell(t, "name", row)
		}
		if id == formMore {
			first, firstAt, okFirst = f.cell(t, "date", row)
		}
		removed := c.Kind == sheet.Text && means(c.Text, "remove")
		switch {
		case !okKey || !okUnit || !okFirst || id == formInput && key.Text == "extends":
			continue
		case key.Kind == sheet.Empty && (id != formMoney || !removed):
			f.add(keyAt, "", formMsg("no_key"), formMsg("write_key"))
			continue
		case id == formMoney && first.Kind == sheet.Empty:
			f.add(firstAt, "", formMsg("no_name"), formMsg("write_instrument"))
			continue
		}
		path := splitPath(key.Text)
		if id == formMoney {
			path = []string{"financing", first.Text}
			if key.Text != "" {
				path = append(path, strings.Split(key.Text, ".")...)
			}
		}
		if slices.Contains(path, "") {
			f.add(keyAt, "", formMsg("no_key"), formMsg("write_key"))
			continue
		}
		fd := formField(root, path)
		item := f.value(fd, c, v, unit, unitAt, strings.Join(path, "."))
		if item == nil {
			continue
		}
		if id == formMore && first.Kind != sheet.Empty {
			f.dated(first, firstAt, key.Text, keyAt, item)
			continue
		}
		f.put(path, item)
	}
}

// formField is what may stand under a path; a text where that is not known, so that
// the checks of every plan say what is wrong with it.
func formField(root *value, path []string) field {
	if slices.Contains(identity, path[0]) {
		return field{kind: text}
	}
	f, _, ok := lookup(root, path)
	if above := path[:len(path)-1]; !ok && len(above) > 0 {
		if up, _, there := lookup(root, above); there && up.kind == yesOr { // the base plan says yes or no
			f, _, ok = lookup(root.with(above, &value{form: mapping}), path)
		}
	}
	if !ok {
		return field{kind: rowOf}
	}
	return f
}

// put places a value at a path; a second one for the same path is a mistake.
func (f *planForm) put(path []string, v *value) {
	key := strings.Join(path, ".")
	if was := f.seen[key]; was != nil {
		f.add(v, key, formMsg("twice", "place", was.within()), msg("keep_one"))
		return
	}
	f.seen[key] = v
	for i := 1; i <= len(path); i++ { // a part that is taken out has no keys, and a part with keys is not one value
		if up := f.own.at(path[:i]); up != nil && (up.form == mapping) == (i == len(path)) {
			f.add(v, key, formMsg("twice", "place", up.within()), msg("keep_one"))
			return
		}
	}
	f.own = f.own.with(path, v)
}

// within is a place within its workbook, or the whole of it in another file.
func (p place) within() any {
	if p.sheet == "" {
		return p.String()
	}
	return formMsg("cell_of", "sheet", p.sheet, "cell", sheet.At(p.col, p.line))
}

// dated adds a change on a date to the timeline.
func (f *planForm) dated(date sheet.Cell, dateAt *value, path string, keyAt, v *value) {
	at := f.month(date, dateAt, "timeline")
	if at == nil {
		return
	}
	key := at.text + " " + path
	if was := f.seen[key]; was != nil {
		f.add(keyAt, path, formMsg("twice", "place", was.within()), msg("keep_one"))
		return
	}
	f.seen[key] = keyAt
	list := f.own.get("timeline")
	if list == nil || list.form != sequence {
		list = &value{form: sequence, place: dateAt.place}
	}
	set := &value{form: mapping, place: keyAt.place, keys: []string{path}, marks: []place{keyAt.place}, items: []*value{v}}
	entry := (&value{form: mapping, place: dateAt.place}).with([]string{"at"}, at).with([]string{"set"}, set)
	list = &value{form: sequence, place: list.place, items: append(slices.Clone(list.items), entry)}
	f.own = f.own.with([]string{"timeline"}, list)
}

// waves reads the sheet of waves.
func (f *planForm) waves(root *value) {
	t := f.tables[formWaves]
	for _, row := range f.rows(t) {
		name, nameAt, ok := f.cell(t, "name", row)
		if !ok {
			continue
		}
		for _, key := range waveKeys {
			c, v, ok := f.cell(t, key, row)
			if !ok || c.Kind == sheet.Empty {
				continue
			}
			if name.Kind == sheet.Empty {
				f.add(nameAt, "buurtteams.waves", formMsg("no_name"), formMsg("write_wave"))
				break
			}
			path := []string{"buurtteams", "waves", name.Text}
			if key == "buurten" && c.Kind == sheet.Text && means(c.Text, "remove") {
				f.put(path, &value{form: null, place: v.place})
				continue
			}
			path = append(path, key)
			fd := formField(root, path)
			var unit sheet.Cell
			if key == "age" && c.Kind == sheet.Number {
				unit = sheet.Cell{Kind: sheet.Text, Text: "month"}
			}
			if item := f.value(fd, c, v, unit, v, strings.Join(path, ".")); item != nil {
				f.put(path, item)
			}
		}
	}
}

// titles lets a title in one language stand for the Dutch one that a plan needs.
func (f *planForm) titles() {
	for _, key := range []string{"title", "description"} {
		if v := f.own.get(key); v != nil && v.form == mapping && v.get("nl") == nil {
			f.own = f.own.with([]string{key, "nl"}, v.items[0])
		}
	}
}

// value reads the cell of a value with the cell of its unit, as the field asks; nil
// after a mistake.
func (f *planForm) value(fd field, c sheet.Cell, v *value, unit sheet.Cell, unitAt *value, path string) *value {
	fd = fd.of(nil)
	v.text = c.Text
	if o, ok := fd.option(c.Text); ok && c.Kind == sheet.Text {
		v.text = o
		if fd.kind == list {
			return &value{form: sequence, place: v.place, items: []*value{v}}
		}
		return v
	}
	switch {
	case c.Kind == sheet.Text && fd.kind != text && fd.kind != name && means(c.Text, "remove"):
		return &value{form: null, place: v.place}
	case c.Kind == sheet.Text && fd.kind != text && fd.kind != name && strings.ContainsAny(c.Text[:1], "{["):
		return f.flow(c.Text, v, path)
	case fd.kind == date:
		return f.month(c, v, path)
	case fd.kind == buurten, fd.kind == list:
		return f.names(fd, c.Text, v)
	case fd.kind == quantity, fd.kind == amount, fd.kind == posts, fd.kind == placesOf, fd.kind == weight:
		return f.quantity(fd, c, v, unit, unitAt, path)
	case fd.kind == assumed, fd.kind == effectSize:
		if c.Kind == sheet.Number || c.Kind == sheet.Percent {
			v.text = plainText(c)
		}
	case fd.kind == yesNo:
		if c.Kind == sheet.Truth {
			return v
		}
	}
	if c.Kind == sheet.Date {
		f.add(v, path, formMsg("made_date", "text", c.Text), formMsg("write_as_text"))
		return nil
	}
	return v
}

// plainText is a number as a plan writes it, a percentage with its sign.
func plainText(c sheet.Cell) string {
	x, err := strconv.ParseFloat(c.Text, 64)
	if err != nil {
		return c.Text
	}
	if c.Kind == sheet.Percent {
		return Quantity{x, "%"}.String()
	}
	return number(x)
}

// flow reads a value in the writing of a plan file: {weighted: {tier: 3}}.
func (f *planForm) flow(text string, at *value, path string) *value {
	r := &report{}
	doc := parse("", []byte("v: "+strings.ReplaceAll(text, "\n", " ")+"\n"), r)
	if len(r.found) > 0 || doc == nil || len(doc.items) != 1 {
		reason := msg("not_a_value", "text", clip(text))
		f.add(at, path, reason, formMsg("write_braces"))
		return nil
	}
	return doc.items[0].placed(at.place)
}

// placed gives a value as if all of it stood in one place.
func (v *value) placed(at place) *value {
	out := &value{form: v.form, text: v.text, quoted: v.quoted, keys: v.keys, place: at}
	for range v.keys {
		out.marks = append(out.marks, at)
	}
	for _, item := range v.items {
		out.items = append(out.items, item.placed(at))
	}
	return out
}

// month reads a date: a cell that the spreadsheet made a date of, or a text.
func (f *planForm) month(c sheet.Cell, v *value, path string) *value {
	v.text = c.Text
	if c.Kind == sheet.Date {
		if !strings.HasSuffix(c.Text, "-01") {
			f.add(v, path, formMsg("not_first", "date", c.Text), formMsg("write_first", "month", c.Text[:7]))
			return nil
		}
		v.text = c.Text[:7]
	}
	return v
}

// names reads names with commas or semicolons between them.
func (f *planForm) names(fd field, text string, v *value) *value {
	out := &value{form: sequence, place: v.place}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		part = strings.TrimSpace(part)
		if fd.kind == list {
			if o, ok := fd.each.option(part); ok {
				part = o
			}
		}
		out.items = append(out.items, &value{text: part, place: v.place})
	}
	return out
}

// doubtfulShare refuses a bare 0,7 where the unit is %: which of 0.7 % and 70 % is meant?
func (f *planForm) doubtfulShare(v *value, path string, x float64, unit string) bool {
	if unit != "%" || x <= 0 || x >= 1 {
		return false
	}
	f.add(v, path, formMsg("share", "number", sayQuantity(Quantity{Value: x}), "percent", sayQuantity(Quantity{x * 100, "%"})), formMsg("write_share", "number", sayQuantity(Quantity{x, "%"}), "percent", sayQuantity(Quantity{Value: x * 100})))
	return true
}

// quantity reads a number and its unit. A text is read as in a plan file, so that
// 31.439 is refused with both readings; a number is a number.
func (f *planForm) quantity(fd field, c sheet.Cell, v *value, unit sheet.Cell, unitAt *value, path string) *value {
	u, ok := fd.unit(unit.Text)
	if !ok {
		fd.units = fd.formUnits()
		f.add(unitAt, path, msg("unknown_unit", "unit", clip(unit.Text)), fd.unitHint(1))
		return nil
	}
	switch c.Kind {
	case sheet.Date:
		f.add(v, path, formMsg("made_date", "text", c.Text), formMsg("write_number"))
		return nil
	case sheet.Truth:
		f.add(v, path, msg("not_a_number", "text", c.Text), formMsg("write_number"))
		return nil
	case sheet.Percent:
		if u != "" && u != "%" {
			f.add(v, path, formMsg("percent", "unit", SayUnit(u, true)), formMsg("write_number"))
			return nil
		}
		v.text = plainText(c)
	case sheet.Number:
		if x, err := strconv.ParseFloat(c.Text, 64); err == nil && f.doubtfulShare(v, path, x, u) {
			return nil
		}
		v.text = strings.TrimSpace(plainText(c) + " " + u)
	default:
		q, wrong := parseQuantity(c.Text)
		switch {
		case wrong.ID == "" && q.Unit == "" && f.doubtfulShare(v, path, q.Value, u):
			return nil
		case wrong.ID == "" && q.Unit == "" && u != "":
			v.text = Quantity{q.Value, u}.String()
		case wrong.ID == "" && q.Unit != "" && u != "" && q.Unit != u:
			f.add(v, path, formMsg("unit_twice", "here", SayUnit(q.Unit, true), "there", SayUnit(u, true)), msg("keep_one"))
			return nil
		}
	}
	if q, wrong := parseQuantity(v.text); fd.kind == amount && wrong.ID == "" && q.Unit != "" && !slices.Contains(fd.units, q.Unit) {
		return (&value{form: mapping, place: v.place}).with([]string{"solve"}, v)
	}
	return v
}
