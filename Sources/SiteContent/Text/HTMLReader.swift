import CLibXML2

/// Reads the text of a whole HTML document through the push parser of libxml2, which calls back and builds no tree.
struct HTMLReader {
  /// How deep elements may be nested. libxml2 compares each end tag with all that are open, which is square work on hostile input.
  private static let depthLimit = 256
  /// How many attributes, about, a tag may have: libxml2 compares each with all before it.
  private static let attributeLimit = 256
  /// The size of the pieces that the parser is given.
  private static let chunkSize = 32_768

  private var collector: TextCollector
  private var depth = 0
  private var hiddenDepth = 0

  /// Reads a document in valid UTF-8, whatever its `<meta charset>` says.
  ///
  /// A document beyond the limits is read by `TagScanner`, which is linear and gives the same words.
  static func read(_ html: UnsafeBufferPointer<UInt8>) -> TextCollector {
    if isOrdinary(html), let collector = HTMLReader(capacity: html.count).reading(html) { return collector }
    var collector = TextCollector(capacity: html.count)
    var scanner = TagScanner()
    scanner.scan(html, into: &collector)
    return collector
  }

  private init(capacity: Int) {
    collector = TextCollector(capacity: capacity)
  }

  /// Makes libxml2 ready, once for all threads.
  private static let isInitialized: Void = xmlInitParser()

  /// Whether no tag has a number of attributes that is out of all proportion, and no NUL, at which libxml2 stops, is inside.
  private static func isOrdinary(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    if html.firstIndex(of: 0, from: 0) != nil { return false }
    var position = 0
    while let open = html.firstIndex(of: 0x3C, from: position) {
      var separators = 0
      position = open + 1
      while position < html.count, html[position] != 0x3E {
        switch html[position] {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0x22, 0x27, 0x2F:
          separators += 1
          if separators > attributeLimit, !html.has("<!--", at: open) { return false }
        default: break
        }
        position += 1
      }
    }
    return true
  }

  /// The text, or nil when the document is nested beyond the limit or the parser gave up.
  private consuming func reading(_ html: UnsafeBufferPointer<UInt8>) -> TextCollector? {
    _ = Self.isInitialized
    var handler = htmlSAXHandler()
    // SAFETY: in each callback `state` is the pointer given to the parser below, valid and used by no one else during the
    // call. Names are terminated by zero; texts are valid for `size` bytes while the callback runs; `attributes` is nil or
    // pairs of terminated texts, ended by nil.
    handler.startElement = { state, name, attributes in
      state!.assumingMemoryBound(to: HTMLReader.self).pointee.startElement(name!, attributes)
    }
    handler.endElement = { state, name in
      state!.assumingMemoryBound(to: HTMLReader.self).pointee.endElement(name!)
    }
    let characters: charactersSAXFunc = { state, text, size in
      state!.assumingMemoryBound(to: HTMLReader.self).pointee
        .takeText(UnsafeBufferPointer(start: text, count: Int(size)))
    }
    handler.characters = characters
    handler.ignorableWhitespace = characters
    // `cdataBlock`, which gets what `script` and `style` hold, stays unset, and so do the printers of errors.
    handler.cdataBlock = { _, _, _ in }

    var isComplete = true
    withUnsafeMutablePointer(to: &self) { state in
      guard let context = htmlCreatePushParserCtxt(&handler, state, nil, 0, nil, XML_CHAR_ENCODING_UTF8) else {
        isComplete = false
        return
      }
      // SAFETY: the context is ours alone, holds no document as no tree is built, and is freed once.
      defer { htmlFreeParserCtxt(context) }
      // Not NOIMPLIED: without an `html` around them, libxml2 takes the end of the first element for the end of all.
      let options =
        HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
        | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      htmlCtxtUseOptions(context, Int32(options))
      html.withMemoryRebound(to: CChar.self) { html in
        var position = 0
        while position < html.count, state.pointee.depth <= Self.depthLimit, !state.pointee.collector.isFull {
          let size = min(Self.chunkSize, html.count - position)
          _ = htmlParseChunk(context, html.baseAddress! + position, Int32(size), 0)
          position += size
        }
        if position == html.count { _ = htmlParseChunk(context, nil, 0, 1) }
      }
      isComplete = state.pointee.depth <= Self.depthLimit
    }
    return isComplete ? collector : nil
  }

  // MARK: What libxml2 calls

  private mutating func startElement(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard depth <= Self.depthLimit else { return }
    let name = terminated(name)
    if !Self.isVoid(name) { depth += 1 }
    switch HTMLElement.role(of: name) {
    case .inline:
      if name.count == 1, name[0] == 0x61, let link = value(of: "href", in: attributes) {
        collector.appendLink(link.trimmed)
      }
    case .block:
      collector.breakLine()
      if name.count == 3, name.has("img", at: 0), hiddenDepth == 0, let text = value(of: "alt", in: attributes) {
        collector.append(text)
        collector.breakLine()
      }
    case .hidden:
      collector.breakLine()
      hiddenDepth += 1
    }
  }

  private mutating func endElement(_ name: UnsafePointer<xmlChar>) {
    guard depth <= Self.depthLimit else { return }
    let name = terminated(name)
    if !Self.isVoid(name) { depth -= 1 }
    switch HTMLElement.role(of: name) {
    case .inline: break
    case .block: collector.breakLine()
    case .hidden: hiddenDepth = max(hiddenDepth - 1, 0)
    }
  }

  private mutating func takeText(_ text: UnsafeBufferPointer<UInt8>) {
    if hiddenDepth == 0 { collector.append(text) }
  }

  /// Elements that hold nothing, for which libxml2 may or may not report an end.
  private static func isVoid(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    (name.count == 2 && (name.has("br", at: 0) || name.has("hr", at: 0))) || (name.count == 3 && name.has("img", at: 0))
  }
}

private func terminated(_ text: UnsafePointer<xmlChar>) -> UnsafeBufferPointer<UInt8> {
  // SAFETY: libxml2 ends each of its texts with a zero byte.
  UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
}

/// The value of an attribute, or nil.
private func value(
  of wanted: StaticString, in attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) -> UnsafeBufferPointer<UInt8>? {
  guard var pair = attributes else { return nil }
  // SAFETY: attributes come in pairs, name and value, and end with a nil name; a value may be nil.
  while let name = pair[0] {
    let name = terminated(name)
    if name.count == wanted.utf8CodeUnitCount, name.has(wanted, at: 0) { return pair[1].map(terminated) }
    pair += 2
  }
  return nil
}
