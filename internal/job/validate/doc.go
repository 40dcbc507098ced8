// Package validate holds the model against the world: [Validate] its quantities with what
// they were counted to be, with persons followed through years (persons.go); [HoldBounds]
// plans with what programmes for whole populations were seen to reach; [ForecastP3] the
// volumes of P3 with years that were kept back.
package validate
