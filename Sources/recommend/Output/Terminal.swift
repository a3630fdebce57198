import Glibc

/// What a terminal is given: colour only where it is wanted, and never a control byte of the content.
struct Terminal: Sendable {
  /// Whether escape sequences may be written.
  let usesColor: Bool

  /// Decides about colour: `--color`, then `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb`, then whether it is a terminal.
  init(_ writer: OutputWriter, choice: ColorChoice) {
    switch choice {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      if !Self.environment("NO_COLOR").isEmpty {
        usesColor = false
      } else if !["", "0"].contains(Self.environment("FORCE_COLOR")) {
        usesColor = true
      } else {
        usesColor = writer.isTerminal && Self.environment("TERM") != "dumb"
      }
    }
  }

  func bold(_ text: String) -> String { styled(text, "1") }
  func dim(_ text: String) -> String { styled(text, "2") }
  func accent(_ text: String) -> String { styled(text, "36") }
  func warning(_ text: String) -> String { styled(text, "33") }
  func error(_ text: String) -> String { styled(text, "31") }

  private func styled(_ text: String, _ code: String) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// The value of an environment variable; empty when it is not set.
  private static func environment(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }

  /// The text with its line ends, every other control character made visible or dropped.
  static func safeLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }.joined(separator: "\n")
  }

  /// The text on one line, every control and direction character shown as `␀`-like symbols or dropped.
  static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value)!)
      case 0x7F: result.append("\u{2421}")
      case _ where isUnsafe(scalar): continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// The number of columns a text takes: two for wide characters, none for marks.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x20..<0x7F: sum + 1
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        sum + 2
      default: scalar.properties.canonicalCombiningClass == .notReordered ? sum + 1 : sum
      }
    }
  }

  /// The text broken between words, so that no line but that of a longer word is wider than a width.
  static func wrapped(_ text: String, width limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, width(line) + 1 + width(String(word)) > limit {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty ? [] : [line])
  }

  /// The text cut to a width, with an ellipsis where something is missing.
  static func fitted(_ text: String, width limit: Int) -> String {
    guard width(text) > limit else { return text }
    var result = ""
    for character in text {
      guard width(result) + width(String(character)) < limit else { break }
      result.append(character)
    }
    return result + "…"
  }
}
