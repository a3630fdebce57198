/// Rounds parts of a whole so that they still add up to it.
enum Apportionment {
  /// The parts in whole millionths whose sum is the whole in millionths: rounded down, and what is missing given to the
  /// largest remainders, the first of equal ones first (Hamilton's method).
  ///
  /// - Parameters:
  ///   - parts: Numbers of at least 0 that add up to the whole, but for float noise.
  ///   - sum: The whole, of six places.
  static func rounded(_ parts: [Double], sum: Double) -> [Double] {
    var units = parts.map { Int(($0 * 1_000_000).rounded(.down)) }
    var missing = Int((sum * 1_000_000).rounded()) - units.reduce(0, +)
    let order = parts.indices.sorted { left, right in
      let (first, second) = (
        parts[left] * 1_000_000 - Double(units[left]), parts[right] * 1_000_000 - Double(units[right])
      )
      return first == second ? left < right : first > second
    }
    for index in order where missing > 0 {
      units[index] += 1
      missing -= 1
    }
    return units.map { Double($0) / 1_000_000 }
  }
}
