extension ProblemCode {
  /// Cause, example and repair.
  public var explanation: ProblemExplanation {
    fenceExplanation ?? yamlExplanation ?? limitExplanation ?? fileExplanation ?? valueExplanation
      ?? ProblemExplanation(cause: "", example: "", repair: "")
  }

  private var fenceExplanation: ProblemExplanation? {
    switch self {
    case .frontMatterNotClosed:
      .init(
        cause:
          "The block of keys opens and never closes, so nobody can tell where the text begins. The file is left out.",
        example: "---\ntitle: Care at home\nThe text begins here.",
        repair: "Close the block with the line that opened it:\n---\ntitle: Care at home\n---\nThe text begins here.")
    case .frontMatterClosingFence:
      .init(
        cause: "The line that should close the block is not three hyphens alone. The file is left out.",
        example: "---\ntitle: Care at home\n---## First heading",
        repair: "---\ntitle: Care at home\n---\n## First heading")
    case .frontMatterOpeningFence:
      .init(
        cause: "The first line is meant to open the block but is not three hyphens alone. The file is left out.",
        example: "------\ntitle: Care at home\n---",
        repair: "---\ntitle: Care at home\n---")
    case .frontMatterNotOpened:
      .init(
        cause: "The file begins with keys, and a fence closes them, but none opens them. The file is left out.",
        example: "title: Care at home\ndate: 2024-05-01\n---\nThe text.",
        repair: "---\ntitle: Care at home\ndate: 2024-05-01\n---\nThe text.")
    case .frontMatterTextBefore:
      .init(
        cause: "Something stands before the opening fence, often put there by a script. The file is left out.",
        example: "expirydate: 2025-01-01\n---\ntitle: Care at home\n---",
        repair: "---\nexpirydate: 2025-01-01\ntitle: Care at home\n---")
    case .frontMatterEmptyBlock:
      .init(
        cause: "An empty block stands before the one with the keys, which would be read as text. The file is left out.",
        example: "---\n\n---\ntitle: Care at home\ndate: 2024-05-01\n---",
        repair: "---\ntitle: Care at home\ndate: 2024-05-01\n---")
    case .frontMatterCommentedOut:
      .init(
        cause: "The whole block stands inside an HTML comment, so the file has no keys. The file is left out.",
        example: "<!-- ---\ntitle: Care at home\n--- -->",
        repair: "---\ntitle: Care at home\n---")
    default: nil
    }
  }

