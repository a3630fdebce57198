import RecommendationEngine

/// A topic of the collection.
public struct StoredTopic: Sendable, Equatable {
  /// The whole label.
  public var label: String
  /// What stands before the first `": "`, where there is such.
  public var namespace: String?
  /// The label without its namespace.
  public var name: String
  /// The number of items that hold it.
  public var itemCount: Int

  /// Creates a topic.
  public init(label: String, namespace: String? = nil, name: String, itemCount: Int) {
    self.label = label
    self.namespace = namespace
    self.name = name
    self.itemCount = itemCount
  }
}

/// A term of the vocabulary: a column of the matrix.
public struct StoredTerm: Sendable, Equatable {
  /// The term as analysis makes it: lower case, stemmed, words joined by a space.
  public var term: String
  /// The form that stands in the items most often, when it differs.
  public var surface: String?
  /// The number of words: 1, or 2 for a pair.
  public var wordCount: Int
  /// The number of items that hold it.
  public var documentFrequency: Int

  /// Creates a term.
  public init(term: String, surface: String? = nil, wordCount: Int = 1, documentFrequency: Int) {
    self.term = term
    self.surface = surface
    self.wordCount = wordCount
    self.documentFrequency = documentFrequency
  }
}

/// The terms of a vocabulary in the order of their columns, each made when it is asked for.
///
/// A vocabulary of a million terms as values would take 100 MB beside the bytes that it is made of.
public struct StoredTerms: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
  /// The number of terms.
  public let count: Int
  private let term: @Sendable (_ column: Int) -> StoredTerm

  /// Terms that a closure makes.
  ///
  /// - Parameter term: The term of a column below `count`; the same at every call.
  public init(count: Int, term: @escaping @Sendable (_ column: Int) -> StoredTerm) {
    self.count = count
    self.term = term
  }

  /// Terms that are there already.
  public init(_ terms: [StoredTerm]) {
    self.init(count: terms.count) { terms[$0] }
  }

  /// The terms of a literal.
  public init(arrayLiteral terms: StoredTerm...) { self.init(terms) }

  /// The column of the first term.
  public var startIndex: Int { 0 }
  /// The column after that of the last term.
  public var endIndex: Int { count }
  /// The term of a column.
  public subscript(column: Int) -> StoredTerm { term(column) }
}

/// Something wrong with a source, as `path:line:column: severity: message [code]`.
public struct StoredProblem: Sendable, Equatable {
  /// The file, relative to the content root.
  public var path: String
  /// The line in the file, from 1.
  public var line: Int?
  /// The column in the line, from 1.
  public var column: Int?
  /// `error`, `warning` or `note`.
  public var severity: String
  /// The name of this kind of problem.
  public var code: String
  /// What is wrong.
  public var message: String
  /// What to do.
  public var hint: String?

  /// Creates a problem.
  public init(
    path: String, line: Int? = nil, column: Int? = nil, severity: String, code: String, message: String,
    hint: String? = nil
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
  }
}

/// A file as it was when it was read: if size and time are the same, it need not be read again.
///
/// Its time is the file's own and the only one in the database; it does not enter the digest.
public struct StoredSource: Sendable, Equatable {
  /// The file, relative to the content root.
  public var path: String
  /// Its length in bytes.
  public var size: Int
  /// When it was last changed, in nanoseconds since 1970, as the file system says.
  public var modifiedNanoseconds: Int
  /// A digest of its bytes.
  public var digest: String
  /// What was read from it, opaque to the store; nil when it is not kept.
  public var content: [UInt8]?

  /// Creates a source.
  public init(path: String, size: Int, modifiedNanoseconds: Int, digest: String, content: [UInt8]? = nil) {
    self.path = path
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.digest = digest
    self.content = content
  }

  /// The places of sources in the ascending order of their paths' bytes; files are mostly found in this order.
  public static func order(of sources: [StoredSource]) -> [Int] {
    let isSorted = sources.indices.dropFirst().allSatisfy { sources[$0 - 1].path.hasBytes(before: sources[$0].path) }
    return isSorted
      ? Array(sources.indices) : sources.lazy.map(\.path).placesByBytes()
  }
}

/// Bytes that the store keeps without knowing what they mean.
public struct NamedBytes: Sendable, Equatable {
  /// The name they are asked for by.
  public var name: String
  /// The bytes.
  public var bytes: [UInt8]

  /// Creates named bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// A topic that an item may miss.
public struct StoredSuggestion: Sendable, Equatable {
  /// The row of the item.
  public var row: Int
  /// The place of the topic.
  public var topic: Int
  /// The place among the item's suggestions, from 1.
  public var rank: Int
  /// The probability that the item should hold the topic.
  public var score: Double
  /// `strong`, `fair` or `weak`.
  public var band: String
  /// What speaks for it, as JSON.
  public var evidence: String

  /// Creates a suggestion.
  public init(row: Int, topic: Int, rank: Int, score: Double, band: String, evidence: String) {
    self.row = row
    self.topic = topic
    self.rank = rank
    self.score = score
    self.band = band
    self.evidence = evidence
  }
}

/// One finished run.
public struct Generation: Sendable, Equatable {
  /// Counts up with every run that changed something.
  public var id: Int
  /// Equal for equal contents, whatever the machine and the order of reading: 32 hexadecimal digits.
  public var digest: String
  /// The name of the model configuration.
  public var model: String
  /// The configuration's text.
  public var configuration: String
  /// The number of items, copies among them.
  public var itemCount: Int
  /// The number of items that repeat another.
  public var copyCount: Int
  /// The number of names that items are found by.
  public var keyCount: Int
  /// The number of topics.
  public var topicCount: Int
  /// The number of terms.
  public var termCount: Int
  /// The number of problems.
  public var problemCount: Int
}
