import Glibc

/// A file of the collection that was found, not read yet.
public struct ContentFile: Sendable, Hashable {
  /// The notations of files, told by their endings.
  public enum Format: String, CaseIterable, Sendable {
    /// A page of Markdown, with front matter or without.
    case markdown
    /// A page of HTML, with front matter or without.
    case html
    /// One JSON object.
    case json
    /// JSON objects, one a line.
    case jsonLines
    /// Comma-separated values with a header row (RFC 4180).
    case csv

    /// The notation of an ending in lower case; nil for one that is not known.
    public init?(extension ending: String) {
      switch ending {
      case "md", "markdown", "mdown", "mkd", "mdx", "rmd", "qmd", "txt": self = .markdown
      case "html", "htm", "xhtml": self = .html
      case "json": self = .json
      case "jsonl", "ndjson": self = .jsonLines
      case "csv": self = .csv
      default: return nil
      }
    }
  }

  /// The path below the content root with `/`, bytes that are not UTF-8 escaped as `\xE9`.
  public let path: String
  /// The notation.
  public let format: Format
  /// What the system is asked for: bytes, ending in a NUL.
  let systemPath: [CChar]

  /// The size in bytes and the time of the last change in nanoseconds since 1970; nil when the file is not there.
  public var status: (size: Int, modifiedNanoseconds: Int)? {
    var status = stat()
    guard lstat(systemPath, &status) == 0 else { return nil }
    return (Int(status.st_size), status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
  }

  /// A page that is no file, such as what arrives on standard input.
  package init(path: String, format: Format) {
    self.init(path: path, format: format, systemPath: [0])
  }

  init(path: String, format: Format, systemPath: [CChar]) {
    self.path = path
    self.format = format
    self.systemPath = systemPath
  }
}

/// What was found below the given places.
public struct ContentListing: Sendable {
  /// A file that the model leaves out on purpose.
  public struct LeftOut: Sendable, Equatable {
    /// The path below the content root.
    public var path: String
    /// Why, in words.
    public var reason: String
  }

  /// The folder that paths are relative to, as an absolute path without links.
  public var root: String
  /// The files, sorted by the bytes of their paths.
  public var files: [ContentFile]
  /// What could not be entered or read.
  public var problems: [Problem]
  /// Files with a fitting ending that the model leaves out, sorted by path.
  public var leftOut: [LeftOut]
  /// What the listing was made with.
  var choices: Choices
}

/// A place that was given and is not there.
public struct ContentRootError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place as it was given.
  public var path: String
  /// What is wrong with it, and what to do.
  public var message: String
  /// Path and message.
  public var description: String { "\(path): \(message)" }
}
