/// A value of front matter or of a record: scalars by their source text, never by the types of the notation.
///
/// `no`, `007`, `1.0` and `2020-01-01` are texts; the reader of a key decides what they mean.
package indirect enum MetadataValue: Sendable, Equatable {
  /// A scalar's text, quotes and escapes resolved.
  case text(String)
  /// Nothing: an empty value, `~` or `null` without quotes.
  case null
  /// A list in its order.
  case list([MetadataValue])
  /// A map in its order.
  case map(Metadata)
}

/// The keys of front matter, in the order of the file.
package struct Metadata: Sendable, Equatable {
  /// A key, its value, and where the value stands.
  package struct Entry: Sendable, Equatable {
    /// The key as the file spells it.
    package var key: String
    /// The value.
    package var value: MetadataValue
    /// The line of the value in the file, from 1.
    package var line: Int
    /// The column of the value in its line, from 1, in characters.
    package var column: Int
  }

  /// The entries; of a key given twice the last one counts.
  package var entries: [Entry] = []

  /// The entry of a key, compared without regard to ASCII case: the last one.
  package func entry(_ key: String) -> Entry? {
    // By place, lengths first: a closure over entries would take hold of each with its value.
    let length = key.utf8.count
    let place = entries.indices.last { place in
      entries[place].key.utf8.count == length && entries[place].key.isEqualIgnoringCase(key)
    }
    return place.map { entries[$0] }
  }

  /// The entry at a path: a key that is spelt with the dots, or one key inside the other.
  package func entry(at path: KeyPath) -> Entry? {
    if let entry = entry(path.text) { return entry }
    guard path.keys.count > 1 else { return nil }
    var entry = entry(path.keys[0])
    for key in path.keys.dropFirst() {
      guard case .map(let inner) = entry?.value else { return nil }
      entry = inner.entry(key)
    }
    return entry
  }

  /// A key, or keys one inside the other: `openProjectCustomFields.medigyTopics`.
  package struct KeyPath: Sendable, Hashable {
    /// The path as the configuration spells it.
    package let text: String
    /// The keys from the outermost.
    package let keys: [String]

    /// Splits a path at its dots.
    package init(_ text: String) {
      self.text = text
      keys = text.split(separator: ".").map(String.init)
    }
  }
}

/// A key that occurs twice in one map.
package struct DuplicateKey: Sendable, Equatable {
  /// The key as its later line spells it.
  package var key: String
  /// The line of the later one.
  package var line: Int
  /// The line of the earlier one.
  package var firstLine: Int
}

/// The top-level keys that a configuration asks for: what the readers need not build a value of they only check.
package struct WantedKeys: Sendable {
  /// The first key of each path and each whole path, in lower case, by their bytes.
  private let keys: [[UInt8]]
  private let takesAll: Bool

  /// Every key.
  package static let all = WantedKeys(takesAll: true, keys: [])

  /// The keys that these paths begin with.
  package init(_ paths: [Metadata.KeyPath]) {
    var seen = Set<String>()
    let names = paths.flatMap { [$0.text] + ($0.keys.first.map { [$0] } ?? []) }
    self.init(takesAll: false, keys: names.map { $0.lowercased() }.filter { seen.insert($0).inserted })
  }

  private init(takesAll: Bool, keys: [String]) {
    self.takesAll = takesAll
    self.keys = keys.map { Array($0.utf8) }
  }

  /// Whether a key, given by its bytes, is asked for.
  package func contains(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    if takesAll { return true }
    candidates: for candidate in keys where candidate.count == key.count {
      for index in 0..<key.count where Byte.lowercased(key[index]) != candidate[index] { continue candidates }
      return true
    }
    return false
  }
}

extension String {
  /// Whether two texts are the same but for the case of ASCII letters.
  package func isEqualIgnoringCase(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isEqual = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        left.indices.allSatisfy { Byte.lowercased(left[$0]) == Byte.lowercased(right[$0]) }
      }
    }
    if let isEqual = isEqual ?? nil { return isEqual }
    return zip(utf8, other.utf8).allSatisfy { Byte.lowercased($0) == Byte.lowercased($1) }
  }
}
