import Foundation
import Testing

@testable import recommend

@Suite struct ClustersCommandTests {
  /// A folder with three pages on each of four subjects, indexed into four clusters.
  private func garden() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let subjects = [
      ("Remote Patient Monitoring", "cuff scale device"), ("Garden Roses", "pruning soil bees"),
      ("Chess Openings", "pawn knight bishop"), ("Sourdough Bread", "flour starter oven"),
    ]
    for (place, (subject, words)) in subjects.enumerated() {
      let words = words.split(separator: " ")
      for number in 0..<3 {
        try folder.write(
          "content/\(place)\(number).md",
          "---\ntitle: \(subject) and the \(words[number])\n---\n"
            + "Why \(subject) takes more than \(words[number]). A \(words[(number + 1) % 3]) may help.\n")
      }
    }
    #expect(try Program.run(["index", "content", "-q", "--clusters", "4"], in: folder.path).status == 0)
    return folder
  }

  private func ask(_ folder: TemporaryFolder, _ arguments: String...) throws -> Answer {
    try Program.run(arguments, in: folder.file("content"))
  }

  @Test func `clusters are listed with sizes, terms and typical items`() throws {
    let folder = try garden()
    let answer = try ask(folder, "clusters", "--json")
    let items = try answer.items()
    #expect(items.map { $0["size"] as? Int } == [3, 3, 3, 3])
    #expect(
      Set(items.compactMap { $0["label"] as? String }) == [
        "Remote Patient Monitoring", "Garden Roses", "Chess Openings", "Sourdough Bread",
      ])
    #expect(try answer.json()["unassigned"] as? Int == 0)
    #expect((items[0]["typical"] as? [[String: Any]])?.count == 3)
    #expect(try ask(folder, "clusters").error.hasPrefix("4 clusters; 0 of 12 items (0 %) fit none; stability "))
  }

  @Test func `the export has a line for each item, in every format`() throws {
    let folder = try garden()
    let lines = try ask(folder, "export", "clusters", "--format", "jsonl").lines
    #expect(lines.count == 12)
    let keys = try lines.map {
      try (JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?.keys.sorted() ?? []
    }
    #expect(keys.allSatisfy { $0 == ["cluster", "id", "label", "weight"] })
    #expect(try ask(folder, "export", "clusters", "--format", "csv").lines.first == "id,cluster,weight,label")
    #expect(try ask(folder, "export", "clusters", "--json").items().count == 12)
  }

  @Test func `a given name survives further indexing, and is unique`() throws {
    let folder = try garden()
    #expect(
      try ask(folder, "clusters", "rename", "2", " My subject ").error
        == "Cluster 2 is called 'My subject' from now on.\n")
    try folder.write("content/new.md", "---\ntitle: Garden Roses again\n---\nOf pruning, soil and bees.\n")
    #expect(try Program.run(["index", "content", "-q"], in: folder.path).status == 0)
    let items = try ask(folder, "clusters", "--json").items()
    #expect(items.first { $0["id"] as? Int == 2 }?["label"] as? String == "My subject")
    #expect(try Program.run(["index", "content", "-q", "--rebuild"], in: folder.path).status == 0)
    let rebuilt = try ask(folder, "clusters", "--json").items()
    #expect(rebuilt.first { $0["id"] as? Int == 2 }?["label"] as? String == "My subject")
    let taken = try ask(folder, "clusters", "rename", "1", "My subject")
    #expect(taken.status == 2)
    #expect(taken.error == "error: Cluster 2 is called 'My subject' already.\nhint: Labels are unique.\n")
  }

  @Test func `a comparison tells what happened, and ends with 1 when anything did`() throws {
    let folder = try garden()
    let first = try ask(folder, "clusters", "diff")
    #expect(first.status == 1)
    #expect(first.error == "These are the first clusters: there were none before.\n")
    try folder.write(
      "content/01.md", "---\ntitle: Remote Patient Monitoring\n---\nThe cuff, the scale and the device.\n")
    #expect(try Program.run(["index", "content", "-q", "--clusters", "4"], in: folder.path).status == 0)
    let second = try ask(folder, "clusters", "diff")
    #expect(second.status == 0)
    #expect(second.error == "Nothing changed: 4 clusters are the same.\n")
    #expect(try Program.run(["index", "content", "-q", "--clusters", "2"], in: folder.path).status == 0)
    let third = try ask(folder, "clusters", "diff", "--json")
    #expect(third.status == 1)
    #expect(try third.items().contains { $0["event"] as? String == "merged" })
  }

  @Test func `an unknown cluster and an index without clusters are named`() throws {
    let folder = try garden()
    let unknown = try ask(folder, "clusters", "show", "99")
    #expect(unknown.status == 2)
    #expect(unknown.error == "error: There is no cluster 99.\nhint: recommend clusters lists them.\n")
    #expect(try Program.run(["index", "content", "-q", "--no-clusters"], in: folder.path).status == 0)
    let none = try ask(folder, "clusters")
    #expect(none.status == 2 && none.error.hasPrefix("error: This index has no clusters.\n"))
  }

  @Test func `the map is written as a picture and as a page`() throws {
    let folder = try garden()
    for name in ["map.svg", "clusters.html"] {
      #expect(try ask(folder, "clusters", "map", "--output", folder.file(name)).status == 0)
    }
    #expect(try folder.read("map.svg").ranges(of: "<circle").count == 12)
    let page = try folder.read("clusters.html")
    #expect(page.ranges(of: "<tr id=\"c").count == 4 && page.contains("12 items in 4 clusters."))
    #expect(try ask(folder, "clusters", "map", "--output", "map.png").status == 64)
  }
}
