package scenarios

import (
	"embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"piramide/internal/sheet"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

//go:embed library/*.yaml
var library embed.FS

// libraryDir begins the file name of a plan that comes with the tool.
const libraryDir = "library/"

// libraryOrder is the order in which the plans are shown.
var libraryOrder = []string{
	"reference", "ageing", "leuven-today", "no-coordination", "leuven-100", "population-budget", "coordination-60-40", "full-proposal",
	"no-phm", "phm-diabetes-first", "outreach-first",
	"stop-after-4-years", "cut-20", "case-management-first",
	"kp-dementia", "kp-frail-80", "kp-psychological", "kp-socio-economic", "kp-broad",
	"p3-stop", "p3-phased", "epidemic-shock", "staff-shortage",
	"shared-savings", "budget-guarantee", "pooled-region", "mixed-new-deal", "home-nursing-capitation",
	"pregnancy-programme", "youth-obesity-programme",
}

// Library gives the plans that come with the tool, in the order in which they
// are shown. They are read once.
func Library() []*Scenario { return slices.Clone(libraryPlans()) }

var libraryPlans = sync.OnceValue(func() []*Scenario {
	all := make([]*Scenario, len(libraryOrder))
	for i, id := range libraryOrder {
		s, err := loadID(id)
		if err != nil {
			panic("scenarios: plan of the library: " + err.Error())
		}
		all[i] = s
	}
	return all
})

// Load reads a plan: the id or the title (any language, any case) of one of
// the library, or the path of a .yaml file or of a form in a workbook (.xlsx). The
// error is [Problems], with every mistake of the file and of what it extends.
func Load(nameOrPath string) (*Scenario, error) {
	name := strings.TrimSpace(nameOrPath)
	if isFile(name) {
		return load(fileSource(name))
	}
	if slices.Contains(libraryOrder, strings.ToLower(name)) {
		return loadID(strings.ToLower(name))
	}
	known := slices.Clone(libraryOrder)
	for _, s := range libraryPlans() {
		for _, title := range s.Title {
			if strings.EqualFold(title, name) {
				return s, nil
			}
			known = append(known, title)
		}
	}
	slices.Sort(known[len(libraryOrder):]) // titles come from a map
	hint := msg("list_plans", "names", strings.Join(libraryOrder, ", "))
	if near := evidence.Nearest(name, known); near != "" {
		hint = msg("did_you_mean", "name", near)
	}
	for _, ext := range []string{".xlsx", ".yaml"} { // a plan of one's own, by its name
		if _, err := os.Stat(name + ext); err == nil {
			hint = msg("did_you_mean", "name", name+ext)
		}
	}
	return nil, Problems{{Reason: msg("unknown_plan", "name", clip(name)), Hint: hint}}
}

// Argument names a plan of this id as a command does: a plan of the library by the id, any
// other by the file that such a plan begins as.
func Argument(id string) string {
	if slices.Contains(libraryOrder, id) {
		return id
	}
	return id + ".yaml"
}

// Parse reads a plan from text; file is the name that problems show. What it
// extends must be in the library.
func Parse(file string, text []byte) (*Scenario, error) {
	return load(source{name: file, text: func() ([]byte, error) { return text, nil }})
}

// titles gives the ids of the library by title, in every language and small letters.
var titles = sync.OnceValue(func() map[string]string {
	ids := map[string]string{}
	for _, id := range libraryOrder {
		text, err := librarySource(id).text()
		if err != nil {
			panic("scenarios: plan of the library: " + err.Error())
		}
		for _, title := range parse(id, text, &report{}).get("title").items {
			ids[strings.ToLower(title.text)] = id
		}
	}
	return ids
})

func loadID(id string) (*Scenario, error) { return load(librarySource(id)) }

// source is where a file comes from.
type source struct {
	name string // as problems show it
	key  string // the same file has the same key
	dir  string // where the paths it extends start; "" = library only
	file bool
	text func() ([]byte, error)
}

func librarySource(id string) source {
	name := libraryDir + id + ".yaml"
	return source{name: name, key: name, text: func() ([]byte, error) { return library.ReadFile(name) }}
}

func fileSource(path string) source {
	key, err := filepath.Abs(path)
	if err != nil {
		key = path
	}
	return source{name: path, key: key, dir: filepath.Dir(path), file: true, text: func() ([]byte, error) { return readFile(path) }}
}

// isFile says whether a name means a file and not a plan of the library.
func isFile(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml" || isWorkbook(name) || strings.ContainsAny(name, `/\`)
}

// isWorkbook says whether a file is, or passes for, a form in a workbook.
func isWorkbook(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".ods"}, strings.ToLower(filepath.Ext(name)))
}

