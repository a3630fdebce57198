import CMD4C

/// Reads the text of Markdown through the callbacks of libmd4c.
struct MarkdownReader {
  private var collector: TextCollector
  private var scanner = TagScanner()
  /// HTML that comes in pieces, a line each, until it is read as one fragment.
  private var fragment: [UInt8] = []
  /// The target of the link that is open.
  private var target: [UInt8] = []
  private var isInsideLink = false
  private var isInHTMLBlock = false
  /// A `<style>` in a paragraph is a slip of the pen and hides no more than that; one in an HTML block goes on until it is closed.
  private var hidesUntilBlockEnds = false
  /// How many more cells the tables may have.
  private var cellsLeft: Int
  /// How many more bytes the targets of links may have.
  private var targetBytesLeft: Int
  private let keepsUnknownTags: Bool

  /// How Markdown is taken.
  enum Mode {
    /// A page, with its blocks.
    case page
    /// One line: a title or a summary.
    case line
  }

  /// Why libmd4c was stopped, as the number that a callback returns. Only negative ones stop it everywhere; -1 is its own.
  private enum Stop: Int32 {
    case no = 0
    case outOfMemory = -1
    case full = -2
    case tooManyCells = -3
    case tooManyTargets = -4
  }

  /// Words without white space longer than this are searched for no addresses: libmd4c's search is square in their length.
  private static let longestWord = 4_096

  /// Reads a text that holds no shortcodes.
  ///
  /// Indented lines are no code: in real pages they are HTML, or the inside of a shortcode, as often as code, and the words of
  /// code come through either way.
  ///
  /// libmd4c is linear but for three things, which are kept from hostile pages:
  /// - Addresses are not looked for in a page with words of more than 4 KB.
  /// - A table costs its rows times the columns of its head, for missing cells are filled in. A page with more cells than
  ///   bytes is read again with its tables as plain lines.
  /// - A link costs the length of its target, also when that is defined once for all. A page whose targets are four times
  ///   as long as itself is read as text with tags.
  ///
  /// libmd4c 0.4.8 looks behind the end of a text that ends within the target of a link, `[a](b`: a text gets a line end.
  static func read(_ markdown: UnsafeBufferPointer<UInt8>, as mode: Mode) -> TextCollector {
    if let last = markdown.last, last != Byte.lineFeed {
      return (Array(markdown) + [Byte.lineFeed]).withUnsafeBufferPointer { read($0, as: mode) }
    }
    var flags = MD_FLAG_STRIKETHROUGH
    if mode == .page {
      flags |= MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_NOINDENTEDCODEBLOCKS
      if !holdsLongWord(markdown) {
        flags |= MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS
      }
    }
    var (collector, stop) = MarkdownReader(capacity: markdown.count, mode: mode).reading(markdown, flags: flags)
    if stop == .tooManyCells {
      (collector, stop) = MarkdownReader(capacity: markdown.count, mode: mode)
        .reading(markdown, flags: flags & ~MD_FLAG_TABLES)
    }
    if stop == .tooManyTargets {
      collector = TextCollector(capacity: markdown.count)
      var scanner = TagScanner()
      scanner.scan(markdown, into: &collector)
    }
    return collector
  }

  private static func holdsLongWord(_ markdown: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start + longestWord < markdown.count {
      // White space anywhere in the window ends all words that begin before it.
      let window = markdown[start...start + longestWord]
      guard let blank = window.lastIndex(where: \.isWhiteSpace) else { return true }
      start = blank + 1
    }
    return false
  }

  private init(capacity: Int, mode: Mode) {
    collector = TextCollector(capacity: capacity)
    cellsLeft = capacity + 1_000
    targetBytesLeft = 4 * capacity + 100_000
    keepsUnknownTags = mode == .line
  }

