// Package cluster writes what existing engines for many machines want to be told: the
// scripts of a Slurm job array ([Array]) and the manifest of a Kubernetes Indexed Job
// ([Indexed]). It submits to Slurm and asks it how far the tasks are, and it knows nothing
// of sweeps but the commands that live a part of one and join the parts.
//
// Read slurm.go, then queue.go and kubernetes.go.
package cluster
