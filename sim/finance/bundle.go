package finance

// Bundle pays one amount for a named list of services and roles. Source: the 2016
// guide of the pilot projects ("pooling", gebundelde financiering) and section 4 of
// the design: an amount per citizen-month in a tier.
//
// Who counts, with ByTier: citizens who live at home at the end of the month, by
// their tier as far as it is known to the care providers, since nobody can bill a
// need that nobody has found (such a citizen counts as chronic); each earns a twelfth
// of the year's amount. With ByEpisode: citizens with coordination by a buurtteam or
// case manager at the end of the month that began in it, each the whole amount at
// once, however long the episode lasts; who comes back later counts again.
//
// While the bundle runs, no fee is paid for its Services: what the payee delivers of
// them, or buys, it pays from the bundle. The citizen's own share follows OwnShare,
// and goes to whom it went. The Split passes parts on to roles at once; what is not
// passed on stays with the payee. Over a calendar year the parts are exact to the
// cent by largest remainder, as in a [RegionalConvention].
type Bundle struct {
	Basis    BundleBasis
	PerTier  [NumTiers]Cents // per head-year at home in the tier; 0 leaves the tier out
	Episode  Cents           // per episode
	Services []Service       // not paid by fee while the bundle runs
	OwnShare OwnShareRule    // for those services
	Split    []Share         // to roles; the shares sum to 1 at most
}

// BundleBasis says what a bundle is paid for.
type BundleBasis uint8

// ByTier is the reading of the design; ByEpisode the alternative, which pays early
// and rewards short episodes.
const (
	ByTier BundleBasis = iota
	ByEpisode
)

var bundleBasisIDs = []string{"tier", "episode"}

// String returns tier or episode.
func (b BundleBasis) String() string { return name("basis", int(b), bundleBasisIDs) }

// Kind returns KindBundle.
func (Bundle) Kind() Kind { return KindBundle }

func (t Bundle) check(r *report) {
	some := false
	for i, c := range t.PerTier {
		r.amount("tiers."+Tier(i).String(), c, maxUnit)
		some = some || c != 0
	}
	r.amount("episode", t.Episode, maxUnit)
	switch {
	case int(t.Basis) >= len(bundleBasisIDs):
		r.add("tiers", "no_such", bundleBasisIDs)
	case t.Basis == ByTier && t.Episode != 0 || t.Basis == ByEpisode && some:
		r.add("episode", "bundle_by_both")
	}
	r.rule(t.OwnShare)
	if t.OwnShare == OwnShareInProportion {
		r.add("own_share", "bundle_in_proportion")
	}
	r.services(t.Services)
	if len(t.Services)+len(t.Split) == 0 {
		r.add("services", "bundle_for_nothing")
	}
	if sum := r.parts(t.Split); sum > 1+1e-9 {
		r.add("split", "split_over", sum)
	}
}

func (s *Settlement) earnBundle(x *Bundle, activity *Activity, add func(cell int, twelfths int64)) {
	for b := range s.buurten {
		if x.Basis == ByEpisode {
			add(b, 12*int64(activity.Starts[b])*int64(x.Episode))
			continue
		}
		var sum int64
		for tier, each := range x.PerTier {
			sum += int64(activity.AtHome[tier][b]) * int64(each)
		}
		add(b, sum)
	}
}

// postBundle passes the parts on; the last part is the payee's own, by buurt in
// proportion to what each buurt brought.
func (s *Settlement) postBundle(t *terms, a *account, month int, calendar Month) {
	var total Cents
	for _, cents := range s.pay[:s.buurten] {
		total += cents
	}
	s.postParts(t, a, month, calendar, total)
	own := &s.received.Receipts[a.receipt+t.parts[len(t.parts)-1]]
	s.divide(own.ByBuurt, own.Total, s.pay[:s.buurten])
}
