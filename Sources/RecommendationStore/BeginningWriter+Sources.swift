import GRDB
import RecommendationEngine

extension BeginningWriter {
  /// Brings the table of files up to date: what was kept of a file that has not changed stays where it is.
  func writeSources() throws {
    let sources = contents.sources
    let order = StoredSource.order(of: sources)
    var insertion = try SQLStatement(database, "INSERT INTO _sources VALUES (?, ?, ?, ?, ?)")
    let change = try change(of: sources, order)
    var deletion = try SQLStatement(database, "DELETE FROM _sources WHERE path = ?")
    for path in change.gone {
      deletion.bind(path)
      try deletion.run()
    }
    for place in change.written {
      let source = sources[place]
      insertion.bind(source.path)
      insertion.bind(source.size)
      insertion.bind(source.modifiedNanoseconds)
      insertion.bind(source.digest)
      if case .bytes(let given) = contents.sourceContent(place) {
        insertion.bind(Packing.sealed(given, place: RecommendationStore.vectorPlace))
      } else {
        insertion.bind(nil as [UInt8]?)
      }
      try insertion.run()
    }
  }

  /// The paths that go and the sources to write, by walking along the table and the sources, both ascending by path.
  private func change(
    of sources: [StoredSource], _ order: [Int]
  ) throws -> (gone: [String], written: [Int]) {
    var gone: [String] = []
    var written: [Int] = []
    var known = try SQLStatement(database, "SELECT path, size, modified_ns FROM _sources ORDER BY path")
    var next = 0
    while try known.step() {
      let path = known.text(0)
      while next < order.count, sources[order[next]].path.hasBytes(before: path) {
        written.append(order[next])
        next += 1
      }
      guard next < order.count, sources[order[next]].path.hasSameBytes(as: path) else {
        gone.append(path)
        continue
      }
      let place = order[next]
      next += 1
      if case .asBefore = contents.sourceContent(place), sources[place].size == known.int(1),
        sources[place].modifiedNanoseconds == known.int(2)
      {
        continue
      }
      gone.append(path)
      written.append(place)
    }
    return (gone, written + order[next...])
  }
}
