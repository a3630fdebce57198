import GRDB
import RecommendationEngine

/// What a run writes of the terms, and the ids that they have afterwards.
struct TermChange {
  /// The ids by column.
  private(set) var ids: RowIDs
  /// The columns to write, ascending; nil means all, and that ids changed which counts name.
  private(set) var columns: [Int]?
  /// The ids of terms that are no more, or that are written anew.
  private(set) var gone: [Int] = []

  /// Compares terms that are there with those that are to be, both ascending by their bytes.
  ///
  /// Where fingerprints differ, the spelling that is there says whether a term changed, came or went. With a quarter of the
  /// terms or more, or without room for those that came, all are numbered and written anew.
  ///
  /// - Parameters:
  ///   - old: The ids that are there, ascending, and the fingerprints beside them.
  ///   - prints: The fingerprints of the terms that are to be.
  ///   - spelling: The term of a column.
  init(
    from old: (ids: [Int], prints: [Int]), to prints: [Int], spelling: (_ column: Int) -> String,
    in database: Database
  ) throws {
    ids = RowIDs(count: prints.count, room: RowIDs.termRoom)
    columns = nil
    guard !old.ids.isEmpty, let kept = try Self.kept(old, prints, spelling, database),
      let filled = RowIDs.filling(kept.ids, room: RowIDs.termRoom)
    else { return }
    ids = filled
    columns = kept.columns
    gone = kept.gone
  }

  private static func kept(
    _ old: (ids: [Int], prints: [Int]), _ prints: [Int], _ spelling: (Int) -> String, _ database: Database
  ) throws -> (ids: [Int?], columns: [Int], gone: [Int])? {
    var terms = try TermRows(database)
    var ids: [Int?] = []
    ids.reserveCapacity(prints.count)
    var columns: [Int] = []
    var gone: [Int] = []
    var place = 0
    while ids.count < prints.count || place < old.ids.count {
      let column = ids.count
      if column < prints.count, place < old.ids.count, prints[column] == old.prints[place] {
        ids.append(old.ids[place])
        place += 1
        continue
      }
      guard 4 * (columns.count + gone.count) <= prints.count + 1024 else { return nil }
      guard place < old.ids.count else {
        columns.append(column)
        ids.append(nil)
        continue
      }
      guard let there = try terms.term(id: old.ids[place])?.term else { return nil }
      let wanted = column < prints.count ? spelling(column) : nil
      let isSame = wanted.map { $0.hasSameBytes(as: there) } ?? false
      if isSame || wanted.map({ there.hasBytes(before: $0) }) ?? true {
        gone.append(old.ids[place])
        place += 1
        if !isSame { continue }
      }
      columns.append(column)
      ids.append(isSame ? old.ids[place - 1] : nil)
    }
    return (ids, columns, gone)
  }
}
