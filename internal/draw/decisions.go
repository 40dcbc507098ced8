package draw
type Decision uint32
