package draw

import "math"

// Norm returns a standard normal variate: the inverse of the normal
// distribution function at [Unit](w), relative error about 1e-15. It is
// increasing in w, and Norm(^w) = −Norm(w) exactly. The largest is 8.2.
//
// Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37
// (1988) 477–484.
func Norm(w uint64) float64 { return normQuantile(Unit(w)) }

// normQuantile inverts the standard normal distribution function at u in (0, 1).
func normQuantile(u float64) float64 {
	q := u - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * poly(r, &centreNum) / poly(r, &centreDen)
	}
	r := u
	if q > 0 {
		r = 1 - u
	}
	r = math.Sqrt(-math.Log(r))
	var x float64
	if r <= 5 {
		r -= 1.6
		x = poly(r, &middleNum) / poly(r, &middleDen)
	} else {
		r -= 5
		x = poly(r, &tailNum) / poly(r, &tailDen)
	}
	return math.Copysign(x, q)
}

// poly is the polynomial with coefficients c, constant first, at x.
func poly(x float64, c *[8]float64) float64 {
	y := c[7]
	y = float64(y*x) + c[6]
	y = float64(y*x) + c[5]
	y = float64(y*x) + c[4]
	y = float64(y*x) + c[3]
	y = float64(y*x) + c[2]
	y = float64(y*x) + c[1]
	return float64(y*x) + c[0]
}

// Coefficients of AS 241: |u−½| ≤ 0.425, then √(−ln u) ≤ 5, then beyond.
var (
	centreNum = [8]float64{
		3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
	}
	centreDen = [8]float64{
		1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
	}
	middleNum = [8]float64{
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
	}
	middleDen = [8]float64{
		1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
	}
	tailNum = [8]float64{
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
	}
	tailDen = [8]float64{
		1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	}
)

// steps is in how many equally likely intervals [NormWithin] tells variates apart.
const steps = 1024

// edges are the ends of those intervals, a hair wide of them, so that rounding in
// normQuantile cannot put a variate outside.
var edges = func() (e [steps][2]float64) {
	const hair = 1e-9
	for k := range e {
		e[k] = [2]float64{-9, 9}
		if k > 0 {
			e[k][0] = normQuantile(float64(k)/steps) - hair
		}
		if k < steps-1 {
			e[k][1] = normQuantile(float64(k+1)/steps) + hair
		}
	}
	return e
}()

// NormWithin gives bounds of [Norm](w) by a look-up: most questions about a variate are
// answered by them.
func NormWithin(w uint64) (low, high float64) {
	e := &edges[w>>54]
	return e[0], e[1]
}
