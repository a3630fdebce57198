/// Plain text out of what pages are written in.
///
/// Everything here is linear in the size of its input, safe on any input, and may be called from several threads at once.
package enum PlainText {
  /// The text and links of a page's body in Markdown, with HTML, Hugo shortcodes and Liquid tags in it.
  ///
  /// Kept: text, code, alternative texts of images, the text between tags. Dropped: tags and their arguments, `script` and
  /// `style` with their content, comments, addresses of links and images, addresses that stand as their own text.
  ///
  /// - Parameter utf8: Valid UTF-8, as `TextDecoder` gives it, without front matter.
  /// - Returns: At most 2 MB of text.
  package static func fromMarkdown(_ utf8: ArraySlice<UInt8>) -> ExtractedText {
    utf8.withUnsafeBufferPointer { utf8 in
      if let filtered = ShortcodeFilter.filtered(utf8) {
        return filtered.withUnsafeBufferPointer { MarkdownReader.read($0, as: .page) }.finished()
      }
      return MarkdownReader.read(utf8, as: .page).finished()
    }
  }

  /// The text and links of a page's body, or a whole document, in HTML; shortcodes and Liquid tags may be in it.
  ///
  /// - Parameter utf8: Valid UTF-8, as `TextDecoder` gives it; what a `meta` says of the encoding does not count.
  /// - Returns: At most 2 MB of text.
  package static func fromHTML(_ utf8: ArraySlice<UInt8>) -> ExtractedText {
    utf8.withUnsafeBufferPointer { utf8 in
      if let filtered = ShortcodeFilter.filtered(utf8) {
        return filtered.withUnsafeBufferPointer { HTMLReader.read($0) }.finished()
      }
      return HTMLReader.read(utf8).finished()
    }
  }

  /// Text that is plain already, as records hold it: character references are decoded, control bytes and marks that no
  /// reader sees are dropped; nothing is taken for markup.
  ///
  /// - Parameter utf8: Valid UTF-8.
  package static func fromPlain(_ utf8: ArraySlice<UInt8>) -> ExtractedText {
    ExtractedText(text: String(utf8: TextCleaning.cleaned(Array(utf8))), links: [])
  }
}
