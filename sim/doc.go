// Package sim is the world: synthetic citizens who move through the risk
// pyramid month by month, staff who have hours, queues for those hours, and
// money that buys staff. It opens no file, prints nothing, starts no goroutine
// and holds no number of the world.
//
// Main types, in reading order:
//
//   - [Config] (config.go): everything a world is told.
//   - [Model] (compile.go): the configuration turned into tables by class.
//   - [World] (world.go): one region in one state of luck; [Model.Start] draws
//     it and runs the burn-in, [World.Branch] copies it so that several plans
//     continue from the same past, [World.Run] lives the accounts.
//   - [Result] (result.go): what a run leaves, counted in integers.
//
// The month is the ordered list [Phases] in run.go: one file per phase
// (plan.go, population.go, illness.go, finding.go, staff.go, care.go,
// effect.go, money.go, record.go). State is records (citizen.go), a citizen is
// an index. All chance comes from piramide/internal/draw.
package sim
