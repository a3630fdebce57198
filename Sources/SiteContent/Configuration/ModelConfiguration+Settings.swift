import RecommendationEngine

/// What a value should have been: the end of an error message.
struct ValueTrouble: Error {
  var wanted: String
}

/// One setting of a model configuration: how a value gets in, and how it is shown.
struct ConfigurationSetting: Sendable {
  let path: String
  let apply: @Sendable (inout ModelConfiguration, ConfigurationValue) throws(ValueTrouble) -> Void
  let show: @Sendable (ModelConfiguration) -> String
}

extension ModelConfiguration {
  /// The table of all settings, in the order of the files of `models/`: the one place that names a key.
  static let settings: [ConfigurationSetting] = [
    .text("name", \.name),
    .text("description", \.about),
    ConfigurationSetting(
      path: "preset",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.preset = try value.choice(Preset.self)
        if configuration.preset == .scikitLearn {
          configuration.analysis = .scikitLearn
          configuration.vectors = .scikitLearn
        }
      }, show: { $0.preset.rawValue }),

    .texts("content.extensions", \.content.extensions),
    .texts("content.excluded_names", \.content.excludedNames),
    .texts("content.excluded_folders", \.content.excludedFolders),
    .texts("content.id", \.content.id),
    .texts("content.other_ids", \.content.otherIDs),
    .texts("content.title", \.content.title),
    .texts("content.summary", \.content.summary),
    .texts("content.text", \.content.text),
    .choice("content.text_format", \.content.textFormat),
    .texts("content.date", \.content.date),
    .flag("content.date_from_file_name", \.content.takesDateFromFileName),
    .texts("content.topics", \.content.topics),
    .flag("content.merge_topics", \.content.mergesTopics),
    .texts("content.topic_mirrors", \.content.topicMirrors),
    .texts("content.keyword_keys", \.content.keywordKeys),
    .texts("content.slug", \.content.slug),
    .texts("content.aliases", \.content.aliases),
    .texts("content.uuid", \.content.uuid),
    .texts("content.url", \.content.url),
    .texts("content.related", \.content.related),
    .texts("content.draft", \.content.draft),
    .texts("content.expiry_date", \.content.expiryDate),
    .flag("content.include_drafts", \.content.includesDrafts),
    .flag("content.include_expired", \.content.includesExpired),

    .count("limits.file_bytes", \.limits.fileBytes, in: 1...2_000_000_000),
    .count("limits.front_matter_bytes", \.limits.frontMatterBytes, in: 1...100_000_000),
    .count("limits.body_bytes", \.limits.bodyBytes, in: 1...2_000_000_000),
    .count("limits.yaml_nodes", \.limits.yamlNodes, in: 1...10_000_000),
    .count("limits.yaml_aliases", \.limits.yamlAliases, in: 0...10_000),
    .count("limits.depth", \.limits.depth, in: 1...256),
    .count("limits.folder_depth", \.limits.folderDepth, in: 1...1024),

    .choice("analysis.tokenizer", \.analysis.tokenizer),
    .flag("analysis.lowercase", \.analysis.lowercases),
    .flag("analysis.strip_accents", \.analysis.stripsAccents),
    .choice("analysis.stop_words", \.analysis.stopWords),
    ConfigurationSetting(
      path: "analysis.stemmer",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.analysis.stemmer = value.isNone ? nil : try value.choice(StemmerLanguage.self, also: "none")
      }, show: { $0.analysis.stemmer?.rawValue ?? "none" }),
    ConfigurationSetting(
      path: "analysis.ngram_range",
      apply: { (configuration, value) throws(ValueTrouble) in configuration.analysis.ngramRange = try value.range() },
      show: { "[\($0.analysis.ngramRange.lowerBound), \($0.analysis.ngramRange.upperBound)]" }),
    .flag("analysis.acronyms", \.analysis.learnsAcronyms),

    .fieldWeight(.title), .fieldWeight(.summary), .fieldWeight(.body),
    .choice("vectors.tf", \.vectors.termFrequency),
    .choice("vectors.idf", \.vectors.inverseDocumentFrequency),
    .choice("vectors.norm", \.vectors.norm),
    .number("vectors.phrase_weight", \.vectors.phraseWeight, in: 0...1),
    ConfigurationSetting(
      path: "vectors.min_df",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.vectors.minimumDocumentFrequency = value.isText("auto") ? nil : try value.bound(also: "auto")
      }, show: { $0.vectors.minimumDocumentFrequency.map(shown) ?? "auto" }),
    ConfigurationSetting(
      path: "vectors.max_df",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.vectors.maximumDocumentFrequency = try value.bound()
      }, show: { shown($0.vectors.maximumDocumentFrequency) }),
    ConfigurationSetting(
      path: "vectors.max_features",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.vectors.maximumTermCount = value.isNone ? nil : try value.count(in: 1...Int.max, also: "none")
      }, show: { $0.vectors.maximumTermCount.map { String($0) } ?? "none" }),

    .count("similarity.limit", \.similarity.limit, in: 1...1000),
    .number("similarity.smoothing", \.similarity.smoothing, in: 0...1),
    .count("similarity.smoothing_neighbors", \.similarity.smoothingNeighborCount, in: 0...1000),
    .choice("similarity.feedback", \.similarity.feedback),
    .number("similarity.feedback_weight", \.similarity.feedbackWeight, in: 0...10),
    .count("similarity.feedback_items", \.similarity.feedbackItemCount, in: 0...1000),
  ]

  @Sendable private static func shown(_ bound: DocumentFrequencyBound) -> String {
    switch bound {
    case .count(let count): String(count)
    case .proportion(let share): String(share)
    }
  }
}

