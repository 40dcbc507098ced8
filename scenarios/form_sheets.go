package scenarios

import (
	"slices"
	"strings"

	"piramide/internal/sheet"
)

// The sheets of a form after the first: waves, financing, and everything else.

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
		cells := []string{name, tell(f.w, sayKeys(at, 2)), "", "", f.said(fd, was), f.may(fd), key}
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
