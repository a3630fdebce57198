public import RecommendationEngine
import Yams

/// Everything that decides how a collection is read, analyzed, weighed and compared: one YAML file of `models/`.
///
/// Values that the file does not give keep their defaults, which `models/hugo.yaml` spells out.
public struct ModelConfiguration: Sendable, Equatable {
  /// A short name.
  public var name = "custom"
  /// What it is for, in one sentence.
  public var about = ""
  /// The program whose parameters `analysis` and `vectors` begin with.
  public var preset: Preset = .none
  /// Which files are items, and which keys hold what.
  public var content = ContentConfiguration()
  /// What a file may cost.
  public var limits = ContentLimits()
  /// How text becomes terms.
  public var analysis = AnalysisConfiguration()
  /// How counted terms become weights.
  public var vectors = VectorizationConfiguration()
  /// How items are compared.
  public var similarity = SimilarityConfiguration()
  /// The file, or the name of the built-in configuration, that the values were read from.
  public private(set) var path = ""
  /// The lines of the values that were given, by the path of the setting.
  public private(set) var lines: [String: Int] = [:]

  /// Creates a configuration of defaults.
  public init() {}

  /// Parameters that follow another program as a whole.
  public enum Preset: String, CaseIterable, Sendable {
    /// The project's own.
    case none
    /// scikit-learn's `TfidfVectorizer` with its defaults.
    case scikitLearn = "scikit-learn"
  }

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - yaml: The text of the file.
  ///   - path: What errors call the file.
  public static func load(yaml: String, path: String) throws(ConfigurationError) -> ModelConfiguration {
    var configuration = ModelConfiguration()
    configuration.path = path
    let values = try ConfigurationYAML(yaml: yaml, path: path).values()
    // A preset comes first wherever it stands, so that what the file says beside it wins.
    for value in values.filter({ $0.path == "preset" }) + values.filter({ $0.path != "preset" }) {
      guard let setting = settings.first(where: { $0.path == value.path }) else { throw unknown(value) }
      do {
        try setting.apply(&configuration, value)
      } catch {
        throw value.error("'\(value.shown)' is no value for \(value.path). \(error.wanted)")
      }
      configuration.lines[value.path] = value.line
    }
    return configuration
  }

  /// Changes one value, given as a text: `similarity.limit`, `20`.
  ///
  /// - Parameter origin: What errors call the place the text comes from: `--set`, `RECOMMEND_…`.
  public mutating func set(_ path: String, to text: String, origin: String) throws(ConfigurationError) {
    let values = try ConfigurationYAML(yaml: text, path: origin).value(at: path)
    guard let setting = Self.settings.first(where: { $0.path == path }) else { throw Self.unknown(values) }
    do {
      try setting.apply(&self, values)
    } catch {
      throw values.error("'\(values.shown)' is no value for \(path). \(error.wanted)")
    }
    lines[path] = nil
  }

  /// A value of the configuration and where it comes from, for `config show`.
  public struct Setting: Sendable, Equatable {
    /// The path: `content.title`.
    public var path: String
    /// The value as YAML in one line.
    public var value: String
    /// The line of the file that gives it; nil for a default.
    public var line: Int?
  }

  /// Every value with its place, in the order of the file.
  public var allSettings: [Setting] {
    Self.settings.map { Setting(path: $0.path, value: $0.show(self), line: lines[$0.path]) }
  }

  /// The paths that a file can give.
  public static var settingPaths: [String] { settings.map(\.path) }

  private static func unknown(_ value: ConfigurationValue) -> ConfigurationError {
    let paths = settings.map(\.path)
    let key = value.path.split(separator: ".").last.map(String.init) ?? value.path
    let section = value.path.split(separator: ".").dropLast().joined(separator: ".")
    let below = paths.filter { $0.hasPrefix(value.path + ".") }
    if !below.isEmpty {
      let examples = below.prefix(2).map { "'\($0)'" }.joined(separator: " or ")
      return value.keyError("'\(value.path)' is a section, not a setting. Set one of its own, such as \(examples).")
    }
    let siblings = paths.filter { $0.split(separator: ".").dropLast().joined(separator: ".") == section }
    let sections = paths.compactMap { $0.split(separator: ".").first.map(String.init) }
    let nearest =
      NearestName.of(key, in: siblings.compactMap { $0.split(separator: ".").last.map(String.init) })
      ?? (section.isEmpty ? NearestName.of(key, in: sections) : nil)
    var message = section.isEmpty ? "unknown key '\(key)'" : "unknown key '\(key)' in '\(section)'"
    if let nearest {
      message += ". Did you mean '\(nearest)'?"
    } else if let elsewhere = paths.first(where: { $0.hasSuffix(".\(key)") }) {
      message += ". It belongs to '\(elsewhere.split(separator: ".").dropLast().joined(separator: "."))'."
    } else if let leaf = NearestName.of(key, in: paths.compactMap { $0.split(separator: ".").last.map(String.init) }),
      let elsewhere = paths.first(where: { $0.hasSuffix(".\(leaf)") })
    {
      message += ". Did you mean '\(elsewhere)'?"
    } else {
      var known = siblings.isEmpty ? paths : siblings
      if section.isEmpty { for section in sections where !known.contains(section) { known.append(section) } }
      message += ". Known are: " + known.joined(separator: ", ") + "."
    }
    return value.keyError(message)
  }
}
