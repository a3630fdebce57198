/// The difference of two versions of a file, in the form that `git apply` and `patch -p1` take.
///
/// No line `diff --git` stands before it: with that line git takes the path as one from the top of the repository and passes
/// over files out of the current folder without a word; without it, as one from the current folder.
public struct UnifiedDiff: Sendable {
  /// Lines that one version has in place of lines of the other.
  public struct Change: Hashable, Sendable {
    /// The lines of the old version, from 0; empty for an insertion before the lower bound.
    public let oldLines: Range<Int>
    /// The lines of the new version, from 0.
    public let newLines: Range<Int>
  }

  /// The path of the file, relative to the folder where the diff is to be applied, with forward slashes.
  public let path: String
  /// The changes in order, with unchanged lines between them.
  public let changes: [Change]

  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]

  /// Compares two versions line by line; lines end with a line feed, so a carriage return belongs to its line.
  ///
  /// - Complexity: O((*n* + *m*)·*d*), *d* the number of lines that differ (Myers, An O(ND) Difference Algorithm, 1986).
  public init(path: String, old: [UInt8], new: [UInt8]) {
    self.path = path
    self.old = Self.lines(of: old)
    self.new = Self.lines(of: new)
    changes = Self.changes(from: self.old, to: self.new)
  }

  /// The diff as bytes, for the content may be in any encoding; empty when nothing differs.
  ///
  /// - Parameter context: How many unchanged lines surround a change.
  public func bytes(context: Int = 3) -> [UInt8] {
    guard !changes.isEmpty else { return [] }
    let oldName = Self.quoted("a/" + path)
    let newName = Self.quoted("b/" + path)
    var result = Array("--- \(Self.header(oldName))\n+++ \(Self.header(newName))\n".utf8)
    var first = 0
    while first < changes.count {
      var last = first
      while last + 1 < changes.count,
        changes[last + 1].oldLines.lowerBound - changes[last].oldLines.upperBound <= 2 * context
      {
        last += 1
      }
      append(changes[first...last], context: context, to: &result)
      first = last + 1
    }
    return result
  }

  private func append(_ group: ArraySlice<Change>, context: Int, to result: inout [UInt8]) {
    guard let first = group.first, let last = group.last else { return }
    let before = min(context, first.oldLines.lowerBound)
    let after = min(context, old.count - last.oldLines.upperBound)
    let oldRange = (first.oldLines.lowerBound - before)..<(last.oldLines.upperBound + after)
    let newRange = (first.newLines.lowerBound - before)..<(last.newLines.upperBound + after)
    result += Array("@@ -\(Self.span(oldRange)) +\(Self.span(newRange)) @@\n".utf8)
    var position = oldRange.lowerBound
    for change in group {
      for line in old[position..<change.oldLines.lowerBound] { Self.append(line, 0x20, to: &result) }
      for line in old[change.oldLines] { Self.append(line, 0x2D, to: &result) }
      for line in new[change.newLines] { Self.append(line, 0x2B, to: &result) }
      position = change.oldLines.upperBound
    }
    for line in old[position..<oldRange.upperBound] { Self.append(line, 0x20, to: &result) }
  }

  private static func append(_ line: ArraySlice<UInt8>, _ mark: UInt8, to result: inout [UInt8]) {
    result.append(mark)
    result += line
    if line.last != 0x0A { result += Array("\n\\ No newline at end of file\n".utf8) }
  }

  private static func span(_ range: Range<Int>) -> String {
    range.isEmpty
      ? "\(range.lowerBound),0"
      : range.count == 1 ? "\(range.lowerBound + 1)" : "\(range.lowerBound + 1),\(range.count)"
  }

  /// A name as git writes it: in quotes, with escapes, when it holds a quote, a backslash, a control or a non-ASCII byte.
  private static func quoted(_ name: String) -> String {
    var result = ""
    var needsQuotes = false
    for byte in name.utf8 {
      switch byte {
      case 0x22, 0x5C:
        result += "\\" + String(UnicodeScalar(byte))
        needsQuotes = true
      case 0x09: (result, needsQuotes) = (result + "\\t", true)
      case 0x0A: (result, needsQuotes) = (result + "\\n", true)
      case 0x20..<0x7F: result += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        needsQuotes = true
      }
    }
    return needsQuotes ? "\"\(result)\"" : result
  }

  /// A name in a `---` or `+++` line, where git ends a name that holds a blank with a tab.
  private static func header(_ name: String) -> String {
    name.utf8.first != 0x22 && name.utf8.contains(0x20) ? name + "\t" : name
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func changes(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Change] {
    var prefix = 0
    while prefix < min(old.count, new.count), old[prefix].elementsEqual(new[prefix]) { prefix += 1 }
    var suffix = 0
    while suffix < min(old.count, new.count) - prefix,
      old[old.count - 1 - suffix].elementsEqual(new[new.count - 1 - suffix])
    {
      suffix += 1
    }
    let oldMiddle = prefix..<(old.count - suffix)
    let newMiddle = prefix..<(new.count - suffix)
    if oldMiddle.isEmpty && newMiddle.isEmpty { return [] }
    let pairs = oldMiddle.isEmpty || newMiddle.isEmpty ? [] : commonLines(old, oldMiddle, new, newMiddle)
    var changes: [Change] = []
    var (oldPosition, newPosition) = (oldMiddle.lowerBound, newMiddle.lowerBound)
    for (oldLine, newLine) in pairs + [(oldMiddle.upperBound, newMiddle.upperBound)] {
      if oldLine > oldPosition || newLine > newPosition {
        changes.append(Change(oldLines: oldPosition..<oldLine, newLines: newPosition..<newLine))
      }
      (oldPosition, newPosition) = (oldLine + 1, newLine + 1)
    }
    return changes
  }

  /// A longest list of lines common to both middles; none when more than 1,000 lines differ, which then count as replaced.
  private static func commonLines(
    _ old: [ArraySlice<UInt8>], _ oldRange: Range<Int>, _ new: [ArraySlice<UInt8>], _ newRange: Range<Int>
  ) -> [(Int, Int)] {
    let (n, m) = (oldRange.count, newRange.count)
    let limit = min(n + m, 1_000)
    var furthest = [Int](repeating: 0, count: 2 * limit + 3)
    var history: [[Int]] = []
    for distance in 0...limit {
      history.append(furthest)
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let slot = diagonal + limit + 1
        let goesDown = diagonal == -distance || (diagonal != distance && furthest[slot - 1] < furthest[slot + 1])
        var x = goesDown ? furthest[slot + 1] : furthest[slot - 1] + 1
        var y = x - diagonal
        while x < n, y < m, old[oldRange.lowerBound + x].elementsEqual(new[newRange.lowerBound + y]) {
          x += 1
          y += 1
        }
        furthest[slot] = x
        if x >= n, y >= m {
          return path(through: history, distance: distance, limit: limit, n: n, m: m)
            .map { (oldRange.lowerBound + $0, newRange.lowerBound + $1) }
        }
      }
    }
    return []
  }

  private static func path(through history: [[Int]], distance: Int, limit: Int, n: Int, m: Int) -> [(Int, Int)] {
    var (x, y) = (n, m)
    var pairs: [(Int, Int)] = []
    for step in stride(from: distance, through: 0, by: -1) {
      let furthest = history[step]
      let diagonal = x - y
      let slot = diagonal + limit + 1
      let goesDown = diagonal == -step || (diagonal != step && furthest[slot - 1] < furthest[slot + 1])
      let previousDiagonal = goesDown ? diagonal + 1 : diagonal - 1
      let previousX = step == 0 ? 0 : furthest[previousDiagonal + limit + 1]
      // After the insertion or deletion of this step come the common lines.
      let start = step == 0 || goesDown ? previousX : previousX + 1
      while x > start {
        (x, y) = (x - 1, y - 1)
        pairs.append((x, y))
      }
      (x, y) = (previousX, previousX - previousDiagonal)
    }
    return pairs.reversed()
  }
}
