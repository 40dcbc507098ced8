// Package scenarios holds the plans people write: their file format, the
// library that comes with the tool, and the way from a file to the plans of
// the simulator.
//
// A plan is one page of YAML that says only what differs from what it extends.
// Reading reports every mistake at once, with its place, its reason and what to
// do. What a plan chooses is resolved for a region and a draw of the parameters:
// amounts that are solved, waves of teams with their age, and the months that
// every plan starts late.
//
// Main types, in reading order:
//
//   - [Quantity] (quantity.go): a number with its unit, as files write it;
//   - the grammar (schema.go): what may stand under each key, once for reading,
//     checking, writing and sentences;
//   - [Load] (load.go, yaml.go, value.go, check_value.go): from a name or file
//     to a [Scenario], or to [Problems];
//   - [NewForm], [Scenario.Form] (form.go, form_read.go, form_write.go): a plan as a
//     workbook to fill in, which [Load] reads too;
//   - [Numbers] (numbers.go, numbers_write.go): a user's own numbers in the place of rows
//     of the register, and [Scenario.With] them;
//   - [Scenario] (scenario.go, timeline.go, paths.go): a checked plan, never
//     changed; [Scenario.Set] gives another;
//   - [Scenario.Plans] (plans.go, instruments.go, area.go, notes.go): the plans
//     of the simulator, with [Note]s a reader of the results must see;
//   - [Scenario.Assume] (assume.go, check_assumption.go, effects.go): its assumptions
//     and effects over the parameters; [Set] (set.go, assumptions/): named sets of
//     assumptions, under which [Scenario.Under] looks at a plan;
//   - [Scenario.Covers] (checklist.go, checklist.yaml): where a plan stands on what the
//     user documents ask for;
//   - [Scenario.Describe], [Diff] (describe.go, say.go), [Scenario.Check],
//     [New]: what people ask of a plan.
package scenarios
