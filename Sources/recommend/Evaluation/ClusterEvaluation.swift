import LinearAlgebra
import RecommendationEngine

/// What an item is sorted under by people, for comparing clusters with it.
enum ClusterLabels: String, CaseIterable {
  /// The topic of items that hold exactly one.
  case only
  /// The first topic of each item.
  case first
  /// None: only figures that need no labels.
  case none
}

/// Measures clusters: against labels, and by what they are.
struct ClusterEvaluation {
  let collection: EvaluationCollection
  /// What is taken as label; nil takes `only` where that serves half of the items that hold a topic, else `first`.
  let labels: ClusterLabels?
  /// The number of clusters; nil takes that of the labels, or lets the method find it.
  let clusterCount: Int?
  let uncertainty: Uncertainty
  let progress: Progress

  /// A way to group items.
  private struct Run {
    let id: String
    let name: String
    let about: String
    let clusters: [Int]
    var stability: Double?
  }

  private static let topTermCount = 10

  func evaluation(settings: [(key: String, value: Value)]) throws -> Evaluation {
    let corpus = try collection.analyzed(collection.configuration.analysis)
    let recommender = Recommender(
      ids: collection.ids, corpus: corpus,
      configuration: RecommenderConfiguration(
        analysis: collection.configuration.analysis, vectorization: collection.configuration.vectors,
        similarity: collection.configuration.similarity))
    let input = ClusteringInput(
      counts: recommender.counts, documentFrequency: recommender.counter.documentFrequency,
      termWordCount: recommender.model.termWordCount,
      neighbors: NearestNeighborIndex(rows: recommender.model.rows(of: recommender.counts)).nearestNeighbors(count: 10))
    let (classes, choice) = classes()
    let classCount = Set(classes.compactMap { $0 }).count
    let (runs, clustering) = try runs(input, wanted: clusterCount ?? (classCount > 1 ? classCount : nil))
    return finished(
      runs, input, classes, clustering, corpus,
      settings: settings + [
        ("labels", .text(choice.rawValue)), ("classes", .integer(classCount)),
        ("clusters", .integer(clustering.partition.clusterCount)), ("items", .integer(collection.items.count)),
        ("labelled_items", .integer(classes.count { $0 != nil })),
      ])
  }

  /// The class of each item, and how it was chosen.
  private func classes() -> (classes: [Int?], choice: ClusterLabels) {
    let topics = Set(collection.items.flatMap(\.topics)).sorted()
    let place = Dictionary(uniqueKeysWithValues: topics.enumerated().map { ($1, $0) })
    let tagged = collection.items.count { !$0.topics.isEmpty }
    let single = collection.items.count { $0.topics.count == 1 }
    let choice = labels ?? (tagged == 0 ? .none : 2 * single >= tagged ? .only : .first)
    let classes = collection.items.map { item -> Int? in
      switch choice {
      case .only: item.topics.count == 1 ? place[item.topics[0]] : nil
      case .first: item.topics.first.flatMap { place[$0] }
      case .none: nil
      }
    }
    return (classes, choice)
  }

  private func runs(_ input: ClusteringInput, wanted: Int?) throws -> (runs: [Run], clustering: Clustering) {
    progress.begin("clustering", of: 300)
    defer { progress.end() }
    // Everything is sorted somewhere, so that all runs are judged on the same items.
    let clustering = Clustering(
      input, configuration: ClusteringConfiguration(clusterCount: wanted, minimumSimilarity: -1))
    progress.advance(by: 100)
    let count = max(1, clustering.partition.clusterCount)
    let plain = Clustering(
      input,
      configuration: ClusteringConfiguration(clusterCount: count, enrichmentNeighborCount: 0, minimumSimilarity: -1))
    progress.advance(by: 100)
    let kMeans = PlainKMeans(rows: input.rows, count: min(count, input.rows.rowCount), seed: uncertainty.seed)
    progress.advance(by: 100)
    var generator = SeededGenerator(seed: uncertainty.seed)
    let rows = collection.items.indices
    return (
      [
        Run(
          id: "recommend", name: "recommend", about: "enriched by 10 neighbours, 100 dimensions, spherical k-means",
          clusters: clustering.partition.assignment.map(Int.init), stability: clustering.stability?.value),
        Run(
          id: "lsa", name: "LSA, spherical k-means", about: "the same without enrichment",
          clusters: plain.partition.assignment.map(Int.init), stability: plain.stability?.value),
        Run(
          id: "k-means", name: "k-means on TF-IDF", about: "Lloyd's k-means on the weights, k-means++, one start",
          clusters: kMeans.assignment),
        Run(
          id: "random", name: "random", about: "drawn with the seed",
          clusters: rows.map { _ in generator.index(below: count) }),
        Run(id: "one", name: "one cluster", about: "everything together", clusters: rows.map { _ in 0 }),
      ], clustering
    )
  }

