import Glibc

/// The natural logarithm of the C library; the engine does without Foundation where it can.
package func naturalLogarithm(_ value: Double) -> Double {
  log(value)
}

/// The number of processors that are on line.
var activeProcessorCount: Int {
  sysconf(Int32(_SC_NPROCESSORS_ONLN))
}
