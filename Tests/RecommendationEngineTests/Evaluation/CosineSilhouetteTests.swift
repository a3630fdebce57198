import LinearAlgebra
import RecommendationEngine
import Testing

@Suite struct CosineSilhouetteTests {
  let golden = MetricsGolden.shared.silhouettes
  var points: DenseMatrix {
    DenseMatrix(
      rowCount: golden.points.count, columnCount: golden.points[0].count,
      values: golden.points.flatMap { $0.map(Float.init) })
  }

  /// The fixture has a row of zeros and a cluster of one. Entries are single precision here, hence 1e-6.
  @Test func `the linear form equals scikit-learn`() {
    let silhouette = CosineSilhouette(rows: points, clusters: golden.labels)
    for (value, expected) in zip(silhouette.samples, golden.samples) {
      #expect(isClose(value ?? .nan, expected, tolerance: 1e-6))
    }
    #expect(isClose(silhouette.mean, golden.samples.reduce(0, +) / 24, tolerance: 1e-6))
  }

  @Test func `the linear form equals the comparison of all pairs, dense and sparse`() {
    var sparse = SparseMatrix(columnCount: points.columnCount)
    for row in 0..<points.rowCount {
      sparse.appendRow(
        points.row(row).enumerated().filter { $0.element != 0 }.map { (column: Int32($0.offset), value: $0.element) })
    }
    var clusters: [Int?] = golden.labels
    clusters[2] = nil
    let byPairs = CosineSilhouette.byPairs(rows: points, clusters: clusters)
    for samples in [
      CosineSilhouette(rows: points, clusters: clusters).samples,
      CosineSilhouette(rows: sparse, clusters: clusters).samples,
    ] {
      #expect(samples[2] == nil)
      #expect(zip(samples, byPairs).allSatisfy { isClose($0 ?? 0, $1 ?? 0) })
    }
  }

  @Test func `one cluster, or items that all are alone, say nothing`() {
    #expect(CosineSilhouette(rows: points, clusters: [Int?](repeating: 0, count: 24)).mean == 0)
    #expect(CosineSilhouette(rows: points, clusters: Array(0..<24)).mean == 0)
    #expect(CosineSilhouette(rows: points, clusters: [Int?](repeating: nil, count: 24)).mean == 0)
  }

  @Test func `each cluster has a mean of its own`() {
    let rows = DenseMatrix(rowCount: 4, columnCount: 2, values: [1, 0, 2, 0, 0, 1, 0, 5])
    let clusters: [Int?] = [0, 0, 2, 2]
    let silhouette = CosineSilhouette(rows: rows, clusters: clusters)
    #expect(silhouette.clusterMeans(clusters: clusters) == [1, 0, 1])
  }
}
