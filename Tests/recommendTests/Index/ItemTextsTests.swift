import Foundation
import RecommendationStore
import SiteContent
import Testing

@testable import recommend

@Suite struct ItemTextsTests {
  /// The texts of a folder's pages, of which the first is known and the second was read.
  private func texts(_ folder: TemporaryFolder, index: String?) throws -> ItemTexts {
    let reader = try ContentReader(configuration: .builtIn(named: "hugo"))
    let files = try reader.discover(roots: [folder.path]).files
    var items = files.flatMap { reader.read($0).items }
    (items[0].item.summary, items[0].item.body) = ("", "")
    return ItemTexts(items: items, isKnown: [true, false], files: files, reader: reader, indexPath: index)
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("a.md", "---\ntitle: Scales\nsummary: For wards.\n---\nNurses weigh newborns.\n")
    try folder.write("b.md", "---\ntitle: Calls\n---\nPatients call at night.\n")
    return folder
  }

  @Test func `texts that are known come from the index`() throws {
    let folder = try folder()
    let index = folder.file("index.sqlite")
    #expect(try Program.run(["index", ".", "--db", "index.sqlite", "-q"], in: folder.path).status == 0)
    let texts = try texts(folder, index: index)
    // Not from the file: that holds something else by now.
    try folder.write("a.md", "---\ntitle: Other\n---\nNothing.\n")
    #expect(texts.item(ofRow: 0).summary == "For wards.")
    #expect(texts.item(ofRow: 0).body == "Nurses weigh newborns.")
    #expect(texts.item(ofRow: 0).title == "Scales")
    #expect(texts.item(ofRow: 1).body == "Patients call at night.")
  }

  @Test func `where the index does not give them the file is read again`() throws {
    let folder = try folder()
    for index in [nil, folder.file("missing.sqlite")] {
      let texts = try texts(folder, index: index)
      #expect(texts.item(ofRow: 0).summary == "For wards.")
      #expect(texts.item(ofRow: 0).body == "Nurses weigh newborns.")
    }
  }
}
