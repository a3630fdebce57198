import Glibc

/// The natural logarithm of the C library; the engine does without Foundation where it can.
package func naturalLogarithm(_ value: Double) -> Double {
  log(value)
}
