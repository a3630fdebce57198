/// Finds topics whose names are spellings of one name: `healthcare it` and `Healthcare IT`, `open-data` and `Open Data`.
enum SimilarTopicNames {
  /// Groups of topics with nearly equal names, each ascending, with the rule that joined them.
  static func groups(_ topics: [Topic]) -> [(topics: [Int], kind: TopicNameVariation)] {
    var result: [(topics: [Int], kind: TopicNameVariation)] = []
    var isGrouped = Set<[Int]>()
    for (kind, key) in [
      (TopicNameVariation.spelling, { letters($0.label) }),
      (.plural, { singular($0.label) }),
      (.namespace, { singular($0.name) }),
    ] as [(TopicNameVariation, (Topic) -> String)] {
      let byKey = Dictionary(grouping: topics.indices, by: { key(topics[$0]) })
      for (key, members) in byKey where members.count > 1 && !key.isEmpty {
        if isGrouped.insert(members.sorted()).inserted { result.append((members.sorted(), kind)) }
      }
    }
    // One typing error in a long name; a short one may well be another word.
    let keys = topics.map { Array(letters($0.label).utf8) }
    let byLength = topics.indices.filter { keys[$0].count >= 8 }.sorted { (keys[$0].count, $0) < (keys[$1].count, $1) }
    for (place, left) in byLength.enumerated() {
      for right in byLength[(place + 1)...] {
        if keys[right].count > keys[left].count + 1 { break }
        if keys[left] != keys[right], differByOne(keys[left], keys[right]),
          singular(topics[left].label) != singular(topics[right].label)
        {
          result.append(([left, right].sorted(), .typing))
        }
      }
    }
    return result.sorted { $0.topics.lexicographicallyPrecedes($1.topics) }
  }

  /// The letters and digits of a label in lower case.
  private static func letters(_ label: String) -> String {
    String(String.UnicodeScalarView(label.lowercased().unicodeScalars.filter { isLetterOrDigit($0) }))
  }

  /// The words of a label without a plural ending, joined.
  private static func singular(_ label: String) -> String {
    let words = label.lowercased().unicodeScalars.split { !isLetterOrDigit($0) }.map { String($0) }
    return words.map { word in
      if word.count > 4 && word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
      if word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") { return String(word.dropLast()) }
      return word
    }.joined()
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Whether one text becomes the other by one replaced, added or swapped byte; digits must not differ.
  static func differByOne(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard long.count - short.count <= 1 else { return false }
    var start = 0
    while start < short.count && short[start] == long[start] { start += 1 }
    var end = 0
    while end < short.count - start && short[short.count - 1 - end] == long[long.count - 1 - end] { end += 1 }
    let shortRest = short[start..<short.count - end]
    let longRest = long[start..<long.count - end]
    if (shortRest + longRest).contains(where: { $0 >= 0x30 && $0 <= 0x39 }) { return false }
    if longRest.count <= 1 { return true }
    return longRest.count == 2 && shortRest.count == 2 && shortRest.first == longRest.last
      && shortRest.last == longRest.first
  }
}

/// In what the names of two topics differ.
public enum TopicNameVariation: String, CaseIterable, Sendable {
  /// In case, spaces, hyphens, underscores or other marks.
  case spelling
  /// In a plural ending too.
  case plural
  /// In the namespace before the name.
  case namespace
  /// In one letter of a long name.
  case typing
}
