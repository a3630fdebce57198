import Dispatch
import Glibc
import LinearAlgebra
import RecommendationEngine

/// What the machine can do at best, measured: the bounds that the stages are held against.
struct MachinePeaks {
  /// Single-precision operations a second in products of dense matrices, one thread and two.
  let sgemm: [Double]
  /// Bytes a second in `a = b + s·c` over arrays larger than the caches, one thread and two.
  let bandwidth: [Double]
  /// Additions a second to scattered floats of an array of 85 KB, as postings make them; one thread.
  let scatteredAdditions: Double

  init() {
    sgemm = [1, 2].map { threads in Self.best(of: 5) { Self.product(threads: threads) } }
    bandwidth = [1, 2].map { threads in Self.best(of: 5) { Self.triad(threads: threads) } }
    scatteredAdditions = Self.best(of: 5, Self.scatter)
  }

  /// The processor's name, as the system gives it.
  static var processor: String {
    guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1024)
    while fgets(&line, CInt(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(after: colon)...].filter { $0 != "\n" }.drop { $0 == " " })
    }
    return "unknown"
  }

  private static func best(of count: Int, _ rate: () -> Double) -> Double {
    (0..<count).map { _ in rate() }.max() ?? 0
  }

  private static func product(threads: Int) -> Double {
    let size = 1024
    let left = [Float](repeating: 0.5, count: size * size)
    var result = [Float](repeating: 0, count: size * size)
    BLAS.setThreadCount(threads)
    defer { BLAS.setThreadCount(1) }
    let seconds = Stopwatch.wall {
      left.withUnsafeBufferPointer { left in
        result.withUnsafeMutableBufferPointer { result in
          // SAFETY: all three are square matrices of `size` rows.
          if let a = left.baseAddress, let c = result.baseAddress {
            unsafe BLAS.multiplyByTransposed(
              m: size, n: size, k: size, a: a, aStride: size, b: a, bStride: size, c: c, cStride: size)
          }
        }
      }
    }
    return 2 * Double(size * size * size) / seconds
  }

  private static func triad(threads: Int) -> Double {
    let count = 1 << 23
    let left = [Float](repeating: 1, count: count)
    let right = [Float](repeating: 2, count: count)
    var result = [Float](repeating: 0, count: count)
    let seconds = Stopwatch.wall {
      result.withUnsafeMutableBufferPointer { result in
        left.withUnsafeBufferPointer { left in
          right.withUnsafeBufferPointer { right in
            // SAFETY: each thread writes its own part of the result.
            nonisolated(unsafe) let (target, first, second) = (result, left, right)
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
              for place in count / threads * thread..<count / threads * (thread + 1) {
                target[place] = first[place] + 3 * second[place]
              }
            }
          }
        }
      }
    }
    return Double(count * 12) / seconds
  }

  private static func scatter() -> Double {
    var generator = SeededGenerator(seed: 2)
    let places = (0..<1 << 20).map { _ in Int32(generator.index(below: 21_248)) }
    let values = [Float](repeating: 0.5, count: places.count)
    var sums = [Float](repeating: 0, count: 21_248)
    let seconds = Stopwatch.wall {
      sums.withUnsafeMutableBufferPointer { sums in
        for place in places.indices { sums[Int(places[place])] += values[place] }
      }
    }
    return Double(places.count) / seconds
  }
}

/// Time spent in a piece of work.
enum Stopwatch {
  static func wall(_ body: () throws -> Void) rethrows -> Double {
    let start = now(CLOCK_MONOTONIC)
    try body()
    return now(CLOCK_MONOTONIC) - start
  }

  /// Processor time of all threads.
  static func processor(_ body: () throws -> Void) rethrows -> Double {
    let start = now(CLOCK_PROCESS_CPUTIME_ID)
    try body()
    return now(CLOCK_PROCESS_CPUTIME_ID) - start
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
