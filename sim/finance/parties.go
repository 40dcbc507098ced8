package finance

import "slices"

// Who may pay and who may receive, by kind. It is a table of what makes sense in
// Belgium and in this model, not of law: the payers are those of health and welfare;
// what a citizen pays is the own share of a tariff; what a provider pays it pays from
// what others paid it, which no instrument here can follow. A budget goes to who does
// the work it is for.
var (
	publicPayers = []Party{Federal, Flanders, Wallonia, Brussels, Ostbelgien, Local, SicknessFunds}
	careGivers   = []Party{GPPractices, HomeCare, Hospitals, NursingHomes, OtherProviders}
	regional     = []Party{Buurtteams, ZorgcoachPosts, CasemanagementPool, Collaboration}
	anyWorker    = slices.Concat(careGivers, regional)
)

// mayReceive gives the parties that a kind may pay; nil for the kinds that settle
// yearly, whose own check is older.
func (i *Instrument) mayReceive() []Party {
	switch t := i.Terms.(type) {
	case FeeForService, ConventionServices, Bundle:
		return anyWorker
	case GMDFee:
		return []Party{GPPractices} // who keeps the file
	case Capitation:
		return slices.Concat(careGivers, []Party{Buurtteams, Collaboration})
	case InclusionFee, PopulationBudget:
		return []Party{GPPractices, HomeCare, Buurtteams, Collaboration}
	case RegionalConvention, PooledBudget:
		return regional
	case FixedBudget:
		return usedBy(t.Reason)
	case Prefinancing:
		return slices.Concat([]Party{GPPractices, HomeCare, Hospitals, NursingHomes}, regional) // a sink pays nothing back
	}
	return nil
}

// usedBy gives who does the work of a budget.
func usedBy(reason Reason) []Party {
	switch reason {
	case ForIntegration:
		return []Party{Collaboration}
	case ForPHM:
		return []Party{GPPractices, Buurtteams, Collaboration}
	case ForBuurtAction:
		return []Party{Buurtteams, Collaboration}
	case ForCoordination:
		return []Party{ZorgcoachPosts}
	case ForCaseManagement:
		return []Party{CasemanagementPool}
	}
	return anyWorker
}

// checkParties refuses a payer or payee that makes no sense. What is told otherwise
// already is not told twice.
func (i *Instrument) checkParties(r *report) {
	switch {
	case i.Payer.Sink() || i.Payer == i.Payee || i.Kind() == KindPooledBudget: // whose sources are checked by name
	case i.Payer == Citizen:
		r.add("payer", "citizen_pays", i.Kind())
	case !slices.Contains(publicPayers, i.Payer):
		r.add("payer", "odd_payer", i.Payer, i.Kind(), names(publicPayers))
	}
	if t, ok := i.Terms.(FeeForService); ok {
		t.checkGivers(r, i.Payee)
	}
	may := i.mayReceive()
	if may == nil || i.Payer == i.Payee || slices.Contains(may, i.Payee) {
		return
	}
	f, fixed := i.Terms.(FixedBudget)
	switch {
	case i.Payee == Citizen && (i.Kind() == KindFeeForService || i.Kind() == KindConventionServices): // citizen_delivers
	case i.Kind() == KindPooledBudget && (i.Payee.Payer() || i.Payee.Sink()): // holds_no_envelope
	case fixed && f.Reason != NoReason && int(f.Reason) < NumReasons && slices.Contains(anyWorker, i.Payee):
		r.add("payee", "odd_use", i.Payee, f.Reason, names(may))
	default:
		r.add("payee", "odd_payee", i.Payee, i.Kind(), names(may))
	}
}

// ReservedNames are the rules of the ledger that are no instrument: what holders spend,
// and what payers make up or get back of teams.
var ReservedNames = []string{"spending", "set_posts", "notice", "team_start", "team_budget", "collaboration_time", "integrator"}

// giver is who gives a service of care as today when it is paid by fee; who else may
// is anybody who is not one of these providers.
var giver = map[Service]Party{GPContact: GPPractices, EDVisit: Hospitals, Stay: Hospitals, HomeNursing: HomeCare, NursingHomeDay: NursingHomes}

// checkGivers refuses a fee to a provider who does not give the service. A capitation
// or bundle may be held by one provider for the work of others.
func (t FeeForService) checkGivers(r *report, payee Party) {
	for _, s := range t.Services {
		who, known := giver[s.Service]
		if known && payee != who && payee >= GPPractices && payee <= NursingHomes {
			r.add("payee", "odd_service", payee, s.Service, names([]Party{who}))
		}
	}
}

func names(parties []Party) []string {
	ids := make([]string, len(parties))
	for k, p := range parties {
		ids[k] = p.String()
	}
	return ids
}
