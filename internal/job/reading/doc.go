// Package reading finds a result folder and reads what lies in it, without living anything:
//
//   - which folder is meant ([ResultFolder], folder.go) and what a folder is called and holds
//     (kinds.go);
//   - a comparison as a terminal shows it ([Show], [Outcome]), its money ([ShowLedger]) and how
//     well its differences are known ([Known]);
//   - the answers of a search ([Answer], with [Goal] and [PerQALY]) and of a before–after
//     evaluation ([BeforeAfter]), as values that are stored, read back and said;
//   - the names of indicators as people type them ([FindIndicator]) and pictures with their
//     names ([Picture]).
package reading
