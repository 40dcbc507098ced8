package model

import (
	"testing"

	"piramide/scenarios/evidence"
)

func load(t *testing.T) (*evidence.Register, *Parameters) {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	ps, err := Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	return reg, ps
}

func TestLoad(t *testing.T) {
	_, ps := load(t)
	t.Log(len(ps.list))
}
