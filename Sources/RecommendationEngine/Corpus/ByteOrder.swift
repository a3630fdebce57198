import Glibc

// Items, terms and files lie in the order of their bytes: the same on every machine and in every locale. To SQLite, and here, `é` in
// one scalar is not `é` in two.

extension String {
  /// Whether both have the same bytes.
  package func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.order(beside: other.utf8) == 0
  }

  /// Whether the bytes come before those of another text.
  package func hasBytes(before other: String) -> Bool {
    let order = utf8.order(beside: other.utf8)
    return order == 0 ? utf8.count < other.utf8.count : order < 0
  }
}

extension Collection<String> {
  /// The places of texts, from 0, in the ascending order of their bytes; of equal ones the first comes first.
  ///
  /// The bytes of all are laid side by side for it: to compare two texts where they are would count their holders every time.
  ///
  /// - Complexity: O(*n* log *n*) comparisons.
  package func placesByBytes() -> [Int] {
    var bytes: [UInt8] = []
    var starts = [0]
    starts.reserveCapacity(count + 1)
    for text in self {
      bytes.append(contentsOf: text.utf8)
      starts.append(bytes.count)
    }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return Array(0..<count) }
      return (0..<count).sorted { left, right in
        let (leftCount, rightCount) = (starts[left + 1] - starts[left], starts[right + 1] - starts[right])
        // SAFETY: no more bytes are compared than the shorter text has.
        let order = unsafe memcmp(base + starts[left], base + starts[right], Swift.min(leftCount, rightCount))
        return order == 0 ? leftCount < rightCount : order < 0
      }
    }
  }
}

extension [UInt8] {
  /// Whether the bytes come before others.
  package func hasBytes(before other: [UInt8]) -> Bool {
    let order = order(beside: other)
    return order == 0 ? count < other.count : order < 0
  }
}

extension Collection<UInt8> {
  /// Below, at or above 0 as the bytes, as far as both go, come before, are the same as or come after the others.
  fileprivate func order(beside other: Self) -> CInt {
    let order = withContiguousStorageIfAvailable { left in
      other.withContiguousStorageIfAvailable { right -> CInt in
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        // SAFETY: no more bytes are compared than the shorter buffer has.
        return unsafe memcmp(first, second, Swift.min(left.count, right.count))
      }
    }
    if let order = order ?? nil { return order }
    for (left, right) in zip(self, other) where left != right { return left < right ? -1 : 1 }
    return 0
  }
}
