import ArgumentParser
import Glibc
import RecommendationEngine
import RecommendationStore
import SiteContent

/// `recommend index PATH…`: reads a collection, compares its items, and keeps the result.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Read a folder of pages, a JSON Lines or a CSV file, and compare the items.",
    discussion: """
      EXAMPLES:
        recommend index content/
        recommend index docs.jsonl --db docs.sqlite
        recommend index content/ --model medigy --set similarity.limit=20
        recommend index                   Read the folder of the index here or above again

      The index lies in .recommend/recommend.sqlite at the content folder, unless --db says otherwise. Running it again \
      replaces what was computed and keeps what people decided. A file that cannot be read is reported and left out.

      Clusters go on from those in the index. They, their labels and their terms stay, and only items that an edit touches are \
      placed anew, until more than 1 item in 100 came, went or was rewritten, or 1 in 10 of one cluster; then they are found \
      anew, beginning from those. --rebuild begins afresh.
      """)

  @Argument(
    help: ArgumentHelp("Folders and files. Default: the folder of the index here or above.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  @Flag(name: .long, help: "End with exit status 2 when a file has an error.")
  var strict = false

  @Flag(
    name: .long,
    help:
      "Begin a new file, as when the index is damaged. What people decided is carried over as far as it can be read.")
  var rebuild = false

  @Flag(name: .long, help: "Wait when another run holds the index.")
  var wait = false

  @Flag(name: [.long, .customShort("q")], help: "Say nothing unless something is wrong.")
  var quiet = false

  @Option(name: .long, help: "Worker threads; the result does not depend on it. Default: one per core.")
  var threads: Int?

  @Option(name: .long, help: "The number of clusters. Default: the number that random starts agree on best.")
  var clusters: Int?

  @Flag(name: .long, help: "Do not group the items.")
  var noClusters = false

  @OptionGroup var model: ModelOptions
  @OptionGroup var database: DatabaseOptions

  @Flag(name: .long, help: "Stay and index again whenever files are saved. End it with Ctrl-C.")
  var watch = false

  func run() throws {
    FreedMemory.keepLargeBlocksApart()
    try indexOnce(rebuilds: rebuild)
    guard watch else { return }
    let paths = try self.paths.isEmpty ? [indexedFolder()] : self.paths
    let folders = try FolderWatch(paths, extensions: model.resolved(roots: paths).configuration.content.extensions)
    if !quiet { try say("watching; Ctrl-C ends it") }
    // What was saved before the watch began is seen by this run.
    var isFirst = true
    while true {
      if !isFirst { try folders.waitForChange() }
      do {
        try indexOnce(saysWhenUnchanged: !isFirst)
      } catch let failure as CommandFailure {
        try say("error: \(failure)")
      }
      isFirst = false
    }
  }

  /// Reads, compares and keeps everything.
  ///
  /// - Parameter rebuilds: Whether a new file is begun; else an index made from the same inputs is left as it is.
  private func indexOnce(rebuilds: Bool = false, saysWhenUnchanged: Bool = true) throws {
    if let threads, threads < 1 { throw ValidationError("--threads is a number above 0, not \(threads).") }
    if let clusters, clusters < 1 { throw ValidationError("--clusters is a number above 0, not \(clusters).") }
    let paths = try self.paths.isEmpty ? [indexedFolder()] : self.paths
    let started = Progress.now()
    if let threads { Parallelism.threadCount = threads }
    let resolved = try model.resolved(roots: paths)
    let configuration = resolved.configuration
    let progress = Progress(isQuiet: quiet)
    let reader = try CollectionReader(configuration, today: Self.today())
    let listing: ContentListing
    do {
      listing = try ContentReader(configuration: configuration).discover(roots: paths, known: resolved.listing)
    } catch {
      throw CommandFailure("\(error)")
    }
    let path = database.givenPath ?? StoreLocation.defaultPath(underRoot: listing.root)
    if listing.files.isEmpty {
      for problem in listing.problems { try say(shown(problem)) }
      let endings = configuration.content.extensions.map { "." + $0 }.joined(separator: ", ")
      throw noItems(paths, hint: "No file there ends in \(endings).")
    }
    let hadIndex = access(path, F_OK) == 0
    let isEarlier = RecommendationStore.isOfEarlierProgram(path: path)
    if isEarlier, !quiet {
      try say("'\(Terminal.safe(path))' is of an earlier program and is built anew; decisions and given names stay.")
    }
    let rebuilds = rebuilds || isEarlier
    let store =
      try rebuilds
      ? RecommendationStore.openForRebuilding(path: path, waits: wait)
      : RecommendationStore.openForWriting(path: path, create: true, purpose: .indexing(waits: wait))
    defer { store.giveUpPlace() }
    let inputs = IndexedInputs(
      listing, configuration: configuration, today: Self.today(),
      options: ["clusters \(noClusters ? "none" : clusters.map(String.init) ?? "chosen")"])
    // What is known spares work; the result is that of a run from the beginning, to the last byte.
    let goesOn = !rebuilds && hadIndex
    let previousRun = ValueAhead { goesOn ? PreviousRun(path: path, inputs) : PreviousRun() }
    if !rebuilds, let generation = try? store.generation(), try inputs.areThose(of: store) {
      guard saysWhenUnchanged else { return }
      return try reportUnchanged(generation, store, path: path, seconds: Progress.now() - started)
    }
    if !quiet { try say("model \(resolved.choice)") }

    let wantsClusters = !noClusters
    let previousClusters = ValueAhead {
      Result { wantsClusters ? try Self.previousClusters(store, inputs, rebuilt: rebuilds ? path : nil) : nil }
    }
    let collection = try reader.read(
      listing, sources: inputs.sources, known: goesOn ? ReadFiles(store, inputs) : ReadFiles(), progress: progress)
    for problem in collection.problems where !quiet || problem.severity == .error {
      try say(shown(problem))
    }
    if collection.items.isEmpty { throw noItems(paths, hint: "See the problems above.") }
    let clustersBefore = try previousClusters.value().get()
    let texts = ItemTexts(
      items: collection.items, isKnown: collection.isKnown, files: listing.files,
      reader: ContentReader(configuration: configuration), indexPath: goesOn ? path : nil)
    let pending = store.beginGeneration {
      IndexAssembly.beginning(of: collection, texts: texts, configuration: configuration, inputs: inputs)
    }
    // What reading needed on its way goes back to the system before the tables of the comparison come.
    FreedMemory.release()
    let previous = previousRun.value()
    let recommender = Recommender(
      ids: collection.items.map(\.item.id), corpus: collection.corpus,
      configuration: RecommenderConfiguration(
        analysis: configuration.analysis, vectorization: configuration.vectors, similarity: configuration.similarity),
      previous: previous.neighbors, counted: previous.counts,
      isUnchanged: previous.isCounted(collection.items, isKnown: collection.isKnown))
    pending.add { IndexAssembly.addCounted(recommender, inputs: inputs, to: &$0) }
    let related = recommender.relatedToAll(limit: configuration.similarity.limit)
    pending.add { IndexAssembly.addCompared(recommender, related: related, to: &$0) }
    // Grouping comes without the tables of the comparison.
    if wantsClusters { FreedMemory.release() }
    let grouping = clustersBefore.map { group(collection, texts, recommender, $0) }
    let settings: [String: String?] = [
      // An index inside its content folder moves with it; one elsewhere must know where the files are.
      ContentFolder.setting: StoreLocation.root(ofDatabase: path) == listing.root ? nil : listing.root,
      ContentFolder.topicsKeySetting: ContentFolder.usualTopicsKey(of: collection.items, configuration.content),
    ].merging(grouping.map { [Self.nextClusterSetting: String($0.nextID)] } ?? [:]) { $1 }
    let generation = try pending.finish { IndexAssembly.close(&$0, clusters: grouping, settings: settings) }
    if let left = try store.takePlace() {
      try say(
        "warning: not all that people decided could be read (\(left.tables.joined(separator: ", "))); "
          + "the old index stays as '\(left.path)'")
    }

    if !watch { FreedMemory.leave(collection) }
    let errors = collection.problems.count { $0.severity == .error }
    if !quiet { try summarize(generation, collection, path: path, seconds: Progress.now() - started) }
    if strict, errors > 0 {
      throw CommandFailure("\(errors) \(errors == 1 ? "file has an error" : "errors"); see above.")
    }
  }

  /// The setting that keeps the lowest cluster id that was never given.
  private static let nextClusterSetting = "next_cluster_id"

  /// The clusters that the index holds, which the new ones go on from.
  ///
  /// - Parameter path: The index that is built anew; its clusters only lend their ids and names. Nil where the run goes on.
  private static func previousClusters(
    _ store: RecommendationStore, _ inputs: IndexedInputs, rebuilt path: String?
  ) throws -> ClusteringRun.Previous {
    var previous = ClusteringRun.Previous()
    previous.names = try store.clusterNames()
    previous.nextID = try store.setting(nextClusterSetting).flatMap { Int($0) } ?? 1
    previous.beginsAfresh = path != nil
    let store = path.flatMap { try? RecommendationStore.openForReading(path: $0, allowsEarlier: true) } ?? store
    if path == nil, let found = try? store.vector(named: StoredVectorName.foundClusters),
      let last = try? store.vector(named: StoredVectorName.clustersOfItems),
      let kept = KeptClusters(found: found, last: last)
    {
      previous.kept = kept
      previous.isSameConfiguration =
        (try? store.vector(named: StoredVectorName.readingChoices)) == inputs.readingChoices
      return previous
    }
    previous.clusterOfKey = (try? store.clustersOfKeys()) ?? [:]
    return previous
  }

  /// Groups the items.
  private func group(
    _ collection: CollectionReader.Collection, _ texts: ItemTexts, _ recommender: Recommender,
    _ previous: ClusteringRun.Previous
  ) -> ClusteringRun {
    let topics = IndexAssembly.topics(of: collection)
    let fields = { (row: Int) in
      let item = texts.item(ofRow: row)
      return Field.allCases.map { item.text(of: $0) }
    }
    return ClusteringRun(
      recommender, topics: collection.items.map(\.item.topics),
      places: Dictionary(uniqueKeysWithValues: zip(topics.map(\.label), topics.indices)), texts: fields,
      configuration: ClusteringConfiguration(clusterCount: clusters), previous: previous)
  }

  private func summarize(
    _ generation: Generation, _ collection: CollectionReader.Collection, path: String, seconds: Double
  ) throws {
    let errors = collection.problems.count { $0.severity == .error }
    let warnings = collection.problems.count - errors
    let copies = generation.copyCount > 0 ? " (\(generation.copyCount) repeat another)" : ""
    var lines = [
      counted(generation.itemCount, "item") + copies + ", " + counted(generation.topicCount, "topic") + ", "
        + counted(generation.termCount, "term"),
      collection.problems.isEmpty ? "no problems" : counted(errors, "error") + ", " + counted(warnings, "warning"),
      "\(path) in \(Double(Int(seconds * 100)) / 100) s, digest \(generation.digest)",
    ]
    if !collection.leftOut.isEmpty { lines.insert(leftOut(collection.leftOut), at: 2) }
    try OutputWriter.standardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// Says that nothing has changed since the last run, and what was wrong then.
  private func reportUnchanged(
    _ generation: Generation, _ store: RecommendationStore, path: String, seconds: Double
  ) throws {
    let problems = try store.problems()
    let errors = problems.count { $0.severity == Problem.Severity.error.rawValue }
    for problem in problems where !quiet || problem.severity == Problem.Severity.error.rawValue {
      guard let severity = Problem.Severity(rawValue: problem.severity), let code = ProblemCode(rawValue: problem.code)
      else { continue }
      try say(
        shown(
          Problem(
            path: problem.path, line: problem.line ?? 0, column: problem.column ?? 0, severity: severity, code: code,
            message: problem.message, hint: problem.hint ?? "")))
    }
    if !quiet {
      try OutputWriter.standardOutput.write(
        """
        nothing has changed: \(counted(generation.itemCount, "item")), \(counted(generation.topicCount, "topic")), \
        \(counted(generation.termCount, "term"))
        \(problems.isEmpty ? "no problems" : counted(errors, "error") + ", " + counted(problems.count - errors, "warning"))
        \(path) in \(Double(Int(seconds * 100)) / 100) s, digest \(generation.digest)

        """)
    }
    if strict, errors > 0 {
      throw CommandFailure("\(errors) \(errors == 1 ? "file has an error" : "errors"); see above.")
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// The files that the configuration leaves out, by reason, the most frequent first.
  private func leftOut(_ files: [ContentListing.LeftOut]) -> String {
    let groups: [String: [ContentListing.LeftOut]] = Dictionary(grouping: files, by: \.reason)
    let reasons = groups.keys.sorted { left, right in
      let (first, second) = (groups[left]?.count ?? 0, groups[right]?.count ?? 0)
      return first == second ? left < right : first > second
    }
    let list = reasons.map { "\(Terminal.safe($0)) (\(groups[$0]?.count ?? 0))" }.joined(separator: ", ")
    return "\(counted(files.count, "file")) left out on purpose: \(list)"
  }

  private func shown(_ problem: Problem) -> String { Terminal.safeLines(problem.description) }

  private func noItems(_ paths: [String], hint: String) -> CommandFailure {
    CommandFailure(
      "No item was found in \(paths.map { "'\(Terminal.safe($0))'" }.joined(separator: ", ")). Nothing was changed.",
      hint: hint)
  }

  /// The folder that the nearest index belongs to, for a run that names none.
  private func indexedFolder() throws -> String {
    guard let root = try? StoreLocation.root(ofDatabase: database.existingPath()) else {
      throw ValidationError("Say what to read: recommend index PATH. There is no index here or in a folder above.")
    }
    return root
  }

  private func say(_ text: String) throws {
    try OutputWriter.standardError.write(text + "\n")
  }

  /// The date in UTC; it decides about expired items only where the model leaves such out.
  private static func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }
}
