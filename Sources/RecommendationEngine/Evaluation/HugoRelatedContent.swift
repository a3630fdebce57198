/// Hugo's Related Content, the rule that a Hugo site uses without this program: pages that share keywords.
///
/// For a page, every keyword of every index that another page shares is a match and adds the weight of the index.
/// With *m* matches that weigh *w* together, in whole numbers as Hugo computes: the page is kept when
/// `norm(w / m) ≥ threshold / m`, where `norm` brings weights to 0…100, from the least weight (or 0) to the greatest.
/// So more matches lower the bar. Kept pages are ordered by *w* descending, publication date descending, name. Pages
/// that were published later than the asked one are left out unless `includesNewer`.
///
/// Written after Hugo's documentation ("Related content", "Configure related content") and the behaviour of its package
/// `related` (a page is no match of itself; names break ties, which older versions left open). Left out: indices of type
/// `fragments`, and tokenizing.
public struct HugoRelatedContent: Sendable {
  /// A list of keywords that pages are compared by.
  public struct Index: Sendable, Equatable {
    /// The name: a front matter key.
    public var name: String
    /// What a match adds; an index of weight 0 is off.
    public var weight: Int
    /// Whether keywords are compared in lower case.
    public var lowercases: Bool
    /// Keywords on more than this percentage of the pages that have any are left out; 0 keeps all.
    public var cardinalityThreshold: Int

    /// Creates an index.
    public init(name: String, weight: Int, lowercases: Bool = false, cardinalityThreshold: Int = 0) {
      self.name = name
      self.weight = weight
      self.lowercases = lowercases
      self.cardinalityThreshold = cardinalityThreshold
    }
  }

  /// Hugo's section `related` of a site configuration.
  public struct Configuration: Sendable, Equatable {
    /// The least rank of a page that is kept, 0…100.
    public var threshold: Int
    /// Whether pages that were published later count.
    public var includesNewer: Bool
    /// The indices.
    public var indices: [Index]

    /// Creates a configuration; by default that of a site that configures nothing.
    public init(threshold: Int = 80, includesNewer: Bool = false, indices: [Index] = Index.defaults) {
      self.threshold = threshold
      self.includesNewer = includesNewer
      self.indices = indices
    }
  }

  /// A page, as the rule sees it.
  public struct Page: Sendable, Equatable {
    /// The id.
    public var id: ItemID
    /// The name, which breaks ties; Hugo takes the page's title, here it is the id unless given.
    public var name: String
    /// The date of publication in ISO 8601; nil counts as the oldest, and leaves out no newer pages.
    public var date: String?
    /// The keywords by name of the index; a keyword that stands twice counts twice, as in Hugo.
    public var keywords: [String: [String]]

    /// Creates a page.
    ///
    /// The index `date` gets the year of the date unless it is given: Hugo's own pattern for dates. Pages without a
    /// date share the year 0001, as in Hugo.
    public init(id: ItemID, name: String? = nil, date: String? = nil, keywords: [String: [String]]) {
      self.id = id
      self.name = name ?? id.rawValue
      self.date = date
      self.keywords = keywords
      if keywords["date"] == nil { self.keywords["date"] = [date.map { String($0.prefix(4)) } ?? "0001"] }
    }
  }

  private let configuration: Configuration
  private let pages: [Page]
  private let rowOfPage: [ItemID: Int]
  /// The keywords of each page in each index, numbered; indices of weight 0 have none.
  private let keywordsOfPage: [[[Int]]]
  /// The pages that hold each keyword of each index; empty for keywords above the cardinality threshold.
  private let pagesOfKeyword: [[[Int]]]
  /// The weights from which and to which `norm` scales.
  private let weightRange: ClosedRange<Int>

  /// Indexes pages.
  ///
  /// - Parameters:
  ///   - pages: Each page once, in any order.
  ///   - configuration: The section `related` of the site.
  public init(pages: [Page], configuration: Configuration = Configuration()) {
    self.configuration = configuration
    self.pages = pages
    rowOfPage = Dictionary(uniqueKeysWithValues: pages.enumerated().map { ($1.id, $0) })
    let weights = configuration.indices.map(\.weight)
    weightRange = min(0, weights.min() ?? 0)...max(0, weights.max() ?? 0)

    var keywordsOfPage = [[[Int]]](repeating: [], count: pages.count)
    var pagesOfKeyword: [[[Int]]] = []
    for index in configuration.indices {
      var numberOfKeyword: [String: Int] = [:]
      var holders: [[Int]] = []
      for (row, page) in pages.enumerated() {
        let keywords = index.weight == 0 ? [] : page.keywords[index.name] ?? []
        let numbers = keywords.map { keyword in
          let keyword = index.lowercases ? keyword.lowercased() : keyword
          let number = numberOfKeyword[keyword] ?? holders.count
          if number == holders.count {
            numberOfKeyword[keyword] = number
            holders.append([])
          }
          holders[number].append(row)
          return number
        }
        keywordsOfPage[row].append(numbers)
      }
      if index.cardinalityThreshold > 0 {
        let pageCount = keywordsOfPage.count { !($0.last ?? []).isEmpty }
        for number in holders.indices {
          let percentage = (Double(holders[number].count) / Double(pageCount) * 100).rounded(.up)
          if Int(percentage) > index.cardinalityThreshold { holders[number] = [] }
        }
      }
      pagesOfKeyword.append(holders)
    }
    self.keywordsOfPage = keywordsOfPage
    self.pagesOfKeyword = pagesOfKeyword
  }

  /// The related pages of a page, best first; empty for an unknown page.
  public func related(to id: ItemID, limit: Int) -> RankedList {
    guard let row = rowOfPage[id] else { return RankedList(ids: []) }
    let latest = configuration.includesNewer ? nil : pages[row].date
    var matches: [Int: (weight: Int, count: Int)] = [:]
    for (index, keywords) in keywordsOfPage[row].enumerated() {
      for keyword in keywords {
        for other in pagesOfKeyword[index][keyword] where other != row {
          if let latest, let date = pages[other].date, isEarlier(latest, date) { continue }
          let match = matches[other] ?? (0, 0)
          matches[other] = (match.weight + configuration.indices[index].weight, match.count + 1)
        }
      }
    }
    let kept = matches.filter { isKept($0.value) }.map { (row: $0.key, weight: $0.value.weight) }
    let ordered = kept.sorted { lhs, rhs in
      if lhs.weight != rhs.weight { return lhs.weight > rhs.weight }
      let (left, right) = (pages[lhs.row], pages[rhs.row])
      if left.date != right.date { return isEarlier(right.date ?? "", left.date ?? "") }
      if left.name != right.name { return left.name.utf8.lexicographicallyPrecedes(right.name.utf8) }
      return left.id < right.id
    }
    return RankedList(ids: ordered.prefix(limit).map { pages[$0.row].id })
  }

  /// Whether the mean weight, brought to 0…100, reaches the threshold divided by the number of matches.
  private func isKept(_ match: (weight: Int, count: Int)) -> Bool {
    let mean = match.weight / match.count
    let width = Double(weightRange.upperBound - weightRange.lowerBound)
    let norm = (Double(mean - weightRange.lowerBound) / width * 100 + 0.5).rounded(.down)
    return Int(norm) >= configuration.threshold / match.count
  }
}

extension HugoRelatedContent.Index {
  /// The indices of a site that configures nothing and has the taxonomy `tags`.
  public static let defaults = [
    HugoRelatedContent.Index(name: "keywords", weight: 100), HugoRelatedContent.Index(name: "date", weight: 10),
    HugoRelatedContent.Index(name: "tags", weight: 80),
  ]
}