  private var yamlExplanation: ProblemExplanation? {
    switch self {
    case .frontMatterTab:
      .init(
        cause: "YAML takes blanks for indentation, never tabs. The file is left out.",
        example: "topics:\n\t- telehealth", repair: "topics:\n  - telehealth")
    case .frontMatterColon:
      .init(
        cause: "A colon and a blank inside a value look like a second key. The file is left out.",
        example: "title: Part 2: at home", repair: "title: 'Part 2: at home'")
    case .frontMatterQuote:
      .init(
        cause: "A quote opens and does not close, or closes too early. The file is left out.",
        example: "summary: 'What you don't know'", repair: "summary: 'What you don''t know'")
    case .frontMatterKeySpace:
      .init(
        cause:
          "Without a blank after the colon YAML sees no key, and after the hyphen no list item. The file is left out.",
        example: "order:8", repair: "order: 8")
    case .frontMatterIndicator:
      .init(
        cause: "A value begins with a character that means something in YAML: * & ! % @ `. The file is left out.",
        example: "summary: **Care** at home", repair: "summary: '**Care** at home'")
    case .frontMatterIndent:
      .init(
        cause: "A key or a list item does not stand below its neighbours. The file is left out.",
        example: "topics:\n  - telehealth\n   - billing", repair: "topics:\n  - telehealth\n  - billing")
    case .frontMatterEscape:
      .init(
        cause: "A backslash between double quotes begins an escape that does not exist. The file is left out.",
        example: #"summary: "a digit is \d""#, repair: #"summary: 'a digit is \d'"#)
    case .frontMatterShortcode:
      .init(
        cause: "A shortcode without quotes is read as a YAML map. The file is left out.",
        example: "image: {{< img >}}", repair: "image: '{{< img >}}'")
    case .frontMatterConflict:
      .init(
        cause: "Marks of a merge that was not finished stand in the front matter. The file is left out.",
        example: "<<<<<<< HEAD\nslug: a\n=======\nslug: b\n>>>>>>> other",
        repair: "Keep one of the two versions and remove the three lines of marks:\nslug: a")
    case .frontMatterControl:
      .init(
        cause:
          "A character that cannot be seen, such as a vertical tab, stands where YAML allows none. The file is left out.",
        example: "title: Care\\u{0B} at home", repair: "title: Care at home")
    case .frontMatterSyntax:
      .init(
        cause: "A line is neither 'key: value' nor part of the value before it. The file is left out.",
        example: "title: Care at home\nsoftware for nurses", repair: "title: Care at home\n  software for nurses")
    case .frontMatterNotMapping:
      .init(
        cause: "The block holds a list or a text where keys with values should be. The file is left out.",
        example: "---\n- telehealth\n---", repair: "---\ntopics:\n  - telehealth\n---")
    case .frontMatterDuplicateKey:
      .init(
        cause: "A key is given twice. The last one counts here; some site builders refuse such a file.",
        example: "date: 2024-05-01\ndate: 2024-06-01", repair: "date: 2024-06-01")
    case .frontMatterTOML:
      .init(
        cause: "The block between the lines of +++ is not TOML. The file is left out.",
        example: #"tags = ["billing" "telehealth"]"#, repair: #"tags = ["billing", "telehealth"]"#)
    case .frontMatterJSON:
      .init(
        cause: "The object at the beginning of the file is not JSON. The file is left out.",
        example: #"{ "tags": ["billing",] }"#, repair: #"{ "tags": ["billing"] }"#)
    default: nil
    }
  }

  private var limitExplanation: ProblemExplanation? {
    switch self {
    case .frontMatterTooComplex:
      .init(
        cause: "The front matter nests too deeply, or has too many values or aliases. The file is left out.",
        example: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        repair: "Write the values out, or move them to a data file. The limits are in the model configuration (limits)."
      )
    case .frontMatterTooLarge:
      .init(
        cause: "The front matter is larger than the limit. The file is left out.",
        example: "---\ntranscript: (300 KB of text)\n---",
        repair: "Move the long value into the text, or raise limits.front_matter_bytes in the model configuration.")
    case .bodyTooLarge:
      .init(
        cause: "The text is longer than the limit; what is behind the limit does not count for similarity.",
        example: "A page that holds a whole book.",
        repair: "Split the page, or raise limits.body_bytes in the model configuration.")
    case .fileTooLarge:
      .init(
        cause: "The file is larger than the limit. It is left out.", example: "A database dump with the ending .md.",
        repair: "Move it out of the content folder, or raise limits.file_bytes in the model configuration.")
    case .folderTooDeep:
      .init(
        cause: "Folders lie inside folders beyond the limit. What is below is left out.",
        example: "content/a/a/a/a/… (more than 64 levels)", repair: "Remove the folder that repeats itself.")
    default: nil
    }
  }

  private var fileExplanation: ProblemExplanation? {
    switch self {
    case .fileEmpty:
      .init(
        cause: "The file holds nothing, or blank lines only. It has a name and no content, so it is no item.",
        example: "care.md (0 bytes)", repair: "Write the page, or delete the file.")
    case .fileBinary:
      .init(
        cause: "The file holds bytes that no text has: an office document or an image with the ending of a page.",
        example: "PK… (a ZIP archive named add.md)",
        repair: "Save the page as plain text, or give the file its own ending.")
    case .fileUnreadable:
      .init(
        cause: "The system refuses to open or read the file.", example: "chmod 000 care.md",
        repair: "Give the user who runs the program the right to read it.")
    case .fileSpecial:
      .init(
        cause: "The name belongs to a pipe, a socket or a device. Only regular files are read.",
        example: "mkfifo care.md", repair: "Remove it from the content folder.")
    case .fileLinkOutside:
      .init(
        cause: "A symbolic link leads out of the content folder. Such files are not read.",
        example: "care.md -> ../../elsewhere/care.md", repair: "Copy the file into the content folder.")
    case .fileLinkLoop:
      .init(
        cause: "A symbolic link leads to a folder that contains it, or to nothing. It is not followed.",
        example: "content/again -> ..", repair: "Remove the link.")
    case .fileName:
      .init(
        cause: "The name of the file is not UTF-8. It is shown with its bytes escaped.",
        example: #"caf\xE9.md"#, repair: "Rename the file.")
    case .encodingUTF16:
      .init(
        cause: "The file is UTF-16. It is read; most site builders cannot.",
        example: "A file that begins with the bytes FF FE.", repair: "Save it as UTF-8.")
    case .encodingInvalid:
      .init(
        cause: "A byte is not UTF-8. The file is read as windows-1252, and never written.",
        example: "caf\\xE9", repair: "Save the file as UTF-8.")
    default: nil
    }
  }

  private var valueExplanation: ProblemExplanation? {
    switch self {
    case .dateInvalid:
      .init(
        cause: "The date does not exist or is written in no known way. The item is in, without a date.",
        example: "date: 2026-13-01", repair: "date: 2026-01-13")
    case .topicsInvalid:
      .init(
        cause: "The list of topics holds a map, or is one. What is no text is passed over.",
        example: "topics:\n  telehealth: yes", repair: "topics:\n  - telehealth")
    case .idDuplicate:
      .init(
        cause: "Two items give the same id. The second one is known by its path instead.",
        example: "a.md: id: 12\nb.md: id: 12", repair: "Give each item an id of its own, or leave the key id away.")
    case .itemEmpty:
      .init(
        cause: "The item has neither title nor text, so nothing can be similar to it.",
        example: "---\ndate: 2024-05-01\n---", repair: "Write a title.")
    case .recordInvalid:
      .init(
        cause: "A line of the file is not one JSON object. This record is left out, the others are read.",
        example: #"{"id": "1", "title": "Care""#, repair: #"{"id": "1", "title": "Care"}"#)
    case .recordColumns:
      .init(
        cause: "A row has more or fewer fields than the header, or a quote that does not close. The row is left out.",
        example: "id,title\n1,Care, at home", repair: "id,title\n1,\"Care, at home\"")
    case .recordMarkup:
      .init(
        cause:
          "The text of a record is HTML, and is read as plain text: the names of tags and the insides of scripts count as words.",
        example: #"{"id": "1", "text": "<p>A nurse calls.</p>"}"#,
        repair: "content:\n  text_format: html\n\nin recommend.yaml, or --set content.text_format=html.")
    default: nil
    }
  }
}
