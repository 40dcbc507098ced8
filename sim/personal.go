package sim

import (
	"math"

	"piramide/internal/draw"
)

// personalScale turns a citizen's lasting and passing draws into a factor on
// residual cost and one on stays, both truncated and with mean 1 in each cell.
//
// The passing part is renewed at the rate at which a monthly AR(1) forgets:
// kept with probability Persistence, else drawn anew. Its autocorrelation is
// that of the AR(1), persistence to the power of the lag, and most months need
// no draw.
type personalScale struct {
	lasting, passing float64 // standard deviations on the log scale
	cap, capStays    float32
	level            [][2]float32 // factors on cost and stays of the passing part
	spell            []int16      // cycles that a passing value lasts
	power            float64      // exponent on stays
	perCost          float32      // one over the mean after truncation
	perStays         float32
	edges            [bands]float32 // upper edge of each band of the factor on stays
}

func newPersonalScale(p Personal) personalScale {
	s := personalScale{lasting: p.SDLasting, passing: p.SDPassing, power: p.OnStays}
	limit := p.CapLasting
	if limit <= 0 {
		limit = math.MaxFloat32
	}
	limitStays := math.Pow(limit, s.power)
	s.cap, s.capStays = float32(limit), float32(min(limitStays, math.MaxFloat32))
	sd := math.Hypot(p.SDLasting, p.SDPassing)
	s.perCost = float32(1 / cappedMean(sd, limit))
	s.perStays = float32(1 / cappedMean(sd*s.power, limitStays))
	top := float32(1)
	if sd > 0 {
		top = s.capStays * s.perStays
	}
	for b := bands - 1; b >= 0; b-- {
		s.edges[b] = top
		top /= 2
	}
	s.fillPassing()
	s.fillSpells(p.Persistence)
	return s
}

// cappedMean is the mean of min(cap, X) for log-normal X with log-mean
// −sd²/2 (so that X itself has mean 1).
func cappedMean(sd, cap float64) float64 {
	if sd == 0 {
		return math.Min(1, cap)
	}
	if math.IsInf(cap, 1) {
		return 1
	}
	l := math.Log(cap)
	phi := func(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }
	return phi((l-sd*sd/2)/sd) + cap*(1-phi((l+sd*sd/2)/sd))
}

// part is the factors on cost and on stays of a normal score with a standard
// deviation, before truncation: both with mean 1.
func (s *personalScale) part(score, sd float64) (cost, stays float64) {
	x, p := float64(score*sd), s.power
	return math.Exp(x - float64(sd*sd/2)), math.Exp(float64(x*p) - float64(sd*sd*p*p/2))
}

// levels is how many equally likely values the passing part has. At 4,096 its
// distribution cannot be told from the continuous one, and a renewal is a look-up.
const levels = 4096

// fillPassing sets the factors of each level, scaled so that their mean is 1 exactly.
func (s *personalScale) fillPassing() {
	s.level = make([][2]float32, levels)
	var sum [2]float64
	raw := make([][2]float64, levels)
	for k := range raw {
		z := math.Sqrt2 * math.Erfinv(2*(float64(k)+0.5)/levels-1)
		raw[k][0], raw[k][1] = s.part(z, s.passing)
		sum[0], sum[1] = sum[0]+raw[k][0], sum[1]+raw[k][1]
	}
	for k := range raw {
		s.level[k] = [2]float32{float32(raw[k][0] * levels / sum[0]), float32(raw[k][1] * levels / sum[1])}
	}
}

// bandOf is the band of a factor on stays, and bandCap its bound.
func (s *personalScale) bandOf(stays float32) uint8 {
	// Edges are halves of each other, so that the exponents of floating-point
	// numbers count them; above an edge the bits are larger by more than whole steps.
	below := (int32(math.Float32bits(s.edges[bands-1])) - int32(math.Float32bits(stays))) >> 23
	return uint8(bands - 1 - max(0, min(below, bands-1)))
}

func (s *personalScale) bandCap(band int) float64 { return float64(s.edges[band]) }

// fillSpells sets how many months a passing value lasts: geometric, so that it
// is kept from one month to the next with probability persistence.
func (s *personalScale) fillSpells(persistence float64) {
	s.spell = make([]int16, levels)
	for k := range s.spell {
		s.spell[k] = math.MaxInt16
		if persistence < 1 {
			left := 1 - (float64(k)+0.5)/levels // chance to last longer
			months := 1.0
			if persistence > 0 {
				months = math.Floor(math.Log(left)/math.Log(persistence)) + 1
			}
			s.spell[k] = int16(math.Min(months, math.MaxInt16))
		}
	}
}

// foundPersonal draws a citizen's lasting part and first passing part.
func (w *World) foundPersonal(i int) {
	s := &w.m.personal
	cost, stays := s.part(draw.Norm(draw.Word(w.people[i].key, draw.Lasting, draw.LastingFactor)), s.lasting)
	w.people[i].lasting = [2]float32{float32(cost), float32(stays)}
	w.setPersonal(i, draw.StartPassing)
}

// atMost is min without the care for infinities and signs of zero.
func atMost(x, cap float32) float32 {
	if x > cap {
		return cap
	}
	return x
}

// setPersonal draws the passing part for this month, sets both factors and the
// cycle of the next renewal.
func (w *World) setPersonal(i int, d draw.Decision) {
	s, p, a := &w.m.personal, &w.people[i].who, &w.people[i].account
	word := draw.Word(p.key, w.month, d)
	l := &s.level[word%levels]
	p.renew = int16(min(w.cycle+int(s.spell[word>>32%levels]), math.MaxInt16))
	a.factor = float32(atMost(a.lasting[0]*l[0], s.cap) * s.perCost)
	a.stays = float32(atMost(a.lasting[1]*l[1], s.capStays) * s.perStays)
	p.band = s.bandOf(a.stays)
}

// renew draws a citizen's passing part anew and moves the sums to the new rate.
func (w *World) renew(nb *buurt, i int) {
	was := w.rateOf(i).residual
	w.setPersonal(i, draw.PassingFactor)
	change := w.rateOf(i).residual - was
	if *w.days.at(i) == 0 { // who dies or leaves this month has been credited for the last time
		w.people[i].payer += change * int32(w.m.cycles-w.monthOfYear()-1)
	}
	nb.residual += int64(change)
	nb.cohortCost += int64(change) * int64(w.people[i].flags&inCohort)
}
