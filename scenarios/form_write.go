package scenarios

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"piramide/internal/sheet"
	"piramide/internal/words"
	"piramide/sim"
)

// Rows for what the base plan does not have.
const (
	spareWaves = 12
	spareMoney = 40
	spareMore  = 40
)

// NewForm writes a form for a plan that extends another, as a workbook to fill in; it
// checks clean as it stands. The error is [Problems].
func NewForm(name, title, extends string, w *words.Words) ([]byte, error) {
	base, err := Load(extends)
	if err != nil {
		return nil, err
	}
	parent := extends
	if !isFile(extends) {
		parent = base.Name
	}
	own := map[string]*value{"name": {text: name}, "title." + w.Lang(): {text: title}}
	text := newFormWriter(parent, base, own, w).write()
	src := source{name: name + ".xlsx", text: func() ([]byte, error) { return text, nil }, file: true, dir: "."}
	if _, err := load(src); err != nil {
		return nil, err
	}
	return text, nil
}

// Form writes the plan as a filled-in form that extends the plan of the library it
// extends, or else care as today. Reading it again gives an equal scenario.
func (s *Scenario) Form(w *words.Words) []byte {
	base := libraryPlans()[0]
	if i := slices.Index(libraryOrder, s.Extends); i >= 0 {
		base = libraryPlans()[i]
	}
	own := map[string]*value{"name": {text: s.Name}}
	for key, text := range map[string]Text{"title": s.Title, "description": s.Description} {
		for lang, said := range text {
			own[key+"."+lang] = &value{text: said}
		}
	}
	for _, d := range differences(base.root, s.root, "") {
		if d.path != "" && !slices.Contains(identity[:4], splitPath(d.path)[0]) {
			flatten(d.path, d.from, d.to, own)
		}
	}
	return newFormWriter(base.Name, base, own, w).write()
}

// flatten lists the values of a part by path, as a form has a row for each; what is
// taken out is null.
func flatten(path string, from, to *value, into map[string]*value) {
	switch {
	case to == nil:
		into[path] = &value{form: null}
	case to.form == mapping && !to.whole() && len(to.keys) > 0 && !strings.HasPrefix(path, "assumptions.") && !strings.HasPrefix(path, "effects."):
		for i, key := range to.keys {
			flatten(join(path, key), nil, to.items[i], into)
		}
	default:
		into[path] = to
	}
}

// formWriter is a form that is being written.
type formWriter struct {
	*sheet.Writer
	w      *words.Words
	parent string // what the form extends, as a plan says it
	base   *Scenario
	own    map[string]*value // what is filled in, by path; a row that took one removes it
	names  map[string]string // sheets
	lists  map[string]string // ranges to choose from, by their content
}

func newFormWriter(parent string, base *Scenario, own map[string]*value, w *words.Words) *formWriter {
	f := &formWriter{w: w, parent: parent, base: base, own: own, names: map[string]string{}, lists: map[string]string{}}
	var order []string
	for _, id := range append(slices.Clone(formSheets), formLists) {
		f.names[id] = w.Say("form.sheet_" + id)
		order = append(order, f.names[id])
	}
	f.Writer = sheet.New(order...)
	return f
}

func (f *formWriter) write() []byte {
	f.input()
	f.waves()
	f.money()
	f.more()
	title := f.w.Say("form.title", "base", f.base.Title.In(f.w.Lang()))
	for _, id := range formSheets {
		f.Print(f.names[id], false, title+" · piramide-plan "+strconv.Itoa(formVersion))
	}
	f.Keep(f.File.SetSheetVisible(f.names[formLists], false))
	var out bytes.Buffer
	if err := f.Write(&out, title, f.w.Lang()); err != nil {
		panic("scenarios: a form cannot be written: " + err.Error())
	}
	return out.Bytes()
}

// top writes the title of a sheet, how it is filled in, and its headings; it gives the
// row of the headings.
func (f *formWriter) top(id string, widths ...float64) int {
	on := f.names[id]
	f.Widths(on, widths...)
	f.Text(on, 1, 1, f.w.Say("form.title_"+id, "base", f.base.Title.In(f.w.Lang())), "title")
	f.Keep(f.File.SetRowHeight(on, 1, 24))
	row := 2
	if id == formInput {
		f.Text(on, 1, row, f.w.Say("form.marker", "version", strconv.Itoa(formVersion)), "small")
		row++
	}
	last := len(widths)
	for _, line := range strings.Split(strings.TrimSpace(f.w.Say("form.how_"+id)), "\n") {
		f.Text(on, 1, row, line, "wrap")
		f.Keep(f.File.MergeCell(on, sheet.At(1, row), sheet.At(last, row)))
		f.height(on, row, widths, append([]string{line}, make([]string, last-1)...), true)
		row++
	}
	row++
	for i, c := range formColumns[id] {
		f.Text(on, i+1, row, f.w.Say("form.column_"+c, "base", f.base.Title.In(f.w.Lang())), "head")
	}
	heads := make([]string, len(widths))
	for i, c := range formColumns[id] {
		heads[i] = f.w.Say("form.column_"+c, "base", f.base.Title.In(f.w.Lang()))
	}
	f.height(on, row, widths, heads, false)
	f.Freeze(on, row)
	return row
}

