/// Reads HTML fragments: what stands between the Markdown of a page, or in a title.
///
/// A fragment is no document: `<div>` may come in one and its `</div>` in the next, with Markdown between them. So this keeps
/// no tree and no stack, only whether it is inside an element whose text is hidden. One pass, linear on any input.
/// Whole documents go through `HTMLReader`, which gives the same words.
struct TagScanner {
  /// The element whose content is being dropped, if any.
  private(set) var hiddenElement: StaticString?

  /// Whether text that comes now is inside `<script>`, `<style>` or `<template>`.
  var isHiding: Bool { hiddenElement != nil }

  /// Goes on as if the hidden element had been closed.
  mutating func stopHiding() {
    hiddenElement = nil
  }

  /// Appends the text of a fragment and notes its links.
  ///
  /// - Parameter keepsUnknownTags: Whether tags that are not markup of prose stay as text, as in a title about `<mspace>`.
  mutating func scan(
    _ html: UnsafeBufferPointer<UInt8>, into collector: inout TextCollector, keepsUnknownTags: Bool = false
  ) {
    var position = 0
    var ends = QuoteEnds()
    while position < html.count, !collector.isFull {
      if let hiddenElement {
        guard let end = Self.end(of: hiddenElement, in: html, from: position) else { return }
        self.hiddenElement = nil
        position = end
        continue
      }
      guard let open = html.firstIndex(of: 0x3C, from: position) else { break }
      collector.appendDecoding(html.part(position..<open))
      let next = open + 1 < html.count ? html[open + 1] : 0
      if next == 0x21 || next == 0x3F {  // <! and <?
        let isComment = html.has("<!--", at: open)
        let end = isComment ? html.firstIndex(of: "-->", from: open + 2) : html.firstIndex(of: 0x3E, from: open)
        guard let end else { return }
        position = end + (isComment ? 3 : 1)
      } else if next.isASCIILetter || next == 0x2F {
        guard let tag = Tag(html, at: open, ends: &ends) else {
          collector.appendDecoding(html.part(open..<html.count))  // no '>' is left: the rest is text
          return
        }
        if keepsUnknownTags, !HTMLElement.isProse(html.part(tag.name)) {
          collector.append(html.part(open..<tag.end))
        } else {
          take(tag, of: html, into: &collector)
        }
        position = tag.end
      } else {
        collector.append(html.part(open..<open + 1))
        position = open + 1
      }
    }
    if position < html.count, hiddenElement == nil { collector.appendDecoding(html.part(position..<html.count)) }
  }

  private mutating func take(_ tag: Tag, of html: UnsafeBufferPointer<UInt8>, into collector: inout TextCollector) {
    let name = html.part(tag.name)
    switch HTMLElement.role(of: name) {
    case .inline:
      if let link = tag.link { collector.appendLink(html.part(link).trimmed) }
    case .block:
      collector.breakLine()
      if let alternative = tag.alternative {
        collector.appendDecoding(html.part(alternative))
        collector.breakLine()
      }
    case .hidden:
      collector.breakLine()
      guard !tag.isEnd else { return }
      for hidden: StaticString in ["script", "style", "template"] where name.has(hidden, at: 0, ignoringCase: true) {
        hiddenElement = hidden
      }
    }
  }

  /// The place after the end tag of an element, or nil.
  private static func end(of name: StaticString, in html: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    while let found = html.firstIndex(of: "</", from: position) {
      position = found + 2
      if html.has(name, at: position, ignoringCase: true) {
        return html.firstIndex(of: 0x3E, from: position).map { $0 + 1 } ?? html.count
      }
    }
    return nil
  }
}

/// Where the next quote of each kind stands; a kind that is known to come no more is not searched again.
private struct QuoteEnds {
  private var hasNoMore: (double: Bool, single: Bool) = (false, false)

  mutating func next(_ quote: UInt8, in html: UnsafeBufferPointer<UInt8>, from position: Int) -> Int? {
    if quote == 0x22 ? hasNoMore.double : hasNoMore.single { return nil }
    if let found = html.firstIndex(of: quote, from: position) { return found }
    if quote == 0x22 { hasNoMore.double = true } else { hasNoMore.single = true }
    return nil
  }
}

/// One start or end tag: where its parts are.
private struct Tag {
  var name: Range<Int>
  var isEnd: Bool
  /// The value of `href` of an `<a>`.
  var link: Range<Int>?
  /// The value of `alt` of an `<img>`.
  var alternative: Range<Int>?
  /// The place after `>`.
  var end: Int

  /// Reads the tag whose `<` is at a position; nil when it never ends.
  init?(_ html: UnsafeBufferPointer<UInt8>, at open: Int, ends: inout QuoteEnds) {
    var position = open + 1
    isEnd = html[position] == 0x2F
    if isEnd { position += 1 }
    let nameStart = position
    while position < html.count, html[position].isASCIILetterOrDigit || html[position] == 0x2D || html[position] == 0x3A
    {
      position += 1
    }
    name = nameStart..<position
    let isLink = name.count == 1 && html[nameStart] | 0x20 == 0x61
    let isImage = html.part(name).count == 3 && html.has("img", at: nameStart, ignoringCase: true)
    while position < html.count, html[position] != 0x3E {
      guard html[position].isASCIILetter else {
        position += 1
        continue
      }
      let attribute = position
      while position < html.count, !html[position].endsAttributeName { position += 1 }
      let size = position - attribute
      while position < html.count, html[position].isWhiteSpace { position += 1 }
      guard position < html.count, html[position] == 0x3D else { continue }
      position += 1
      while position < html.count, html[position].isWhiteSpace { position += 1 }
      guard position < html.count else { break }
      var value = position..<position
      if html[position] == 0x22 || html[position] == 0x27,
        let quote = ends.next(html[position], in: html, from: position + 1)
      {
        value = position + 1..<quote
        position = quote + 1
      } else {
        while position < html.count, !html[position].isWhiteSpace, html[position] != 0x3E { position += 1 }
        value = value.lowerBound..<position
      }
      if isLink, size == 4, html.has("href", at: attribute, ignoringCase: true) { link = value }
      if isImage, size == 3, html.has("alt", at: attribute, ignoringCase: true) { alternative = value }
    }
    guard position < html.count else { return nil }
    end = position + 1
  }
}

extension UInt8 {
  fileprivate var endsAttributeName: Bool { isWhiteSpace || self == 0x3D || self == 0x3E || self == 0x2F }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// This buffer without white space at its ends.
  var trimmed: UnsafeBufferPointer<UInt8> {
    guard let first = firstIndex(where: { !$0.isWhiteSpace }), let last = lastIndex(where: { !$0.isWhiteSpace }) else {
      return part(0..<0)
    }
    return part(first..<last + 1)
  }
}
