import CLinux

/// Memory that was freed and is still kept by the allocator.
enum FreedMemory {
  /// Keeps blocks of 1 MB and more apart, so that each goes back to the system when it is freed, and all others together.
  ///
  /// By itself the allocator soon keeps blocks of up to 32 MB among the small ones, and gives every thread an area of its own, where others
  /// do not use what was freed: a tenth and a twentieth more memory at the peak, for no time. To be called while there is one thread.
  static func keepLargeBlocksApart() {
    mallopt(M_MMAP_THRESHOLD, 1 << 20)
    mallopt(M_ARENA_MAX, 1)
  }

  /// Leaves a value to the end of the process, which is faster than to free hundreds of thousands of texts one by one.
  static func leave(_ value: some Any) {
    _ = Unmanaged.passRetained(Left(value: value))
  }

  private final class Left<Value> {
    let value: Value
    init(value: Value) { self.value = value }
  }

  /// Gives it back to the system: after a stage that needed much, so that it does not add to what the next one needs.
  static func release() {
    malloc_trim(0)
  }
}
