/// A value in a result, rendered the same way by every command.
enum Value: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Rounded to six places.
  case number(Double)
  case text(String)
  case list([Value])
  case object([(key: String, value: Value)])

  init(_ text: String?) {
    self = text.map(Value.text) ?? .null
  }
}

extension Value {
  /// The value in JSON, keys sorted, on one line.
  var json: String {
    var result = ""
    appendJSON(to: &result)
    return result
  }

  private func appendJSON(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .number(let value): result += Self.formatted(value)
    case .text(let value): Self.appendQuoted(value, to: &result)
    case .list(let values):
      result += "["
      for (index, value) in values.enumerated() {
        if index > 0 { result += "," }
        value.appendJSON(to: &result)
      }
      result += "]"
    case .object(let members):
      result += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { result += "," }
        Self.appendQuoted(member.key, to: &result)
        result += ":"
        member.value.appendJSON(to: &result)
      }
      result += "}"
    }
  }

  /// A number with six places at most, never in exponents: `0.48`, `0.000012`, `1`.
  static func formatted(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let millionths = (abs(value) * 1_000_000).rounded()
    guard millionths < 9e15 else { return String(value) }
    let whole = Int(millionths)
    var fraction = String(whole % 1_000_000)
    fraction = String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && whole > 0 ? "-" : ""
    return sign + String(whole / 1_000_000) + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func appendQuoted(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }

  /// The value as plain text for tables and delimited formats; lists are joined with `; `.
  var plain: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .number(let value): Self.formatted(value)
    case .text(let value): value
    case .list(let values): values.map(\.plain).joined(separator: "; ")
    case .object: json
    }
  }
}
