package job

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"piramide/internal/cluster"
	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
)

// besideKubernetes is added to the name of a result for the folder with its manifests.
const besideKubernetes = ".kubernetes"

// KubernetesRequest asks for the manifests with which Kubernetes lives the parts of a sweep.
type KubernetesRequest struct {
	SweepRequest
	Shards, Parallel, CPUs int    // parallel 0 = all parts at a time; CPUs of a pod, 0 = 1
	Memory                 string // of a pod, as Kubernetes writes it
	Image, Claim           string // of piramide; of the volume that holds the result
	DryRun                 bool   // show the manifests, write nothing
	Lang                   string
}

// SweepManifests are the manifests, and what to do with them.
type SweepManifests struct {
	Folder string   `json:"folder"`
	Files  []Script `json:"files"`
	Object string   `json:"object"` // name of the job
	Claim  string   `json:"claim"`
	Result string   `json:"result"` // on the volume
	DryRun bool     `json:"dry_run,omitempty"`
}

// Names of the manifests.
const (
	partsManifest = "parts.yaml"
	mergeManifest = "merge.yaml"
)

// KubernetesSweep writes the manifests of an Indexed Job for the parts of a sweep and of a
// job that joins them, into a folder beside the result. It applies nothing: which cluster
// and with whose rights is not for this tool to guess.
func KubernetesSweep(r KubernetesRequest, w *words.Words) (*SweepManifests, error) {
	s, err := loadSweep(r.SweepRequest)
	if err != nil {
		return nil, err
	}
	if r.Shards < 1 || r.Shards > mostIndexes {
		return nil, fault.Refuse("errors.kube_shards", "count", r.Shards, "most", mostIndexes)
	}
	if r.Parallel == 0 {
		r.Parallel = r.Shards
	}
	name := filepath.Base(s.out)
	x := &cluster.Indexed{
		Name: s.file.Name, Files: s.files, Sweep: reading.FileSweep, Image: r.Image, Claim: r.Claim, Result: name,
		Lang: r.Lang, Shards: r.Shards, Parallel: min(r.Parallel, r.Shards), CPUs: max(1, r.CPUs), Memory: r.Memory,
	}
	if flag, value := x.Wrong(); flag != "" {
		return nil, fault.Refuse("errors.flag_value", "flag", flag, "value", value)
	}
	switch size, file := x.TooLarge(); {
	case file != "":
		return nil, fault.New(fault.BadInput, nil, "kube_name", "file", file)
	case size > 0:
		return nil, fault.New(fault.BadInput, nil, "kube_size", "megabytes", megabytes(int64(size)))
	}
	out := &SweepManifests{Folder: s.out + besideKubernetes, Object: x.Object(), Claim: r.Claim, Result: name, DryRun: r.DryRun}
	x.Notes = []string{w.Say("sweep.script_note", "name", s.file.Name)}
	parts, err1 := x.Parts()
	merge, err2 := x.Merge()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	out.Files = []Script{{partsManifest, parts}, {mergeManifest, merge}}
	if r.DryRun {
		return out, nil
	}
	if err := os.MkdirAll(out.Folder, 0o755); err != nil {
		return nil, fault.Unwritable(out.Folder, err)
	}
	for _, f := range out.Files {
		if err := os.WriteFile(filepath.Join(out.Folder, f.Name), []byte(f.Text), 0o644); err != nil { //nolint:gosec // no secrets
			return nil, fault.Unwritable(out.Folder, err)
		}
	}
	return out, nil
}

// mostIndexes is how many parts an Indexed Job with a limit per part can have.
const mostIndexes = 100_000

// Text says it to a reader.
func (m *SweepManifests) Text(w *words.Words) string {
	var b strings.Builder
	for _, f := range m.Files {
		b.WriteString("── " + filepath.Join(m.Folder, f.Name) + "\n" + f.Text + "\n")
	}
	if m.DryRun {
		b.WriteString(w.Say("sweep.kube_dry_run") + "\n")
		return b.String()
	}
	b.WriteString(w.Say("sweep.kube_next", "claim", m.Claim, "result", m.Result) + "\n")
	for _, line := range []string{
		"kubectl apply -f " + filepath.Join(m.Folder, partsManifest),
		"kubectl wait --for=condition=complete --timeout=-1s job/" + m.Object,
		"kubectl apply -f " + filepath.Join(m.Folder, mergeManifest),
		"kubectl wait --for=condition=complete --timeout=-1s job/" + m.Object + "-merge",
	} {
		b.WriteString("  " + line + "\n")
	}
	return b.String()
}

// JSON writes it for programs.
func (m *SweepManifests) JSON(out io.Writer) error { return sweepJSON(out, m) }
