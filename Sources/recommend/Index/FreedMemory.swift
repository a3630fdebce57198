import CLinux

/// Memory that was freed and is still kept by the allocator.
enum FreedMemory {
  /// Gives it back to the system: after a stage that needed much, so that it does not add to what the next one needs.
  static func release() {
    malloc_trim(0)
  }
}
