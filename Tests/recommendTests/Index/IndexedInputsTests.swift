import Foundation
import RecommendationEngine
import RecommendationStore
import Testing

@testable import recommend

@Suite struct IndexedInputsTests {
  @Test func `after any sequence of edits the index equals a fresh one, and without an edit it is left as it is`()
    throws
  {
    let site = try Site()
    defer { site.remove() }
    var generator = SeededGenerator(seed: 6)
    for number in 0..<8 { try site.write("page-\(number).md", words(&generator)) }
    for step in 0..<14 {
      let names = try site.names()
      let name = names[generator.index(below: names.count)]
      switch step % 6 {
      case 0: try site.write("new-\(step).md", words(&generator))
      case 1: try site.write(name, words(&generator))
      case 2: try site.remove(name)
      case 3: try site.rename(name, to: "renamed-\(step).md")
      case 4: try site.touch(name)
      default: break
      }
      let generation = try site.index("kept.sqlite")
      #expect(generation.digest == (try site.index("fresh-\(step).sqlite").digest), "step \(step)")
      #expect(try site.index("kept.sqlite") == generation)
    }
  }

  @Test func `an index that is kept up to date holds in every table what a fresh one holds`() throws {
    let site = try Site()
    defer { site.remove() }
    var generator = SeededGenerator(seed: 7)
    for number in 0..<120 { try site.write("page-\(number).md", rareWords(&generator)) }
    _ = try site.index("kept.sqlite")
    for step in 0..<6 {
      let names = try site.names()
      let name = names[generator.index(below: names.count)]
      switch step {
      case 4: try site.write("new-page.md", rareWords(&generator))
      case 5: try site.remove(name)
      default: try site.write(name, site.text(name).replacing("word7", with: "word11") + " word\(step)")
      }
      let digest = try site.index("kept.sqlite").digest
      #expect(digest == (try site.index("fresh-\(step).sqlite").digest), "step \(step)")
      let kept = try site.open("kept.sqlite")
      let fresh = try site.open("fresh-\(step).sqlite")
      // The digest of what is stored, row by row, is that of the fresh index; the search index has none.
      #expect(try kept.doctor().isEmpty, "step \(step)")
      for word in ["word1", "word7", "word11", "word\(step)", "word3 word4"] {
        #expect(try Set(kept.search(word, limit: 200).map(\.row)) == Set(fresh.search(word, limit: 200).map(\.row)))
      }
      #expect(try kept.sources(withContent: false) == fresh.sources(withContent: false))
      for store in [kept, fresh] { try store.close() }
    }
  }

  @Test func `a page that was read keeps its own text when another page takes its id`() throws {
    let site = try Site()
    defer { site.remove() }
    try site.write("b.md", "nurses visit patients at home", id: "7")
    try site.write("c.md", "patients call nurses by phone")
    _ = try site.index("kept.sqlite")
    // It comes first, so the id is its own now, and the other page is known by its path, until it goes again.
    try site.write("a.md", "doctors read records in clinics", id: "7")
    for (step, text) in ["sensors", "diets", "sleep", "phones"].enumerated() {
      if step == 2 { try site.remove("a.md") }
      try site.write("c.md", "patients call nurses about \(text)")
      let digest = try site.index("kept.sqlite").digest
      #expect(digest == (try site.index("fresh-\(step).sqlite").digest), "step \(step)")
      let store = try site.open("kept.sqlite")
      defer { try? store.close() }
      #expect(try store.search("visit").count == 1 && store.search("doctors").count == (step < 2 ? 1 : 0))
    }
  }

  @Test func `words that come and go leave the index as a fresh one is`() throws {
    let site = try Site()
    defer { site.remove() }
    try site.write("a.md", "nurses visit patients at home")
    try site.write("b.md", "patients call nurses by phone")
    for step in 0..<4 {
      // More than a thousand words that stand nowhere else: the second time most of the words that were kept are gone.
      let words = (0..<1500).map { "word\(step)x\($0)" }.joined(separator: " ")
      try site.write("c.md", step % 2 == 0 ? words : "home")
      let digest = try site.index("kept.sqlite").digest
      #expect(digest == (try site.index("fresh-\(step).sqlite").digest), "step \(step)")
    }
  }

  @Test func `a change of the same length is seen by its time, a change of choices too`() throws {
    let site = try Site()
    defer { site.remove() }
    try site.write("a.md", "nurses visit patients at home")
    try site.write("b.md", "patients call nurses by phone")
    let first = try site.index("index.sqlite")
    try site.write("a.md", "doctor visit patients at home")
    let second = try site.index("index.sqlite")
    #expect(first.digest != second.digest)
    let third = try site.index("index.sqlite", "--set", "vectors.phrase_weight=0.25")
    #expect(third.configuration != second.configuration)
  }

  @Test func `a file saved just now is never taken for unchanged`() throws {
    let site = try Site()
    defer { site.remove() }
    try site.write("a.md", "nurses visit patients at home", justNow: true)
    let first = try site.index("index.sqlite")
    // The same length and, within the tick of the file system's clock, the same time.
    try site.write("a.md", "doctor visit patients at home", justNow: true)
    #expect(try site.index("index.sqlite").digest != first.digest)
  }

  private func words(_ generator: inout SeededGenerator) -> String {
    let words = ["nurse", "home", "visit", "sensor", "record", "clinic", "phone", "diet", "sleep", "heart"]
    return (0..<12).map { _ in words[generator.index(below: words.count)] }.joined(separator: " ")
  }
}

extension IndexedInputsTests {
  /// Words of which most are rare, so that pages differ.
  private func rareWords(_ generator: inout SeededGenerator) -> String {
    (0..<20).map { _ in "word\(generator.index(below: 4 + generator.index(below: 300)))" }.joined(separator: " ")
  }
}

/// A folder of pages that is changed and indexed, with times that differ though the test takes no time.
private final class Site {
  private let folder: URL
  private var time = 1_600_000_000.0

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("content"), withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("content").path).sorted()
  }

  func write(_ name: String, _ text: String, id: String? = nil, justNow: Bool = false) throws {
    let body = "---\ntitle: \(text.prefix(9))\n\(id.map { "id: '\($0)'\n" } ?? "")---\n\n\(text)\n"
    try Data(body.utf8).write(to: page(name))
    if !justNow { try touch(name) }
  }

  func text(_ name: String) throws -> String {
    try String(decoding: Data(contentsOf: page(name)), as: UTF8.self).split(separator: "---\n").last.map(String.init)
      ?? ""
  }

  func open(_ database: String) throws -> RecommendationStore {
    try RecommendationStore.openForReading(path: folder.appendingPathComponent(database).path)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(at: page(name)) }

  func rename(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(at: page(name), to: page(other))
  }

  func touch(_ name: String) throws {
    time += 1
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: page(name).path)
  }

  func index(_ database: String, _ options: String...) throws -> Generation {
    let path = folder.appendingPathComponent(database).path
    let content = folder.appendingPathComponent("content").path
    let command = try IndexCommand.parse([content, "--db", path, "--quiet", "--no-clusters"] + options)
    try command.run()
    let store = try RecommendationStore.openForReading(path: path)
    defer { try? store.close() }
    return try store.generation()
  }

  private func page(_ name: String) -> URL { folder.appendingPathComponent("content/\(name)") }
}
