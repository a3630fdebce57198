import Foundation
import RecommendationStore
import Testing

/// The way of a suggestion into the files and back, as a user goes it.
struct RetagTests {
  private let folder: RetagFolder

  init() throws { folder = try RetagFolder() }

  @Test func `an accepted topic changes the line of the list and its mirror, and undo puts all bytes back`() throws {
    let before = try folder.pages()
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let applied = try folder.recommend("retag", "apply", "--yes")
    #expect(applied.status == 0)
    let lines = try folder.text("curated/3475.md").split(separator: "\n", omittingEmptySubsequences: false)
    let old = String(decoding: before["3475.md"] ?? Data(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let difference = lines.difference(from: old)
    #expect(
      difference.insertions.map { Self.element($0) } == [
        "- 'Medigy: Telehealth'",
        "  medigyTopics: '[\"Medigy: Patient Acquisition\",\"Symplur: Patient Engagement\",\"Medigy: Telehealth\"]'",
      ])
    #expect(
      difference.removals.map { Self.element($0) } == [
        "  medigyTopics: '[\"Medigy: Patient Acquisition\",\"Symplur: Patient Engagement\"]'"
      ])
    let after = try folder.pages()
    #expect(after.filter { before[$0.key] != $0.value }.map(\.key) == ["3475.md"])

    #expect(try folder.recommend("retag", "undo").status == 0)
    #expect(try folder.pages() == before)
  }

