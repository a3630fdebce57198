import Foundation

/// What the program answered.
struct Answer {
  /// The exit status.
  let status: Int32
  /// What stands on standard output.
  let output: String
  /// What stands on standard error.
  let error: String

  /// The lines of the output.
  var lines: [Substring] { output.split(omittingEmptySubsequences: false) { $0.isNewline }.dropLast() }

  /// The output as an object of JSON.
  func json() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
  }

  /// The items of an answer in JSON.
  func items() throws -> [[String: Any]] { try json()["items"] as? [[String: Any]] ?? [] }
}

/// The built program, run as a user runs it: in a folder, with arguments, with few environment variables.
enum Program {
  /// The folder of the build: that of the tests themselves.
  static let buildFolder: URL = {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent()
  }()

  static let path = buildFolder.appendingPathComponent("recommend").path

  /// Runs the program and waits for its end.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:], input: String = ""
  ) throws -> Answer {
    try run(path, arguments, in: folder, environment: environment, input: input)
  }

  /// Runs a line of the shell, in which `recommend` is the program.
  static func shell(_ line: String, in folder: String, environment: [String: String] = [:]) throws -> Answer {
    var environment = environment
    environment["PATH"] = buildFolder.path + ":/usr/bin:/bin"
    return try run("/bin/bash", ["-c", line], in: folder, environment: environment, input: "")
  }

  private static func run(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String], input: String
  ) throws -> Answer {
    let scratch = try TemporaryFolder()
    for (name, text) in [("in", input), ("out", ""), ("err", "")] { try scratch.write(name, text) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: scratch.file("in"))
    process.standardOutput = FileHandle(forWritingAtPath: scratch.file("out"))
    process.standardError = FileHandle(forWritingAtPath: scratch.file("err"))
    try process.run()
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, output: try scratch.read("out"), error: try scratch.read("err"))
  }
}

/// A folder of its own for one test, removed with this value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("recommend-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The names in the folder, sorted.
  func names(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }
}

/// The sample collection of 65 teasers, indexed once in the folder of the build.
enum Sample {
  /// The sample as it is in the repository.
  static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/health-teasers/content").path

  /// The folder that holds `content` with its index.
  static func folder() throws -> String { try indexed.get() }

  private static let indexed = Result { () throws -> String in
    let folder = Program.buildFolder.appendingPathComponent("recommend-tests-sample").path
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: source, toPath: folder + "/content")
    let answer = try Program.run(["index", "content"], in: folder)
    guard answer.status == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["answer": answer.error]) }
    return folder
  }

  /// Runs the program in the content folder of the sample.
  static func ask(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws -> Answer {
    try Program.run(arguments, in: folder() + "/content", environment: environment, input: input)
  }
}
