package scenarios

import (
	"bytes"
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
func NewForm(name, extends string, w *words.Words) ([]byte, error) {
	if slices.Contains(libraryOrder, name) {
		return nil, Problems{{Reason: msg("library_name", "name", name), Hint: msg("other_name")}}
	}
	base, err := Load(extends)
	if err != nil {
		return nil, err
	}
	parent := extends
	if !isFile(extends) {
		parent = base.Name
	}
	own := map[string]*value{"name": {text: name}, "title." + w.Lang(): {text: w.Say("scenarios.new_title")}}
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
	case slices.Contains(fd.options(), v.text):
		return sayOption(f.w, fd, v.text)
	case v.form == sequence && fd.kind == list && fd.each.kind == choice:
		var said []string
		for _, item := range v.items {
			said = append(said, sayOption(f.w, fd, item.text))
		}
		return strings.Join(said, "; ")
	case fd.kind == text, fd.kind == name:
		return v.text
	}
	return tell(f.w, sayValue(v))
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
	return f.w.Say("form.evidence", "value", f.w.Short(p.Base), "low", f.w.Short(p.Low), "high", f.w.Short(p.High), "unit", p.Unit, "row", p.Evidence)
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

// waves is the sheet of the waves of buurtteams.
func (f *formWriter) waves() {
	on := f.names[formWaves]
	row := f.top(formWaves, 24, 30, 14, 14, 18, 20, 30, 14, 14, 18, 20)
	path := []string{"buurtteams", "waves"}
	base := f.base.root.at(path)
	names := slices.Clone(keysOf(base))
	for _, name := range f.ownNames("buurtteams.waves.") {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i := range len(names) + spareWaves {
		row++
		name := ""
		if i < len(names) {
			name = names[i]
		}
		f.Text(on, 1, row, name, "yellow cell")
		for k, key := range waveKeys {
			fd := formField(f.base.root, []string{"buurtteams", "waves", "x", key})
			v := f.own["buurtteams.waves."+name+"."+key]
			delete(f.own, "buurtteams.waves."+name+"."+key)
			if whole := f.own["buurtteams.waves."+name]; key == "buurten" && whole != nil {
				v = whole // the wave is taken out
				delete(f.own, "buurtteams.waves."+name)
			}
			if q, wrong := parseQuantity(word(v)); key == "age" && wrong.ID == "" {
				f.Text(on, 2+k, row, f.w.Tell(sayQuantity(q)), "yellow cell")
			} else {
				f.yellow(on, 2+k, row, fd, v)
			}
			if key == "coach" {
				f.choose(on, 2+k, row, []string{sayOption(f.w, fd, "yes"), sayOption(f.w, fd, "no")}, false)
			}
			was := base.at([]string{name, key})
			if i < len(keysOf(base)) {
				f.Text(on, 2+len(waveKeys)+k, row, f.said(fd, was), "grey")
			}
		}
	}
}

// ownNames are the names under a part of what is filled in, in order.
func (f *formWriter) ownNames(part string) (names []string) {
	for path := range f.own {
		if rest, ok := strings.CutPrefix(path, part); ok {
			name, _, _ := strings.Cut(rest, ".")
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// money is the sheet of the instruments: first those of the plan, then those of care
// as today.
func (f *formWriter) money() {
	on := f.names[formMoney]
	widths := []float64{24, 32, 28, 34, 40, 40, 26}
	row := f.top(formMoney, widths...)
	base := f.base.root.get("financing")
	today := libraryPlans()[0].root.get("financing")
	names := slices.Clone(keysOf(base))
	slices.SortStableFunc(names, func(a, b string) int {
		old := func(name string) int {
			if today.get(name) != nil {
				return 1
			}
			return 0
		}
		return old(a) - old(b)
	})
	for _, name := range f.ownNames("financing.") {
		if !slices.Contains(names, name) {
			names = append([]string{name}, names...)
		}
	}
	line := func(name, key string) {
		row++
		path := []string{"financing", name}
		at := append(path, strings.Split(key, ".")...)
		fd := f.moneyField(name, at)
		was := f.base.root.at(at)
		cells := []string{name, tell(f.w, sayPath("financing."+name+"."+key)), "", "", f.said(fd, was), f.may(fd), key}
		cells[1] = tell(f.w, sayPath("financing."+key))
		for i, style := range []string{"small", "wrap", "", "", "grey", "note", "small"} {
			if style != "" {
				f.Text(on, i+1, row, cells[i], style)
			}
		}
		f.fill(on, 3, 4, row, fd, strings.Join(at, "."), was)
		f.height(on, row, widths, cells, false)
	}
	for _, name := range names {
		row++
		f.Text(on, 1, row, name, "section")
		for col := 2; col <= len(widths); col++ {
			f.Style(on, col, row, "section")
		}
		if whole := f.own["financing."+name]; whole != nil { // taken out
			row++
			f.Text(on, 1, row, name, "yellow cell")
			f.yellow(on, 3, row, field{kind: quantity}, whole)
			delete(f.own, "financing."+name)
		}
		for _, key := range f.moneyKeys(name, today.get(name) != nil) {
			line(name, key)
		}
	}
	row++
	f.Text(on, 1, row, f.w.Say("form.section_own_money"), "section")
	for col := 2; col <= len(widths); col++ {
		f.Style(on, col, row, "section")
	}
	var keys []string
	for _, kind := range kindNames {
		for _, k := range leaves(instrumentFields(kind), "") {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys[3:]) // after kind, payer, payee
	var units []string
	for _, u := range slices.Concat(areaAmounts, headAmounts, []string{"%", "EUR", "month", "year"}) {
		units = append(units, f.w.Tell(SayUnit(u, true)))
	}
	for range spareMoney {
		row++
		for _, col := range []int{1, 3, 4, 7} {
			f.Style(on, col, row, "yellow cell")
		}
		f.choose(on, 7, row, keys, true)
		f.choose(on, 4, row, units, true)
	}
}

// leaves are the paths of the values a record may hold.
func leaves(f field, above string) (out []string) {
	for _, x := range f.fields {
		if x.kind == record {
			out = append(out, leaves(x, join(above, x.key))...)
			continue
		}
		out = append(out, join(above, x.key))
	}
	return out
}

// moneyField is the field of a key of an instrument: of the kind that is filled in, or
// that of the base plan.
func (f *formWriter) moneyField(name string, at []string) field {
	root := f.base.root
	if kind := f.own["financing."+name+".kind"]; kind != nil {
		root = root.with([]string{"financing", name, "kind"}, kind)
	}
	return formField(root, at)
}

// moneyKeys are the keys of an instrument that have a row: those of the base plan,
// those that are filled in, and of a plan's own when it begins and ends and its ceiling.
func (f *formWriter) moneyKeys(name string, today bool) (keys []string) {
	var walk func(v *value, path string)
	walk = func(v *value, path string) {
		for i, key := range keysOf(v) {
			if item := v.items[i]; item.form == mapping && !item.whole() && len(item.keys) > 0 {
				walk(item, join(path, key))
			} else {
				keys = append(keys, join(path, key))
			}
		}
	}
	walk(f.base.root.at([]string{"financing", name}), "")
	var more []string
	for path := range f.own {
		if key, ok := strings.CutPrefix(path, "financing."+name+"."); ok {
			more = append(more, key)
		}
	}
	slices.Sort(more)
	if !today && len(keys) > 0 {
		known := leaves(f.moneyField(name, []string{"financing", name}).of(f.base.root.at([]string{"financing", name})), "")
		for _, key := range []string{"cap", "start", "end"} {
			if slices.Contains(known, key) {
				more = append(more, key)
			}
		}
	}
	for _, key := range more {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if i := slices.Index(keys, "kind"); i > 0 { // the kind decides what the rest may be
		keys = append([]string{"kind"}, slices.Delete(keys, i, i+1)...)
	}
	return keys
}

// more is the sheet of everything else, by the keys of a plan file.
func (f *formWriter) more() {
	on := f.names[formMore]
	row := f.top(formMore, 14, 44, 40, 30, 60)
	var paths []string
	for path := range f.own {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	line := func(path string, v *value) {
		row++
		fd := formField(f.base.root, splitPath(path))
		if v == nil {
			fd = field{kind: rowOf}
		}
		f.Style(on, 1, row, "yellow month")
		f.Text(on, 2, row, path, "yellow cell")
		f.Style(on, 4, row, "yellow cell")
		f.own[path] = v
		f.fill(on, 3, 4, row, fd, path, nil)
		if path != "" {
			f.Text(on, 5, row, f.said(fd, f.base.root.at(splitPath(path))), "grey")
		}
	}
	for _, path := range paths {
		if path == "timeline" && f.own[path].form == sequence {
			for _, entry := range f.own[path].items {
				set := entry.get("set")
				for i, key := range set.keys {
					line(key, set.items[i])
					f.month(on, 1, row, entry.get("at"))
				}
			}
			continue
		}
		line(path, f.own[path])
	}
	var keys []string
	for _, k := range leaves(grammar, "") {
		if !slices.Contains(identity, splitPath(k)[0]) {
			keys = append(keys, k)
		}
	}
	list := f.listed(keys)
	for range spareMore {
		line("", nil)
	}
	f.Choices(on, sheet.At(2, row-spareMore+1)+":"+sheet.At(2, row), list, true, f.w.Say("form.choose_title"), f.w.Say("form.choose_text"))
}