  private func finished(
    _ runs: [Run], _ input: ClusteringInput, _ classes: [Int?], _ clustering: Clustering, _ corpus: AnalyzedCorpus,
    settings: [(key: String, value: Value)]
  ) -> Evaluation {
    let labelled = classes.indices.filter { classes[$0] != nil }
    let gold = labelled.compactMap { classes[$0] }
    let hasLabels = Set(gold).count > 1
    let judged = hasLabels ? labelled : Array(classes.indices)
    let silhouettes = runs.map { run in
      CosineSilhouette(rows: input.rows, clusters: run.clusters.map { $0 < 0 ? nil : $0 }).samples
    }
    var evaluated = uncertainty.evaluated(
      runs.enumerated().map { number, run in
        let matches = ClusteringAgreement.matches(classes: gold, clusters: labelled.map { run.clusters[$0] })
        return (
          run.id, run.name, run.about,
          ItemMeasurements(
            metricNames: hasLabels ? ["ACC", "silhouette"] : ["silhouette"], itemIDs: judged.map { collection.ids[$0] },
            values: judged.enumerated().flatMap { place, row in
              (hasLabels ? [matches[place] ? 1 : 0] : []) + [silhouettes[number][row] ?? 0]
            }, unjudgedCount: classes.count - judged.count)
        )
      }, progress: progress)
    var notes = [
      "Items that fit no cluster well are sorted into the nearest one, so that all runs group the same items."
    ]
    if hasLabels {
      let resamples = addAgreement(&evaluated, runs, labelled, gold)
      if resamples < uncertainty.resampleCount {
        notes.append("NMI, ARI and the like are redrawn \(resamples) times, as the collection is large.")
      }
      if labelled.count < classes.count {
        notes.append("\(Fixed.count(classes.count - labelled.count)) items without such a label are left out.")
      }
      notes.append(
        "ACC gives each cluster one class in the best way (Hungarian method); NMI takes the arithmetic mean; as an item that is drawn twice agrees with itself, its intervals and those of ARI are moved by the mean of that effect."
      )
    }
    for (number, run) in runs.enumerated() { evaluated[number].figures = figures(run, input) }
    let main = hasLabels ? "ACC" : "silhouette"
    return Evaluation(
      kind: "clusters", settings: settings, notes: notes, mainMetric: main,
      tableMetrics: hasLabels ? ["NMI", "ARI", "V-measure", "homogeneity", "completeness", "silhouette"] : [],
      runs: evaluated,
      charts: [.comparison(of: evaluated, metric: main), sizeChart(runs[0])],
      tables: [
        EvaluationTable(
          title: "What the clusters are", columns: ["run"] + evaluated[0].figures.map(\.name),
          rows: evaluated.map { run in
            [run.name] + run.figures.map { figure in figure.value.map { Fixed.text($0) } ?? "–" }
          }), clusterTable(clustering, classes, corpus),
      ], files: [("clusters.csv", assignments(runs, classes))])
  }

