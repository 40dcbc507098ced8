//go:build linux || darwin

package job

import "syscall"

// freeDisk is how many bytes a user may still write where a path lies; false when the
// system does not say.
func freeDisk(path string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true //nolint:unconvert // the types differ by system
}
