package job

// version is set when a release is built, with -ldflags "-X".
var version = "0.1.0-dev"

// Version names the program, for reports and the command line.
func Version() string { return version }
