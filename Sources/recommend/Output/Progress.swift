import Glibc
import Synchronization

/// Says on a terminal how far a long piece of work is: count, rate, time left. Nothing in the first half second.
final class Progress: Sendable {
  private struct State {
    var label = ""
    var total = 0
    var done = 0
    var started = 0.0
    var lastShown = 0.0
    var isShown = false
  }

  private let state = Mutex(State())
  private let isActive: Bool

  init(isQuiet: Bool) {
    isActive = !isQuiet && OutputWriter.standardError.isTerminal
  }

  /// Starts a piece of work.
  func begin(_ label: String, of total: Int) {
    guard isActive else { return }
    let now = Self.now()
    state.withLock { $0 = State(label: label, total: total, started: now, lastShown: now + 0.3) }
  }

  /// One more, or several, are done. Safe from any thread.
  func advance(by count: Int = 1) {
    guard isActive else { return }
    state.withLock { state in
      state.done += count
      guard count > 1 || state.done & 63 == 0 else { return }
      let now = Self.now()
      guard now - state.lastShown > 0.2 else { return }
      state.lastShown = now
      state.isShown = true
      let rate = Double(state.done) / (now - state.started)
      let left = rate > 0 ? Int(Double(state.total - state.done) / rate) : 0
      try? OutputWriter.standardError.write(
        "\r\u{1B}[K\(state.label) \(state.done) of \(state.total), \(Int(rate)) a second, \(left) s left")
    }
  }

  /// Takes the line away.
  func end() {
    guard isActive else { return }
    state.withLock { state in
      if state.isShown { try? OutputWriter.standardError.write("\r\u{1B}[K") }
      state.isShown = false
    }
  }

  /// Seconds on a clock that never goes back.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
