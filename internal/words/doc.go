// Package words holds every text a reader sees, in Dutch, French and English,
// and writes numbers, euros, shares and months the Belgian way.
//
// The rest of the code carries message ids and arguments; a word is chosen at
// the last moment, by [Words.Say] or, for a sentence that was stored in a
// result folder, by [Words.Tell].
//
// The catalogue is one file per area and language, catalogue/AREA.LANG.yaml,
// so that two people adding words seldom meet. Ids of an area start with the
// name of the area (compare.answer), except in the area terms, which holds
// the words of the field: term, tier, role, party, instrument, indicator, …
// Every language has every text.
//
// In a message, {{.name}} prints an argument as it was given. Arguments that
// depend on the language are given raw and shaped in the message:
//
//	{{num .x 1}} {{signed .x 1}} {{pct .share 0}} {{eur .x 2}} {{short .x}} {{share .share}} {{month .year .month}} {{say .id}}
//
// An argument named count also chooses the plural form.
//
// Reading order: words.go, message.go, number.go, then the catalogue.
package words