// height makes a row as high as its longest cell asks; whole when the first cell lies
// over the full width.
func (f *formWriter) height(on string, row int, widths []float64, cells []string, whole bool) {
	lines := 1
	for i, text := range cells {
		width := widths[i]
		if whole {
			width = 0
			for _, x := range widths {
				width += x
			}
		}
		n := 0
		for _, line := range strings.Split(text, "\n") {
			n += len([]rune(line))/max(1, int(width*1.3)) + 1
		}
		lines = max(lines, n)
	}
	f.Keep(f.File.SetRowHeight(on, row, 13.5*float64(lines)+1))
}

// input is the first sheet.
func (f *formWriter) input() {
	on := f.names[formInput]
	widths := []float64{34, 28, 24, 30, 34, 62, 40, 32}
	row := f.top(formInput, widths...)
	for _, s := range formLevers {
		row++
		f.Text(on, 1, row, f.w.Say("form.section_"+s.section), "section")
		for col := 2; col <= len(widths); col++ {
			f.Style(on, col, row, "section")
		}
		for _, l := range s.rows {
			row++
			path := splitPath(l.path)
			fd := formField(f.base.root, path)
			base := f.base.root.at(path)
			if slices.Contains([]string{"name", "title", "description"}, path[0]) {
				base = nil // a plan's own
			}
			if l.path == "name" {
				fd.kind = name
			}
			cells := []string{f.label(l.path), "", "", f.said(fd, base), f.may(fd), f.w.Say("form.why_" + strings.ReplaceAll(l.path, ".", "_")), f.evidence(l.parameter), l.path}
			if l.path == "extends" {
				f.own["extends"] = &value{text: f.parent}
				cells[3] = ""
			}
			for i, style := range []string{"wrap", "", "", "grey", "note", "note", "note", "small"} {
				if style != "" {
					f.Text(on, i+1, row, cells[i], style)
				}
			}
			f.fill(on, 2, 3, row, fd, l.path, base)
			own, _ := f.File.GetCellValue(on, sheet.At(2, row))
			cells[1] = own
			f.height(on, row, widths, cells, false)
			switch l.path {
			case "extends":
				f.choose(on, 2, row, libraryOrder, true)
			case "region":
				f.choose(on, 2, row, regionNames, true)
			}
		}
	}
}

// label names a path in words.
func (f *formWriter) label(path string) string {
	if names := splitPath(path); slices.Contains([]string{"name", "extends", "title", "description"}, names[0]) {
		return f.w.Say("form.label_" + strings.ReplaceAll(path, ".", "_"))
	}
	return tell(f.w, sayPath(path))
}

// said puts what the base plan says in words.
func (f *formWriter) said(fd field, v *value) string {
	switch {
	case v == nil:
		return "–"
	case fd.kind == text, fd.kind == name:
		return v.text
	}
	return tell(f.w, sayIn(fd, []string{""}, v))
}

// may says what a cell may hold.
func (f *formWriter) may(fd field) string {
	fd = fd.of(nil)
	switch fd.kind {
	case date:
		return f.w.Say("form.may_month", "from", FormatMonth(f.base.Start), "until", FormatMonth(f.base.Start+sim.Month(f.base.Months)-1))
	case name:
		return f.w.Say("form.may_name")
	case buurten, list:
		return f.w.Say("form.may_list")
	case posts, placesOf:
		return f.w.Say("form.may_posts", "funded", tell(f.w, sayValue(&value{text: "funded"})))
	case amount:
		return f.w.Say("form.may_amount")
	case quantity, weight:
		return f.between(fd)
	case choice, yesNo, queueOrder:
		var all []string
		for _, o := range fd.options() {
			all = append(all, sayOption(f.w, fd, o))
		}
		if len(all) > 6 {
			return f.w.Say("form.may_choose")
		}
		return strings.Join(all, " / ")
	}
	return f.w.Say("form.may_text")
}

// between says between which numbers a quantity lies.
func (f *formWriter) between(fd field) string {
	unit := ""
	if len(fd.units) > 0 {
		unit = fd.units[0]
	}
	low := f.w.Tell(sayQuantity(Quantity{fd.min, unit}))
	if fd.max == 0 {
		return f.w.Say("form.may_from", "low", low)
	}
	return f.w.Say("form.may_between", "low", low, "high", f.w.Tell(sayQuantity(Quantity{fd.max, unit})))
}

// evidence says what the evidence holds for a lever: value, range, row.
func (f *formWriter) evidence(parameter string) string {
	p, ok := parameters().Parameter(parameter)
	if !ok {
		return ""
	}
	return f.w.Say("form.evidence", "value", f.w.Short(p.Base), "low", f.w.Short(p.Low), "high", f.w.Short(p.High), "unit", cmp.Or(f.w.Unit(p.Unit), p.Unit), "row", p.Evidence)
}

