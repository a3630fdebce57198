extension PlainText {
  /// A title, a summary or a label as a reader sees it, in one line.
  ///
  /// Character references are decoded, also when encoded twice; misspelt ones (`&quo;`) stay. Tags of prose (`<em>`, `<br>`)
  /// go, others (`<mspace>`, `<canvas>`) stay, for a title may be about them, and so does all in back-ticks. Emphasis and links become their
  /// text; shortcodes go. White space is folded; zero-width and direction marks are dropped.
  package static func inline(_ text: String) -> String {
    var text = text
    return text.withUTF8 { utf8 in
      // Most titles are plain: nothing to do but to look.
      if isPlain(utf8) { return String(decoding: utf8, as: UTF8.self) }
      let source = ShortcodeFilter.filtered(utf8) ?? Array(utf8)
      // A word in front keeps `1.`, `#` and `-` from beginning a list or a heading: all that follows is one paragraph.
      let line = Array("x ".utf8) + TextCleaning.folded(source)
      guard line.count > 2 else { return "" }
      let reader = line.withUnsafeBufferPointer { MarkdownReader.read($0, as: .line) }
      let cleaned = TextCleaning.folded(TextCleaning.cleaned(reader.bytes))
      return String(decoding: cleaned.dropFirst(2), as: UTF8.self)
    }
  }

  /// Whether a text surely holds nothing to take away: ASCII without markup, white space single and inside.
  private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    var previous: UInt8 = 0x20
    for byte in utf8 {
      switch byte {
      case 0x20: if previous == 0x20 { return false }
      case 0x26, 0x2A, 0x3C, 0x5B, 0x5C, 0x5F, 0x60, 0x7B, 0x7E: return false  // & * < [ \ _ ` { ~
      case ..<0x20, 0x7F...: return false
      default: break
      }
      previous = byte
    }
    return utf8.isEmpty || previous != 0x20
  }
}
