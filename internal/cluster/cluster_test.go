package cluster

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// What a shell reads back from a quoted word, and what the lines of #SBATCH say.
func TestScript(t *testing.T) {
	a := Array{Name: "piramide-x", Note: "note", Dir: `/a b/50% "x"`, Program: "/it's/piramide", Result: "/a b/x", Lang: "nl", Shards: 8, CPUs: 2}
	for _, want := range []string{
		"#!/bin/bash\n# note\n", "#SBATCH --array=1-4,7\n", `#SBATCH --output="/a b/50%% \"x\"/logs/%A_%a.log"` + "\n", "#SBATCH --open-mode=append\n", "#SBATCH --requeue\n",
		`exec '/it'\''s/piramide' sweep run '/a b/x' --workers 2 --quiet --lang nl` + "\n", "export PIRAMIDE_SHARDS=8\n",
	} {
		if got := a.Tasks("1-4,7"); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if m := a.Merge(); strings.Contains(m, "--array") || strings.Contains(m, "--time") || !strings.Contains(m, "--cpus-per-task=1\n") {
		t.Error(m)
	}
}

// What Slurm does not understand, or would end a line of a script, is refused.
func TestWrong(t *testing.T) {
	for _, c := range []struct {
		a    Array
		flag string
	}{
		{Array{Time: "90", Memory: "4000", Partition: "long,short", Options: []string{"--account=x", "-A x", "--qos=a b"}}, ""},
		{Array{Time: "2:00:00", Memory: "4G"}, ""},
		{Array{Time: "1-12"}, ""},
		{Array{Time: "1-12:30:00"}, ""},
		{Array{Time: "two hours"}, "--time"},
		{Array{Time: "1:2:3:4"}, "--time"},
		{Array{Time: "1\nrm"}, "--time"},
		{Array{Memory: "4GB"}, "--memory"},
		{Array{Partition: "a b"}, "--partition"},
		{Array{Partition: "a\nb"}, "--partition"},
		{Array{Options: []string{"--x\nrm -rf"}}, "--sbatch"},
		{Array{Options: []string{"account"}}, "--sbatch"},
	} {
		if flag, _ := c.a.Wrong(); flag != c.flag {
			t.Errorf("%+v: %q is wrong, not %q", c.a, flag, c.flag)
		}
	}
}

// The parts of a manifest that we write, as a strict reader knows them: a key that is
// misspelt, or in another place, is an error.
type (
	meta struct {
		Name   string
		Labels map[string]string
	}
	configMap struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   meta
		Data       map[string]string
		BinaryData map[string]string `yaml:"binaryData"`
	}
	jobManifest struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   meta
		Spec       struct {
			CompletionMode       string `yaml:"completionMode"`
			Completions          int
			Parallelism          int
			BackoffLimit         int `yaml:"backoffLimit"`
			BackoffLimitPerIndex int `yaml:"backoffLimitPerIndex"`
			MaxFailedIndexes     int `yaml:"maxFailedIndexes"`
			PodFailurePolicy     struct {
				Rules []struct {
					Action          string
					OnPodConditions []struct{ Type, Status string } `yaml:"onPodConditions"`
					OnExitCodes     struct {
						ContainerName string `yaml:"containerName"`
						Operator      string
						Values        []int
					} `yaml:"onExitCodes"`
				}
			} `yaml:"podFailurePolicy"`
			Template struct {
				Metadata meta
				Spec     struct {
					RestartPolicy string `yaml:"restartPolicy"`
					Hostname      string
					Containers    []struct {
						Name, Image  string
						Command      []string
						Env          []struct{ Name, Value string }
						Resources    struct{ Requests, Limits map[string]string }
						VolumeMounts []struct {
							Name      string
							MountPath string `yaml:"mountPath"`
							ReadOnly  bool   `yaml:"readOnly"`
						} `yaml:"volumeMounts"`
					}
					Volumes []struct {
						Name                  string
						ConfigMap             struct{ Name string } `yaml:"configMap"`
						PersistentVolumeClaim struct {
							ClaimName string `yaml:"claimName"`
						} `yaml:"persistentVolumeClaim"`
					}
				}
			}
		}
	}
)

