/// How a topic is written so that it reads back as the same text.
enum TopicQuoting: Equatable {
  /// Without quotes where that is safe, else with the quotes given.
  case plain(otherwise: Quote)
  case quoted(Quote)

  /// The quotes that the three languages share.
  enum Quote: Equatable {
    case single, double
  }

  /// The source of a topic in a list of a language.
  func source(of topic: String, in format: FrontMatterFormat, isFlow: Bool) -> [UInt8] {
    switch (format, self) {
    case (.json, _):
      Self.jsonString(topic)
    case (.yaml, .plain(let quote)):
      Self.isPlainSafe(topic, isFlow: isFlow) ? Array(topic.utf8) : Self.yamlQuoted(topic, quote)
    case (.yaml, .quoted(let quote)):
      Self.yamlQuoted(topic, quote)
    case (.toml, .quoted(.single))
    where !topic.utf8.contains(0x27) && topic.unicodeScalars.allSatisfy(Self.isPrintable):
      [0x27] + Array(topic.utf8) + [0x27]
    case (.toml, _):
      Self.jsonString(topic)
    }
  }

  private static func yamlQuoted(_ topic: String, _ quote: Quote) -> [UInt8] {
    guard quote == .single, topic.unicodeScalars.allSatisfy(isPrintable) else { return jsonString(topic) }
    var bytes: [UInt8] = [0x27]
    for byte in topic.utf8 {
      if byte == 0x27 { bytes.append(0x27) }
      bytes.append(byte)
    }
    return bytes + [0x27]
  }

  /// A string as JSON writes it, which YAML's double quotes and TOML's basic strings read in the same way.
  static func jsonString(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = [0x22]
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += [0x5C, 0x22]
      case "\\": bytes += [0x5C, 0x5C]
      case "\n": bytes += [0x5C, 0x6E]
      case "\r": bytes += [0x5C, 0x72]
      case "\t": bytes += [0x5C, 0x74]
      default:
        if isPrintable(scalar) || scalar.value > 0xFFFF {
          bytes += Array(String(scalar).utf8)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: false)
          bytes += Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
        }
      }
    }
    return bytes + [0x22]
  }

  /// Whether a scalar may stand unescaped in all three languages; no control character, no line break, no surrogate's kin.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Whether a topic reads back as the same text without quotes in YAML 1.1 and 1.2 alike; refuses in case of doubt.
  static func isPlainSafe(_ topic: String, isFlow: Bool) -> Bool {
    let scalars = Array(topic.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, scalars.allSatisfy(isPrintable) else { return false }
    guard first.properties.isAlphabetic || ("0"..."9").contains(first) else { return false }
    guard last != " ", last != ":", last != "\u{A0}" else { return false }
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case ":" where next == " " || isFlow: return false
      case "#" where scalars[index - 1] == " ": return false
      case "[", "]", "{", "}", ",": if isFlow { return false }
      case "\"", "`", "<", ">", "|", "=", "?": return false
      default: break
      }
    }
    let word = topic.lowercased()
    if reservedWords.contains(word) { return false }
    // Numbers, dates and times hold few letters: e, x, o, b, t, z, a-f, inf, nan. Any other letter makes a text.
    if ("0"..."9").contains(first) {
      return word.unicodeScalars.contains { $0.properties.isAlphabetic && !"abcdefinotxz".unicodeScalars.contains($0) }
    }
    return true
  }

  private static let reservedWords: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil", "none", "nan", "inf", "infinity",
  ]
}
