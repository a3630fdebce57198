/// Finds the name that somebody may have meant.
enum NearestName {
  /// The name with the smallest edit distance, when it is small beside the length; ties go to the first.
  static func nearest(to name: String, among names: [String]) -> String? {
    let scored = names.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }
    guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(2, name.utf8.count / 3) else { return nil }
    return best.0
  }

  /// The Levenshtein distance: insertions, deletions and replacements of bytes.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j + 1] + 1, row[j] + 1)
      }
    }
    return row[right.count]
  }
}
