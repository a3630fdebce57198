import Glibc

/// Reads single keys from the terminal, which gets its settings back however the review ends.
///
/// While keys are read, the signals that would end the program are kept waiting and looked for between keys, so the terminal
/// is never left raw. Only SIGKILL cannot be waited for.
struct KeyReader: ~Copyable {
  /// What came.
  enum Key: Equatable {
    case character(UInt8)
    /// The end of the input, or a signal by its number.
    case end(signal: Int32?)
  }

  private let original: termios
  private let signals: sigset_t
  private let oldMask: sigset_t

  /// Takes the terminal over; nil when standard input is none.
  static func ofStandardInput() -> KeyReader? {
    var settings = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    var signals = sigset_t()
    var oldMask = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, &oldMask)
    let reader = KeyReader(original: settings, signals: signals, oldMask: oldMask)
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // When this fails the keys come with the next line end; nothing is lost.
    _ = tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    return reader
  }

  deinit {
    var settings = original
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    var mask = oldMask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// Waits for a key.
  func next() -> Key {
    var signals = signals
    while true {
      var none = timespec()
      let signal = sigtimedwait(&signals, nil, &none)
      if signal > 0, signal != SIGTSTP { return .end(signal: signal) }
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&input, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return .character(byte) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      return .end(signal: nil)
    }
  }
}
