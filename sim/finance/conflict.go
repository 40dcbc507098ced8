package finance

// conflicts compares two instruments that are in the order of settlement: one
// name in two periods must stay one instrument, and nothing is paid twice.
func conflicts(a, b *Instrument) Problems {
	if a.Terms == nil || b.Terms == nil {
		return nil
	}
	overlap := (a.End == 0 || b.Start < a.End) && (b.End == 0 || a.Start < b.End)
	path := "financing." + b.Name
	if a.Name == b.Name {
		switch {
		case a.Kind() != b.Kind() || a.Payer != b.Payer || a.Payee != b.Payee || a.Plan != b.Plan || a.Timing != b.Timing:
			return Problems{problem(path, "name_taken")}
		case !continues(a.Terms, b.Terms):
			return Problems{changed(path, a.Kind())}
		case overlap:
			return Problems{problem(path+".start", "periods_overlap", b.Start)}
		}
		return nil
	}
	if !overlap {
		return nil
	}
	if x, ok := yearlyTerms(*a); ok {
		if y, ok := yearlyTerms(*b); ok && a.Payer == b.Payer && x.sameSaving(y.Yearly) {
			return Problems{problem(path, "same_saving", a.Name, b.Name).beside(a.Name)}
		}
		return nil
	}
	var problems Problems
	for _, x := range a.pays() {
		for _, y := range b.pays() {
			if code, what := x.twice(y); code != "" {
				both := append([]any{a.Name, b.Name}, what...)
				problems = append(problems, problem(path, code, both...).beside(a.Name))
			}
		}
	}
	return problems
}

// continues says whether terms can follow others of the same name and kind.
func continues(a, b Terms) bool {
	if p, ok := yearlyTerms(Instrument{Terms: a}); ok {
		q, same := yearlyTerms(Instrument{Terms: b})
		return same && p.alike(q.Yearly)
	}
	switch x := a.(type) {
	case FixedBudget:
		y := b.(FixedBudget)
		return x.Reason == y.Reason && x.Level == y.Level && x.Startup == y.Startup
	case PooledBudget:
		return x.follows(b.(PooledBudget))
	case Prefinancing:
		return x == b.(Prefinancing)
	}
	return true
}

// payment is one thing that an instrument pays: for what, to whom, per what.
type payment struct {
	to      Party
	reason  Reason
	level   int // of a fixed budget; −1 otherwise: level tells only fixed budgets apart
	service int // service, or −1
	rival   bool
	apart   bool // in the place of fees, or a part of a saving: judged elsewhere
}

// twice says what two payments both pay, as the code of a problem with its last
// arguments; "" when they pay for different things. A service is paid by one
// instrument, whoever receives it, since the simulator divides each fee once. The
// inclusion fee and the population budget both pay for the actions and the coach of
// the buurtteam: rivals by section 7 of the model, of each other and of a budget for
// buurt actions.
func (p payment) twice(q payment) (code string, what []any) {
	switch {
	case p.apart || q.apart:
	case p.service >= 0 || q.service >= 0:
		if p.service == q.service {
			return "service_paid_twice", []any{Service(p.service)}
		}
	case p.to != q.to:
	case p.rival && q.pays(ForBuurtAction) || q.rival && p.pays(ForBuurtAction):
		return "rivals", []any{p.to}
	case p.reason == q.reason && (p.level == q.level || p.level < 0 || q.level < 0):
		return "paid_twice", []any{p.to, p.reason}
	}
	return "", nil
}

// pays says whether a payment is for a reason, a rival's own buurt actions included.
func (p payment) pays(r Reason) bool { return p.reason == r || p.rival && r == ForBuurtAction }

func (i *Instrument) pays() []payment {
	if y, ok := yearlyTerms(*i); ok {
		var out []payment
		for _, p := range y.parts(i.Payee) {
			out = append(out, payment{to: p.To, reason: ForGain, level: -1, service: -1, apart: true})
		}
		return out
	}
	switch t := i.Terms.(type) {
	case FeeForService:
		return paysServices(i.Payee, t.Services)
	case ConventionServices:
		return paysServices(i.Payee, t.Services)
	case GMDFee:
		return []payment{{to: i.Payee, reason: ForGMD, level: -1, service: -1}}
	case InclusionFee:
		return []payment{{to: i.Payee, reason: ForInclusion, level: -1, service: -1, rival: true}}
	case PopulationBudget:
		return []payment{{to: i.Payee, reason: ForPopulation, level: -1, service: -1, rival: true}}
	case RegionalConvention:
		return paysParts(nil, t.Split)
	case Capitation:
		return []payment{{to: i.Payee, reason: ForCapitation, level: -1, service: -1, apart: true}}
	case Bundle:
		return paysParts([]payment{{to: i.Payee, reason: ForBundle, level: -1, service: -1, apart: true}}, t.Split)
	case PooledBudget:
		var out []payment
		for _, u := range t.Uses {
			if u.PerYear > 0 {
				out = append(out, payment{to: u.To, reason: u.Reason, level: -1, service: -1})
			}
		}
		return out
	case FixedBudget:
		return []payment{{to: i.Payee, reason: t.Reason, level: int(t.Level), service: -1}}
	}
	return nil
}

func paysServices(to Party, services []ServiceFee) []payment {
	out := make([]payment, len(services))
	for i, s := range services {
		out[i] = payment{to: to, reason: s.Service.Reason(), level: -1, service: int(s.Service)}
	}
	return out
}

func paysParts(out []payment, split []Share) []payment {
	for _, s := range split {
		if s.Share > 0 {
			out = append(out, payment{to: s.To, reason: s.Reason, level: -1, service: -1})
		}
	}
	return out
}

// changed says that what must not change under one name did.
func changed(path string, k Kind) Problem {
	switch k {
	case KindFixedBudget, KindPooledBudget, KindPrefinancing:
		return problem(path, k.String()+"_changed")
	}
	return problem(path, "yearly_changed", k)
}
