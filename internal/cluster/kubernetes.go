package cluster

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"unicode/utf8"
)

// Indexed is an Indexed Job of Kubernetes that lives the parts of a sweep, and a job that
// joins them when that one is complete. The sweep and its plans travel in a ConfigMap; the
// result lies on a volume that all pods share.
type Indexed struct {
	Name     string            // of the sweep; the objects are called after it
	Notes    []string          // lines for who reads the manifest
	Files    map[string][]byte // the sweep and its plans, by name
	Sweep    string            // which of the files is the sweep
	Image    string            // with piramide on its PATH
	Claim    string            // of the volume
	Result   string            // folder on the volume
	Lang     string
	Shards   int
	Parallel int    // pods at a time
	CPUs     int    // of a pod
	Memory   string // of a pod, as Kubernetes writes it; "" = that of the cluster
}

// mostConfig is what a ConfigMap may hold, less some room for its names.
const mostConfig = 1_000_000

var (
	kubeName   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`)
	kubeMemory = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$`)
	kubeImage  = regexp.MustCompile(`^[\w./:@-]+$`)
	// A name of a file that a ConfigMap can hold.
	kubeKey = regexp.MustCompile(`^[-._a-zA-Z0-9]{1,253}$`)
)

// Wrong names the flag whose value Kubernetes would refuse; "" when all is well.
func (x *Indexed) Wrong() (flag, value string) {
	switch {
	case !kubeImage.MatchString(x.Image):
		return "--image", x.Image
	case !kubeName.MatchString(x.Claim) || len(x.Claim) > 253:
		return "--claim", x.Claim
	case x.Memory != "" && !kubeMemory.MatchString(x.Memory):
		return "--memory", x.Memory
	}
	return "", ""
}

// TooLarge reports that the sweep does not fit in a ConfigMap: its size in bytes, or a
// file that cannot be named there.
func (x *Indexed) TooLarge() (size int, name string) {
	for _, name := range slices.Sorted(maps.Keys(x.Files)) {
		if !kubeKey.MatchString(name) {
			return 0, name
		}
		size += len(x.Files[name])
	}
	if size <= mostConfig {
		size = 0
	}
	return size, ""
}

// notDNS is what the name of an object may not hold.
var notDNS = regexp.MustCompile(`[^a-z0-9]+`)

// mostName leaves room for what Kubernetes adds to the names of pods (63 letters in all).
const mostName = 40

// Object is what the objects are called.
func (x *Indexed) Object() string {
	name := strings.Trim(notDNS.ReplaceAllString(strings.ToLower(x.Name), "-"), "-")
	return "piramide-" + strings.Trim(name[:min(len(name), mostName)], "-")
}

//go:embed kubernetes.yaml.tmpl
var manifest string

// literal is a file that YAML can hold as it is written.
func literal(body []byte) bool {
	s := string(body)
	if !utf8.ValidString(s) || s == "" || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") || !strings.HasSuffix(s, "\n") || strings.HasSuffix(s, "\n\n") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { // what YAML does not print, or reads as the end of a line
		return r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff
	})
}

var kubeTemplates = template.Must(template.New("").Funcs(template.FuncMap{
	"quote": func(v any) (string, error) { // a JSON string is one of YAML
		b, err := json.Marshal(fmt.Sprint(v))
		return string(b), err
	},
	"indent": func(body []byte) string {
		return strings.ReplaceAll(strings.TrimSuffix(string(body), "\n"), "\n", "\n    ")
	},
	"base64": base64.StdEncoding.EncodeToString,
}).Parse(manifest))

// Parts is the manifest of the ConfigMap and of the job that lives the parts.
func (x *Indexed) Parts() (string, error) { return x.fill("parts") }

// Merge is the manifest of the job that joins the parts.
func (x *Indexed) Merge() (string, error) { return x.fill("merge") }

func (x *Indexed) fill(part string) (string, error) {
	text, bytes := map[string][]byte{}, map[string][]byte{}
	for name, body := range x.Files {
		if literal(body) {
			text[name] = body
		} else {
			bytes[name] = body
		}
	}
	var b strings.Builder
	err := kubeTemplates.ExecuteTemplate(&b, part, struct {
		*Indexed
		Text, Bytes map[string][]byte
	}{x, text, bytes})
	return b.String(), err
}
