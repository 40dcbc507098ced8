package figure

import (
	"cmp"
	"slices"
	"strings"

	"piramide/internal/words"
)

// shown is one thing that a picture shows, in words: what is measured, and per name its
// number, as it is written in the picture.
type shown struct {
	what  string
	items []item
}

type item struct{ name, said string }

// Alt is what the picture shows, for readers who cannot see it: its message, what is
// measured, and the numbers. A title that asks something is no message.
func (f *Figure) Alt() string {
	parts := []string{f.frame.Message, f.frame.Subtitle}
	if f.frame.Message == "" && (!strings.HasSuffix(f.frame.Title, "?") || len(f.shows) == 0) {
		parts[0] = f.frame.Title
	}
	w := f.frame.Words
	for _, s := range f.shows {
		var list []string
		for _, i := range s.items {
			list = append(list, w.Say("figures.alt.item", "name", i.name, "said", i.said))
		}
		said := strings.Join(list, w.Say("compare.between"))
		if s.what != "" {
			said = s.what + " – " + said
		}
		parts = append(parts, words.Capital(said))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	for i, p := range parts {
		if !strings.HasSuffix(p, ".") && !strings.HasSuffix(p, "?") {
			parts[i] = p + "."
		}
	}
	return strings.Join(parts, " ")
}

// commas joins what there is.
func commas(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// shows is the last value of every line.
func (p Panel) shows(w *words.Words) []shown {
	last := -1
	for _, line := range p.Series {
		last = max(last, line.last())
	}
	if last < 0 {
		return nil
	}
	month := p.First + last*p.step()
	s := shown{what: commas(p.Title, p.Unit, w.Month(month/12, month%12+1))}
	for _, line := range p.Series {
		if line.last() == last {
			v := line.Values[last]
			d := fine(v.Hi95-v.Lo95, v.Mid)
			s.items = append(s.items, item{line.Name, w.Say("figures.interval", "mid", p.Format(v.Mid, d), "low", p.Format(v.Lo95, d), "high", p.Format(v.Hi95, d))})
		}
	}
	return []shown{s}
}

func (d Differences) shows(w *words.Words) (list []shown) {
	for _, row := range d.Rows {
		s := shown{what: commas(row.Label, row.Unit)}
		for i, p := range row.Plans {
			said := w.Say("figures.missing")
			if !p.Missing {
				said = w.Say("figures.interval", "mid", p.Mid, "low", p.Low, "high", p.High)
			}
			s.items = append(s.items, item{d.Letters[i] + ". " + d.Plans[i], commas(said, p.Verdict)})
		}
		list = append(list, s)
	}
	return list
}

func (d moneyLayout) shows() (list []shown) {
	w := d.frame.Words
	over := barLayout(d).years()
	for _, p := range d.Plans {
		s := shown{what: commas(p.Name, over)}
		for i, payer := range d.Payers {
			s.items = append(s.items, item{payer, d.amount(p.Totals[i])})
		}
		list = append(list, shown{s.what, append(s.items, item{w.Say("figures.total"), d.amount(p.Total)})})
	}
	return list
}

func (d Pyramid) shows() (list []shown) {
	half := func(name, when string, levels []Level) {
		s := shown{what: commas(name, when)}
		for i, l := range levels {
			s.items = append(s.items, item{d.Tiers[i], commas(d.Share(l.Share.Mid, shareDecimals(l.Share.Mid)), d.Count(l.Count.Mid, 0))})
		}
		list = append(list, s)
	}
	for _, p := range d.Plans {
		half(p.Name, d.Start, p.Start)
		half(p.Name, d.End, p.End)
	}
	return list
}

// mostFlows is how many moves are told: the largest.
const mostFlows = 6

func (d flowLayout) shows() []shown {
	w := d.frame.Words
	type flow struct {
		item
		size float64
	}
	var all []flow
	for i, from := range d.From {
		for j, to := range d.To {
			if v := d.at(i, j); v.Mid > 0 {
				all = append(all, flow{item{w.Say("figures.alt.move", "from", from.Name, "to", to.Name), d.Format(v.Mid, 0) + band(d.Format, v, 0)}, v.Mid})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b flow) int { return cmp.Compare(b.size, a.size) })
	var s shown
	for _, f := range all[:min(len(all), mostFlows)] {
		s.items = append(s.items, f.item)
	}
	if len(all) > mostFlows {
		s.what = w.Say("figures.alt.largest")
	}
	return []shown{s}
}

func (d euroLayout) shows() (list []shown) {
	for k, column := range d.columns() {
		s := shown{what: d.Heads[k]}
		for _, n := range column {
			s.items = append(s.items, item{n.Name, d.amount(n.Amount)})
		}
		list = append(list, s)
	}
	return list
}

func (d fallLayout) shows() (list []shown) {
	for _, p := range d.Panels {
		s := shown{what: p.Name}
		for _, step := range p.Steps {
			s.items = append(s.items, item{step.Name, d.amount(step.Value)})
		}
		list = append(list, shown{s.what, append(s.items, item{d.Total, d.amount(p.Total)})})
	}
	return list
}

func (d rowList) shows() []shown {
	s := shown{what: d.title}
	for _, r := range d.rows {
		s.items = append(s.items, item{r.name, r.said})
	}
	return []shown{s}
}

// shows is the mean of every option.
func (d Plane) shows(w *words.Words) []shown {
	return means(w, d.Options, d.XTitle, d.YTitle, d.XFormat, d.YFormat)
}

func (d Equity) shows(w *words.Words) []shown {
	return means(w, d.Plans, d.XTitle, d.YTitle, d.Format, d.Format)
}

func means(w *words.Words, list []Cloud, xTitle, yTitle string, xFormat, yFormat Format) []shown {
	f := Frontier{XTitle: xTitle, YTitle: yTitle, XFormat: xFormat, YFormat: yFormat}
	for _, o := range list {
		f.Names, f.Gain, f.Cost = append(f.Names, o.Name), append(f.Gain, mean(o.X)), append(f.Cost, mean(o.Y))
	}
	return f.shows(w)
}

func (d Frontier) shows(w *words.Words) []shown {
	s := shown{what: commas(d.XTitle, d.YTitle)}
	said := func(mid float64, spans [][2]float64, i int, write Format) string {
		if spans == nil || spans[i][0] == spans[i][1] {
			return write(mid, 2)
		}
		return w.Say("figures.interval", "mid", write(mid, 2), "low", write(spans[i][0], 2), "high", write(spans[i][1], 2))
	}
	for i, name := range d.Names {
		s.items = append(s.items, item{name, commas(said(d.Gain[i], d.GainSpan, i, d.XFormat), said(d.Cost[i], d.CostSpan, i, d.YFormat))})
	}
	return []shown{s}
}

// shows is the mean over all draws.
func (d Convergence) shows(w *words.Words) []shown {
	s := shown{what: d.YTitle}
	for _, p := range d.Plans {
		k := len(p.Mean) - 1
		n := fine(p.High[k]-p.Low[k], p.Mean[k])
		s.items = append(s.items, item{p.Name, w.Say("figures.interval", "mid", d.Format(p.Mean[k], n), "low", d.Format(p.Low[k], n), "high", d.Format(p.High[k], n))})
	}
	return []shown{s}
}

// shows is how often every option is the best at the lowest, middle and highest price.
func (d Acceptability) shows(w *words.Words) (list []shown) {
	for _, k := range []int{0, len(d.Prices) / 2, len(d.Prices) - 1} {
		s := shown{what: commas(d.YTitle, d.XFormat(d.Prices[k], 0))}
		for o, name := range d.Names {
			s.items = append(s.items, item{name, cmp.Or(d.YFormat(d.Share[o][k], 2), w.Number(d.Share[o][k], 1))})
		}
		list = append(list, s)
	}
	return list
}

// shows is the power of every design at its largest size.
func (d Power) shows(w *words.Words) []shown {
	s := shown{what: d.YTitle}
	for _, l := range d.Lines {
		k := len(l.N) - 1
		s.items = append(s.items, item{l.Name, commas(d.Share(l.Power[k], 2), w.Say("figures.alt.item", "name", d.XTitle, "said", d.Count(l.N[k], 0)))})
	}
	return []shown{s}
}
