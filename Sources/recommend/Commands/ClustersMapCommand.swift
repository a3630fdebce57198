import ArgumentParser
import Glibc
import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// `recommend clusters map`: a picture of the collection.
struct ClustersMapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Draw the items by similarity, coloured by cluster, as SVG or as a page.",
    discussion: """
      EXAMPLES:
        recommend clusters map --output map.svg
        recommend clusters map --output clusters.html --title "Our collection"

      The ending of the file decides: .svg is the picture alone, .html a page with the picture and a list of the clusters.
      Neither needs a network. Without --output the SVG goes to standard output.
      """)

  @Option(name: .long, help: ArgumentHelp("The file to write, ending in .svg or .html.", valueName: "file"))
  var output: String?

  @Option(name: .long, help: "The heading of the page.")
  var title = "Clusters of the collection"

  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard let output, !output.hasSuffix(".svg"), !output.hasSuffix(".html") else { return }
    throw ValidationError("--output takes a file that ends in .svg or .html, not '\(output)'.")
  }

  func run() throws {
    let index = try StoredIndex(database.open())
    let stored = try StoredClusters(index.store)
    let headings = try index.store.allHeadings()
    let layout = try Self.layout(index, stored)
    let places = Dictionary(uniqueKeysWithValues: stored.clusters.enumerated().map { ($1.id, $0) })
    let dots = headings.enumerated().compactMap { row, heading -> (row: Int, dot: ClusterMap.Dot)? in
      guard let place = layout.points[row] else { return nil }
      let cluster = stored.memberships[row]?.first.flatMap { places[$0.cluster] }
      let name = heading.title.isEmpty ? heading.key : heading.title
      return (row, .init(place: place, cluster: cluster, title: name, link: heading.url))
    }
    let dotOfRow = Dictionary(uniqueKeysWithValues: dots.map { ($0.row, $0.dot) })
    let groups = stored.clusters.map { cluster in
      let members = (stored.members[cluster.id] ?? []).compactMap { layout.points[$0.row] }
      let heights = members.map(\.y).sorted()
      let (top, bottom) = (heights.first ?? 0.5, heights.last ?? 0.5)
      // Above few items and above a small spot, which it would hide; on a cloud of many.
      let isAbove = dots.count <= Self.fewItemCount || bottom - top < 0.04
      let y = isAbove ? top - (dots.count <= Self.fewItemCount ? 0.04 : 0.02) : Self.median(heights)
      return ClusterMap.Group(
        place: .init(x: Self.median(members.map(\.x)), y: y), id: cluster.id,
        label: cluster.label, size: cluster.size)
    }
    let map = ClusterMap(dots: dots.map(\.dot), clusters: groups)
    guard let output else { return try OutputWriter.standardOutput.write(map.svg) }
    let text =
      output.hasSuffix(".svg")
      ? map.svg
      : ClusterMapPage(
        title: title, map: map,
        rows: stored.clusters.map { cluster in
          .init(
            label: cluster.label, terms: cluster.terms.prefix(6).map(\.term).joined(separator: ", "),
            items: stored.typicalRows(of: cluster.id, headings: headings).compactMap { dotOfRow[$0] })
        }
      ).html
    try OutputFile.write(text, to: output)
  }

  /// The places of the items, from the stored counts, neighbours and clusters.
  private static func layout(_ index: StoredIndex, _ stored: StoredClusters) throws -> MapLayout {
    let counts = try index.store.allCounts()
    let lists = try index.store.allNearest()
    var neighbors = NeighborLists()
    for row in 0..<index.generation.itemCount {
      neighbors.append(lists.range(ofRow: row).map { Neighbor(row: lists.rows[$0], score: lists.scores[$0]) })
    }
    let input = ClusteringInput(
      counts: SparseMatrix(
        columnCount: index.generation.termCount, rowOffsets: counts.rowOffsets, columnIndices: counts.columns,
        values: counts.counts),
      documentFrequency: try index.store.documentFrequencies(),
      termWordCount: try index.store.vector(named: StoredVectorName.termWordCounts) ?? [], neighbors: neighbors)
    let assignment = (0..<index.generation.itemCount).map { Int32(stored.memberships[$0]?.first?.cluster ?? -1) }
    return MapLayout(of: Clustering(input, keeping: Partition(assignment)), neighbors: neighbors)
  }

  private static let fewItemCount = 200

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0.5 : values.sorted()[values.count / 2]
  }
}

/// Writes a file that the user asked for.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure("'\(Terminal.safe(path))' cannot be written: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    try OutputWriter(descriptor: descriptor).write(text)
  }
}
