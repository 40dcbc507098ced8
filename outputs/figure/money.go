package figure

import (
	"errors"
	"strconv"

	"gonum.org/v1/plot/vg"
)

// Money is what each payer pays more or less than under the first plan, per year.
type Money struct {
	First     string // title of the plan compared with
	FirstYear int
	Payers    []string
	Plans     []MoneyPlan
	Letters   []string // of the plans in the tables
	Format    Format   // writes marks of the axis: millions with the euro sign
	Signed    Format   // writes millions with a plus sign for more
}

// MoneyPlan is one plan of [Money].
type MoneyPlan struct {
	Name    string
	ByPayer [][]float64 // mean difference: [payer][year]
	Net     []Range     // all payers together, per year
	Totals  []Range     // per payer over all years
	Total   Range       // all payers over all years
}

// NewMoney draws stacked bars per year, up for more and down for less, with
// the sum and its interval; the totals by payer stand below. Of more than [MaxRoomy]
// plans it draws one bar each, over all years.
func NewMoney(f Frame, d Money) (*Figure, error) {
	err := errors.Join(between("compared plans", len(d.Plans), 1, MaxNamed-1), between("payers", len(d.Payers), 1, MaxPlans), sameLength("letters", len(d.Letters), len(d.Plans)))
	for _, p := range d.Plans {
		err = errors.Join(err, sameLength(p.Name, len(p.ByPayer), len(d.Payers)), sameLength(p.Name, len(p.Totals), len(d.Payers)),
			between("years of "+p.Name, len(p.Net), 1, 100), sameLength(p.Name, len(p.Net), len(d.Plans[0].Net)),
			ordered(p.Name, p.Net...), ordered(p.Name, p.Totals...), ordered(p.Name, p.Total))
		for _, years := range p.ByPayer {
			err = errors.Join(err, sameLength(p.Name, len(years), len(p.Net)), finite(p.Name, years...))
		}
	}
	if err != nil {
		return nil, err
	}
	if len(d.Plans) > MaxRoomy {
		many := barLayout{d, f}
		return &Figure{frame: f, note: f.note("figures.note.money"), shows: moneyLayout(many).shows(), need: many.need, draw: many.draw}, nil
	}
	l := moneyLayout{d, f}
	return &Figure{
		frame: f,
		note:  f.note("figures.note.money"),
		shows: l.shows(),
		need:  l.need,
		draw:  l.draw,
	}, nil
}

type moneyLayout struct {
	Money
	frame Frame
}

const (
	moneyPlot   = 150 // least height of the bars
	moneyAxis   = 24
	moneyGutter = 26
	moneyName   = 100 // least room of a payer's name and its colour
)

// columns says how many plans stand beside each other; amounts and names of
// payers must fit.
func (d moneyLayout) columns(w vg.Length) int {
	least := max(300, d.amountWidth()+moneyName)
	return max(1, min(len(d.Plans), int((w+moneyGutter)/(least+moneyGutter))))
}

func (d moneyLayout) cellWidth(w vg.Length) vg.Length {
	n := vg.Length(d.columns(w))
	return (w - moneyGutter*(n-1)) / n
}

func (d moneyLayout) headHeight(w vg.Length) vg.Length {
	var h vg.Length
	for _, p := range d.Plans {
		h = max(h, paragraphHeight(p.Name, heading, w-16))
	}
	return h + 8
}

// tableHeight is the room of the totals below the bars, which are also the key.
func (d moneyLayout) tableHeight(w vg.Length) vg.Length {
	h := 8 + 2*number.lineHeight() + 4
	for _, payer := range d.Payers {
		h += paragraphHeight(payer, number, d.payerWidth(w))
	}
	return h
}

// amountWidth is the width of the widest total with its interval.
func (d moneyLayout) amountWidth() (widest vg.Length) {
	for _, p := range d.Plans {
		for _, v := range append([]Range{p.Total}, p.Totals...) {
			widest = max(widest, textWidth(d.amount(v), numberBold))
		}
	}
	return widest
}

// tableWidth keeps amounts near the names they belong to.
func (d moneyLayout) tableWidth(w vg.Length) vg.Length {
	return min(w, d.amountWidth()+moneyName+140)
}

func (d moneyLayout) payerWidth(w vg.Length) vg.Length {
	return d.tableWidth(w) - 16 - d.amountWidth() - 12
}

func (d moneyLayout) amount(v Range) string {
	const decimals = 2 // so that the payers add up to the total
	return d.frame.Words.Say("figures.interval", "mid", d.Signed(v.Mid, decimals), "low", d.Signed(v.Lo95, decimals), "high", d.Signed(v.Hi95, decimals))
}

func (d moneyLayout) need(w vg.Length) vg.Length {
	cols := d.columns(w)
	cw := d.cellWidth(w)
	rows := vg.Length((len(d.Plans) + cols - 1) / cols)
	return rows*(d.headHeight(cw)+moneyPlot+moneyAxis+d.tableHeight(cw)) + (rows-1)*moneyGutter
}

func (d moneyLayout) limits() (lo, hi float64) {
	var values []float64
	for _, p := range d.Plans {
		for year, net := range p.Net {
			var up, down float64
			for _, payer := range p.ByPayer {
				up += max(payer[year], 0)
				down += min(payer[year], 0)
			}
			values = append(values, up, down, net.Lo95, net.Hi95)
		}
	}
	return widen(values, true)
}

