// Package fault says what went wrong to a person who can do something about it. An [Error]
// is a message in the reader's language and a [Fault], whose move it is, from which the
// command line makes its exit code. [New] makes one; [Unwritable], [NoDocument] and [Flawed]
// turn what the system or a result folder says into one; [Tell] says it.
package fault
