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
	cap, capStays    float64
	half, halfStays  float64 // half the variance on the log scale: the means are 1 before truncation
	power            float64 // exponent on stays
	meanCost         float64
	meanStays        float64
	edges            [bands]float64 // upper edge of each band of the factor on stays
}

func newPersonalScale(p Personal) personalScale {
	s := personalScale{lasting: p.SDLasting, passing: p.SDPassing, cap: p.CapLasting, power: p.OnStays}
	if s.cap <= 0 {
		s.cap = math.Inf(1)
	}
	s.capStays = math.Pow(s.cap, s.power)
	sd := math.Hypot(p.SDLasting, p.SDPassing)
	s.half, s.halfStays = sd*sd/2, sd*sd*s.power*s.power/2
	s.meanCost = cappedMean(sd, s.cap)
	s.meanStays = cappedMean(sd*s.power, s.capStays)
	top := 1.0
	if sd > 0 {
		top = s.capStays / s.meanStays
	}
	for b := bands - 1; b >= 0; b-- {
		s.edges[b] = top
		top /= bandStep
	}
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

// of returns the factors on residual cost and on stays for the normal scores
// of the lasting and the passing part.
func (s *personalScale) of(lasting, passing float64) (cost, stays float64) {
	log := float64(s.lasting*lasting) + float64(s.passing*passing)
	cost = math.Min(s.cap, math.Exp(log-s.half)) / s.meanCost
	stays = math.Min(s.capStays, math.Exp(float64(log*s.power)-s.halfStays)) / s.meanStays
	return cost, stays
}

// bandOf is the band of a factor on stays, and bandCap its bound.
func (s *personalScale) bandOf(stays float64) uint8 {
	b := 0
	for b < bands-1 && stays > s.edges[b] {
		b++
	}
	return uint8(b)
}

func (s *personalScale) bandCap(band int) float64 { return s.edges[band] }

// setPersonal draws a citizen's passing factor for the given month and sets
// both factors; the lasting factor belongs to the key alone.
func (w *World) setPersonal(i int, month Month, d draw.Decision) {
	s := &w.m.personal
	lasting := draw.Norm(draw.Word(w.col.key[i], draw.Lasting, draw.LastingFactor))
	passing := draw.Norm(draw.Word(w.col.key[i], month, d))
	cost, stays := s.of(lasting, passing)
	w.col.factor[i], w.col.stays[i] = float32(cost), float32(stays)
	w.col.band[i] = s.bandOf(stays)
}
