/// Why a content file is not changed; each has an explanation.
public enum RefusalCode: String, Hashable, Sendable, CaseIterable {
  // The page
  /// The file holds records, not a page.
  case recordFile = "record-file"
  /// The file gives no item.
  case doesNotRead = "does-not-read"
  /// The model names no key for topics.
  case noTopicsKey = "no-topics-key"
  // The front matter
  /// The file does not begin with a front matter fence or a JSON object.
  case noFrontMatter = "no-front-matter"
  /// The front matter is opened and never closed.
  case unclosedFrontMatter = "unclosed-front-matter"
  /// A byte sequence is not UTF-8 and the caller has not allowed that.
  case invalidUTF8 = "utf8-invalid"
  /// The front matter is larger, deeper or richer in aliases than the limits allow.
  case tooComplex = "fm-too-complex"
  /// The parser of the format rejects the front matter.
  case doesNotParse = "fm-does-not-parse"
  // The list
  /// The key stands twice, perhaps in two spellings of its case.
  case duplicateKey = "duplicate-key"
  /// The value is neither a list, a text nor empty, or an item of the list is not a text.
  case notATopicList = "not-a-topic-list"
  /// An anchor, an alias, a tag or a merge key takes part in the list.
  case sharedValue = "shared-value"
  /// The layout of the list is legal but not one that can be edited line by line.
  case unsupportedLayout = "unsupported-layout"
  /// A topic to write has no visible character.
  case blankTopic = "blank-topic"
  /// The edited text did not read back as it should.
  case doubtAfterEdit = "doubt-after-edit"
  // The file
  /// The path leads out of the content folder.
  case pathEscape = "path-escape"
  /// Nothing stands at the path.
  case notFound = "not-found"
  /// What stands at the path is no regular file.
  case notRegularFile = "not-regular-file"
  /// Other names share the file.
  case hardLink = "hard-link"
  /// The file has changed since it was planned or written.
  case changedSinceReview = "changed-since-review"
  // The replacement
  /// A temporary file is in the way.
  case leftOver = "left-over"
  /// The old bytes in the journal are not those that were noted.
  case journalDamaged = "journal-damaged"
  /// The file is replaced, but perhaps not on the disk.
  case notOnDisk = "not-on-disk"
  /// A call of the system failed.
  case system = "system"
}
