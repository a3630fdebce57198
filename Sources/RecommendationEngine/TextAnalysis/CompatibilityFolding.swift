import Foundation

/// The Unicode normal forms that the standard library does not offer; the only use of Foundation in the engine.
enum CompatibilityFolding {
  /// The text in normal form KC: ligatures, full-width letters and superscripts become plain, accents are composed.
  static func composed(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
  }

  /// The text in normal form KD, without combining marks: `é` becomes `e`.
  static func withoutAccents(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars
    where scalar.properties.canonicalCombiningClass == .notReordered {
      scalars.append(scalar)
    }
    return String(scalars)
  }
}
