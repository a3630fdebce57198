import Glibc

/// `base` to the power of `exponent`, of the C library; the engine does without Foundation where it can.
func power(_ base: Double, _ exponent: Double) -> Double {
  pow(base, exponent)
}

/// *e* to the power of `exponent`, of the C library.
func exponential(_ exponent: Double) -> Double {
  exp(exponent)
}
