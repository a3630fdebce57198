/// Says how likely a mean difference this large is when it is chance which of two runs gets which value.
///
/// Under that assumption the sign of every item's difference may be flipped. The test flips all signs at random and
/// counts how often the mean is at least as far from 0: `p = (1 + count) / (1 + permutations)`, two-sided. When all
/// 2ⁿ flips are no more than `permutationCount`, each is tried once and `p` is exact.
///
/// R. A. Fisher, *The Design of Experiments*, 1935; M. Smucker, J. Allan and B. Carterette, "A comparison of statistical
/// significance tests for information retrieval evaluation", CIKM 2007.
public struct RandomizationTest: Sendable, Equatable {
  /// How often the signs are flipped.
  public var permutationCount: Int
  /// The seed of the flips.
  public var seed: UInt64

  /// Creates a test.
  public init(permutationCount: Int = 10_000, seed: UInt64 = 1) {
    precondition(permutationCount > 0, "a test needs permutations, not \(permutationCount)")
    self.permutationCount = permutationCount
    self.seed = seed
  }

  /// The probability of a mean difference at least this large by chance, 0…1; 1 when nothing differs.
  ///
  /// - Complexity: O(permutations · differences that are not 0).
  public func pValue(differences: [Double]) -> Double {
    let differences = differences.filter { $0 != 0 }
    guard !differences.isEmpty else { return 1 }
    let total = differences.reduce(0, +).magnitude
    // Sums of the same values with other signs differ in their last bits; such a sum counts as equal.
    let tolerance = 1e-12 * differences.reduce(0) { $0 + $1.magnitude }
    let count = differences.count
    if count < 63, 1 << count <= permutationCount {
      let extreme = (0..<(UInt64(1) << UInt64(count))).count { signs in
        signedSum(of: differences) { _ in signs }.magnitude >= total - tolerance
      }
      return Double(extreme) / Double(1 << count)
    }
    var generator = SeededGenerator(seed: seed)
    var extreme = 0
    for _ in 0..<permutationCount
    where signedSum(of: differences, signs: { _ in generator.next() }).magnitude >= total - tolerance {
      extreme += 1
    }
    return Double(1 + extreme) / Double(1 + permutationCount)
  }
}

/// Adds the values, each with the sign that a bit gives it; a new word of signs is asked for every 64 values.
private func signedSum(of values: [Double], signs: (_ word: Int) -> UInt64) -> Double {
  var sum = 0.0
  var start = 0
  while start < values.count {
    var bits = signs(start / 64)
    for position in start..<min(start + 64, values.count) {
      sum += Double(bitPattern: values[position].bitPattern ^ (bits << 63))
      bits >>= 1
    }
    start += 64
  }
  return sum
}

/// Raises p-values for having asked several questions at once.
public enum HolmCorrection {
  /// The adjusted p-values, in the order given: the *i*-th smallest of *m* times (*m* − *i* + 1), never below a smaller
  /// one, never above 1.
  ///
  /// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
