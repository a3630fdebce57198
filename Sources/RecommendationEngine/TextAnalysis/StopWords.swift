/// The list of words that are dropped because they carry no meaning of their own.
public enum StopWords: String, CaseIterable, Sendable {
  /// No word is dropped.
  case none
  /// English function words.
  case english
}
