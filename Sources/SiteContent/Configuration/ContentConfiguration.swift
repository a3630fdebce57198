/// Which files are items, and which keys hold what: the section `content` of a model configuration.
///
/// Lists of keys are in order of preference: the first key that is not blank wins.
public struct ContentConfiguration: Sendable, Equatable {
  /// The endings of the files that are read, without the dot.
  public var extensions: [String] = ["md", "markdown", "html", "htm"]
  /// Names of files that are no items; `*` stands for anything.
  public var excludedNames: [String] = ["_index.*", "CLAUDE.md", "AGENTS.md"]
  /// Names of folders that are not entered.
  public var excludedFolders: [String] = ["node_modules", "_site", "_layouts", "_includes"]
  /// Keys of the id; empty, or blank in an item, means the path below the content root.
  public var id: [String] = []
  /// Keys of further ids by which an item is found.
  public var otherIDs: [String] = []
  /// Keys of the title.
  public var title: [String] = ["title"]
  /// Keys of the summary.
  public var summary: [String] = ["summary", "description"]
  /// Keys of the text, for files that are one record.
  public var text: [String] = []
  /// How that text is written.
  public var textFormat: TextFormat = .markdown
  /// Keys of the date.
  public var date: [String] = ["date"]
  /// Whether a name such as `2014-05-14-title.md` gives a date where no key does.
  public var takesDateFromFileName = true
  /// Keys of the list of topics.
  public var topics: [String] = ["topics", "tags"]
  /// Whether all of these keys give topics together; else the first one that is not blank does.
  public var mergesTopics = true
  /// Keys that repeat the list of topics.
  public var topicMirrors: [String] = []
  /// Keys whose text is cut at commas, or at blanks if it has none.
  public var keywordKeys: [String] = ["keywords"]
  /// Keys of the slug.
  public var slug: [String] = ["slug"]
  /// Keys of former addresses.
  public var aliases: [String] = ["aliases"]
  /// Keys of a UUID.
  public var uuid: [String] = []
  /// Keys of an address in the web.
  public var url: [String] = ["url"]
  /// Keys of lists of related items that editors keep.
  public var related: [String] = []
  /// Keys that mark a draft.
  public var draft: [String] = ["draft"]
  /// Keys of the date after which an item is not shown any more.
  public var expiryDate: [String] = ["expiryDate"]
  /// Whether drafts take part.
  public var includesDrafts = true
  /// Whether expired items take part.
  public var includesExpired = true

  /// The defaults, as a plain Hugo site needs them.
  public init() {}
}

/// How the text of a record is written.
public enum TextFormat: String, CaseIterable, Sendable {
  /// Markdown, as in the body of a page.
  case markdown
  /// HTML.
  case html
  /// Plain text.
  case plain
}

/// What a file may cost: the section `limits` of a model configuration.
public struct ContentLimits: Sendable, Equatable {
  /// The size of a file, or of one record of a file of records, in bytes.
  public var fileBytes = 10_000_000
  /// The size of the front matter in bytes.
  public var frontMatterBytes = 262_144
  /// The part of the text that counts, in bytes.
  public var bodyBytes = 2_000_000
  /// Scalars, lists and maps in one block of front matter.
  public var yamlNodes = 10_000
  /// Aliases in one block of front matter.
  public var yamlAliases = 50
  /// Lists and maps one inside the other.
  public var depth = 64
  /// Folders one inside the other.
  public var folderDepth = 64

  /// The limits of the project.
  public init() {}
}
