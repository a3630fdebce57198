/// The list of words that are dropped because they carry no meaning of their own.
public enum StopWords: String, CaseIterable, Sendable {
  /// No word is dropped.
  case none
  /// English function words, scikit-learn's list.
  case english
  /// Function words of German.
  case german
  /// Function words of French.
  case french
  /// Function words of Spanish.
  case spanish
  /// Function words of Italian.
  case italian
  /// Function words of Portuguese.
  case portuguese
  /// Function words of Dutch.
  case dutch
  /// Function words of Swedish.
  case swedish
  /// Function words of Danish.
  case danish
  /// Function words of Norwegian.
  case norwegian
  /// Function words of Russian.
  case russian
}
