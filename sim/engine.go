package sim

// Engine identifies the numbers of this package: the same configuration gives
// the same result as long as it stays. Any change of the golden numbers in
// testdata raises it (a test compares them), and the commit says why they moved.
const Engine = "piramide-6"
