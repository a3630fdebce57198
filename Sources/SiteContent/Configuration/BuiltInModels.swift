extension ModelConfiguration {
  /// The names of the configurations inside the program, those of the files in `models/`.
  public static let builtInNames = ["hugo", "jsonl", "medigy"]

  /// The text of a built-in configuration, byte for byte as in `models/`; nil for an unknown name.
  public static func builtInText(named name: String) -> String? {
    switch name {
    case "hugo": String(decoding: PackageResources.hugo_yaml, as: UTF8.self)
    case "jsonl": String(decoding: PackageResources.jsonl_yaml, as: UTF8.self)
    case "medigy": String(decoding: PackageResources.medigy_yaml, as: UTF8.self)
    default: nil
    }
  }

  /// A configuration that is inside the program: `hugo`, `jsonl` or `medigy`.
  public static func builtIn(named name: String) throws(ConfigurationError) -> ModelConfiguration {
    guard let text = builtInText(named: name) else {
      let nearest = NearestName.of(name, in: builtInNames).map { " Did you mean '\($0)'?" } ?? ""
      throw ConfigurationError(
        path: name, line: 1, column: 1,
        message: "no built-in model is called '\(name)'.\(nearest) Known are \(builtInNames.joined(separator: ", ")).")
    }
    return try load(yaml: text, path: "models/\(name).yaml")
  }
}
