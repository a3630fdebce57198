import Foundation

/// The Unicode normal forms that the standard library does not offer; the only use of Foundation in the engine.
enum CompatibilityFolding {
  /// The scalars in normal form KC: ligatures, full-width letters and superscripts become plain, accents are composed.
  ///
  /// - Complexity: O(*n*).
  static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    inPieces(scalars) { $0.precomposedStringWithCompatibilityMapping }
  }

  /// The scalars in normal form KD, without combining marks: `é` becomes `e`.
  ///
  /// - Complexity: O(*n*).
  static func withoutAccents(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    inPieces(scalars) { $0.decomposedStringWithCompatibilityMapping }
      .filter { $0.properties.canonicalCombiningClass == .notReordered }
  }

  /// Marks behind one character beyond this many are dropped before it is normalized. Real texts have four at most; a word with as many
  /// as this is longer than ``WordScanner/longestWord`` anyway.
  private static let longestMarkRun = 128

  /// Foundation takes time with the square of the length where characters become several, so a long text is normalized in pieces; and with
  /// the square of the number of marks behind a character.
  ///
  /// A piece ends in front of a character that neither combines with what stands before it nor is moved by it. Where none comes for
  /// 16,384 scalars, which is no text, it ends all the same.
  private static func inPieces(
    _ scalars: [Unicode.Scalar], _ normalized: (String) -> String
  ) -> [Unicode.Scalar] {
    var markCount = 0
    let scalars = scalars.filter { scalar in
      let isMark = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
      markCount = isMark ? markCount + 1 : 0
      return markCount <= longestMarkRun
    }
    var result: [Unicode.Scalar] = []
    var start = 0
    while start < scalars.count {
      var end = min(start + 4096, scalars.count)
      while end < min(start + 16_384, scalars.count), !standsAlone(scalars[end]) { end += 1 }
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[start..<end])
      result.append(contentsOf: normalized(String(piece)).unicodeScalars)
      start = end
    }
    return result
  }

  /// Whether a character is a starter that is never the second part of a composed one: all in front of U+0300, and the letters of the
  /// common scripts.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x300 || CharacterClasses.isStable(scalar)
  }
}
