// Package fit finds the values of parameters with which the model is nearest to what is
// known of Belgium: [Calibrate] from a file of targets and free numbers, with its posterior,
// its diagnosis and the fit that plans may use; [SBC] tests the method on worlds it made
// itself. The methods are in piramide/calibrate.
package fit
