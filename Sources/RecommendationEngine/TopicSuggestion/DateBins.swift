/// Turns dates into a few features, so that a classifier can learn when a topic was in use.
///
/// The training items, ordered by date, are cut into 2, 4, 8, 16 and 32 parts; an item has one feature per level, the
/// part that its date falls into. Two dates share as many features as they are close, measured in items, not in days.
/// Dates beyond the last are in the last part: what the newest items hold counts most for newer ones.
struct DateBins: Sendable {
  /// The numbers of parts.
  static let levels = [2, 4, 8, 16, 32]
  /// The squared length that the features of a date add to the row of an item, whose own is 1.
  static let squaredLength: Float = 0.15

  /// The number of features of all levels.
  static var featureCount: Int { levels.reduce(0, +) }
  /// The value of each feature.
  static var value: Float { (squaredLength / Float(levels.count)).squareRoot() }

  /// The first dates of the parts 1, 2, … of each level.
  private let bounds: [[String]]

  /// Whether any training item had a date.
  var isEmpty: Bool { bounds.isEmpty }

  init(dates: some Sequence<String?>) {
    let sorted = dates.compactMap { $0 }.sorted()
    bounds =
      sorted.isEmpty
      ? [] : Self.levels.map { parts in (1..<parts).map { sorted[min($0 * sorted.count / parts, sorted.count - 1)] } }
  }

  /// The features of a date, ascending: one per level; none without a date.
  func features(of date: String?) -> [Int] {
    guard let date, !bounds.isEmpty else { return [] }
    var base = 0
    return zip(Self.levels, bounds).map { parts, bounds in
      var low = 0
      var high = bounds.count
      while low < high {
        let middle = (low + high) / 2
        if bounds[middle] <= date { low = middle + 1 } else { high = middle }
      }
      defer { base += parts }
      return base + low
    }
  }
}
