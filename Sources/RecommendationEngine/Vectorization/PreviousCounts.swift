import LinearAlgebra

/// The counts of an earlier run over some of the same items, for a run to go on from.
///
/// Terms are named by the numbers of their words, so the corpus of this run must have grown out of that of the earlier one: its
/// words and terms have the numbers that they had, new ones come behind them.
public struct PreviousCounts: Sendable {
  /// The ids of the items, ascending.
  public var ids: [ItemID]
  /// The counts, of shape (items, terms).
  public var counts: SparseMatrix
  /// For each column the number of its first word.
  public var firstTerms: [Int32]
  /// For each column the number of its second word, or -1 for a single word.
  public var secondTerms: [Int32]
  /// For each column the number of items that hold the term.
  public var documentFrequency: [Int32]
  /// The acronyms that were counted where their words stand.
  public var acronyms: AcronymLexicon

  /// Creates what an earlier run counted; nil when the parts do not fit each other.
  public init?(
    ids: [ItemID], counts: SparseMatrix, firstTerms: [Int32], secondTerms: [Int32], documentFrequency: [Int32],
    acronyms: AcronymLexicon
  ) {
    guard counts.rowCount == ids.count, firstTerms.count == counts.columnCount,
      secondTerms.count == counts.columnCount, documentFrequency.count == counts.columnCount
    else { return nil }
    self.ids = ids
    self.counts = counts
    self.firstTerms = firstTerms
    self.secondTerms = secondTerms
    self.documentFrequency = documentFrequency
    self.acronyms = acronyms
  }
}