  /// NMI, ARI and the like with intervals over redrawn items; returns how often they were redrawn.
  private func addAgreement(
    _ evaluated: inout [EvaluatedRun], _ runs: [Run], _ labelled: [Int], _ gold: [Int]
  ) -> Int {
    @Sendable func values(_ agreement: ClusteringAgreement) -> [Double] {
      [
        agreement.normalizedMutualInformation, agreement.adjustedRandIndex, agreement.vMeasure, agreement.homogeneity,
        agreement.completeness, agreement.purity,
      ]
    }
    let names = ["NMI", "ARI", "V-measure", "homogeneity", "completeness", "purity"]
    let resamples = max(100, min(uncertainty.resampleCount, 2_000_000 / max(1, gold.count)))
    let bootstrap = PairedBootstrap(resampleCount: resamples, seed: uncertainty.seed)
    let results = concurrentMap(chunksOf: runs.count) { chunk in
      chunk.map { number in
        let clusters = labelled.map { runs[number].clusters[$0] }
        let whole = values(ClusteringAgreement(classes: gold, clusters: clusters))
        let intervals = bootstrap.intervals(
          itemCount: gold.count, statisticCount: names.count, correctedFor: whole
        ) { drawn, results in
          results += values(
            ClusteringAgreement(classes: drawn.map { gold[$0] }, clusters: drawn.map { clusters[$0] }))
        }
        return (values: whole, intervals: intervals)
      }
    }.flatMap { $0 }
    for (number, result) in results.enumerated() {
      evaluated[number].table.rows += names.indices.map { place in
        MetricTable.Row(
          name: names[place], mean: result.values[place], interval: result.intervals?[place], count: gold.count)
      }
    }
    return resamples
  }

  /// Coherence and diversity of the heaviest terms, size and stability.
  private func figures(_ run: Run, _ input: ClusteringInput) -> [(name: String, value: Double?)] {
    let members = Dictionary(grouping: run.clusters.indices.filter { run.clusters[$0] >= 0 }, by: { run.clusters[$0] })
    let coherence = TopicCoherence(counts: input.rows)
    let tops = members.keys.sorted().map { cluster -> [Int] in
      var sums: [Int: Double] = [:]
      for row in members[cluster] ?? [] {
        for position in input.rows.range(ofRow: row) {
          sums[Int(input.rows.columnIndices[position]), default: 0] += Double(input.rows.values[position])
        }
      }
      return sums.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(Self.topTermCount)
        .map(\.key)
    }
    let coherences = tops.map(coherence.meanNPMI)
    let largest = members.values.map(\.count).max() ?? 0
    return [
      ("NPMI", coherences.isEmpty ? nil : coherences.reduce(0, +) / Double(coherences.count)),
      ("topic diversity", TopicCoherence.diversity(ofTopTerms: tops)), ("stability", run.stability),
      ("largest cluster", Double(largest) / Double(max(1, run.clusters.count))),
    ]
  }

  private func sizeChart(_ run: Run) -> Chart {
    let sizes = Dictionary(grouping: run.clusters.filter { $0 >= 0 }, by: { $0 }).values.map(\.count).sorted(by: >)
    return .bars(
      title: "Size of clusters", about: "The number of items in each cluster of this program, largest first.",
      labels: sizes.indices.map { String($0 + 1) }, notes: [],
      series: [Chart.Series(name: "items", isMain: true, values: sizes.map(Double.init))], yLabel: "cluster")
  }

  private func clusterTable(_ clustering: Clustering, _ classes: [Int?], _ corpus: AnalyzedCorpus) -> EvaluationTable {
    let topics = Set(collection.items.flatMap(\.topics)).sorted()
    let labels = ClusterLabeler().labels(of: clustering.partition.members, in: corpus, givenLabels: [:])
    return EvaluationTable(
      title: "Clusters of this program", columns: ["cluster", "items", "cohesion", "most frequent label", "share"],
      rows: clustering.clusters.enumerated().map { number, cluster in
        let held = Dictionary(grouping: cluster.rows.compactMap { classes[$0] }, by: { $0 }).mapValues(\.count)
        let most = held.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return [
          labels[number].text, Fixed.count(cluster.size), Fixed.text(cluster.cohesion, 2),
          most.map { topics[$0.key].label } ?? "–",
          most.map { Fixed.text(Double($0.value) / Double(max(1, held.values.reduce(0, +))), 2) } ?? "–",
        ]
      })
  }

  /// The cluster of each item in each run, beside its label.
  private func assignments(_ runs: [Run], _ classes: [Int?]) -> String {
    let topics = Set(collection.items.flatMap(\.topics)).sorted()
    let report = Report(
      columns: ["item", "label"] + runs.map(\.id),
      rows: collection.items.indices.map { row in
        [.text(collection.items[row].id.rawValue), Value(classes[row].map { topics[$0].label })]
          + runs.map { .integer($0.clusters[row]) }
      })
    return report.rendered(as: .csv, terminal: Terminal(.standardOutput, choice: .never), width: nil)
  }
}