// readFile reads at most a little more than a plan may hold.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errDirectory
	}
	limit := int64(maxBytes)
	if isWorkbook(path) {
		limit = sheet.MaxFile
	}
	return io.ReadAll(io.LimitReader(f, limit+1))
}

var errDirectory = errors.New("is a directory")

// fileReason says in a reader's words why a file cannot be read.
func fileReason(err error) words.Message {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return msg("no_file")
	case errors.Is(err, errDirectory):
		return msg("directory")
	case errors.Is(err, fs.ErrPermission):
		return msg("no_permission")
	}
	return msg("unreadable", "why", err.Error())
}

// load reads a source and all it extends, lays them over each other and checks
// the whole.
func load(src source) (*Scenario, error) {
	r := &report{asked: src.name}
	root := resolve(src, nil, r)
	if root == nil {
		return nil, r.err()
	}
	return build(root, r, false)
}

// resolve gives the merged file, or nil when nothing can be said of it.
func resolve(src source, above []source, r *report) *value {
	text, err := src.text()
	if err != nil {
		r.add(&value{place: place{file: src.name}}, "", fileReason(err), msg("check_path"))
		return nil
	}
	var own *value
	var filled *planForm
	if isWorkbook(src.name) {
		if filled = openForm(src.name, text, r); filled == nil {
			return nil
		}
		filled.base()
		own = filled.own
	} else if own = parse(src.name, text, r); own == nil {
		return nil
	}
	ext := own.get("extends")
	if filled != nil && ext == nil {
		r.orphan = true
		return filled.read(nil)
	}
	if ext == nil || ext.form != scalar || ext.text == "" {
		return withoutNulls(own, "", r)
	}
	above = append(above, src)
	base, ok := baseOf(src, ext, r)
	if !ok {
		r.orphan = true
		if filled != nil {
			own = filled.read(nil)
		}
		return own
	}
	if slices.ContainsFunc(above, func(s source) bool { return s.key == base.key && s.key != "" }) || len(above) > 20 {
		chain := make([]string, 0, len(above)+1)
		for _, s := range above {
			chain = append(chain, s.name)
		}
		r.add(ext, "extends", msg("loop", "chain", strings.Join(append(chain, base.name), " → ")), msg("break_loop"))
		return nil
	}
	before := len(r.found)
	under := resolve(base, above, r)
	if under == nil {
		if len(r.found) == before {
			panic("scenarios: a file without content and without a problem")
		}
		return nil
	}
	if filled != nil {
		own = filled.read(under)
	}
	// What names a plan is its own and is not inherited.
	for _, key := range []string{"name", "title", "description", "extends"} {
		under = under.with([]string{key}, nil)
	}
	return merge(under, own, "", r)
}

// baseOf finds the file that a file extends.
func baseOf(src source, ext *value, r *report) (source, bool) {
	switch {
	case slices.Contains(libraryOrder, ext.text):
		return librarySource(ext.text), true
	case isFile(ext.text) && src.file:
		path := ext.text
		if !filepath.IsAbs(path) {
			path = filepath.Join(src.dir, filepath.FromSlash(path))
		}
		base := fileSource(path)
		if _, err := os.Stat(path); err != nil {
			r.add(ext, "extends", fileReason(err), msg("check_path"))
			return source{}, false
		}
		return base, true
	}
	r.add(ext, "extends", msg("unknown_plan", "name", clip(ext.text)), DidYouMean(ext.text, libraryOrder))
	return source{}, false
}
