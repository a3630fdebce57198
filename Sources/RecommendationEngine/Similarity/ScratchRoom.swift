/// Room for values that a kernel fills anew for each row, without checks and without being copied.
@safe
final class ScratchRoom<Element: BitwiseCopyable> {
  /// The first value; the room ends with this object.
  @unsafe let base: UnsafeMutablePointer<Element>

  /// Creates room for `count` values.
  init(repeating value: Element, count: Int) {
    // SAFETY: every value is initialized here; values of this kind need no release.
    unsafe base = UnsafeMutablePointer.allocate(capacity: max(1, count))
    unsafe base.initialize(repeating: value, count: max(1, count))
  }

  deinit { unsafe base.deallocate() }
}
