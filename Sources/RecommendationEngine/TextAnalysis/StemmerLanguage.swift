/// The languages that libstemmer's Snowball algorithms know, by the names it gives them.
public enum StemmerLanguage: String, CaseIterable, Sendable {
  case arabic, armenian, basque, catalan, danish, dutch, english, finnish, french, german, greek, hindi, hungarian,
    indonesian, irish, italian, lithuanian, nepali, norwegian, porter, portuguese, romanian, russian, serbian, spanish,
    swedish, tamil, turkish, yiddish
}
