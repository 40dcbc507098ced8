// Package sheet reads and writes spreadsheets (xlsx): the one home of the library
// for them.
//
// Reading takes files of strangers: size, places and marks are looked at before
// anything is unpacked into memory, macros are refused, and a cell comes as what its
// writer meant: a number, a percentage, a month, a text. What is wrong is a code; who
// reads chooses the words.
//
// Writing gives the same bytes for the same cells, in the few styles that all
// workbooks of the tool share: yellow is for the reader to fill in.
//
// Reading order: read.go ([Open], [Book], [Cell]), safe.go (what is refused
// unopened), write.go ([Writer]).
package sheet
