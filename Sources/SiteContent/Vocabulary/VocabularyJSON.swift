import RecommendationEngine

/// Reads a vocabulary from JSON: a list of objects, wherever it stands in the document.
///
/// The keys are those of a topic hierarchy as GraphQL services give it, `label, classname, parentclassname, description`,
/// or the usual other names; narrower topics may also stand inside broader ones as `children`.
enum VocabularyJSON {
  static func entries(in bytes: [UInt8], path: String) throws(VocabularyError) -> [TopicEntry] {
    // The reader takes an object; a list is wrapped into one.
    let isList = bytes.first { !Byte.isWhiteSpace($0) } == Byte.bracketOpen
    let text = isList ? Array("{\"topics\":".utf8) + bytes + [Byte.braceClose] : bytes
    var limits = FrontMatterLimits()
    limits.nodeCount = 10_000_000
    let metadata: Metadata
    do throws(FrontMatterTrouble) {
      metadata = try text.withUnsafeBufferPointer { (buffer) throws(FrontMatterTrouble) -> Metadata in
        try JSONReader.read(buffer, firstLine: 1, limits: limits).metadata
      }
    } catch {
      throw VocabularyError(path: path, line: error.line, message: "\(error.message). \(error.hint)")
    }
    var records: [VocabularyRecord] = []
    try collect(.map(metadata), parent: nil, into: &records, path: path)
    return try VocabularyRecord.entries(records, path: path)
  }

  /// Walks the document; every object with a label is a topic.
  private static func collect(
    _ value: MetadataValue, parent: String?, into records: inout [VocabularyRecord], path: String
  ) throws(VocabularyError) {
    switch value {
    case .text, .null: return
    case .list(let values):
      for value in values { try collect(value, parent: parent, into: &records, path: path) }
    case .map(let metadata):
      var inner = parent
      if let label = self.text(.label, in: metadata).flatMap(TopicList.label) {
        var record = VocabularyRecord()
        record.label = label
        record.identifier = self.text(.identifier, in: metadata)
        record.parent = self.text(.parent, in: metadata) ?? parent
        record.description = self.text(.description, in: metadata) ?? ""
        record.aliases = entry(.aliases, in: metadata)?.value.texts ?? []
        let policy = self.text(.policy, in: metadata) ?? ""
        guard let known = VocabularyRecord.policy(policy) else {
          throw VocabularyError(
            path: path, line: entry(.policy, in: metadata)?.line,
            message: "policy '\(policy)' is none of auto, manual, retired.")
        }
        record.policy = known
        records.append(record)
        inner = record.identifier ?? label
      }
      for entry in metadata.entries {
        switch entry.value {
        case .map, .list: try collect(entry.value, parent: inner, into: &records, path: path)
        case .text, .null: break
        }
      }
    }
  }

  private static func entry(_ role: VocabularyRecord.Role, in metadata: Metadata) -> Metadata.Entry? {
    let ranked = metadata.entries.compactMap { entry in role.rank(of: entry.key).map { (entry, $0) } }
    return ranked.min { $0.1 < $1.1 }?.0
  }

  private static func text(_ role: VocabularyRecord.Role, in metadata: Metadata) -> String? {
    entry(role, in: metadata)?.value.texts.first
  }
}
