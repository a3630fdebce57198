/// Looks through scores, 32 at a time: most of them pass no threshold.
enum ScoreScan {
  /// Whether one of 32 scores is above a threshold, that of the row or its own; if none is, they become 0.
  @unsafe @inline(__always)
  static func exceeds(
    _ scores: UnsafeMutablePointer<Float>, _ own: Float, _ thresholds: UnsafePointer<Float>
  ) -> Bool {
    let raw = UnsafeMutableRawPointer(scores)
    let others = unsafe UnsafeRawPointer(thresholds)
    let own = SIMD4<Float>(repeating: own)
    var passes = SIMDMask<SIMD4<Int32>>(repeating: false)
    for offset in stride(from: 0, to: 128, by: 16) {
      let score = unsafe raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      let other = unsafe others.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      passes .|= (score .> own) .| (score .> other)
    }
    return unsafe keeps(raw, where: passes)
  }

  /// The same as ``exceeds(_:_:_:)``, of scores that lack what the head adds: at most the product of the two lengths.
  @unsafe @inline(__always)
  static func mayExceed(
    _ scores: UnsafeMutablePointer<Float>, _ length: Float, _ lengths: UnsafePointer<Float>, _ own: Float,
    _ thresholds: UnsafePointer<Float>
  ) -> Bool {
    let raw = UnsafeMutableRawPointer(scores)
    let others = unsafe UnsafeRawPointer(thresholds)
    let rawLengths = unsafe UnsafeRawPointer(lengths)
    let own = SIMD4<Float>(repeating: own)
    let length = SIMD4<Float>(repeating: length)
    var passes = SIMDMask<SIMD4<Int32>>(repeating: false)
    for offset in stride(from: 0, to: 128, by: 16) {
      let part = unsafe length * rawLengths.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      let score = unsafe raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self) + part
      let other = unsafe others.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      passes .|= (score .> own) .| (score .> other)
    }
    return unsafe keeps(raw, where: passes)
  }

  /// Whether one of the lanes passes; if none does, the 32 scores become 0.
  @unsafe @inline(__always)
  private static func keeps(_ scores: UnsafeMutableRawPointer, where passes: SIMDMask<SIMD4<Int32>>) -> Bool {
    let words = unsafe unsafeBitCast(passes, to: SIMD2<UInt64>.self)
    if words[0] | words[1] != 0 { return true }
    unsafe clear(scores)
    return false
  }

  /// Makes 32 scores 0.
  @unsafe @inline(__always)
  static func clear(_ scores: UnsafeMutableRawPointer) {
    for offset in stride(from: 0, to: 128, by: 16) {
      unsafe scores.storeBytes(of: SIMD4<Float>(), toByteOffset: offset, as: SIMD4<Float>.self)
    }
  }
}
