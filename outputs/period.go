package outputs

// headYears is how many years the first period of every table covers.
const headYears = 5
