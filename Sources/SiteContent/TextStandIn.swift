/// A stand-in until the text extraction is merged.
package struct ExtractedText {
  package var text: String
  package var links: [String]
}

/// A stand-in until the text extraction is merged.
package enum PlainText {
  package static func fromMarkdown(_ utf8: ArraySlice<UInt8>) -> ExtractedText {
    ExtractedText(text: String(decoding: utf8, as: UTF8.self), links: [])
  }
  package static func fromHTML(_ utf8: ArraySlice<UInt8>) -> ExtractedText {
    ExtractedText(text: String(decoding: utf8, as: UTF8.self), links: [])
  }
  package static func inline(_ text: String) -> String {
    var folded: [UInt8] = []
    for byte in text.utf8 {
      if Byte.isWhiteSpace(byte) {
        if let last = folded.last, last != Byte.space { folded.append(Byte.space) }
      } else {
        folded.append(byte)
      }
    }
    if folded.last == Byte.space { folded.removeLast() }
    return String(decoding: folded, as: UTF8.self)
  }
  package static func repairingMojibake(_ text: String) -> String { text }
}

/// A stand-in until the text extraction is merged.
package struct DecodedText {
  package enum Encoding { case utf8, windows1252, utf16LittleEndian, utf16BigEndian }
  package var utf8: [UInt8]
  package var encoding: Encoding
  package var hasByteOrderMark: Bool
  package var firstInvalidOffset: Int?
}

/// A stand-in until the text extraction is merged.
package enum TextDecoder {
  package static func decode(_ bytes: [UInt8]) -> DecodedText {
    if bytes.starts(with: [0xFF, 0xFE]) {
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
      return DecodedText(
        utf8: Array(String(decoding: units, as: UTF16.self).utf8), encoding: .utf16LittleEndian, hasByteOrderMark: true)
    }
    if String(validating: bytes, as: UTF8.self) != nil {
      return DecodedText(utf8: bytes, encoding: .utf8, hasByteOrderMark: bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    }
    var offset = 0
    while String(validating: bytes[..<(offset + 1)], as: UTF8.self) != nil { offset += 1 }
    let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    return DecodedText(
      utf8: Array(text.utf8), encoding: .windows1252, hasByteOrderMark: false, firstInvalidOffset: offset)
  }
}