  @Test func `a page without topics gets the list that most pages have`() throws {
    let site = try TemporaryFolder()
    for number in 1...6 {
      let list = number == 1 ? "" : number == 2 ? "categories: [care]\n" : "tags: [care, home]\n"
      try site.write(
        "content/\(number).md", "---\ntitle: Care at home \(number)\n\(list)---\nA nurse calls at \(number).\n")
    }
    #expect(try Program.run(["index", "-q", "content"], in: site.path).status == 0)
    let accepted = try Program.run(["retag", "accept", "--for", "1.md", "--topic", "home"], in: site.path)
    #expect(accepted.status == 0)
    #expect(try Program.run(["retag", "apply", "--yes"], in: site.path).status == 0)
    #expect(
      try site.read("content/1.md")
        == "---\ntitle: Care at home 1\ntags:\n  - 'home'\n---\nA nurse calls at 1.\n")
  }

  @Test func `two indexes with the same topics give no mapping, and it is said`() throws {
    let old = folder.scratch("old.sqlite")
    #expect(try folder.recommend("index", "-q", "--no-clusters", "--db", old, ".").status == 0)
    let answer = try folder.recommend("topics", "map", "--from", old)
    #expect(answer.status == 0)
    #expect(answer.output == "")
    #expect(answer.error == "note: No topic was renamed, merged, split or dropped.\n")
  }

  @Test func `the list below taxonomies, as Zola has it, is read and edited`() throws {
    let site = try TemporaryFolder()
    let page =
      "+++\ntitle = \"Care\"\n[taxonomies]\ntags = [\"care\"] # all\n[extra]\ntoc = true\n+++\nA nurse calls.\n"
    try site.write("content/1.md", page)
    try site.write("content/2.md", "---\ntitle: Home\ntags: [home]\n---\nA nurse calls again.\n")
    #expect(try Program.run(["index", "-q", "content"], in: site.path).status == 0)
    for topic in [("1.md", "home"), ("2.md", "care")] {
      let arguments = ["retag", "accept", "--for", topic.0, "--topic", topic.1]
      #expect(try Program.run(arguments, in: site.path).status == 0)
    }
    #expect(try Program.run(["retag", "apply", "--yes"], in: site.path).status == 0)
    #expect(
      try site.read("content/1.md") == page.replacingOccurrences(of: "[\"care\"]", with: "[\"care\", \"home\"]"))
    #expect(try site.read("content/2.md").contains("tags: [home, care]"))
    // Renaming looks through all lists, those too that a page does not have.
    #expect(try Program.run(["index", "-q"], in: site.path).status == 0)
    try site.write("map.csv", "old;new\ncare;nursing\n")
    for arguments in [["topics", "map", "map.csv", "--apply-as-plan"], ["retag", "accept", "--all"]] {
      #expect(try Program.run(arguments, in: site.path).status == 0)
    }
    let applied = try Program.run(["retag", "apply", "--yes"], in: site.path)
    #expect(applied.status == 0, "\(applied.error)")
    #expect(try site.read("content/1.md").contains("tags = [\"nursing\", \"home\"] # all"))
    #expect(try site.read("content/2.md").contains("tags: [home, nursing]"))
  }

  @Test func `a dry run changes nothing and prints a diff that git takes`() throws {
    let before = try folder.pages()
    try folder.recommend("retag", "plan", "-q")
    try folder.recommend("retag", "accept", "--all")
    let dryRun = try folder.recommend("retag", "apply", "--dry-run")
    #expect(dryRun.status == 0)
    #expect(dryRun.output.hasPrefix("--- a/curated/"))
    #expect(try folder.pages() == before)
    let diff = try folder.writeScratch(dryRun.output, to: "plan.diff")
    #expect(try Self.git("apply", "--check", diff, in: folder.path) == 0)
    #expect(try Self.git("apply", diff, in: folder.path) == 0)
    let byGit = try folder.pages()
    #expect(try Self.git("apply", "-R", diff, in: folder.path) == 0)
    #expect(try folder.recommend("retag", "apply", "--yes").status == 0)
    #expect(try folder.pages() == byGit)
  }

  @Test(arguments: ["true", "git init -q .", "git init -q .."])
  func `git takes the diff from the content folder and from above, wherever the repository begins`(
    making: String
  ) throws {
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let answer = try Program.shell(
      """
      \(making)
      recommend retag apply --dry-run > ../here.diff && git apply --check -v ../here.diff &&
      cd .. && recommend retag apply --dry-run --db content/.recommend/recommend.sqlite > above.diff &&
      git apply --check -v above.diff
      """, in: folder.path)
    #expect(answer.status == 0)
    // Git names the files from the top of the repository.
    let here = making.hasSuffix(" ..") ? "content/" : ""
    #expect(
      answer.error == "Checking patch \(here)curated/3475.md...\nChecking patch content/curated/3475.md...\n")
  }

  @Test(arguments: ["true", "git init -q .."])
  func `from below the content folder git refuses the diff, and the folder that takes it is named`(
    making: String
  ) throws {
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let answer = try Program.shell(
      """
      \(making); mkdir below; cd below
      recommend retag apply --dry-run > ../../below.diff; git apply --check ../../below.diff && exit 7
      cd ..; git apply --check ../below.diff
      """, in: folder.path)
    #expect(answer.status == 0)
    #expect(
      answer.error.hasPrefix("note: The paths begin at the content folder. Give the diff to git apply there: cd "))
    #expect(answer.error.hasSuffix("curated/3475.md: No such file or directory\n"))
  }

  @Test func `a disk without space ends every listing with exit status 2`() throws {
    try folder.recommend("retag", "plan", "-q", "--for", "4055", "--limit", "1")
    try folder.recommend("retag", "accept", "--all")
    for arguments in ["apply --dry-run", "status", "status --format json", "export"] {
      let answer = try Program.shell("recommend retag \(arguments) > /dev/full", in: folder.path)
      #expect(answer.status == 2, "\(arguments)")
      #expect(answer.error == "error: The output could not be written: No space left on device.\n", "\(arguments)")
    }
  }

  @Test func `a file that changed since it was planned is refused, the others are written`() throws {
    for key in ["3475", "3118"] {
      try folder.recommend("retag", "accept", "--for", key, "--topic", "Medigy: Telehealth")
    }
    try folder.write(folder.text("curated/3475.md") + "\n", to: "curated/3475.md")
    let applied = try folder.recommend("retag", "apply", "--yes")
    #expect(applied.status == 2)
    #expect(applied.error.contains("curated/3475.md"))
    #expect(applied.error.contains("[changed-since-review]"))
    #expect(try !folder.text("curated/3475.md").contains("Telehealth"))
    #expect(try folder.text("curated/3118.md").contains("- 'Medigy: Telehealth'"))
    // Planned again, the file is written as well.
    try folder.recommend("retag", "plan", "-q", "--for", "3118")
    #expect(try folder.recommend("retag", "apply", "--yes").status == 0)
    #expect(try folder.text("curated/3475.md").contains("- 'Medigy: Telehealth'"))
  }

  @Test func `a rejected topic is never suggested again, also after another indexing`() throws {
    let topic = "KLAS: Remote Patient Monitoring"
    #expect(try folder.recommend("topics", "suggest", "--for", "4055", "--format", "jsonl").output.contains(topic))
    try folder.recommend("retag", "reject", "--for", "4055", "--topic", topic)
    try folder.recommend("index", "--no-clusters", ".")
    let again = try folder.recommend("topics", "suggest", "--for", "4055", "--format", "jsonl").output
    #expect(!again.contains("\"label\":\"\(topic)\""))
    try folder.recommend("retag", "plan", "-q")
    #expect(
      try !folder.recommend("retag", "status", "--state", "pending", "--format", "csv").output.contains(
        "4055,add,\(topic)"))
  }

  @Test func `answers come in from a table`() throws {
    try folder.recommend("retag", "plan", "-q")
    let table = folder.scratch("review.csv")
    try folder.recommend("retag", "review", "--output", table)
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: table)), as: UTF8.self)
    var rows = text.components(separatedBy: "\r\n")
    #expect(rows[0] == "id,action,topic,new_topic,score,band,decision,path,reason")
    rows[1] = rows[1].replacingOccurrences(of: ",,curated", with: ",accepted,curated")
    rows[2] = rows[2].replacingOccurrences(of: ",,curated", with: ",x,curated")
    _ = try folder.writeScratch(rows.joined(separator: "\r\n"), to: "review.csv")
    let read = try folder.recommend("retag", "review", "--input", table)
    #expect(read.status == 0)
    #expect(read.error.hasPrefix("1 accepted, 1 rejected.\n"))
  }

  @Test func `a path in the index that leads out of the folder is refused`() throws {
    let outside = try folder.writeScratch(folder.text("curated/3475.md"), to: "outside.md")
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let store = try RecommendationStore.openForWriting(
      path: folder.path + "/.recommend/recommend.sqlite", create: false, purpose: .editing)
    var change = try #require(try store.plannedChanges().first)
    change.path = "../outside.md"
    try store.answer([change])
    try store.close()
    let applied = try folder.recommend("retag", "apply", "--yes")
    #expect(applied.status == 2)
    #expect(applied.error.contains("[path-escape]"))
    #expect(
      try String(decoding: Data(contentsOf: URL(fileURLWithPath: outside)), as: UTF8.self)
        == folder.text("curated/3475.md"))
  }

  @Test func `a rename of a topic goes the same way`() throws {
    let table = try folder.writeScratch("old,new\nMedigy: Telehealth,Medigy: Virtual Care\n", to: "renames.csv")
    // 5163 folds its mirror in the middle of the name; the editor joins such lines.
    let holders = try folder.pages().filter {
      $0.key != "5163.md" && String(decoding: $0.value, as: UTF8.self).contains("- 'Medigy: Telehealth'")
    }
    #expect(holders.count == 10)
    try folder.recommend("topics", "map", table, "--apply-as-plan")
    try folder.recommend("retag", "accept", "--all")
    #expect(try folder.recommend("retag", "apply", "--yes").status == 0)
    let after = try folder.pages()
    for (name, old) in holders {
      let expected = String(decoding: old, as: UTF8.self)
        .replacingOccurrences(of: "Medigy: Telehealth", with: "Medigy: Virtual Care")
      #expect(after[name].map { String(decoding: $0, as: UTF8.self) } == expected, "\(name)")
    }
  }

  @Test func `a check ends with 1 while something waits`() throws {
    #expect(try folder.recommend("retag", "status", "--check").status == 0)
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    #expect(try folder.recommend("retag", "status", "--check").status == 1)
  }

  @Test func `nobody to ask and no yes means nothing is written`() throws {
    let before = try folder.pages()
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let applied = try folder.recommend("retag", "apply")
    #expect(applied.status == 2)
    #expect(applied.error.contains("Nobody is there to ask."))
    #expect(try folder.pages() == before)
  }

  private static func element(_ change: CollectionDifference<Substring>.Change) -> String {
    switch change {
    case .insert(_, let element, _), .remove(_, let element, _): String(element)
    }
  }

  private static func git(_ arguments: String..., in folder: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
