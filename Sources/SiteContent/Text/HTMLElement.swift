/// What the name of an HTML element says about the text in and around it.
enum HTMLElement {
  /// How an element takes part in the text.
  enum Role {
    /// Its text goes on in the line: `<b>`, `<a>`, `<span>`.
    case inline
    /// It begins and ends a line: everything that is not known to be inline.
    case block
    /// What it holds is not for readers: `<script>`.
    case hidden
  }

  /// The longest name that is looked up; longer ones are custom elements.
  static let longestName = 16

  private static let inlineNames: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd",
    "label", "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup",
    "time", "tt", "u", "var", "wbr",
  ]

  private static let hiddenNames: Set<String> = ["script", "style", "template"]

  /// Elements that stand in titles and summaries as markup. Others (`<mspace>`, `<canvas>`) are what such a title is about.
  private static let proseNames: Set<String> = inlineNames.union([
    "blockquote", "br", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p",
    "pre", "script", "style", "table", "tbody", "td", "th", "tr", "ul",
  ])

  /// The role of an element by its name, in any case.
  static func role(of name: UnsafeBufferPointer<UInt8>) -> Role {
    guard name.count <= longestName else { return .block }
    let name = lowercased(name)
    return inlineNames.contains(name) ? .inline : hiddenNames.contains(name) ? .hidden : .block
  }

  /// Whether an element is markup where it stands in a title.
  static func isProse(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    name.count <= longestName && proseNames.contains(lowercased(name))
  }

  private static func lowercased(_ name: UnsafeBufferPointer<UInt8>) -> String {
    // Short names are held inside the String itself: no allocation.
    String(unsafeUninitializedCapacity: name.count) { buffer in
      for index in name.indices { buffer[index] = name[index].isASCIILetter ? name[index] | 0x20 : name[index] }
      return name.count
    }
  }
}
