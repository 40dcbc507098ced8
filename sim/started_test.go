package sim

import (
	"context"
	"testing"
)

// started is a world whose burn-in is done.
func started(tb testing.TB, c Config) *World {
	tb.Helper()
	m, err := Compile(c)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := m.Start(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return w
}
