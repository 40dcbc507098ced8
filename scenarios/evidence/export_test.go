package evidence

// For the tests that need the model, which imports this package.
var (
	Texts = texts
	Parts = parts
)
