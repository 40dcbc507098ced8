package finance

import (
	"math"
	"slices"
)

// SharedSavings pays a region a part of what it cost less than its benchmark, and
// may ask a part of what it cost more. Sources: the Kavelmodel as the Berenschot
// piece tells it (cross-financing to pay for new interventions; providers with
// higher quality get a larger part of the cost reduction; the savings are divided
// by agreement), the 2016 guide of the IAC (gains are reinvested), and the American
// rules (42 CFR 425), the only ones written out in full, for minimum rate, sharing
// rate, loss rate and caps.
//
// saving = benchmark − actual cost. With a minimum rate m a saving is shared only
// from m × benchmark on; likewise a loss. Each product is rounded once, half away
// from zero, to the cent. The instrument's Cap is the most a year earns.
//
// Where the documents are silent the options are named, the first one being the
// reading chosen: Threshold (FromFirstEuro, as 42 CFR 425), Quality.Use (Weight, the
// Kavelmodel's own), Cross (InvestorsFirst). Quality never touches a loss. A loss is
// paid back as the parties have means, without interest.
type SharedSavings struct {
	Yearly
	MinSaving float64 // least saving that is shared, of the benchmark
	MinLoss   float64 // least loss that is shared, of the benchmark
	Share     float64 // part of a saving that goes to the parties
	LossShare float64 // part of a loss they bear; 0 makes the agreement one-sided
	BonusCap  float64 // most a year brings, of the benchmark; 0 means no cap
	LossCap   float64 // most a year costs, of the benchmark; 0 means no cap
	Threshold Threshold
	Quality   Quality
	Cross     Cross
}

// Threshold says what is shared once the minimum rate is reached.
type Threshold uint8

// FromFirstEuro shares all of the saving; AboveMinimum only what lies above the
// minimum rate, so that chance under it never pays.
const (
	FromFirstEuro Threshold = iota
	AboveMinimum
)

var thresholdIDs = []string{"first_euro", "above_minimum"}

// ParseThreshold finds a threshold by id; false when there is none.
func ParseThreshold(id string) (Threshold, bool) {
	i, known := find(id, thresholdIDs)
	return Threshold(i), known
}

// String returns first_euro or above_minimum.
func (t Threshold) String() string { return name("threshold", int(t), thresholdIDs) }

// Cross says whether who gains pays who invested.
type Cross uint8

// With InvestorsFirst the parties' part of a saving first pays back what other
// payers than the instrument's own put into the plan's instruments in the
// accounting year, in proportion when it is not enough; the rest is divided by
// Split. With NoCross all of it is divided by Split.
const (
	InvestorsFirst Cross = iota
	NoCross
)

var crossIDs = []string{"investors_first", "none"}

// ParseCross finds a way of cross-financing by id; false when there is none.
func ParseCross(id string) (Cross, bool) {
	i, known := find(id, crossIDs)
	return Cross(i), known
}

// String returns investors_first or none.
func (c Cross) String() string { return name("cross-financing", int(c), crossIDs) }

// Quality ties the bonus to what the year was like for citizens.
type Quality struct {
	Use      QualityUse
	Least    float64 // Gate: least score for any bonus; Weight: part of the bonus that a score of 0 leaves
	Measures []Measure
}

// Measure is one indicator with what it must reach: at least Target, or at most
// where less is better. Region-wide, in the year of the accounts that holds the
// middle of the accounting year.
type Measure struct {
	Of     Indicator
	Target float64
}

// QualityUse says how the score bears on a bonus.
type QualityUse uint8

// The score is the share of measures that reach their target. With Weight the
// bonus is multiplied by Least + (1 − Least) × score; with Gate it is paid in full
// from Least on and not at all below.
const (
	NoQuality QualityUse = iota
	Weight
	Gate
)

var qualityIDs = []string{"none", "weight", "gate"}

// ParseQuality finds a use of quality by id; false when there is none.
func ParseQuality(id string) (QualityUse, bool) {
	i, known := find(id, qualityIDs)
	return QualityUse(i), known
}

// String returns none, weight or gate.
func (q QualityUse) String() string { return name("quality", int(q), qualityIDs) }

