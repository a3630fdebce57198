/// The kinds of problems that content can have; each has an explanation.
public enum ProblemCode: String, CaseIterable, Sendable {
  // The fences
  case frontMatterNotClosed = "fm-not-closed"
  case frontMatterClosingFence = "fm-closing-fence"
  case frontMatterOpeningFence = "fm-opening-fence"
  case frontMatterNotOpened = "fm-not-opened"
  case frontMatterTextBefore = "fm-text-before"
  case frontMatterEmptyBlock = "fm-empty-block"
  case frontMatterCommentedOut = "fm-commented-out"
  // YAML
  case frontMatterTab = "fm-tab"
  case frontMatterColon = "fm-colon"
  case frontMatterQuote = "fm-quote"
  case frontMatterKeySpace = "fm-key-space"
  case frontMatterIndicator = "fm-indicator"
  case frontMatterIndent = "fm-indent"
  case frontMatterEscape = "fm-escape"
  case frontMatterShortcode = "fm-shortcode"
  case frontMatterConflict = "fm-conflict"
  case frontMatterControl = "fm-control"
  case frontMatterSyntax = "fm-syntax"
  case frontMatterNotMapping = "fm-not-mapping"
  case frontMatterDuplicateKey = "fm-duplicate-key"
  // TOML and JSON
  case frontMatterTOML = "fm-toml"
  case frontMatterJSON = "fm-json"
  // Limits
  case frontMatterTooComplex = "fm-too-complex"
  case frontMatterTooLarge = "fm-too-large"
  case bodyTooLarge = "body-too-large"
  case fileTooLarge = "file-too-large"
  case folderTooDeep = "folder-too-deep"
  // Files
  case fileEmpty = "file-empty"
  case fileBinary = "file-binary"
  case fileUnreadable = "file-unreadable"
  case fileSpecial = "file-special"
  case fileLinkOutside = "link-outside"
  case fileLinkLoop = "link-loop"
  case fileName = "file-name"
  case encodingUTF16 = "utf16"
  case encodingInvalid = "utf8-invalid"
  // Values
  case dateInvalid = "date-invalid"
  case topicsInvalid = "topics-invalid"
  case idDuplicate = "id-duplicate"
  case itemEmpty = "item-empty"
  // Records
  case recordInvalid = "record-invalid"
  case recordColumns = "record-columns"
  case recordMarkup = "record-markup"
}

/// What `recommend explain` tells about a kind of problem.
public struct ProblemExplanation: Sendable, Equatable {
  /// Why it happens, and what the program does then.
  public var cause: String
  /// Content that shows it.
  public var example: String
  /// The same content as it should be, or what to do.
  public var repair: String

  /// Creates an explanation.
  public init(cause: String, example: String, repair: String) {
    self.cause = cause
    self.example = example
    self.repair = repair
  }
}
