import LinearAlgebra
import RecommendationEngine
import Testing

@Suite struct TFIDFVectorizerTests {
  /// scikit-learn and this project add and multiply in another order; doubles of this size differ by some 1e-16.
  private let tolerance = 1e-9

  @Test func `stepped frequencies keep three binary digits, so that a weight changes with one change in many`() {
    // 7 = 111, 9 = 1001 → 1000, 15 = 1111 → 1110, 100 = 1100100 → 1100000, 1023 → 1110000000.
    let numbers = [1, 2, 3, 7, 8, 9, 15, 16, 100, 1023, 1024]
    #expect(
      numbers.map(InverseDocumentFrequency.stepped) == [1, 2, 3, 7, 8, 8, 14, 16, 96, 896, 1024])
    // ln((1 + 999 → 896) / (1 + 99 → 96)) + 1 = ln(9.3333…) + 1.
    #expect(abs(InverseDocumentFrequency.stepped.weight(documentFrequency: 99, itemCount: 999) - 3.233592) < 1e-6)
    // From 96 to 111 it stays the same, at 112 (1110000 in binary) it falls.
    let weights = (95...111).map { InverseDocumentFrequency.stepped.weight(documentFrequency: $0, itemCount: 999) }
    #expect(Set(weights[..<16]).count == 1 && weights[16] < weights[0])
  }

  @Test func `vocabulary, idf, rows and queries equal those of scikit-learn for every option set`() throws {
    let golden = try ScikitLearnGolden.load()
    #expect(golden.cases.count >= 14)
    for (name, expected) in golden.cases.sorted(by: { $0.key < $1.key }) {
      let analysis = expected.options.analysis
      let corpus = try analyzed(golden.docs, analysis)
      let counter = TermCounter(
        corpus: corpus, ngramRange: analysis.ngramRange, configuration: expected.options.vectorization)
      let vocabulary = counter.vocabulary
      #expect((0..<vocabulary.count).map { vocabulary[$0] } == expected.vocabulary, "\(name)")

      let model = TFIDFVectorizer(expected.options.vectorization).fitted(to: counter)
      for (column, idf) in (expected.idf ?? []).enumerated() {
        #expect(abs(model.termWeight(column) - idf) < tolerance, "\(name)")
      }
      try compare(weights(counter.counts(of: corpus), model, vocabulary), expected.rows, name)
      let queries = try analyzed(golden.queries, analysis)
      try compare(
        weights(vocabulary.counts(of: queries, ngramRange: analysis.ngramRange), model, vocabulary),
        expected.queryRows, name)
    }
  }

  private func analyzed(_ texts: [String], _ configuration: AnalysisConfiguration) throws -> AnalyzedCorpus {
    var analyzer = try TextAnalyzer(configuration)
    for (number, text) in texts.enumerated() { analyzer.append(Item(id: ItemID("\(number)"), body: text)) }
    return analyzer.finished()
  }

  private func weights(_ counts: SparseMatrix, _ model: TFIDFModel, _ vocabulary: Vocabulary) -> [[String: Double]] {
    (0..<counts.rowCount).map { row in
      let range = counts.range(ofRow: row)
      let columns = counts.columnIndices[range]
      let weights = model.weights(columns: columns, counts: counts.values[range])
      return Dictionary(uniqueKeysWithValues: zip(columns.map { vocabulary[Int($0)] }, weights))
    }
  }

  private func compare(_ rows: [[String: Double]], _ expected: [[String: Double]], _ name: String) throws {
    #expect(rows.count == expected.count)
    for (number, (row, expectedRow)) in zip(rows, expected).enumerated() {
      #expect(Set(row.keys) == Set(expectedRow.keys), "\(name), text \(number)")
      for (term, weight) in row {
        #expect(abs(weight - (expectedRow[term] ?? .infinity)) < tolerance, "\(name), text \(number), '\(term)'")
      }
    }
  }
}