// Score is the share of measures that reach their target. What could not be
// measured (NaN) is left out; when nothing could be, nothing is proven: 0.
func (q *Quality) Score(values *[NumIndicators]float64) float64 {
	met, of := 0, 0
	for _, m := range q.Measures {
		x := values[m.Of]
		if math.IsNaN(x) {
			continue
		}
		of++
		if m.Of.Lower() && x <= m.Target || !m.Of.Lower() && x >= m.Target {
			met++
		}
	}
	if of == 0 {
		return 0
	}
	return float64(met) / float64(of)
}

// Factor is the part of a bonus that a score leaves.
func (q *Quality) Factor(score float64) float64 {
	switch {
	case q.Use == Weight:
		return q.Least + float64((1-q.Least)*score)
	case q.Use == Gate && score < q.Least:
		return 0
	}
	return 1
}

// Earned is what a year brings the parties: a bonus above 0, a loss below. The
// verdict says why.
func (t *SharedSavings) Earned(benchmark, actual Cents, score float64) (Cents, Verdict) {
	saving := benchmark - actual
	size, least, share, limit := saving, ShareOf(benchmark, t.MinSaving), t.Share, t.BonusCap
	if saving < 0 {
		size, least, share, limit = -saving, ShareOf(benchmark, t.MinLoss), t.LossShare, t.LossCap
	}
	switch {
	case saving < 0 && t.LossShare == 0:
		return 0, NoSaving
	case saving == 0:
		return 0, NoSaving
	case size < least:
		return 0, UnderMinimum
	}
	if t.Threshold == AboveMinimum {
		size -= least
	}
	if saving > 0 {
		share *= t.Quality.Factor(score)
		if share == 0 && t.Share > 0 {
			return 0, QualityFailed
		}
	}
	earned := ShareOf(size, share)
	if limit > 0 {
		earned = min(earned, ShareOf(benchmark, limit))
	}
	if saving < 0 {
		return -earned, Lost
	}
	return earned, Gained
}

// Kind returns KindSharedSavings.
func (SharedSavings) Kind() Kind { return KindSharedSavings }

func (t SharedSavings) check(r *report) {
	t.Yearly.check(r)
	r.part("min_saving", t.MinSaving)
	r.part("min_loss", t.MinLoss)
	r.part("share", t.Share)
	r.part("loss_share", t.LossShare)
	r.part("bonus_cap", t.BonusCap)
	r.part("loss_cap", t.LossCap)
	r.part("quality.least", t.Quality.Least)
	if t.Share == 0 && t.LossShare == 0 {
		r.add("share", "nothing_shared")
	}
	if t.LossShare == 0 && (t.MinLoss != 0 || t.LossCap != 0) {
		r.add("loss_share", "loss_rules")
	}
	if int(t.Threshold) >= len(thresholdIDs) || int(t.Cross) >= len(crossIDs) || int(t.Quality.Use) >= len(qualityIDs) {
		r.among("threshold", int(t.Threshold), thresholdIDs)
		r.among("cross_financing", int(t.Cross), crossIDs)
		r.among("quality.use", int(t.Quality.Use), qualityIDs)
		return
	}
	switch q := &t.Quality; {
	case q.Use != NoQuality && len(q.Measures) == 0:
		r.add("quality.measures", "nothing_measured", indicatorIDs)
	case q.Use == NoQuality && (len(q.Measures) > 0 || q.Least != 0):
		r.add("quality.use", "measures_unused")
	case q.Use == Gate && q.Least == 0:
		r.add("quality.least", "open_gate")
	}
	for i, m := range t.Quality.Measures {
		if int(m.Of) >= NumIndicators {
			r.add("quality.measures", "no_such", indicatorIDs)
			continue
		}
		if slices.ContainsFunc(t.Quality.Measures[:i], func(o Measure) bool { return o.Of == m.Of }) {
			r.add("quality.measures."+m.Of.String(), "twice")
		}
		if !(m.Target >= 0) || math.IsInf(m.Target, 1) {
			r.add("quality.measures."+m.Of.String(), "target_range", m.Target)
		}
	}
}
