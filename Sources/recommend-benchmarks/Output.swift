import Glibc

/// Writes text to a descriptor, whole.
enum Output {
  static func write(_ text: String, to descriptor: CInt = STDOUT_FILENO) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        guard count > 0 else { exit(2) }
        written += count
      }
    }
  }
}
