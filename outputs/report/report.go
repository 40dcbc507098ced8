package report

import "piramide/internal/words"

// Report is everything on the page, in the order of the page. Texts are
// sentences or formatted numbers in the language of Words; an empty part
// leaves its section out.
type Report struct {
	Words      *words.Words
	second     *words.Words // of [SideBySide]; nil in one language
	Title      string
	Kind       string // what sort of study it is, and of which plans
	Subtitle   string // region, people, period
	Hint       string // how to read what follows; may be empty
	OnlyChance bool   // parameters were held fixed: no conclusion may be drawn

	Question  string
	Plans     []Plan   // the first is the comparator
	Answer    []string // three sentences, certainty in words
	Certain   []string // in how many worlds, a sentence for each plan
	Threshold []string // how strong the effect must be for a plan to cost nothing

	Aims Part // what the plans do for each of the five aims

	Comparisons []Comparison // years 1–5 first
	Others      []Table      // the indicators that are no headlines
	Figures     []Figure
	FigureNotes []string     // which figures are not there, and why
	Parties     []PartyTable // who pays
	PartyNote   string       // how to read who pays
	Money       Part         // one-off and recurrent, and what a QALY costs

	Outcomes    []PartyTable // what yearly settlements brought
	OutcomeNote string

	Perspectives     []PartyTable // the costs as each party sees them
	PerspectiveNotes []string

	Waiting       Part // waiting and workers
	Equity        Part
	Drivers       Part        // what drives the result
	Mind          Part        // what would change our mind
	Explained     []Explained // where the differences of each plan come from
	ExplainedLead string

	NotModelled []string
	Assumptions []Assumption
	BeforeAfter Part // what a before–after evaluation would have said
	Methods     []Fact
	Pairing     []Fact
	Checklists  []Part // ODD, CHEERS and the KCE reference case, filled from the run
	Terms       []Term // what the words mean
	Run         []Fact // version, engine, digest, command
}

// Plan is a plan in a sentence, with what must be known about its numbers.
type Plan struct {
	Title, Sentence string
	Notes           []string
}

// Comparison is a table of differences with the first plan over a period.
type Comparison struct {
	Title    string // the period
	Note     string // such as the first year with teams; may be empty
	Interval string // what the intervals hold, above their column
	Folded   bool   // shown when the reader unfolds it
	Rows     []Row
}

// Row is an indicator: its level under the first plan and, in the order of the
// other plans, the differences.
type Row struct {
	Indicator, Unit string
	First           string
	Cells           []Cell
	Term            string // id of the term that explains the indicator; may be empty
}

// Cell is a difference with its certainty.
type Cell struct {
	Difference string
	Interval   string // 95 % of the simulations
	Error      string // Monte-Carlo error of the mean
	Mark       Mark
	Verdict    string   // the mark in words with k of n
	Origin     string   // Belgian measured, foreign, assumption
	How        []string // how the number was made, for who asks; may be empty
}

// Mark is the strength of a verdict, by the ids of package outputs; it only
// chooses how the words look. A mark that is not one of these looks plain.
type Mark string

// The marks of docs/model.md 7.12.
const (
	Clear        Mark = "clear"
	Likely       Mark = "likely"
	Unclear      Mark = "indistinct"
	NoDifference Mark = "irrelevant"
)

// Figure is a picture drawn in the page.
type Figure struct {
	Title, Alt string
	SVG        []byte // as package figure writes it; trusted
	Files      []Link // the same picture as files beside the page
	Plan       int    // place of the plan that it is about, which a reader may hide; 0 = of all plans
}

// Link is a file beside the page.
type Link struct{ Label, Href string }

// PartyTable says for one plan and period what each party pays more or less.
type PartyTable struct {
	Title   string
	Head    string   // above the names; "" is party
	Columns []string // after the party's name
	Rows    []PartyRow
	Lines   []string // what follows from it, in sentences below the table
	Plan    int      // place of the plan that it is about, which a reader may hide; 0 = of all plans
}

// PartyRow is a party's amounts; Sum marks the row of all together.
type PartyRow struct {
	Party   string
	Amounts []string
	Sum     bool
}

// Explained is where the differences of a plan come from.
type Explained struct {
	Plan    string
	Numbers []Number
}

// Number is a difference with the parts that add up to it; folded but for its title.
type Number struct {
	Title, Lead string
	Parts       []Piece
	Sum         string
	Notes       []string
	Stories     []Story
}

// Piece is a part of a difference and what it is.
type Piece struct{ Name, Amount, Text string }

// Story is two lives of a synthetic citizen beside each other.
type Story struct {
	Title  string
	Who    string
	First  string // title of the plan on the left
	Plan   string
	Months []Month
	Empty  string // what stands there when no month tells anything
	Sums   PartyTable
	Note   string
}

// Month is what happened in a month under the first plan and under the plan.
type Month struct{ Month, First, Plan string }

// Assumption is a parameter that moves the answer. Without Source it is shown
// in red.
type Assumption struct {
	Path                    string
	Parameter, Value, Range string
	Influence               string // in words or a share; may be empty
	Source, URL             string
}

// Fact is a named statement; Code is set in a fixed-width face.
type Fact struct {
	Name, Text string
	Code       bool
}