func decode(t *testing.T, text string, into ...any) {
	t.Helper()
	d, err := yaml.NewLoader(strings.NewReader(text), yaml.WithKnownFields())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range into {
		if err := d.Load(v); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
}

// A manifest holds every file with its own bytes, whatever they are, and every value where
// Kubernetes looks for it.
func TestManifest(t *testing.T) {
	files := map[string][]byte{
		"sweep.yaml": []byte("format: 1\nname: x\n# é ≥ \"quoted\": {a}\n\n  indented\n"), "latin.csv": {'a', 0xe9, '\n'}, "windows.csv": []byte("a;b\r\n1;2\r\n"),
		"tabs.csv": []byte("a\tb\n"), "open.csv": []byte("no end"), "empty.csv": {}, "spaces.csv": []byte("  a\nb \n"), "lines.csv": []byte("a\n\n"), "mark.csv": []byte("\ufeffa;b\n"),
	}
	x := &Indexed{
		Name: "Zestig_Veertig van 2027: een heel lange naam van een verkenning", Notes: []string{"note"}, Files: files, Sweep: "sweep.yaml", Image: "r/p:1", Claim: "c",
		Result: `a "b": c`, Lang: "nl", Shards: 8, Parallel: 3, CPUs: 2, Memory: "2Gi",
	}
	parts, err1 := x.Parts()
	merge, err2 := x.Merge()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var c configMap
	var j, m jobManifest
	decode(t, parts, &c, &j)
	decode(t, merge, &m)
	for name, body := range files {
		got := []byte(c.Data[name])
		if b, ok := c.BinaryData[name]; ok {
			got, _ = base64.StdEncoding.DecodeString(b)
		}
		if !bytes.Equal(got, body) {
			t.Errorf("%s is %q, not %q", name, got, body)
		}
	}
	if len(c.Data)+len(c.BinaryData) != len(files) || c.Data["sweep.yaml"] == "" {
		t.Errorf("%d files as text and %d as bytes", len(c.Data), len(c.BinaryData))
	}
	name := x.Object()
	if len(name) > 50 || !kubeName.MatchString(name) || strings.Contains(name, ".") {
		t.Errorf("called %q", name)
	}
	if c.Metadata.Name != name || j.Metadata.Name != name || m.Metadata.Name != name+"-merge" {
		t.Errorf("called %q, %q and %q", c.Metadata.Name, j.Metadata.Name, m.Metadata.Name)
	}
	s := j.Spec
	if s.CompletionMode != "Indexed" || s.Completions != 8 || s.Parallelism != 3 || s.BackoffLimitPerIndex != 3 || s.MaxFailedIndexes != 8 || s.Template.Spec.RestartPolicy != "Never" {
		t.Errorf("%+v", s)
	}
	run := s.Template.Spec.Containers[0]
	if got := fmt.Sprint(run.Command); got != `[piramide sweep run /sweep/sweep.yaml --out /data/a "b": c --workers 2 --quiet --lang nl]` {
		t.Error(got)
	}
	if got := fmt.Sprint(run.Env, run.Resources); got != "[{PIRAMIDE_SHARDS 8}] {map[cpu:2 memory:2Gi] map[memory:2Gi]}" {
		t.Error(got)
	}
	join := m.Spec.Template.Spec.Containers[0]
	if got := fmt.Sprint(join.Command); got != `[piramide sweep merge /sweep/sweep.yaml --out /data/a "b": c --lang nl]` {
		t.Error(got)
	}
	if m.Spec.Template.Spec.Hostname == "" || s.Template.Spec.Hostname != "" {
		t.Error("the job that joins has a name of its own for its lock, and only that one")
	}
	for _, spec := range []jobManifest{j, m} {
		v := spec.Spec.Template.Spec.Volumes
		if len(v) != 2 || v[0].ConfigMap.Name != name || v[1].PersistentVolumeClaim.ClaimName != "c" {
			t.Errorf("%+v", v)
		}
	}
	x.Files["big.csv"] = make([]byte, mostConfig)
	if size, _ := x.TooLarge(); size < mostConfig {
		t.Error("a ConfigMap that is too large is not noticed")
	}
	x.Files["a b"] = nil
	if _, name := x.TooLarge(); name != "a b" {
		t.Error("a name that cannot be is not noticed")
	}
}

func TestWrongForKubernetes(t *testing.T) {
	for _, c := range []struct{ image, claim, memory, flag string }{
		{"registry.example/piramide:1@sha256:ab", "data", "2Gi", ""},
		{"", "data", "", "--image"},
		{"a b", "data", "", "--image"},
		{"x", "Data", "", "--claim"},
		{"x", "", "", "--claim"},
		{"x", "d", "4GB", "--memory"},
	} {
		if flag, _ := (&Indexed{Image: c.image, Claim: c.claim, Memory: c.memory}).Wrong(); flag != c.flag {
			t.Errorf("%+v: %q is wrong", c, flag)
		}
	}
}

func TestWaiting(t *testing.T) {
	for _, c := range []struct {
		q    *Queue
		want bool
	}{
		{nil, false},
		{&Queue{Tasks: map[int]string{1: "COMPLETED", 2: "FAILED"}, Merge: "COMPLETED"}, false},
		{&Queue{Tasks: map[int]string{1: "COMPLETED"}, Merge: "PENDING"}, true},
		{&Queue{Tasks: map[int]string{1: "REQUEUED"}}, true},
	} {
		if got := c.q.Waiting(); got != c.want {
			t.Errorf("%+v waits: %v", c.q, got)
		}
	}
}
