/// How counted terms become weights.
public struct VectorizationConfiguration: Sendable, Equatable {
  /// How often a word of each field counts; a field at 0 is left out.
  public var fieldWeights: [Field: Float]
  /// How the count of a term in an item enters its weight.
  public var termFrequency: TermFrequency
  /// How rare terms are favoured.
  public var inverseDocumentFrequency: InverseDocumentFrequency
  /// The length that each row is brought to.
  public var norm: Norm
  /// The factor on the weight of terms of two words and more, 0…1.
  public var phraseWeight: Double
  /// Terms in fewer items are dropped; nil means 2, or 1 in a collection of fewer than 300 items.
  public var minimumDocumentFrequency: DocumentFrequencyBound?
  /// Terms in more items are dropped.
  public var maximumDocumentFrequency: DocumentFrequencyBound
  /// At most so many terms are kept, those counted most often; nil keeps all.
  public var maximumTermCount: Int?

  /// Creates a configuration; the defaults are those of the project's own recipe for related content.
  public init(
    fieldWeights: [Field: Float] = [.title: 3, .summary: 1, .body: 1], termFrequency: TermFrequency = .squareRoot,
    inverseDocumentFrequency: InverseDocumentFrequency = .stepped, norm: Norm = .l2, phraseWeight: Double = 0.5,
    minimumDocumentFrequency: DocumentFrequencyBound? = nil,
    maximumDocumentFrequency: DocumentFrequencyBound = .proportion(1), maximumTermCount: Int? = nil
  ) {
    self.fieldWeights = fieldWeights
    self.termFrequency = termFrequency
    self.inverseDocumentFrequency = inverseDocumentFrequency
    self.norm = norm
    self.phraseWeight = phraseWeight
    self.minimumDocumentFrequency = minimumDocumentFrequency
    self.maximumDocumentFrequency = maximumDocumentFrequency
    self.maximumTermCount = maximumTermCount
  }

  /// The weights that suit topics: the logarithm of the counts, whatever related items go by; and frequencies as they are, since
  /// a topic model is fitted to all items anyway.
  package var forTopics: VectorizationConfiguration {
    var result = self
    result.termFrequency = .logarithmic
    if inverseDocumentFrequency == .stepped { result.inverseDocumentFrequency = .smooth }
    return result
  }

  /// The weights of scikit-learn's `TfidfVectorizer` with its defaults.
  public static let scikitLearn = VectorizationConfiguration(
    fieldWeights: [.title: 1, .summary: 1, .body: 1], termFrequency: .raw, inverseDocumentFrequency: .smooth,
    phraseWeight: 1,
    minimumDocumentFrequency: .count(1))
}

/// How the count *c* of a term in an item enters its weight.
public enum TermFrequency: String, CaseIterable, Sendable {
  /// *c*
  case raw
  /// 1 for every term that occurs
  case binary
  /// √*c*
  case squareRoot = "square-root"
  /// 1 + ln *c*; scikit-learn's `sublinear_tf`
  case logarithmic

  /// The factor for a count above 0.
  public func factor(_ count: Double) -> Double {
    switch self {
    case .raw: count
    case .binary: 1
    case .squareRoot: count.squareRoot()
    case .logarithmic: 1 + naturalLogarithm(count)
    }
  }
}

/// How rare terms are favoured, *n* items of which *df* hold the term.
public enum InverseDocumentFrequency: String, CaseIterable, Sendable {
  /// ln((1 + n) / (1 + df)) + 1, as if one more item held every term; scikit-learn's default.
  case smooth
  /// ln(n / df) + 1; scikit-learn's `smooth_idf=False`.
  case plain
  /// As ``smooth``, of numbers rounded down to three binary digits: 1 + 6 is exact, 1 + 99 becomes 96.
  ///
  /// A term's weight then stays the same to the last bit while its frequency changes a little, so that an edited item
  /// changes the rows of few others: of the changes of a frequency *f* one in *f* / 8 to *f* / 4 counts.
  case stepped
  /// 1 for every term; scikit-learn's `use_idf=False`.
  case none

  /// The binary digits of a number of items that ``stepped`` keeps.
  package static let significantBits = 3

  /// A number with all but its leading ``significantBits`` binary digits set to 0.
  package static func stepped(_ number: Int) -> Int {
    let dropped = max(0, Int.bitWidth - number.leadingZeroBitCount - significantBits)
    return (number >> dropped) << dropped
  }

  /// The weight of a term that `documentFrequency` of `itemCount` items hold.
  public func weight(documentFrequency: Int, itemCount: Int) -> Double {
    switch self {
    case .smooth: naturalLogarithm(Double(1 + itemCount) / Double(1 + documentFrequency)) + 1
    case .stepped:
      naturalLogarithm(Double(Self.stepped(1 + itemCount)) / Double(Self.stepped(1 + documentFrequency))) + 1
    case .plain: naturalLogarithm(Double(itemCount) / Double(documentFrequency)) + 1
    case .none: 1
    }
  }
}

extension VectorizationConfiguration {
  /// Terms in fewer items are dropped: what was set, else all are kept below 300 items and those in two from there on.
  func leastDocumentFrequency(itemCount: Int) -> Double {
    (minimumDocumentFrequency ?? .count(itemCount < 300 ? 1 : 2)).limit(itemCount: itemCount)
  }
}

/// The length that each row of weights is brought to.
public enum Norm: String, CaseIterable, Sendable {
  /// The squares add up to 1: the scalar product of two rows is their cosine.
  case l2
  /// The absolute values add up to 1.
  case l1
  /// The weights stay as they are.
  case none
}

/// A bound on the number of items that hold a term.
public enum DocumentFrequencyBound: Sendable, Equatable {
  /// So many items.
  case count(Int)
  /// This share of all items, 0…1.
  case proportion(Double)

  /// The bound in items, not rounded, as scikit-learn compares it.
  public func limit(itemCount: Int) -> Double {
    switch self {
    case .count(let count): Double(count)
    case .proportion(let share): share * Double(itemCount)
    }
  }
}