extension ConfigurationSetting {
  typealias Path<Value> = WritableKeyPath<ModelConfiguration, Value> & Sendable

  fileprivate static func text(_ path: String, _ keyPath: Path<String>) -> Self {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in configuration[keyPath: keyPath] = try value.text() },
      show: { $0[keyPath: keyPath] })
  }

  fileprivate static func texts(_ path: String, _ keyPath: Path<[String]>) -> Self {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in configuration[keyPath: keyPath] = try value.texts() },
      show: { "[" + $0[keyPath: keyPath].joined(separator: ", ") + "]" })
  }

  fileprivate static func flag(_ path: String, _ keyPath: Path<Bool>) -> Self {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in configuration[keyPath: keyPath] = try value.flag() },
      show: { String($0[keyPath: keyPath]) })
  }

  fileprivate static func count(_ path: String, _ keyPath: Path<Int>, in range: ClosedRange<Int>) -> Self {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration[keyPath: keyPath] = try value.count(in: range)
      }, show: { String($0[keyPath: keyPath]) })
  }

  fileprivate static func number(_ path: String, _ keyPath: Path<Double>, in range: ClosedRange<Double>) -> Self {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration[keyPath: keyPath] = try value.number(in: range)
      }, show: { String($0[keyPath: keyPath]) })
  }

  fileprivate static func choice<Choice>(
    _ path: String, _ keyPath: Path<Choice>
  ) -> Self where Choice: RawRepresentable<String> & CaseIterable & Sendable {
    .init(
      path: path,
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration[keyPath: keyPath] = try value.choice(Choice.self)
      }, show: { $0[keyPath: keyPath].rawValue })
  }

  fileprivate static func fieldWeight(_ field: Field) -> Self {
    .init(
      path: "vectors.field_weights.\(field.rawValue)",
      apply: { (configuration, value) throws(ValueTrouble) in
        configuration.vectors.fieldWeights[field] = Float(try value.number(in: 0...1000))
      },
      show: { configuration in
        let weight = configuration.vectors.fieldWeights[field] ?? 0
        return weight == weight.rounded() ? String(Int(weight)) : String(weight)
      })
  }
}

extension ConfigurationValue {
  fileprivate var isNone: Bool { isText("none") }

  fileprivate func isText(_ wanted: String) -> Bool {
    if case .text(let text, _) = content { return text == wanted }
    return false
  }

  fileprivate func text() throws(ValueTrouble) -> String {
    guard case .text(let text, _) = content else { throw ValueTrouble(wanted: "A text is wanted.") }
    return text
  }

  fileprivate func texts() throws(ValueTrouble) -> [String] {
    switch content {
    case .texts(let texts): return texts
    case .text(let text, _): return [text]
    default: throw ValueTrouble(wanted: "A list such as [a, b] is wanted, [] for none.")
    }
  }

  fileprivate func flag() throws(ValueTrouble) -> Bool {
    if isText("true") { return true }
    if isText("false") { return false }
    throw ValueTrouble(wanted: "true or false is wanted.")
  }

  fileprivate func count(in range: ClosedRange<Int>, also: String? = nil) throws(ValueTrouble) -> Int {
    if case .text(let text, isPlain: true) = content, let count = Int(text), range.contains(count) { return count }
    let wanted =
      range.upperBound == .max ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    throw ValueTrouble(wanted: "A whole number \(wanted)\(also.map { ", or \($0)," } ?? "") is wanted.")
  }

  fileprivate func number(in range: ClosedRange<Double>) throws(ValueTrouble) -> Double {
    if case .text(let text, isPlain: true) = content, let number = Double(text), range.contains(number) {
      return number
    }
    throw ValueTrouble(wanted: "A number from \(range.lowerBound) to \(range.upperBound) is wanted.")
  }

  fileprivate func choice<Choice>(
    _ type: Choice.Type, also: String? = nil
  ) throws(ValueTrouble) -> Choice where Choice: RawRepresentable<String> & CaseIterable {
    let names = Choice.allCases.map(\.rawValue) + (also.map { [$0] } ?? [])
    guard case .text(let text, _) = content else {
      throw ValueTrouble(wanted: "One of \(names.joined(separator: ", ")) is wanted.")
    }
    if let choice = Choice(rawValue: text) { return choice }
    let nearest = NearestName.of(text, in: names).map { " Did you mean '\($0)'?" } ?? ""
    throw ValueTrouble(wanted: "One of \(names.joined(separator: ", ")) is wanted.\(nearest)")
  }

  /// A number of items, or with a decimal point a share of them.
  fileprivate func bound(also: String? = nil) throws(ValueTrouble) -> DocumentFrequencyBound {
    if case .text(let text, isPlain: true) = content {
      if let count = Int(text), count >= 0 { return .count(count) }
      if let share = Double(text), (0...1).contains(share) { return .proportion(share) }
    }
    throw ValueTrouble(
      wanted: "A number of items such as 2, a share such as 0.5\(also.map { ", or \($0)," } ?? "") is wanted.")
  }

  fileprivate func range() throws(ValueTrouble) -> ClosedRange<Int> {
    if case .texts(let texts) = content, texts.count == 2, let low = Int(texts[0]), let high = Int(texts[1]), low >= 1,
      low <= high, high <= 8
    {
      return low...high
    }
    throw ValueTrouble(wanted: "Two whole numbers from 1 to 8 such as [1, 2] are wanted.")
  }
}
