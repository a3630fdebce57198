import Glibc
import Synchronization

/// Writes results to standard output and everything else to standard error, and notices when that fails.
///
/// Swift's `print` drops the error of a full disk; here it ends the run with exit status 2. A reader that closed the pipe
/// ends it quietly.
struct OutputWriter: Sendable {
  let descriptor: Int32

  /// Results.
  static let standardOutput = OutputWriter(descriptor: STDOUT_FILENO)
  /// Progress, summaries, warnings, errors.
  static let standardError = OutputWriter(descriptor: STDERR_FILENO)

  /// Whether somebody reads along on a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The number of columns of the terminal, or nil when there is none.
  var width: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a text as it is.
  ///
  /// - Throws: ``CommandFailure`` when the text cannot be written; ``QuietStop`` when the reader is gone.
  func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes as they are, such as a diff of files in any encoding.
  func write(bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes(write)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress!, rest.count)
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        if errno == EPIPE { throw QuietStop() }
        throw CommandFailure("The output could not be written: \(String(cString: strerror(errno))).")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}

/// Ends a run quietly, because whoever read the output has seen enough.
struct QuietStop: Error {}

/// Ends a run with a message and exit status 2.
struct CommandFailure: Error, CustomStringConvertible {
  /// What was wrong, with the value and the place.
  let message: String
  /// What to do about it; empty when the message says so.
  let hint: String

  init(_ message: String, hint: String = "") {
    self.message = message
    self.hint = hint
  }

  var description: String { hint.isEmpty ? message : "\(message)\nhint: \(hint)" }
}