// fill writes the yellow cells of a row: the value that is filled in, and its unit.
func (f *formWriter) fill(on string, col, unitCol, row int, fd field, path string, base *value) {
	v := f.own[path]
	delete(f.own, path)
	f.yellow(on, col, row, fd, v)
	if options := fd.options(); len(options) > 0 && fd.kind != list && fd.kind != buurten {
		var said []string
		for _, o := range options {
			said = append(said, sayOption(f.w, fd, o))
		}
		f.choose(on, col, row, said, fd.kind != choice && fd.kind != yesNo)
	}
	if fd.kind == quantity && len(fd.options()) == 0 {
		f.atLeast(on, col, row, fd.min)
	}
	units := fd.formUnits()
	if len(units) == 0 || unitCol == 0 {
		return
	}
	unit := units[0]
	for _, known := range []*value{base, v} {
		if u := unitOfValue(known); u != "" {
			unit = u
		}
	}
	f.Text(on, unitCol, row, f.w.Tell(SayUnit(unit, true)), "yellow cell")
	var said []string
	for _, u := range units {
		said = append(said, f.w.Tell(SayUnit(u, true)))
	}
	f.choose(on, unitCol, row, said, false)
}

// unitOfValue is the unit of a quantity, or of what an amount is solved for.
func unitOfValue(v *value) string {
	if v == nil {
		return ""
	}
	if solve := v.get("solve"); solve != nil {
		v = solve
	}
	if v.form != scalar {
		return ""
	}
	q, wrong := parseQuantity(v.text)
	if wrong.ID != "" {
		return ""
	}
	return q.Unit
}

// yellow writes a value in a yellow cell; nil leaves it empty.
func (f *formWriter) yellow(on string, col, row int, fd field, v *value) {
	fd = fd.of(nil)
	style := "yellow cell"
	if fd.kind == date {
		style = "yellow month"
	}
	switch {
	case v == nil:
		f.Style(on, col, row, style)
	case v.form == null:
		f.Text(on, col, row, f.w.Say("form.remove"), "yellow cell")
	case fd.kind == date:
		f.month(on, col, row, v)
	case fd.kind == text, fd.kind == name:
		f.Text(on, col, row, v.text, style)
	case slices.Contains(fd.options(), v.text) && v.form == scalar:
		f.Text(on, col, row, sayOption(f.w, fd, v.text), style)
	case v.form == sequence && !slices.ContainsFunc(v.items, func(i *value) bool { return i.form != scalar }):
		var said []string
		for _, item := range v.items {
			one := item.text
			if fd.kind == list && slices.Contains(fd.options(), one) {
				one = sayOption(f.w, fd, one)
			}
			said = append(said, one)
		}
		f.Text(on, col, row, strings.Join(said, "; "), style)
	case fd.formUnits() != nil || fd.kind == quantity:
		if solve := v.get("solve"); solve != nil {
			v = solve
		}
		q, wrong := parseQuantity(v.text)
		if v.form != scalar || wrong.ID != "" {
			f.Text(on, col, row, flow(v), style)
			return
		}
		if q.Unit == "%" && 0 < q.Value && q.Value < 1 { // as a number it has two readings
			f.Text(on, col, row, q.String(), style)
			return
		}
		f.Number(on, col, row, q.Value, style)
	default:
		f.Text(on, col, row, flow(v), style)
	}
}

// month writes a date as the spreadsheet keeps it.
func (f *formWriter) month(on string, col, row int, v *value) {
	m := month(v)
	f.Keep(f.File.SetCellValue(on, sheet.At(col, row), time.Date(int(m)/12, time.Month(m%12+1), 1, 0, 0, 0, 0, time.UTC)))
	f.Style(on, col, row, "yellow month")
}

// choose lets a cell be chosen from a list, which stands in the hidden sheet; open lets
// something else stand there after a warning.
func (f *formWriter) choose(on string, col, row int, list []string, open bool) {
	f.Choices(on, sheet.At(col, row), f.listed(list), open, f.w.Say("form.choose_title"), f.w.Say("form.choose_text"))
}

// listed gives the range of a list in the hidden sheet.
func (f *formWriter) listed(list []string) string {
	key := strings.Join(list, "\n")
	if at, ok := f.lists[key]; ok {
		return at
	}
	col := len(f.lists) + 1
	for i, s := range list {
		f.Text(f.names[formLists], col, i+1, s, "")
	}
	at := sheet.Quote(f.names[formLists]) + "!" + sheet.Fixed(col, 1) + ":" + sheet.Fixed(col, len(list))
	f.lists[key] = at
	return at
}

// atLeast refuses in a cell what is no number, or one that is too small.
func (f *formWriter) atLeast(on string, col, row int, least float64) {
	v := excelize.NewDataValidation(true)
	v.Sqref = sheet.At(col, row)
	f.Keep(v.SetRange(least, largest, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	v.SetError(excelize.DataValidationErrorStyleWarning, f.w.Say("form.choose_title"), f.w.Say("form.number_text"))
	f.Keep(f.File.AddDataValidation(on, v))
}