func (d moneyLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	cols := d.columns(w)
	rows := vg.Length((len(d.Plans) + cols - 1) / cols)
	cw := d.cellWidth(w)
	ch := (r.Max.Y - r.Min.Y - moneyGutter*(rows-1)) / rows
	for i, p := range d.Plans {
		left := r.Min.X + vg.Length(i%cols)*(cw+moneyGutter)
		top := r.Max.Y - vg.Length(i/cols)*(ch+moneyGutter)
		d.panel(s, i, p, vg.Rectangle{Min: vg.Point{X: left, Y: top - ch}, Max: vg.Point{X: left + cw, Y: top}})
	}
}

func (d moneyLayout) panel(s *sheet, plan int, p MoneyPlan, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	s.mark(r.Min.X+5, r.Max.Y-heading.lineHeight()/2, 5, plan+1)
	s.paragraph(r.Min.X+16, r.Max.Y, w-16, 0, heading, p.Name)

	lo, hi := d.limits()
	ya := axis{lo, hi, r.Min.Y + d.tableHeight(w) + moneyAxis, r.Max.Y - d.headHeight(w)}
	marks, decimals := ticks(lo, hi, max(3, int((ya.to-ya.from)/28)))
	var left vg.Length
	for _, v := range marks {
		left = max(left, textWidth(d.Format(v, decimals), number))
	}
	xa := axis{0, float64(len(p.Net)), r.Min.X + left + 8, r.Max.X}
	for _, v := range marks {
		s.line(xa.from, ya.at(v), xa.to, ya.at(v), 0.75, grid)
		s.text(xa.from-8, ya.at(v), 1, 0.5, number, d.Format(v, decimals))
	}
	d.bars(s, p, xa, ya)
	d.table(s, p, vg.Rectangle{Min: r.Min, Max: vg.Point{X: r.Min.X + d.tableWidth(w), Y: ya.from - moneyAxis}})
}

func (d moneyLayout) bars(s *sheet, p MoneyPlan, xa, ya axis) {
	every := 1
	for every < len(p.Net) && vg.Length(every)*(xa.at(1)-xa.from) < textWidth("2000", number)+6 {
		every++
	}
	for year, net := range p.Net {
		x0, x1 := xa.at(float64(year)+0.16), xa.at(float64(year)+0.84)
		var up, down float64
		for k, payer := range p.ByPayer {
			v := payer[year]
			from := &up
			if v < 0 {
				from = &down
			}
			s.fill(vg.Rectangle{Min: vg.Point{X: x0, Y: ya.at(min(*from, *from+v))}, Max: vg.Point{X: x1, Y: ya.at(max(*from, *from+v))}}, payers[k])
			*from += v
		}
		mid := (x0 + x1) / 2
		s.upright(ya, net, mid, ink)
		s.diamond(mid, ya.at(net.Mid))
		s.point(mid, ya.at(net.Mid), d.told(p, year)...)
		if year%every == 0 {
			s.text(mid, ya.from-5, 0.5, 1, number, strconv.Itoa(d.FirstYear+year))
		}
	}
	s.line(xa.from, ya.at(0), xa.to, ya.at(0), 1.2, ink)
}

// told is what each payer pays more or less in a year, and all together.
func (d moneyLayout) told(p MoneyPlan, year int) []string {
	decimals := fine(p.Net[year].Hi95-p.Net[year].Lo95, p.Net[year].Mid)
	lines := []string{p.Name + ", " + strconv.Itoa(d.FirstYear+year)}
	say := func(name string, x float64) {
		lines = append(lines, d.frame.Words.Say("figures.payer_point", "name", name, "value", d.Format(x, decimals)))
	}
	for k, payer := range p.ByPayer {
		say(d.Payers[k], payer[year])
	}
	say(d.frame.Words.Say("figures.total"), p.Net[year].Mid)
	return lines
}

// table writes the totals over the horizon, which are also the key of the colours.
func (d moneyLayout) table(s *sheet, p MoneyPlan, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	say := d.frame.Words.Say
	y := r.Max.Y - 2
	s.line(r.Min.X, y, r.Max.X, y, 0.75, rule)
	y -= 3
	s.text(r.Max.X, y, 1, 1, mutedSmall, say("figures.sum_over", "first", d.FirstYear, "last", d.FirstYear+len(p.Net)-1))
	y -= number.lineHeight()
	for k, payer := range d.Payers {
		mid := y - number.lineHeight()/2
		s.fill(vg.Rectangle{Min: vg.Point{X: r.Min.X, Y: mid - 4.5}, Max: vg.Point{X: r.Min.X + 9, Y: mid + 4.5}}, payers[k])
		s.text(r.Max.X, y, 1, 1, number, d.amount(p.Totals[k]))
		y = s.paragraph(r.Min.X+16, y, d.payerWidth(w), 0, number, payer)
	}
	s.diamond(r.Min.X+4.5, y-number.lineHeight()/2)
	s.text(r.Min.X+16, y, 0, 1, numberBold, say("figures.total"))
	s.text(r.Max.X, y, 1, 1, numberBold, d.amount(p.Total))
}
