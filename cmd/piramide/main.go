// Command piramide compares plans for neighbourhood teams, care coaches and case
// managers: what they do to citizens, money and workers, and how sure that is.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
