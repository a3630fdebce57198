import Glibc
import LinearAlgebra
import RecommendationEngine

/// Compares how many of the most frequent terms are left out of the postings: the same answer, different times.
struct HeadShares {
  let itemCount: Int

  func print() throws {
    let configuration = RecommenderConfiguration()
    let items = Workload(itemCount: itemCount, seed: 1).items
    let corpus = try AnalyzedCorpus(analyzing: items, configuration.analysis)
    let (counter, counts) = TermCounter.counting(
      corpus, ngramRange: configuration.analysis.ngramRange, configuration: configuration.vectorization)
    let rows = TFIDFVectorizer(configuration.vectorization).fitted(to: counter).rows(of: counts)
    var text = "| terms in the head, \(itemCount) items | left to a bound, s | multiplied, s |\n|---:|---:|---:|\n"
    var answer: NeighborLists?
    for count in [0, 8, 16, 32, 64, 128, 256] {
      text += "| \(count) |"
      for index in [
        NearestNeighborIndex(rows: rows, headCount: count),
        NearestNeighborIndex(rows: rows, headCount: nil, denseCount: count),
      ] {
        var lists = NeighborLists()
        let seconds = Stopwatch.processor { lists = index.nearestNeighbors(count: 10) }
        precondition(answer == nil || answer == lists, "the answer must not depend on the head")
        answer = lists
        text += " \((seconds * 1000).rounded() / 1000) |"
      }
      text += "\n"
    }
    Output.write(text)
  }
}
