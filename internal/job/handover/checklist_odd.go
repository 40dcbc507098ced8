package handover

import (
	"math"

	"piramide/internal/job"
	"piramide/outputs"
)

// The seven elements of the ODD protocol (Grimm and others, JASSS 23(2) 7, 2020). The
// whole description is docs/model.md; here is what this run makes of it.
var oddElements = []demand{
	{id: "purpose", where: []string{"question", "not-modelled"}, fill: func(f *filler) {
		f.say("said", "region", f.where, "plans", len(f.c.Plans))
		f.lacks("pilots")
	}},
	{id: "entities", where: []string{"question"}, fill: func(f *filler) {
		f.say("said", "people", int(f.people()), "states", len(f.c.Result.Pyramids(f.c.Base)[0].Tiers))
	}},
	{id: "process", where: []string{"methods"}, fill: func(f *filler) {
		_, all := f.years()
		f.say("said", "burnin", job.BurnIn, "from", all.First, "to", all.Last)
	}},
	{id: "design", where: []string{"methods", "drivers"}, fill: func(f *filler) {
		f.say("said", "draws", f.c.Draws, "replicates", f.c.Replicates, "seed", int64(f.c.Result.Manifest.Seed))
		if !f.uncertain() {
			f.lacksCommon("no_uncertainty")
		}
	}},
	{id: "initialisation", where: []string{"methods", "figures"}, fill: func(f *filler) {
		f.say("said", "region", f.where, "base", f.title(0), "burnin", job.BurnIn)
		for _, plan := range f.c.Plans[1:] {
			if share, kept := f.c.SameLives(plan.ID); kept {
				f.say("pairing", "plan", plan.TitleIn(f.w.Lang()), "share", share)
			}
		}
	}},
	{id: "input", where: []string{"assumptions"}, fill: func(f *filler) {
		all, without := f.unsourced()
		f.say("said", "all", all, "sets", f.c.Result.Manifest.AssumptionTitles(f.w.Lang()))
		if without > 0 {
			f.lacks("unsourced", "without", without, "all", all)
		}
	}},
	{id: "submodels", where: []string{"methods", "run"}, fill: func(f *filler) {
		f.say("said", "engine", f.c.Result.Manifest.Engine)
		f.lacks("elsewhere")
	}},
}

// tierShares says how many people are in each tier of the pyramid at the start.
func (f *filler) tierShares() (parts []string) {
	for _, t := range f.c.Result.Pyramids(f.c.Base)[0].Tiers {
		count, share := f.c.Result.TierSpread(f.c.Base, "start", t)
		parts = append(parts, f.w.Say("checklist.common.tier", "tier", f.tier(t), "people", math.Round(count.Middle()), "share", share.Middle()))
	}
	return parts
}

// horizon is the years of the accounts.
func (f *filler) horizon() outputs.Period {
	_, all := f.years()
	return all
}
