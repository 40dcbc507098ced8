package version

// version is set when a release is built, with -ldflags "-X".
var version = "0.1.0-dev"

// Name names the program, for reports and the command line.
func Name() string { return version }
