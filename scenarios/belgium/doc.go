// Package belgium turns the parameters of the Belgian model into the fixed part
// of a configuration of the simulator: who lives in a region, how people move
// between the tiers of the pyramid, what they use and cost, what care can do.
// Seed, luck, lengths and plans are the caller's.
//
// The main types and functions, in reading order:
//
//   - [Regions] and [RegionFromFile]: who lives where, by buurt (region.go,
//     people.go, buurt.go, file.go);
//   - [Build] and [BuildDraw]: from values to [sim.Config] and [Report] (build.go);
//   - curves of five-year bands by year of age (bands.go);
//   - frozen levels and the cost that no event posts (levels.go), statuses and
//     conditions (status.go), events and their modifiers (events.go), births and
//     moves (churn.go), effects and norms of care (effects.go, norms.go);
//   - the hazards that keep the pyramid in place: one year of age (year.go), all
//     of them (solve.go); docs/adr/0003-solved-hazards.md says why;
//   - [Targets]: what the exact cohort makes of it, against what was observed
//     (targets.go, expected.go).
//
// Ages are years from 0 to [sim.MaxAge], rates are per year, amounts EUR in
// constant prices. Numbers come from [Values] only.
package belgium
