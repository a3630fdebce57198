import Yams

/// Where a scalar of YAML ends in its source, and which source bytes each byte of its value came from.
enum YAMLScalarText {
  /// The end of the scalar that begins at a position, or nil for a layout that is not understood.
  ///
  /// A quoted scalar ends after its closing quote. A plain one is followed line by line until its folded source reads as
  /// the value that the parser gave.
  static func end(of scalar: Node.Scalar, from start: Int, in text: [UInt8], isFlow: Bool) -> Int? {
    switch scalar.style {
    case .singleQuoted, .doubleQuoted:
      return text.indices.contains(start) ? quotedEnd(from: start, in: text) : nil
    case .plain, .any:
      return plainEnd(of: Array(scalar.string.utf8), from: start, in: text)
    case .literal, .folded:
      return nil
    }
  }

  /// The position after the closing quote of the quoted scalar that begins at a position.
  static func quotedEnd(from start: Int, in text: [UInt8]) -> Int? {
    let quote = text[start]
    guard quote == 0x27 || quote == 0x22 else { return nil }
    var position = start + 1
    while position < text.count {
      if text[position] == 0x5C, quote == 0x22 {
        position += 2
      } else if text[position] == quote {
        guard quote == 0x27, position + 1 < text.count, text[position + 1] == quote else { return position + 1 }
        position += 2
      } else {
        position += 1
      }
    }
    return nil
  }

  private static func plainEnd(of value: [UInt8], from start: Int, in text: [UInt8]) -> Int? {
    if text[start...].starts(with: value) { return start + value.count }
    // Over several lines: a line break reads as a space, n + 1 line breaks as n.
    var read = 0
    var position = start
    while read < value.count {
      guard position < text.count else { return nil }
      let blanksEnd = text.skippingBlanks(from: position)
      if blanksEnd < text.count, text[blanksEnd] == 0x0A || text[blanksEnd] == 0x0D {
        var breaks = 0
        position = blanksEnd
        while position < text.count, text[position] == 0x0A || text[position] == 0x0D {
          position += YAMLDocument.lineBreakLength(at: position, in: text)
          breaks += 1
          position = text.skippingBlanks(from: position)
        }
        let folded: [UInt8] = breaks == 1 ? [0x20] : Array(repeating: 0x0A, count: breaks - 1)
        guard value[read...].starts(with: folded) else { return nil }
        read += folded.count
      } else {
        guard text[position] == value[read] else { return nil }
        position += 1
        read += 1
      }
    }
    return position
  }

  /// The value of a quoted scalar, byte by byte, each with the source bytes it came from.
  struct Mapping {
    /// The value.
    let value: [UInt8]
    /// For each byte of the value, the source bytes that stand for it.
    let sources: [Range<Int>]
    /// The quote: 0x27 or 0x22.
    let quote: UInt8

    /// Reads a quoted scalar; nil for escapes other than those of JSON and for blanks that a line break swallows oddly.
    init?(source range: Range<Int>, in text: [UInt8]) {
      guard range.count >= 2 else { return nil }
      quote = text[range.lowerBound]
      let end = range.upperBound - 1
      var value: [UInt8] = []
      var sources: [Range<Int>] = []
      var position = range.lowerBound + 1
      while position < end {
        let byte = text[position]
        let blanksEnd = text.skippingBlanks(from: position, upTo: end)
        if blanksEnd < end, text[blanksEnd] == 0x0A || text[blanksEnd] == 0x0D {
          let foldStart = position
          var breaks = 0
          position = blanksEnd
          while position < end, text[position] == 0x0A || text[position] == 0x0D {
            position += YAMLDocument.lineBreakLength(at: position, in: text)
            breaks += 1
            position = text.skippingBlanks(from: position, upTo: end)
          }
          let folded: [UInt8] = breaks == 1 ? [0x20] : Array(repeating: 0x0A, count: breaks - 1)
          for byte in folded {
            value.append(byte)
            sources.append(foldStart..<position)
          }
        } else if byte == 0x27, quote == 0x27 {
          value.append(0x27)
          sources.append(position..<(position + 2))
          position += 2
        } else if byte == 0x5C, quote == 0x22 {
          guard position + 1 < end else { return nil }
          switch text[position + 1] {
          case 0x22, 0x5C, 0x2F:
            value.append(text[position + 1])
            sources.append(position..<(position + 2))
            position += 2
          case 0x0A, 0x0D:
            // An escaped line break joins both lines; the blanks that follow it go.
            position += 1
            position += YAMLDocument.lineBreakLength(at: position, in: text)
            position = text.skippingBlanks(from: position, upTo: end)
          default:
            return nil
          }
        } else {
          value.append(byte)
          sources.append(position..<(position + 1))
          position += 1
        }
      }
      self.value = value
      self.sources = sources
    }

    /// The splices of the source that make given splices of the value.
    func sourceSplices(for splices: [TextSplice]) -> [TextSplice]? {
      var result: [TextSplice] = []
      for splice in splices {
        guard splice.range.lowerBound > 0, splice.range.upperBound < value.count else { return nil }
        let range =
          splice.range.isEmpty
          ? sources[splice.range.lowerBound - 1].upperBound..<sources[splice.range.lowerBound - 1].upperBound
          : sources[splice.range.lowerBound].lowerBound..<sources[splice.range.upperBound - 1].upperBound
        var bytes: [UInt8] = []
        for byte in splice.bytes {
          switch (byte, quote) {
          case (0x27, 0x27): bytes += [0x27, 0x27]
          case (0x22, 0x22), (0x5C, 0x22): bytes += [0x5C, byte]
          default: bytes.append(byte)
          }
        }
        result.append(TextSplice(range, bytes))
      }
      return result
    }
  }
}
