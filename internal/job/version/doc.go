// Package version names the program; a release sets it with -ldflags "-X".
package version
