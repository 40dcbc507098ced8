package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far long work is: a bar with the time left on a terminal,
// a plain line every minute elsewhere, nothing with --quiet.
type progress struct {
	app   *app
	every time.Duration // of plain lines

	mu     sync.Mutex
	began  time.Time
	said   time.Time
	pool   *mpb.Progress
	bar    *mpb.Bar
	screen bool
}

func (a *app) newProgress() *progress {
	p := &progress{app: a, every: time.Minute, began: time.Now(), said: time.Now(), screen: isTerminal(a.err)}
	return p
}

// report takes the state of the work; goroutines may call it at once.
func (p *progress) report(done, total int64) {
	if p.app.flags.quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen {
		if p.bar == nil {
			p.pool = mpb.New(mpb.WithOutput(p.app.err), mpb.WithWidth(48), mpb.WithRefreshRate(200*time.Millisecond))
			p.bar = p.pool.AddBar(total, mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Percentage(), decor.Any(func(s decor.Statistics) string {
				return "  " + p.left(s.Current, s.Total)
			})))
		}
		if done > p.bar.Current() { // reports of several goroutines may overtake each other
			p.bar.SetCurrent(done)
		}
		return
	}
	if now := time.Now(); now.Sub(p.said) >= p.every {
		p.said = now
		fmt.Fprintln(p.app.err, p.app.words.Say("cli.progress.line", "share", float64(done)/float64(total), "left", p.left(done, total)))
	}
}

// left says about how long the rest takes at the pace so far.
func (p *progress) left(done, total int64) string {
	if done == 0 {
		return p.app.words.Say("cli.progress.unknown")
	}
	rest := time.Duration(float64(time.Since(p.began)) / float64(done) * float64(total-done))
	if rest < time.Minute {
		return p.app.words.Say("cli.progress.seconds", "count", int(rest.Seconds())+1)
	}
	return p.app.words.Say("cli.progress.minutes", "count", int(rest.Minutes()+0.5))
}

// end clears the bar.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.pool.Wait()
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
