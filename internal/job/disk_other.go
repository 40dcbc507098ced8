//go:build !linux && !darwin

package job

// freeDisk is not known on this system.
func freeDisk(string) (int64, bool) { return 0, false }
