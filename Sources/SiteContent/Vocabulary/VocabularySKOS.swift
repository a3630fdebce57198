import RecommendationEngine

/// One statement of an RDF document, its names as whole addresses.
struct RDFStatement: Equatable {
  /// What a statement says of its subject.
  enum Object: Equatable {
    case resource(String)
    /// A text, with its language where one is given.
    case text(String, language: String?)
  }

  var subject: String
  var predicate: String
  var object: Object
}

/// Reads a vocabulary from the statements of a SKOS document.
///
/// Source: SKOS Simple Knowledge Organization System Reference, W3C Recommendation, 18 August 2009.
enum VocabularySKOS {
  private static let namespace = "http://www.w3.org/2004/02/skos/core#"
  private static let deprecated = "http://www.w3.org/2002/07/owl#deprecated"

  /// The concepts in the order of their first statement. Of labels in several languages the one without language or in
  /// English counts, else the first; all others are aliases.
  static func entries(_ statements: [RDFStatement], path: String) throws(VocabularyError) -> [TopicEntry] {
    var order: [String] = []
    var bySubject: [String: [RDFStatement]] = [:]
    var parents: [String: String] = [:]
    for statement in statements {
      if bySubject[statement.subject] == nil { order.append(statement.subject) }
      bySubject[statement.subject, default: []].append(statement)
      guard case .resource(let object) = statement.object else { continue }
      switch local(statement.predicate) {
      case "broader", "broaderTransitive":
        if parents[statement.subject] == nil { parents[statement.subject] = object }
      case "narrower":
        if parents[object] == nil { parents[object] = statement.subject }
      default: break
      }
    }
    let records = order.compactMap { subject -> VocabularyRecord? in
      let statements = bySubject[subject] ?? []
      let labels = texts(statements, "prefLabel")
      guard let label = best(labels) else { return nil }
      var record = VocabularyRecord()
      record.label = TopicList.label(of: label) ?? ""
      record.identifier = subject
      record.parent = parents[subject]
      record.aliases = (labels + texts(statements, "altLabel") + texts(statements, "hiddenLabel")).map(\.text)
        .filter { $0 != label }
      record.description = best(texts(statements, "definition")) ?? best(texts(statements, "scopeNote")) ?? ""
      let isRetired = statements.contains {
        guard $0.predicate == deprecated, case .text(let value, _) = $0.object else { return false }
        return value == "true" || value == "1"
      }
      record.policy = isRetired ? .retired : .auto
      return record
    }
    // A parent that is no concept, such as one of another file, is no topic of ours.
    let known = Set(records.compactMap(\.identifier))
    return try VocabularyRecord.entries(
      records.map { record in
        var record = record
        if let parent = record.parent, !known.contains(parent) { record.parent = nil }
        return record
      }, path: path)
  }

  private static func local(_ predicate: String) -> String {
    predicate.hasPrefix(namespace) ? String(predicate.dropFirst(namespace.count)) : ""
  }

  private static func texts(_ statements: [RDFStatement], _ name: String) -> [(text: String, language: String?)] {
    statements.compactMap { statement in
      guard local(statement.predicate) == name, case .text(let text, let language) = statement.object else {
        return nil
      }
      return (text, language)
    }
  }

  private static func best(_ texts: [(text: String, language: String?)]) -> String? {
    (texts.first { $0.language == nil } ?? texts.first { $0.language?.lowercased().hasPrefix("en") == true }
      ?? texts.first)?.text
  }
}
