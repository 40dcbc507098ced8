package handover

import (
	"regexp"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// holders are who could give a number, by what the note of its row says, in English:
// the first that fits. Each has its words in evidence.holder.
var holders = []struct {
	id   string
	note *regexp.Regexp
}{
	{"leuven", regexp.MustCompile(`Zorgzaam Leuven|Leuven buurtteams|eight teams`)},
	{"pilots", regexp.MustCompile(`(?i)pilot|time registration|integreo`)},
	{"riziv", regexp.MustCompile(`RIZIV|INAMI|P3 convention`)},
	{"ima", regexp.MustCompile(`\bIMA\b`)},
	{"funds", regexp.MustCompile(`(?i)sickness.fund|MLOZ`)},
	{"statbel", regexp.MustCompile(`Statbel|EU-SILC`)},
	{"sciensano", regexp.MustCompile(`\bHIS\b|Sciensano|HSPA`)},
	{"belrai", regexp.MustCompile(`BelRAI`)},
	{"intego", regexp.MustCompile(`Intego`)},
	{"vdab", regexp.MustCompile(`VDAB`)},
	{"minister", regexp.MustCompile(`(?i)federal health minister|FPS Health|perinatal programme|hospital discharge`)},
	{"ific", regexp.MustCompile(`IFIC|Verso`)},
	{"published", regexp.MustCompile(`(?i)trial|stud(y|ies)|Cochrane|CD0\d|paper|review|supplement|report|literature|\b(19|20)\d\d\b|OECD`)},
}

// couldGive says who could give a number, with what the note of the register says of it.
func couldGive(w *words.Words, note string) string {
	id := "others"
	for _, h := range holders {
		if h.note.MatchString(note) {
			id = h.id
			break
		}
	}
	return w.Say("evidence.quoted", "who", w.Say("evidence.holder."+id), "note", evidence.In(w.Lang(), note))
}
