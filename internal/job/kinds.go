package job

// What the manifest of a folder says that it holds, where that is no comparison.
const (
	detailSolve       = "solve"
	detailBeforeAfter = "before-after"
	detailEvaluate    = "evaluate-design"
)

// Where results that are read again lie in their folder.
const (
	fileAnswer      = "solve.json"
	fileBeforeAfter = "before_after.json"
	// beforeAfterPrefix begins the folder of an evaluation among those of searches.
	beforeAfterPrefix = "before-after-"

	// The sweep and its plans as a folder keeps them, so that it can be resumed, extended and
	// taken to another machine without the files it was made from.
	dirSweep  = "sweep"
	fileSweep = "sweep.yaml"
)
