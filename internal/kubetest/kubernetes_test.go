// Package kubetest holds the manifests that piramide writes to the validation of
// Kubernetes itself.
package kubetest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/apis/batch"
	batchinstall "k8s.io/kubernetes/pkg/apis/batch/install"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	coreinstall "k8s.io/kubernetes/pkg/apis/core/install"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"

	"piramide/internal/cluster"
)

// check reads a manifest as the API server does, strictly and with its defaults, and lists
// what it would refuse.
func check(manifest string) (kinds []string, wrong []string) {
	scheme := runtime.NewScheme()
	coreinstall.Install(scheme)
	batchinstall.Install(scheme)
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDecoder()
	for documents := yaml.NewDocumentDecoder(io.NopCloser(strings.NewReader(manifest))); ; {
		buffer := make([]byte, 4<<20)
		n, err := documents.Read(buffer)
		if err == io.EOF {
			return kinds, wrong
		}
		if err != nil {
			return kinds, append(wrong, err.Error())
		}
		body, err := yaml.ToJSON(bytes.TrimSpace(buffer[:n]))
		if err != nil {
			return kinds, append(wrong, err.Error())
		}
		object, kind, err := decoder.Decode(body, nil, nil)
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		kinds = append(kinds, kind.Kind)
		var errs field.ErrorList
		switch o := object.(type) {
		case *batch.Job:
			o.Namespace = "default"
			errs = batchvalidation.ValidateJobSpec(&o.Spec, field.NewPath("spec"), corevalidation.PodValidationOptions{})
		case *core.ConfigMap:
			o.Namespace = "default"
			errs = corevalidation.ValidateConfigMap(o)
		default:
			wrong = append(wrong, fmt.Sprintf("an unexpected %T", object))
		}
		for _, e := range errs {
			if !strings.HasPrefix(e.Field, "spec.selector") && !strings.HasPrefix(e.Field, "spec.template.metadata.labels") { // the server fills them in
				wrong = append(wrong, e.Error())
			}
		}
	}
}

func example() *cluster.Indexed {
	return &cluster.Indexed{
		Name: "zestig-veertig", Notes: []string{"é ≥"}, Sweep: "sweep.yaml", Image: "registry.example/piramide:1@sha256:" + strings.Repeat("ab", 32), Claim: "resultaten",
		Files:  map[string][]byte{"sweep.yaml": []byte("format: 1\nname: zestig-veertig\n"), "regio.csv": []byte("a;b\r\n")},
		Result: "zestig-veertig", Lang: "nl", Shards: 64, Parallel: 8, CPUs: 4, Memory: "4Gi",
	}
}

// What we write, with and without what may be left out, is accepted.
func TestAccepted(t *testing.T) {
	bare := example()
	bare.Memory, bare.Files, bare.Shards, bare.Parallel = "", map[string][]byte{"sweep.yaml": []byte("format: 1\n")}, 1, 1
	most := example()
	most.Shards, most.Parallel, most.Name = 100_000, 100_000, strings.Repeat("Lange_Naam ", 30)
	for name, x := range map[string]*cluster.Indexed{"example": example(), "bare": bare, "most": most} {
		parts, err1 := x.Parts()
		merge, err2 := x.Merge()
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if kinds, wrong := check(parts); len(wrong) > 0 || fmt.Sprint(kinds) != "[ConfigMap Job]" {
			t.Errorf("%s: %v is refused: %s\n%s", name, kinds, strings.Join(wrong, "\n"), parts)
		}
		if kinds, wrong := check(merge); len(wrong) > 0 || fmt.Sprint(kinds) != "[Job]" {
			t.Errorf("%s: %v is refused: %s\n%s", name, kinds, strings.Join(wrong, "\n"), merge)
		}
	}
}

// The check is worth something: each of these mistakes is refused.
func TestRefused(t *testing.T) {
	parts, err := example().Parts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"completions: 64", "completions: -1"},
		{"completions: 64", "completion: 64"},
		{"restartPolicy: Never", "restartPolicy: OnFailure"},
		{"completionMode: Indexed", "completionMode: NonIndexed"},
		{`memory: "4Gi"`, `memory: "4GB"`},
		{"maxFailedIndexes: 64", "maxFailedIndexes: 65"},
		{"mountPath: /sweep", "mountPath: \"\""},
		{"name: sweep, mountPath", "name: sweeps, mountPath"},
		{"containerName: piramide", "containerName: other"},
	} {
		broken := strings.Replace(parts, c[0], c[1], 1)
		if broken == parts {
			t.Errorf("%q is not in the manifest", c[0])
		}
		if _, wrong := check(broken); len(wrong) == 0 {
			t.Errorf("%q is accepted", c[1])
		}
	}
}
