import CSnowball

/// Joins the forms of a word by a Snowball algorithm (Porter 2001): `patients` and `patient` become `patient`.
///
/// Holds a stemmer of libstemmer, which keeps the word that it works on: use one per thread.
@safe
struct SnowballStemmer: ~Copyable {
  private let handle: OpaquePointer

  /// Creates a stemmer, or nil when the installed libstemmer does not know the language.
  init?(_ language: StemmerLanguage) {
    guard let handle = unsafe sb_stemmer_new(language.rawValue, "UTF_8") else { return nil }
    unsafe self.handle = handle
  }

  deinit {
    unsafe sb_stemmer_delete(handle)
  }

  /// Gives the stem of a lower-case word to a closure, for the length of the call.
  @unsafe
  func withStem<Result>(
    of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    // SAFETY: libstemmer copies the word and owns the result until its next call; `body` runs before that.
    guard let stem = unsafe sb_stemmer_stem(handle, word.baseAddress, Int32(word.count)) else {
      return unsafe body(word)
    }
    return unsafe body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
  }
}
