import Foundation
import TOMLKit
import Yams

/// What the parser of the format reads from a front matter: the judge of an edit, independent of the code that edits.
indirect enum FrontMatterTree: Sendable {
  /// A value without parts. Two scalars are equal when kind and text are, byte for byte.
  case scalar(kind: ScalarKind, text: String)
  case list([FrontMatterTree])
  case map([(key: String, value: FrontMatterTree)])

  /// How a scalar was written; an explicit tag of YAML is told apart.
  enum ScalarKind: Hashable, Sendable {
    case null, text, plain
    case tagged(String)
  }

  /// Parses a front matter with Yams, TOMLKit or Foundation.
  init(parsing text: [UInt8], format: FrontMatterFormat) throws(TopicEditRefusal) {
    guard !text.contains(0) else {
      throw TopicEditRefusal(.doesNotParse, "The front matter holds a NUL byte. Remove it.")
    }
    let string = String(decoding: text, as: UTF8.self)
    switch format {
    case .yaml:
      guard let root = try YAMLDocument.compose(string, bytes: text) else {
        self = .map([])
        return
      }
      var budget = YAMLDocument.nodeLimit
      self = try Self.tree(of: root, depth: 0, budget: &budget)
    case .toml:
      do throws(TOMLSyntax.Fault) {
        try text.withUnsafeBufferPointer { (bytes) throws(TOMLSyntax.Fault) in
          try TOMLSyntax.check(bytes, limits: FrontMatterLimits())
        }
      } catch {
        throw TopicEditRefusal(
          error.isTooComplex ? .tooComplex : .doesNotParse, "The TOML front matter is refused: \(error.message).",
          line: text.prefix(error.offset).count { $0 == Byte.lineFeed } + 1)
      }
      do {
        let json = try TOMLTable(string: string).convert(
          to: .json, options: [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings])
        self = Self.tree(of: try JSONSerialization.jsonObject(with: Data(json.utf8)))
      } catch {
        throw TopicEditRefusal(.doesNotParse, "The TOML front matter does not parse: \(error).")
      }
    case .json:
      try Nesting.check(text)
      // Foundation overlooks a trailing comma, which Hugo does not.
      guard JSONEntries(text) != nil else {
        throw TopicEditRefusal(
          .doesNotParse, "The JSON front matter does not parse. Look for a missing or a trailing comma.")
      }
      do {
        self = Self.tree(of: try JSONSerialization.jsonObject(with: Data(text)))
      } catch {
        throw TopicEditRefusal(.doesNotParse, "The JSON front matter does not parse: \(error).")
      }
    }
  }

  /// The value at a path, or nil; the first of several keys that differ in case only.
  subscript(path: FieldPath) -> FrontMatterTree? {
    var value = self
    for component in path.components {
      guard case .map(let pairs) = value,
        let pair = pairs.first(where: { FieldPath.sameKey($0.key, component) })
      else { return nil }
      value = pair.value
    }
    return value
  }

  /// The tree without the values at a path.
  func removing(_ path: ArraySlice<String>) -> FrontMatterTree {
    guard case .map(let pairs) = self, let key = path.first else { return self }
    if path.count == 1 { return .map(pairs.filter { !FieldPath.sameKey($0.key, key) }) }
    return .map(
      pairs.map { pair in
        FieldPath.sameKey(pair.key, key) ? (pair.key, pair.value.removing(path.dropFirst())) : pair
      })
  }

  private static func tree(of node: Node, depth: Int, budget: inout Int) throws(TopicEditRefusal) -> FrontMatterTree {
    budget -= 1
    guard budget >= 0, depth <= YAMLDocument.depthLimit else {
      throw TopicEditRefusal(
        .tooComplex,
        "The front matter has over \(YAMLDocument.nodeLimit) values or is over \(YAMLDocument.depthLimit) deep.")
    }
    switch node {
    case .scalar(let scalar):
      let tag = scalar.tag.rawValue
      if !tag.isEmpty, tag != Tag.Name.implicit.rawValue, tag != Tag.Name.nonSpecific.rawValue, scalar.style == .plain {
        return .scalar(kind: .tagged(tag), text: scalar.string)
      }
      guard scalar.style == .plain else { return .scalar(kind: .text, text: scalar.string) }
      let isNull = ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return .scalar(kind: isNull ? .null : .plain, text: scalar.string)
    case .sequence(let sequence):
      var items: [FrontMatterTree] = []
      for item in sequence { items.append(try tree(of: item, depth: depth + 1, budget: &budget)) }
      return .list(items)
    case .mapping(let mapping):
      var pairs: [(key: String, value: FrontMatterTree)] = []
      for (key, value) in mapping {
        let name: String
        if let text = key.string {
          name = text
        } else {
          name = "\(try tree(of: key, depth: depth + 1, budget: &budget))"
        }
        pairs.append((name, try tree(of: value, depth: depth + 1, budget: &budget)))
      }
      return .map(pairs)
    case .alias:
      throw TopicEditRefusal(.sharedValue, "The front matter holds an alias that does not resolve.")
    }
  }

  private static func tree(of value: Any) -> FrontMatterTree {
    switch value {
    case let text as String: .scalar(kind: .text, text: text)
    case let items as [Any]: .list(items.map(tree(of:)))
    case let pairs as [String: Any]:
      .map(pairs.keys.sorted().map { key in (key, pairs[key].map(tree(of:)) ?? .scalar(kind: .null, text: "")) })
    case is NSNull: .scalar(kind: .null, text: "")
    default: .scalar(kind: .plain, text: "\(value)")
    }
  }
}

extension FrontMatterTree: Equatable {
  static func == (lhs: FrontMatterTree, rhs: FrontMatterTree) -> Bool {
    switch (lhs, rhs) {
    case (.scalar(let kind, let text), .scalar(let otherKind, let otherText)):
      kind == otherKind && text.utf8.elementsEqual(otherText.utf8)
    case (.list(let items), .list(let others)):
      items == others
    case (.map(let pairs), .map(let others)):
      pairs.count == others.count
        && zip(pairs, others).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value }
    default:
      false
    }
  }
}
