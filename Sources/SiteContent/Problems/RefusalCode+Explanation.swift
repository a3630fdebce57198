extension RefusalCode {
  /// Cause, example and repair.
  public var explanation: ProblemExplanation {
    switch self {
    case .recordFile, .doesNotRead, .noTopicsKey: pageExplanation
    case .noFrontMatter, .unclosedFrontMatter, .invalidUTF8, .tooComplex, .doesNotParse: frontMatterExplanation
    case .duplicateKey, .notATopicList, .sharedValue, .unsupportedLayout, .blankTopic, .doubtAfterEdit: listExplanation
    case .pathEscape, .notFound, .notRegularFile, .hardLink, .changedSinceReview: fileExplanation
    case .leftOver, .journalDamaged, .notOnDisk, .system: replacementExplanation
    }
  }

  private var pageExplanation: ProblemExplanation {
    switch self {
    case .recordFile:
      .init(
        cause:
          "The item is a record of a JSON Lines or CSV file. Topics are edited in pages only; the file stays as it is.",
        example: "items.jsonl: {\"id\": \"12\", \"topics\": [\"billing\"]}",
        repair: "Take the changes to the source of the records: recommend retag export --output retag.json")
    case .doesNotRead:
      .init(
        cause: "The page gives no item, so nobody can tell whether an edit would be right. It stays as it is.",
        example: "A page that was emptied since it was indexed.",
        repair: "Repair what recommend doctor shows for the page, then run recommend index and recommend retag plan.")
    default:
      .init(
        cause: "The page holds no list of topics, and the model names no key that a new one could have.",
        example: "content:\n  topics: []", repair: "content:\n  topics: [tags]")
    }
  }

  private var frontMatterExplanation: ProblemExplanation {
    switch self {
    case .noFrontMatter:
      .init(
        cause: "The page does not begin with front matter, or it is unclear where that is. The page stays as it is.",
        example: "# Care at home\nThe text.", repair: "---\ntitle: Care at home\n---\nThe text.")
    case .unclosedFrontMatter: ProblemCode.frontMatterNotClosed.explanation
    case .invalidUTF8: ProblemCode.encodingInvalid.explanation
    case .tooComplex: ProblemCode.frontMatterTooComplex.explanation
    default:
      .init(
        cause: "The front matter is not what its format allows, at the line that is named. The page stays as it is.",
        example: "---\ntopics: [billing, telehealth\n---",
        repair: "---\ntopics: [billing, telehealth]\n---")
    }
  }

  private var listExplanation: ProblemExplanation {
    switch self {
    case .duplicateKey:
      .init(
        cause: "The key of the list is given twice, so nobody can tell which one counts. The page stays as it is.",
        example: "topics: [billing]\nTopics: [telehealth]", repair: "topics: [billing, telehealth]")
    case .notATopicList:
      .init(
        cause:
          "The value is neither a list nor a text, or the list holds something else than texts. The page stays as it is.",
        example: "topics:\n  - name: billing", repair: "topics:\n  - billing")
    case .sharedValue:
      .init(
        cause:
          "An anchor, an alias, a tag or a merge key takes part in the list, so an edit might change other values too. The page stays as it is.",
        example: "keywords: &shared [billing]\ntopics: *shared", repair: "keywords: [billing]\ntopics: [billing]")
    case .unsupportedLayout:
      .init(
        cause: "The list is legal but laid out so that single topics cannot be edited. The page stays as it is.",
        example: "? topics\n: - billing", repair: "topics:\n  - billing")
    case .blankTopic:
      .init(
        cause: "The topic to write has no visible character. Nothing is written.",
        example: "old,new\nbilling,\" \"", repair: "old,new\nbilling,medical billing")
    default:
      .init(
        cause:
          "The edited page was read once more before it was written, and something else than the list came out changed. The page stays as it is.",
        example: "A topic that the model reads as another one after it is written.",
        repair: "Edit the list by hand, then run recommend index.")
    }
  }

  private var fileExplanation: ProblemExplanation {
    switch self {
    case .pathEscape:
      .init(
        cause:
          "The path has a '..', is absolute, or leads through a link out of the content folder. Nothing is touched there.",
        example: "posts -> /srv/elsewhere",
        repair: "Copy the files into the content folder, then run recommend index --rebuild.")
    case .notFound:
      .init(
        cause: "The file was moved or deleted since it was indexed, or --root names another folder.",
        example: "mv posts/care.md posts/care-at-home.md",
        repair: "Run recommend index, then recommend retag plan. Or name the content folder with --root.")
    case .notRegularFile:
      .init(
        cause: "A folder, a pipe, a socket or a device has the name of the page. Only regular files are edited.",
        example: "mkfifo care.md", repair: "Remove it, then run recommend index.")
    case .hardLink:
      .init(
        cause: "The file has further names (hard links), which would keep the old content. It stays as it is.",
        example: "ln care.md copy.md", repair: "Part the names:\ncp care.md new.md && mv new.md care.md")
    default:
      .init(
        cause: "The file is not as it was when the change was planned, or when it was written. It stays as it is.",
        example: "Somebody saved care.md between recommend retag plan and recommend retag apply.",
        repair:
          "To apply: run recommend retag plan once more.\nTo undo: edit the list by hand, or take the file from version control."
      )
    }
  }

  private var replacementExplanation: ProblemExplanation {
    switch self {
    case .leftOver:
      .init(
        cause:
          "A temporary file of this replacement stands beside the page: another run is at work, or one was cut off.",
        example: ".care.md.recommend-0123456789abcdef",
        repair: "Run recommend retag recover. If the file stays and no other run is at work, delete it.")
    case .journalDamaged:
      .init(
        cause: "The old bytes in the index do not have the SHA-256 that was noted beside them. They are not written.",
        example: "A disk that flipped a bit, or a program that wrote to the index.",
        repair: "Take the file from a backup or from version control, and look at the index: recommend doctor")
    case .notOnDisk:
      .init(
        cause: "The page has its new bytes, but the system could not confirm that they are on the disk.",
        example: "fsync of its folder: Input/output error",
        repair: "Check the disk. After a stop of the machine look at the page, and run recommend retag recover.")
    default:
      .init(
        cause: "The system refused the call that is named. The file stays as it is.",
        example: "openat: Permission denied",
        repair:
          "Give the user who runs the program the right to write in the folder of the page, or free space on the disk.")
    }
  }
}
