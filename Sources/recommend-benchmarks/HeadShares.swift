import Glibc
import LinearAlgebra
import RecommendationEngine

/// Compares which share of the items a term must stand in to be multiplied densely: the same answer, different times.
struct HeadShares {
  let itemCount: Int

  func print() throws {
    let configuration = RecommenderConfiguration()
    let items = Workload(itemCount: itemCount, seed: 1).items
    let corpus = try AnalyzedCorpus(analyzing: items, configuration.analysis)
    let (counter, counts) = TermCounter.counting(
      corpus, ngramRange: configuration.analysis.ngramRange, configuration: configuration.vectorization)
    let rows = TFIDFVectorizer(configuration.vectorization).fitted(to: counter).rows(of: counts)
    var text = "| dense from this share of \(itemCount) items | processor time, s |\n|---:|---:|\n"
    var answer: NeighborLists?
    for share in [0.02, 0.05, 0.1, 0.15, 0.3, 1.1] {
      let index = NearestNeighborIndex(rows: rows, denseShare: share)
      var lists = NeighborLists()
      let seconds = Stopwatch.processor { lists = index.nearestNeighbors(count: 10) }
      precondition(answer == nil || answer == lists, "the answer must not depend on the share")
      answer = lists
      text += "| \(share > 1 ? "none" : "\(share)") | \((seconds * 1000).rounded() / 1000) |\n"
    }
    Output.write(text)
  }
}
