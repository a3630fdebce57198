import Glibc

/// The natural logarithm of the C library; the engine does without Foundation where it can.
package func naturalLogarithm(_ value: Double) -> Double {
  log(value)
}

/// The number of processors that are on line.
var activeProcessorCount: Int {
  sysconf(Int32(_SC_NPROCESSORS_ONLN))
}

package func mark(_ s: String) {
  guard unsafe getenv("RMARK") != nil else { return }
  var t = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &t)
  let ms = Double(t.tv_sec % 100) * 1000 + Double(t.tv_nsec) / 1e6
  let line = "\(ms) \(s)\n"
  _ = unsafe line.utf8CString.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count - 1) }
}
