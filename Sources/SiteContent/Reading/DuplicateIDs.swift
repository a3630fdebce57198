import RecommendationEngine

/// Keeps ids unique over a collection: of two items with one id the first keeps it, the other is known by its path.
///
/// Items must come in the order of the listing, so that the outcome does not depend on threads.
public struct DuplicateIDs {
  private var places: [ItemID: (path: String, line: Int)] = [:]

  /// Creates an empty register.
  public init() {}

  /// Takes an item in; changes its id if another item has it.
  ///
  /// - Returns: The problem to report, or nil.
  public mutating func admit(_ item: inout SourceItem) -> Problem? {
    let id = item.item.id
    guard let earlier = places[id] else {
      places[id] = (item.path, item.line)
      return nil
    }
    let path = item.path
    var other = ItemID(earlier.path == path ? "\(path):\(item.line)" : path)
    if places[other] != nil { other = ItemID("\(path):\(item.line)") }
    item.item.id = other
    item.keys.removeAll { $0.kind == .id && $0.value == id.rawValue }
    item.keys.insert(ItemKey(kind: .id, value: other.rawValue), at: 0)
    places[other] = (path, item.line)
    let place = earlier.line > 1 ? "\(earlier.path), line \(earlier.line)," : earlier.path
    return Problem(
      path: path, line: item.line, severity: .warning, code: .idDuplicate,
      message: "id '\(id)' belongs to \(place) already; this item is known as '\(other)'",
      hint: "Give each item an id of its own, or leave the id away.")
  }
}
