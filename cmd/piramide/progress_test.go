package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestProgressInABatch: plain lines at their pace, none with --quiet.
func TestProgressInABatch(t *testing.T) {
	var errout bytes.Buffer
	a := &app{err: &errout, words: dutch(t)}
	p := a.newProgress()
	p.report(10, 100)
	if errout.Len() > 0 {
		t.Errorf("says %q before its time", errout.String())
	}
	p.every, p.began = 0, time.Now().Add(-10*time.Minute)
	p.report(50, 100)
	p.end()
	if got := errout.String(); !strings.HasPrefix(got, "50") || !strings.Contains(got, "klaar, nog ongeveer 10 minuten") {
		t.Errorf("says %q", got)
	}
	errout.Reset()
	a.flags.quiet = true
	p.report(60, 100)
	if errout.Len() > 0 {
		t.Errorf("says %q with --quiet", errout.String())
	}
}
