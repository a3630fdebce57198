import Glibc
import RecommendationEngine

/// A seeded collection of short items in invented words, which occur as words do: the frequency of the *r*-th word falls
/// with 1/*r* (Zipf 1949), and each item takes part of its words from one of many themes.
struct Workload {
  let itemCount: Int
  let seed: UInt64
  /// The vocabulary grows with the square root of the text (Heaps 1978).
  private var wordCount: Int { max(2000, Int(250 * Double(itemCount).squareRoot())) }
  private static let themeCount = 400
  private static let themeWordCount = 300

  /// Gives the items, one by one, to a closure.
  func forEachItem(_ body: (Item) -> Void) {
    var generator = SeededGenerator(seed: seed)
    let logarithm = log(Double(wordCount))
    let themeLogarithm = log(Double(Self.themeWordCount))
    func zipf(_ logarithm: Double) -> Int { Int(exp(generator.unitInterval() * logarithm)) - 1 }
    func text(_ count: Int, theme: Int) -> String {
      var text = ""
      for place in 0..<count {
        if place > 0 { text += place % 12 == 0 ? ". " : " " }
        let isOfTheme = generator.index(below: 5) < 2
        // The words of a theme lie scattered over the vocabulary behind the most frequent ones.
        let rank =
          isOfTheme
          ? 200 + (theme * 7919 + zipf(themeLogarithm) * 104_729) % (wordCount - 200) : zipf(logarithm)
        text += Self.word(rank)
      }
      return text
    }
    for number in 0..<itemCount {
      let theme = generator.index(below: Self.themeCount)
      let title = text(4 + generator.index(below: 6), theme: theme)
      body(
        Item(
          id: ItemID("item-\(number)"), title: title, body: text(20 + generator.index(below: 30), theme: theme)))
    }
  }

  var items: [Item] {
    var items: [Item] = []
    items.reserveCapacity(itemCount)
    forEachItem { items.append($0) }
    return items
  }

  /// Writes the items as JSON Lines with `id`, `title` and `text`.
  func writeJSONLines() {
    var buffer = ""
    forEachItem { item in
      buffer += "{\"id\":\"\(item.id.rawValue)\",\"title\":\"\(item.title)\",\"text\":\"\(item.body)\"}\n"
      if buffer.utf8.count > 1 << 20 {
        Output.write(buffer)
        buffer = ""
      }
    }
    Output.write(buffer)
  }

  /// An invented word for a rank: syllables, as a number has digits.
  static func word(_ rank: Int) -> String {
    let consonants = Array("bdfgklmnprstvz")
    let vowels = Array("aeiou")
    var rest = rank + consonants.count * vowels.count
    var word = ""
    while rest > 0 {
      let digit = rest % (consonants.count * vowels.count)
      word.append(consonants[digit / vowels.count])
      word.append(vowels[digit % vowels.count])
      rest /= consonants.count * vowels.count
    }
    return word
  }
}
