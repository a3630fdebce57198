/// Cuts text into words, byte by byte.
///
/// ASCII runs go through a table of 256 entries. Only a run that holds a byte above 0x7F is decoded into scalars, and
/// only one that holds a character which normal form KC changes is normalized.
struct WordScanner {
  private let tokenizer: Tokenizer
  private let lowercases: Bool
  private let stripsAccents: Bool
  /// For each byte: 0 between words, 1 above ASCII, else the byte as it enters the word.
  private let byteClasses: [UInt8]
  private let latin: [UInt32]
  /// The bytes of the word that is being read.
  private var word: [UInt8] = []
  /// The scalars of a run that is not all ASCII.
  private var scalars: [Unicode.Scalar] = []

  /// Words longer than this many bytes are noise (keys, encoded images) and are dropped by `Tokenizer.words`.
  static let longestWord = 100

  /// Marks behind one character beyond this many are dropped before a run is normalized, which is square in their number. Real
  /// texts have four at most; a word with as many as this is longer than ``longestWord`` anyway.
  private static let longestMarkRun = 128

  init(_ configuration: AnalysisConfiguration) {
    tokenizer = configuration.tokenizer
    lowercases = configuration.lowercases
    stripsAccents = configuration.stripsAccents
    let keepsUnderscore = configuration.tokenizer == .scikitLearn
    byteClasses = (0..<256).map { byte in
      guard byte < 0x80 else { return 1 }
      let value = UInt8(byte)
      switch value {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): return value
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): return configuration.lowercases ? value | 0x20 : value
      case UInt8(ascii: "_"): return keepsUnderscore ? value : 0
      default: return 0
      }
    }
    latin = CharacterClasses.latin
  }

  /// Gives each word of a text to a closure, for the length of the call: its bytes and, where it is ASCII and no longer
  /// than eight of them, these in one number, else 0.
  mutating func scan(_ text: String, _ body: (_ word: UnsafeBufferPointer<UInt8>, _ packed: UInt64) -> Void) {
    var text = text
    text.withUTF8 { unsafe scan($0, body) }
  }

  @unsafe
  private mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, UInt64) -> Void
  ) {
    if word.count < bytes.count { word = [UInt8](repeating: 0, count: bytes.count) }
    let limit = tokenizer == .words ? Self.longestWord : Int.max
    var index = 0
    var run: Range<Int>?
    repeat {
      run = nil
      // SAFETY: `index` stays below `bytes.count`; a word is never longer than the text, and `word` is as long;
      // the table has an entry for every byte.
      unsafe byteClasses.withUnsafeBufferPointer { classes in
        unsafe word.withUnsafeMutableBufferPointer { word in
          while index < bytes.count {
            var entry = unsafe classes[Int(bytes[index])]
            if entry == 0 {
              index += 1
              continue
            }
            let start = index
            var packed: UInt64 = 0
            while entry > 1 {
              unsafe word[index &- start] = entry
              packed = packed << 8 | UInt64(entry)
              index &+= 1
              entry = unsafe index < bytes.count ? classes[Int(bytes[index])] : 0
            }
            let count = index &- start
            if entry == 1 {
              // What is between words without a doubt ends the word as a blank does; all else goes through scalars.
              let size = unsafe Self.punctuationSize(bytes, at: index)
              guard size > 0 else {
                while index < bytes.count, unsafe classes[Int(bytes[index])] != 0 { index += 1 }
                run = start..<index
                return
              }
              index += size
            }
            if count >= 2, count <= limit {
              unsafe body(UnsafeBufferPointer(start: word.baseAddress, count: count), count <= 8 ? packed : 0)
            }
          }
        }
      }
      if let run {
        unsafe scanScalars(UnsafeBufferPointer(rebasing: bytes[run])) { unsafe body($0, 0) }
      }
    } while run != nil
  }

  /// The size of a dash, a quotation mark or a no-break space at a place, 0 for anything else: U+2010, U+2012…U+2014,
  /// U+2018…U+201F, U+00A0. None of them changes what stands beside it when a text is normalized.
  @unsafe @inline(__always)
  private static func punctuationSize(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard index + 1 < bytes.count else { return 0 }
    if unsafe bytes[index] == 0xC2 { return unsafe bytes[index + 1] == 0xA0 ? 2 : 0 }
    guard unsafe bytes[index] == 0xE2, unsafe bytes[index + 1] == 0x80, index + 2 < bytes.count else { return 0 }
    switch unsafe bytes[index + 2] {
    case 0x90, 0x92...0x94, 0x98...0x9F: return 3
    default: return 0
    }
  }

  /// Reads a run that holds characters above ASCII.
  @unsafe
  private mutating func scanScalars(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    scalars.removeAll(keepingCapacity: true)
    var decoder = UTF8()
    var iterator = unsafe bytes.makeIterator()
    var needsFolding = false
    decoding: while true {
      switch unsafe decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        scalars.append(scalar)
        if scalar.value >= 0x80, !needsFolding {
          needsFolding =
            scalar.value < 0x250
            ? latin[Int(scalar.value)] == CharacterClasses.unknown : !CharacterClasses.isStable(scalar)
        }
      case .emptyInput: break decoding
      case .error: scalars.append(" ")
      }
    }
    switch tokenizer {
    case .words:
      if needsFolding {
        var view = String.UnicodeScalarView()
        var markCount = 0
        for scalar in scalars where scalar.value != 0xAD {
          let isMark = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
          markCount = isMark ? markCount + 1 : 0
          if markCount <= Self.longestMarkRun { view.append(scalar) }
        }
        scalars = Array(CompatibilityFolding.composed(String(view)).unicodeScalars)
      }
    case .scikitLearn: break
    }
    if lowercases || stripsAccents { scalars = Self.folded(scalars, lowercases, stripsAccents) }
    unsafe emitWords(body)
  }

  private static func folded(
    _ scalars: [Unicode.Scalar], _ lowercases: Bool, _ stripsAccents: Bool
  ) -> [Unicode.Scalar] {
    var view = String.UnicodeScalarView()
    for scalar in scalars {
      if lowercases, scalar.value >= 0x80 || (0x41...0x5A).contains(scalar.value) {
        view.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      } else {
        view.append(scalar)
      }
    }
    return stripsAccents
      ? Array(CompatibilityFolding.withoutAccents(String(view)).unicodeScalars) : Array(view)
  }

  /// Emits the words of `scalars`.
  private mutating func emitWords(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var current: [UInt8] = []
    var length = 0
    var ideograph: Unicode.Scalar?
    var ideographCount = 0
    let limit = tokenizer == .words ? Self.longestWord : Int.max

    func flush() {
      if length >= 2, current.count <= limit { unsafe current.withUnsafeBufferPointer(body) }
      current.removeAll(keepingCapacity: true)
      length = 0
    }
    func flushIdeograph() {
      if let ideograph, ideographCount == 1 {
        unsafe Array(String(ideograph).utf8).withUnsafeBufferPointer(body)
      }
      ideograph = nil
      ideographCount = 0
    }

    for scalar in scalars {
      let isWord: Bool
      switch tokenizer {
      case .words:
        if CharacterClasses.isIdeographic(scalar) {
          flush()
          if let previous = ideograph {
            unsafe (Array(String(previous).utf8) + Array(String(scalar).utf8)).withUnsafeBufferPointer(body)
          }
          ideograph = scalar
          ideographCount += 1
          continue
        }
        flushIdeograph()
        isWord =
          scalar.value < 0x250
          ? latin[Int(scalar.value)] > CharacterClasses.unknown : CharacterClasses.isWord(scalar)
      case .scikitLearn:
        isWord = scalar == "_" || CharacterClasses.isPythonWord(scalar)
      }
      if isWord {
        current.append(contentsOf: UTF8.encode(scalar)!)
        length += 1
      } else {
        flush()
      }
    }
    flush()
    flushIdeograph()
  }
}
