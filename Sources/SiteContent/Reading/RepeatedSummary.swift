/// Finds summaries that are only the beginning of the text.
enum RepeatedSummary {
  /// Summary and body with the common beginning in the summary alone.
  ///
  /// When the first four fifths of the summary, 30 bytes at least, are the beginning of the body, those words leave the body; what the
  /// summary has beyond them (half a word, `...`, `Read on example.org`) leaves the summary. Line ends and blanks in a
  /// row compare as one blank. Anything else stays as it is.
  static func merged(summary: String, body: String) -> (summary: String, body: String) {
    let left = Array(summary.utf8)
    let right = Array(body.utf8.prefix(4 * left.count + 256))
    var boundary = (left: 0, right: 0)
    var leftIndex = 0
    var rightIndex = skippedBlanks(right, 0)
    while leftIndex < left.count, rightIndex < right.count {
      if Byte.isWhiteSpace(left[leftIndex]), Byte.isWhiteSpace(right[rightIndex]) {
        boundary = (leftIndex, rightIndex)
        leftIndex = skippedBlanks(left, leftIndex)
        rightIndex = skippedBlanks(right, rightIndex)
        continue
      }
      guard left[leftIndex] == right[rightIndex] else { break }
      leftIndex += 1
      rightIndex += 1
      // Behind a sign that ends a word both may be cut as well.
      if !isWordByte(left[leftIndex - 1]), leftIndex == left.count || left[leftIndex - 1] < 0x80 {
        boundary = (leftIndex, rightIndex)
      }
    }
    if leftIndex == left.count, rightIndex == right.count || !isWordByte(right[rightIndex]) {
      boundary = (leftIndex, rightIndex)
    }
    guard leftIndex * 5 >= left.count * 4, boundary.left >= 30 else { return (summary, body) }
    let rest = body.utf8.dropFirst(boundary.right)
    return (
      String(decoding: left[..<boundary.left], as: UTF8.self),
      String(Substring(rest.drop { Byte.isWhiteSpace($0) }))
    )
  }

  private static func skippedBlanks(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, Byte.isWhiteSpace(bytes[index]) { index += 1 }
    return index
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte >= 0x80
  }
}