  /// The text, and why it ends before the page does.
  private consuming func reading(_ markdown: UnsafeBufferPointer<UInt8>, flags: Int32) -> (TextCollector, Stop) {
    var parser = MD_PARSER()
    parser.flags = UInt32(flags)
    // SAFETY: in each callback `state` is the pointer given to md_parse below, valid and used by no one else during the
    // call. `text` is valid for `size` bytes while the callback runs; `detail` has the type that md4c.h gives for the kind.
    parser.enter_block = { kind, _, state in
      state!.assumingMemoryBound(to: MarkdownReader.self).pointee.enterBlock(kind)
    }
    parser.leave_block = { kind, _, state in
      state!.assumingMemoryBound(to: MarkdownReader.self).pointee.leaveBlock(kind)
    }
    parser.enter_span = { kind, detail, state in
      guard kind == MD_SPAN_A || kind == MD_SPAN_IMG, let detail else { return 0 }
      let reader = state!.assumingMemoryBound(to: MarkdownReader.self)
      if kind == MD_SPAN_IMG {
        let image = detail.assumingMemoryBound(to: MD_SPAN_IMG_DETAIL.self).pointee
        return reader.pointee.count(image.src, image.title)
      }
      let link = detail.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee
      reader.pointee.enterLink(buffer(link.href.text, link.href.size))
      return reader.pointee.count(link.href, link.title)
    }
    parser.leave_span = { kind, _, state in
      if kind == MD_SPAN_A { state!.assumingMemoryBound(to: MarkdownReader.self).pointee.isInsideLink = false }
      return 0
    }
    parser.text = { kind, text, size, state in
      state!.assumingMemoryBound(to: MarkdownReader.self).pointee.take(buffer(text, size), kind)
    }
    let stop = withUnsafeMutablePointer(to: &self) { state in
      // SAFETY: the text is read during the call only; `state` outlives it. Texts are far below the 4 GiB that MD_SIZE holds.
      markdown.withMemoryRebound(to: CChar.self) { md_parse($0.baseAddress, MD_SIZE($0.count), &parser, state) }
    }
    readFragment()
    return (collector, Stop(rawValue: stop) ?? .no)
  }

  // MARK: What libmd4c calls

  private mutating func enterBlock(_ kind: MD_BLOCKTYPE) -> Int32 {
    collector.breakLine()
    if kind == MD_BLOCK_HTML { isInHTMLBlock = true }
    if kind == MD_BLOCK_TD || kind == MD_BLOCK_TH {
      cellsLeft -= 1
      if cellsLeft < 0 { return Stop.tooManyCells.rawValue }
    }
    return 0
  }

  private mutating func leaveBlock(_ kind: MD_BLOCKTYPE) -> Int32 {
    readFragment()
    if kind == MD_BLOCK_HTML { isInHTMLBlock = false }
    if hidesUntilBlockEnds {
      scanner.stopHiding()
      hidesUntilBlockEnds = false
    }
    collector.breakLine()
    return (collector.isFull ? Stop.full : .no).rawValue
  }

  private mutating func enterLink(_ href: UnsafeBufferPointer<UInt8>) {
    readFragment()
    collector.appendLink(href)
    target.removeAll(keepingCapacity: true)
    if href.count <= TextCollector.longestLink { target.append(contentsOf: href) }
    isInsideLink = true
  }

  /// Counts what a link or an image costs.
  private mutating func count(_ target: MD_ATTRIBUTE, _ title: MD_ATTRIBUTE) -> Int32 {
    targetBytesLeft -= Int(target.size) + Int(title.size)
    return (targetBytesLeft < 0 ? Stop.tooManyTargets : .no).rawValue
  }

  private mutating func take(_ text: UnsafeBufferPointer<UInt8>, _ kind: MD_TEXTTYPE) -> Int32 {
    if kind == MD_TEXT_HTML {
      fragment.append(contentsOf: text)
      return 0
    }
    readFragment()
    if scanner.isHiding { return 0 }
    switch kind {
    case MD_TEXT_BR, MD_TEXT_SOFTBR: collector.append(scalar: 0x0A)
    case MD_TEXT_ENTITY: collector.appendDecoding(text)
    case MD_TEXT_NULLCHAR: break
    default:
      // The text of a bare address is its target again: a link, not words.
      if isInsideLink, text.count >= 4, target.count >= text.count, target.suffix(text.count).elementsEqual(text) {
        return 0
      }
      collector.append(text)
    }
    return 0
  }

  private mutating func readFragment() {
    guard !fragment.isEmpty else { return }
    let wasHiding = scanner.isHiding
    fragment.withUnsafeBufferPointer { scanner.scan($0, into: &collector, keepsUnknownTags: keepsUnknownTags) }
    fragment.removeAll(keepingCapacity: true)
    if !wasHiding, scanner.isHiding, !isInHTMLBlock { hidesUntilBlockEnds = true }
  }
}

/// The bytes of a text that libmd4c hands over.
private func buffer(_ text: UnsafePointer<CChar>?, _ size: MD_SIZE) -> UnsafeBufferPointer<UInt8> {
  // SAFETY: the caller passes a pointer and the size that libmd4c gave with it; CChar and UInt8 have one layout.
  UnsafeRawBufferPointer(start: text, count: Int(size)).assumingMemoryBound(to: UInt8.self)
}
