extension Sequence<UInt8> {
  /// A number that stands for the bytes, the same in every run: FNV-1a, 64 bits (Fowler, Noll and Vo).
  @inlinable package var stableHash: UInt64 {
    reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
