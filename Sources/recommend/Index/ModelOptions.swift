import ArgumentParser
import Glibc
import SiteContent

/// Which model configuration is used, and what is changed in it.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A model configuration: a YAML file, or \(ModelConfiguration.builtInNames.joined(separator: ", ")). Default: $RECOMMEND_MODEL, else recommend.yaml at the content or above, else what the files look like.",
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?

  @Option(
    name: .long, help: ArgumentHelp("Change one value: similarity.limit=20. May be repeated.", valueName: "key=value"))
  var set: [String] = []
}

/// A model configuration with the origin of each value.
struct ResolvedModel {
  var configuration: ModelConfiguration
  /// How the model was chosen, for the reader.
  let choice: String
  /// For a changed setting the place that changed it.
  var origins: [String: String] = [:]
  /// The files that were listed to choose the model, where they were.
  var listing: ContentListing?
}

extension ModelOptions {
  /// Chooses and reads the model: option, environment, `recommend.yaml` upward, detection; then single values from
  /// `RECOMMEND_…` variables and `--set`.
  ///
  /// - Parameter roots: The places to be indexed; without them the working directory is looked at.
  func resolved(roots: [String]) throws -> ResolvedModel {
    var resolved = try chosen(roots: roots)
    for path in ModelConfiguration.settingPaths {
      let name = "RECOMMEND_" + path.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
      guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
      try resolved.set(path, to: value, origin: "$\(name)")
    }
    for assignment in set {
      guard let equals = assignment.firstIndex(of: "=") else {
        throw ValidationError("--set takes key=value, such as similarity.limit=20; '\(assignment)' has no '='.")
      }
      try resolved.set(
        String(assignment[..<equals]), to: String(assignment[assignment.index(after: equals)...]), origin: "--set")
    }
    return resolved
  }

  private func chosen(roots: [String]) throws -> ResolvedModel {
    if let model { return try read(model, by: "--model") }
    if let name = getenv("RECOMMEND_MODEL").map({ String(cString: $0) }), !name.isEmpty {
      return try read(name, by: "$RECOMMEND_MODEL")
    }
    for start in roots.isEmpty ? ["."] : roots.prefix(1).map({ $0 }) {
      if let path = ConfigurationFile.nearestPath(from: start) { return try read(path, by: "found") }
    }
    guard !roots.isEmpty else {
      return ResolvedModel(configuration: try builtIn("hugo"), choice: "hugo (built in)")
    }
    let listing: ContentListing
    do {
      listing = try ModelDetection.listing(ofRoots: roots)
    } catch {
      throw CommandFailure("\(error)")
    }
    // Where nothing can be listed nothing tells the model, and a later look must not take another one.
    if listing.files.isEmpty, let problem = listing.problems.first(where: { $0.severity == .error }) {
      throw CommandFailure(Terminal.safeLines(problem.description))
    }
    let detection = ModelDetection.model(for: listing)
    return ResolvedModel(
      configuration: try builtIn(detection.name), choice: "\(detection.name) (\(detection.reason))", listing: listing)
  }

  private func read(_ name: String, by source: String) throws -> ResolvedModel {
    if ModelConfiguration.builtInNames.contains(name) {
      return ResolvedModel(configuration: try builtIn(name), choice: "\(name) (\(source))")
    }
    guard let text = ConfigurationFile.text(at: name) else {
      let nearest = NearestName.nearest(to: name, among: ModelConfiguration.builtInNames)
      throw CommandFailure(
        "There is no model '\(Terminal.safe(name))'.\(nearest.map { " Did you mean '\($0)'?" } ?? "")",
        hint: "Give a YAML file, or one of \(ModelConfiguration.builtInNames.joined(separator: ", ")).")
    }
    do {
      let configuration = try ModelConfiguration.load(yaml: text, path: name)
      return ResolvedModel(configuration: configuration, choice: "\(name) (\(source))")
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  private func builtIn(_ name: String) throws -> ModelConfiguration {
    do {
      return try ModelConfiguration.builtIn(named: name)
    } catch {
      throw CommandFailure("\(error)")
    }
  }
}

extension ResolvedModel {
  fileprivate mutating func set(_ path: String, to value: String, origin: String) throws {
    do {
      try configuration.set(path, to: value, origin: origin)
    } catch {
      throw CommandFailure("\(Terminal.safe(origin)): \(Terminal.safe(error.message))")
    }
    origins[path] = origin
    // A preset stands for all values of these two sections.
    guard path == "preset" else { return }
    for other in ModelConfiguration.settingPaths where other.hasPrefix("analysis.") || other.hasPrefix("vectors.") {
      origins[other] = "preset \(value) (\(origin))"
    }
  }
}

/// Finds and reads `recommend.yaml`.
enum ConfigurationFile {
  static let name = "recommend.yaml"

  /// The nearest `recommend.yaml` in a place or in a folder above it.
  static func nearestPath(from place: String) -> String? {
    guard let real = realpath(place, nil) else { return nil }
    defer { free(real) }
    var folder = String(cString: real)
    while true {
      let path = (folder == "/" ? "" : folder) + "/" + name
      if access(path, R_OK) == 0 { return path }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// The text of a file of at most a megabyte, or nil when it cannot be read.
  static func text(at path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1_000_000)
    let count = fread(&bytes, 1, bytes.count, file)
    guard ferror(file) == 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
