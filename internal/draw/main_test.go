package draw

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
)

var (
	stream    = flag.String("stream", "", "run no test; write raw words to standard output without end, in the order `ORDER` (month, bare, life, start), for dieharder")
	reference = flag.Bool("reference", false, "with -stream: write words of Philox instead")
)

// TestMain lets the test binary be the generator that dieharder reads:
//
//	go test -c -o draw.test ./internal/draw
//	./draw.test -stream month | dieharder -a -g 200
func TestMain(m *testing.M) {
	flag.Parse()
	if *stream == "" {
		os.Exit(m.Run())
	}
	if _, ok := orders[*stream]; !ok {
		fmt.Fprintf(os.Stderr, "no order %q; there are %v\n", *stream, slices.Sorted(maps.Keys(orders)))
		os.Exit(2)
	}
	f := Word
	if *reference {
		f = philoxWord
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	var b [8]byte
	for w := range inOrder(*stream, f, "founders", 102_000) {
		binary.LittleEndian.PutUint64(b[:], w)
		if _, err := out.Write(b[:]); err != nil {
			return // dieharder has read enough
		}
	}
}
