package reading

// What the manifest of a folder says that it holds, where that is no comparison.
const (
	DetailSolve       = "solve"
	DetailBeforeAfter = "before-after"
	DetailEvaluate    = "evaluate-design"
)

// Where results that are read again lie in their folder.
const (
	FileAnswer      = "solve.json"
	FileBeforeAfter = "before_after.json"
	// beforeAfterPrefix begins the folder of an evaluation among those of searches.
	BeforeAfterPrefix = "before-after-"

	// The sweep and its plans as a folder keeps them, so that it can be resumed, extended and
	// taken to another machine without the files it was made from.
	DirSweep  = "sweep"
	FileSweep = "sweep.yaml"
)
