package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/version"
	"piramide/internal/words"
)

// app is what every verb needs: where it writes, and in which language.
type app struct {
	out, err  io.Writer
	words     *words.Words   // the language that is spoken now
	languages []*words.Words // that were asked for: one, or two side by side
	flags     flags
}

// run executes a command line and gives its exit code. Nothing that goes wrong
// reaches the user as a stack of calls.
func run(args []string, out, errout io.Writer) (code int) {
	a := &app{out: out, err: errout}
	lang := language(args)
	ws, err := plain.Languages(lang)
	if err != nil {
		w, broken := words.For("")
		if broken != nil {
			fmt.Fprintln(errout, broken) // the catalogue itself is broken
			return exitInternal
		}
		a.words = w
		return a.exit(err)
	}
	a.speak(ws)
	w := a.words
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintln(errout, w.Say("errors.internal", "why", fmt.Sprint(p), "version", version.Name()))
			code = exitInternal
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errout)
	return a.exit(root.ExecuteContext(ctx))
}

// exit says what went wrong, if anything, and gives the exit code.
func (a *app) exit(err error) int {
	if err == nil {
		return exitOK
	}
	whose := fault.Of(err)
	switch {
	case errors.Is(err, errSaid):
	case whose == fault.Internal:
		fmt.Fprintln(a.err, a.words.Say("errors.internal", "why", err.Error(), "version", version.Name()))
	case whose == fault.Interrupted:
		fmt.Fprintln(a.err, a.words.Say("errors.interrupted"))
	default:
		fmt.Fprintln(a.err, a.words.Say("cli.error", "why", fault.Tell(err, a.words)))
	}
	return exitCodes[whose]
}

// errSaid is wrapped by a failure that the verb has already explained.
var errSaid = errors.New("explained on the screen")

// The exit codes; `piramide help exit-codes` explains them.
const (
	exitOK       = 0
	exitInternal = 1
	exitUsage    = 2
)

var exitCodes = map[fault.Fault]int{
	fault.Internal: exitInternal, fault.Usage: exitUsage, fault.BadInput: 3, fault.NoOutput: 4, fault.GateFailed: 5, fault.Incomplete: 6, fault.Interrupted: 130,
}

// language looks for --lang ahead of everything else, since the help and the
// messages about the other flags are already in that language.
func language(args []string) (lang string) {
	for i, arg := range args {
		switch {
		case arg == "--":
			return lang
		case arg == "--lang" && i+1 < len(args):
			lang = args[i+1]
		case len(arg) > 7 && arg[:7] == "--lang=":
			lang = arg[7:]
		}
	}
	return lang
}

// usage is an error about the command line itself.
func usage(id string, pairs ...any) error { return fault.Refuse("errors."+id, pairs...) }

// noArguments refuses what a verb does not take.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("extra_argument", "argument", args[0])
	}
	return nil
}

// arguments bounds the number of arguments; a negative most is no bound.
func arguments(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usage("missing_argument", "verb", c.CommandPath(), "count", least)
		case most >= 0 && len(args) > most:
			return usage("extra_argument", "argument", args[most])
		}
		return nil
	}
}
