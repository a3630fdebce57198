import Glibc
import RecommendationStore

/// Offers the ids of items to a shell that completes a command line.
enum ItemCompletion {
  /// The ids that begin with what was typed, a thousand at most; none when there is no index. Never fails: a shell has no use
  /// for an error.
  static func keys(_ arguments: [String], _ prefix: String) -> [String] {
    var options = DatabaseOptions()
    if let position = arguments.lastIndex(of: "--db"), position + 1 < arguments.count {
      options.db = arguments[position + 1]
    } else {
      options.db = nil
    }
    guard let store = try? options.open(), let headings = try? store.allHeadings() else { return [] }
    return Array(headings.lazy.map(\.key).filter { $0.hasPrefix(prefix) && !$0.contains("\n") }.prefix(1000))
  }
}
