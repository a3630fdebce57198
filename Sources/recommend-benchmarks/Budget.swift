import Glibc
import LinearAlgebra
import RecommendationEngine

/// For each stage what it must cost at least on this machine, and what it costs.
///
/// Times are processor times of all threads, so that other work on the machine disturbs them little.
struct Budget {
  let itemCount: Int

  private struct Stage {
    var name: String
    var operations: String
    var bytes: Double
    /// The seconds below which the machine cannot do it this way.
    var bound: Double
    var seconds: Double
    var reason: String
  }

  func print() throws {
    let peaks = MachinePeaks()
    let stages = try self.stages(peaks)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    var text = """
      Machine: \(MachinePeaks.processor), \(sysconf(CInt(_SC_NPROCESSORS_ONLN))) processors

      | peak | 1 thread | 2 threads |
      |---|---:|---:|
      | sgemm, 1024³ | \(giga(peaks.sgemm[0])) GFLOP/s | \(giga(peaks.sgemm[1])) GFLOP/s |
      | memory, a = b + s·c | \(giga(peaks.bandwidth[0])) GB/s | \(giga(peaks.bandwidth[1])) GB/s |
      | scattered additions, 85 KB | \(giga(peaks.scatteredAdditions)) G/s | |

      \(itemCount) generated items:

      | stage | operations | MB | bound, ms | processor time, ms | times the bound | bounded by |
      |---|---:|---:|---:|---:|---:|---|

      """
    for stage in stages {
      text += "| \(stage.name) | \(stage.operations) | \(rounded(stage.bytes / 1e6, 1)) "
      text += "| \(rounded(stage.bound * 1000, 1)) | \(rounded(stage.seconds * 1000, 1)) "
      text += "| \(rounded(stage.seconds / max(stage.bound, 1e-9), 1)) | \(stage.reason) |\n"
    }
    text += "\nLargest memory: \(usage.ru_maxrss / 1024) MB\n"
    Output.write(text)
  }

  private func stages(_ peaks: MachinePeaks) throws -> [Stage] {
    let items = Workload(itemCount: itemCount, seed: 1).items
    let configuration = RecommenderConfiguration()
    let bytes = Double(items.reduce(0) { $0 + $1.title.utf8.count + $1.body.utf8.count })
    var stages: [Stage] = []

    var corpus = AnalyzedCorpus()
    let analysis = try Stopwatch.processor {
      corpus = try AnalyzedCorpus(analyzing: items, configuration.analysis)
    }
    stages.append(
      Stage(
        name: "analyze", operations: "\(corpus.tokens.count) words", bytes: bytes + Double(corpus.tokens.count * 4),
        bound: bytes / peaks.bandwidth[0], seconds: analysis, reason: "reading the text once"))

    var counts = SparseMatrix(columnCount: 0)
    var model: TFIDFModel?
    let counting = Stopwatch.processor {
      let counted = TermCounter.counting(
        corpus, ngramRange: configuration.analysis.ngramRange, configuration: configuration.vectorization)
      counts = counted.counts
      model = TFIDFVectorizer(configuration.vectorization).fitted(to: counted.counter)
    }
    stages.append(
      Stage(
        name: "count", operations: "\(counts.storedCount) counts", bytes: Double(counts.storedCount * 8 * 6),
        bound: Double(counts.storedCount * 8 * 6) / peaks.bandwidth[0], seconds: counting,
        reason: "writing the counts, and turning them twice"))
    guard let model else { return stages }

    var rows = counts
    let weighing = Stopwatch.processor { rows = model.rows(of: counts) }
    stages.append(
      Stage(
        name: "weigh", operations: "\(counts.storedCount) weights", bytes: Double(counts.storedCount * 12),
        bound: Double(counts.storedCount * 12) / peaks.bandwidth[0], seconds: weighing,
        reason: "reading the counts, writing the weights"))

    var frequencies = [Double](repeating: 0, count: rows.columnCount)
    for column in rows.columnIndices { frequencies[Int(column)] += 1 }
    // Each pair of items once.
    let additions = frequencies.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    var finder: RelatedItemsFinder?
    let comparing = Stopwatch.processor {
      finder = RelatedItemsFinder(rows: rows, configuration: configuration.similarity, usesFeedback: true)
    }
    let scores = Double(rows.rowCount) * Double(rows.rowCount - 1) / 2
    stages.append(
      Stage(
        name: "compare", operations: "\(Int(additions / 1e6)) M additions, \(Int(scores / 1e6)) M scores",
        bytes: additions * 8, bound: additions / peaks.scatteredAdditions, seconds: comparing,
        reason: "an addition for each pair of items and shared term"))
    guard let finder else { return stages }

    var related = NeighborLists()
    let ranking = Stopwatch.processor { related = finder.relatedToAll(limit: 10) }
    let entries = Double(rows.rowCount) * 6 * 140
    stages.append(
      Stage(
        name: "relate, with feedback", operations: "\(Int(entries / 1e6)) M known cosines", bytes: entries * 8,
        bound: entries / peaks.scatteredAdditions, seconds: ranking,
        reason: "140 known cosines of 6 rows"))
    precondition(related.count == rows.rowCount, "every item has a list")
    return stages
  }

  private func giga(_ value: Double) -> String { rounded(value / 1e9, 2) }

  private func rounded(_ value: Double, _ places: Int) -> String {
    let scale = places == 2 ? 100.0 : 10
    return "\((value * scale).rounded() / scale)"
  }
}
