/// What the tokenizer does with a character, looked up instead of computed for the characters that most text is made of.
enum CharacterClasses {
  /// Marks a byte or character between words.
  static let separator: UInt32 = 0
  /// Marks a character that has to be looked at more closely.
  static let unknown: UInt32 = 1

  /// The class of each scalar below U+0250: separator, unknown, or the letter or digit in lower case.
  ///
  /// Unknown are the characters that normal form KC changes (`ª`, `½`, `ǆ`) and, of the letters, none else.
  static let latin: [UInt32] = (0..<0x250).map { value in
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return separator }
    if value < 0x80 {
      let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isWord ? scalar.properties.lowercaseMapping.unicodeScalars.first.map(\.value) ?? separator : separator
    }
    if CompatibilityFolding.composed([scalar]) != [scalar] || value == 0xAD { return unknown }
    guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return separator }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first!.value : unknown
  }

  /// Whether a scalar is a letter, digit or mark, so part of a word.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  /// Whether a scalar is what Python's `\w` matches, but for the underscore: a letter or a number, not a mark.
  static func isPythonWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: false
    default: isWord(scalar)
    }
  }

  /// Whether a scalar belongs to a script that is written without blanks: Han, Hiragana, Katakana.
  static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
  }

  /// Whether normal form KC leaves a scalar as it is, whatever stands before it: letters of the common scripts.
  static func isStable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2010, 0x2012...0x2016, 0x2018...0x2023, 0x2030...0x2032, 0x2190...0x21FF, 0x25A0...0x27BF: true
    case 0x0391...0x03CE, 0x0400...0x0482, 0x048A...0x052F, 0x05D0...0x05EA: true
    case 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    case 0x1F300...0x1FAFF: true
    default: false
    }
  }
}
