package figure

import (
	"cmp"
	"errors"
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Flows is who moves from where to where in an average year under one plan.
// States stand in their order from top to bottom; people who stay are left out.
type Flows struct {
	From, To []FlowState
	People   [][]Range // people per year: [from][to]; a state's own stayers are not read
	Format   Format
}

// FlowState is a state at the start or at the end of the year.
type FlowState struct {
	Name   string
	Kind   FlowKind
	Tier   int   // place in the pyramid from the base, for [FlowTier]
	Movers Range // all who leave (From) or enter (To) it in a year
}

// FlowKind tells tiers from the other states.
type FlowKind uint8

// Kinds of states.
const (
	FlowTier        FlowKind = iota
	FlowNursingHome          // living in a nursing home
	FlowEnd                  // death or birth
	FlowMove                 // arrival or departure
)

// tiersIn counts the tiers among states.
func tiersIn(states []FlowState) (n int) {
	for _, s := range states {
		if s.Kind == FlowTier {
			n = max(n, s.Tier+1)
		}
	}
	return n
}

// NewFlows draws a Sankey diagram of the moves in a year.
func NewFlows(f Frame, d Flows) (*Figure, error) {
	err := errors.Join(between("states at the start", len(d.From), 1, 16), between("states at the end", len(d.To), 1, 16),
		sameLength("flows", len(d.People), len(d.From)))
	for _, st := range append(slices.Clone(d.From), d.To...) {
		err = errors.Join(err, ordered(st.Name, st.Movers))
	}
	for i, row := range d.People {
		err = errors.Join(err, sameLength("flows", len(row), len(d.To)), ordered("flows", row...))
		for _, v := range row {
			if v.Lo95 < 0 {
				err = errors.Join(err, errors.New("figure: a flow from "+d.From[min(i, len(d.From)-1)].Name+" is negative"))
			}
		}
	}
	if err != nil {
		return nil, err
	}
	l := flowLayout{d, f}
	return &Figure{
		frame: f,
		note:  f.note("figures.note.flows"),
		shows: l.shows(),
		need:  func(vg.Length) vg.Length { return flowHead + max(l.labels(d.From, 0), l.labels(d.To, 1), 240) },
		draw:  l.draw,
	}, nil
}

type flowLayout struct {
	Flows
	frame Frame
}

const (
	flowHead = 22
	nodeGap  = 9
	nodeWide = 14
	flowName = 215 // room of the names at each side
)

// at reads a flow; people who stay in their tier or nursing home do not move.
func (d flowLayout) at(i, j int) Range {
	a, b := d.From[i], d.To[j]
	if a.Kind == b.Kind && a.Tier == b.Tier && (a.Kind == FlowTier || a.Kind == FlowNursingHome) {
		return Range{}
	}
	return d.People[i][j]
}

func (d flowLayout) total(side, i int) (sum float64) {
	if side == 0 {
		for j := range d.To {
			sum += d.at(i, j).Mid
		}
		return sum
	}
	for j := range d.From {
		sum += d.at(j, i).Mid
	}
	return sum
}

func (d flowLayout) labelHeight(name string) vg.Length {
	return paragraphHeight(name, strong, flowName-14) + number.lineHeight() + 5
}

func (d flowLayout) labels(states []FlowState, side int) (h vg.Length) {
	for _, st := range states {
		h += d.labelHeight(st.Name)
	}
	return h
}

func (d flowLayout) color(st FlowState) color.NRGBA {
	if st.Kind == FlowTier {
		return tierColor(st.Tier, max(tiersIn(d.From), tiersIn(d.To)))
	}
	return others[st.Kind-1]
}

// stream is a flow as it is drawn: its upper edges at both sides and its height.
type stream struct {
	from, to, high vg.Length
	color          color.NRGBA
	people         float64
}

// node is a state's bar: its edges and how far its flows have been laid.
type node struct{ top, bottom, next vg.Length }

func (d flowLayout) nodes(side int, states []FlowState, scale, top, height vg.Length) []node {
	var sum vg.Length
	for i := range states {
		sum += vg.Length(d.total(side, i)) * scale
	}
	gap := (height - sum) / vg.Length(max(len(states)-1, 1))
	out := make([]node, len(states))
	for i := range states {
		h := vg.Length(d.total(side, i)) * scale
		out[i] = node{top, top - h, top}
		top -= h + gap
	}
	return out
}

func (d flowLayout) draw(s *sheet, r vg.Rectangle) {
	say := d.frame.Words.Say
	left, right := r.Min.X+flowName, r.Max.X-flowName
	s.text(left-12, r.Max.Y, 1, 1, mutedSmall, fit(say("figures.in"), mutedSmall, flowName-12))
	s.text(right+12, r.Max.Y, 0, 1, mutedSmall, fit(say("figures.out"), mutedSmall, flowName-12))
	top, height := r.Max.Y-flowHead, r.Max.Y-flowHead-r.Min.Y
	var in, out float64
	for i := range d.From {
		in += d.total(0, i)
	}
	for j := range d.To {
		out += d.total(1, j)
	}
	if max(in, out) == 0 {
		return
	}
	n := vg.Length(max(len(d.From), len(d.To)))
	scale := (height - nodeGap*(n-1)) / vg.Length(max(in, out))
	froms := d.nodes(0, d.From, scale, top, height)
	tos := d.nodes(1, d.To, scale, top, height)

	var bands []stream
	for i, a := range d.From {
		for j, b := range d.To {
			if v := d.at(i, j).Mid; v > 0 {
				h := vg.Length(v) * scale
				bands = append(bands, stream{froms[i].next, tos[j].next, h, d.streamColor(a, b), v})
				froms[i].next -= h
				tos[j].next -= h
			}
		}
	}
	// The widest first, so that they hide nothing.
	slices.SortStableFunc(bands, func(a, b stream) int { return cmp.Compare(b.high, a.high) })
	for _, b := range bands {
		s.band(left+nodeWide, b.from, right-nodeWide, b.to, b.high, fade(b.color, 185))
	}
	for _, b := range bands {
		if b.high >= number.lineHeight() {
			s.text(left+nodeWide+7, b.from-b.high/2, 0, 0.5, number.in(readable(mix(white, b.color, 0.72))), d.Format(b.people, 0))
		}
	}
	d.side(s, 0, d.From, froms, left, r, top)
	d.side(s, 1, d.To, tos, right-nodeWide, r, top)
}

// streamColor takes the tier a stream comes from, or goes to when it comes
// from outside.
func (d flowLayout) streamColor(a, b FlowState) color.NRGBA {
	if a.Kind != FlowTier && b.Kind == FlowTier {
		a = b
	}
	return d.color(a)
}

// band draws a band of constant height between two places.
func (s *sheet) band(x0, y0, x1, y1, h vg.Length, c color.NRGBA) {
	mid := (x0 + x1) / 2
	h = max(h, 0.6)
	var p vg.Path
	p.Move(vg.Point{X: x0, Y: y0})
	p.CubeTo(vg.Point{X: mid, Y: y0}, vg.Point{X: mid, Y: y1}, vg.Point{X: x1, Y: y1})
	p.Line(vg.Point{X: x1, Y: y1 - h})
	p.CubeTo(vg.Point{X: mid, Y: y1 - h}, vg.Point{X: mid, Y: y0 - h}, vg.Point{X: x0, Y: y0 - h})
	p.Close()
	s.c.SetColor(c)
	s.c.Fill(p)
}

func (d flowLayout) side(s *sheet, side int, states []FlowState, nodes []node, x vg.Length, r vg.Rectangle, top vg.Length) {
	wished, heights := make([]vg.Length, len(states)), make([]vg.Length, len(states))
	for i, st := range states {
		wished[i], heights[i] = (nodes[i].top+nodes[i].bottom)/2, d.labelHeight(st.Name)
	}
	for i, y := range spreadLabels(wished, heights, r.Min.Y, top) {
		st := states[i]
		s.fill(vg.Rectangle{Min: vg.Point{X: x, Y: min(nodes[i].bottom, nodes[i].top-0.6)}, Max: vg.Point{X: x + nodeWide, Y: nodes[i].top}}, d.color(st))
		align, at, tip := 1.0, x-12, x
		if side == 1 {
			align, at, tip = 0, x+nodeWide+12, x+nodeWide
		}
		s.line(tip, wished[i], at+vg.Length(2*align-1)*2, y, 0.75, rule)
		edge := s.paragraph(at, y+heights[i]/2-2, flowName-14, align, strong, st.Name)
		s.text(at, edge, align, 1, number, d.Format(st.Movers.Mid, 0)+band(d.Format, st.Movers, 0))
	}
}
